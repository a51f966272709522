"""Conversions: whatever is made of a table says the same as the table, in the types of the format, byte for byte."""

import gzip
import json
import os
import tempfile
import time
import tracemalloc
import zipfile
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow
import pyarrow.parquet
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from publisher.problem import Refused
from publisher.tables.conversions import FORMATS, Member, obstacle, write_archive
from tests.tables.conversions.tables import converted, dataset, of_cells, sheets

NUMBERS = st.decimals(allow_nan=False, allow_infinity=False, places=None).filter(lambda n: abs(n.adjusted()) < 400)


@given(st.lists(NUMBERS, min_size=1, max_size=6), st.lists(st.integers(), min_size=6, max_size=6))
@example([Decimal("1E+20"), Decimal("0.1")], [2**63, -(2**63), 10**38, 0, 1, 2])
@example([Decimal("0.00"), Decimal("-0")], [2**63 - 1, -(2**63), 1, 0, 1, 2])
def test_a_number_has_the_same_digits_in_json_and_parquet(numbers: list[Decimal], whole: list[int]) -> None:
    rows = [[str(number), str(figure)] for number, figure in zip(numbers, whole, strict=False)]
    with tempfile.TemporaryDirectory() as folder:
        package = of_cells(Path(folder), ["number", "integer"], rows)
        objects = json.loads(converted(package, "json").read_text("utf-8"), parse_float=Decimal)
        table = pyarrow.parquet.read_table(converted(package, "parquet"))
    assert [Decimal(each["c0"]) for each in objects] == numbers
    assert [each["c1"] for each in objects] == whole[: len(rows)]
    assert [Decimal(str(value)) for value in table["c0"].to_pylist()] == numbers
    assert [int(value) for value in table["c1"].to_pylist()] == whole[: len(rows)]


def test_parquet_has_the_narrowest_type_that_holds_every_value(tmp_path: Path) -> None:
    columns = {
        "string": (["01"], "string"),
        "boolean": (["true", "-"], "bool"),
        "date": (["0001-01-01", "-"], "date32[day]"),
        "datetime": (["2026-01-31T12:00:00", "-"], "timestamp[us]"),
        "year": (["2026"], "int64"),
        "integer": ([str(2**63 - 1), "-"], "int64"),
        "number": (["12345678901234.5", "-"], "double"),
        "yearmonth": (["2026-01"], "string"),
        "list": (["a,b"], "string"),
    }
    beyond = {
        "integer": ([str(2**63)], "decimal128(19, 0)"),
        "number": (["12345678901234.56", "0.001"], "decimal128(17, 3)"),
        "datetime": (["2026-01-31T12:00:00Z"], "string"),
    }
    for table in (columns, beyond, {"integer": (["1" * 39], "string"), "number": (["1" * 37 + ".12"], "string")}):
        rows = [[cells[at] if at < len(cells) else "-" for cells, _ in table.values()] for at in range(2)]
        rows[1][0] = rows[0][0]
        schema = pyarrow.parquet.read_schema(converted(of_cells(tmp_path, list(table), rows), "parquet"))
        assert [str(type) for type in schema.types] == [type for _, type in table.values()]


def test_json_is_an_object_a_row_with_every_column(tmp_path: Path) -> None:
    kinds = ["string", "integer", "number", "boolean", "date", "array", "list", "number"]
    package = of_cells(
        tmp_path, kinds, [["01", "7", "1.10", "true", "2026-01-31", "[1.0]", "a,b", "INF"], ["x"] + ["-"] * 7]
    )
    text = converted(package, "json").read_text("utf-8")
    assert '"c2": 1.10' in text
    assert text.count("\n{") == 2
    first, second = json.loads(text)
    assert list(first.values()) == ["01", 7, 1.1, True, "2026-01-31", [1.0], ["a", "b"], "Infinity"]
    assert second == {"c0": "x", **{f"c{at}": None for at in range(1, 8)}}


def test_an_empty_table_is_an_empty_table_in_every_format(tmp_path: Path) -> None:
    package = of_cells(tmp_path, ["string", "integer"], [])
    assert json.loads(converted(package, "json").read_text("utf-8")) == []
    assert pyarrow.parquet.read_table(converted(package, "parquet")).num_rows == 0
    assert sheets(converted(package, "xlsx"))[0] == [["c0", "c1"]]


FIELDS = [{"name": "code", "type": "string"}, {"name": "n", "type": "integer"}]
ROWS = [["01", 1], ["02", None]]


def _parquet(folder: Path) -> bytes:
    table = pyarrow.table({"code": ["01", "02"], "n": pyarrow.array([1, None], pyarrow.int64())})
    pyarrow.parquet.write_table(table, folder / "source")
    return (folder / "source").read_bytes()


