"""What a change touches: what it changes, what refers to that, and the datasets of a database; not the rest."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from publisher.load import load
from publisher.model import Catalogue
from publisher.problem import Place, Problem
from publisher.touched import closure, unit
from tests.conftest import HERE

LIGHTS, FERRIES = "catalogue/databases/lights-register.yaml", "catalogue/databases/ferry-operations.yaml"


@pytest.fixture(scope="module")
def example() -> Catalogue:
    """The example catalogue."""
    catalogue, _ = load(HERE / "example")
    assert catalogue
    return catalogue


def _files(catalogue: Catalogue) -> Iterator[str]:
    return (unit(file) for file in catalogue.descriptors)


@pytest.mark.parametrize(
    ("file", "expected"),
    [
        ("README.md", "README.md"),
        ("catalogue/themes.yaml", "catalogue/themes.yaml"),
        ("datasets/lighthouses/lighthouses.csv", "datasets/lighthouses"),
        ("datasets/lighthouses/datapackage.yaml", "datasets/lighthouses"),
        ("datasets/lighthouses/deep/er.csv", "datasets/lighthouses"),
        ("datasets/stray.csv", "datasets/stray.csv"),
    ],
)
def test_a_dataset_is_judged_as_one(file: str, expected: str) -> None:
    assert unit(file) == expected


@pytest.mark.parametrize("file", ["schemas/database.yaml", "schemas/vocabularies/forms.yaml", "schemas/rules/x.yaml"])
def test_what_descriptors_may_say_touches_everything(file: str, example: Catalogue) -> None:
    assert closure(example, {file}).everything


def test_the_catalogues_own_descriptor_touches_everything(example: Catalogue) -> None:
    touched = closure(example, {"catalogue/catalogue.yaml"})
    assert all(touched.concerns(Problem(Place(file), "x")) for file in _files(example))


@pytest.mark.parametrize("changed", [set(), {"README.md"}, {"docs/schemas/x.yaml"}, {"site_templates/page.html"}])
def test_what_is_no_part_of_the_catalogue_touches_nothing_of_it(changed: set[str], example: Catalogue) -> None:
    touched = closure(example, changed)
    assert touched.units & {*_files(example)} == set()
    assert not touched.everything


def _touched(catalogue: Catalogue, file: str) -> set[str]:
    return set(closure(catalogue, {file}).units) - {unit(file)}


def test_a_database_touches_its_datasets_and_whoever_names_it(example: Catalogue) -> None:
    assert "datasets/lighthouses" in _touched(example, LIGHTS)
    assert "catalogue/open-data.yaml" in _touched(example, LIGHTS)
    assert "catalogue/themes.yaml" not in _touched(example, LIGHTS)


def test_a_database_that_is_gone_touches_its_datasets(root: Path) -> None:
    (root / LIGHTS).unlink()
    catalogue, _ = load(root)
    assert catalogue
    assert "datasets/lighthouses" in _touched(catalogue, LIGHTS)


def test_an_organization_touches_its_databases_and_their_datasets(example: Catalogue) -> None:
    database = next(package for package in example.packages if package.name == "lights-register")
    touched = _touched(example, f"catalogue/organizations/{database.organization}.yaml")
    assert {LIGHTS, "datasets/lighthouses"} <= touched


def test_themes_touch_the_databases_that_bear_one(example: Catalogue) -> None:
    bearing = {package.document.file for package in example.packages if "themes" in package.data}
    assert bearing
    assert bearing <= _touched(example, "catalogue/themes.yaml")


def test_a_table_touches_the_tables_that_refer_to_it_and_no_database(example: Catalogue) -> None:
    assert "datasets/ferry-trips" in _touched(example, "datasets/lighthouses/lighthouses.csv")
    assert LIGHTS not in _touched(example, "datasets/lighthouses/lighthouses.csv")
    assert "datasets/lighthouses" not in _touched(example, "datasets/ferry-trips/trips.csv")


def test_a_dataset_that_comes_or_goes_touches_the_list_that_promises_it(example: Catalogue) -> None:
    assert "catalogue/open-data.yaml" in _touched(example, "datasets/gone/datapackage.yaml")
    assert "catalogue/open-data.yaml" not in _touched(example, "datasets/lighthouses/lighthouses.csv")


def test_the_withdrawn_touch_the_entries_of_their_names(root: Path) -> None:
    entry = "\nferry-trips:\n  kind: dataset\n  title: Gone\n  date: 2026-11-21\n  reason: For a test.\n"
    with (root / "catalogue/withdrawn.yaml").open("a", encoding="utf-8") as file:
        file.write(entry)
    catalogue, _ = load(root)
    assert catalogue
    touched = _touched(catalogue, "catalogue/withdrawn.yaml")
    assert "datasets/ferry-trips" in touched
    assert "datasets/lighthouses" not in touched


@pytest.mark.parametrize(
    ("problem", "expected"),
    [
        pytest.param(Problem(Place("datasets/lighthouses/lighthouses.csv", 3), "x"), True, id="in what is changed"),
        pytest.param(Problem(Place(FERRIES), "x"), False, id="elsewhere"),
        pytest.param(Problem(Place(FERRIES), "x", {"other": "datasets/lighthouses"}), True, id="names its file"),
        pytest.param(Problem(Place(FERRIES), "duplicate", {"other": "lighthouses"}), True, id="names it"),
        pytest.param(Problem(Place("catalogue/catalogue.yaml"), "own-table"), True, id="said of the whole"),
        pytest.param(Problem(Place("catalogue/catalogue.yaml"), "x"), False, id="the catalogue's own"),
    ],
)
def test_a_problem_concerns_a_change(problem: Problem, expected: bool, example: Catalogue) -> None:
    assert closure(example, {"datasets/lighthouses/lighthouses.csv"}).concerns(problem) is expected


def test_a_map_touches_what_is_said_of_it_wherever_that_stands(example: Catalogue) -> None:
    touched = closure(example, {"site_templates/maps/islands.svg"})
    assert touched.concerns(Problem(Place("site_templates/maps/islands.svg"), "bad-map"))
    assert touched.concerns(
        Problem(Place("datasets/lighthouses/datapackage.yaml"), "figure-off-map", {"map": "islands"})
    )
    assert not touched.concerns(Problem(Place("datasets/lighthouses/datapackage.yaml"), "figure-off-map", {"map": "x"}))
