"""Tables in JSON: a list of objects, or of lists under a list of labels; in an object under `property`. Reads."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from publisher.model import Data, Resource
from publisher.tables.forms.found import Fault, Row, Table, Tell, Unreadable
from publisher.tables.forms.json_text import Cursor, ended, items, members
from publisher.words import nearest

Item = tuple[int, int, Any]


def read(file: Path, resource: Resource, folder: Path, tell: Tell) -> Table | None:
    """Give the table of a JSON file, if there is a Table Schema; without one, a JSON text may be anything."""
    if not resource.fields:
        return None
    dialect: Data = resource.data.get("dialect", {})
    named = dialect.get("property", "")
    found = _items(file, named)
    first = next(found, None)
    pointer = f"/{named}" if named else ""
    if first and isinstance(first[2], list):
        return Table(first[0], first[2], _lists(found), pointer=pointer, above=1)
    labels = [str(field.get("name")) for field in resource.fields]
    rows = _objects(_again(first, found), labels, tell)
    return Table(first[0] if first else 1, labels, rows, pointer=pointer)


def _again(first: Item | None, rest: Iterator[Item]) -> Iterator[Item]:
    if first:
        yield first
    yield from rest


def _items(file: Path, named: str) -> Iterator[Item]:
    """The items of the list in a file, which is read to its end."""
    with file.open(encoding="utf-8", newline="") as stream:
        cursor = Cursor(stream)
        if named:
            yield from _within(cursor, named)
        elif cursor.peek() == "[":
            yield from items(cursor)
        else:
            raise cursor.fault("json-no-list", property="")
        ended(cursor)


def _within(cursor: Cursor, named: str) -> Iterator[Item]:
    """The items of a list that is a property of the object at the cursor."""
    if cursor.peek() != "{":
        raise cursor.fault("json-no-list", property=named)
    is_there = False
    for name in members(cursor):
        if name != named:
            cursor.value()
            continue
        if cursor.peek() != "[":
            raise cursor.fault("json-no-list", property=named)
        is_there = True
        yield from items(cursor)
    if not is_there:
        raise Unreadable(Fault(1, 1, "json-no-list", {"property": named}))


def _lists(found: Iterator[Item]) -> Iterator[Row]:
    for line, column, cells in found:
        if not isinstance(cells, list):
            raise Unreadable(Fault(line, column, "json-mixed-rows"))
        yield Row(line, column, cells)


def _objects(found: Iterator[Item], labels: Sequence[str], tell: Tell) -> Iterator[Row]:
    """Rows in the order of the fields; a property that is absent has no value there."""
    strange: set[str] = set()
    seen: set[str] = set()
    rows = 0
    for line, column, item in found:
        if not isinstance(item, dict):
            raise Unreadable(Fault(line, column, "json-mixed-rows"))
        tell_strange(item, labels, strange, (line, column), tell)
        seen |= item.keys()
        rows += 1
        yield Row(line, column, [item.get(label) for label in labels])
    for label in labels:
        if rows and label not in seen:
            tell(Fault(1, 1, "json-absent-property", {"field": label}))


def tell_strange(item: Data, labels: Sequence[str], strange: set[str], at: tuple[int, int], tell: Tell) -> None:
    """Tell once of each property that no field of the schema is called after."""
    for name in sorted(item.keys() - set(labels) - strange):
        strange.add(name)
        tell(Fault(*at, "json-unknown-property", {"property": name, "nearest": nearest(name, labels) or ""}))
