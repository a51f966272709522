"""Write one change to a portal. Reads and writes.

Packages: `package_revise` with `match` on the `metadata_modified` that the plan saw, whole lists at once, server-owned
keys carried along; a dataset with files begins as a draft and becomes active in the call that brings its files.
Organizations and themes know no such call: they are read again just before they are written.
"""

import hashlib
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from typing import Any, BinaryIO

from publisher.model import Catalogue, Portal, Resource
from publisher.plan import Change
from publisher.problem import PublisherError, Refused
from publisher.targets.ckan.connection import Connection, Doubtful, Record
from publisher.targets.ckan.payload import MANAGED_BY, MANAGED_STATE, Offer, package_id, resource_id
from publisher.targets.ckan.reading import KINDS, extras_of, find, group_value, managed_state, package_value, state_of

Value = Mapping[str, Any]
TRIES = 3


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
        for tried in range(TRIES):
            try:
                self._write(change, live)
                return
            except PublisherError as error:
                if not (tried or isinstance(error, Doubtful)):
                    raise
                self._connection.pause(tried)
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
            self._withdraw(change, live or {})
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
        return package_value(live, self._portal) if change.package else group_value(live)

    def _may_go_on(self, change: Change, live: Record | None) -> bool:
        """Whether what stands there is as the plan saw it, or our own package, half made."""
        if self._value(change, live) == (change.before.value if change.before else None):
            return True
        if live is None or change.before is not None or extras_of(live).get(MANAGED_BY) != self._portal.owner:
            return False
        return bool(live.get("state") == "draft" or live.get("private"))

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
        extras = [{"key": key, "value": extra} for key, extra in sorted(value["extras"].items())]
        sent = {"title": "", "description": "", **value, "extras": extras}
        if now:
            self._connection.call(f"{kind}_patch", {**sent, "id": now["id"], "state": "active"})
        else:
            self._connection.call(f"{kind}_create", sent)

    def _withdraw(self, change: Change, live: Record) -> None:
        """Soft-delete a package, if it is still as the plan saw it."""
        self._call_revise(change, live, {"state": "deleted"}, [], {})

    def _create(self, change: Change, value: Value) -> None:
        """Create a package, or take up one that was withdrawn or half made; it is hidden until its files are there."""
        found = find(self._connection, "package_show", value["name"])
        if found and extras_of(found).get(MANAGED_BY) == self._portal.owner:
            if found["state"] == "active" and not found["private"]:
                raise Refused("stale", key=change.key)  # another run of ours was quicker
            self._revise(change, found, value)
            return
        files = any(resource["upload"] for resource in value.get("resources", ()))
        hidden: dict[str, Any] = {}
        if files:
            hidden = {"state": "draft"} if self._offer.sysadmin else {"private": True}
        first = {**value, **hidden, "resources": []} if files else value
        sent = {
            **self._sent(first, {}),
            **({"id": package_id(self._portal, change.package or "")} if self._offer.sysadmin else {}),
        }
        created = self._connection.call("package_create", sent)
        if files:
            self._revise(change, created, value)
        else:
            self._expect(change, created)

    def _revise(self, change: Change, live: Record, value: Value) -> None:
        """Make a package what it should be, files included, in one call."""
        sent = self._sent(value, live)
        uploads = self._uploads(change, live, value)
        lists = ["-extras", "-tags", "-groups", "-resources"]
        reply = self._call_revise(change, live, sent, lists, uploads)
        self._expect(change, reply["package"])

    def _call_revise(
        self, change: Change, live: Record, update: Value, without: Sequence[str], uploads: Mapping[str, Resource]
    ) -> Any:
        # A deletion by somebody else leaves metadata_modified as it was, hence the state.
        match = {key: live[key] for key in ("id", "metadata_modified", "state")}
        data = {"match": match, "filter": list(without), "update": dict(update)}
        with ExitStack() as stack:
            files = {
                key: (resource.path, stack.enter_context(_checked(resource)), resource.data["mediatype"])
                for key, resource in uploads.items()
            }
            try:
                return self._connection.call("package_revise", data, files)
            except Refused:  # `match` failed; say it of the package, not of the action
                raise Refused("stale", key=change.key) from None

    def _sent(self, value: Value, live: Record) -> dict[str, Any]:
        """A payload as CKAN takes it; extras and groups of others, and what the server keeps, are carried along."""
        state = managed_state(live)
        extras = {key: extra for key, extra in extras_of(live).items() if key not in state["extras"]}
        extras |= {**value["extras"], MANAGED_STATE: state_of(value)}
        groups = [group["name"] for group in live.get("groups", ()) if group["name"] not in state["groups"]]
        cleared = dict.fromkeys(("notes", "url", "version", "license_id", "maintainer", "maintainer_email"), "")
        return {
            **cleared,
            **value,
            "extras": [{"key": key, "value": extra} for key, extra in sorted(extras.items())],
            "tags": [{"name": tag} for tag in value.get("tags", ())],
            "groups": [{"name": group} for group in sorted({*groups, *value.get("groups", ())})],
            "resources": self._resources(value, live),
        }

    def _resources(self, value: Value, live: Record) -> list[dict[str, Any]]:
        """Our resources in our order, each over what the server keeps of it, then those that others added."""
        held = {resource["id"]: resource for resource in live.get("resources", ())}
        ours = managed_state(live)["files"]
        wanted = [_resource(resource, held.get(resource["id"], {})) for resource in value.get("resources", ())]
        ids = {resource["id"] for resource in wanted}
        return [*wanted, *(kept for key, kept in held.items() if key not in ids and key not in ours)]

    def _uploads(self, change: Change, live: Record, value: Value) -> dict[str, Resource]:
        """The files whose bytes the portal does not hold yet, by the form field that carries each."""
        package = self._catalogue.package(change.package or "")
        files = {resource_id(self._portal, package.name, r.name): r for r in package.resources} if package else {}
        sums = managed_state(live)["files"]
        held = {r["id"]: sums.get(r["id"]) for r in live.get("resources", ()) if r.get("url_type") == "upload"}
        return {
            f"update__resources__{index}__upload": files[resource["id"]]
            for index, resource in enumerate(value.get("resources", ()))
            if resource["upload"] and held.get(resource["id"]) != resource.get("hash")
        }

    def _expect(self, change: Change, record: Record) -> None:
        """Never say that something is published which the portal does not give back as it was sent."""
        now = package_value(record, self._portal)
        wanted = change.after.value if change.after else {}
        if now != wanted:
            differing = sorted(key for key in {*now, *wanted} if now.get(key) != wanted.get(key))
            raise PublisherError("altered-by-portal", key=change.key, fields=", ".join(differing))


def _name(change: Change) -> str:
    """The name on the portal of what a change is about."""
    return next(str(item.value["name"]) for item in (change.after, change.before) if item)


def _checked(resource: Resource) -> BinaryIO:
    """Open a file to send; it must still be the one that was checked."""
    stream = resource.file.open("rb")
    if not resource.measure or hashlib.file_digest(stream, "sha256").hexdigest() != resource.measure.sha256:
        stream.close()
        raise Refused("file-changed", file=str(resource.file))
    stream.seek(0)
    return stream


def _resource(wanted: Mapping[str, Any], held: Record) -> dict[str, Any]:
    """A resource to send: an upload keeps the address that the portal gave it."""
    sent = {key: field for key, field in wanted.items() if key != "upload"}
    if not wanted["upload"]:
        return {**held, **sent, "url_type": ""}
    address = {"url": held.get("url", "upload"), "url_type": "upload"}
    return {**held, **sent, **address}
