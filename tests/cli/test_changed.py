"""`check --changed` in real git repositories: what the change causes fails, what was wrong before is listed apart."""

import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from publisher.report.words import Words
from tests.cli.conftest import Publisher
from tests.report.test_output import VALIDATORS

ENGLISH = Words("en")
OLD, NEW = "catalogue/databases/mooring-permits.yaml", "catalogue/databases/lights-register.yaml"
_Git = Callable[..., str]


@pytest.fixture
def git(root: Path, monkeypatch: pytest.MonkeyPatch) -> _Git:
    """Git in the example, which is one commit on main; whoever runs the tests has no part in it."""
    for key, value in {"GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_NOSYSTEM": "1"}.items():
        monkeypatch.setenv(key, value)
    for role in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{role}_NAME", "Tester")
        monkeypatch.setenv(f"GIT_{role}_EMAIL", "tester@example.org")

    def run(*asked: str, at: Path = root) -> str:
        return subprocess.run(["git", "-C", str(at), *asked], capture_output=True, text=True, check=True).stdout

    run("init", "--quiet", "--initial-branch", "main")
    _commit(run)
    return run


def _commit(git: _Git) -> None:
    git("add", "--all")
    git("commit", "--quiet", "--message", "A step")


def _break(root: Path, file: str) -> None:
    text = (root / file).read_text("utf-8")
    (root / file).write_text(text.replace("title:", "titel:", 1), encoding="utf-8")


def _append(root: Path, file: str, text: str) -> None:
    (root / file).write_text((root / file).read_text("utf-8") + text, encoding="utf-8")


@pytest.fixture
def debt(root: Path, git: _Git) -> None:
    """The example with an old fault on main."""
    _break(root, OLD)
    _commit(git)


@pytest.mark.usefixtures("debt")
def test_older_debt_is_listed_apart_and_does_not_fail(publisher: Publisher) -> None:
    assert publisher("check").code == 1
    told = publisher("check", "--changed")
    assert told.code == 0
    heading, _, apart = told.out.partition("\n")
    assert heading == ENGLISH("old-problems", count=2)
    assert f"{OLD}:1:1: error: " in apart
    assert ENGLISH("sound-change") in told.err


@pytest.mark.usefixtures("git")
def test_a_sound_catalogue_has_nothing_to_say_of_a_change_either(publisher: Publisher) -> None:
    told = publisher("check", "--changed")
    assert (told.code, told.out) == (0, "")
    assert ENGLISH("sound") in told.err


def _stage(root: Path, git: _Git) -> None:
    _break(root, NEW)
    git("add", NEW)


def _add(root: Path, git: _Git) -> None:
    (root / "catalogue/databases/new.yaml").write_text("titel: x\n", encoding="utf-8")


def _delete(root: Path, git: _Git) -> None:
    (root / NEW).unlink()


def _rename(root: Path, git: _Git) -> None:
    git("mv", NEW, "catalogue/databases/other-name.yaml")


def _commit_broken(root: Path, git: _Git) -> None:
    _break(root, NEW)
    _commit(git)


CHANGES = {
    "in the worktree": lambda root, git: _break(root, NEW),
    "staged": _stage,
    "not known to git": _add,
    "deleted": _delete,
    "renamed": _rename,
    "committed": _commit_broken,
}


@pytest.mark.usefixtures("debt")
@pytest.mark.parametrize("change", CHANGES)
def test_a_fault_fails_that_was_just(change: str, publisher: Publisher, root: Path, git: _Git) -> None:
    git("branch", "before")
    CHANGES[change](root, git)
    told = publisher("check", "--since", "before")
    assert told.code == 1
    caused, heading, old = told.out.partition(ENGLISH("old-problems", count=2))
    assert heading
    assert OLD not in caused
    assert caused
    assert OLD in old


@pytest.mark.usefixtures("debt")
def test_what_others_did_on_the_branch_since_is_no_part_of_the_change(
    publisher: Publisher, root: Path, git: _Git
) -> None:
    git("branch", "feature")
    _append(root, "catalogue/catalogue.yaml", "\n# Touches everything.\n")
    _commit(git)
    git("checkout", "--quiet", "feature")
    assert publisher("check", "--changed", "--since", "main").code == 0


@pytest.mark.usefixtures("debt")
def test_without_a_revision_the_upstream_branch_is_compared(
    publisher: Publisher, root: Path, git: _Git, tmp_path: Path
) -> None:
    git("clone", "--quiet", "--bare", ".", str(tmp_path / "server"))
    git("remote", "add", "origin", str(tmp_path / "server"))
    git("fetch", "--quiet", "origin")
    git("branch", "--quiet", "--set-upstream-to", "origin/main")
    _commit_broken(root, git)
    assert publisher("check", "--changed").code == 1
    assert publisher("check", "--changed", "--since", "HEAD").code == 0


@pytest.mark.usefixtures("debt")
@pytest.mark.parametrize("server", ["GitHub", "GitLab"])
def test_on_a_build_server_the_target_of_the_merge_is_compared(
    server: str, publisher: Publisher, root: Path, git: _Git, monkeypatch: pytest.MonkeyPatch
) -> None:
    base = git("rev-parse", "HEAD").strip()
    git("update-ref", "refs/remotes/origin/main", base)
    git("checkout", "--quiet", "--detach")
    _commit_broken(root, git)
    assert publisher("check", "--changed").code == 0
    if server == "GitHub":
        monkeypatch.setenv("GITHUB_BASE_REF", "main")
    else:
        monkeypatch.setenv("CI_MERGE_REQUEST_DIFF_BASE_SHA", base)
    told = publisher("check", "--changed")
    assert told.code == 1
    compared = "origin/main" if server == "GitHub" else base
    assert told.err.startswith(ENGLISH("compared", revision=compared, count=1))


