"""Writes a table in another form as the CSV text that is checked in its stead."""

import csv
import re
import types
from array import array
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, BinaryIO

from publisher.model import Data, Resource
from publisher.tables.forms.found import Fault, Row, Table, Tell, over
from publisher.tables.forms.placing import Placing, cell_name
from publisher.tables.forms.spelling import Spell, is_text, speller

MAX_BYTES = 4_000_000_000  # of the CSV text
MAX_FAULTS = 1_000  # that are told of the cells of one table
_END = "\r\n"  # with it, csv.writer quotes every cell that holds either character
_ENDS = re.compile(r"\r\n|\r|\n")

Put = Callable[[Row, Sequence[str]], int]


def write(table: Table, resource: Resource, file: Path, tell: Tell) -> Placing:
    """Write the records of a table; tell of cells that are no text where the schema says text."""
    labels = [speller({}, {})(label) for label in table.labels]
    fields = _fields(labels, resource)
    spells = [speller(field, resource.schema) for field in fields]
    check = _checker(table, fields, tell)
    starts, lines, columns = array("Q", [1]), array("Q"), array("Q")
    with file.open("wb") as stream:
        put = _putter(stream, tell)
        _note(Row(table.line, 1, labels), put(Row(table.line, 1, labels), labels), starts, lines, columns)
        for row in table.rows:
            check(row)
            _note(row, put(row, _spelled(row.cells, spells)), starts, lines, columns)
    own = () if table.pointer is None else columns
    return Placing(file, starts, lines, own, table.sheet, table.pointer, table.above)


def _fields(labels: Sequence[str], resource: Resource) -> list[Data]:
    """The field of each column, by its label; where no field is so called, by its position."""
    named = {str(field.get("name")): field for field in resource.fields}
    return [named.get(label) or _at(resource.fields, number) for number, label in enumerate(labels)]


def _at(fields: Sequence[Data], number: int) -> Data:
    return fields[number] if number < len(fields) else {}


def _spelled(cells: Sequence[Any], spells: Sequence[Spell]) -> list[str]:
    """Cells as text; those beyond the labels as they are."""
    told = [spell(cell) for spell, cell in zip(spells, cells, strict=False)]
    return told + [speller({}, {})(cell) for cell in cells[len(spells) :]]


def _note(row: Row, count: int, starts: "array[int]", lines: "array[int]", columns: "array[int]") -> None:
    starts.append(starts[-1] + count)
    lines.append(row.line)
    columns.append(row.column)


def _putter(stream: BinaryIO, tell: Tell) -> Put:
    """A function that writes a record and gives how many lines it takes."""
    texts: list[str] = []
    writer = csv.writer(types.SimpleNamespace(write=texts.append), lineterminator=_END)
    written = 0

    def put(row: Row, cells: Sequence[str]) -> int:
        nonlocal written
        writer.writerow(cells)
        text = texts.pop()
        raw = _encoded(text, row, tell)
        written += len(raw)
        if written > MAX_BYTES:
            raise over("bytes", MAX_BYTES, row.line, row.column)
        stream.write(raw)
        return len(_ENDS.findall(text))

    return put


def _encoded(text: str, row: Row, tell: Tell) -> bytes:
    try:
        return text.encode()
    except UnicodeEncodeError as error:  # half a character, which JSON can spell
        character = f"U+{ord(text[error.start]):04X}"
        tell(Fault(row.line, row.column, "hidden-character", {"character": character}))
        return text.encode(errors="replace")


def _checker(table: Table, fields: Sequence[Data], tell: Tell) -> Callable[[Row], None]:
    """A function that tells of each cell of a row that is no text where it must be."""
    texts = [(number, field) for number, field in enumerate(fields) if field.get("type") == "string"]
    left = MAX_FAULTS

    def check(row: Row) -> None:
        nonlocal left
        for number, field in texts:
            if left and number < len(row.cells) and not is_text(row.cells[number]):
                left -= 1
                tell(_not_text(table, row, number + 1, field))

    return check


def _not_text(table: Table, row: Row, cell: int, field: Data) -> Fault:
    column = row.column if table.pointer is not None else cell
    args = {"field": str(field.get("name", ""))}
    if table.sheet:
        args |= {"sheet": table.sheet, "cell": cell_name(row.line, cell)}
    return Fault(row.line, column, "not-text", args)
