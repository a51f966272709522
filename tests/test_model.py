"""The nouns: texts by language, lookups, measures."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publisher.load import load
from publisher.measures import Measure
from publisher.model import Catalogue, Kind, in_language, text

EXAMPLE, _ = load(Path(__file__).parent / "example")


@pytest.fixture
def catalogue(root: Path) -> Catalogue:
    """The example, loaded."""
    loaded, problems = load(root)
    assert loaded
    assert problems == []
    return loaded


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        pytest.param({"title": "a", "title_vi": "b"}, {"en": "a", "vi": "b"}, id="both languages"),
        pytest.param({"title_vi": "b"}, {"vi": "b"}, id="only the translation"),
        pytest.param({"title": "", "title_vi": 5, "title_fr": "c"}, {}, id="nothing that counts"),
    ],
)
def test_the_texts_of_a_property_are_gathered_by_language(data: dict[str, object], expected: dict[str, str]) -> None:
    assert text(data, "title", ["en", "vi"]) == expected


@pytest.mark.parametrize(
    ("words", "language", "picked"),
    [
        pytest.param({"en": "a", "vi": "b"}, "vi", "b", id="the language itself"),
        pytest.param({"en": "a"}, "vi", "a", id="else the main language"),
        pytest.param({}, "vi", "", id="else nothing"),
    ],
)
def test_a_text_is_picked_by_language(words: dict[str, str], language: str, picked: str) -> None:
    assert in_language(words, language) == picked


def test_packages_are_found_by_kind_by_name_and_by_database(catalogue: Catalogue) -> None:
    assert [package.name for package in catalogue.of(Kind.DATASET)] == ["ferry-trips", "lighthouses"]
    assert catalogue.language == "en"
    lighthouses = catalogue.package("lighthouses")
    assert lighthouses
    assert list(catalogue.datasets_of("lights-register")) == [lighthouses]
    assert list(catalogue.datasets_of("mooring-permits")) == []
    assert catalogue.package("nowhere") is None


def test_a_dataset_takes_organization_and_themes_from_its_database(catalogue: Catalogue) -> None:
    trips = catalogue.package("ferry-trips")
    assert trips
    assert (trips.organization, trips.themes) == ("islands-maritime-office", ("island-life", "navigation"))
    assert (trips.licence, trips.kind) == ("cc0-1.0", Kind.DATASET)


@given(st.sets(st.sampled_from(["trips", "routes", "nowhere"])))
def test_a_measure_belongs_to_the_resource_that_was_measured(names: set[str]) -> None:
    assert EXAMPLE
    measured = EXAMPLE.with_measures({("ferry-trips", name): Measure(1, 2, name) for name in names})
    for package in measured.packages:
        for resource in package.resources:
            expected = resource.name if resource.name in names and package.name == "ferry-trips" else None
            assert (resource.measure.sha256 if resource.measure else None) == expected


def test_a_term_of_a_vocabulary_is_empty_when_nobody_knows_it(catalogue: Catalogue) -> None:
    assert catalogue.schemas.term("licences", "cc0-1.0")["open"] is True
    assert catalogue.schemas.term("licences", "nothing") == {}
    assert catalogue.schemas.term("nothing", "cc0-1.0") == {}


def test_the_properties_of_a_kind_come_in_the_order_of_its_schema(catalogue: Catalogue) -> None:
    names = list(catalogue.schemas.properties("organization"))
    assert names[:3] == ["title", "title_vi", "abbreviation"]


def test_a_resource_without_a_table_schema_has_no_fields(catalogue: Catalogue) -> None:
    trips = catalogue.package("ferry-trips")
    assert trips
    assert [len(resource.fields) for resource in trips.resources] == [6, 3]
    bare = trips.resources[0].__class__("x", {}, "x.pdf", "pdf", {}, Path("x.pdf"), ())
    assert (bare.schema, bare.fields) == ({}, ())
