"""A dataset as a Data Package (v2, https://datapackage.org) that stands alone. Pure."""

from collections.abc import Mapping
from typing import Any

from publisher.exports.table_schema import table_schema
from publisher.load.profiles import with_official
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
    data = with_official(resource.data, "dataresource")
    described = {**data, "scheme": "file"} if resource.fields else data
    if resource.fields:
        described["type"] = "table"
        described["schema"] = table_schema(resource)
    if resource.measure:
        described["bytes"] = resource.measure.bytes
        described["hash"] = f"sha256:{resource.measure.sha256}"
    return described
