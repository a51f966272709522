"""What the fast path understands of a Table Schema; a table that demands more is left to frictionless. Pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from publisher.model import Resource
from publisher.tables.fast.grammars import COMPARABLE, is_day

# What says nothing of the cells.
_TOLD = re.compile(r"(title|description|unit)(_[a-z]{2,3})?|example|preview|rdfType|counts|waiver")
_FIELD = {"name", "type", "format", "constraints"}
_SCHEMA = {"fields", "primaryKey", "uniqueKeys", "foreignKeys", "missingValues", "fieldsMatch"}
_DIALECT = {"delimiter", "quoteChar"}
# The constraints of each type; what frictionless makes of others is its own affair.
_OF_ALL = {"required", "unique"}
_OF_TEXT = {*_OF_ALL, "minLength", "maxLength", "pattern", "enum"}
_OF_RANGES = {*_OF_ALL, "minimum", "maximum"}
_OF_FIGURES = {*_OF_RANGES, "enum"}
_CONSTRAINTS = {
    "any": _OF_ALL,
    "string": _OF_TEXT,
    "boolean": _OF_ALL,
    **dict.fromkeys(("integer", "number", "year", "date"), _OF_FIGURES),
    **dict.fromkeys(("datetime", "time", "yearmonth"), _OF_RANGES),
}

Key = tuple[int, ...]


@dataclass(frozen=True)
class Reference:
    """A foreign key: columns of this table, and the resource and columns that it refers to."""

    key: Key
    resource: str
    target: Key


@dataclass(frozen=True)
class Understood:
    """A table that can be proven: its fields, the keys that may not repeat, the foreign keys within the dataset."""

    resource: Resource
    missing: frozenset[str]
    keys: tuple[Key, ...]
    references: tuple[Reference, ...]

    @property
    def fields(self) -> Sequence[Mapping[str, Any]]:
        """The fields, in the order of the columns."""
        return self.resource.fields

    def kinds(self, key: Key) -> list[str]:
        """The types of the columns of a key."""
        return [self.fields[index]["type"] for index in key]


def understood(resource: Resource, tables: Mapping[str, Resource]) -> Understood | None:
    """Understand a table beside the other tables of its dataset; None if it demands what is not known here."""
    schema, names = resource.schema, [field.get("name") for field in resource.fields]
    missing = schema.get("missingValues", [""])
    if not (_known(resource) and all(isinstance(cell, str) for cell in missing) and len(set(names)) == len(names)):
        return None
    unique = [[field["name"]] for field in resource.fields if field.get("constraints", {}).get("unique")]
    keys = [key for key in (schema.get("primaryKey"), *unique) if key]
    inner = [key for key in resource.foreign_keys if "package" not in key["reference"]]
    try:
        return Understood(
            resource,
            frozenset(missing),
            tuple(_columns(resource, key) for key in keys),
            tuple(_reference(resource, key, tables) for key in inner),
        )
    except LookupError:
        return None


def _known(resource: Resource) -> bool:
    dialect = set(resource.data.get("dialect", {})) <= _DIALECT
    schema = set(resource.schema) <= _SCHEMA and resource.schema.get("fieldsMatch", "exact") == "exact"
    return dialect and schema and bool(resource.fields) and all(map(_known_field, resource.fields))


def _known_field(field: Mapping[str, Any]) -> bool:
    told = all(name in _FIELD or _TOLD.fullmatch(name) for name in field)
    constraints = field.get("constraints", {})
    known = _CONSTRAINTS.get(field.get("type", ""))
    if not told or known is None or "name" not in field:
        return False
    return set(constraints) <= known and all(_listed(field["type"], value) for value in constraints.get("enum", ()))


def _listed(kind: str, value: Any) -> bool:
    """Whether a value of a list is surely one of the type."""
    if kind == "date":
        return isinstance(value, str) and is_day(value)
    return type(value) is (str if kind == "string" else int)


def _columns(resource: Resource, names: Sequence[str]) -> Key:
    """The columns of a key, each of a type whose values have one spelling; raises LookupError for others."""
    numbers = {field["name"]: index for index, field in enumerate(resource.fields)}
    key = tuple(numbers[name] for name in names)
    if any(resource.fields[index]["type"] not in COMPARABLE for index in key):
        raise LookupError
    return key


def _reference(resource: Resource, key: Mapping[str, Any], tables: Mapping[str, Resource]) -> Reference:
    target = tables[key["reference"]["resource"] or resource.name]
    own, others = _columns(resource, key["fields"]), _columns(target, key["reference"]["fields"])
    if [resource.fields[i]["type"] for i in own] != [target.fields[i]["type"] for i in others]:
        raise LookupError
    return Reference(own, target.name, others)
