"""The shape of GeoJSON features and geometries (RFC 7946, sections 3 and 4). Pure."""

import itertools
from collections.abc import Iterator, Sequence
from typing import Any

from publisher.model import Data
from publisher.problem import Severity
from publisher.tables.forms.found import Fault, Figure, Tell

MAX_FAULTS = 1_000  # that are told of one file
MAX_SHOWN = 40
# How many lists lie around a position.
_DEPTHS = {"Point": 0, "MultiPoint": 1, "LineString": 1, "MultiLineString": 2, "Polygon": 2, "MultiPolygon": 3}
_LINE, _RING = 2, 4  # the least positions of a line, and of a ring, whose last is its first
_LONGITUDE, _LATITUDE = 180, 90
_DIMENSIONS = (2, 3)

Spot = tuple[int, int]


class Look:
    """Looks at features one by one, and tells of the first fault of each."""

    def __init__(self, tell: Tell) -> None:
        self.tell = tell
        self.left = MAX_FAULTS
        self.has_turned = False

    def feature(self, feature: Data, pointer: str, at: Spot) -> None:
        """A feature has properties and a geometry, even if these are null."""
        for member in ("geometry", "properties"):
            if member not in feature or not isinstance(feature[member], dict | None):
                self._say(at, "geojson-member", {"pointer": pointer or "/", "member": member})
                return
        if feature["geometry"] is not None:
            self.geometry(feature["geometry"], f"{pointer}/geometry", at)

    def geometry(self, geometry: Data, pointer: str, at: Spot) -> None:
        """A geometry, or a collection of them."""
        found = list(_faults(geometry, pointer))
        if not found:
            return
        code, args = next((fault for fault in found if fault[0] != "geojson-orientation"), found[0])
        if code != "geojson-orientation":
            self._say(at, code, args)
        elif not self.has_turned:  # one line says it for the whole file
            self.has_turned = True
            self.tell(Fault(*at, code, args, Severity.WARNING))

    def _say(self, at: Spot, code: str, args: dict[str, str]) -> None:
        if self.left:
            self.left -= 1
            self.tell(Fault(*at, code, args))


Found = tuple[str, dict[str, str]]


def _faults(geometry: Data, pointer: str) -> Iterator[Found]:
    """What is wrong with a geometry; the turn of its rings comes last."""
    kind = geometry.get("type")
    if kind == "GeometryCollection":
        yield from _collection(geometry.get("geometries"), pointer)
    elif not isinstance(kind, str) or kind not in _DEPTHS:
        yield "geojson-type", {"pointer": pointer or "/", "found": kind[:MAX_SHOWN] if isinstance(kind, str) else ""}
    else:
        yield from _coordinates(geometry.get("coordinates"), kind, f"{pointer}/coordinates")


def _collection(parts: Any, pointer: str) -> Iterator[Found]:
    if not isinstance(parts, list) or not all(isinstance(part, dict) for part in parts):
        yield "geojson-shape", {"pointer": f"{pointer}/geometries", "type": "GeometryCollection"}
        return
    for number, part in enumerate(parts):
        yield from _faults(part, f"{pointer}/geometries/{number}")


def _coordinates(coordinates: Any, kind: str, pointer: str) -> Iterator[Found]:
    if not _is_shaped(coordinates, _DEPTHS[kind]):
        yield "geojson-shape", {"pointer": pointer, "type": kind}
        return
    strayed = next(
        (position for position in _positions(coordinates, _DEPTHS[kind]) if not _is_on_earth(position)), None
    )
    if strayed:
        yield "geojson-coordinates", {"pointer": pointer, "found": ", ".join(map(str, strayed))[:MAX_SHOWN]}
    if kind in {"LineString", "MultiLineString"}:
        lines = [coordinates] if kind == "LineString" else coordinates
        if any(len(line) < _LINE for line in lines):
            yield "geojson-shape", {"pointer": pointer, "type": kind}
    if kind in {"Polygon", "MultiPolygon"}:
        for polygon in [coordinates] if kind == "Polygon" else coordinates:
            yield from _rings(polygon, pointer)


def _rings(polygon: Sequence[Sequence[Sequence[Figure]]], pointer: str) -> Iterator[Found]:
    for ring in polygon:
        if len(ring) < _RING or [*map(float, ring[0])] != [*map(float, ring[-1])]:
            yield "geojson-ring", {"pointer": pointer}
            return
    for number, ring in enumerate(polygon):
        if _area(ring) * (-1 if number else 1) < 0:
            yield "geojson-orientation", {"pointer": pointer}


def _area(ring: Sequence[Sequence[Figure]]) -> float:
    """Twice the area within a ring; above 0 if it goes round against the clock."""
    points = [(float(x), float(y)) for x, y, *_ in ring]
    return sum(x * y2 - x2 * y for (x, y), (x2, y2) in itertools.pairwise(points))


def _is_shaped(value: Any, depth: int) -> bool:
    if not isinstance(value, list):
        return False
    if depth:
        return all(_is_shaped(each, depth - 1) for each in value)
    return len(value) in _DIMENSIONS and all(isinstance(each, Figure) for each in value)


def _positions(value: Any, depth: int) -> Iterator[Sequence[Figure]]:
    if not depth:
        yield value
    for each in value if depth else ():
        yield from _positions(each, depth - 1)


def _is_on_earth(position: Sequence[Figure]) -> bool:
    return abs(float(position[0])) <= _LONGITUDE and abs(float(position[1])) <= _LATITUDE
