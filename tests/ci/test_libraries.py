"""Bringing in the libraries of the pages: by the lock alone, once, and never in the way of a site without them."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import REPOSITORY

LIBRARIES = REPOSITORY / "site_templates" / "libraries"
LOCK = json.loads((LIBRARIES / "package-lock.json").read_text("utf-8"))
BROKEN_NPM = "#!/bin/sh\necho 'npm warn cleanup' >&2\necho 'npm error code ENOTFOUND' >&2\nexit 1\n"
NPM = '#!/bin/sh\necho "$@" >> "$ASKED"\n'


def _program(folder: Path, name: str, text: str) -> None:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(text)
    (folder / name).chmod(0o755)


def _bring(folder: Path, programs: Path, **told: str) -> subprocess.CompletedProcess[str]:
    """Run it where no program but those of a folder can be found, and pip has no index."""
    command = [sys.executable, str(REPOSITORY / "ci" / "libraries.py"), str(folder)]
    environment = {"PATH": str(programs), "HOME": os.environ.get("HOME", ""), "PIP_NO_INDEX": "1", **told}
    requirements = str(REPOSITORY / "requirements-npm.txt")
    return subprocess.run([*command, requirements], env=environment, capture_output=True, text=True, check=False)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder of the libraries, with nothing brought in."""
    place = tmp_path / "libraries"
    place.mkdir()
    for name in ("package.json", "package-lock.json"):
        shutil.copy(LIBRARIES / name, place)
    return place


def _brought(folder: Path, **changed: object) -> None:
    """What npm leaves behind: a lock of its own, without the project itself."""
    packages = {name: {**package, **changed} for name, package in LOCK["packages"].items() if name}
    (folder / "node_modules").mkdir()
    (folder / "node_modules" / ".package-lock.json").write_text(json.dumps({"packages": packages}))


def test_each_package_is_locked_to_its_bytes_and_to_no_host() -> None:
    packages = {name: package for name, package in LOCK["packages"].items() if name}
    assert set(packages) == {"node_modules/minisearch", "node_modules/sql.js"}
    assert all(package["integrity"].startswith("sha512-") for package in packages.values())
    assert "://" not in json.dumps(LOCK)


def test_npm_is_asked_for_what_the_lock_says_and_runs_nothing_of_others(folder: Path, tmp_path: Path) -> None:
    _program(tmp_path / "bin", "npm", NPM)
    done = _bring(folder, tmp_path / "bin", ASKED=str(tmp_path / "asked"))
    asked = (tmp_path / "asked").read_text().split()
    assert (done.returncode, done.stderr, asked[0], asked[-1]) == (0, "", "ci", str(folder))
    assert "--ignore-scripts" in asked


def test_what_is_there_is_not_brought_again(folder: Path, tmp_path: Path) -> None:
    _program(tmp_path / "bin", "npm", BROKEN_NPM)
    _brought(folder)
    done = _bring(folder, tmp_path / "bin", STRICT="1")
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("lock", ["other", "not JSON", "none"])
def test_what_is_not_as_the_lock_says_is_brought_again(lock: str, folder: Path, tmp_path: Path) -> None:
    _program(tmp_path / "bin", "npm", NPM)
    if lock == "other":
        _brought(folder, integrity="sha512-other")
    elif lock == "not JSON":
        _brought(folder)
        (folder / "node_modules" / ".package-lock.json").write_text("{")
    assert _bring(folder, tmp_path / "bin", ASKED=str(tmp_path / "asked")).returncode == 0
    assert (tmp_path / "asked").is_file()


@pytest.mark.parametrize(("strict", "code"), [("", 0), ("1", 1)])
@pytest.mark.parametrize(("npm", "reason"), [(BROKEN_NPM, "npm error code ENOTFOUND"), ("", "ERROR: ")])
def test_a_failure_is_told_in_one_line_and_stops_nothing_unless_nothing_may_lack(
    npm: str, reason: str, strict: str, code: int, folder: Path, tmp_path: Path
) -> None:
    programs = tmp_path / "bin"
    programs.mkdir()
    if npm:
        _program(programs, "npm", npm)
    done = _bring(folder, programs, STRICT=strict)
    assert done.returncode == code
    assert done.stderr.count("\n") == 1
    assert f"could not be brought in: {reason}" in done.stderr
