"""What a cell says, read as the standard has it. Pure; what the judge knows is asked of the judge.

Frictionless is asked where it reads as https://datapackage.org/standard/table-schema/ says. Some types it reads more
generously (`1_000`, `2024-1-5`, a base64 text with strange signs): there the spelling must be right as well. Others it
cannot read, or reads otherwise: those are read here alone (`is_ours`).
"""

import base64
import binascii
import datetime
import json
import operator
import re
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple

from publisher.model import Data
from publisher.tables.duration import Duration, duration, moments

# Gives the value of a cell, and notes where it has none.
Judge = Callable[[str], tuple[Any, Mapping[str, str] | None]]
# Makes the judge of a field, whatever its constraints say.
Judges = Callable[[Data], Judge]
# Gives the value of a cell that is not missing; a ValueError where it has none.
Read = Callable[[str], Any]

_COLLAPSED = " \t\r\n"  # what XML Schema does not count at the ends of a number
_INTEGER = re.compile(r"[+-]?[0-9]+")
_NUMBER = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?|(?i:nan|-?inf)")
_SPELLINGS = {
    "date": re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}"),
    "time": re.compile(r"[0-9]{2}:[0-9]{2}:[0-9]{2}"),
    "datetime": re.compile(
        r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?(Z|[+-][0-9]{2}:[0-9]{2})?"
    ),
}
_YEAR = re.compile(r"-?([1-9][0-9]{4,}|[0-9]{4})")
_YEARMONTH = re.compile(rf"({_YEAR.pattern})-(0[1-9]|1[0-2])")
_OURS = {"year", "yearmonth", "duration", "object", "array", "list", "geopoint"}
_MARKS = {"groupChar", "decimalChar", "bareNumber"}
_COMPARE: Mapping[str, Callable[[Any, Any], bool]] = {
    "minimum": operator.ge,
    "maximum": operator.le,
    "exclusiveMinimum": operator.gt,
    "exclusiveMaximum": operator.lt,
}
# Without an offset from UTC a moment may be this far from what it seems (XML Schema, dateTime, order relation).
_FARTHEST = datetime.timedelta(hours=14)


class YearMonth(NamedTuple):
    """A month of a year."""

    year: int
    month: int


class Point(NamedTuple):
    """A point on the globe, in degrees."""

    lon: Decimal
    lat: Decimal


def is_ours(field: Data) -> bool:
    """Whether a field is read here alone, and the judge sees nothing but text."""
    return field.get("type") in _OURS or (field.get("type") in {"integer", "number"} and not _MARKS.isdisjoint(field))


def well_spelt(field: Data) -> Callable[[str], bool]:
    """What the spelling of a cell must be, where the judge would take more than the standard allows."""
    type, format = field.get("type", ""), field.get("format", "default")
    if type in {"integer", "number"}:
        pattern = _INTEGER if type == "integer" else _NUMBER
        return lambda cell: bool(pattern.fullmatch(cell.strip(_COLLAPSED)))
    if type in _SPELLINGS and format == "default":
        return lambda cell: bool(_SPELLINGS[type].fullmatch(cell))
    if (type, format) == ("string", "binary"):
        return _is_base64
    return _is_json if type == "geojson" else lambda cell: True


def is_generous(field: Data) -> bool:
    """Whether the judge takes more of a field than the standard allows."""
    type, format = field.get("type"), field.get("format", "default")
    return (
        type in {"integer", "number", "geojson"} or (type in _SPELLINGS and format == "default") or format == "binary"
    )


def reader(field: Data, judges: Judges) -> Read:
    """How cells of a field are read."""
    if is_ours(field):
        return _our_reader(field, judges)
    if field.get("format", "default") == "default" and field.get("type") in _PLAIN:
        return _PLAIN[field["type"]]
    judge, spelt = judges(field), well_spelt(field)

    def read(cell: str) -> Any:
        value, notes = judge(cell)
        if notes or not spelt(cell):
            raise ValueError(cell)
        return value

    return read


def constant(field: Data, read: Read, value: Any) -> Any:
    """The value of a constraint or a category: of JSON's own type, or a text that is read as a cell."""
    type = field.get("type")
    if isinstance(value, str):
        return read(value)
    if isinstance(value, bool):
        if type == "boolean":
            return value
    elif type in {"object", "array", "geojson", "geopoint"}:
        return read(json.dumps(value))
    elif type == "list" and isinstance(value, list):
        return read(field.get("delimiter", ",").join(str(item) for item in value))
    elif type in {"integer", "year"} and isinstance(value, int):
        return value
    elif type == "number" and isinstance(value, (int, float)):
        return Decimal(str(value))
    raise ValueError(value)


def holds(name: str, value: Any, limit: Any) -> bool:
    """Whether a value keeps to a bound; where an order is not certain, it does not."""
    compare = _COMPARE[name]
    if value != value:
        return False  # NaN has no place in any order
    if isinstance(value, Duration):
        return all(map(compare, moments(value), moments(limit)))
    try:
        return compare(value, limit)
    except TypeError:  # one of the two has an offset from UTC and the other has none
        return all(compare(_offset(value, by), _offset(limit, by)) for by in (-_FARTHEST, _FARTHEST))


