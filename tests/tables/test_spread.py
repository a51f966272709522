"""Facts of columns: those of a plain loop, whatever the batches and whoever reads the file; nothing of persons."""

import datetime
import os
import random
import string
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from publisher.measures import ColumnFacts
from publisher.model import Resource
from publisher.tables import Engine, measure_dataset
from publisher.tables.facts import facts
from publisher.tables.spread import BARS, FREQUENT, LONG, MOST_DISTINCT, Column
from tests.tables.fuzzing import cases

SEED = os.environ.get("FUZZ_SEED", datetime.date.today().isoformat())
DAYS = st.dates().map(str)
CELLS = {
    "integer": st.integers(-(10**20), 10**20).map(str) | st.integers(-3, 3).map("{:+03}".format),
    "year": st.integers(1000, 9999).map(str),
    "number": st.decimals(allow_nan=True, allow_infinity=True).filter(lambda n: not n.is_snan()).map(str)
    | st.integers(-5, 5).map("{}.50".format),
    "date": DAYS,
    "string": st.text(string.ascii_letters + "đé=\U0001f3e0", max_size=3),
    "boolean": st.sampled_from(["true", "TRUE", "1", "false"]),
}  # fmt: skip
COLUMNS = st.sampled_from(sorted(CELLS)).flatmap(
    lambda kind: st.tuples(st.just(kind), st.lists(CELLS[kind] | st.just(""), max_size=40))
)


def _facts(
    kind: str, cells: list[Any], batch: int = 7, schema: dict[str, Any] | None = None, **field: Any
) -> ColumnFacts:
    column = Column({"name": "x", "type": kind, **field}, schema or {})
    for start in range(0, len(cells), batch):
        column.add(pyarrow.array(cells[start : start + batch], pyarrow.string()))
    return column.found(private=False)


@given(COLUMNS, st.integers(1, 9))
@example(("number", ["NaN", "1", "1.0", "-0"]), 1)
@example(("integer", [str(2**63), str(-(2**63)), "0"]), 1)
def test_the_facts_do_not_depend_on_batches(column: tuple[str, list[str]], batch: int) -> None:
    kind, cells = column
    assert _facts(kind, cells, batch) == _facts(kind, cells, len(cells) + 1)


@given(COLUMNS, st.integers(1, 9))
def test_the_facts_are_those_of_a_plain_loop(column: tuple[str, list[str]], batch: int) -> None:
    kind, cells = column
    found, there = _facts(kind, cells, batch), [cell for cell in cells if cell]
    assert found.missing == len(cells) - len(there)
    assert found.longest == max(map(len, there), default=0)
    meant = {"string": str, "date": str, "boolean": lambda cell: cell != "false"}.get(kind, Decimal)
    values = [meant(cell) for cell in there]
    assert found.distinct == len({"NaN" if value != value else value for value in values})
    if kind in {"string", "boolean"}:
        assert (found.minimum, found.maximum) == ("", "")
        counts = Counter(values)
        most = sorted(counts.values(), reverse=True)[:BARS]
        assert found.bars == (tuple(most) if most and most[0] > 1 else ())
        assert all(counts[meant(cell)] == count for cell, count in found.frequent)
    else:
        finite = [value for value in values if kind == "date" or (value.is_finite() and abs(value) < Decimal("1e290"))]
        assert sum(found.bars) == len(finite)
        assert len(found.bars) <= BARS
        assert not finite or (found.bars[0] and found.bars[-1])
        order: Any = float if kind == "number" else (lambda value: value)
        least, greatest = map(order, (min(finite, key=order), max(finite, key=order))) if finite else ("", "")
        assert [order(meant(cell)) if cell else "" for cell in (found.minimum, found.maximum)] == [least, greatest]


@given(st.lists(st.integers(-1000, 1000), min_size=1, max_size=60))
def test_a_step_of_a_picture_begins_at_a_multiple_of_its_width(figures: list[int]) -> None:
    bars = _facts("integer", list(map(str, figures)), batch=5).bars
    fitting = []
    for power in range(12):
        steps = Counter(figure >> power for figure in figures)
        if max(steps) - min(steps) < BARS:
            fitting.append(tuple(steps[step] for step in range(min(steps), max(steps) + 1)))
    assert bars == fitting[0], "the finest steps that are few enough"


def test_both_ways_of_reading_a_file_tell_the_same(tmp_path: Path) -> None:
    compared = 0
    for case in cases(SEED, 250, tmp_path):
        if not case.readable():
            continue
        if proven := case.proven():
            fast, plain = (measure_dataset(case.dataset, engine)[0] for engine in Engine)
            assert [fast[name] for name in proven] == [plain[name] for name in proven], case.told()
            compared += len(proven)
    assert compared > 25


