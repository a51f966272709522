"""The tenant's law on the days on which it held: before, on the last day, and one day later."""

import datetime
from pathlib import Path

import pytest

from publisher.rules import check
from publisher.rules.law import demands, late
from tests.faults.catalogues import DESCRIPTOR, write
from tests.rules.catalogues import catalogue_of, database, dataset

DAY = datetime.date.fromisoformat
CATALOGUE, LIST = "catalogue/catalogue.yaml", "catalogue/open-data.yaml"
BASIS = "legal_basis: [{document: NĐ 47/2020/NĐ-CP}]\n"
FULL = "purpose: x\nscope: x\ncontent: x\ncollection_mechanism: x\nupdate_mechanism: x\ndata_sources: [x]\n"
FULL += "items: [{name: xx, title: x, class: open}]\nsharing_method: x\nfeedback_url: https://x.example/y\n"


@pytest.fixture
def lawful(root: Path) -> Path:
    """The example under the tenant's law: its list and its databases rest on it."""
    for file in (CATALOGUE, LIST):
        text = (root / file).read_text("utf-8").replace("rules: []", "rules: [vn-nd47]")
        write(root, {file: text.replace("Invented Act on Open Registers", "NĐ 47/2020/NĐ-CP")})
    return root


def _entry(*, without: str = "", basis: str = BASIS, kind: str = "open") -> str:
    more = "".join(line for line in FULL.splitlines(keepends=True) if not line.startswith(f"{without}:"))
    text = database("Invented database", more).replace("class: open\n", f"class: {kind}\n", 1)
    return text.replace("legal_basis: [{document: Invented Act on Open Registers}]\n", basis)


@pytest.mark.parametrize("line", FULL.splitlines())
def test_each_property_that_the_law_demands_is_missed(lawful: Path, line: str) -> None:
    name = line.partition(":")[0]
    catalogue = catalogue_of(lawful, {"catalogue/databases/invented.yaml": _entry(without=name)})
    found = [problem.args["property"] for problem in demands(catalogue) if "invented" in problem.place.file]
    assert found == [name]


@pytest.mark.parametrize(
    ("basis", "missed"),
    [("2025-08-18", True), ("2025-08-19", False), ("2025-10-22", False)],
)
@pytest.mark.parametrize("name", ["sharing_method", "feedback_url"])
def test_a_part_that_ended_earlier_is_not_demanded_of_what_rests_on_the_law_later(
    lawful: Path, name: str, basis: str, missed: bool
) -> None:
    resting = f"legal_basis: [{{document: NĐ 47/2020/NĐ-CP, valid_from: {basis}}}]\n"
    text = _entry(without=name, basis=resting)
    catalogue = catalogue_of(lawful, {"catalogue/databases/invented.yaml": text})
    assert [p.args["property"] for p in demands(catalogue) if "invented" in p.place.file] == ([name] if missed else [])


def test_the_rest_of_the_law_holds_until_its_own_last_day(lawful: Path) -> None:
    for day, missed in (("2025-10-21", ["purpose"]), ("2025-10-22", [])):
        resting = f"legal_basis: [{{document: NĐ 47/2020/NĐ-CP, valid_from: {day}}}]\n"
        text = _entry(without="purpose", basis=resting)
        catalogue = catalogue_of(lawful, {"catalogue/databases/invented.yaml": text})
        assert [p.args["property"] for p in demands(catalogue) if "invented" in p.place.file] == missed


def test_feedback_is_demanded_of_open_databases_only(lawful: Path) -> None:
    text = _entry(without="feedback_url", kind="internal")
    catalogue = catalogue_of(lawful, {"catalogue/databases/invented.yaml": text})
    assert [problem for problem in demands(catalogue) if "invented" in problem.place.file] == []


@pytest.mark.parametrize(("day", "said"), [("2020-05-24", 0), ("2020-05-25", 1), ("2025-08-18", 1), ("2025-08-19", 0)])
def test_a_dataset_in_a_closed_format_is_told_while_the_law_holds(lawful: Path, day: str, said: int) -> None:
    text = dataset().replace("format: csv", "format: pdf").partition("    schema:")[0]
    catalogue = catalogue_of(lawful, {DESCRIPTOR: text}, DAY(day))
    found = [problem for problem in demands(catalogue) if problem.code == "law-value"]
    assert len(found) == said
    assert all("csv" in problem.args["allowed"] and "pdf" not in problem.args["allowed"] for problem in found)


@pytest.mark.parametrize(
    ("reviewed", "day", "said"),
    [
        ("2025-01-10", "2025-07-10", []),
        ("2025-01-10", "2025-07-11", ["reviewed"]),
        ("2025-01-10", "2025-08-18", ["reviewed"]),
        ("2025-01-10", "2025-08-19", []),
    ],
)
def test_the_list_is_reviewed_within_six_months_as_long_as_the_law_holds(
    lawful: Path, reviewed: str, day: str, said: list[str]
) -> None:
    text = (lawful / LIST).read_text("utf-8").replace("reviewed: 2026-09-01", f"reviewed: {reviewed}")
    catalogue = catalogue_of(lawful, {LIST: text}, DAY(day))
    assert [problem.args["property"] for problem in late(catalogue) if problem.place.file == LIST] == said


@pytest.mark.parametrize(("day", "said"), [("2025-06-01", 0), ("2025-06-02", 1), ("2025-08-19", 0)])
def test_data_is_updated_within_three_months_after_its_cycle_as_long_as_the_law_holds(
    lawful: Path, day: str, said: int
) -> None:
    more = "modified: 2025-02-01\nfrequency: MONTHLY\n"
    catalogue = catalogue_of(lawful, {DESCRIPTOR: dataset(more=more)}, DAY(day))
    assert len([problem for problem in late(catalogue) if problem.place.file == DESCRIPTOR]) == said


def test_what_no_rule_set_of_the_catalogue_says_is_not_demanded(root: Path) -> None:
    entry = {"catalogue/databases/invented.yaml": _entry(without="purpose")}
    assert list(demands(catalogue_of(root, entry, DAY("2024-01-01")))) == []


@pytest.mark.parametrize("written", ["modified", "issued"])
@pytest.mark.parametrize(("day", "said"), [("2025-06-01", "update-long-overdue"), ("2025-06-02", "law-late")])
def test_one_delay_is_told_once_and_the_law_comes_first(lawful: Path, written: str, day: str, said: str) -> None:
    more = f"{written}: 2025-02-01\nfrequency: MONTHLY\n"
    catalogue = catalogue_of(lawful, {DESCRIPTOR: dataset(more=more)}, DAY(day))
    found = {problem.code for problem in check(catalogue) if problem.place.file == DESCRIPTOR}
    assert found & {"update-due", "update-overdue", "update-long-overdue", "law-late"} == {said}
