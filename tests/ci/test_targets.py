"""The make targets that build servers call, in a fresh repository of an agency, give what docs/ci.md says."""

import html
import json
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.ci.conftest import Agency

DATABASE = "catalogue/databases/lights-register.yaml"
DATASET = "datasets/lighthouses/datapackage.yaml"
OnGithub = Callable[..., subprocess.CompletedProcess[str]]


def test_the_publisher_is_fetched_at_its_commit(agency: Agency, published: tuple[Path, str]) -> None:
    done = agency.make("help")
    assert (done.returncode, "make check-changed" in done.stdout) == (0, True), done.stderr
    head = subprocess.run(["git", "-C", str(agency.folder / ".publisher"), "rev-parse", "HEAD"], stdout=subprocess.PIPE)
    assert head.stdout.decode().strip() == published[1]


@pytest.mark.parametrize("commit", ["main", "v1.0", "0123abc", "f" * 40])
def test_a_publisher_that_is_no_commit_is_refused(agency: Agency, commit: str) -> None:
    done = agency.make("help", f"PUBLISHER_COMMIT={commit}")
    assert done.returncode == 2
    assert "make check" not in done.stdout


def test_what_the_publisher_needs_is_installed_by_hash(agency: Agency) -> None:
    assert agency.make("help").returncode == 0
    (agency.folder / ".venv").mkdir()
    (agency.folder / ".venv" / "made").touch()
    command = ["make", "--dry-run", "-o", ".venv/made", ".venv/installed"]
    done = subprocess.run(command, cwd=agency.folder, env=dict(agency.environment), capture_output=True, text=True)
    assert "--require-hashes -r .publisher/requirements.txt" in done.stdout
    assert "--no-deps -e .publisher" in done.stdout


def test_a_sound_change_passes_its_check(agency: Agency, on_github: OnGithub) -> None:
    agency.change(DATABASE, "title: ", "title: New ")
    done = on_github("check-changed")
    assert (done.returncode, done.stdout) == (0, ""), done.stderr


def test_a_broken_change_is_annotated_and_summed_up(agency: Agency, on_github: OnGithub, tmp_path: Path) -> None:
    agency.change(DATABASE, "frequency: ", "freqency: ")
    done = on_github("check-changed")
    assert done.returncode == 2  # make's own code where a command fails
    lines = [line for line in done.stdout.splitlines() if line.startswith("::error ")]
    assert lines
    assert all(line.startswith(f"::error file={DATABASE},line=") for line in lines)
    assert "[unknown-property]" in done.stdout or "title=unknown-property" in done.stdout
    summary = (tmp_path / "summary.md").read_text("utf-8")
    assert f"`{DATABASE}:" in summary
    assert "| --- |" in summary


def test_the_debt_of_others_does_not_fail_a_change(agency: Agency, on_github: OnGithub) -> None:
    agency.change(DATASET, "licenses:", "licences:")
    agency.git("update-ref", "refs/remotes/origin/main", "HEAD")
    agency.change("catalogue/organizations/harbour-board.yaml", "title: ", "title: New ")
    assert on_github("check-changed").returncode == 0
    done = on_github("plan-comment")
    assert done.returncode == 0
    assert "licences" in (agency.folder / "build/ci/plan.md").read_text("utf-8")


def test_the_plan_says_what_a_change_does_and_nothing_else(agency: Agency, on_github: OnGithub, tmp_path: Path) -> None:
    agency.change(DATABASE, "title: ", "title: New ")
    assert (done := on_github("plan-comment")).returncode == 0, done.stderr
    plan = (agency.folder / "build/ci/plan.md").read_text("utf-8")
    assert plan.startswith("### site: 0 to create, ")
    assert "~ database/lights-register/index.html" in plan
    assert "+ " not in plan
    assert (tmp_path / "summary.md").read_text("utf-8") == plan
    assert agency.git("worktree", "list").count("\n") == 1


def test_the_plan_tells_which_rows_of_data_a_change_changes(agency: Agency, on_github: OnGithub) -> None:
    added = "009,Light of the test,fixed,9,5,,true\n"
    agency.change("datasets/lighthouses/lighthouses.csv", "008,", f"{added}008,")
    on_github("plan-comment")
    assert "+ 009\n" in (agency.folder / "build/ci/plan.md").read_text("utf-8")


def test_a_plan_without_a_change_is_empty(agency: Agency, on_github: OnGithub) -> None:
    assert on_github("plan-comment").returncode == 0
    assert "```" not in (agency.folder / "build/ci/plan.md").read_text("utf-8")


