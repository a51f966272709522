"""A Table Schema as it is published: what the official profile of Data Package v2 takes. Pure."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from publisher.load.profiles import with_official
from publisher.model import Data, Resource
from publisher.tables.field_types import TRUE


def table_schema(resource: Resource) -> dict[str, Any]:
    """The Table Schema of a resource.

    Keys to other datasets are set apart: frictionless would look for their tables in this very package.
    """
    schema = with_official(resource.schema, "tableschema")
    rest = {key: value for key, value in schema.items() if key != "foreignKeys"}
    rest |= {"fields": [_field(field) for field in resource.fields]}
    rest |= {"missingValues": _entries(schema["missingValues"])} if "missingValues" in schema else {}
    inner = [_inner(key) for key in resource.foreign_keys if "package" not in key["reference"]]
    outer = [_external(key) for key in resource.foreign_keys if "package" in key["reference"]]
    rest |= {"foreignKeys": inner} if inner else {}
    return rest | ({"externalForeignKeys": outer} if outer else {})


def _inner(key: Data) -> dict[str, Any]:
    """A key within a dataset; one to its own table names none."""
    reference = {name: value for name, value in key["reference"].items() if value}
    return {**key, "reference": reference}


def _external(key: Data) -> dict[str, Any]:
    reference = key["reference"]
    address = f"../{reference['package']}/datapackage.json"
    return {**key, "reference": {**reference, "package": address}}


def _field(field: Data) -> dict[str, Any]:
    """A field: an example is text there, and what may be told with labels is told so for all or for none."""
    told = dict(field)
    for name in ("missingValues", "categories"):
        if name in told:
            told[name] = _entries(told[name])
    if told.get("example") is not None:
        told["example"] = _text(told["example"])
    if told.get("type") == "boolean" and "enum" in told.get("constraints", {}):
        allowed = [_truth(field, value) for value in told["constraints"]["enum"]]
        told["constraints"] = {**told["constraints"], "enum": list(dict.fromkeys(allowed))}
    return told


def _entries(entries: Sequence[Any]) -> list[Any]:
    if any(isinstance(entry, Mapping) for entry in entries):
        return [entry if isinstance(entry, Mapping) else {"value": entry} for entry in entries]
    return list(entries)


def _truth(field: Data, value: Any) -> bool:
    return value if isinstance(value, bool) else value in field.get("trueValues", TRUE)


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
