"""A dataset as a Data Package (v2, https://datapackage.org) that stands alone. Pure."""

from collections.abc import Mapping, Sequence
from typing import Any

from publisher.model import Catalogue, Package, Resource

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"


def datapackage(catalogue: Catalogue, dataset: Package) -> dict[str, Any]:
    """Give the descriptor that is published beside the files of a dataset."""
    written = {key: value for key, value in dataset.data.items() if key not in {"$schema", "resources"}}
    licences = [_licence(catalogue, licence) for licence in written.get("licenses", ())]
    created = written.get("created")
    return {
        "$schema": PROFILE,
        "name": dataset.name,
        **written,
        **({"created": f"{created}T00:00:00Z"} if created else {}),  # the profile demands a time
        **({"licenses": licences} if licences else {}),
        "resources": [_resource(resource) for resource in dataset.resources],
    }


def _licence(catalogue: Catalogue, licence: Mapping[str, Any]) -> dict[str, Any]:
    term = catalogue.schemas.term("licences", licence["name"])
    return {**licence, "path": licence.get("path", term.get("url", ""))}


def _resource(resource: Resource) -> dict[str, Any]:
    described = {**resource.data, "scheme": "file"} if resource.fields else dict(resource.data)
    if resource.fields:
        described["type"] = "table"
        described["schema"] = _table_schema(resource.schema)
    if resource.measure:
        described["bytes"] = resource.measure.bytes
        described["hash"] = f"sha256:{resource.measure.sha256}"
    return described


def _table_schema(schema: Mapping[str, Any]) -> dict[str, Any]:
    """Set keys to other datasets apart: frictionless would look for their tables in this very package."""
    keys: Sequence[Mapping[str, Any]] = schema.get("foreignKeys", ())
    inner = [key for key in keys if "package" not in key["reference"]]
    outer = [_external(key) for key in keys if "package" in key["reference"]]
    rest = {key: value for key, value in schema.items() if key != "foreignKeys"}
    rest |= {"foreignKeys": inner} if inner else {}
    return rest | ({"externalForeignKeys": outer} if outer else {})


def _external(key: Mapping[str, Any]) -> dict[str, Any]:
    reference = key["reference"]
    address = f"../{reference['package']}/datapackage.json"
    return {**key, "reference": {**reference, "package": address}}
