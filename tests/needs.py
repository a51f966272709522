"""What the tests need besides Python: a real CKAN, a browser, checkers from npm. Run as `python -m tests.needs`.

Each is set up if it can be. What cannot be is said in one line with the reason; its tests are skipped, or fail
when STRICT=1.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

REPOSITORY = Path(__file__).parents[1]
TOOLS = REPOSITORY / "tests" / "browser"


class Missing(Exception):
    """Something that the tests need is not there; the message says why."""


def strict() -> bool:
    """Tell whether a missing need is a failure."""
    return os.environ.get("STRICT") == "1"


@cache
def ckan() -> dict[str, str]:
    """Boot the real CKAN; give its address, its tokens and the file that logs its requests."""
    command = [sys.executable, "-m", "tests.stack"]
    _run([*command, "up"], "CKAN did not start")
    paths = json.loads(_run([*command, "paths"], "CKAN is not there"))
    tokens = {name: Path(paths[f"{name}_file"]).read_text().strip() for name in ("token", "editor_token")}
    return {**paths, **tokens}


@cache
def browser() -> str:
    """Find Chromium; root may install it."""
    if not (found := shutil.which("chromium") or shutil.which("chromium-browser")):
        _install("chromium")
        found = shutil.which("chromium")
    if not found:
        raise Missing("no Chromium: sudo apt-get install chromium")
    return found


@cache
def npm_tools() -> Path:
    """Install the checkers of pages from npm by their lock file."""
    if not shutil.which("npm"):
        raise Missing("no npm: sudo apt-get install nodejs npm")
    made, lock = TOOLS / "node_modules" / ".package-lock.json", TOOLS / "package-lock.json"
    if not made.is_file() or made.stat().st_mtime < lock.stat().st_mtime:
        _run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefix", str(TOOLS)], "npm ci failed")
        made.touch()
    if not shutil.which("java"):
        _install("default-jre-headless")
    return TOOLS / "node_modules"


def validators() -> Path:
    """The folder of independent validators' shapes, which are not part of the project."""
    folder = os.environ.get("VALIDATORS")
    if not folder or not Path(folder).is_dir():
        raise Missing("VALIDATORS names no folder of official profiles")
    return Path(folder)


NEEDS: dict[str, Callable[[], object]] = {
    "CKAN": ckan,
    "Chromium": browser,
    "npm tools": npm_tools,
    "validators": validators,
}


def main() -> int:
    """Set up everything; say what is missing; fail on that when STRICT=1."""
    missing = 0
    for name, need in NEEDS.items():
        _say(f"tests need {name} … ")
        try:
            need()
            _say("ready\n")
        except Missing as reason:
            missing += 1
            _say(f"skipped: {reason}\n")
    return 1 if missing and strict() else 0


def _say(text: str) -> None:
    sys.stderr.write(text)
    sys.stderr.flush()


def _install(package: str) -> None:
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        raise Missing(f"not installed: sudo apt-get install {package}")
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    apt = ["apt-get", "-qq", "-o", "DPkg::Lock::Timeout=600"]
    _run([*apt, "update"], "apt-get update failed", quiet)
    _run([*apt, "install", "--yes", "--no-install-recommends", package], f"cannot install {package}", quiet)


def _run(command: list[str], failure: str, environment: dict[str, str] | None = None) -> str:
    done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=False, env=environment)
    if done.returncode != 0:
        last = (done.stderr.strip().splitlines() or [""])[-1]
        raise Missing(f"{failure}: {last}")
    return done.stdout


if __name__ == "__main__":
    sys.exit(main())
