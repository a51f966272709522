"""Freshness: each step begins on its own day, one day earlier it has not; what promises no day is left alone."""

import datetime
from pathlib import Path

import pytest

from publisher.problem import Severity
from publisher.rules.freshness import GRACES, LONGEST_GRACE, due_day, stale
from tests.faults.catalogues import DESCRIPTOR
from tests.rules.catalogues import catalogue_of, dataset

LAST = datetime.date(2026, 3, 1)
# A cycle, and how many days it has from the last update on: one for each grace.
CYCLES = {"DAILY": 1, "BIWEEKLY": 14, "MONTHLY": 31, "R/P180D": 180, "ANNUAL": 365, "R/P5Y": 1826}


def _said(root: Path, frequency: str, days: int) -> list[str]:
    more = f"modified: {LAST}\nfrequency: {frequency}\n"
    catalogue = catalogue_of(root, {DESCRIPTOR: dataset(more=more)}, LAST + datetime.timedelta(days=days))
    problems = [problem for problem in stale(catalogue) if problem.place.file == DESCRIPTOR]
    assert {problem.severity for problem in problems} <= {Severity.WARNING}
    return [problem.code for problem in problems]


@pytest.mark.parametrize("frequency", CYCLES)
def test_each_step_begins_on_its_day_and_not_before(root: Path, frequency: str) -> None:
    due = CYCLES[frequency]
    overdue, long_overdue = next(((a, b) for most, a, b in GRACES if due <= most), LONGEST_GRACE)
    assert _said(root, frequency, due - 1) == []
    assert _said(root, frequency, due) == ["update-due"]
    assert _said(root, frequency, due + overdue - 1) == ["update-due"]
    assert _said(root, frequency, due + overdue) == ["update-overdue"]
    assert _said(root, frequency, due + long_overdue - 1) == ["update-overdue"]
    assert _said(root, frequency, due + long_overdue) == ["update-long-overdue"]


@pytest.mark.parametrize("frequency", ["NEVER", "IRREG", "AS_NEEDED", "UNKNOWN", "R/P9000Y"])
def test_what_promises_no_day_is_never_late(root: Path, frequency: str) -> None:
    assert _said(root, frequency, 40_000) == []


@pytest.mark.parametrize(
    "more", ["", "modified: 2020-01-01\n", "frequency: DAILY\n", "data_as_of: '2019'\nfrequency: DAILY\n"]
)
def test_without_a_cycle_or_a_day_nothing_is_said(root: Path, more: str) -> None:
    catalogue = catalogue_of(root, {DESCRIPTOR: dataset(more=more)})
    assert [problem for problem in stale(catalogue) if problem.place.file == DESCRIPTOR] == []


def test_the_day_of_the_last_change_counts_before_that_of_the_first_publication(root: Path) -> None:
    more = "issued: 2020-01-01\nmodified: 2026-02-01\nfrequency: MONTHLY\n"
    catalogue = catalogue_of(root, {DESCRIPTOR: dataset(more=more)})
    package = catalogue.package("invented")
    assert package
    assert due_day(catalogue, package) == datetime.date(2026, 3, 1)
