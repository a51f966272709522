"""What is on a portal: ours by its owner mark, seen through what we manage. Reads."""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from publisher.model import Portal
from publisher.plan import Change, Item, canonical
from publisher.problem import PublisherError, Unreachable
from publisher.targets.ckan.connection import Connection, NotThere, Record
from publisher.targets.ckan.payload import MANAGED_BY, MANAGED_STATE, Offer, filled

ROWS = 1000  # the most that package_search gives at once
GROUPS = 25  # the most that a full organization_list gives at once
SEEN_VERSIONS = ("2.11", "2.12")

KINDS = {"organization": "organization", "theme": "group"}
PACKAGE_FIELDS = (
    "name",
    "title",
    "notes",
    "private",
    "state",
    "url",
    "version",
    "license_id",
    "maintainer",
    "maintainer_email",
)
RESOURCE_FIELDS = re.compile(r"id|format|mimetype|hash|size|(name|description)(_[a-z]{2,3})?")


def offer(connection: Connection) -> Offer:
    """Ask a portal what it is and who we are there; a token that is not accepted reads as the public does."""
    status = connection.call("status_show", {})
    version = str(status.get("ckan_version", ""))
    if not version.startswith(SEEN_VERSIONS):
        raise Unreachable("unknown-version", version=version, known=", ".join(SEEN_VERSIONS))
    sysadmin = True
    if connection.token:
        try:
            sysadmin = bool(connection.call("user_show", {}).get("sysadmin"))
        except PublisherError:
            raise Unreachable("token-not-accepted", url=connection.url) from None
    licences = frozenset(licence["id"] for licence in connection.call("license_list", {}))
    return Offer(version, sysadmin, licences)


def ours(connection: Connection, portal: Portal, offer: Offer) -> Iterator[tuple[str, Record]]:
    """Yield (key, record) for all that bears our mark: organizations and themes if we may write them, packages."""
    for kind, action in KINDS.items() if offer.sysadmin else ():
        for record in _groups(connection, action):
            if extras_of(record).get(MANAGED_BY) == portal.owner:
                yield f"{kind}/{record['name'].removeprefix(portal.prefix)}", record
    for record in _packages(connection, portal):
        extras = extras_of(record)
        yield f"{extras.get('kind', 'dataset')}/{record['name'].removeprefix(portal.prefix)}", record


def item(key: str, record: Record, portal: Portal) -> Item:
    """See a record through what we manage, in the shape of the payload."""
    if key.partition("/")[0] in KINDS:
        return Item(group_value(record))
    return Item(package_value(record, portal), record["name"].removeprefix(portal.prefix))


def group_value(record: Record) -> dict[str, Any]:
    """An organization or theme as payload."""
    value = {key: record.get(key) for key in ("name", "title", "description")}
    return filled({**value, "extras": extras_of(record)})


def package_value(record: Record, portal: Portal) -> dict[str, Any]:
    """A package as payload: our fields, our extras, our resources; what others added is left out."""
    state = managed_state(record)
    extras = {key: value for key, value in extras_of(record).items() if key in state["extras"]}
    resources = [_resource(resource, state) for resource in record["resources"] if resource["id"] in state["files"]]
    value = {key: record.get(key) for key in PACKAGE_FIELDS}
    return filled({
        **value,
        "owner_org": (record.get("organization") or {}).get("name"),
        "tags": sorted(tag["name"] for tag in record.get("tags", ())),
        "groups": sorted(g["name"] for g in record.get("groups", ()) if g["name"] in state["groups"]),
        "extras": extras,
        "resources": resources,
    })  # fmt: skip


def managed_state(record: Record) -> dict[str, Any]:
    """What we wrote last, as a package's own extra tells; nothing where it does not."""
    empty: dict[str, Any] = {"fields": {}, "extras": {}, "groups": [], "files": {}}
    try:
        told = json.loads(extras_of(record).get(MANAGED_STATE, "{}"))
    except ValueError:
        return empty
    return {**empty, **told} if isinstance(told, dict) else empty


def state_of(value: Mapping[str, Any]) -> str:
    """What to remember of a payload: a short hash of each field and extra, the sha256 of each file."""
    fields = {key: short(field) for key, field in value.items() if key not in {"extras", "resources", "groups"}}
    extras = {key: short(extra) for key, extra in value.get("extras", {}).items()}
    files = {resource["id"]: resource.get("hash", "") for resource in value.get("resources", ())}
    told = {"fields": fields, "extras": extras, "groups": value.get("groups", []), "files": files}
    return canonical(told).decode()


def short(value: Any) -> str:
    """Eight hex digits that change when a value does."""
    return hashlib.sha256(canonical(value)).hexdigest()[:8]


def held_by_others(connection: Connection, change: Change, portal: Portal) -> bool:
    """Tell whether the name that a change would create is somebody else's already."""
    kind = change.key.partition("/")[0]
    action = f"{KINDS.get(kind, 'package')}_show"
    name = change.after.value["name"] if change.after else ""
    record = find(connection, action, name)
    return record is not None and extras_of(record).get(MANAGED_BY) != portal.owner and record["state"] != "deleted"


def find(connection: Connection, action: str, name: str) -> Record | None:
    """Show one record by name or id; None if there is none."""
    try:
        record: Record = connection.call(action, {"id": name, "include_datasets": False})
    except NotThere:
        return None
    return record


def _groups(connection: Connection, action: str) -> Iterator[Record]:
    offset = 0
    asked = {"all_fields": True, "include_extras": True, "limit": GROUPS}
    while page := connection.call(f"{action}_list", {**asked, "offset": offset}):
        yield from page
        offset += len(page)


def _packages(connection: Connection, portal: Portal) -> Iterator[Record]:
    asked = {
        "fq": f'{MANAGED_BY}:"{portal.owner}"',
        "rows": ROWS,
        "sort": "id asc",
        "facet": "false",
        "include_private": True,
        "include_drafts": True,
    }
    start, count = 0, 1
    while start < count:
        page = connection.call("package_search", {**asked, "start": start})
        yield from sorted(page["results"], key=lambda record: str(record["name"]))
        count = page["count"]
        if not page["results"]:
            break
        start += len(page["results"])


def _resource(resource: Record, state: Mapping[str, Any]) -> dict[str, Any]:
    uploaded = resource.get("url_type") == "upload"
    value = {key: field for key, field in resource.items() if RESOURCE_FIELDS.fullmatch(key)}
    value["hash"] = state["files"].get(resource["id"])
    return filled({**value, "upload": uploaded, "url": None if uploaded else resource.get("url")})


def extras_of(record: Record) -> dict[str, str]:
    return {extra["key"]: extra["value"] for extra in record.get("extras", ())}
