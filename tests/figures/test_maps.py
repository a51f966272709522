"""Maps: every place is there, in the class of its value, or with a circle whose area is its value."""

import math
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publisher import figures
from publisher.figures import Chart
from publisher.figures.classes import breaks, class_of, spans
from publisher.figures.outline import middle
from publisher.model import Map, Shape
from tests.figures.drawing import chart_of, drawn, of_class, speech, words

VALUES = st.decimals(min_value=-(10**6), max_value=10**6, places=2)
CODES = "abcdefgh"
SHAPES = {code: Shape(f"M{10 * place} 0h10v10h-10z", code.upper()) for place, code in enumerate(CODES)}
ISLANDS = Map("islands", (0, 0, 80, 40), SHAPES, ((5, 20, "Reef"),))


def _chart(values: dict[str, str], kind: str = "choropleth", few: int = 0, **more: object) -> Chart:
    rows = [(code, "", value) for code, value in values.items()]
    return chart_of(rows, kind, few=few, map=ISLANDS, fields={"place": "x", "y": "value"}, **more)


def _kinds(chart: Chart) -> dict[str, str]:
    """What each place of the map looks like."""
    return {each["shape"]: each["attributes"]["class"] for each in drawn(chart) if "shape" in each}


@given(st.lists(VALUES, min_size=1), st.integers(2, 7))
def test_classes_of_about_as_many_values_hold_every_value_in_their_order(values: list[Decimal], most: int) -> None:
    starts = breaks(values, most)
    assert starts == sorted(set(starts))
    found = [class_of(value, starts) for value in sorted(values)]
    assert found == sorted(found)
    assert set(found) == set(range(len(starts) + 1))
    assert len(starts) < most
    assert len(spans(starts, values, speech())) == len(starts) + 1


@given(st.lists(VALUES, min_size=7, unique=True), st.integers(2, 7))
def test_classes_of_different_values_differ_by_one_value_at_most(values: list[Decimal], most: int) -> None:
    starts = breaks(values, most)
    sizes = [sum(class_of(value, starts) == index for value in values) for index in range(most)]
    assert max(sizes) - min(sizes) <= 1


@given(st.dictionaries(st.sampled_from(CODES), VALUES.map(str), min_size=1))
def test_every_place_of_the_map_is_drawn_once_with_or_without_a_value(values: dict[str, str]) -> None:
    kinds = _kinds(_chart(values))
    assert set(kinds) == set(CODES)
    assert {code for code, kind in kinds.items() if kind == "shape none"} == set(CODES) - set(values)
    assert all(kind.removeprefix("shape ").startswith("q") for code, kind in kinds.items() if code in values)


def test_fixed_breaks_begin_their_classes_and_are_told() -> None:
    chart = _chart({"a": "9.9", "b": "10", "c": "24", "d": "25", "e": "80"}, breaks=[10, 25, 50])
    assert [_kinds(chart)[code] for code in "abcde"] == [f"shape q{shade}" for shade in (0, 2, 2, 4, 6)]
    assert words(drawn(chart))[:5] == ["below 10", "10 to below 25", "25 to below 50", "50 and above", "no data"]


def test_counts_of_a_few_people_are_a_class_of_their_own() -> None:
    for kind in ("choropleth", "bubble"):
        chart = _chart({"a": "4", "b": "0", "c": "5", "d": "100"}, kind, few=5)
        assert _kinds(chart)["a"] == "shape few"
        assert "shape few" not in {_kinds(chart)[code] for code in "bcd"}
        said = [each["inside"][0] for each in drawn(chart) if each["tag"] == "title"]
        assert "A: fewer than 5" in said
        assert not [title for title in said if title.startswith("A: 4")]
        assert len(of_class(drawn(chart), "bubble")) == (3 + 2 if kind == "bubble" else 0), "two of them are the key"


def test_the_area_of_a_circle_is_its_value_and_large_ones_lie_below() -> None:
    chart = _chart({"a": "1", "b": "16", "c": "4"}, "bubble")
    circles = [each for each in drawn(chart) if each["tag"] == "circle"][:3]
    radii = [float(each["attributes"]["r"]) for each in circles]
    assert radii == sorted(radii, reverse=True)
    assert [round((radius / radii[0]) ** 2 * 16) for radius in radii] == [16, 4, 1]
    assert [each["attributes"]["cx"] for each in circles] == ["15", "25", "5"]


def test_names_are_those_of_the_map_unless_a_column_tells_them() -> None:
    assert figures.rows(_chart({"a": "1"})) == [["A", "1"]]
    named = chart_of([("a", "Aye", "1")], "choropleth", map=ISLANDS, fields={"place": "x", "y": "value", "x": "series"})
    assert figures.rows(named) == [["Aye", "1"]]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("M0 0h10v10h-10z", (5, 5)),
        ("m10 10l10 0 0 10 -10 0z", (15, 15)),
        ("M0,0L4,0L4,4L0,4Z M100 100h1v1h-1z", (2, 2)),
        ("M0 0H8V8H0z", (4, 4)),
        ("M0 0c1 0 9 0 10 0c0 1 0 9 0 10c-1 0 -9 0 -10 0z", (5, 5)),
        ("M1-1l2 0.5.5.5z", (13 / 6, -2 / 3)),
        ("M3 4", (3, 4)),
        ("", (0, 0)),
    ],
)
def test_the_middle_of_a_shape_is_that_of_its_largest_part(path: str, expected: tuple[float, float]) -> None:
    assert middle(path) == pytest.approx(expected, abs=0.4)


def test_a_map_that_is_wide_takes_less_height() -> None:
    heights = [figures.draw(_chart({"a": "1"}))[1]]
    tall = Map("tall", (0, 0, 80, 160), SHAPES)
    rows = [("a", "", "1")]
    heights.append(figures.draw(chart_of(rows, "choropleth", map=tall, fields={"place": "x", "y": "value"}))[1])
    assert heights == sorted(heights)
    assert not math.isclose(*heights)
