"""What is drawn: every value once, nothing that should not be told, the same for the same."""

import csv
import io
import random
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from publisher import figures
from publisher.figures.marks import NARROWEST
from tests.figures.drawing import Row, chart_of, drawn, of_class, width, words

NAMES = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=14)
VALUES = st.decimals(min_value=0, max_value=10**9, places=2).map(str)
TABLES = st.dictionaries(NAMES, VALUES, min_size=1, max_size=40)
PARTED = st.dictionaries(st.tuples(NAMES, st.sampled_from("abc")), VALUES, min_size=1, max_size=14)


def _rows(table: dict[str, str]) -> list[Row]:
    return [(name, "", value) for name, value in table.items()]


def _parts(table: dict[tuple[str, str], str]) -> list[Row]:
    return [(name, part, value) for (name, part), value in table.items()]


@given(TABLES)
def test_every_value_has_its_bar_its_name_and_its_number(table: dict[str, str]) -> None:
    chart = chart_of(_rows(table))
    marks = drawn(chart)
    assert len(of_class(marks, "area")) == len(table)
    said = words(marks)
    assert all(name in said for name in table)
    assert all(chart.speech.number(Decimal(value)) in said for value in table.values())


@given(TABLES)
def test_bars_are_as_long_as_their_values(table: dict[str, str]) -> None:
    widths = [width(bar) for bar in of_class(drawn(chart_of(_rows(table))), "area")]
    greatest = max(Decimal(value) for value in table.values())
    for found, value in zip(widths, table.values(), strict=True):
        expected = float(Decimal(value) / greatest) * max(widths) if greatest else 0
        assert found == pytest.approx(expected, abs=0.011)


@given(TABLES, st.randoms(use_true_random=False), st.sampled_from(["ascending", "descending"]))
def test_where_values_make_the_order_that_of_the_rows_does_not_matter(
    table: dict[str, str], chance: random.Random, order: str
) -> None:
    rows = _rows(table)
    shuffled = chance.sample(rows, len(rows))
    assert figures.draw(chart_of(rows, order=order)) == figures.draw(chart_of(shuffled, order=order))


@given(PARTED, st.sampled_from(["dot", "line"]))
def test_every_value_has_its_dot_and_every_series_its_sample(table: dict[tuple[str, str], str], kind: str) -> None:
    chart = chart_of(_parts(table), kind, by_part=True)
    samples = len(chart.series) if len(chart.series) > 1 else 0
    assert len(of_class(drawn(chart), "point")) == len(table) + samples


@given(PARTED)
def test_parts_stand_one_after_the_other_and_end_at_their_sum(table: dict[tuple[str, str], str]) -> None:
    chart = chart_of(_parts(table), "stacked", by_part=True)
    rows: dict[str, list[tuple[float, float]]] = {}
    for bar in of_class(drawn(chart), "area"):
        if bar["attributes"]["width"].endswith("%"):  # those of the legend are in pixels
            start = float(bar["attributes"]["x"].rstrip("%"))
            rows.setdefault(bar["attributes"]["y"], []).append((start, start + width(bar)))
    assert sum(map(len, rows.values())) == sum(Decimal(value) > 0 for value in table.values())
    for parts in rows.values():
        assert all(start == pytest.approx(end, abs=0.02) for (_, end), (start, _) in pairwise(parts))


@given(TABLES)
def test_the_table_and_the_csv_hold_every_value(table: dict[str, str]) -> None:
    chart = chart_of(_rows(table))
    assert [row[0] for row in figures.rows(chart)] == list(table)
    first, *records = csv.reader(io.StringIO(figures.as_csv(chart).decode(), newline=""))
    assert first == ["Place", "Value (km)"]
    assert [(name, Decimal(value)) for name, value in records] == [(n, Decimal(v)) for n, v in table.items()]


