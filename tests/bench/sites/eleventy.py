"""Eleventy: the records as JSON that its global data reads, the templates of the bare loop for Nunjucks. Writes."""

import json
import shutil
from pathlib import Path

from tests.bench.sites.loop import TEMPLATES
from tests.bench.sites.records import Told

OURS = Path(__file__).with_name("eleventy")


def write(folder: Path, told: Told) -> None:
    """Write a site that Eleventy can build."""
    (folder / "content").mkdir(parents=True)
    shutil.copytree(OURS / "pages", folder / "pages")
    shutil.copy(OURS / "eleventy.config.js", folder)
    shutil.copytree(TEMPLATES, folder / "pages" / "_includes")
    (folder / "pages" / "_data" / "site.json").write_text(json.dumps(told.site, ensure_ascii=False), "utf-8")
    for number, record in enumerate(told.records):
        (folder / "content" / f"{number:06}.json").write_text(json.dumps(record.said, ensure_ascii=False), "utf-8")
