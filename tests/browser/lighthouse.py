"""Lighthouse on one page: a score out of 100 for each of its categories."""

import json
import os
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

# Of the tenant's site; the pages that most readers meet.
PAGES = {
    "home": "",
    "dataset": "dataset/dan-so-theo-dan-toc/",
    "databases": "database/",
    "map": "dataset/don-vi-hanh-chinh-cap-tinh/figures/",
    "search": "search/",
}
QUALITIES = ("accessibility", "best-practices", "seo")
FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def scores(tools: Path, browser: str, url: str, categories: Sequence[str] = QUALITIES) -> Mapping[str, int]:
    """Open a page as on a phone, and give the scores."""
    with TemporaryDirectory() as profile:
        flags = " ".join([*FLAGS, f"--user-data-dir={profile}"])
        command = [str(tools / ".bin" / "lighthouse"), url, "--quiet", "--output=json", "--output-path=stdout"]
        command += [f"--only-categories={','.join(categories)}", f"--chrome-flags={flags}"]
        environment = {**os.environ, "CHROME_PATH": browser}
        done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    found = json.loads(done.stdout)["categories"]
    return {name: round(category["score"] * 100) for name, category in found.items()}
