"""The records of a checked CSV file as values that JSON knows, read as frictionless reads them. Reads."""

import csv
import functools
import hashlib
import io
import json
import operator
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from typing import Any, TextIO

from publisher.model import Data, Resource
from publisher.problem import Refused
from publisher.tables import canonical, columns, field_types, values
from publisher.tables.layout import dialect
from publisher.tables.values import Read

MAX_CELLS_KNOWN = 65_536  # of a column; what its judge said of so many cells is remembered

# How JSON tells what it has no type for; of an object, an array or a point the cell itself is the best text.
_FORMS: dict[str, Callable[[Any], Any]] = {
    **dict.fromkeys(("date", "datetime", "time"), operator.methodcaller("isoformat")),
    "yearmonth": lambda value: f"{value.year:04}-{value.month:02}",
    "number": str,
    "list": lambda value: json.dumps(value, ensure_ascii=False, default=_plain),
}
_AS_WRITTEN = {"duration", "object", "array", "geopoint", "geojson"}


def typed_rows(resource: Resource) -> Iterator[list[Any]]:
    """Yield each record in the order of the fields: numbers as exact text, times in ISO form, no value as None."""
    readers = _readers(resource)
    with _unchanged(resource) as stream:
        records = dialect(resource).reader(stream)
        try:
            header = next(records)
            order = columns.positions(resource, header)
            for record in records:
                if len(record) != len(header):
                    raise _changed(resource)
                yield [None if at is None else read(record[at]) for read, at in zip(readers, order, strict=True)]
        except (ValueError, ArithmeticError, csv.Error, StopIteration, IndexError):
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
    return [reader(resource, field) for field in resource.fields]


def reader(resource: Resource, field: Data) -> Read:
    """How the cells of a column are read; None of a cell that means no value."""
    missing = field_types.missing_values(resource.schema, field)
    kind, plain = field["type"], not values.is_ours(field)
    if kind == "any" or (kind == "string" and "format" not in field):
        return lambda cell: None if cell in missing else cell
    if kind == "integer" and plain:
        return lambda cell: None if cell in missing else int(cell)
    if kind == "number" and plain:
        return lambda cell: None if cell in missing else str(Decimal(cell.strip()))
    form, known = _FORMS.get(kind), canonical.reader(field)

    @functools.lru_cache(MAX_CELLS_KNOWN)
    def read(cell: str) -> Any:
        if cell in missing:
            return None
        value = known(cell)
        return cell.strip() if kind in _AS_WRITTEN else form(value) if form else value

    return read


def _plain(value: Any) -> str:
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
