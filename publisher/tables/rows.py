"""The records of a checked CSV file as values that JSON knows, read as frictionless reads them. Reads."""

import csv
import functools
import hashlib
import io
import operator
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from typing import Any, TextIO

from publisher.model import Resource
from publisher.problem import Refused
from publisher.tables import canonical
from publisher.tables.layout import dialect

MAX_CELLS_KNOWN = 65_536  # of a column; what its judge said of so many cells is remembered

Read = Callable[[str], Any]

# How JSON tells what it has no type for.
_FORMS: dict[str, Callable[[Any], str]] = {
    **dict.fromkeys(("date", "datetime", "time"), operator.methodcaller("isoformat")),
    "yearmonth": lambda value: f"{value.year:04}-{value.month:02}",
}


def typed_rows(resource: Resource) -> Iterator[list[Any]]:
    """Yield each record in the order of the fields: numbers as exact text, times in ISO form, no value as None."""
    readers = _readers(resource)
    with _unchanged(resource) as stream:
        records = dialect(resource).reader(stream)
        try:
            next(records)
            for record in records:
                yield [read(cell) for read, cell in zip(readers, record, strict=True)]
        except (ValueError, ArithmeticError, csv.Error, StopIteration):
            raise _changed(resource) from None


@contextmanager
def _unchanged(resource: Resource) -> Iterator[TextIO]:
    """Open a file; it must still be the one that was checked."""
    with resource.file.open("rb") as stream:
        if not resource.measure or hashlib.file_digest(stream, "sha256").hexdigest() != resource.measure.sha256:
            raise _changed(resource)
        stream.seek(0)
        yield io.TextIOWrapper(stream, encoding="utf-8", newline="")


def _changed(resource: Resource) -> Refused:
    return Refused("file-changed", file=str(resource.file))


def _readers(resource: Resource) -> list[Read]:
    """A reader a column: our own where one call tells the value, else the judge's, asked once for equal cells."""
    missing = frozenset(resource.schema.get("missingValues", [""]))
    judges = canonical.judges(resource)
    return [_reader(field["type"], missing, judge) for field, judge in zip(resource.fields, judges, strict=True)]


def _reader(kind: str, missing: frozenset[str], judge: canonical.Judge) -> Read:
    if kind in {"string", "any"}:
        return lambda cell: None if cell in missing else cell
    if kind == "integer":
        return lambda cell: None if cell in missing else int(cell)
    if kind == "number":
        return lambda cell: None if cell in missing else str(Decimal(cell.strip()))
    form = _FORMS.get(kind)

    @functools.lru_cache(MAX_CELLS_KNOWN)
    def read(cell: str) -> Any:
        value, notes = judge(cell)
        if notes:
            raise ValueError(cell)
        return value if value is None or form is None else form(value)

    return read
