"""The hooks for pre-commit, with the real pre-commit in a repository of an agency."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.ci.conftest import Agency
from tests.conftest import REPOSITORY

CONFIG = re.compile(r"^```yaml \.pre-commit-config\.yaml\n(.*?)^```", re.MULTILINE | re.DOTALL)
ENTRY = "catalogue/databases/lights-register.yaml"


def _pre_commit(agency: Agency, *asked: str) -> subprocess.CompletedProcess[str]:
    programs = f"{Path(sys.executable).parent}{os.pathsep}{agency.environment['PATH']}"
    environment = {**agency.environment, "PATH": programs, "PRE_COMMIT_HOME": str(agency.folder.parent / "hooks")}
    command = [sys.executable, "-m", "pre_commit", *asked]
    return subprocess.run(command, cwd=agency.folder, env=environment, capture_output=True, text=True, check=False)


@pytest.fixture
def hooked(agency: Agency, published: tuple[Path, str]) -> Agency:
    """The repository with the hook that uses the publisher that is installed."""
    told = CONFIG.search((REPOSITORY / "docs" / "ci.md").read_text("utf-8"))
    assert told
    config = told[1].replace("https://git.example/publisher.git", published[0].as_uri())
    config = config.replace("0" * 40, published[1]).replace("id: publisher-check", "id: publisher-check-installed")
    (agency.folder / ".pre-commit-config.yaml").write_text(config, "utf-8")
    agency.git("add", "--all")
    agency.git("commit", "--quiet", "--message", "Hooks")
    return agency


def test_the_hooks_are_declared_as_pre_commit_wants() -> None:
    command = [sys.executable, "-m", "pre_commit", "validate-manifest", str(REPOSITORY / ".pre-commit-hooks.yaml")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "")


@pytest.mark.parametrize(("old", "new", "code"), [("title: ", "title: New ", 0), ("frequency: ", "freqency: ", 1)])
def test_a_commit_is_checked_before_it_is_made(hooked: Agency, old: str, new: str, code: int) -> None:
    path = hooked.folder / ENTRY
    path.write_text(path.read_text("utf-8").replace(old, new, 1), "utf-8")
    hooked.git("add", ENTRY)
    done = _pre_commit(hooked, "run")
    assert done.returncode == code, done.stdout + done.stderr
    assert ("[unknown-property]" in done.stdout) == bool(code)


def test_a_commit_of_other_files_is_not_held_up(hooked: Agency) -> None:
    (hooked.folder / "NOTES.txt").write_text("A note\n", "utf-8")
    hooked.git("add", "NOTES.txt")
    done = _pre_commit(hooked, "run")
    assert done.returncode == 0
    assert "Skipped" in done.stdout
