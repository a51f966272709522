"""Bytes of a table: what is no table at all, its limits, and where its cells stand."""

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publisher.tables.layout import MAX_LINE, Dialect, Layout
from publisher.tables.raw import MAX_CELLS
from tests.faults.catalogues import DATASET, DESCRIPTOR, TABLE, Found, add_table, found, write

CELLS = st.text(alphabet="ab\"',;|\t\n é1", max_size=6)
DIALECTS = st.builds(Dialect, st.sampled_from(",;|\t"), st.sampled_from("\"'"))
TABLES = st.integers(2, 4).flatmap(
    lambda width: st.lists(st.lists(CELLS, min_size=width, max_size=width), min_size=1, max_size=5)
)


def _written(rows: list[list[str]], dialect: Dialect, quoting: int, end: str) -> str:
    stream = io.StringIO()
    writer = csv.writer(
        stream, delimiter=dialect.delimiter, quotechar=dialect.quote, quoting=quoting, lineterminator=end
    )
    writer.writerows(rows)
    return stream.getvalue()


def _lines(text: str) -> list[str]:
    return io.StringIO(text, newline="").readlines()


def _layout(text: str, dialect: Dialect) -> Layout:
    return Layout(lambda: io.StringIO(text, newline=""), dialect)


def _offset(lines: list[str], line: int, column: int) -> int:
    return sum(len(before) for before in lines[: line - 1]) + column - 1


def _at(line: int, column: int, code: str) -> list[Found]:
    return [(TABLE, line, column, code)]


@given(TABLES, DIALECTS, st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL]), st.sampled_from(["\n", "\r\n"]))
def test_a_cell_is_found_wherever_csv_writer_put_it(
    rows: list[list[str]], dialect: Dialect, quoting: int, end: str
) -> None:
    text = _written(rows, dialect, quoting, end)
    layout = _layout(text, dialect)
    offset = 0
    for record, row in enumerate(rows, start=1):
        for field, cell in enumerate(row, start=1):
            assert _offset(_lines(text), *layout.cell(record, field)) == offset
            offset += len(_written([[cell, "x"]], dialect, quoting, end)) - len(
                _written([["x"]], dialect, quoting, end)
            )
        offset += len(end) - 1


@pytest.mark.parametrize(
    ("text", "record", "field", "place"),
    [
        pytest.param("a,b\n1,2\n", 2, 2, (2, 3), id="a plain cell"),
        pytest.param('a,b\n"x\ny",2\n', 2, 2, (3, 4), id="behind a quoted newline"),
        pytest.param('a,b\n"x\n\ny",2\n3,4\n', 3, 1, (5, 1), id="below quoted newlines"),
        pytest.param("a,b\n1\n2,3\n", 2, 2, (2, 2), id="a cell that is not there: the end of its row"),
        pytest.param("a,b\n1,2\n", 9, 1, (3, 1), id="a row that is not there: the end of the file"),
        pytest.param('a,b\n"say ""hi"", x",2\n', 2, 2, (2, 17), id="behind doubled quotes"),
        pytest.param('a,b\n5",x\n6,y\n', 2, 2, (2, 4), id="behind a quote that opens nothing"),
        pytest.param('a,b\nx "y" z,2\n', 2, 2, (2, 9), id="behind quotes inside a cell"),
        pytest.param('a,b\n5",\n"6\n7",y\n', 3, 2, (4, 4), id="below a quote that opens nothing"),
    ],
)
def test_a_cell_stands_on_its_physical_line(text: str, record: int, field: int, place: tuple[int, int]) -> None:
    assert _layout(text, Dialect()).cell(record, field) == place


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        pytest.param("", _at(1, 1, "empty-file"), id="nothing"),
        pytest.param(" \n\n", _at(1, 1, "empty-file"), id="only blanks"),
        pytest.param("\ufeffcode,size\n", _at(1, 1, "byte-order-mark"), id="a byte order mark"),
        pytest.param(b"code,size\n\xff,1\n", _at(2, 1, "not-utf8"), id="no UTF-8"),
        pytest.param(
            "code,size\né,".encode() + b"\xff\n", _at(2, 3, "not-utf8"), id="no UTF-8 behind a letter of two bytes"
        ),
        pytest.param("code,size\na\0,1\n", _at(2, 2, "hidden-character"), id="a zero"),
        pytest.param("code,size\ne\u0301,1\n", _at(2, 1, "not-nfc"), id="a separate mark"),
        pytest.param("code,size\nê\u0309,1\n", _at(2, 1, "not-nfc"), id="a mark that would compose"),
        pytest.param('code,size\n"a,1\n', _at(2, 1, "unclosed-quote"), id="a quote never closed"),
        pytest.param(
            'code,size\n"a","1\nb,2\n', _at(2, 5, "unclosed-quote"), id="a quote never closed in the second cell"
        ),
        pytest.param(
            'code,size\n"a\nb","1\nc,2\n', _at(3, 4, "unclosed-quote"), id="a quote never closed on a later line"
        ),
        pytest.param('code,size\n"a"b,1\n', _at(2, 1, "bad-quote"), id="text behind a closing quote"),
        pytest.param(
            'code,size\n"c","a"b\n', _at(2, 5, "bad-quote"), id="text behind a closing quote in the second cell"
        ),
        pytest.param('code,size\r1,2\r3,"4', _at(3, 3, "unclosed-quote"), id="lines that end in a carriage return"),
        pytest.param("\ncode,size\na,1\n", _at(1, 1, "table-blank-header"), id="a blank first line"),
    ],
)
def test_what_is_no_table_is_named_once_at_its_place(root: Path, table: str | bytes, expected: list[Found]) -> None:
    add_table(root, table)
    assert found(root) == expected