def test_a_base_that_is_not_there_is_told_in_the_words_of_git(agency: Agency, on_github: OnGithub) -> None:
    agency.git("update-ref", "-d", "refs/remotes/origin/main")
    done = on_github("plan-comment")
    assert done.returncode == 2
    assert "origin/main" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_base_with_errors_leaves_a_plan_beside_an_empty_site(agency: Agency, on_github: OnGithub) -> None:
    agency.change(DATABASE, "frequency: ", "freqency: ")
    agency.git("update-ref", "refs/remotes/origin/main", "HEAD")
    agency.change(DATABASE, "freqency: ", "frequency: ")
    assert on_github("plan-comment").returncode == 0
    plan = (agency.folder / "build/ci/plan.md").read_text("utf-8")
    assert re.match(r"### site: [1-9][0-9]* to create, 0 to update, 0 to withdraw, 0 unchanged", plan)


def test_the_plan_names_what_would_vanish(agency: Agency, on_github: OnGithub) -> None:
    agency.git("rm", "--quiet", "-r", "datasets/ferry-trips")
    agency.git("commit", "--quiet", "--message", "Gone")
    on_github("plan-comment")
    plan = (agency.folder / "build/ci/plan.md").read_text("utf-8")
    assert "ferry-trips" in plan
    assert "```text\n" in plan


def test_a_portal_that_is_away_is_said_in_the_plan(agency: Agency, on_github: OnGithub) -> None:
    done = on_github("plan-comment", CKAN_URL="http://127.0.0.1:9", CKAN_API_TOKEN="a-secret-token")
    assert done.returncode == 0
    plan = (agency.folder / "build/ci/plan.md").read_text("utf-8")
    assert "127.0.0.1:9" in plan
    assert "a-secret-token" not in plan


def test_the_site_is_a_plain_folder(agency: Agency) -> None:
    assert (done := agency.make("site-folder")).returncode == 0, done.stderr
    site = agency.folder / "build/ci/site"
    assert (site / "index.html").is_file()
    assert not site.is_symlink()
    assert [path for path in site.rglob("*") if path.is_symlink()] == []


def test_a_preview_is_a_plain_folder_of_its_own_with_its_banner(agency: Agency) -> None:
    for text in ("Preview of #42", 'Of "$(touch oh-no)"'):
        assert (done := agency.make("preview-folder", PREVIEW=text)).returncode == 0, done.stderr
        preview = agency.folder / "build/ci/preview"
        assert text in html.unescape((preview / "index.html").read_text("utf-8"))
        assert [path for path in preview.rglob("*") if path.is_symlink()] == []
    assert not (agency.folder / "public").exists()
    assert not (agency.folder / "oh-no").exists()


def test_a_preview_without_its_banner_is_not_built(agency: Agency) -> None:
    done = agency.make("preview-folder")
    assert done.returncode == 2
    assert "PREVIEW: the text of the banner" in done.stderr


def test_nothing_is_applied_without_the_digest_that_was_reviewed(agency: Agency) -> None:
    done = agency.make("apply-ckan", CKAN_URL="http://127.0.0.1:9")
    assert done.returncode == 2
    assert "EXPECT: the digest of the reviewed plan" in done.stderr


@pytest.mark.parametrize("expect", ["$(touch oh-no)", "`touch oh-no`", "x; touch oh-no", '" ; touch oh-no; "'])
def test_a_digest_never_reaches_the_shell(agency: Agency, expect: str) -> None:
    assert agency.make("apply-ckan", CKAN_URL="http://127.0.0.1:9", EXPECT=expect).returncode == 2
    assert not (agency.folder / "oh-no").exists()


def test_data_that_is_overdue_is_reported(agency: Agency) -> None:
    assert (done := agency.make("watch")).returncode == 0, done.stderr
    report = agency.folder / "build/ci/report.txt"
    assert report.read_text("utf-8") == ""
    agency.make("watch", PUBLISHER_AS_OF="2040-01-01")
    lines = report.read_text("utf-8").splitlines()
    assert lines
    assert all("overdue]" in line for line in lines)


def test_a_watch_that_cannot_look_fails_and_reports_no_drift(agency: Agency) -> None:
    assert agency.make("watch", CKAN_URL="http://127.0.0.1:9").returncode == 2
    assert (agency.folder / "build/ci/report.txt").read_text("utf-8") == ""


def test_gitlab_gets_its_code_quality_report(agency: Agency) -> None:
    base = agency.git("rev-parse", "HEAD").strip()
    agency.change(DATABASE, "frequency: ", "freqency: ")
    done = agency.make("check-changed", GITLAB_CI="true", CI_MERGE_REQUEST_DIFF_BASE_SHA=base)
    assert done.returncode == 2
    assert {entry["location"]["path"] for entry in json.loads(done.stdout)} == {DATABASE}
    again = agency.make("check-changed", "FORMAT=text", GITLAB_CI="true", CI_MERGE_REQUEST_DIFF_BASE_SHA=base)
    assert again.stdout.startswith(f"{DATABASE}:")
