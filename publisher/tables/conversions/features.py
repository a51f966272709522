"""A table with places as GeoJSON (RFC 7946): a feature a row, one a line. Reads a table, writes a file."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from publisher.model import Resource
from publisher.tables import canonical
from publisher.tables.conversions.objects import lines
from publisher.tables.conversions.workbook import Words

# How fields are called that hold degrees of longitude and latitude.
_PAIRS = (("lon", "lat"), ("lng", "lat"), ("long", "lat"), ("longitude", "latitude"), ("kinh_do", "vi_do"))
_GEOMETRIES = frozenset(
    ("Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon", "GeometryCollection")
)
_WIDEST = {0: 180, 1: 90}


@dataclass(frozen=True)
class Place:
    """Where a row says where it is: the columns of longitude and latitude, or one column."""

    columns: tuple[int, ...]
    kind: str
    apart: frozenset[int]
    """Columns that are the place alone, and no property."""


def place_of(resource: Resource) -> Place | None:
    """Which columns of a table say where each row is."""
    numbers = {field.get("name"): at for at, field in enumerate(resource.fields) if field.get("type") == "number"}
    for pair in _PAIRS:
        columns = tuple(numbers[name] for name in pair if name in numbers)
        if len(columns) == len(pair) and all(_degrees(resource, at, _WIDEST[way]) for way, at in enumerate(columns)):
            return Place(columns, "degrees", frozenset())
    for at, field in enumerate(resource.fields):
        if field.get("type") == "geopoint" or (field.get("type") == "geojson" and field.get("format") != "topojson"):
            return Place((at,), field["type"], frozenset({at}))
    return None


def write(table: Resource, place: Path, words: Words) -> None:
    """Write a checked table as a collection of features."""
    where = place_of(table)
    with place.open("w", encoding="utf-8", newline="") as stream:
        stream.write('{"type": "FeatureCollection", "features": [')
        for number, row in enumerate(lines(table) if where else ()):
            properties = ", ".join(member for at, member in enumerate(row) if where and at not in where.apart)
            geometry = _geometry(table, where, row) if where else "null"
            feature = f'{{"type": "Feature", "geometry": {geometry}, "properties": {{{properties}}}}}'
            stream.write(f"{',' if number else ''}\n{feature}")
        stream.write("\n]}\n")


def _degrees(resource: Resource, column: int, widest: int) -> bool:
    """Whether all numbers of a column can be degrees; coordinates of a map grid are none."""
    facts = resource.measure.columns[column] if resource.measure and resource.measure.columns else None
    if facts is None or not facts.minimum:
        return False
    return -widest <= Decimal(facts.minimum) and Decimal(facts.maximum) <= widest


def _geometry(table: Resource, where: Place, row: list[str]) -> str:
    """The geometry of a row as JSON; null where it says none."""
    said = [row[at].partition(": ")[2] for at in where.columns]
    if where.kind == "degrees":
        return _point(*said) if all(part[-1].isdigit() for part in said) else "null"
    if "null" in said:
        return "null"
    (cell,) = said
    if where.kind == "geojson":
        geometry = json.loads(cell)
        known = isinstance(geometry, Mapping) and geometry.get("type") in _GEOMETRIES
        return cell if known else "null"
    point = canonical.reader(table.fields[where.columns[0]])(json.loads(cell))
    return _point(str(point.lon), str(point.lat))


def _point(lon: str, lat: str) -> str:
    return f'{{"type": "Point", "coordinates": [{lon}, {lat}]}}'
