"""An agency's repository as docs/ci.md has it set up: a catalogue, a Makefile that names a commit of the publisher."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.conftest import DAY, HERE, REPOSITORY

WHO = {"NAME": "A Steward", "EMAIL": "steward@agency.example"}


@dataclass(frozen=True)
class Agency:
    """A repository and the environment in which a build server runs in it."""

    folder: Path
    environment: Mapping[str, str]

    def git(self, *asked: str) -> str:
        """Ask git something."""
        return _git(self.folder, *asked)

    def make(self, *asked: str, **told: str) -> subprocess.CompletedProcess[str]:
        """Run make targets in the environment that is installed already; `told` are more environment variables."""
        installed = ("-o", ".venv/installed", "-o", "libraries", f"BIN={Path(sys.executable).parent}")
        environment = {**self.environment, **told}
        command = ["make", "--no-print-directory", *installed, *asked]
        return subprocess.run(command, cwd=self.folder, env=environment, capture_output=True, text=True, check=False)

    def change(self, file: str, old: str, new: str) -> None:
        """Change a file, and commit it."""
        path = self.folder / file
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), "utf-8")
        self.git("commit", "--quiet", "--all", "--message", "A change")


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The publisher as a repository of one commit, made of the files here as they are; and that commit."""
    folder = tmp_path_factory.mktemp("publisher")
    for name in _git(REPOSITORY, "ls-files", "-co", "--exclude-standard", "-z").split("\0"):
        if name and not name.startswith(("tests/", "docs/")) and (REPOSITORY / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(REPOSITORY / name, folder / name)
    return folder, _committed(folder)


@pytest.fixture
def agency(tmp_path: Path, published: tuple[Path, str], monkeypatch: pytest.MonkeyPatch) -> Agency:
    """A repository whose branch `change` has left the branch `main` of its origin."""
    folder = Path(shutil.copytree(HERE / "example", tmp_path / "agency"))
    (folder / "Makefile").write_text(agency_makefile(*published), "utf-8")
    (folder / ".gitignore").write_text("/.publisher/\n/.venv/\n/build/\n/public\n/.public.releases/\n", "utf-8")
    _committed(folder)
    _git(folder, "update-ref", "refs/remotes/origin/main", "HEAD")
    _git(folder, "switch", "--quiet", "--create", "change")
    kept = ("PATH", "HOME", "XDG_CACHE_HOME", "TMPDIR")
    environment = {name: os.environ[name] for name in kept if name in os.environ}
    return Agency(folder, {**environment, "PUBLISHER_AS_OF": str(DAY), "GIT_CONFIG_GLOBAL": os.devnull})


def agency_makefile(publisher: Path, commit: str) -> str:
    """The Makefile of an agency, as the docs have its two lines filled in."""
    text = (REPOSITORY / "ci" / "agency.mk").read_text("utf-8")
    text = text.replace("https://git.example/publisher.git", publisher.as_uri())
    return text.replace("0" * 40, commit)


@pytest.fixture
def on_github(agency: Agency, tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Run make targets as a run of a pull request on GitHub does."""
    told = {"GITHUB_ACTIONS": "true", "GITHUB_BASE_REF": "main", "GITHUB_STEP_SUMMARY": str(tmp_path / "summary.md")}
    told |= {"GITHUB_OUTPUT": str(tmp_path / "output")}
    return lambda *asked, **more: agency.make(*asked, **told, **more)


def _committed(folder: Path) -> str:
    _git(folder, "init", "--quiet", "--initial-branch", "main")
    _git(folder, "add", "--all")
    _git(folder, "commit", "--quiet", "--message", "All")
    return _git(folder, "rev-parse", "HEAD").strip()


def _git(folder: Path, *asked: str) -> str:
    who = {f"GIT_{role}_{key}": value for role in ("AUTHOR", "COMMITTER") for key, value in WHO.items()}
    plain = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    command = ["git", "-C", str(folder), *asked]
    return subprocess.run(
        command, env={**os.environ, **who, **plain}, capture_output=True, text=True, check=True
    ).stdout
