"""Workflows and the GitLab template: least rights, pinned actions, no secret for strangers, tested commands."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.conftest import REPOSITORY

FOLDER = REPOSITORY / ".github" / "workflows"
GITLAB = REPOSITORY / "ci" / "gitlab.yml"
FILES = sorted(FOLDER.glob("*.yml"))
OF_AGENCIES = [file for file in FILES if file.name != "test.yml"]
# What a step may run beside make targets.
PLAIN = {
    'gh run download "$GITHUB_RUN_ID" --repo "$GITHUB_REPOSITORY" --name report --dir build/ci',
    "mv build/ci/site public",
    "test ! -s build/ci/report.txt",
}
TARGET = re.compile(r"make ([a-z-]+)(?: FORMAT=text)?")
RULE = re.compile(r"^([a-z-]+):", re.MULTILINE)


def _read(file: Path) -> dict[Any, Any]:
    found = yaml.safe_load(file.read_text("utf-8"))
    assert isinstance(found, dict)
    return found


def _triggers(file: Path) -> dict[str, Any]:
    read = _read(file)
    found = read.get("on", read.get(True))  # YAML 1.1 takes `on` for true
    assert isinstance(found, dict)
    return found


def _jobs(files: list[Path] = FILES) -> Iterator[tuple[Path, str, Any]]:
    for file in files:
        for name, job in _read(file)["jobs"].items():
            yield file, name, job


def _steps(files: list[Path] = FILES) -> Iterator[tuple[Path, Any]]:
    for file, _, job in _jobs(files):
        yield from ((file, step) for step in job["steps"])


def _commands(script: str) -> list[str]:
    """The commands of a line of a script: what a redirection and an `or` stand between."""
    parts = re.split(r"\s*\|\|\s*|\s*&&\s*|\n", script.strip())
    return [re.sub(r" > code-quality\.json$", "", part) for part in parts]


def _targets(*files: str) -> set[str]:
    return {name for file in files for name in RULE.findall((REPOSITORY / file).read_text("utf-8"))}


def test_there_are_the_workflows_that_the_docs_name() -> None:
    named = {file.name for file in FILES}
    assert named == {"pull-request.yml", "plan-comment.yml", "publish.yml", "watch.yml", "test.yml"}
    for page in ("docs/ci.md", "docs/ci-vi.md"):
        text = (REPOSITORY / page).read_text("utf-8")
        assert [file.name for file in OF_AGENCIES if file.name not in text] == []


@pytest.mark.parametrize("script", sorted({step["run"] for _, step in _steps(OF_AGENCIES) if "run" in step}))
def test_a_step_runs_a_make_target_that_an_agency_has_too(script: str) -> None:
    known = _targets("ci/catalogue.mk", "ci/agency.mk")
    for command in _commands(script):
        target = TARGET.fullmatch(command)
        assert command in PLAIN or (target and target[1] in known), command


def test_the_tests_of_the_publisher_are_a_make_target() -> None:
    scripts = [step["run"] for _, step in _steps([FOLDER / "test.yml"]) if "run" in step]
    assert scripts == ["make test"]
    assert "test" in _targets("Makefile")


def test_no_expression_stands_in_a_script() -> None:
    assert [step["run"] for _, step in _steps() if "${{" in step.get("run", "")] == []


def test_every_action_is_pinned_by_its_commit_with_its_version() -> None:
    for file in FILES:
        used = re.findall(r"uses: (.*)", file.read_text("utf-8"))
        assert [one for one in used if not re.fullmatch(r"[\w.-]+/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", one)] == []


def test_an_action_has_one_commit_everywhere() -> None:
    used = {use for file in FILES for use in re.findall(r"uses: (.*)", file.read_text("utf-8"))}
    assert len(used) == len({use.partition("@")[0] for use in used})


def test_a_checkout_leaves_no_token_behind() -> None:
    checkouts = [step for _, step in _steps() if step.get("uses", "").startswith("actions/checkout@")]
    assert checkouts
    assert [step for step in checkouts if step["with"]["persist-credentials"] is not False] == []


def test_rights_are_none_but_what_a_job_names() -> None:
    assert [file.name for file in FILES if _read(file)["permissions"] != {}] == []
    writing = {
        (file.name, name): {right for right, level in job["permissions"].items() if level == "write"}
        for file, name, job in _jobs()
    }
    assert {job: rights for job, rights in writing.items() if rights} == {
        ("plan-comment.yml", "comment"): {"pull-requests"},
        ("publish.yml", "pages"): {"id-token", "pages"},
        ("watch.yml", "tell"): {"issues"},
    }


def test_every_job_has_an_end() -> None:
    assert [name for _, name, job in _jobs() if not 0 < job["timeout-minutes"] <= 180] == []


def test_secrets_are_those_of_an_environment_and_only_on_main() -> None:
    holders = [(file, job) for file, _, job in _jobs() if "secrets." in str(job)]
    assert {job["environment"] for _, job in holders} == {"ckan", "ckan-plan"}
    for file, job in holders:
        assert set(_triggers(file)) <= {"push", "schedule", "workflow_dispatch"}
        needed = [_read(file)["jobs"][name] for name in [job.get("needs")] if name]
        assert any("github.ref == 'refs/heads/main'" in one["if"] for one in [job, *needed])


def test_what_may_write_or_apply_never_runs_on_the_event_of_a_stranger() -> None:
    assert "pull_request_target" not in "".join(file.read_text("utf-8") for file in FILES)
    for file, _, job in _jobs():
        if "pull_request" in _triggers(file):
            assert set(job["permissions"].items()) == {("contents", "read")}
    for file, step in _steps():
        if "workflow_run" in _triggers(file) and "uses" in step:
            assert "ref" not in step["with"]
            assert "repository" not in step["with"]


def test_a_publication_is_never_cancelled() -> None:
    assert _read(FOLDER / "publish.yml")["concurrency"] == {"group": "publish", "cancel-in-progress": False}


def test_the_comment_follows_the_run_of_a_pull_request() -> None:
    assert _triggers(FOLDER / "plan-comment.yml")["workflow_run"]["workflows"] == [
        _read(FOLDER / "pull-request.yml")["name"]
    ]


def test_the_digest_that_is_applied_is_that_of_the_plan_that_was_shown() -> None:
    jobs = _read(FOLDER / "publish.yml")["jobs"]
    assert jobs["plan"]["outputs"]["expect"] == "${{ steps.plan.outputs.EXPECT }}"
    assert jobs["apply"]["needs"] == "plan"
    assert jobs["apply"]["steps"][-1]["env"]["EXPECT"] == "${{ needs.plan.outputs.expect }}"


def _gitlab_jobs() -> dict[str, Any]:
    head = {"workflow", "variables", "stages", "default"}
    return {name: job for name, job in _read(GITLAB).items() if name not in head}


@pytest.mark.parametrize("name", sorted(_gitlab_jobs()))
def test_a_job_on_gitlab_runs_make_targets(name: str) -> None:
    job, known = _gitlab_jobs()[name], _targets("ci/catalogue.mk", "ci/agency.mk")
    assert job["stage"] in _read(GITLAB)["stages"]
    assert job["rules"]
    for script in job["script"]:
        for command in _commands(script):
            target = TARGET.fullmatch(command)
            assert command in PLAIN or (target and target[1] in known), command


def test_gitlab_applies_the_reviewed_digest_by_hand_one_at_a_time() -> None:
    jobs = _gitlab_jobs()
    assert jobs["apply-ckan"]["rules"][0]["when"] == "manual"
    assert jobs["apply-ckan"]["needs"] == ["plan-ckan"]
    assert jobs["apply-ckan"]["resource_group"] == "ckan"
    assert jobs["plan-ckan"]["artifacts"]["reports"]["dotenv"] == "build/ci/plan.env"


def test_both_pages_name_the_same_files_targets_and_settings() -> None:
    english, vietnamese = ((REPOSITORY / page).read_text("utf-8") for page in ("docs/ci.md", "docs/ci-vi.md"))
    for what in (r"`[^`\n]+`", r"^    .*", r"^```\w+[^`]*", r"\*\*Settings[^*]*\*\*", r"^(?:#+|\d\.) "):
        told = [sorted(re.findall(what, page, re.MULTILINE)) for page in (english, vietnamese)]
        assert told[0]
        assert told[0] == told[1]


def test_a_copy_that_the_docs_tell_of_is_of_files_that_exist() -> None:
    text = (REPOSITORY / "docs" / "ci.md").read_text("utf-8")
    names = re.search(r"workflows/\{([\w,-]+)\}\.yml", text)
    assert names
    assert set(names[1].split(",")) == {file.stem for file in OF_AGENCIES}
    copied = re.findall(r"^    cp (ci/\S+)", text, re.MULTILINE)
    assert copied == ["ci/agency.mk", "ci/gitlab.yml"]
    assert [file for file in copied if not (REPOSITORY / file).is_file()] == []
