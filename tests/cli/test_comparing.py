"""`check --changed` where there is nothing to compare with, or a build server says what and how to tell it."""

import subprocess
from pathlib import Path

import pytest

from tests.cli.conftest import Publisher
from tests.cli.repository import ENGLISH, NEW, OLD, Git, commit, spoil


def test_outside_of_git_nothing_can_be_compared(publisher: Publisher) -> None:
    told = publisher("check", "--changed")
    assert told.code == 2
    assert "--changed" in told.err
    assert "git" in told.err


def test_without_git_nothing_can_be_compared(publisher: Publisher, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    assert publisher("check", "--changed").code == 2


@pytest.mark.parametrize("revision", ["no-such-branch", "--output=x", "HEAD:catalogue", "@{upstream}"])
def test_a_revision_that_is_not_there_is_named(revision: str, publisher: Publisher, git: Git, root: Path) -> None:
    told = publisher("check", f"--since={revision}")
    assert told.code == 2
    assert ENGLISH("no-revision", revision=revision) in told.err.replace("\n", " ")
    assert not (root / "x").exists()


def test_a_repository_without_a_commit_is_told_of(publisher: Publisher, root: Path) -> None:
    subprocess.run(["git", "-C", str(root), "init", "--quiet"], check=True)
    assert publisher("check", "--changed").code == 2


def test_a_revision_of_another_origin_is_told_of(publisher: Publisher, git: Git) -> None:
    git("checkout", "--quiet", "--orphan", "other")
    git("commit", "--quiet", "--message", "Another origin")
    told = publisher("check", "--since", "main")
    assert told.code == 2
    assert "no commit in common" in told.err


def test_a_shallow_clone_without_the_commit_is_told_to_fetch_more(
    publisher: Publisher, run: Publisher, git: Git, root: Path, tmp_path: Path
) -> None:
    first = git("rev-parse", "HEAD").strip()
    spoil(root, OLD)
    commit(git)
    git("clone", "--quiet", "--depth", "1", f"file://{root}", str(tmp_path / "shallow"))
    told = run("--lang", "en", "--root", tmp_path / "shallow", "check", "--since", first)
    assert told.code == 2
    assert "--unshallow" in told.err


@pytest.mark.parametrize(
    ("environment", "begins"),
    [
        ({}, f"{NEW}:1:1: "),
        ({"GITHUB_ACTIONS": "true"}, "::error "),
        ({"GITHUB_ACTIONS": "false"}, f"{NEW}:1:1: "),
        ({"GITLAB_CI": "true"}, "[\n"),
    ],
)
def test_the_form_is_that_of_the_build_server(
    environment: dict[str, str], begins: str, publisher: Publisher, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for key, value in environment.items():
        monkeypatch.setenv(key, value)
    spoil(root, NEW)
    assert publisher("check", "--format", "auto").out.startswith(begins)


@pytest.mark.parametrize("form", ["github", "text"])
def test_the_summary_of_a_step_gets_the_whole_table_behind_what_is_there(
    form: str, publisher: Publisher, root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    summary = tmp_path / "summary.md"
    summary.write_text("Before.\n", encoding="utf-8")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    spoil(root, NEW)
    publisher("check", "--format", form)
    told = summary.read_text("utf-8")
    assert told.startswith("Before.\n")
    assert (f"`{NEW}:1:1`" in told) == (form == "github")


def test_a_summary_that_is_full_is_left_alone(
    publisher: Publisher, root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    summary = tmp_path / "summary.md"
    summary.write_bytes(b"x" * 1024 * 1024)
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    spoil(root, NEW)
    assert publisher("check", "--format", "github").code == 1
    assert summary.stat().st_size == 1024 * 1024
