"""Write one change to a portal. Reads and writes.

Packages: `package_revise` with `match` on the `metadata_modified` that the plan saw, whole lists at once, server-owned
keys carried along. A dataset with files begins hidden, as a draft, and becomes active in the call that brings its
files; where it has tables too, in the call after they are loaded. Organizations and themes know no such call: they
are read again just before they are written.
"""

import time
from collections.abc import Iterable, Mapping
from typing import Any

from publisher.model import Catalogue, Portal
from publisher.plan import Change
from publisher.problem import PublisherError, Refused, Unreachable
from publisher.targets.ckan import tables
from publisher.targets.ckan.connection import Connection, Doubtful
from publisher.targets.ckan.offer import Offer
from publisher.targets.ckan.payload import package_id
from publisher.targets.ckan.reading import EDITED, KINDS, find, group_value, package_value
from publisher.targets.ckan.state import MANAGED_STATE, Record, Value, extras_of, is_ours, state_in, state_of, written
from publisher.targets.ckan.uploads import opened, sent_resources, to_upload

TRIES = 3
_CLEARED = ("notes", "url", "version", "license_id", "maintainer", "maintainer_email")
_LISTS = {"extras", "tags", "groups", "resources"}


class Writer:
    """Writes changes of one catalogue to one portal."""

    def __init__(self, connection: Connection, portal: Portal, offer: Offer, catalogue: Catalogue) -> None:
        self._connection = connection
        self._portal = portal
        self._offer = offer
        self._catalogue = catalogue

    def write(self, change: Change, live: Record | None) -> None:
        """Carry out a change to what was seen as `live`.

        Where an answer does not tell whether a write was done, the portal is read again before anything else is
        sent: what stands there as wanted is done, what stands as before is tried again, all else is refused.
        """
        deadline = time.monotonic() + self._connection.patience.package
        for tried in range(TRIES):
            try:
                self._write(change, live)
                return
            except PublisherError as error:
                if not (tried or isinstance(error, Doubtful)):
                    raise
                if time.monotonic() > deadline:
                    raise Unreachable("too-slow", key=change.key) from None
                self._connection.pace.pause(tried)
                live = self._look(change)
                if self._value(change, live) == (change.after.value if change.after else None):
                    return
                if not self._may_go_on(change, live):
                    raise Refused("stale", key=change.key) from None
                doubt = error
        raise doubt

    def _write(self, change: Change, live: Record | None) -> None:
        kind = KINDS.get(change.key.partition("/")[0])
        if kind:
            self._group(kind, change)
        elif change.after is None:
            self._call_revise(change, live or {}, {"state": "deleted"}, ())
        elif live is None:
            self._create(change, change.after.value)
        else:
            self._revise(change, live, change.after.value)

    def _look(self, change: Change) -> Record | None:
        """Read again what a change is about; None if it is not there, or deleted."""
        kind = KINDS.get(change.key.partition("/")[0], "package")
        record = find(self._connection, f"{kind}_show", _name(change))
        return None if record is None or record["state"] == "deleted" else record

    def _value(self, change: Change, live: Record | None) -> Value | None:
        if live is None:
            return None
        return package_value(live) if change.package else group_value(live)

    def _may_go_on(self, change: Change, live: Record | None) -> bool:
        """Whether what stands there is as the plan saw it, or our own package on its way to what is wanted."""
        value = self._value(change, live)
        if value == (change.before.value if change.before else None):
            return True
        if live is None or not is_ours(live, self._portal.owner):
            return False
        if change.before is None and (live.get("state") == "draft" or live.get("private")):
            return True
        return bool(change.after and value == self._first(change.after.value, live))

    def _group(self, kind: str, change: Change) -> None:
        """Create, patch or delete an organization or theme; an edit since the plan is refused."""
        name = _name(change)
        now = find(self._connection, f"{kind}_show", name)
        seen = change.before.value if change.before else None
        if (group_value(now) if now and now["state"] == "active" else None) != seen:
            raise Refused("stale", key=change.key)
        if change.after is None:
            self._connection.call(f"{kind}_delete", {"id": name})
            return
        value = change.after.value
        sent = {"title": "", "description": "", **value, "extras": _extras(value, now or {})}
        if now:
            self._connection.call(f"{kind}_patch", {**sent, "id": now["id"], "state": "active"})
        else:
            self._connection.call(f"{kind}_create", sent)

    def _create(self, change: Change, value: Value) -> None:
        """Create a package, or take up one that was withdrawn or half made; it is hidden until its files are there."""
        found = find(self._connection, "package_show", value["name"])
        if found and is_ours(found, self._portal.owner):
            if found["state"] == "active" and not found["private"]:
                raise Refused("stale", key=change.key)  # another run of ours was quicker
            self._revise(change, found, value)
            return
        files = any(resource["upload"] for resource in value.get("resources", ()))
        first = {**value, **self._hidden(), "resources": []} if files else value
        id = {"id": package_id(self._portal, change.package or "")} if self._offer.sysadmin else {}
        created = self._connection.call("package_create", {**self._sent(first, {}), **id})
        if files:
            self._revise(change, created, value)
        else:
            self._expect(change, value, created)

    def _hidden(self) -> dict[str, Any]:
        """How a package is kept from the public; CKAN lets no editor make a draft."""
        return {"state": "draft"} if self._offer.sysadmin else {"private": True}

    def _revise(self, change: Change, live: Record, value: Value) -> None:
        """Make a package what it should be, files included, in one call; then its tables and views."""
        live = self._without_old_tables(change, live, value)
        before, first = state_in(live), self._first(value, live)
        if package_value(live) != first:
            live = self._call_revise(change, live, self._sent(first, live), _replaced(first, live), first)
            self._expect(change, first, live)
        if first == value:
            return
        tables.bring(self._connection, self._portal, self._catalogue, change, before)
        now = self._unchanged(change, live)
        rest = {"extras": _extras(value, now), "state": value["state"], "private": value["private"]}
        self._expect(change, value, self._call_revise(change, now, rest, ("extras",)))

    def _first(self, value: Value, live: Record) -> Value:
        """What a package becomes before its tables are brought; what was hidden stays so until they are there."""
        first = tables.without_due(value, live)
        if first == value or not live or _is_public(live):
            return first
        hidden = self._hidden() if live["state"] == "deleted" else {key: live[key] for key in ("state", "private")}
        return {**first, **hidden}

    def _unchanged(self, change: Change, live: Record) -> Record:
        """Read a package again whose time was moved by its tables; an edit by somebody else is refused."""
        now = find(self._connection, "package_show", live["id"])
        if now is None or package_value(now) != package_value(live):
            raise Refused("stale", key=change.key)
        return now

    def _without_old_tables(self, change: Change, live: Record, value: Value) -> Record:
        """Drop the tables of resources that go or have none any more; that moves the package's time."""
        return self._unchanged(change, live) if tables.drop_old(self._connection, live, value) else live

    def _call_revise(
        self, change: Change, live: Record, update: Value, replaced: Iterable[str], value: Value | None = None
    ) -> Record:
        """Revise a package if it is still as `live`; the files that `value` brings travel in the same call."""
        # A deletion by somebody else leaves metadata_modified as it was, hence the state.
        match = {key: live[key] for key in ("id", "metadata_modified", "state")}
        data = {"match": match, "filter": [f"-{key}" for key in replaced], "update": dict(update)}
        package = self._catalogue.package(change.package or "")
        uploads = to_upload(self._portal, package, live, value) if package and value else {}
        try:
            with opened(uploads) as files:
                record: Record = self._connection.call("package_revise", data, files)["package"]
        except Refused as refusal:  # `match` failed; say it of the package, not of the action
            raise (Refused("stale", key=change.key) if refusal.code == "stale" else refusal) from None
        return record

    def _sent(self, value: Value, live: Record) -> dict[str, Any]:
        """A payload as CKAN takes it; extras and groups of others, and what the server keeps, are carried along."""
        state = state_in(live)
        groups = [group["name"] for group in live.get("groups", ()) if group["name"] not in state.groups]
        return {
            **dict.fromkeys(_CLEARED, ""),
            **value,
            "extras": _extras(value, live),
            "tags": [{"name": tag} for tag in value.get("tags", ())],
            "groups": [{"name": group} for group in sorted({*groups, *value.get("groups", ())})],
            "resources": sent_resources(value, live),
        }

    def _expect(self, change: Change, wanted: Value, record: Record) -> None:
        """Never say that something is published which the portal does not give back as it was sent."""
        now = package_value(record)
        if now != wanted:
            differing = sorted(key for key in {*now, *wanted} - {EDITED} if now.get(key) != wanted.get(key))
            raise PublisherError("altered-by-portal", key=change.key, fields=", ".join(differing))


def _replaced(value: Value, live: Record) -> list[str]:
    """What has to be forgotten first: `package_revise` merges lists and objects, and keeps what is not sent."""
    gone = state_in(live).fields.keys() - value.keys() - {*_CLEARED, "owner_org"}
    merged = {key for key, field in value.items() if isinstance(field, (list, dict))}
    return sorted({*_LISTS, *gone, *merged})


def _extras(value: Value, live: Record) -> list[dict[str, str]]:
    """Our extras, with the state that all of ours make, beside the extras that others added."""
    known = state_in(live).extras
    others = {key: extra for key, extra in extras_of(live).items() if key not in known}
    extras = {**others, **value["extras"], MANAGED_STATE: written(state_of(value))}
    return [{"key": key, "value": extra} for key, extra in sorted(extras.items())]


def _is_public(record: Mapping[str, Any]) -> bool:
    return record.get("state") == "active" and not record.get("private")


def _name(change: Change) -> str:
    """The name on the portal of what a change is about."""
    return next(str(item.value["name"]) for item in (change.after, change.before) if item)
