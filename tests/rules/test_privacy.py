"""People in open data: how much each kind weighs, what a waiver allows and until when, and that nothing is echoed."""

import datetime
from pathlib import Path

import pytest

from publisher.measures import Measure, SmallCounts, Suspicion
from publisher.model import Catalogue
from publisher.problem import Severity
from publisher.report import problems as report
from publisher.report.words import LANGUAGES, Words
from publisher.rules.privacy import LIKELY, personal_data, small_cells
from publisher.tables.personal import KINDS
from tests.conftest import DAY
from tests.faults.catalogues import DESCRIPTOR, add_table, checked
from tests.rules.catalogues import catalogue_of, codes, dataset

CATALOGUE = "catalogue/catalogue.yaml"
FIELD = "        - {name: size, type: integer, title: Size}\n"
YESTERDAY = DAY - datetime.timedelta(days=1)


def _waiver(expires: datetime.date, without: str = "") -> str:
    parts = {"reason": "Offices.", "approver": "Head", "decision": "1/QĐ", "expires": f"'{expires}'"}
    return ", waiver: {" + ", ".join(f"{key}: {value}" for key, value in parts.items() if key != without) + "}"


def _catalogue(root: Path, measure: Measure, field: str = "", threshold: int | None = None) -> Catalogue:
    files = {DESCRIPTOR: dataset().replace(FIELD, FIELD.replace("}", f"{field}}}"))}
    if threshold:
        files[CATALOGUE] = (root / CATALOGUE).read_text("utf-8") + f"small_cells: {threshold}\n"
    return catalogue_of(root, files).with_measures({("invented", "table"): measure})


def _suspected(kind: str) -> Measure:
    return Measure(1, 1, "0", personal=(Suspicion("size", kind, 0.125),))


@pytest.mark.parametrize("kind", [kind.name for kind in KINDS])
def test_each_kind_is_refused_or_warned_of(root: Path, kind: str) -> None:
    (problem,) = personal_data(_catalogue(root, _suspected(kind)))
    assert problem.severity is (Severity.WARNING if kind in LIKELY else Severity.ERROR)
    assert (problem.place.pointer, problem.args["share"]) == ("/resources/0/schema/fields/1/name", "12.5")
    assert all(problem.args[f"expects.{language}"] in Words(language).what(problem) for language in LANGUAGES)


@pytest.mark.parametrize(("expires", "said"), [(DAY, []), (YESTERDAY, ["waiver-expired"])])
def test_a_waiver_holds_until_its_day_and_no_longer(root: Path, expires: datetime.date, said: list[str]) -> None:
    found = list(personal_data(_catalogue(root, _suspected("phone"), _waiver(expires))))
    assert codes(found) == said
    assert {problem.severity for problem in found} <= {Severity.ERROR}


def test_an_ended_waiver_of_a_warning_is_a_warning(root: Path) -> None:
    (problem,) = personal_data(_catalogue(root, _suspected("name"), _waiver(YESTERDAY)))
    assert problem.severity is Severity.WARNING


@pytest.mark.parametrize("without", ["reason", "approver", "decision", "expires"])
def test_a_waiver_that_does_not_say_everything_allows_nothing(root: Path, without: str) -> None:
    field = FIELD.replace("integer", "string").replace("Size}", f"Phone{_waiver(DAY, without)}}}")
    add_table(root, "code,size\na,0912345678\n", descriptor=dataset().replace(FIELD, field))
    assert sorted(codes(checked(root).problems)) == ["missing-property", "personal-data"]


def test_no_value_is_ever_told(root: Path) -> None:
    field = FIELD.replace("integer", "string").replace("title: Size", "title: Phone")
    add_table(root, "code,size\na,0912345678\nb,0987654321\n", descriptor=dataset().replace(FIELD, field))
    found = checked(root).problems
    assert codes(found) == ["personal-data"]
    for language in LANGUAGES:
        for form in report.FORMATS.values():
            assert "0912345678" not in form(found, Words(language))
            assert "0987654321" not in form(found, Words(language))


SMALL = Measure(1, 1, "0", small_cells=(SmallCounts("size", (3, 2, 0, 5)),))


@pytest.mark.parametrize(("threshold", "count"), [(None, 0), (2, 3), (3, 5), (4, 5), (5, 10), (20, 10)])
def test_cells_below_the_threshold_of_the_catalogue_are_told(root: Path, threshold: int | None, count: int) -> None:
    found = list(small_cells(_catalogue(root, SMALL, ", counts: people", threshold)))
    assert [int(problem.args["count"]) for problem in found] == ([count] if count else [])
    assert {problem.severity for problem in found} <= {Severity.WARNING}


@pytest.mark.parametrize(
    ("field", "said"),
    [
        (", counts: people", True),
        (", unit: persons", True),
        (", unit: Người", True),
        (", unit: x, unit_vi: nhân khẩu", True),
        (", unit: persons, counts: other", False),
        (", unit: ships", False),
        (", unit: million persons", False),
        (f", counts: people{_waiver(DAY)}", False),
        (f", counts: people{_waiver(YESTERDAY)}", True),
    ],
)
def test_only_counts_of_people_have_small_cells_and_a_waiver_allows_them(root: Path, field: str, said: bool) -> None:
    assert bool(list(small_cells(_catalogue(root, SMALL, field, 5)))) is said


@pytest.mark.parametrize(("threshold", "said"), [(1, ["too-small"]), (2, []), (20, []), (21, ["too-large"])])
def test_a_threshold_has_limits(root: Path, threshold: int, said: list[str]) -> None:
    path = root / CATALOGUE
    path.write_text(path.read_text("utf-8") + f"small_cells: {threshold}\n", encoding="utf-8")
    assert [code for code in codes(checked(root).problems) if code != "small-cells"] == said
