"""What we wrote last, kept on the portal itself: two extras of every record of ours. Pure.

`managed_by` holds the owner mark. `managed_state` holds a short hash of each field and extra, and for each resource
of its metadata, its file, its table and its views; so an edit by somebody else is told from a change of ours.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from publisher.plan import canonical

MANAGED_BY = "managed_by"
MANAGED_STATE = "managed_state"

Record = dict[str, Any]
Value = Mapping[str, Any]
Marks = Mapping[str, str]

_APART = {"extras", "resources", "groups"}
_LISTS = ("rows", "columns", "dictionary")  # the marks of a table, in the order in which they are kept


@dataclass(frozen=True)
class ResourceState:
    """What we wrote of a resource: a mark of its metadata, of its file's bytes, of its table, and its views."""

    meta: str = ""
    file: str = ""
    table: Marks = field(default_factory=dict)
    views: tuple[str, ...] = ()


@dataclass(frozen=True)
class State:
    """What we wrote of a record; empty where nothing readable is kept."""

    fields: Marks = field(default_factory=dict)
    extras: Marks = field(default_factory=dict)
    groups: tuple[str, ...] = ()
    resources: Mapping[str, ResourceState] = field(default_factory=dict)

    def resource(self, id: str) -> ResourceState | None:
        """What we wrote of the resource of an id; None if it is not ours."""
        return self.resources.get(_short_id(id))


def state_of(value: Value) -> State:
    """What there is to remember of a payload."""
    return State(
        fields={key: short(told) for key, told in value.items() if key not in _APART},
        extras={key: short(extra) for key, extra in value.get("extras", {}).items()},
        groups=tuple(value.get("groups", ())),
        resources={_short_id(resource["id"]): _resource_state(resource) for resource in value.get("resources", ())},
    )


def written(state: State) -> str:
    """The text in which a state is kept."""
    told = {
        "fields": state.fields,
        "extras": state.extras,
        "groups": state.groups,
        "resources": {id: _packed(resource) for id, resource in state.resources.items()},
    }
    return canonical({key: part for key, part in told.items() if part}).decode()


def state_in(record: Record) -> State:
    """The state that a record keeps; an empty one if it keeps none, or somebody damaged it."""
    try:
        told = json.loads(extras_of(record).get(MANAGED_STATE, "{}"))
        return State(
            fields=dict(told.get("fields", {})),
            extras=dict(told.get("extras", {})),
            groups=tuple(told.get("groups", ())),
            resources={id: _unpacked(resource) for id, resource in told.get("resources", {}).items()},
        )
    except (ValueError, AttributeError, TypeError, KeyError):
        return State()


def extras_of(record: Record) -> dict[str, str]:
    """The extras of a record as a mapping."""
    return {extra["key"]: extra["value"] for extra in record.get("extras", ())}


def is_ours(record: Record, owner: str) -> bool:
    """Whether a record bears our mark."""
    return extras_of(record).get(MANAGED_BY) == owner


def meta_of(resource: Value) -> dict[str, Any]:
    """A resource without what is said of its table and views."""
    return {key: told for key, told in resource.items() if key not in {"table", "views"}}


def short(value: Any) -> str:
    """Eight hex digits that change when a value does."""
    return hashlib.sha256(canonical(value)).hexdigest()[:8]


def file_mark(sha256: str) -> str:
    """What is remembered of a file's sha256."""
    return sha256[:16]


def _resource_state(resource: Value) -> ResourceState:
    return ResourceState(
        meta=short(meta_of(resource)),
        file=file_mark(resource.get("hash", "")) if resource.get("upload") else "",
        table=resource.get("table", {}),
        views=tuple(resource.get("views", ())),
    )


def _packed(state: ResourceState) -> list[Any]:
    """Short, because up to two hundred of them share one extra."""
    table = ".".join(state.table[key] for key in _LISTS) if state.table else ""
    packed: list[Any] = [state.meta, state.file, table, list(state.views)]
    while packed and not packed[-1]:
        packed.pop()
    return packed


def _unpacked(packed: Iterable[Any]) -> ResourceState:
    meta, file, table, views = [*packed, *["", "", "", []]][:4]
    marks = dict(zip(_LISTS, table.split("."), strict=True)) if table else {}
    return ResourceState(meta, file, marks, tuple(views))


def _short_id(id: str) -> str:
    return id.replace("-", "")[:12]
