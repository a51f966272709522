"""The command overlap: a report of what is there, whatever is wrong with it; and the day of a check."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Publisher
from tests.conftest import REPOSITORY


def test_overlap_reports_and_never_fails(run: Publisher) -> None:
    told = run("--root", REPOSITORY, "overlap", "--format", "json")
    assert told.code == 0
    pairs = {frozenset({each["one"], each["other"]}) for each in json.loads(told.out)["overlaps"]}
    assert frozenset({"dich-vu-cong-truc-tuyen", "giai-quyet-thu-tuc-hanh-chinh"}) in pairs


def test_overlap_says_that_there_is_no_catalogue(run: Publisher, tmp_path: Path) -> None:
    told = run("--root", tmp_path, "overlap")
    assert told.code == 2
    assert str(tmp_path) in told.err


@pytest.mark.parametrize(
    ("day", "code"), [("2026-03-01", None), ("2026-03-02", "update-due"), ("2026-03-16", "update-overdue")]
)
def test_the_day_of_a_check_can_be_chosen(
    run: Publisher, root: Path, monkeypatch: pytest.MonkeyPatch, day: str, code: str | None
) -> None:
    by_option = run("--lang", "en", "--root", root, "check", "--as-of", day)
    monkeypatch.setenv("PUBLISHER_AS_OF", day)
    by_environment = run("--lang", "en", "--root", root, "check")
    assert by_option == by_environment
    assert by_option.code == 0
    assert by_option.out == "" if code is None else f"[{code}]" in by_option.out
