"""Cards: every entry in columns, as the search page reads them; small enough to be loaded by a phone."""

import gzip
import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publisher.exports.cards import MOST, cards, short
from publisher.model import Catalogue
from tests.exports.conftest import as_json
from tests.exports.crowd import crowd

MOST_PACKED = 1_200_000  # bytes, at 10,000 entries


def _read(catalogue: Catalogue, language: str) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(cards(catalogue, language, catalogue.packages))
    return read


def _columns(read: dict[str, Any]) -> dict[str, Any]:
    return {**read["facets"], **{key: read[key] for key in ("keyword", "modified", "data_as_of")}}


def test_the_cards_of_the_example(example: Catalogue, golden: Callable[[str, str], None]) -> None:
    golden("exports/cards.json", as_json(_read(example, "en")))


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("name", ["example", "tenant"])
def test_each_column_tells_of_each_entry_by_places_that_are_there(
    name: str, language: str, catalogues: Callable[[str], Catalogue]
) -> None:
    catalogue = catalogues(name)
    read = _read(catalogue, language)
    count = len(catalogue.packages)
    assert {key: len(read[key]) for key in ("name", "title", "description")} == dict.fromkeys(
        ("name", "title", "description"), count
    )
    for column in _columns(read).values():
        assert len(column["of"]) == count
        assert len(column["label"]) == len(column["name"]) == len(set(column["name"]))
        assert {place for row in column["of"] for place in row} == set(range(len(column["name"])))


def test_an_entry_is_told_in_the_words_of_the_language(catalogues: Callable[[str], Catalogue]) -> None:
    said = {}
    for language in ("vi", "en"):
        read = _read(catalogues("tenant"), language)
        place = read["name"].index("dan-so-theo-dan-toc")
        facets = {key: [facet["label"][value] for value in facet["of"][place]] for key, facet in read["facets"].items()}
        said[language] = (read["title"][place], facets["kind"], facets["licence"], facets["class"], facets["format"])
    title = "Dân số Việt Nam theo dân tộc qua các cuộc Tổng điều tra 1999, 2009 và 2019"
    licence = "Creative Commons Ghi công 4.0 Quốc tế"
    assert said["vi"] == (title, ["Tập dữ liệu"], [licence], [], ["CSV"])
    title = "Population of Viet Nam by ethnic group in the censuses of 1999, 2009 and 2019"
    licence = "Creative Commons Attribution 4.0 International"
    assert said["en"] == (title, ["Dataset"], [licence], [], ["CSV"])


def test_days_are_in_their_order_and_written_as_people_do(example: Catalogue) -> None:
    days = ["2024-05", "2026-01-31", "2025"]
    packages = [
        replace(package, data={**package.data, "modified": day})
        for package, day in zip(example.packages, days, strict=False)
    ]
    column = json.loads(cards(example, "en", packages))["modified"]
    assert column["name"] == ["2024-05", "2025", "2026-01-31"]
    assert column["label"] == ["May 2024", "2025", "31 January 2026"]
    assert column["of"] == [[0], [2], [1]]


@pytest.mark.parametrize(
    ("description", "told"),
    [
        ("Plain words.", "Plain words."),
        ("One\n\n- two\n- three", "One two three"),
        ("**Bold**, `code` and [a link](https://a.example/x)", "Bold, code and a link"),
        ("1. first\n2) second", "first second"),
        ("A value of 3 * 4", "A value of 3 4"),
        ("<b>&amp;", "<b>&amp;"),
        ("", ""),
        ("a" * MOST, "a" * MOST),
        ("a" * (MOST + 1), "a" * (MOST - 1) + "…"),
        ("a" * (MOST - 1) + " b", "a" * (MOST - 1) + "…"),
        ("word " * 40, " ".join(["word"] * 26) + "…"),
    ],
)
def test_a_description_is_told_by_its_beginning_without_signs(description: str, told: str) -> None:
    assert short(description) == told


@given(st.text())
def test_no_description_is_longer_than_its_limit(description: str) -> None:
    assert len(short(description)) <= MOST


def test_ten_thousand_entries_of_random_syllables_stay_below_the_limit_when_packed(
    catalogues: Callable[[str], Catalogue],
) -> None:
    catalogue = catalogues("tenant")
    written = cards(catalogue, catalogue.language, crowd(catalogue, 10_000))
    assert MOST_PACKED / 2 < len(gzip.compress(written)) < MOST_PACKED
