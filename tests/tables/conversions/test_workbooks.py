"""Tables as workbooks: typed cells, what Excel cannot hold, its limits."""

import datetime
import json
import re
import tempfile
import zipfile
from pathlib import Path

import pyarrow
import pyarrow.parquet
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from publisher.tables.conversions import limits, obstacle
from publisher.tables.conversions.workbook import sheet_name
from tests.tables.conversions.tables import TEXTS, converted, of_cells, sheets


def test_a_workbook_has_typed_cells_a_header_that_stays_and_a_dictionary(tmp_path: Path) -> None:
    kinds = ["string", "integer", "number", "boolean", "date", "datetime", "year", "time", "object"]
    rows = [
        ["007", "42", "85.32", "true", "2026-01-31", "2026-01-31T12:30:00", "2026", "12:00:00", '{"a":1}'],
        ["=1+1", "999999999999999", "-0.000001", "false", "1900-03-01", "1900-03-01T00:00:00", "0999", "-", "{}"],
        ["-", "-", "-", "-", "-", "-", "-", "-", "-"],
    ]
    place = converted(of_cells(tmp_path, kinds, [*rows[:2], ["x", *rows[2][1:]]]), "xlsx")
    table, dictionary = sheets(place)
    assert table[0] == [f"c{at}" for at in range(9)]
    day, moment = datetime.date(2026, 1, 31), datetime.datetime(2026, 1, 31, 12, 30)
    assert table[1] == ["007", 42.0, 85.32, True, day, moment, 2026.0, "12:00:00", '{"a":1}']
    first = datetime.datetime(1900, 3, 1)
    assert table[2][:5] == ["=1+1", 999999999999999.0, -0.000001, False, first.date()]
    assert table[3] == ["x"] + [""] * 8
    assert dictionary == [["Column", "Meaning"], ["c0", "=what it means"]]
    with zipfile.ZipFile(place) as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml").decode()
        assert 'ySplit="1"' in sheet
        assert "<cols>" in sheet
        assert "<f>" not in sheet
        assert "<v>85.32</v>" in sheet


@pytest.mark.parametrize(
    ("kind", "cell", "told"),
    [
        ("integer", "1000000000000000", "1000000000000000"),
        ("integer", "-1000000000000000", "-1000000000000000"),
        ("number", "1234567890.123456", "1234567890.123456"),
        ("number", "NaN", "NaN"),
        ("number", "1E400", "1E+400"),
        ("date", "1900-02-28", "1900-02-28"),
        ("datetime", "2026-01-31T12:00:00+07:00", "2026-01-31T12:00:00+07:00"),
        ("datetime", "2026-01-31T12:00:00.5", "2026-01-31T12:00:00.500000"),
    ],
)
def test_what_excel_cannot_hold_as_it_is_stays_text(tmp_path: Path, kind: str, cell: str, told: str) -> None:
    table, _ = sheets(converted(of_cells(tmp_path, [kind], [[cell]]), "xlsx"))
    assert table[1] == [told]


@given(st.lists(TEXTS.filter(lambda text: text not in {"", "-"}), min_size=1, max_size=6))
@example(["<r></r>", "</r>", "<r>"])
def test_a_text_is_the_same_text_in_every_format(texts: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        package = of_cells(Path(folder), ["integer", "string"], [[str(at), text] for at, text in enumerate(texts)])
        sheet, _ = sheets(converted(package, "xlsx"))
        objects = json.loads(converted(package, "json").read_text("utf-8"))
        column = pyarrow.parquet.read_table(converted(package, "parquet"))["c1"].to_pylist()
    assert [row[1] for row in sheet[1:]] == texts
    assert [each["c1"] for each in objects] == texts
    assert column == texts


@pytest.mark.parametrize(
    ("name", "rows", "limit"),
    [
        ("MAX_ROWS", [["a"], ["b"], ["c"]], 4),
        ("MAX_CELL", [["a"], ["bcd"], ["\U0001f3e0x"]], 3),
        ("MAX_COLUMNS", [["a"]], 1),
    ],
)
def test_a_table_at_a_limit_of_excel_is_offered_and_one_past_it_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, rows: list[list[str]], limit: int
) -> None:
    (resource,) = of_cells(tmp_path, ["string"], rows).resources
    monkeypatch.setattr(limits, name, limit)
    assert obstacle(resource, "xlsx") is None
    monkeypatch.setattr(limits, name, limit - 1)
    assert obstacle(resource, "xlsx") == name.removeprefix("MAX_").lower()
    assert obstacle(resource, "json") is None


def test_the_longest_cell_is_counted_as_excel_counts(tmp_path: Path) -> None:
    for cell, fits in (("é" * 32_767, True), ("é" * 32_768, False), ("\U0001f3e0" * 16_384, False)):
        (resource,) = of_cells(tmp_path, ["integer", "string"], [["1", cell], ["2", "x"]]).resources
        assert (obstacle(resource, "xlsx") is None) is fits


@given(st.text(max_size=60))
@example("History")
@example("a/b:c")
@example("'")
def test_a_sheet_has_a_name_that_excel_takes(name: str) -> None:
    made = sheet_name(name, "table")
    assert 0 < len(made) <= 31
    assert not re.search(r"[\[\]:*?/\\]", made)
    assert made.casefold() != "history"
    assert not made.startswith("'")
    assert not made.endswith("'")
