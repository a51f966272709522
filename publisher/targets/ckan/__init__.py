"""A CKAN portal: organizations, themes as groups, packages of both kinds with their files. Reads and writes.

State lives on the portal: all that is ours bears an owner mark, and an extra that says what we wrote last. Packages
are written by compare-and-swap, so an edit made meanwhile is refused, never overwritten.
"""

from collections.abc import Iterator, Sequence

from publisher.model import Catalogue, Kind, Portal
from publisher.plan import Change, Item, Reason, same
from publisher.plan import State as Items
from publisher.problem import Refused
from publisher.targets import Entry, Removal, Table
from publisher.targets.ckan import drift, journal, offer, payload, reading, takedown
from publisher.targets.ckan.connection import Connection, Way
from publisher.targets.ckan.descriptors import Reader
from publisher.targets.ckan.offer import Offer
from publisher.targets.ckan.state import Record, is_ours
from publisher.targets.ckan.writing import Writer

__all__ = ["Ckan", "Connection", "Record", "Way"]


class Ckan:
    """The target that is a portal."""

    name = "ckan"
    limit_updates = True
    all_or_nothing = False

    def __init__(
        self, portal: Portal, connection: Connection, writers: int = 2, adopted: frozenset[str] = frozenset()
    ) -> None:
        self.owner = portal.owner
        self.writers = writers
        self._portal = portal
        self._connection = connection
        self._adopted = adopted
        self._catalogue: Catalogue | None = None
        self._offer: Offer | None = None
        self._desired: Items = {}
        self._live: dict[str, Record] = {}

    @property
    def public_view(self) -> bool:
        """Without a token only what the public sees can be read."""
        return not self._connection.token

    @property
    def offer(self) -> Offer:
        """What the portal lets us do; asked once, and it fails early if the token is not accepted."""
        if self._offer is None:
            self._offer = offer.ask(self._connection, self._portal)
        return self._offer

    def desired(self, catalogue: Catalogue) -> Items:
        """Everything that should be on the portal."""
        self._catalogue = catalogue
        self._desired = payload.desired(catalogue, self._portal, self.offer)
        return self._desired

    def actual(self) -> Items:
        """Everything on the portal that bears our mark; of what is as it should be, nothing more is kept."""
        found: dict[str, Item] = {}
        self._live = {}
        for key, record in self._records():
            item, wanted = reading.item(key, record), self._desired.get(key)
            if wanted and same(item.value, wanted.value):
                found[key] = wanted
            else:
                found[key], self._live[key] = item, record
        return found

    def drift(self, catalogue: Catalogue) -> Iterator[drift.Edit]:
        """Yield what others changed on the portal since our last write."""
        wanted = self.desired(catalogue)
        for key, record in self._records():
            item = wanted.get(key)
            yield from drift.edits(key, record, item.value if item else None)

    def holder(self, name: str) -> Record | None:
        """The package that bears the name of one of ours on the portal, whoever it belongs to."""
        found = reading.find(self._connection, "package_show", f"{self._portal.prefix}{name}")
        return found if found and found["state"] == "active" else None

    def reader(self, catalogue: Catalogue) -> Reader:
        """Who reads what is on the portal in the terms of a catalogue."""
        demands = bool(self.offer.dataset_fields.get("notes", {}).get("required"))
        return Reader(catalogue.schemas, catalogue.languages, demands)

    def objections(self, changes: Sequence[Change]) -> Iterator[Reason]:
        """What only the portal can say against a plan: names that others hold, limits, edits by others."""
        if not self.offer.sysadmin and not self._portal.organization:
            yield Reason("no-organization", {})
        for key in reading.held_by_others(self._connection, changes, self._portal):
            yield Reason("name-held-by-others", {"key": key, "name": key.partition("/")[2]})
        for change in changes:
            yield from payload.over_limits(change, self._portal, self.offer)
            yield from self._drifted(change)

    def tables(self, change: Change) -> Iterator[Table]:
        """The tables whose file a change replaces, as the portal serves them now."""
        if not (self._catalogue and change.before and change.after and change.package):
            return
        package = self._catalogue.package(change.package)
        resources = payload.resources_by_id(self._portal, package) if package and package.kind is Kind.DATASET else {}
        before = {resource["id"]: resource for resource in change.before.value.get("resources", ())}
        for id, resource in resources.items():
            now = resource.measure.sha256 if resource.measure else None
            if id in before and before[id].get("hash") != now and resource.is_csv_table:
                live = next(r for r in self._live[change.key]["resources"] if r["id"] == id)
                content = self._connection.download(live["url"])
                if content is not None:
                    yield Table(resource, content)

    def begin(self, changes: Sequence[Change]) -> None:
        """Nothing to prepare: each change stands by itself."""

    def apply(self, change: Change) -> None:
        """Carry out one change; several may be under way at once."""
        if self._catalogue is None:
            raise Refused("nothing-planned")
        Writer(self._connection, self._portal, self.offer, self._catalogue).write(change, self._live.get(change.key))

    def commit(self, entry: Entry) -> None:
        """Note the apply in the journal, a private package on the portal."""
        organization = payload.journal_organization(self._portal, self.offer, self._catalogue)
        journal.note(self._connection, self._portal, organization, entry)

    def abort(self) -> None:
        """Nothing to drop: each change stands by itself."""

    def take_down(self, package: str, entry: Entry) -> Removal:
        """Remove a package with its files and tables, as far as the token may."""
        return takedown.take_down(self._connection, self._portal, package, entry)

    def place(self) -> str:
        """The address of the portal."""
        return self._connection.url

    def _records(self) -> Iterator[tuple[str, Record]]:
        """Yield all that is ours, or is to become ours, under a key of its own."""
        seen: set[str] = set()
        elsewhere: list[tuple[str, Record]] = []
        for key, record in reading.ours(self._connection, self._portal, self.offer):
            if record["name"] == f"{self._portal.prefix}{key.partition('/')[2]}":
                seen.add(key)
                yield key, record
            else:
                elsewhere.append((key, record))
        # Renamed on the portal, or a copy that somebody made: it bears the identifier of the original too.
        for key, record in elsewhere:
            unique = key if key not in seen else f"{key.partition('/')[0]}/{record['name']}"
            seen.add(unique)
            yield unique, record
        for name in sorted(self._adopted):
            theirs = self.holder(name)
            wanted = [key for key, item in self._desired.items() if item.package == name]
            if wanted and theirs and not is_ours(theirs, self.owner):
                yield wanted[0], theirs

    def _drifted(self, change: Change) -> Iterator[Reason]:
        live = self._live.get(change.key)
        wanted = change.after.value if change.after else None
        fields = [edit.field for edit in drift.edits(change.key, live, wanted)] if live else []
        if fields:
            name = change.key.partition("/")[2]
            yield Reason("drifted", {"key": change.key, "name": name, "fields": ", ".join(fields)})