@pytest.mark.parametrize("kind", ["string", "integer"])
def test_values_are_told_apart_up_to_a_limit(kind: str) -> None:
    cells = [str(number) for number in range(MOST_DISTINCT)]
    dice = random.Random(SEED)
    dice.shuffle(cells)
    assert _facts(kind, cells * 2, batch=100).distinct == MOST_DISTINCT
    assert _facts(kind, [*cells, "x" if kind == "string" else "-1"], batch=100).distinct is None
    assert _facts(kind, [*cells, *cells, "-1"], batch=5000).distinct is None


def test_the_most_frequent_values_are_told_the_short_ones_by_name() -> None:
    cells = [letter for at, letter in enumerate("abcdefghijklmno") for _ in range(20 - at)] + ["z" * 61] * 30
    found = _facts("string", cells)
    assert found.bars == (30, *range(20, 20 - BARS + 1, -1))
    assert found.frequent == tuple((letter, 20 - at) for at, letter in enumerate("abcd"))
    assert len(found.frequent) == FREQUENT - 1


def test_a_column_of_which_each_cell_differs_has_no_picture() -> None:
    assert _facts("string", ["a", "b", "c"]).bars == ()


def test_missing_values_are_those_of_the_schema_and_of_the_field() -> None:
    cells = ["-", "", "x", "n/a", None]
    assert _facts("string", cells).missing == 2
    assert _facts("string", cells, schema={"missingValues": ["-", ""]}).missing == 3
    assert _facts("string", cells, schema={"missingValues": [{"value": "-", "label": "none"}]}).missing == 2
    assert _facts("string", cells, missingValues=["n/a"]).missing == 2
    assert _facts("string", cells, missingValues=[]).missing == 1


@pytest.mark.parametrize(
    "field",
    [
        {"type": "number", "decimalChar": ","},
        {"type": "integer", "groupChar": "."},
        {"type": "date", "format": "%d/%m/%Y"},
        {"type": "datetime"},
        {"type": "object"},
    ],
)
def test_what_has_an_order_that_is_not_plain_has_no_range(field: dict[str, Any]) -> None:
    found = _facts(field.pop("type"), ["1,5", "2", "2"], **field)
    assert (found.minimum, found.maximum, found.distinct) == ("", "", 2)


def test_a_cell_that_is_no_value_is_left_out_of_the_range() -> None:
    assert _facts("integer", ["x", "2", "1"]).minimum == "1"
    assert _facts("date", ["2026-02-30", "2026-02-01"]).maximum == "2026-02-01"
    assert _facts("number", ["Infinity", "x"]).bars == ()


@pytest.mark.parametrize("cell", ["é" * LONG, "é" * (LONG + 1), "\U0001f3e0" * LONG, "\U0001f3e0" * (LONG + 1)])
def test_very_long_cells_are_measured_as_spreadsheets_count(cell: str) -> None:
    characters, units = len(cell), len(cell.encode("utf-16-le")) // 2
    assert _facts("string", ["x", cell, "y"], batch=2).longest == (units if characters > LONG else characters)


@pytest.mark.parametrize(
    ("field", "cells"),
    [
        pytest.param({"title": "Điện thoại"}, ["0912345678"], id="a telling header"),
        pytest.param({"title": "X"}, [f"a{at}@example.org" for at in range(9)], id="telling cells"),
        pytest.param({"title": "X", "waiver": {"reason": "office numbers"}}, ["1", "1"], id="a waiver"),
    ],
)
def test_of_what_may_be_personal_no_cell_is_told(tmp_path: Path, field: dict[str, Any], cells: list[str]) -> None:
    (tmp_path / "t.csv").write_text("x\n" + "".join(f"{cell}\n" for cell in cells), "utf-8")
    schema = {"fields": [{"name": "x", "type": "string", **field}]}
    resource = Resource("t", {}, "t.csv", "csv", {"schema": schema}, tmp_path / "t.csv", ())
    (found,) = facts(resource).described()
    assert found == ColumnFacts("x", 0, None, max(map(len, cells)), private=True)


def test_numbers_that_are_hardly_different_or_very_far_apart_are_drawn() -> None:
    assert sum(_facts("number", ["0.1", "0.1000000000001", "5e-324"]).bars) == 3
    assert sum(_facts("number", ["1e289", "-1e289", "0"]).bars) == 3


def test_whatever_is_no_number_is_one_value() -> None:
    assert _facts("number", ["NaN", "sNaN", "-sNaN1", "-NaN", "1"]).distinct == 2
