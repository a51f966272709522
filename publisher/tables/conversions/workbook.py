"""A table as a workbook for Excel: the rows, and a second sheet that says what each column means.

Reads a table, writes a file; the only door to XlsxWriter.

A text stays a text, whatever it looks like: `=1+1`, `007`, a number of twenty digits. Excel computes with 15 digits, so
a number of more is text as well; so are days before 1 March 1900, which Excel and LibreOffice count differently.
"""

import datetime
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import xlsxwriter

from publisher.model import Data, Resource
from publisher.tables.rows import typed_rows

DIGITS = 15
MADE = datetime.datetime(1980, 1, 1)  # a file of equal rows is the same file, whenever it is made
MAX_NAME = 31  # characters of the name of a sheet
MIN_WIDTH, MAX_WIDTH = 8, 60
_FIRST = datetime.date(1900, 3, 1)
_FORMS = {"date": "yyyy-mm-dd", "datetime": "yyyy-mm-dd hh:mm:ss"}

# Writes a value of a column at a row and column of the sheet.
Put = Callable[[Any, int, int, Any], None]


@dataclass(frozen=True)
class Words:
    """What a workbook says beside the rows: its title, the name of the second sheet, and what stands on that."""

    title: str
    dictionary: str
    headings: tuple[str, ...]
    meanings: tuple[tuple[str, ...], ...]


def write(table: Resource, place: Path, words: Words) -> None:
    """Write a checked table as a workbook."""
    with tempfile.TemporaryDirectory() as folder:
        options = {"constant_memory": True, "tmpdir": folder, "use_zip64": True}
        book = xlsxwriter.Workbook(str(place), options)
        book.set_properties({"title": words.title[:255], "created": MADE})
        bold = book.add_format({"bold": True})
        first = sheet_name(table.name, "table")
        second = sheet_name(words.dictionary, "dictionary")
        _rows(book, book.add_worksheet(first), bold, table)
        _dictionary(
            book.add_worksheet(second if second.casefold() != first.casefold() else f"{first[:-2]} 2"), bold, words
        )
        book.close()


def _rows(book: Any, sheet: Any, bold: Any, table: Resource) -> None:
    names = [str(field["name"]) for field in table.fields]
    puts = [_put(field, book) for field in table.fields]
    _head(sheet, bold, names, table.measure.preview if table.measure else ())
    for number, row in enumerate(typed_rows(table), start=1):
        for column, (put, value) in enumerate(zip(puts, row, strict=True)):
            if value is not None:
                put(sheet, number, column, value)


def _dictionary(sheet: Any, bold: Any, words: Words) -> None:
    _head(sheet, bold, words.headings, words.meanings)
    for number, row in enumerate(words.meanings, start=1):
        for column, text in enumerate(row):
            if text:
                _string(sheet, number, column, text[:32_767])


def _head(sheet: Any, bold: Any, names: Sequence[str], sample: Sequence[Sequence[str]]) -> None:
    """The first row, which stays in sight, and columns as wide as what stands in them."""
    for column, name in enumerate(names):
        longest = max(len(name) + 2, *(len(row[column]) + 1 for row in sample if column < len(row)), MIN_WIDTH)
        sheet.set_column(column, column, min(longest, MAX_WIDTH))
        sheet.write_string(0, column, name, bold)
    sheet.freeze_panes(1, 0)


def _put(field: Data, book: Any) -> Put:
    """How the values of a field are written, as `typed_rows` gives them."""
    match field.get("type"):
        case "integer" | "year":
            return _whole
        case "number":
            return _number
        case "boolean":
            return lambda sheet, row, column, value: sheet.write_boolean(row, column, value)
        case "date" | "datetime" as kind:
            return _moment(book.add_format({"num_format": _FORMS[kind]}), kind)
    return _string


def _string(sheet: Any, row: int, column: int, value: Any) -> None:
    """A text. One that XlsxWriter would take for marked up text is written as a run of marked up text that says it."""
    text = str(value)
    if text.startswith("<r>") and text.endswith("</r>"):
        text = f'<r><t xml:space="preserve">{escape(text)}</t></r>'
    sheet.write_string(row, column, text)


def _whole(sheet: Any, row: int, column: int, value: int) -> None:
    if abs(value) < 10**DIGITS:
        sheet.write_number(row, column, value)
    else:
        _string(sheet, row, column, value)


def _number(sheet: Any, row: int, column: int, value: str) -> None:
    exact = Decimal(value)
    if exact.is_finite() and len(exact.as_tuple().digits) <= DIGITS and -307 < exact.adjusted() < 307:
        sheet.write_number(row, column, exact)  # XlsxWriter would write a float with 16 digits: 85.31999999999999
    else:
        _string(sheet, row, column, value)


def _moment(form: Any, kind: str) -> Put:
    """A day or a moment; one with an offset, with fractions of a second, or too early for Excel is a text."""

    def put(sheet: Any, row: int, column: int, value: str) -> None:
        moment = datetime.datetime.fromisoformat(value)
        if moment.date() < _FIRST or moment.tzinfo or moment.microsecond:
            _string(sheet, row, column, value)
        else:
            sheet.write_datetime(row, column, moment if kind == "datetime" else moment.date(), form)

    return put


def sheet_name(name: str, otherwise: str) -> str:
    """A name as Excel takes it for a sheet: without some signs, short, and not `History`, which it keeps to itself."""
    plain = "".join(" " if letter in "[]:*?/\\" else letter for letter in name)[:MAX_NAME].strip("' ")
    return plain if plain.casefold() not in {"", "history"} else otherwise
