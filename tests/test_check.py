"""The check, on the example and on the tenant: what is wrong, what is measured, what it counts."""

from dataclasses import replace
from pathlib import Path

import pytest

from publisher.problem import Place, Severity
from publisher.publish import Checked, Terms, check, totals
from tests.conftest import DAY, HERE, REPOSITORY
from tests.sound import silent, sound


@pytest.mark.parametrize("root", [HERE / "example", REPOSITORY], ids=["example", "tenant"])
def test_nothing_is_wrong_with(root: Path) -> None:
    checked = check(root, silent, Terms(DAY))
    assert [problem for problem in checked.problems if problem.severity is Severity.ERROR] == []
    assert checked.sound is checked.catalogue is not None


def test_the_check_tells_each_dataset_that_is_done(root: Path) -> None:
    told: list[str] = []
    check(root, told.append)
    assert told == ["ferry-trips", "lighthouses"]


def test_a_checked_catalogue_has_its_files_measured(root: Path) -> None:
    measures = [resource.measure for package in sound(root).packages for resource in package.resources]
    assert [measure.rows for measure in measures if measure] == [12, 3, 8]


def test_an_empty_folder_is_no_catalogue(tmp_path: Path) -> None:
    checked = check(tmp_path, silent)
    assert (checked.catalogue, checked.sound) == (None, None)
    assert [problem.place.file for problem in checked.problems] == ["catalogue/catalogue.yaml", "catalogue/themes.yaml"]


def test_a_catalogue_with_an_error_is_not_sound_and_its_problems_are_in_order(root: Path) -> None:
    (root / "datasets/lighthouses/lighthouses.csv").unlink()
    (root / "catalogue/databases/note.txt").write_text("?", encoding="utf-8")
    checked = check(root, silent, Terms(DAY))
    assert checked.catalogue is not None
    assert checked.sound is None
    places = [problem.place for problem in checked.problems]
    assert len(places) > 1
    assert places == sorted(places)


def test_a_warning_does_not_keep_a_catalogue_from_going_out(root: Path) -> None:
    catalogue = sound(root)
    (root / "catalogue/databases/note.txt").write_text("?", encoding="utf-8")
    warnings = tuple(
        replace(problem, severity=Severity.WARNING) for problem in check(root, silent, Terms(DAY)).problems
    )
    assert warnings
    assert Checked(catalogue, warnings).sound is catalogue


def test_a_column_that_another_dataset_refers_to_may_be_lost_without_a_traceback(root: Path) -> None:
    table = root / "datasets/lighthouses/lighthouses.csv"
    table.write_text(table.read_text("utf-8").replace("code,", "kode,", 1), encoding="utf-8")
    codes = {problem.code for problem in check(root, silent, Terms(DAY)).problems}
    assert "table-incorrect-label" in codes


def test_an_own_table_that_does_not_fit_its_schema_is_an_error(root: Path) -> None:
    (root / "schemas/tables").mkdir(parents=True)
    schema = "fields:\n  - {name: name, type: integer, label: {en: Name}}\nlabel: {en: Themes}\n"
    (root / "schemas/tables/themes.yaml").write_text(schema, encoding="utf-8")
    checked = check(root, silent, Terms(DAY))
    assert checked.sound is None
    assert {(problem.code, problem.place) for problem in checked.problems} == {
        ("own-table", Place("catalogue/catalogue.yaml"))
    }
    assert {problem.args["code"] for problem in checked.problems} >= {"table-type-error"}


def test_totals_count_what_a_catalogue_holds(root: Path) -> None:
    assert totals(sound(root)) == {"organizations": 2, "databases": 3, "datasets": 2, "files": 3, "rows": 23}
