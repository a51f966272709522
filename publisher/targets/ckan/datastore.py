"""The DataStore of a portal: a typed table for each CSV file, with its data dictionary. Reads and writes.

A table with a key is mended row by row; one without is loaded anew. What is there is always read from the portal,
whoever left it half done, so that an apply that died is finished by the next one.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from itertools import islice
from typing import Any, TypeVar

from publisher.problem import PublisherError
from publisher.targets.ckan import records
from publisher.targets.ckan.connection import Connection, NotThere
from publisher.targets.ckan.records import Row
from publisher.targets.ckan.table import Column, Shape, Table, marks, table_of

__all__ = ["Column", "Table", "drop", "load", "marks", "table_of"]

MAX_RECORDS = 5_000  # of a call; more are no faster
MAX_TEXT = 5_000_000  # characters of a call, so that no proxy before the portal finds it too large

# A file's table is read-only to CKAN's own forms, hence `force`. Counting after each call would only cost.
_ALWAYS = {"force": True, "calculate_record_count": False}

Rows = Callable[[], Iterator[Row]]
T = TypeVar("T")


def load(
    connection: Connection,
    resource_id: str,
    table: Table,
    rows: Rows,
    count: int,
    wanted: Mapping[str, str],
    held: Mapping[str, str],
) -> None:
    """Make a table what it should be: `wanted` are its marks, `held` those that were confirmed last."""
    shape, found = _look(connection, resource_id)
    told = found == count and all(held.get(part) == wanted[part] for part in ("rows", "columns"))
    if shape != table.shape or not (told or table.key):
        _reload(connection, resource_id, table, rows)
    elif told:
        _declare(connection, resource_id, table)
    else:
        _mend(connection, resource_id, table, rows)
    _, found = _look(connection, resource_id)
    if found != count and table.key:  # others left rows there that no key tells apart
        _reload(connection, resource_id, table, rows)
        _, found = _look(connection, resource_id)
    if found != count:
        raise PublisherError("table-incomplete", resource=resource_id, found=str(found), count=str(count))


def drop(connection: Connection, resource_id: str) -> None:
    """Remove a table with its dictionary; it may be gone already."""
    with suppress(NotThere):
        _call(connection, "datastore_delete", resource_id)


def _look(connection: Connection, resource_id: str) -> tuple[Shape | None, int]:
    """What the portal has: the shape of the table, and its rows counted; a search's total may be an old one."""
    try:
        told = connection.call("datastore_info", {"resource_id": resource_id})
    except NotThere:
        return None, 0
    columns = tuple((field["id"], field["type"]) for field in told["fields"])
    key = frozenset(field["id"] for field in told["fields"] if field["schema"]["is_index"])
    return (columns, key), told["meta"]["count"]


def _declare(connection: Connection, resource_id: str, table: Table) -> None:
    """Create a table, or write the dictionary of one that has these columns; its rows stay as they are."""
    fields = [{"id": column.id, "type": column.type, "info": dict(column.info)} for column in table.columns]
    _call(connection, "datastore_create", resource_id, fields=fields, primary_key=list(table.key))


def _reload(connection: Connection, resource_id: str, table: Table, rows: Rows) -> None:
    """Make a table anew: CKAN silently keeps the types that columns have."""
    drop(connection, resource_id)
    _declare(connection, resource_id, table)
    _send(connection, resource_id, table, "insert", records.as_kept(table, rows()))


def _mend(connection: Connection, resource_id: str, table: Table, rows: Rows) -> None:
    """Delete rows whose key is gone, update those that changed, insert those that are new.

    In this order, so that no key is in its own way which the portal writes otherwise than we do. The method
    `upsert` would update and insert in one, but leaves a changed row to be found by its old words (CKAN 2.12).
    """
    held = records.held(connection, resource_id, table)
    total = len(held)
    difference = records.compare(held, table, records.as_kept(table, rows()))
    if 2 * len(difference.vanished) > total:
        _reload(connection, resource_id, table, rows)
        return
    _declare(connection, resource_id, table)
    for ids in _batches(difference.vanished, MAX_RECORDS):
        _call(connection, "datastore_records_delete", resource_id, filters={"_id": ids})
    for kind, method in ((records.CHANGED, "update"), (records.NEW, "insert")):
        if kind in difference.rows:
            _send(connection, resource_id, table, method, difference.only(kind, records.as_kept(table, rows())))


def _send(connection: Connection, resource_id: str, table: Table, method: str, rows: Iterable[Row]) -> None:
    names = [column.id for column in table.columns]
    for portion in _portions(rows, records.batch(table, MAX_RECORDS)):
        told = [dict(zip(names, row, strict=True)) for row in portion]
        _call(connection, "datastore_upsert", resource_id, method=method, records=told)


def _call(connection: Connection, action: str, resource_id: str, **data: Any) -> None:
    connection.call(action, {"resource_id": resource_id, **data, **_ALWAYS})


def _portions(rows: Iterable[Row], most: int) -> Iterator[list[Row]]:
    """Rows as many as go into a call; the last may go over MAX_TEXT by itself."""
    portion: list[Row] = []
    size = 0
    for row in rows:
        portion.append(row)
        size += sum(len(cell) for cell in row if isinstance(cell, str))
        if len(portion) == most or size >= MAX_TEXT:
            yield portion
            portion, size = [], 0
    if portion:
        yield portion


def _batches(things: Iterable[T], size: int) -> Iterator[list[T]]:
    rest = iter(things)
    while batch := list(islice(rest, size)):
        yield batch
