"""What each type of field may say: formats, properties and constraints of Table Schema v2. Pure.

Source: https://datapackage.org/standard/table-schema/ (Field Types, Field Constraints).
"""

from collections.abc import Mapping
from datetime import UTC, datetime

from publisher.model import Data

TEMPORAL = frozenset({"date", "time", "datetime"})
FORMATS: Mapping[str, tuple[str, ...]] = {
    "string": ("default", "email", "uri", "binary", "uuid"),
    "geopoint": ("default", "array", "object"),
    "geojson": ("default", "topojson"),
}
_OWNERS: Mapping[str, frozenset[str]] = {
    "decimalChar": frozenset({"number"}),
    "groupChar": frozenset({"number", "integer"}),
    "bareNumber": frozenset({"number", "integer"}),
    "trueValues": frozenset({"boolean"}),
    "falseValues": frozenset({"boolean"}),
    "delimiter": frozenset({"list"}),
    "itemType": frozenset({"list"}),
    "categories": frozenset({"string", "integer"}),
    "categoriesOrdered": frozenset({"string", "integer"}),
}
ORDERED = TEMPORAL | {"integer", "number", "duration", "year", "yearmonth"}
# The standard says "collections (string, array, object)"; a list and a GeoJSON object are such too.
COLLECTIONS = frozenset({"string", "array", "object", "list", "geojson"})
BOUNDS = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum")
_CONSTRAINTS: Mapping[str, frozenset[str]] = {
    **dict.fromkeys(BOUNDS, ORDERED),
    **dict.fromkeys(("minLength", "maxLength"), COLLECTIONS),
    "pattern": frozenset({"string"}),
    "jsonSchema": frozenset({"array", "object"}),
}
TRUE, FALSE = ("true", "True", "TRUE", "1"), ("false", "False", "FALSE", "0")
_SOME_DAY = datetime(2001, 12, 31, 23, 59, 58, tzinfo=UTC)


def strangers(field: Data) -> list[str]:
    """The properties of a field that its type does not have."""
    return [name for name in field if field.get("type") not in _OWNERS.get(name, {field.get("type")})]


def strange_constraints(field: Data) -> list[str]:
    """The constraints of a field that its type does not have."""
    type = field.get("type")
    return [name for name in field.get("constraints", {}) if type not in _CONSTRAINTS.get(name, {type})]


def has_format(field: Data) -> bool:
    """Whether the type of a field has its format; of dates and times any pattern that can be written and read again."""
    type, format = field.get("type", ""), field.get("format", "default")
    if type not in TEMPORAL:
        return format in FORMATS.get(type, ("default",))
    if format in {"default", "any"}:
        return True
    try:
        datetime.strptime(_SOME_DAY.strftime(format), format)
    except ValueError:
        return False
    return "%" in format


def formats(type: str) -> str:
    """The formats of a type, for people to read."""
    return ", ".join(("default", "any", "%d/%m/%Y …") if type in TEMPORAL else FORMATS.get(type, ("default",)))


def missing_values(schema: Data, field: Data) -> frozenset[str]:
    """The strings that mean no value in a column: its own, else those of the table, else the empty one."""
    return frozenset(strings(field.get("missingValues", schema.get("missingValues", [""]))))


def strings(entries: list[str | dict[str, str]]) -> list[str]:
    """Missing values without their labels."""
    return [entry if isinstance(entry, str) else entry.get("value", "") for entry in entries]


def category_values(field: Data) -> list[str | int]:
    """Categories without their labels."""
    return [entry.get("value", "") if isinstance(entry, dict) else entry for entry in field.get("categories", ())]
