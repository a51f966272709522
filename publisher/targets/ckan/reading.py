"""What is on a portal: ours by its owner mark, seen through what we manage. Reads."""

from collections.abc import Iterable, Iterator
from typing import Any

from publisher.model import Portal
from publisher.plan import Change, Item
from publisher.problem import Unreachable
from publisher.targets.ckan.connection import Connection, NotThere
from publisher.targets.ckan.form import filled
from publisher.targets.ckan.offer import Offer
from publisher.targets.ckan.state import (
    MANAGED_BY,
    MANAGED_STATE,
    Record,
    State,
    extras_of,
    is_ours,
    state_in,
    state_of,
)

ROWS = 1000  # the most that package_search gives at once
NAMES = 50  # how many names one search asks for: the query travels in a body, but Solr bounds its clauses
GROUPS = 25  # the most that a full organization_list gives at once

EDITED = "edited"  # the mark of what is not as we wrote it last
KINDS = {"organization": "organization", "theme": "group"}
PACKAGE_FIELDS = (
    "name",
    "type",
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
RESOURCE_FIELDS = ("id", "format", "mimetype", "hash", "hash_algorithm", "size", "data_resource")
_TEXTS = ("name", "description")


def ours(connection: Connection, portal: Portal, offer: Offer) -> Iterator[tuple[str, Record]]:
    """Yield (key, record) for all that bears our mark: organizations and themes if we may write them, packages."""
    for kind, action in KINDS.items() if offer.sysadmin else ():
        for record in groups(connection, action, portal.prefix):
            if is_ours(record, portal.owner):
                yield f"{kind}/{record['name'].removeprefix(portal.prefix)}", record
    for record in packages(connection, f'{MANAGED_BY}:"{portal.owner}"'):
        yield key_of(record, portal), record


def key_of(record: Record, portal: Portal) -> str:
    """The key of a package of ours: by the name that we gave it, whatever it is called on the portal now."""
    extras = extras_of(record)
    name = extras.get("identifier") or record.get("identifier") or record["name"].removeprefix(portal.prefix)
    return f"{extras.get('kind', 'dataset')}/{name}"


def item(key: str, record: Record) -> Item:
    """See a record through what we manage, in the shape of the payload."""
    if key.partition("/")[0] in KINDS:
        return Item(group_value(record))
    return Item(package_value(record), key.partition("/")[2])


def group_value(record: Record) -> dict[str, Any]:
    """An organization or theme as payload; extras that others added are left out."""
    state = state_in(record)
    known = {MANAGED_BY, *state.extras} if state.extras else None
    extras = {key: _lines(value) for key, value in extras_of(record).items() if known is None or key in known}
    extras.pop(MANAGED_STATE, None)
    value = {key: _lines(record.get(key)) for key in ("name", "title", "description")}
    return _marked(filled({**value, "extras": extras}), state)


def package_value(record: Record) -> dict[str, Any]:
    """A package as payload: our fields, our extras, our resources; what others added is left out."""
    state = state_in(record)
    extras = {key: _lines(value) for key, value in extras_of(record).items() if key in state.extras}
    resources = [_resource(resource, state) for resource in record["resources"] if state.resource(resource["id"])]
    value = filled({
        **{key: _lines(record.get(key)) for key in {*PACKAGE_FIELDS, *state.fields}},
        "owner_org": (record.get("organization") or {}).get("name"),
        "tags": sorted(tag["name"] for tag in record.get("tags", ())),
        "groups": sorted(g["name"] for g in record.get("groups", ()) if g["name"] in state.groups),
        "extras": extras,
        "resources": resources,
    })  # fmt: skip
    return _marked(value, state)


def _marked(value: dict[str, Any], state: State) -> dict[str, Any]:
    """What is not as we wrote it last bears a mark, so that an edit which the catalogue took over is noted anew."""
    return {**value, EDITED: True} if state.fields and state_of(value) != state else value


def _lines(value: Any) -> Any:
    """A value with our ends of lines: CKAN's own form gives texts others, which is no edit."""
    if isinstance(value, dict):
        return {key: _lines(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_lines(part) for part in value]
    return value.replace("\r\n", "\n") if isinstance(value, str) else value


def _resource(resource: Record, state: State) -> dict[str, Any]:
    kept = state.resource(resource["id"])
    uploaded = resource.get("url_type") == "upload"
    value = {key: _lines(field) for key, field in resource.items() if key in RESOURCE_FIELDS or _is_text(key)}
    return filled({
        **value,
        "upload": uploaded,
        "url": None if uploaded else resource.get("url"),
        "table": dict(kept.table) if kept else None,
        "views": list(kept.views) if kept else None,
    })  # fmt: skip


def _is_text(key: str) -> bool:
    """Whether a field is a text of ours, in one language or in all: `name`, `name_en`, `name_translated`."""
    name, _, language = key.partition("_")
    return name in _TEXTS and (language in {"", "translated"} or 2 <= len(language) <= 3)


def held_by_others(connection: Connection, changes: Iterable[Change], portal: Portal) -> Iterator[str]:
    """Yield the keys that a plan would create and whose names are somebody else's already."""
    created = {str(item.value["name"]): change.key for change in changes if (item := _created(change))}
    for action in KINDS.values():
        prefixes = {kind for kind, other in KINDS.items() if other == action}
        wanted = {name: key for name, key in created.items() if key.partition("/")[0] in prefixes}
        for name in sorted(wanted.keys() & set(names(connection, action))) if wanted else ():
            if not is_ours(find(connection, f"{action}_show", name) or {}, portal.owner):
                yield wanted[name]
    wanted = {name: key for name, key in created.items() if key.partition("/")[0] not in KINDS}
    for record in named(connection, sorted(wanted)):
        if not is_ours(record, portal.owner):
            yield wanted[record["name"]]


def named(connection: Connection, names: list[str]) -> Iterator[Record]:
    """Yield the packages of these names that the search knows."""
    for start in range(0, len(names), NAMES):
        quoted = " OR ".join(f'"{name}"' for name in names[start : start + NAMES])
        yield from packages(connection, f"name:({quoted})")


def find(connection: Connection, action: str, name: str) -> Record | None:
    """Show one record by name or id; None if there is none."""
    try:
        record: Record = connection.call(action, {"id": name, "include_datasets": False})
    except NotThere:
        return None
    return record


def groups(connection: Connection, action: str, prefix: str = "") -> Iterator[Record]:
    """Yield every organization, or every group, whose name begins so.

    They are asked for by name: in pages counted by `offset` one would be missed when somebody deletes another.
    """
    found = [name for name in names(connection, action) if name.startswith(prefix)]
    for start in range(0, len(found), GROUPS):
        asked = {f"{action}s": found[start : start + GROUPS], "all_fields": True, "include_extras": True}
        yield from connection.call(f"{action}_list", asked)


def names(connection: Connection, action: str) -> list[str]:
    """The names of all organizations, or all groups; a portal may give fewer at once than there are."""
    found: dict[str, None] = {}
    page: list[str] = connection.call(f"{action}_list", {})
    while page:
        found |= dict.fromkeys(page)
        page = connection.call(f"{action}_list", {"offset": len(found)}) if len(page) >= GROUPS else []
    return list(found)


def packages(connection: Connection, query: str, words: str = "") -> Iterator[Record]:
    """Yield every package that a filter query and words find, hidden ones too, in the order of ids, page by page.

    Pages begin after the last id seen, so that what others add or delete meanwhile moves nothing out of sight.
    """
    asked = {"rows": ROWS, "sort": "id asc", "facet": "false", "include_private": True, "include_drafts": True}
    asked |= {"q": words} if words else {}
    after, left = "", 1
    while left > 0:
        page = connection.call("package_search", {**asked, "fq": f"+({query}){after}"})
        found: list[Record] = page["results"]
        if not found and page["count"]:
            raise Unreachable("partial-view", url=connection.url)
        left = page["count"] - len(found)
        after = f' +id:{{"{found[-1]["id"]}" TO *]' if found else ""
        yield from found
        del page, found  # else two pages would be held at once


def _created(change: Change) -> Item | None:
    return change.after if change.before is None else None
