"""A Table Schema of any version and dialect in the terms of ours. Pure.

What has no place is given back beside it, under the names that it bore.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from publisher.model import Data
from publisher.tables import field_types

# Gives columns their names here.
Columns = Callable[[Sequence[str]], list[str]]
# Gives a reference its table here, and that table's columns their names; None where it leads nowhere that we know.
Tables = Callable[[Data], tuple[dict[str, str], Columns] | None]

_OLD_TYPES = {"int": "integer", "float": "number", "double": "number", "str": "string", "text": "string"}
_OLD_TYPES |= {"bool": "boolean", "timestamp": "datetime", "gyear": "year", "gyearmonth": "yearmonth", "json": "object"}
_KEYS = {"primaryKey", "uniqueKeys", "foreignKeys", "externalForeignKeys", "fields", "missingValues", "fieldsMatch"}


@dataclass
class Left:
    """What was left out, by where it stood; mapping a schema adds to it."""

    parts: dict[str, Any] = field(default_factory=dict)

    def keep(self, where: str, value: Any) -> None:
        """Note a value that has no place."""
        self.parts[where] = value


def names_of(schema: Data) -> list[str]:
    """The names of the fields of a schema, as they are there."""
    return [str(each.get("name", "")) for each in mappings(schema.get("fields"))]


def table_schema(schema: Data, known: Data, rename: Columns, tables: Tables, left: Left) -> dict[str, Any]:
    """Our Table Schema for one of somebody else; `known` are the properties that a field may have here."""
    fields = [_field(each, known, rename, left) for each in mappings(schema.get("fields"))]
    told: dict[str, Any] = {"fields": fields}
    if primary := _listed(schema.get("primaryKey")):
        told["primaryKey"] = rename(primary)
    unique = schema.get("uniqueKeys")
    if isinstance(unique, list) and unique:
        told["uniqueKeys"] = [rename(_listed(each)) for each in unique]
    keys = [*mappings(schema.get("foreignKeys")), *mappings(schema.get("externalForeignKeys"))]
    foreign = [(key, _foreign_key(key, rename, tables)) for key in keys]
    if found := [here for _, here in foreign if here]:
        told["foreignKeys"] = found
    if lost := [key for key, here in foreign if not here]:
        left.keep("foreignKeys", lost)
    for name in ("missingValues", "fieldsMatch"):
        if name in schema:
            told[name] = schema[name][0] if name == "fieldsMatch" and _is_word_in_list(schema[name]) else schema[name]
    for name in schema.keys() - _KEYS - {"$schema", "profile"}:
        left.keep(name, schema[name])
    return told


def _is_word_in_list(value: Any) -> bool:
    """The official profile of version 2.0 has `fieldsMatch` as a list, against its own standard."""
    return isinstance(value, list) and len(value) == 1 and isinstance(value[0], str)


def _field(written: Data, known: Data, rename: Columns, left: Left) -> dict[str, Any]:
    """A field: without a type it may hold anything, without a title it is called as its column was."""
    name = str(written.get("name", ""))
    (column,) = rename([name])
    told = {key: part for key, part in written.items() if key in known and key not in {"name", "constraints"}}
    kind = str(written.get("type", "any")).lower()
    told["type"] = _OLD_TYPES.get(kind, kind)
    if told["type"] not in known["type"]["enum"]:
        told["type"] = "any"
        left.keep(f"{name}.type", written["type"])
    if str(told.get("format", "")).startswith("fmt:"):
        told["format"] = told["format"].removeprefix("fmt:")
    if told.get("format") == "default" or not field_types.has_format(told):
        lost = told.pop("format")
        left.keep(f"{name}.format", lost) if lost != "default" else None
    for key in field_types.strangers(told):
        left.keep(f"{name}.{key}", told.pop(key))
    constraints = _constraints(written, known, told, left)
    title = " ".join(str(told.get("title") or name or column).split())
    for key in written.keys() - known.keys() - {"required", "unique"}:
        left.keep(f"{name}.{key}", written[key])
    return {**told, "name": column, "title": title, **({"constraints": constraints} if constraints else {})}


def _constraints(written: Data, known: Data, told: Data, left: Left) -> dict[str, Any]:
    """The constraints that a type has; `required` and `unique` once stood beside them."""
    within = written.get("constraints")
    outside = {key: written[key] for key in ("required", "unique") if isinstance(written.get(key), bool)}
    constraints = {**outside, **(within if isinstance(within, dict) else {})}
    strange = field_types.strange_constraints({**told, "constraints": constraints})
    strange += [key for key in constraints if key not in known["constraints"]["properties"]]
    for key in dict.fromkeys(strange):
        left.keep(f"{told.get('name', written.get('name', ''))}.constraints.{key}", constraints.pop(key))
    return constraints


def _foreign_key(key: Data, rename: Columns, tables: Tables) -> dict[str, Any] | None:
    reference = key.get("reference")
    if not isinstance(reference, dict):
        return None
    own, other, target = _listed(key.get("fields")), _listed(reference.get("fields")), tables(reference)
    if not own or not other or target is None:
        return None
    table, columns = target
    return {"fields": rename(own), "reference": {**table, "fields": columns(other)}}


def _listed(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    return [each for each in value if isinstance(each, str)] if isinstance(value, list) else []


def mappings(value: Any) -> list[Mapping[str, Any]]:
    """The mappings of a list; a single one will do for a list."""
    written = [value] if isinstance(value, dict) else value
    return [each for each in written if isinstance(each, dict)] if isinstance(written, list) else []


def mapping(value: Any) -> Mapping[str, Any]:
    """A value if it is a mapping, else an empty one."""
    return value if isinstance(value, dict) else {}
