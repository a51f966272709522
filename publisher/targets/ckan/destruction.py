"""Destroy a package of a portal with its files, its tables and what the activity stream tells of it. Reads and writes.

CKAN's purge leaves the bytes of files in the file store and the tables in the DataStore, and its activity stream goes
on telling the whole description to everybody. So these go first, while the package is still there to reach them by;
before anything else it is deleted, which hides all of it from the public in one call.

Every step may be done twice. Where an answer does not tell whether a write was done, the package is read again and
the steps begin anew.
"""

from collections.abc import Callable, Sequence

from publisher.model import Portal
from publisher.plan import Reason
from publisher.problem import PublisherError, Unreachable
from publisher.targets import Entry
from publisher.targets.ckan import journal
from publisher.targets.ckan.connection import Connection, Doubtful, NotThere, Record
from publisher.targets.ckan.reading import find
from publisher.targets.ckan.state import MANAGED_BY

TRIES = 3
PAGE = 100  # the most activities that CKAN lists at once
# What stays of a package that we may not purge.
KEPT = ("+id", "+name", "+type", "+owner_org", "+private", "+state", "-*")


class Destruction:
    """What is done to packages of one portal, and what could not be done."""

    def __init__(self, connection: Connection, portal: Portal, sysadmin: bool) -> None:
        self._connection = connection
        self._portal = portal
        self._sysadmin = sysadmin
        self._done: dict[str, set[str]] = {"files": set(), "tables": set(), "activities": set(), "purged": set()}
        self._left: dict[str, list[Reason]] = {}
        self._unfinished: set[str] = set()
        self._actions: dict[str, bool] = {}
        self._had: dict[str, set[str]] = {"files": set(), "tables": set()}

    def done(self) -> dict[str, int]:
        """How much was destroyed so far."""
        return {what: len(ids) for what, ids in self._done.items()}

    def left(self) -> tuple[Reason, ...]:
        """What remains, and why."""
        return tuple(reason for reasons in self._left.values() for reason in reasons)

    def destroy(self, id: str) -> None:
        """Hide a package, then destroy all that purging it would leave behind."""
        self._surely(lambda: self._destroy(id))

    def note(self, record: Record, entry: Entry) -> None:
        """Add a line to the journal. It comes before the purge, so that it is not lost if the program is killed."""
        organization = (record.get("organization") or {}).get("name") or ""
        try:
            journal.note(self._connection, self._portal, organization, entry)
        except PublisherError as error:
            self._left["journal"] = [Reason(error.code, error.args_by_name)]

    def purge(self, id: str) -> None:
        """Remove what is left of a package, unless that would put something out of reach."""
        if id not in self._unfinished:
            self._surely(lambda: self._purge(id))

    def _surely(self, step: Callable[[], None]) -> None:
        for tried in range(TRIES):
            try:
                step()
                return
            except Doubtful as error:
                self._connection.pace.pause(tried)
                doubt = error
        raise doubt

    def _attempt(self, id: str, step: Callable[[], None]) -> None:
        """Do a step; if the portal refuses it, remember why and let the others go on."""
        try:
            step()
        except PublisherError as error:
            if isinstance(error, Unreachable) and error.code != "action-not-allowed":
                raise
            self._left[id].append(Reason(error.code, error.args_by_name))
            self._unfinished.add(id)

    def _destroy(self, id: str) -> None:
        self._left[id] = []
        self._unfinished.discard(id)
        record = find(self._connection, "package_show", id)
        if record is None:
            return  # somebody purged it meanwhile
        if record["state"] != "deleted":
            self._connection.call("package_delete", {"id": id})
        resources = self._resources(record)
        self._attempt(id, lambda: self._destroy_files(id, resources))
        self._attempt(id, lambda: self._drop_tables(resources))
        if self._sysadmin:
            self._attempt(id, lambda: self._forget(id))
        else:
            self._attempt(id, lambda: self._empty(record))
            self._leave(id, "left-to-sysadmin", name=record["name"])

    def _resources(self, record: Record) -> list[Record]:
        """The resources of a package, and those that it once had: their files may lie in the store yet."""
        resources = {resource["id"]: resource for resource in record["resources"]}
        for activity in self._activities(record["id"]):
            package = (activity.get("data") or {}).get("package") or {}
            for resource in package.get("resources", ()):
                resources.setdefault(resource["id"], resource)
        self._had["files"] |= {id for id, resource in resources.items() if resource.get("url_type") == "upload"}
        self._had["tables"] |= {id for id, resource in resources.items() if resource.get("datastore_active")}
        return list(resources.values())

    def _destroy_files(self, id: str, resources: Sequence[Record]) -> None:
        """Have the bytes of every resource removed: only an update that clears an upload does that.

        What the package had and has no more is put back for it under its old id, by which the store knows the bytes.
        """
        if not resources:
            return
        elsewhere = {"url": self._connection.url, "url_type": "", "clear_upload": True}
        update = {"resources": [{**resource, **elsewhere} for resource in resources]}
        self._connection.call("package_revise", {"match": {"id": id}, "filter": ["-resources"], "update": update})
        self._done["files"] |= self._had["files"] & {resource["id"] for resource in resources}

    def _drop_tables(self, resources: Sequence[Record]) -> None:
        """Drop the tables, with their data dictionaries."""
        for resource in resources if self._offers("datastore_delete") else ():
            self._remove("tables", resource["id"], "datastore_delete", {"resource_id": resource["id"], "force": True})

    def _empty(self, record: Record) -> None:
        """Leave nothing of a package but its name and our mark."""
        mark = [{"key": MANAGED_BY, "value": self._portal.owner}]
        update = {"title": record["name"], "extras": mark, "resources": [], "tags": [], "groups": []}
        data = {"match": {"id": record["id"]}, "filter": list(KEPT), "update": update}
        self._connection.call("package_revise", data)

    def _forget(self, id: str) -> None:
        """Delete what the activity stream holds of a package; CKAN can do that since 2.12."""
        activities = self._activities(id)
        if activities and not self._offers("activity_delete"):
            self._leave(id, "left-in-activities")
            return
        for activity in activities:
            self._remove("activities", activity["id"], "activity_delete", {"id": activity["id"]})

    def _activities(self, id: str) -> list[Record]:
        """Every entry of the activity stream about a package; none where the portal keeps no such stream."""
        found: list[Record] = []
        asked = {"id": id, "limit": PAGE, "include_hidden_activity": self._sysadmin}
        while self._offers("package_activity_list"):
            page = self._connection.call("package_activity_list", {**asked, "offset": len(found)})
            found += page
            if not page:
                break
        return found

    def _remove(self, what: str, id: str, action: str, data: Record) -> None:
        """Remove one thing that may be gone already; one that was there is counted, even if the answer is lost."""
        try:
            self._connection.call(action, data)
        except NotThere:
            return
        except Doubtful:
            if id in self._had.get(what, {id}):
                self._done[what].add(id)
            raise
        self._done[what].add(id)

    def _leave(self, id: str, code: str, **args: str) -> None:
        """Note what somebody else has to do."""
        count = len(self._activities(id))
        self._left[id].append(Reason(code, {**args, "id": id, "activities": str(count)}))

    def _offers(self, action: str) -> bool:
        """Whether the portal knows an action; asked once."""
        if action not in self._actions:
            try:
                self._connection.call("help_show", {"name": action})
                self._actions[action] = True
            except NotThere:
                self._actions[action] = False
        return self._actions[action]

    def _purge(self, id: str) -> None:
        if find(self._connection, "package_show", id) is not None:
            self._connection.call("dataset_purge", {"id": id})
        self._done["purged"].add(id)