def frozen(value: Any) -> Any:
    """A value that can be looked up; equal values are equal so, and true is not 1."""
    if isinstance(value, dict):
        return frozenset((key, frozen(part)) for key, part in value.items())
    if isinstance(value, (list, tuple)):
        return tuple(frozen(part) for part in value)
    return ("true" if value else "false",) if isinstance(value, bool) else value


def _offset(moment: Any, by: datetime.timedelta) -> Any:
    return moment if moment.tzinfo else moment.replace(tzinfo=datetime.timezone(by) if by else datetime.UTC)


def _our_reader(field: Data, judges: Judges) -> Read:
    match field["type"]:
        case "integer" | "number":
            return _numeric(field)
        case "list":
            return _list(field, judges)
        case "geopoint":
            return _GEOPOINTS[field.get("format", "default")]
        case type:
            return _READERS[type]


def _numeric(field: Data) -> Read:
    """A number with marks of its own; one that is not bare begins with a digit, for in `Rs.95` the dot is ambiguous."""
    whole, mark = field["type"] == "integer", re.escape(field.get("decimalChar", "."))
    group, bare = re.escape(field.get("groupChar", "")), field.get("bareNumber", True)
    digits = f"[0-9]+(?:{group}[0-9]+)*" if group else "[0-9]+"
    power = "(?:[eE][+-]?[0-9]+)?"
    forms = [f"[+-]?{digits}" if whole else f"[+-]?{digits}(?:{mark}[0-9]*)?{power}"]
    forms += [] if whole or not bare else [f"[+-]?{mark}[0-9]+{power}", "(?i:nan|-?inf)"]
    before, after = (rf"[{_COLLAPSED}]*",) * 2 if bare else (rf"[^0-9+\-]*(?<!{mark})", r"[^0-9+\-]*")
    pattern = re.compile(f"{before}({'|'.join(forms)}){after}")

    def read(cell: str) -> Any:
        found = pattern.fullmatch(cell)
        if not found:
            raise ValueError(cell)
        plain = found[1].replace(field.get("groupChar") or "\0", "").replace(field.get("decimalChar", "."), ".")
        return int(plain) if whole else Decimal(plain)

    return read


def _list(field: Data, judges: Judges) -> Read:
    """A list: each item as a cell of the type of items, in its default form."""
    item = reader({"name": "item", "type": field.get("itemType", "string")}, judges)
    delimiter = field.get("delimiter", ",")
    return lambda cell: [item(part) for part in cell.split(delimiter)]


def _year(cell: str) -> int:
    """A year as `gYear` of XML Schema, but for an offset from UTC: the value of a year is a number."""
    if not _YEAR.fullmatch(cell):
        raise ValueError(cell)
    return int(cell)


def _yearmonth(cell: str) -> YearMonth:
    found = _YEARMONTH.fullmatch(cell)
    if not found:
        raise ValueError(cell)
    return YearMonth(int(found[1]), int(cell[-2:]))


def _json(cell: str) -> Any:
    try:
        return json.loads(cell, parse_constant=_no_json)
    except RecursionError:
        raise ValueError(cell) from None


def _no_json(name: str) -> Any:
    raise ValueError(name)


def _of(kind: type) -> Read:
    def read(cell: str) -> Any:
        value = _json(cell)
        if not isinstance(value, kind):
            raise ValueError(cell)
        return value

    return read


def _is_json(cell: str) -> bool:
    try:
        _json(cell)
    except ValueError:
        return False
    return True


def _is_base64(cell: str) -> bool:
    try:
        base64.b64decode(cell, validate=True)
    except (binascii.Error, ValueError):
        return False
    return True


def _point(lon: Any, lat: Any) -> Point:
    try:
        point = Point(Decimal(str(lon)), Decimal(str(lat)))
        if abs(point.lon) <= 180 and abs(point.lat) <= 90:
            return point
    except InvalidOperation:
        pass
    raise ValueError(lon, lat)


def _point_of_text(cell: str) -> Point:
    lon, comma, lat = (part.strip(_COLLAPSED) for part in cell.partition(","))
    if not (comma and _NUMBER.fullmatch(lon) and _NUMBER.fullmatch(lat)):
        raise ValueError(cell)
    return _point(lon, lat)


def _point_of_array(cell: str) -> Point:
    match _json(cell):
        case [int() | float() as lon, int() | float() as lat] if not {bool} & {type(lon), type(lat)}:
            return _point(lon, lat)
    raise ValueError(cell)


def _point_of_object(cell: str) -> Point:
    value = _json(cell)
    if not isinstance(value, dict) or value.keys() != {"lon", "lat"}:
        raise ValueError(cell)
    return _point_of_array(json.dumps([value["lon"], value["lat"]]))


_GEOPOINTS: Mapping[str, Read] = {
    "default": _point_of_text,
    "array": _point_of_array,
    "object": _point_of_object,
}


def _day(cell: str) -> datetime.date:
    if not _SPELLINGS["date"].fullmatch(cell):
        raise ValueError(cell)
    return datetime.date.fromisoformat(cell)


# Read here as the judge reads them, so that it need not be there.
_PLAIN: Mapping[str, Read] = {"string": str, "any": str, "date": _day}
_READERS: Mapping[str, Read] = {
    "year": _year,
    "yearmonth": _yearmonth,
    "duration": duration,
    "object": _of(dict),
    "array": _of(list),
}
