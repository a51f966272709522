"""Duplicates: found whatever the spelling, told once, and a decision ends the question from both sides."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from rapidfuzz import fuzz

from publisher.load import load
from publisher.measures import Measure
from publisher.model import Catalogue
from publisher.problem import Problem
from publisher.rules import duplicates
from tests.conftest import REPOSITORY
from tests.faults.catalogues import DESCRIPTOR, TABLE, checked, write
from tests.rules.catalogues import catalogue_of, codes, database, dataset

ONE, OTHER = "catalogue/databases/one.yaml", "catalogue/databases/other.yaml"
TOO, TOO_TABLE = "datasets/invented-too/datapackage.yaml", "datasets/invented-too/table.csv"
LONG = "Permits for mooring in the harbours"
RULES = (
    duplicates.same_title,
    duplicates.same_identifier,
    duplicates.same_file,
    duplicates.same_address,
    duplicates.near_title,
)


def _relation(kind: str, target: str) -> str:
    return f"relations: [{{type: {kind}, target: {target}, reason: They differ.}}]\n"


def _near(root: Path, one: str, other: str, more: str = "") -> list[str]:
    return codes(duplicates.near_title(catalogue_of(root, {ONE: database(one), OTHER: database(other, more)})))


@pytest.mark.parametrize(
    ("other", "said"),
    [
        pytest.param("Permits for moorings in the harbours", ["near-title"], id="a word with a slip"),
        pytest.param("Permits for mooring in all harbours", [], id="a word more"),
        pytest.param("Permits for moring in the harbour", [], id="two words with a slip"),
        pytest.param("Licences for mooring in the harbours", [], id="quite another word"),
        pytest.param("Permits for mooring in the harbours 2", [], id="a number"),
        pytest.param("PERMITS FOR MOORING IN THE HARBOURS", [], id="the same title, which another rule says"),
    ],
)
def test_titles_are_near_when_one_word_has_a_slip(root: Path, other: str, said: list[str]) -> None:
    assert _near(root, LONG, other) == said


@pytest.mark.parametrize(("one", "other"), [("Permits for mooring 2024", "Permits for moorings 2025")])
def test_titles_with_other_numbers_are_not_near_however_alike(root: Path, one: str, other: str) -> None:
    assert fuzz.ratio(one, other) > 90
    assert _near(root, one, other) == []


def test_nearness_begins_at_its_limit(root: Path) -> None:
    at, below = "abcdefghijklmnop", "abcdefghijklmno"  # one letter of 17 differs, one of 16
    assert fuzz.ratio(f"{at}x", f"{at}y") >= duplicates.NEAR > fuzz.ratio(f"{below}x", f"{below}y")
    assert _near(root, f"{at}x", f"{at}y") == []  # single words are no titles to compare
    assert _near(root, "ab cdefghijklmnopqx", "ab cdefghijklmnopqy") == ["near-title"]
    assert _near(root, "ab cdefghijklmx", "ab cdefghijklmy") == []


@pytest.mark.parametrize("about", ["temporal: {start: '20%s'}\n", "spatial: {title: Place %s}\n"])
def test_datasets_about_other_times_or_places_are_not_near(root: Path, about: str) -> None:
    files = {DESCRIPTOR: dataset(LONG, about % 18), TOO: dataset("Permits for moorings in the harbours", about % 19)}
    assert codes(duplicates.near_title(catalogue_of(root, files))) == []
    files[TOO] = files[TOO].replace(about % 19, about % 18)
    assert codes(duplicates.near_title(catalogue_of(root, files))) == ["near-title"]


@pytest.mark.parametrize("count", [duplicates.FAMILY, duplicates.FAMILY + 1])
def test_a_long_series_of_titles_is_not_compared(root: Path, count: int) -> None:
    letters = "abcdefghijklmnopqrstuvwxyz"
    names = [f"{a}{b}" for a in letters for b in letters][:count]
    entries = {f"catalogue/databases/s-{n}.yaml": database(f"A long series of permits in harbour {n}") for n in names}
    found = list(duplicates.near_title(catalogue_of(root, entries)))
    assert bool(found) is (count <= duplicates.FAMILY)


@pytest.mark.parametrize("kind", ["not_duplicate_of", "part_of", "has_part", "replaces", "replaced_by", "overlaps"])
@pytest.mark.parametrize("side", [ONE, OTHER])
@pytest.mark.parametrize(("title", "rule"), [(LONG, duplicates.same_title), (f"{LONG}x", duplicates.near_title)])
def test_a_recorded_decision_ends_the_question_from_both_sides(
    root: Path, kind: str, side: str, title: str, rule: Callable[[Catalogue], Iterator[Problem]]
) -> None:
    files = {ONE: database(LONG), OTHER: database(title)}
    assert len(list(rule(catalogue_of(root, files)))) == 1
    files[side] += _relation(kind, "other" if side == ONE else "one")
    assert list(rule(catalogue_of(root, files))) == []


def test_a_decision_about_another_pair_ends_nothing(root: Path) -> None:
    files = {ONE: database(LONG), OTHER: database(LONG, _relation("not_duplicate_of", "lights-register"))}
    assert codes(duplicates.same_title(catalogue_of(root, files))) == ["same-title"]


def test_each_of_three_is_told_once(root: Path) -> None:
    files = {f"catalogue/databases/{name}.yaml": database(LONG) for name in ("aa", "bb", "cc")}
    found = [(p.place.file, p.args["other"]) for p in duplicates.same_title(catalogue_of(root, files))]
    assert found == [("catalogue/databases/bb.yaml", "aa"), ("catalogue/databases/cc.yaml", "aa")]


def test_a_database_and_a_dataset_may_have_one_title(root: Path) -> None:
    catalogue = catalogue_of(root, {ONE: database(LONG), DESCRIPTOR: dataset(LONG)})
    assert codes(duplicates.same_title(catalogue)) == []


@pytest.mark.parametrize(
    ("mine", "theirs", "said"),
    [
        ("identifiers: [{scheme: doi, value: 10.1/x}]\n", "identifiers: [{scheme: DOI, value: 10.1/X}]\n", 1),
        ("identifiers: [{scheme: doi, value: 10.1/x}]\n", "identifiers: [{scheme: isbn, value: 10.1/x}]\n", 0),
        ("id: x\n", "id: x\n", 1),
        ("id: x\n", "id: z\n", 0),
        ("homepage: https://a.example/x\n", "homepage: http://A.example/x/\n", 1),
        ("homepage: https://a.example/x?y=1\n", "homepage: https://a.example/x?y=2\n", 0),
        ("homepage: https://a.example/\n", "homepage: https://a.example\n", 0),
    ],
)
def test_identifiers_and_addresses_are_those_of_one_dataset(root: Path, mine: str, theirs: str, said: int) -> None:
    catalogue = catalogue_of(root, {DESCRIPTOR: dataset("One", mine), TOO: dataset("Two", theirs)})
    assert len([problem for rule in RULES for problem in rule(catalogue)]) == said
    decided = catalogue_of(root, {TOO: dataset("Two", theirs + _relation("part_of", "invented"))})
    assert [problem for rule in RULES for problem in rule(decided)] == []


def _measured(catalogue: Catalogue, size: int) -> Catalogue:
    return catalogue.with_measures({(n, "table"): Measure(0, size, "0" * 64) for n in ("invented", "invented-too")})


def test_files_of_the_same_bytes_are_one_unless_they_are_empty(root: Path) -> None:
    catalogue = catalogue_of(root, {DESCRIPTOR: dataset("One"), TOO: dataset("Two")})
    assert codes(duplicates.same_file(catalogue)) == []
    assert codes(duplicates.same_file(_measured(catalogue, 1))) == ["same-file"]
    assert codes(duplicates.same_file(_measured(catalogue, 0))) == []


def test_a_file_that_is_told_of_twice_in_one_dataset_is_one_file(root: Path) -> None:
    item = dataset().partition("resources:\n")[2]
    write(root, {DESCRIPTOR: dataset() + item.replace("name: table", "name: again"), TABLE: "code,size\na,1\n"})
    assert codes(checked(root).problems) == ["repeated-name"]


def test_the_tenant_and_the_example_hold_nothing_twice(root: Path) -> None:
    for folder in (REPOSITORY, root):
        catalogue, _ = load(folder)
        assert catalogue
        assert [problem for rule in RULES for problem in rule(catalogue)] == []


def test_two_datasets_that_link_to_one_file_are_one(root: Path) -> None:
    link = "custom: {links: [{title: File, url: 'https://data.example.org/files/a.csv'}]}\n"
    files = {f"datasets/{name}/datapackage.yaml": dataset(name.title(), link) for name in ("alpha", "omega")}
    catalogue = catalogue_of(root, files)
    assert [(p.place.file, p.place.pointer, p.args["other"]) for p in duplicates.same_address(catalogue)] == [
        ("datasets/omega/datapackage.yaml", "/custom/links/0/url", "alpha")
    ]
