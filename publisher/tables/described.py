"""A resource as frictionless shall see it: Data Package v2 put into what frictionless 5.21 knows. Pure.

What it ignores or reads otherwise than the standard is taken out here and checked beside it: cells in
`publisher/tables/beside.py`, keys in `publisher/tables/keys.py`.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from publisher.model import Data, Resource
from publisher.tables import field_types, values
from publisher.tables.layout import dialect

# Two of the same moment of which one has an offset from UTC: frictionless cannot compare them, and stops.
_BOUNDLESS = {"datetime", "time"}
_HASHED = {"string", "number", "integer", "boolean", "date", "datetime", "time", "any"}
_KEPT = ("name", "type", "format", "trueValues", "falseValues")


def descriptor(resource: Resource, tables: Mapping[str, Resource], base: Path) -> dict[str, Any]:
    """The descriptor of a table that lies below `base`, with nothing left to guess."""
    written = dialect(resource)
    return {
        "name": resource.name,
        "type": "table",
        "path": resource.file.absolute().relative_to(base.absolute()).as_posix(),
        "scheme": "file",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {
            "delimiter": written.delimiter,
            "quoteChar": written.quote,
            "doubleQuote": True,
            "skipInitialSpace": False,
            "header": True,
        },
        "schema": schema(resource, tables),
    }


def field(described: Data) -> dict[str, Any]:
    """A field without its constraints, as frictionless reads it; what is read here alone is anything to it."""
    if values.is_ours(described):
        return {**{key: described[key] for key in ("name",) if key in described}, "type": "any"}
    return {key: described[key] for key in _KEPT if key in described}


def is_judged_key(resource: Resource, names: Sequence[str]) -> bool:
    """Whether frictionless can tell the values of a key apart as the standard does."""
    fields = {each.get("name"): each for each in resource.fields}
    return all(name in fields and _is_told_apart(fields[name]) for name in names)


def is_judged_reference(resource: Resource, key: Data, target: Resource | None) -> bool:
    """Whether frictionless can check a foreign key: of one column, and to a like column of this package.

    Of several columns it looks for those with an empty part too, which SQL and so the standard does not.
    """
    reference = key["reference"]
    if "package" in reference or target is None or len(key["fields"]) != 1 or len(reference["fields"]) != 1:
        return False
    judged = is_judged_key(resource, key["fields"]) and is_judged_key(target, reference["fields"])
    return judged and _type(resource, key["fields"][0]) == _type(target, reference["fields"][0])


def beside(described: Data) -> dict[str, Any]:
    """The constraints of a field that are checked beside frictionless."""
    ours, type = values.is_ours(described), described.get("type")
    names = field_types.BOUNDS if type in _BOUNDLESS else ("minLength", "maxLength") if type == "geojson" else ()
    told: Data = described.get("constraints", {})
    return {name: told[name] for name in told if name in names or (ours and name not in {"required", "unique"})}


def is_unique_beside(described: Data) -> bool:
    """Whether it is checked beside frictionless that no value of a field occurs twice."""
    return bool(described.get("constraints", {}).get("unique")) and not _is_told_apart(described)


def _is_told_apart(described: Data) -> bool:
    return not values.is_ours(described) and described.get("type") in _HASHED


def _type(resource: Resource, name: str) -> Any:
    return next(each.get("type") for each in resource.fields if each.get("name") == name)


def schema(resource: Resource, tables: Mapping[str, Resource]) -> dict[str, Any]:
    """The Table Schema: keys that frictionless cannot check as the standard has them are checked elsewhere."""
    written, key = resource.schema, resource.schema.get("primaryKey", ())
    missing = {"missingValues": field_types.strings(written["missingValues"])} if "missingValues" in written else {}
    match = {"fieldsMatch": written["fieldsMatch"]} if "fieldsMatch" in written else {}
    primary = {"primaryKey": list(key)} if key and is_judged_key(resource, key) else {}
    fields = [_field(each, each.get("name") in key) for each in resource.fields]
    inner = [each for each in resource.foreign_keys if _is_inner(resource, each, tables)]
    return {"fields": fields, **missing, **match, **primary, **({"foreignKeys": inner} if inner else {})}


def _is_inner(resource: Resource, key: Data, tables: Mapping[str, Resource]) -> bool:
    return is_judged_reference(resource, key, tables.get(key["reference"]["resource"] or resource.name))


def _field(described: Data, in_key: bool) -> dict[str, Any]:
    """A field with the constraints that frictionless checks; no part of a primary key may be empty."""
    left = {*beside(described), *(() if _is_told_apart(described) else ("unique",))}
    told = {name: limit for name, limit in described.get("constraints", {}).items() if name not in left}
    if "pattern" in told:
        told["pattern"] = rf"(?:{told['pattern']})\Z"  # frictionless anchors `a|b` as `^a` or `b$`
    told |= {"required": True} if in_key else {}
    missing = described.get("missingValues")
    own_missing = {} if missing is None else {"missingValues": field_types.strings(missing)}
    return {**field(described), **own_missing, "constraints": told}
