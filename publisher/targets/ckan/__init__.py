"""A CKAN portal: organizations, themes as groups, packages of both kinds with their files. Reads and writes.

State lives on the portal: all that is ours bears an owner mark, and each package an extra that says what we wrote
last. Packages are written by compare-and-swap, so an edit made meanwhile is refused, never overwritten.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from publisher.model import Catalogue, Kind, Portal
from publisher.plan import Change, Reason, State
from publisher.problem import Refused
from publisher.targets import Entry, Table
from publisher.targets.ckan import journal, payload, reading
from publisher.targets.ckan.connection import Connection, Patience
from publisher.targets.ckan.writing import Writer

__all__ = ["Ckan"]


class Ckan:
    """The target that is a portal."""

    name = "ckan"
    limit_updates = True
    all_or_nothing = False

    def __init__(self, portal: Portal, url: str, token: str | None, patience: Patience | None = None) -> None:
        self.owner = portal.owner
        self._portal = portal
        self._connection = Connection(url, token, patience)
        self._catalogue: Catalogue | None = None
        self._offer: payload.Offer | None = None
        self._live: dict[str, dict[str, Any]] = {}

    @property
    def public_view(self) -> bool:
        """Without a token only what the public sees can be read."""
        return not self._connection.token

    @property
    def offer(self) -> payload.Offer:
        """What the portal lets us do; asked once, and it fails early if the token is not accepted."""
        if self._offer is None:
            self._offer = reading.offer(self._connection)
        return self._offer

    def desired(self, catalogue: Catalogue) -> State:
        """Everything that should be on the portal."""
        self._catalogue = catalogue
        return payload.desired(catalogue, self._portal, self.offer)

    def actual(self) -> State:
        """Everything on the portal that bears our mark."""
        self._live = dict(reading.ours(self._connection, self._portal, self.offer))
        return {key: reading.item(key, live, self._portal) for key, live in self._live.items()}

    def objections(self, changes: Sequence[Change]) -> Iterator[Reason]:
        """What only the portal can say against a plan: names that others hold, limits, a missing licence."""
        if not self.offer.sysadmin and not self._portal.organization:
            yield Reason("no-organization", {})
        for change in changes:
            if change.before is None and reading.held_by_others(self._connection, change, self._portal):
                yield Reason("name-held-by-others", {"key": change.key})
            yield from payload.over_limits(change, self._portal, self.offer)

    def tables(self, change: Change) -> Iterator[Table]:
        """The tables whose file a change replaces, as the portal serves them now."""
        if not (self._catalogue and change.before and change.after and change.package):
            return
        package = self._catalogue.package(change.package)
        before = {resource["id"]: resource for resource in change.before.value.get("resources", ())}
        for resource in package.resources if package and package.kind is Kind.DATASET else ():
            held = before.get(payload.resource_id(self._portal, package.name, resource.name)) if package else None
            now = resource.measure.sha256 if resource.measure else None
            if held and held.get("hash") != now and resource.fields:
                live = next(r for r in self._live[change.key]["resources"] if r["id"] == held["id"])
                content = self._connection.download(live["url"])
                if content is not None:
                    yield Table(resource, content)

    def begin(self) -> None:
        """Nothing to prepare: each change stands by itself."""

    def apply(self, change: Change) -> None:
        """Carry out one change."""
        if self._catalogue is None:
            raise Refused("nothing-planned")
        Writer(self._connection, self._portal, self.offer, self._catalogue).write(change, self._live.get(change.key))

    def commit(self, entry: Entry) -> None:
        """Note the apply in the journal, a private package on the portal."""
        organization = payload.journal_organization(self._portal, self.offer, self._catalogue)
        journal.note(self._connection, self._portal, organization, entry)

    def abort(self) -> None:
        """Nothing to drop: each change stands by itself."""

    def place(self) -> str:
        """The address of the portal."""
        return self._connection.url
