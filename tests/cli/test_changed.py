"""`check --changed` in real git repositories: what the change causes fails, what was wrong before is listed apart."""

import json
import os
from pathlib import Path

import pytest

from tests.cli.conftest import Publisher
from tests.cli.repository import ENGLISH, NEW, OLD, Git, append, commit, spoil
from tests.report.test_output import VALIDATORS


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


def _stage(root: Path, git: Git) -> None:
    spoil(root, NEW)
    git("add", NEW)


def _add(root: Path, git: Git) -> None:
    (root / "catalogue/databases/new.yaml").write_text("titel: x\n", encoding="utf-8")


def _delete(root: Path, git: Git) -> None:
    (root / NEW).unlink()


def _rename(root: Path, git: Git) -> None:
    git("mv", NEW, "catalogue/databases/other-name.yaml")


def _commit_broken(root: Path, git: Git) -> None:
    spoil(root, NEW)
    commit(git)


CHANGES = {
    "in the worktree": lambda root, git: spoil(root, NEW),
    "staged": _stage,
    "not known to git": _add,
    "deleted": _delete,
    "renamed": _rename,
    "committed": _commit_broken,
}


@pytest.mark.usefixtures("debt")
@pytest.mark.parametrize("change", CHANGES)
def test_a_fault_fails_that_was_just(change: str, publisher: Publisher, root: Path, git: Git) -> None:
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
    publisher: Publisher, root: Path, git: Git
) -> None:
    git("branch", "feature")
    append(root, "catalogue/catalogue.yaml", "\n# Touches everything.\n")
    commit(git)
    git("checkout", "--quiet", "feature")
    assert publisher("check", "--changed", "--since", "main").code == 0


@pytest.mark.usefixtures("debt")
def test_without_a_revision_the_upstream_branch_is_compared(
    publisher: Publisher, root: Path, git: Git, tmp_path: Path
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
    server: str, publisher: Publisher, root: Path, git: Git, monkeypatch: pytest.MonkeyPatch
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


def test_a_file_name_that_is_no_text_is_told_all_the_same(publisher: Publisher, root: Path, git: Git) -> None:
    (root / "catalogue/databases" / os.fsdecode(b"bad\xff.yaml")).write_text("title: x\n", encoding="utf-8")
    for form in ("text", "json", "sarif", "junit", "html"):
        assert publisher("check", "--changed", "--format", form).code == 1


def test_what_is_wrong_first_in_changed_files_comes_first(publisher: Publisher, root: Path, git: Git) -> None:
    (root / NEW).unlink()
    append(root, "datasets/ferry-trips/datapackage.yaml", "nothing: 1\n")
    told = json.loads(publisher("check", "--changed", "--format", "json").out)["problems"]
    files = [problem["file"] for problem in told]
    assert files[0] == "datasets/ferry-trips/datapackage.yaml"
    assert files[1:] == sorted(files[1:])
    assert len(set(files)) > 1


@pytest.mark.usefixtures("debt")
@pytest.mark.parametrize("form", ["text", "json", "github", "gitlab", "sarif", "junit", "markdown", "html"])
def test_every_form_judges_a_change(form: str, publisher: Publisher, root: Path) -> None:
    assert publisher("check", "--changed", "--format", form).code == 0
    spoil(root, NEW)
    told = publisher("check", "--changed", "--format", form)
    assert told.code == 1
    assert NEW in told.out


@pytest.mark.usefixtures("debt")
def test_json_marks_older_problems(publisher: Publisher, root: Path) -> None:
    spoil(root, NEW)
    told = json.loads(publisher("check", "--changed", "--format", "json").out)
    VALIDATORS["problems"].validate(told)
    assert {problem["file"] for problem in told["problems"] if problem.get("old")} == {OLD}
    assert {problem["file"] for problem in told["problems"] if not problem.get("old")} >= {NEW}


def test_without_a_catalogue_everything_is_the_fault_of_the_change(publisher: Publisher, root: Path, git: Git) -> None:
    (root / "catalogue/catalogue.yaml").unlink()
    assert publisher("check", "--changed").code == 1


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
    form: str, expected: str, run: Publisher, git: Git, root: Path
) -> None:
    below = root / "below"
    below.mkdir()
    for part in ("catalogue", "datasets", "schemas"):
        (root / part).rename(below / part)
    commit(git)
    spoil(below, NEW)
    told = run("--lang", "en", "--root", below, "check", "--changed", "--format", form)
    assert told.code == 1
    assert expected in told.out
    assert ("below/" in told.out) == ("below/" in expected)
