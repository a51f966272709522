"""Small corners of a real portal, many at a time: each has an owner mark and a name prefix of its own.

A corner holds the little catalogue of tests/small in two states, read once for all corners: as it was, and as it is
to become. Its portrait tells all that an apply makes there, without what differs from corner to corner.
"""

import json
import shutil
import uuid
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import ckanapi
import requests

from publisher.model import Catalogue, Package, Portal, Withdrawn
from publisher.plan import Consent, Plan
from publisher.publish import Outcome, apply, plan, reasons_against
from publisher.targets import Target
from publisher.targets.ckan import Ckan
from publisher.targets.ckan.connection import Connection
from publisher.targets.ckan.pace import Patience
from publisher.targets.ckan.payload import MANAGED_STATE, package_id, resources_by_id
from tests.targets.faults import TIMEOUT
from tests.targets.worlds import ENTRY, catalogue_of

SMALL = Path(__file__).parents[1] / "small"
PATIENCE = Patience(connect=2, answer=TIMEOUT, pauses=(0.05, 0.1, 0.2, 0.4), longest=1)
FOREIGN = "theirs"
JOURNAL = "publisher-journal"
# What a portal gives, and what differs from one corner to the next.
VOLATILE = {"metadata_created", "metadata_modified", "created", "last_modified", "creator_user_id", "owner_org"}
VOLATILE |= {"package_id"}

Records = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True)
class Access:
    """A portal and whose token is used there."""

    portal: Mapping[str, str]
    editor: bool = False

    @property
    def url(self) -> str:
        """The address of the portal."""
        return self.portal["url"]

    @property
    def token(self) -> str:
        """The token that publishes."""
        return self.portal["editor_token" if self.editor else "token"]


@dataclass(frozen=True)
class State:
    """A catalogue on disk and as it was read."""

    root: Path
    catalogue: Catalogue

    @classmethod
    def of(cls, root: Path) -> "State":
        """Read a catalogue that is sound."""
        return cls(root, catalogue_of(root))

    def package(self, name: str) -> Package:
        """One of its packages."""
        return next(package for package in self.catalogue.packages if package.name == name)

    def having(self, *packages: Package, withdrawn: Sequence[Withdrawn] = ()) -> "State":
        """The same with other packages, and some withdrawn; only in memory."""
        return replace(self, catalogue=replace(self.catalogue, packages=packages, withdrawn=tuple(withdrawn)))

    def saying(self, **said: str) -> "State":
        """The same, where something else is said of each package."""
        return self.having(*(saying(package, **said) for package in self.catalogue.packages))


def saying(package: Package, **said: str) -> Package:
    """The same package with another title or description."""
    return replace(package, **{key: {**getattr(package, key), "en": text} for key, text in said.items()})


