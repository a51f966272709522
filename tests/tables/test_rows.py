"""Typed records: they are what frictionless reads, one at a time, and only of the file that was checked."""

import dataclasses
import hashlib
import json
import tracemalloc
from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

import frictionless
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from publisher.measures import Measure
from publisher.model import Resource
from publisher.problem import Refused
from publisher.tables import rows, typed_rows, values

# How a value is told in JSON, and read back from there.
BACK: dict[str, Callable[[Any], Any]] = {
    "string": str,
    "any": str,
    "integer": int,
    "number": Decimal,
    "boolean": bool,
    "date": date.fromisoformat,
    "datetime": datetime.fromisoformat,
    "time": time.fromisoformat,
}
PLAIN = {
    "string": ["", "-", "a", "Đắk Lắk", 'say "x", or;y', "two\nlines", "  spaces  ", "NULL", "0"],
    "any": ["", "-", "1", "true", "2026-01-01"],
    "integer": ["", "-", "0", "-5", "007", "+3", " 7 ", "1_000", "\u00a07", "\u0663", "9" * 19, "1.0", "1e3", "x"],
    "number": ["-", "1.10", "-0", "+.5", "1e3", "1E-7", " 2.5 ", "1_000.5", "NaN", "-inf", "\u0663.5", "1,5", "0x1"],
    "boolean": ["", "-", "true", "True", "TRUE", "1", "false", "False", "FALSE", "0", "yes", " true"],
    "date": ["-", "2026-01-31", "2026-1-5", "0001-01-01", "2026-02-30", "20260131", "31/01/2026", "\u0662026-01-01"],
    "datetime": ["", "-", "2026-01-31T12:00:00", "2026-01-31 12:00:00", "2026-01-31T12:00:00Z",
                 "2026-01-31T24:00:00", "2026-01-31T12:00:00.123456789", "2026-01-31T12:00:00+07:00", "2026-01-31"],
    "time": ["", "-", "12:00:00", "12:00:00.5", "12:00:00Z", "12:00:00+07:00", "24:00:00", "12:00", "noon"],
}  # fmt: skip
KINDS = sorted(BACK)
CELLS = st.sampled_from(KINDS).flatmap(lambda kind: st.tuples(st.just(kind), st.sampled_from(PLAIN[kind]) | st.text()))
MISSING = st.sampled_from([[""], ["", "-"], ["-"], []])


def _resource(folder: Path, kinds: list[str], table: str, missing: list[str] | None = None, **data: Any) -> Resource:
    """A resource of one file, measured as it stands."""
    file = folder / "table.csv"
    file.write_text(table, "utf-8", newline="")
    measure = Measure(0, file.stat().st_size, hashlib.sha256(file.read_bytes()).hexdigest())
    fields = [{"name": f"c{index}", "type": kind} for index, kind in enumerate(kinds)]
    schema = {"fields": fields, **({} if missing is None else {"missingValues": missing})}
    return Resource("table", {"en": "Table"}, file.name, "csv", {"schema": schema, **data}, file, (), measure)


@pytest.mark.parametrize("kind", KINDS)
def test_all_that_a_type_knows_is_read_as_frictionless_reads_it(kind: str) -> None:
    for text in ["", *PLAIN[kind]]:
        for missing in ([""], ["", "-"], ["-"], []):
            _judge(kind, text, missing)


@given(CELLS, MISSING)
@example(("integer", "9" * 4301), [""])
@example(("number", "1e999999"), [""])
def test_a_cell_is_read_as_frictionless_reads_it(cell: tuple[str, str], missing: list[str]) -> None:
    _judge(*cell, missing)


def _judge(kind: str, text: str, missing: list[str]) -> None:
    """Our reader gives what frictionless gives, and refuses what frictionless or the standard refuses.

    A number is read as written: what the standard refuses of it, the check has refused before.
    """
    field = frictionless.Schema.from_descriptor({"fields": [{"name": "x", "type": kind}], "missingValues": missing})
    value, notes = field.fields[0].read_cell(text)
    resource = Resource("t", {}, "t.csv", "csv", {"schema": field.to_descriptor()}, Path("t.csv"), ())
    (read,) = rows._readers(resource)
    spelt = value is None or kind in {"integer", "number"} or values.well_spelt({"type": kind})(text)
    if notes or not spelt:
        with pytest.raises((ValueError, ArithmeticError)):
            read(text)
        return
    told = read(text)
    assert json.loads(json.dumps(told)) == told
    back = None if told is None else BACK[kind](told)
    assert str(back) == str(value)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("quote", ['"', "'"])
