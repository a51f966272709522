"""The records that a portal holds, and how those that it should hold differ. Reads.

Both are compared as the text that PostgreSQL's COPY gives of them, which tells numbers to the last digit and no
value from an empty text. Equal text is an equal value; of what is written otherwise no harm comes but a write.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from itertools import compress
from typing import Any

from publisher.targets.ckan.connection import Connection
from publisher.targets.ckan.table import Table

MAX_PAGE = 32_000  # records that a portal gives at once, unless it is set otherwise
MAX_CELLS = 500_000  # of a call, so that a wide table makes no larger calls than a narrow one

SAME, CHANGED, NEW = range(3)

Row = list[Any]
# Of each record by its key: its `_id` on the portal, and a hash of its other cells that holds in this run.
Held = dict[str, tuple[int, int]]

_CELL = re.compile(r'("(?:[^"]++|"")*+"|[^",\n]*+)[,\n]')
_QUOTED = re.compile(r'[",\n\r]')


@dataclass(frozen=True)
class Difference:
    """What is to be done: a byte a wanted row (SAME, CHANGED or NEW), and the `_id`s of rows that are gone."""

    rows: bytes
    vanished: tuple[int, ...]

    def only(self, kind: int, rows: Iterable[Row]) -> Iterator[Row]:
        """The wanted rows of one kind."""
        return compress(rows, (known == kind for known in self.rows))


def as_kept(table: Table, rows: Iterable[Row]) -> Iterator[Row]:
    """Rows as a portal keeps them: it knows no offset from UTC, so a moment that has one is told in UTC."""
    moments = [index for index, column in enumerate(table.columns) if column.type == "timestamp"]
    for row in rows:
        for index in moments:
            row[index] = row[index] and _moment(row[index])
        yield row


def _moment(told: str) -> str:
    moment = datetime.fromisoformat(told)
    return (moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment).isoformat()


def batch(table: Table, most: int) -> int:
    """How many records of a table to send or to ask for at once."""
    return max(1, min(most, MAX_CELLS // len(table.columns)))


def held(connection: Connection, resource_id: str, table: Table) -> Held:
    """Read all records that the portal has of a table."""
    order = _key_first(table)
    moments = [place + 1 for place, index in enumerate(order) if table.columns[index].type == "timestamp"]
    found: Held = {}
    for record in _records(connection, resource_id, table, order):
        for place in moments:
            record[place] = record[place].removesuffix(".000")
        key, rest = _apart(record[1:], table)
        found[key] = int(record[0]), rest
    return found


def _records(connection: Connection, resource_id: str, table: Table, order: Sequence[int]) -> Iterator[list[str]]:
    """Yield the cells of each record, the `_id` first, as they stand in CSV."""
    fields = ["_id", *(table.columns[index].id for index in order)]
    asked: dict[str, Any] = {"resource_id": resource_id, "fields": fields, "sort": "_id", "records_format": "csv"}
    asked |= {"limit": batch(table, MAX_PAGE), "include_total": False}
    offset, more = 0, True
    while more:
        page = connection.call("datastore_search", {**asked, "offset": offset})
        cells = _CELL.findall(page["records"])
        for start in range(0, len(cells), len(fields)):
            yield cells[start : start + len(fields)]
        got = len(cells) // len(fields)
        offset, more = offset + got, got >= page["limit"] > 0


def compare(held: Held, table: Table, rows: Iterable[Row]) -> Difference:
    """Compare the wanted rows with the held ones, which are used up."""
    order = _key_first(table)
    writers = [_WRITERS[table.columns[index].type] for index in order]
    kinds = bytearray()
    for row in rows:
        cells = ["" if row[index] is None else write(row[index]) for write, index in zip(writers, order, strict=True)]
        key, rest = _apart(cells, table)
        known = held.pop(key, None)
        kinds.append(NEW if known is None else SAME if known[1] == rest else CHANGED)
    return Difference(bytes(kinds), tuple(number for number, _ in held.values()))


def _key_first(table: Table) -> list[int]:
    """The columns in the order of comparing: those of the key, then the others."""
    return sorted(range(len(table.columns)), key=lambda index: table.columns[index].id not in table.key)


def _apart(cells: list[str], table: Table) -> tuple[str, int]:
    size = len(table.key)
    return ",".join(cells[:size]), hash(tuple(cells[size:]))


def _text(value: str) -> str:
    if value and not _QUOTED.search(value):
        return value
    return '"' + value.replace('"', '""') + '"'


def _number(value: str) -> str:
    return f"{Decimal(value):f}" if "E" in value else value


def _fraction(value: str) -> str:
    """A moment with the milliseconds that CKAN tells, if it has any."""
    return value.removesuffix("000") if "." in value else value


# How PostgreSQL writes a value of each type.
_WRITERS: dict[str, Callable[[Any], str]] = {
    "text": _text,
    "numeric": _number,
    "int8": str,
    "int4": str,
    "bool": lambda value: "t" if value else "f",
    "date": str,
    "timestamp": _fraction,
}
