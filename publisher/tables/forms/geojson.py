"""GeoJSON (RFC 7946): every feature is looked at; its properties are a row of the table. Reads."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from publisher.model import Resource
from publisher.tables.forms import geometry
from publisher.tables.forms.found import Fault, Row, Table, Tell, Unreadable
from publisher.tables.forms.json_rows import tell_strange
from publisher.tables.forms.json_text import Cursor, ended, items, members

GEOMETRY = "geometry"  # the field that holds a feature's geometry, if the schema has one
_LIST = "features"
_POINTER = f"/{_LIST}"


def read(file: Path, resource: Resource, folder: Path, tell: Tell) -> Table | None:
    """Look at a GeoJSON text; give the table of its features, if there is a Table Schema."""
    labels = [str(field.get("name")) for field in resource.fields]
    rows = _rows(file, labels, tell)
    if labels:
        return Table(1, labels, rows, pointer=_POINTER)
    for _ in rows:
        pass
    return None


def _rows(file: Path, labels: list[str], tell: Tell) -> Iterator[Row]:
    with file.open(encoding="utf-8", newline="") as stream:
        cursor = Cursor(stream)
        if cursor.peek() != "{":
            raise cursor.fault("geojson-type", pointer="/", found="")
        look = geometry.Look(tell)
        told: dict[str, Any] = {}
        for name in members(cursor):
            if cursor.peek() and name == "crs":
                tell(Fault(cursor.line, cursor.column, "geojson-crs"))
            if name == _LIST and cursor.peek() == "[":
                told[name] = True
                yield from _features(cursor, labels, look, tell)
            else:
                told[name] = cursor.value()
        ended(cursor)
    _whole(told, bool(labels), look)


def _whole(told: dict[str, Any], is_table: bool, look: geometry.Look) -> None:
    """What the whole text is: a table is a collection of features, without a schema it may be a single one."""
    found = told.get("type")
    if found == "FeatureCollection":
        if told.get(_LIST) is not True:
            raise Unreadable(Fault(1, 1, "geojson-member", {"pointer": "/", "member": _LIST}))
    elif is_table or _LIST in told or not isinstance(found, str):
        raise Unreadable(Fault(1, 1, "geojson-type", {"pointer": "/", "found": _shown(found)}))
    elif found == "Feature":
        look.feature(told, "", (1, 1))
    else:
        look.geometry(told, "", (1, 1))


def _features(cursor: Cursor, labels: list[str], look: geometry.Look, tell: Tell) -> Iterator[Row]:
    strange: set[str] = set()
    for number, (line, column, feature) in enumerate(items(cursor)):
        pointer = f"{_POINTER}/{number}"
        if not isinstance(feature, dict) or feature.get("type") != "Feature":
            found = _shown(feature.get("type")) if isinstance(feature, dict) else ""
            raise Unreadable(Fault(line, column, "geojson-type", {"pointer": pointer, "found": found}))
        look.feature(feature, pointer, (line, column))
        properties = feature.get("properties")
        known = properties if isinstance(properties, dict) else {}
        if labels:
            tell_strange(known, labels, strange, (line, column), tell)
        cells = {**known, GEOMETRY: feature.get("geometry")} if GEOMETRY not in known else known
        yield Row(line, column, [cells.get(label) for label in labels])


def _shown(found: Any) -> str:
    return found[: geometry.MAX_SHOWN] if isinstance(found, str) else ""