def test_a_file_is_read_as_frictionless_reads_it_in_every_dialect(tmp_path: Path, delimiter: str, quote: str) -> None:
    cells = [f"{quote}a{quote}{quote}{delimiter}\r\nb{quote}", "1", "2.50", "", "2026-01-31"]
    table = delimiter.join(["c0", "c1", "c2", "c3", "c4"]) + "\r\n" + (delimiter.join(cells) + "\r\n") * 3
    kinds = ["string", "integer", "number", "boolean", "date"]
    dialect = {"delimiter": delimiter, "quoteChar": quote}
    resource = _resource(tmp_path, kinds, table, dialect=dialect)
    control = frictionless.formats.CsvControl(delimiter=delimiter, quote_char=quote)
    schema = frictionless.Schema.from_descriptor(resource.schema)
    with frictionless.system.use_context(trusted=True):
        judged = frictionless.resources.TableResource(path=str(resource.file), control=control, schema=schema)
        expected = [list(row.values()) for row in judged.read_rows()]
    assert expected == [[f"a{quote}{delimiter}\r\nb", 1, Decimal("2.50"), None, date(2026, 1, 31)]] * 3
    assert list(typed_rows(resource)) == [[row[0], 1, "2.50", None, "2026-01-31"] for row in expected]


def test_a_table_of_a_header_has_no_records(tmp_path: Path) -> None:
    assert list(typed_rows(_resource(tmp_path, ["string"], "c0\n"))) == []


def test_all_types_are_told_in_json(tmp_path: Path) -> None:
    cells = {
        "string": ("x", "x"),
        "any": ("1", "1"),
        "integer": ("007", 7),
        "number": ("1.10", "1.10"),
        "boolean": ("TRUE", True),
        "date": ("2026-01-05", "2026-01-05"),
        "datetime": ("2026-01-05T12:00:00+07:00", "2026-01-05T12:00:00+07:00"),
        "time": ("12:00:00", "12:00:00"),
        "year": ("0999", 999),
        "yearmonth": ("2026-01", "2026-01"),
        "duration": ("P1Y2M", "P1Y2M"),
        "object": ("{}", "{}"),
        "array": ("[1.0]", "[1.0]"),
        "list": ("a,b", '["a", "b"]'),
        "geopoint": ("90.5, 45.50", "90.5, 45.50"),
        "geojson": ('{""type"":""Point"",""coordinates"":[1,2]}', '{"type":"Point","coordinates":[1,2]}'),
    }
    header = ",".join(f"c{index}" for index in range(len(cells)))
    quoted = ",".join(f'"{cell}"' for cell, _ in cells.values())
    table = f"{header}\n{quoted}\n{','.join(['-'] * len(cells))}\n"
    resource = _resource(tmp_path, list(cells), table, ["", "-"])
    assert list(typed_rows(resource)) == [[value for _, value in cells.values()], [None] * len(cells)]


@pytest.mark.parametrize(
    "table",
    [
        pytest.param("c0,c1\na,x\n", id="a cell of another type"),
        pytest.param("c0,c1\na\n", id="a cell too few"),
        pytest.param("c0,c1\na,1,2\n", id="a cell too many"),
        pytest.param('c0,c1\n"a"b,1\n', id="a quote that spoils a record"),
        pytest.param("", id="nothing"),
    ],
)
def test_a_file_that_does_not_fit_any_more_is_refused(tmp_path: Path, table: str) -> None:
    with pytest.raises(Refused, match="file-changed"):
        list(typed_rows(_resource(tmp_path, ["string", "integer"], table)))


def test_a_file_that_is_not_utf8_any_more_is_refused(tmp_path: Path) -> None:
    resource = _resource(tmp_path, ["string"], "c0\na\n")
    content = b"c0\n\xff\n"
    resource.file.write_bytes(content)
    measure = Measure(1, len(content), hashlib.sha256(content).hexdigest())
    with pytest.raises(Refused, match="file-changed"):
        list(typed_rows(dataclasses.replace(resource, measure=measure)))


def test_a_file_other_than_the_one_that_was_checked_is_refused_before_its_first_record(tmp_path: Path) -> None:
    resource = _resource(tmp_path, ["string"], "c0\na\n")
    resource.file.write_text("c0\nb\n", "utf-8")
    records: Iterator[list[Any]] = typed_rows(resource)
    with pytest.raises(Refused, match="file-changed"):
        next(records)


def test_a_file_that_was_never_checked_is_refused(tmp_path: Path) -> None:
    resource = dataclasses.replace(_resource(tmp_path, ["string"], "c0\na\n"), measure=None)
    with pytest.raises(Refused, match="file-changed"):
        list(typed_rows(resource))


def test_a_long_file_takes_no_more_memory_than_a_short_one(tmp_path: Path) -> None:
    peaks = []
    for count in (5_000, 50_000):
        resource = _resource(tmp_path, ["string", "integer"], "c0,c1\n" + "".join(f"a{n},{n}\n" for n in range(count)))
        tracemalloc.start()
        assert sum(1 for _ in typed_rows(resource)) == count
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < peaks[0] + 1_000_000
