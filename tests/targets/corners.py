"""Small corners of a real portal, many at a time: each has an owner mark and a name prefix of its own.

A corner holds the little catalogue of tests/small in two editions, read once for all corners: as it was, and as it is
to become. Its portrait tells all that an apply makes there, without what differs from corner to corner.
"""

import shutil
import uuid
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import ckanapi

from publisher.model import Catalogue, Package, Portal, Withdrawn
from publisher.plan import Consent, Plan
from publisher.publish import Outcome, apply, plan, reasons_against
from publisher.targets import Target
from publisher.targets.ckan import Ckan
from publisher.targets.ckan.connection import Connection
from publisher.targets.ckan.pace import Patience
from tests.targets.faults import TIMEOUT
from tests.targets.worlds import ENTRY, by_hand, catalogue_of

SMALL = Path(__file__).parents[1] / "small"
PATIENCE = Patience(connect=2, answer=TIMEOUT, pauses=(0.05, 0.1, 0.2, 0.4), longest=1)
FOREIGN = "theirs"
JOURNAL = "publisher-journal"

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
class Edition:
    """A catalogue on disk and as it was read."""

    root: Path
    catalogue: Catalogue

    @classmethod
    def of(cls, root: Path) -> "Edition":
        """Read a catalogue that is sound."""
        return cls(root, catalogue_of(root))

    def package(self, name: str) -> Package:
        """One of its packages."""
        return next(package for package in self.catalogue.packages if package.name == name)

    def having(self, *packages: Package, withdrawn: Sequence[Withdrawn] = ()) -> "Edition":
        """The same with other packages, and some withdrawn; only in memory."""
        return replace(self, catalogue=replace(self.catalogue, packages=packages, withdrawn=tuple(withdrawn)))

    def saying(self, **said: str) -> "Edition":
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
        self.api = by_hand(access.portal)

    def portal(self, catalogue: Catalogue) -> Portal:
        """The settings of a catalogue, for this corner."""
        assert catalogue.portal
        organization = "editors-only" if self.access.editor else None
        return replace(catalogue.portal, owner=self.mark, prefix=self.prefix, organization=organization)

    def target(self, edition: Edition, url: str | None = None, patience: Patience = PATIENCE) -> tuple[Ckan, Catalogue]:
        """A fresh target for a catalogue; the second value is the catalogue with the corner's settings."""
        catalogue = replace(edition.catalogue, portal=self.portal(edition.catalogue))
        assert catalogue.portal
        connection = Connection(url or self.access.url, self.access.token, patience)
        return Ckan(catalogue.portal, connection, writers=1), catalogue  # requests come in the same order each time

    def planned(self, edition: Edition, url: str | None = None, patience: Patience = PATIENCE) -> tuple[Target, Plan]:
        """A plan that nothing stands against."""
        target, catalogue = self.target(edition, url, patience)
        found = plan(target, catalogue)
        reasons = reasons_against(target, catalogue, found, Consent()) if found.changes else []
        assert not reasons, reasons
        return target, found

    def publish(self, edition: Edition, url: str | None = None) -> Outcome:
        """Publish an edition; no change may fail."""
        outcome = apply(*self.planned(edition, url), ENTRY, lambda key: None)
        assert not outcome.failed, [(change.key, repr(error)) for change, error in outcome.failed]
        return outcome

    def written_to(self, edition: Edition, folder: Path) -> Path:
        """A copy of a catalogue on disk, with the corner's settings."""
        root = Path(shutil.copytree(edition.root, folder / self.mark))
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

    def purge(self, *editions: Edition) -> None:
        """Leave the portal as it was; what was deleted cannot be searched, hence the editions."""
        published = {package.name for edition in editions for package in edition.catalogue.packages}
        for name in sorted({*published, *self.records()}):
            with suppress(ckanapi.NotFound):
                self.api.action.dataset_purge(id=self.prefix + name)
        for kind in ("organization", "group"):
            for name in self.groups(kind):
                self.api.call_action(f"{kind}_purge", {"id": name})

    def groups(self, kind: str) -> list[str]:
        """The names of our organizations, or of our groups."""
        return sorted(name for name in self.api.call_action(f"{kind}_list") if name.startswith(self.prefix))