@pytest.mark.parametrize(("length", "fits"), [(MAX_LINE, True), (MAX_LINE + 1, False)], ids=["fits", "one too many"])
def test_the_length_of_a_line_is_limited(root: Path, length: int, fits: bool) -> None:
    add_table(root, f"code,size\n{'a' * (length - 2)},1\n")
    assert found(root) == ([] if fits else _at(2, MAX_LINE + 1, "over-limit"))


@pytest.mark.timeout(10)
@pytest.mark.parametrize(
    ("cells", "codes"),
    [(MAX_CELLS, {"table-extra-cell", "table-type-error"}), (MAX_CELLS + 1, {"over-limit"})],
    ids=["as many as a schema may have", "one more"],
)
def test_a_row_of_too_many_cells_is_refused_before_it_is_judged(root: Path, cells: int, codes: set[str]) -> None:
    add_table(root, "code,size\n" + ",".join(['"a"'] * cells) + "\n")
    assert {code for _, _, _, code in found(root)} == codes


def test_a_cell_of_many_lines_may_be_longer_than_any_line(root: Path) -> None:
    text = ("x" * (MAX_LINE - 1) + "\n") * 3
    add_table(root, f'code,size\n"{text}",1\n')
    assert found(root) == []


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("quote", ['"', "'"])
def test_every_dialect_that_a_descriptor_may_name_is_read_by_it(root: Path, delimiter: str, quote: str) -> None:
    escaped = {"\t": '"\\t"'}.get(delimiter, f"'{delimiter}'")
    quoted = {"'": '"\'"'}.get(quote, f"'{quote}'")
    dialect = f"    encoding: utf-8\n    dialect: {{delimiter: {escaped}, quoteChar: {quoted}}}\n"
    rows = [["code", "size"], [f"a{delimiter}b{quote}\nc", "1"], ["d", "x"]]
    text = _written(rows, Dialect(delimiter, quote), csv.QUOTE_MINIMAL, "\n")
    add_table(root, text, descriptor=DATASET.replace("    encoding: utf-8\n", dialect))
    assert found(root) == _at(4, 3, "table-type-error")


def test_a_file_that_is_no_csv_is_not_read_as_one(root: Path) -> None:
    bare = DATASET.partition("    schema:")[0].replace("format: csv", "format: pdf")
    write(root, {DESCRIPTOR: bare, TABLE: b"%PDF\xff\xfe\0"})
    assert found(root) == []


@pytest.mark.parametrize("content", [b"%PDF\xff\xfe\0", b"{}"], ids=["bytes", "JSON"])
def test_a_table_schema_belongs_to_a_format_that_is_read_as_a_table(root: Path, content: bytes) -> None:
    add_table(root, content, descriptor=DATASET.replace("format: csv", "format: pdf"))
    assert {file for file, *_ in found(root)} <= {DESCRIPTOR}


def test_the_reader_is_as_strict_as_the_gate() -> None:
    with pytest.raises(csv.Error):
        list(Dialect().reader(io.StringIO('"a"b\n')))