def test_a_file_name_that_is_no_text_is_told_all_the_same(publisher: Publisher, root: Path, git: _Git) -> None:
    (root / "catalogue/databases" / os.fsdecode(b"bad\xff.yaml")).write_text("title: x\n", encoding="utf-8")
    for form in ("text", "json", "sarif", "junit", "html"):
        assert publisher("check", "--changed", "--format", form).code == 1


def test_what_is_wrong_first_in_changed_files_comes_first(publisher: Publisher, root: Path, git: _Git) -> None:
    (root / NEW).unlink()
    _append(root, "datasets/ferry-trips/datapackage.yaml", "nothing: 1\n")
    told = json.loads(publisher("check", "--changed", "--format", "json").out)["problems"]
    files = [problem["file"] for problem in told]
    assert files[0] == "datasets/ferry-trips/datapackage.yaml"
    assert files[1:] == sorted(files[1:])
    assert len(set(files)) > 1


@pytest.mark.usefixtures("debt")
@pytest.mark.parametrize("form", ["text", "json", "github", "gitlab", "sarif", "junit", "markdown", "html"])
def test_every_form_judges_a_change(form: str, publisher: Publisher, root: Path) -> None:
    assert publisher("check", "--changed", "--format", form).code == 0
    _break(root, NEW)
    told = publisher("check", "--changed", "--format", form)
    assert told.code == 1
    assert NEW in told.out


@pytest.mark.usefixtures("debt")
def test_json_marks_older_problems(publisher: Publisher, root: Path) -> None:
    _break(root, NEW)
    told = json.loads(publisher("check", "--changed", "--format", "json").out)
    VALIDATORS["problems"].validate(told)
    assert {problem["file"] for problem in told["problems"] if problem.get("old")} == {OLD}
    assert {problem["file"] for problem in told["problems"] if not problem.get("old")} >= {NEW}


def test_without_a_catalogue_everything_is_the_fault_of_the_change(publisher: Publisher, root: Path, git: _Git) -> None:
    (root / "catalogue/catalogue.yaml").unlink()
    assert publisher("check", "--changed").code == 1


def test_outside_of_git_nothing_can_be_compared(publisher: Publisher) -> None:
    told = publisher("check", "--changed")
    assert told.code == 2
    assert "--changed" in told.err
    assert "git" in told.err


def test_without_git_nothing_can_be_compared(publisher: Publisher, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    assert publisher("check", "--changed").code == 2


@pytest.mark.parametrize("revision", ["no-such-branch", "--output=x", "HEAD:catalogue", "@{upstream}"])
def test_a_revision_that_is_not_there_is_named(revision: str, publisher: Publisher, git: _Git, root: Path) -> None:
    told = publisher("check", f"--since={revision}")
    assert told.code == 2
    assert ENGLISH("no-revision", revision=revision) in told.err.replace("\n", " ")
    assert not (root / "x").exists()


def test_a_repository_without_a_commit_is_told_of(publisher: Publisher, root: Path) -> None:
    subprocess.run(["git", "-C", str(root), "init", "--quiet"], check=True)
    assert publisher("check", "--changed").code == 2


def test_a_revision_of_another_origin_is_told_of(publisher: Publisher, git: _Git) -> None:
    git("checkout", "--quiet", "--orphan", "other")
    git("commit", "--quiet", "--message", "Another origin")
    told = publisher("check", "--since", "main")
    assert told.code == 2
    assert "no commit in common" in told.err


def test_a_shallow_clone_without_the_commit_is_told_to_fetch_more(
    publisher: Publisher, run: Publisher, git: _Git, root: Path, tmp_path: Path
) -> None:
    first = git("rev-parse", "HEAD").strip()
    _break(root, OLD)
    _commit(git)
    git("clone", "--quiet", "--depth", "1", f"file://{root}", str(tmp_path / "shallow"))
    told = run("--lang", "en", "--root", tmp_path / "shallow", "check", "--since", first)
    assert told.code == 2
    assert "--unshallow" in told.err


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("text", NEW),
        ("json", NEW),
        ("github", f"file=below/{NEW}"),
        ("gitlab", f"below/{NEW}"),
        ("sarif", f"below/{NEW}"),
    ],
)
def test_a_catalogue_below_the_top_of_its_repository(
    form: str, expected: str, run: Publisher, git: _Git, root: Path
) -> None:
    below = root / "below"
    below.mkdir()
    for part in ("catalogue", "datasets", "schemas"):
        (root / part).rename(below / part)
    _commit(git)
    _break(below, NEW)
    told = run("--lang", "en", "--root", below, "check", "--changed", "--format", form)
    assert told.code == 1
    assert expected in told.out
    assert ("below/" in told.out) == ("below/" in expected)


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
    _break(root, NEW)
    assert publisher("check", "--format", "auto").out.startswith(begins)


@pytest.mark.parametrize("form", ["github", "text"])
def test_the_summary_of_a_step_gets_the_whole_table_behind_what_is_there(
    form: str, publisher: Publisher, root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    summary = tmp_path / "summary.md"
    summary.write_text("Before.\n", encoding="utf-8")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    _break(root, NEW)
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
    _break(root, NEW)
    assert publisher("check", "--format", "github").code == 1
    assert summary.stat().st_size == 1024 * 1024