@pytest.mark.parametrize("kind", ["bar", "line", "stacked", "dot"])
def test_counts_of_a_few_people_are_neither_drawn_nor_told(kind: str) -> None:
    chart = chart_of([("a", "", "4"), ("b", "", "1"), ("c", "", "0"), ("d", "", "57")], kind, few=5)
    said = {*words(drawn(chart)), *figures.as_csv(chart).decode().replace(",", "\n").splitlines()}
    assert said & {"1", "4"} == set()
    marks = drawn(chart)
    assert len(of_class(marks, "area")) + len(of_class(marks, "point")) == (1 if kind == "stacked" else 2)
    assert [row[1] for row in figures.rows(chart)] == ["fewer than 5", "fewer than 5", "0", "57"]
    assert "Lowest: c, 0 km." in figures.alternative(chart, ("en", "vi"))


def test_a_sum_does_not_tell_what_its_parts_keep_to_themselves() -> None:
    chart = chart_of([("a", "p", "4"), ("a", "q", "10"), ("b", "p", "7"), ("b", "q", "10")], "stacked", True, few=5)
    said = words(of_class(drawn(chart), "value"))
    assert said == ["", "17"]


@pytest.mark.parametrize("kind", ["bar", "line", "stacked", "dot"])
@pytest.mark.parametrize("by_part", [False, True])
def test_a_missing_value_is_told_and_not_drawn_as_zero(kind: str, by_part: bool) -> None:
    rows = [("a", "p", "3"), ("b", "p", ""), ("c", "p", "5")]
    chart = chart_of(rows, kind, by_part)
    marks = drawn(chart)
    assert len(of_class(marks, "area")) + len(of_class(marks, "point")) == 2
    assert [row[1] for row in figures.rows(chart)] == ["3", "no data", "5"]
    assert figures.as_csv(chart).decode().splitlines()[1:] == ["a,3", "b,", "c,5"]


def test_a_line_is_parted_where_a_value_is_missing() -> None:
    chart = chart_of([(x, "", value) for x, value in zip("abcde", ["1", "2", "", "4", "5"], strict=True)], "line")
    assert len(of_class(drawn(chart), "line")) == 2


def test_only_so_many_are_drawn_as_are_asked_for_and_the_others_are_counted() -> None:
    chart = chart_of([("a", "", "1"), ("b", "", "3"), ("c", "", "2")], order="descending", limit=2)
    assert chart.xs == ("b", "c")
    assert chart.left_out == 1


@pytest.mark.parametrize(("order", "expected"), [("data", "bdac"), ("ascending", "cabd"), ("descending", "bacd")])
def test_what_has_no_value_comes_last_where_values_make_the_order(order: str, expected: str) -> None:
    chart = chart_of([("b", "", "3"), ("d", "", ""), ("a", "", "2"), ("c", "", "1")], order=order)
    assert "".join(chart.xs) == expected


@given(st.text("mnopq ", min_size=1, max_size=60), VALUES)
@example("m" * 14, "100000000.01")  # both fit, but not beside each other
def test_names_and_numbers_have_room_on_a_narrow_screen(name: str, value: str) -> None:
    chart = chart_of([(name, "", value), ("b", "", "1")])
    for each in drawn(chart):
        if each["tag"] == "text":
            at = float(each["attributes"]["x"].rstrip("%")) / 100 * NARROWEST
            wide = 8.6 * len(words([each])[0])
            ends_here = each["attributes"].get("text-anchor") == "end"
            assert (at - wide >= 0 if ends_here else at + wide <= NARROWEST) or len(name) * 8.6 > NARROWEST


def test_a_text_alternative_tells_the_ends_or_what_the_steward_wrote() -> None:
    rows = [("a", "", "1.5"), ("b", "", "1200")]
    made = figures.alternative(chart_of(rows), ("en", "vi"))
    assert made == "Bar chart. 2 values. Highest: b, 1,200 km. Lowest: a, 1.5 km."
    assert figures.alternative(chart_of(rows, language="vi"), ("en", "vi")) == (
        "Biểu đồ thanh. 2 giá trị. Cao nhất: b, 1.200 km. Thấp nhất: a, 1,5 km."
    )
    own = {"alt": "Two places.", "alt_vi": "Hai nơi."}
    assert figures.alternative(chart_of(rows, **own), ("en", "vi")) == "Two places."
    assert figures.alternative(chart_of(rows, language="vi", **own), ("en", "vi")) == "Hai nơi."