class Corner:
    """A corner of a portal, and the eyes and hands of its sysadmin."""

    def __init__(self, access: Access) -> None:
        self.access = access
        self.mark = f"t{uuid.uuid4().hex[:10]}"
        self.prefix = f"{self.mark}-"
        self.api = ckanapi.RemoteCKAN(access.url, apikey=access.portal["token"])

    def portal(self, catalogue: Catalogue) -> Portal:
        """The settings of a catalogue, for this corner."""
        assert catalogue.portal
        organization = "editors-only" if self.access.editor else None
        return replace(catalogue.portal, owner=self.mark, prefix=self.prefix, organization=organization)

    def target(self, state: State, url: str | None = None, patience: Patience = PATIENCE) -> tuple[Ckan, Catalogue]:
        """A fresh target for a catalogue; the second value is the catalogue with the corner's settings."""
        catalogue = replace(state.catalogue, portal=self.portal(state.catalogue))
        assert catalogue.portal
        connection = Connection(url or self.access.url, self.access.token, patience)
        return Ckan(catalogue.portal, connection, writers=1), catalogue  # requests come in the same order each time

    def planned(self, state: State, url: str | None = None, patience: Patience = PATIENCE) -> tuple[Target, Plan]:
        """A plan that nothing stands against."""
        target, catalogue = self.target(state, url, patience)
        found = plan(target, catalogue)
        reasons = reasons_against(target, catalogue, found, Consent()) if found.changes else []
        assert not reasons, reasons
        return target, found

    def publish(self, state: State, url: str | None = None) -> Outcome:
        """Publish a state; no change may fail."""
        outcome = apply(*self.planned(state, url), ENTRY, lambda key: None)
        assert not outcome.failed, [(change.key, repr(error)) for change, error in outcome.failed]
        return outcome

    def written_to(self, state: State, folder: Path) -> Path:
        """A copy of a catalogue on disk, with the corner's settings."""
        root = Path(shutil.copytree(state.root, folder / self.mark))
        place = root / "catalogue" / "catalogue.yaml"
        settings = f"owner: {self.mark}\n  prefix: {self.prefix}\n"
        settings += "  organization: editors-only\n" if self.access.editor else ""
        place.write_text(place.read_text("utf-8").replace("owner: small\n", settings), "utf-8")
        return root

    def put_foreign(self, dataset: str) -> None:
        """Let somebody else put a package there, and a resource and an extra into a dataset of ours."""
        self.api.action.package_create(name=self.prefix + FOREIGN, title="Theirs", owner_org="editors-only", notes="x")
        live = self.api.action.package_show(id=self.prefix + dataset)
        theirs = {"url": "https://example.org/theirs", "name": "Theirs"}
        extras = [*live["extras"], {"key": "their_key", "value": "kept"}]
        self.api.action.package_patch(id=live["id"], extras=extras, resources=[*live["resources"], theirs])

    def records(self) -> Records:
        """Every package there, by its name without the prefix."""
        asked = {"q": f"name:{self.prefix}*", "rows": 1000, "include_private": True, "include_drafts": True}
        found = self.api.action.package_search(**asked)["results"]
        assert len({record["name"] for record in found}) == len(found)
        return {record["name"].removeprefix(self.prefix): record for record in found}

    def journal(self, records: Records) -> list[dict[str, Any]]:
        """The lines of the journal."""
        return [json.loads(line) for line in records[JOURNAL]["notes"].splitlines()]

    def portrait(self, state: State, records: Records) -> dict[str, Any]:
        """All that can be seen there, under names that are the same in every corner."""
        packages = {name: self._package(name, record, state) for name, record in records.items()}
        listed = {kind: self.api.call_action(f"{kind}_list") for kind in ("organization", "group")}
        groups = {kind: sorted(n for n in names if n.startswith(self.prefix)) for kind, names in listed.items()}
        told: dict[str, Any] = json.loads(json.dumps({**packages, **groups}).replace(self.mark, "MARK"))
        return told

    def _package(self, name: str, record: Mapping[str, Any], state: State) -> dict[str, Any]:
        kept = {key: value for key, value in record.items() if key not in VOLATILE}
        if name == JOURNAL:
            del kept["notes"]
        return {
            **kept,
            "id": record["id"] == package_id(self.portal(state.catalogue), name) or "given by the portal",
            "organization": record["organization"]["name"],
            "groups": sorted(group["name"] for group in record["groups"]),
            "tags": sorted(tag["name"] for tag in record["tags"]),
            "extras": {e["key"]: e["value"] for e in record.get("extras", ()) if e["key"] != MANAGED_STATE},
            "resources": [self._resource(name, resource, state) for resource in record["resources"]],
        }

    def _resource(self, package: str, record: Mapping[str, Any], state: State) -> dict[str, Any]:
        named = next((p for p in state.catalogue.packages if p.name == package), None)
        ids = resources_by_id(self.portal(state.catalogue), named) if named else {}
        views = self.api.action.resource_view_list(id=record["id"])
        return {
            **{key: value for key, value in record.items() if key not in VOLATILE},
            "id": ids[record["id"]].name if record["id"] in ids else "given by the portal",
            "url": self._served(record["url"]) if record["url_type"] == "upload" else record["url"],
            "table": self._table(record["id"]) if record.get("datastore_active") else None,
            "views": sorted((view["view_type"], view["title"]) for view in views),
        }

    def _served(self, url: str) -> str:
        return requests.get(url, timeout=30).content.decode()

    def _table(self, resource: str) -> dict[str, Any]:
        found = self.api.action.datastore_search(resource_id=resource, limit=1000)
        fields = [field for field in found["fields"] if field["id"] != "_id"]
        rows = [{key: value for key, value in row.items() if key != "_id"} for row in found["records"]]
        return {"fields": fields, "rows": sorted(rows, key=lambda row: json.dumps(row, sort_keys=True))}

    def purge(self, *states: State) -> None:
        """Leave the portal as it was."""
        catalogues = [state.catalogue for state in states]
        packages = {package.name for catalogue in catalogues for package in catalogue.packages}
        for name in sorted({*packages, *self.records()}):  # what was deleted cannot be searched
            with suppress(ckanapi.NotFound):
                self.api.action.dataset_purge(id=self.prefix + name)
        for kind, entries in (("organization", "organizations"), ("group", "themes")):
            for name in sorted({entry.name for catalogue in catalogues for entry in getattr(catalogue, entries)}):
                with suppress(ckanapi.NotFound):
                    self.api.call_action(f"{kind}_purge", {"id": self.prefix + name})


def differing(plan: Plan) -> dict[str, dict[str, Any]]:
    """What a plan would change, field by field: as it is there, and as it should be."""
    found = {}
    for change in plan.changes:
        now, wanted = (item.value if item else {} for item in (change.before, change.after))
        fields = sorted(key for key in {*now, *wanted} if now.get(key) != wanted.get(key))
        found[change.key] = {key: (now.get(key), wanted.get(key)) for key in fields}
    return found
