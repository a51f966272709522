"""Portraits of corners: all that an apply makes on a portal, without what differs from one corner to the next."""

import json
from collections.abc import Mapping
from typing import Any

import requests

from publisher.plan import Plan
from publisher.targets.ckan.payload import MANAGED_STATE, package_id, resources_by_id
from tests.targets.corners import JOURNAL, Corner, Edition, Records

Record = Mapping[str, Any]

# What a portal gives, and what is another in every corner.
VOLATILE = {"metadata_created", "metadata_modified", "created", "last_modified", "creator_user_id", "owner_org"}
VOLATILE |= {"package_id"}
GIVEN = "given by the portal"


def portrait(corner: Corner, edition: Edition, records: Records) -> dict[str, Any]:
    """Packages, their files, tables and views, organizations and groups, under names that all corners share."""
    packages = {name: _package(corner, edition, name, record) for name, record in records.items()}
    groups = {kind: corner.groups(kind) for kind in ("organization", "group")}
    told: dict[str, Any] = json.loads(json.dumps({**packages, **groups}).replace(corner.mark, "MARK"))
    return told


def journal(records: Records) -> list[dict[str, Any]]:
    """The lines of the journal."""
    return [json.loads(line) for line in records[JOURNAL]["notes"].splitlines()]


def differing(plan: Plan) -> dict[str, dict[str, Any]]:
    """What a plan would change, field by field: as it is there, and as it should be."""
    found = {}
    for change in plan.changes:
        now, wanted = (item.value if item else {} for item in (change.before, change.after))
        fields = sorted(key for key in {*now, *wanted} if now.get(key) != wanted.get(key))
        found[change.key] = {key: (now.get(key), wanted.get(key)) for key in fields}
    return found


def _package(corner: Corner, edition: Edition, name: str, record: Record) -> dict[str, Any]:
    kept = {key: value for key, value in record.items() if key not in VOLATILE}
    if name == JOURNAL:
        del kept["notes"]
    return {
        **kept,
        "id": record["id"] == package_id(corner.portal(edition.catalogue), name) or GIVEN,
        "organization": record["organization"]["name"],
        "groups": sorted(group["name"] for group in record["groups"]),
        "tags": sorted(tag["name"] for tag in record["tags"]),
        "extras": {e["key"]: e["value"] for e in record.get("extras", ()) if e["key"] != MANAGED_STATE},
        "resources": [_resource(corner, edition, name, resource) for resource in record["resources"]],
    }


def _resource(corner: Corner, edition: Edition, package: str, record: Record) -> dict[str, Any]:
    named = next((p for p in edition.catalogue.packages if p.name == package), None)
    ids = resources_by_id(corner.portal(edition.catalogue), named) if named else {}
    views = corner.api.action.resource_view_list(id=record["id"])
    return {
        **{key: value for key, value in record.items() if key not in VOLATILE},
        "id": ids[record["id"]].name if record["id"] in ids else GIVEN,
        "url": _served(record["url"]) if record["url_type"] == "upload" else record["url"],
        "table": _table(corner, record["id"]) if record.get("datastore_active") else None,
        "views": sorted((view["view_type"], view["title"]) for view in views),
    }


def _served(url: str) -> str:
    return requests.get(url, timeout=30).content.decode()


def _table(corner: Corner, resource: str) -> dict[str, Any]:
    found = corner.api.action.datastore_search(resource_id=resource, limit=1000)
    fields = [field for field in found["fields"] if field["id"] != "_id"]
    rows = [{key: value for key, value in row.items() if key != "_id"} for row in found["records"]]
    return {"fields": fields, "rows": sorted(rows, key=lambda row: json.dumps(row, sort_keys=True))}