@pytest.mark.parametrize(
    ("path", "format", "make"),
    [
        ("table.json", "json", lambda folder: b'[{"code": "01", "n": 1}, {"code": "02", "n": null}]'),
        ("table.parquet", "parquet", _parquet),
        ("table.csv.gz", "csv", lambda folder: gzip.compress(b"code,n\n01,1\n02,\n", mtime=0)),
        ("table.csv", "csv", lambda folder: b"code;n\n01;1\n02;-\n"),
    ],
)
def test_a_table_in_any_form_is_converted_into_the_others(tmp_path: Path, path: str, format: str, make: Any) -> None:
    dialect = {"dialect": {"delimiter": ";"}} if path == "table.csv" else {}
    package = dataset(tmp_path, FIELDS, make(tmp_path), path, format=format, **dialect)
    (resource,) = package.resources
    offered = [each for each in FORMATS if obstacle(resource, each) is None]
    assert offered == [each for each in ("csv", "xlsx", "json", "parquet") if each != format or resource.compression]
    for each in offered:
        place = converted(package, each)
        if each == "json":
            assert [list(row.values()) for row in json.loads(place.read_text("utf-8"))] == ROWS
        if each == "parquet":
            assert [list(row.values()) for row in pyarrow.parquet.read_table(place).to_pylist()] == ROWS
        if each == "csv":
            assert place.read_text("utf-8").splitlines()[:2] == ["code,n", "01,1"]
        if each == "xlsx":
            assert sheets(place)[0][1:] == [["01", 1.0], ["02", ""]]


@pytest.mark.parametrize("path", ["table.csv", "table.csv.gz"])
def test_a_file_that_is_not_the_one_that_was_checked_is_refused(tmp_path: Path, path: str) -> None:
    raw = b"code,n\n01,1\n"
    content = gzip.compress(raw) if path.endswith("gz") else raw
    package = dataset(tmp_path, FIELDS, content, path)
    package.resources[0].file.write_bytes(content + b"02,2\n")
    with pytest.raises(Refused, match="file-changed"):
        converted(package, "json")


def test_what_is_no_table_is_not_converted(tmp_path: Path) -> None:
    (resource,) = of_cells(tmp_path, ["string"], [["a"]]).resources
    assert [obstacle(replace(resource, data={}), each) for each in FORMATS] == [""] * 5
    assert [obstacle(replace(resource, measure=None), each) for each in FORMATS] == [""] * 5


@pytest.mark.parametrize("format", FORMATS[1:])
def test_equal_rows_give_equal_bytes_whenever_and_wherever(
    tmp_path: Path, format: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    fields = [{"name": "lon", "type": "number"}, {"name": "lat", "type": "number"}, {"name": "day", "type": "date"}]
    package = dataset(tmp_path, fields, b"lon,lat,day\n1,2,2026-01-31\n")
    before = converted(package, format).read_bytes()
    later = time.time() + 100_000
    monkeypatch.setattr(time, "time", lambda: later)
    monkeypatch.setattr(os, "environ", {**os.environ, "TZ": "Asia/Ho_Chi_Minh"})
    assert converted(package, format).read_bytes() == before


@pytest.mark.parametrize("format", ["xlsx", "json", "parquet"])
def test_a_long_table_takes_no_more_memory_than_a_short_one(
    tmp_path: Path, format: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("publisher.tables.conversions.columnar.GROUP", 1_000)
    peaks = []
    for count in (2_000, 12_000):
        package = of_cells(tmp_path, ["string", "integer"], [[f"a{n}", str(n)] for n in range(count)])
        converted(package, format)
        tracemalloc.start()
        converted(package, format)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < peaks[0] + 500_000


def test_an_archive_holds_its_files_and_depends_on_nothing_else(tmp_path: Path) -> None:
    (resource,) = of_cells(tmp_path, ["string"], [["a"]]).resources
    assert resource.measure
    data = Member("d/table.csv", resource.file, resource.measure.sha256)
    members = [Member("d/README.txt", "đọc".encode()), data]
    write_archive(members, tmp_path / "a.zip")
    os.utime(resource.file, (1, 1))
    write_archive(members, tmp_path / "b.zip")
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        assert archive.testzip() is None
        assert archive.namelist() == ["d/README.txt", "d/table.csv"]
        assert archive.read("d/table.csv") == resource.file.read_bytes()
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    resource.file.write_text("other")
    with pytest.raises(Refused, match="file-changed"):
        write_archive(members, tmp_path / "c.zip")
