"""Native values are spelled so that the judge of a field reads the same value again."""

import datetime
import math
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publisher.tables import canonical, values
from publisher.tables.forms.found import Figure
from publisher.tables.forms.grid import MAX_COLUMNS, spot_of
from publisher.tables.forms.placing import cell_name
from publisher.tables.forms.spelling import speller

DAY = datetime.date(2026, 1, 31)
NOON = datetime.datetime(2026, 1, 31, 12, 30)
HANOI = datetime.timezone(datetime.timedelta(hours=7))


@pytest.mark.parametrize(
    ("field", "value", "text"),
    [
        ({"type": "string"}, "01", "01"),
        ({"type": "integer"}, 7.0, "7"),
        ({"type": "number"}, 1.5, "1.5"),
        ({"type": "number"}, 1e21, "1000000000000000000000"),
        ({"type": "number"}, Decimal("1.50"), "1.50"),
        ({"type": "number"}, Figure("1.50"), "1.50"),
        ({"type": "number"}, math.nan, "NaN"),
        ({"type": "number"}, -math.inf, "-INF"),
        ({"type": "number", "decimalChar": ","}, 1.5, "1,5"),
        ({"type": "boolean"}, True, "true"),
        ({"type": "boolean", "trueValues": ["Có"], "falseValues": ["Không"]}, False, "Không"),
        ({"type": "date"}, DAY, "2026-01-31"),
        ({"type": "date"}, datetime.datetime(2026, 1, 31), "2026-01-31"),
        ({"type": "date"}, NOON, "2026-01-31T12:30:00"),
        ({"type": "date", "format": "%d/%m/%Y"}, DAY, "31/01/2026"),
        ({"type": "datetime"}, DAY, "2026-01-31T00:00:00"),
        ({"type": "datetime"}, NOON.replace(tzinfo=HANOI), "2026-01-31T05:30:00Z"),
        ({"type": "time"}, datetime.time(12, 30), "12:30:00"),
        ({"type": "duration"}, datetime.timedelta(hours=1.5), "PT5400S"),
        ({"type": "any"}, [Figure("1.0"), {"a": None, "ễ": True}], '[1.0,{"a":null,"ễ":true}]'),
        ({"type": "string"}, None, ""),
    ],
)
def test_a_value_is_spelled_as_its_field_says(field: dict[str, Any], value: Any, text: str) -> None:
    assert speller(field, {})(value) == text


@pytest.mark.parametrize(
    ("missing", "text"),
    [(["", "-"], ""), (["-", "n/a"], "-"), ([], ""), ([{"value": "-", "label": "none"}], "-")],
)
def test_no_value_is_spelled_as_the_schema_says(missing: list[Any], text: str) -> None:
    assert speller({"type": "integer"}, {"missingValues": missing})(None) == text
    assert speller({"type": "integer", "missingValues": missing}, {})(None) == text


@given(st.data())
def test_the_judge_reads_the_value_that_was_spelled(data: st.DataObject) -> None:
    kind, drawn = data.draw(
        st.sampled_from(
            [
                ("integer", st.integers()),
                ("number", st.floats(allow_nan=False, allow_infinity=False).map(lambda value: value + 0.0)),
                ("boolean", st.booleans()),
                ("date", st.dates(datetime.date(1000, 1, 1))),
                ("datetime", st.datetimes(datetime.datetime(1000, 1, 1)).map(lambda at: at.replace(microsecond=0))),
                ("time", st.times().map(lambda at: at.replace(microsecond=0))),
            ]
        )
    )
    value = data.draw(drawn)
    field = {"name": "x", "type": kind, "title": "X"}
    read = values.reader(field, canonical.judge)(speller(field, {})(value))
    assert (float(read) if kind == "number" else read) == value


@given(st.integers(1, 1_048_576), st.integers(1, MAX_COLUMNS))
def test_the_name_of_a_cell_says_its_row_and_column(row: int, column: int) -> None:
    assert spot_of(cell_name(row, column)) == (row, column)


@pytest.mark.parametrize(("name", "spot"), [("A1", (1, 1)), ("Z1", (1, 26)), ("AA10", (10, 27)), ("XFD1", (1, 16_384))])
def test_cells_are_called_as_spreadsheets_call_them(name: str, spot: tuple[int, int]) -> None:
    assert cell_name(*spot) == name
    assert spot_of(name) == spot


@pytest.mark.parametrize("name", ["", "A", "1", "a1", "A0", "ABCD1", "A1:B2"])
def test_what_is_no_cell_has_no_spot(name: str) -> None:
    assert spot_of(name) is None
