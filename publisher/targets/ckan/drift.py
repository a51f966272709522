"""What somebody changed on the portal since our last write: what was written, is wanted, is there. Pure."""

from collections.abc import Iterator
from typing import Any

from publisher.plan import Edit
from publisher.targets.ckan.reading import group_value, package_value
from publisher.targets.ckan.state import Record, State, Value, meta_of, short, state_in

__all__ = ["Edit", "edits"]


def edits(key: str, record: Record, wanted: Value | None) -> Iterator[Edit]:
    """Yield what others changed of a record of ours; a change that the catalogue wants as well is none."""
    state = state_in(record)
    there = package_value(record) if "resources" in record else group_value(record)
    for field, now, mark, want in _fields(state, there, wanted or {}):
        if short(now) != mark and now != want:
            yield Edit(key, field, now, want)
    yield from _of_groups(key, state, there, wanted or {})
    yield from _of_resources(key, state, there, wanted or {})


def _fields(state: State, there: Value, wanted: Value) -> Iterator[tuple[str, Any, str, Any]]:
    for field, mark in state.fields.items():
        yield field, there.get(field), mark, wanted.get(field)
    extras, wanted_extras = there.get("extras", {}), wanted.get("extras", {})
    for name, mark in state.extras.items():
        yield f"extras.{name}", extras.get(name), mark, wanted_extras.get(name)


def _of_groups(key: str, state: State, there: Value, wanted: Value) -> Iterator[Edit]:
    now, want = there.get("groups", []), wanted.get("groups", [])
    if sorted(state.groups) != now and now != want:
        yield Edit(key, "groups", now, want)


def _of_resources(key: str, state: State, there: Value, wanted: Value) -> Iterator[Edit]:
    now = {resource["id"]: resource for resource in there.get("resources", ())}
    want = {resource["id"]: resource for resource in wanted.get("resources", ())}
    for id, resource in now.items():
        kept = state.resource(id)
        if kept and short(meta_of(resource)) != kept.meta:
            yield from _of_resource(key, resource, want.get(id, {}))
    for id, resource in want.items():
        if state.resource(id) and id not in now:
            yield Edit(key, f"resources.{resource['name']}", None, resource["name"], id)


def _of_resource(key: str, there: Value, wanted: Value) -> Iterator[Edit]:
    """The fields of an edited resource that differ from what is wanted; we keep one mark for all of them."""
    for field in sorted({*meta_of(there), *meta_of(wanted)}):
        if there.get(field) != wanted.get(field):
            name = wanted.get("name", there.get("name", there["id"]))
            yield Edit(key, f"resources.{name}.{field}", there.get(field), wanted.get(field), there["id"])
