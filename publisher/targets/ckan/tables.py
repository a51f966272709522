"""The tables and views of a package: which are due, and bringing them. Reads and writes.

A package remembers a table only after the portal holds as many rows as the file; until then its mark is missing, and
the next run finds that the table is due.
"""

from functools import partial
from typing import Any

from publisher.model import Catalogue, Portal, Resource
from publisher.plan import Change
from publisher.tables import typed_rows
from publisher.targets.ckan import datastore, views
from publisher.targets.ckan.connection import Connection
from publisher.targets.ckan.payload import resources_by_id
from publisher.targets.ckan.state import Record, ResourceState, State, Value, state_in


def without_due(value: Value, live: Record) -> dict[str, Any]:
    """A payload that claims no more tables and views than the portal is known to hold."""
    state = state_in(live)
    if "resources" not in value:
        return dict(value)
    return {**value, "resources": [_known(resource, _kept(state, resource)) for resource in value["resources"]]}


def bring(connection: Connection, portal: Portal, catalogue: Catalogue, change: Change, before: State) -> None:
    """Bring every table and view to the portal that was not there `before`."""
    package = catalogue.package(change.package or "")
    files = resources_by_id(portal, package) if package else {}
    for wanted in change.after.value["resources"] if change.after else ():
        kept, file = _kept(before, wanted), files[wanted["id"]]
        if wanted.get("table") and wanted["table"] != kept.table:
            _load(connection, catalogue, wanted, file, kept)
        if wanted.get("views", []) != list(kept.views):
            views.ensure(connection, wanted["id"], [views.View.of(label) for label in wanted.get("views", ())])


def drop_old(connection: Connection, live: Record, value: Value) -> bool:
    """Drop the tables of resources of ours that go, or that have no table any more; tell whether there were any."""
    state = state_in(live)
    wanted = {resource["id"]: resource for resource in value.get("resources", ())}
    old = [held["id"] for held in live.get("resources", ()) if _is_old(held, state, wanted.get(held["id"]))]
    for id in old:
        datastore.drop(connection, id)
    return bool(old)


def _load(connection: Connection, catalogue: Catalogue, wanted: Value, file: Resource, kept: ResourceState) -> None:
    table = datastore.table_of(file, catalogue.languages)
    if table and file.measure:
        rows = partial(typed_rows, file)
        datastore.load(connection, wanted["id"], table, rows, file.measure.rows, wanted["table"], kept.table)


def _kept(state: State, resource: Value) -> ResourceState:
    return state.resource(resource["id"]) or ResourceState()


def _known(wanted: Value, kept: ResourceState) -> dict[str, Any]:
    """A resource with its table if the portal holds just this one, and with the views that are there."""
    known = {key: told for key, told in wanted.items() if key not in {"table", "views"}}
    if wanted.get("table") and wanted["table"] == kept.table:
        known["table"] = wanted["table"]
    if kept.views:
        known["views"] = list(kept.views)
    return known


def _is_old(held: Record, state: State, wanted: Value | None) -> bool:
    kept = state.resource(held["id"])
    if kept is None or (wanted and wanted.get("table")):
        return False
    return bool(kept.table or (wanted is None and held.get("datastore_active")))
