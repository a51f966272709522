"""What a reader is shown of a descriptor: by the schema alone, in the reader's language."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from publisher.load import load
from publisher.model import Catalogue, Kind, label
from publisher.show import show, term
from tests.conftest import HERE


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    """The example: English first, Vietnamese second."""
    found, problems = load(HERE / "example")
    assert found
    assert problems == []
    return found


@pytest.mark.parametrize("language", ["en", "vi"])
@pytest.mark.parametrize("name", ["mooring-permits", "lighthouses"])
def test_an_entry_is_shown_as(
    name: str, language: str, catalogue: Catalogue, golden: Callable[[str, str], None]
) -> None:
    package = catalogue.package(name)
    assert package
    skip = {"resources"} if package.kind is Kind.DATASET else ()
    rows = show(catalogue, package.kind, package.data, language, skip)
    golden(f"show/{name}.{language}.json", json.dumps(rows, ensure_ascii=False, indent=2) + "\n")


@pytest.mark.parametrize(("language", "expected"), [("en", "Harbour"), ("vi", "Cảng")])
def test_a_field_that_an_agency_adds_is_shown_without_a_line_of_code(
    language: str, expected: str, catalogue: Catalogue
) -> None:
    package = catalogue.package("mooring-permits")
    assert package
    row = next(row for row in show(catalogue, "database", package.data, language) if row["name"] == "harbour")
    assert row["label"] == expected
    assert row["help"]
    assert [value["text"] for value in row["values"]] == ["Port Nowhere"]


def test_facts_that_no_schema_knows_are_shown_by_their_own_names(catalogue: Catalogue) -> None:
    custom = {"cầu tàu": [3, {"tên": "Bến Lặng"}], "open": True}
    (row,) = show(catalogue, "database", {"custom": custom}, "vi")
    (facts,) = row["values"]
    assert row["label"] == "Thông tin riêng"
    assert [(fact["label"], fact["values"]) for fact in facts["rows"]] == [
        ("cầu tàu", [{"text": "3"}, {"rows": [_fact("tên", "Bến Lặng")]}]),
        ("open", [{"text": "Có"}]),
    ]


def _fact(name: str, text: str) -> dict[str, Any]:
    values = [{"text": text, "lang": "en"}]
    return {"name": name, "label": name, "help": "", "values": values, "proposed": False}


def _with_kind(catalogue: Catalogue, **properties: Any) -> Catalogue:
    """The catalogue with one more kind of descriptor, `thing`."""
    definitions = {"line": {"type": "string", "label": {"en": "Line"}}, "again": {"$ref": "#/$defs/line"}}
    thing = {"$defs": definitions, "properties": properties}
    return replace(catalogue, schemas=replace(catalogue.schemas, kinds={**catalogue.schemas.kinds, "thing": thing}))


def _values(catalogue: Catalogue, node: Any, value: Any, language: str = "vi") -> Any:
    (row,) = show(_with_kind(catalogue, it=node), "thing", {"it": value}, language)
    return row["values"]


@pytest.mark.parametrize(
    ("node", "value", "expected"),
    [
        pytest.param({}, "Hush", [{"text": "Hush", "lang": "en"}], id="plain text, in the main language"),
        pytest.param({}, 0, [{"text": "0"}], id="nought, which is of no language"),
        pytest.param({}, True, [{"text": "Có"}], id="yes"),
        pytest.param({}, False, [{"text": "Không"}], id="no"),
        pytest.param({"day": True}, "2026-11-21", [{"text": "21/11/2026"}], id="a day"),
        pytest.param({"markdown": True}, "*a*", [{"markdown": "*a*", "lang": "en"}], id="Markdown"),
        pytest.param(
            {"format": "uri"}, "https://a.b/", [{"text": "https://a.b/", "url": "https://a.b/"}], id="address"
        ),
        pytest.param({"format": "email"}, "a@b.c", [{"text": "a@b.c", "url": "mailto:a@b.c"}], id="e-mail"),
        pytest.param({"format": "date"}, "2026", [{"text": "2026", "lang": "en"}], id="a format without a form"),
        pytest.param({"vocabulary": "classes"}, "open", [{"text": "Mở"}], id="a word of a vocabulary"),
        pytest.param({"vocabulary": "classes"}, "odd", [{"text": "odd"}], id="no word of the vocabulary"),
        pytest.param(
            {"reference": "themes"},
            "navigation",
            [{"text": "Dẫn đường trên biển", "entry": ["theme", "navigation"]}],
            id="a theme",
        ),
        pytest.param(
            {"reference": "organizations"},
            "harbour-board",
            [{"text": "Ban Cảng Quần đảo Hư cấu", "entry": ["organization", "harbour-board"]}],
            id="an organization",
        ),
        pytest.param(
            {"reference": "databases"},
            "lights-register",
            [{"text": "Sổ đăng ký đèn biển", "entry": ["database", "lights-register"]}],
            id="a database",
        ),
        pytest.param(
            {"reference": "packages"},
            "lights-register",
            [{"text": "Sổ đăng ký đèn biển", "entry": ["database", "lights-register"]}],
            id="a package that is a database",
        ),
        pytest.param(
            {"reference": "packages"},
            "lighthouses",
            [{"text": "Hải đăng của Quần đảo Hư cấu, 2026", "entry": ["dataset", "lighthouses"]}],
            id="a package that is a dataset",
        ),
        pytest.param(
            {"reference": "themes"}, "gone", [{"text": "gone", "entry": ["theme", "gone"]}], id="a name without a title"
        ),
        pytest.param(
            {"items": {"day": True}}, ["2026", "2027-01"], [{"text": "2026"}, {"text": "01/2027"}], id="a list"
        ),
        pytest.param({}, ["a"], [{"text": "a", "lang": "en"}], id="a list whose items have no schema"),
    ],
)
def test_a_value_is_shown(node: Any, value: Any, expected: Any, catalogue: Catalogue) -> None:
    assert _values(catalogue, node, value) == expected


@pytest.mark.parametrize("nothing", [None, [], {}], ids=["null", "an empty list", "an empty object"])
def test_nothing_is_not_shown(nothing: Any, catalogue: Catalogue) -> None:
    assert show(_with_kind(catalogue, it={}), "thing", {"it": nothing}, "vi") == []


def test_what_the_page_shows_elsewhere_is_skipped(catalogue: Catalogue) -> None:
    shown = show(_with_kind(catalogue, a={}, b={}), "thing", {"a": "1", "b": "2"}, "vi", {"a"})
    assert [row["name"] for row in shown] == ["b"]


def test_rows_follow_the_schema_and_not_the_descriptor(catalogue: Catalogue) -> None:
    shown = show(_with_kind(catalogue, a={}, b={}), "thing", {"b": "2", "a": "1"}, "vi")
    assert [row["name"] for row in shown] == ["a", "b"]


@pytest.mark.parametrize(
    ("data", "language", "expected"),
    [
        pytest.param({"a": "x", "a_vi": "y"}, "vi", [{"text": "y"}], id="the translation"),
        pytest.param({"a": "x", "a_vi": "y"}, "en", [{"text": "x"}], id="the original"),
        pytest.param({"a": "x"}, "vi", [{"text": "x", "lang": "en"}], id="the original where nobody translated"),
    ],
)
def test_a_translation_stands_for_what_it_translates(
    data: Any, language: str, expected: Any, catalogue: Catalogue
) -> None:
    kind = _with_kind(catalogue, a={}, a_vi={"translation_of": "a"})
    assert [row["values"] for row in show(kind, "thing", data, language)] == [expected]


def test_an_object_is_shown_as_rows_of_its_own(catalogue: Catalogue) -> None:
    node = {"properties": {"start": {"label": {"vi": "Từ"}, "day": True}}}
    (value,) = _values(catalogue, node, {"start": "2026-11"})
    assert [(row["label"], row["values"]) for row in value["rows"]] == [("Từ", [{"text": "11/2026"}])]


@pytest.mark.parametrize(
    ("node", "expected"),
    [
        pytest.param({"$ref": "#/$defs/line"}, "Line", id="the label of the definition"),
        pytest.param({"$ref": "#/$defs/again"}, "Line", id="through two definitions"),
        pytest.param({"$ref": "#/$defs/again", "label": {"en": "Own"}}, "Own", id="what is written beside wins"),
        pytest.param({}, "it", id="the name where there is no label"),
    ],
)
def test_a_definition_gives(node: Any, expected: str, catalogue: Catalogue) -> None:
    (row,) = show(_with_kind(catalogue, it=node), "thing", {"it": "x"}, "en")
    assert row["label"] == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        pytest.param({"vi": "Giúp", "en": "Help"}, "Giúp", id="the reader's language"),
        pytest.param({"en": "Help"}, "Help", id="English"),
        pytest.param({"lo": "ຊ່ວຍ"}, "", id="nothing"),
    ],
)
def test_help_is_given_in(words: Any, expected: str, catalogue: Catalogue) -> None:
    (row,) = show(_with_kind(catalogue, it={"help": words}), "thing", {"it": "x"}, "vi")
    assert row["help"] == expected


def test_what_is_only_proposed_says_so(catalogue: Catalogue) -> None:
    kind = _with_kind(catalogue, a={}, b={})
    shown = show(kind, "thing", {"a": "1", "b": "2", "proposed": ["b"]}, "vi")
    assert [(row["name"], row["proposed"]) for row in shown] == [("a", False), ("b", True)]


@pytest.mark.parametrize(
    ("value", "language", "expected"),
    [
        pytest.param("NEVER", "en", "Never", id="a code"),
        pytest.param("R/P1M", "vi", "Hằng tháng", id="an interval that has a code"),
        pytest.param("R/P3M", "en", "Quarterly", id="an interval that has another code"),
        pytest.param("R/P7Y", "en", "Every 7 years", id="an interval without a code"),
        pytest.param("R/P7Y", "vi", "7 năm một lần", id="the same in Vietnamese"),
        pytest.param("R/P10D", "en", "Every 10 days", id="days"),
        pytest.param("R/PT1H", "en", "R/PT1H", id="an interval of another form"),
        pytest.param("R/P1Mx", "en", "R/P1Mx", id="more than an interval"),
    ],
)
def test_a_frequency_is_put_into_words(value: str, language: str, expected: str, catalogue: Catalogue) -> None:
    assert term(catalogue, "frequencies", value, language) == expected


@pytest.mark.parametrize(
    ("labels", "expected"),
    [
        pytest.param({"vi": "a", "en": "b"}, "a", id="in the language"),
        pytest.param({"en": "b", "lo": "c"}, "b", id="in English"),
        pytest.param({"lo": "c"}, "c", id="in whatever there is"),
        pytest.param({}, "", id="not at all"),
    ],
)
def test_a_label_is_given(labels: Any, expected: str) -> None:
    assert label({"label": labels}, "vi") == expected


def test_a_node_without_labels_has_an_empty_one() -> None:
    assert label({}, "vi") == ""
