"""The rows that figures are drawn from. Reads a sound CSV file once more, only where there are figures."""

import csv
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from publisher.measures import FigureRows
from publisher.model import Data, Resource
from publisher.tables import columns
from publisher.tables.layout import dialect
from publisher.tables.rows import reader

MAX_ROWS = 2_000
"""A figure of more rows shows nobody anything, and its page would be a download."""


def named(figure: Data) -> tuple[str, ...]:
    """The columns that a figure names in any language, each once, in the order of its fields."""
    written = figure.get("fields", {}).values()
    names = [name for value in written for name in (value if isinstance(value, list) else [value])]
    return tuple(dict.fromkeys(names))


def asked(table: Resource) -> tuple[FigureRows, ...]:
    """For each figure of a table the rows that it asks for; a column that is not there is left out."""
    if not table.figures or table.format != "csv":
        return ()
    gathered = [_Gathered(figure, table) for figure in table.figures]
    width = len(table.fields)
    with table.file.open(encoding="utf-8", newline="") as stream:
        records = columns.in_order(table, dialect(table).reader(stream))
        try:
            for record in records:
                row = (*record, *[""] * (width - len(record)))
                for each in gathered:
                    each.take(row)
        except (ValueError, ArithmeticError, csv.Error):
            pass  # a cell of another type, or no table: that is a problem already
    return tuple(each.found() for each in gathered)


class _Gathered:
    """The rows of one figure, while the file passes by."""

    def __init__(self, figure: Data, table: Resource) -> None:
        typed = enumerate(table.fields)
        at = {str(field.get("name")): (index, _reader(table, field)) for index, field in typed if "type" in field}
        self.columns = tuple(name for name in named(figure) if name in at)
        self.cells = [at[name] for name in self.columns]
        self.wanted = [(*at[name], _texts(value)) for name, value in figure.get("where", {}).items() if name in at]
        self.rows: list[tuple[str, ...]] = []
        self.count = 0

    def take(self, row: Sequence[str]) -> None:
        """Take a row, if the figure asks for it and has room for it."""
        if all(read(row[place]) in allowed for place, read, allowed in self.wanted):
            self.count += 1
            if self.count <= MAX_ROWS:
                self.rows.append(tuple(read(row[place]) for place, read in self.cells))

    def found(self) -> FigureRows:
        """What was gathered; nothing of what is too much."""
        return FigureRows(self.columns, tuple(self.rows) if self.count <= MAX_ROWS else (), self.count)


def _reader(table: Resource, field: Data) -> Callable[[str], str]:
    read = reader(table, field)
    return lambda cell: _text(read(cell))


def _text(value: Any) -> str:
    """A value as a figure holds it: no value is an empty text."""
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def _texts(value: Any) -> frozenset[str]:
    """What a condition of a figure allows, as texts."""
    values: Iterable[Any] = value if isinstance(value, list) else [value]
    return frozenset(map(_text, values))
