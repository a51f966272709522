"""Worlds to publish into: the same few verbs over a site folder and over a real CKAN."""

import hashlib
import json
import re
import uuid
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol

import ckanapi
import requests
from requests.adapters import HTTPAdapter
from urllib3.util import Retry

from publisher.model import Catalogue
from publisher.plan import Consent, Plan, Reason
from publisher.problem import Refused
from publisher.publish import Outcome, apply, check, plan, reasons_against
from publisher.targets import Target
from publisher.targets.ckan import Ckan, Connection
from publisher.targets.site import Site

ENTRY = {"time": "2026-11-21T00:00:00+00:00", "commit": "0" * 40, "who": "tests"}
LIGHTS = Path("datasets/lighthouses/lighthouses.csv")
READS = ("_show", "_list", "_list_for_user", "_search", "_info", "_autocomplete", "help_show")


class World(Protocol):
    """A target with a catalogue to publish, and the eyes and hands of everybody else."""

    root: Path

    def target(self) -> Target:
        """A fresh connection to the target."""

    def snapshot(self) -> Mapping[str, Any]:
        """All that is there, ours and foreign, with what changes at every write."""

    def writes(self) -> int:
        """How often anything was written so far."""

    def put_foreign(self) -> None:
        """Let somebody else put a thing of theirs there."""

    def take_name(self, name: str) -> None:
        """Let somebody else take the name of a dataset of ours."""

    def edit(self, name: str) -> None:
        """Let somebody else edit a dataset of ours."""

    def delete(self, name: str) -> None:
        """Let somebody else delete a dataset of ours."""

    def shows(self, name: str) -> str | None:
        """The title under which the public sees a dataset; None if it is not there."""

    def journal(self) -> list[dict[str, Any]]:
        """The lines of the journal."""


def change_cell(root: Path) -> None:
    """Change one figure of one table."""
    place = root / LIGHTS
    place.write_text(place.read_text("utf-8").replace("41.5", "42.5"), "utf-8")


def add_database(root: Path, name: str) -> None:
    """Add a database that is like another but for its title."""
    folder = root / "catalogue" / "databases"
    text = (folder / "mooring-permits.yaml").read_text("utf-8")
    (folder / f"{name}.yaml").write_text(re.sub(r"(?m)^(title\w*): .*$", rf"\1: {name}", text), "utf-8")


def forget_database(root: Path, name: str) -> None:
    """Let the descriptor of a database vanish."""
    (root / "catalogue" / "databases" / f"{name}.yaml").unlink()


def declare_withdrawn(root: Path, *names: str) -> None:
    """Enter databases in withdrawn.yaml."""
    place = root / "catalogue" / "withdrawn.yaml"
    entry = "{}:\n  kind: database\n  title: A copy\n  date: 2026-11-21\n  reason: It was a copy\n"
    place.write_text(place.read_text("utf-8") + "".join(entry.format(name) for name in names), "utf-8")


def catalogue_of(root: Path) -> Catalogue:
    """Check the catalogue of a world, once for each state of its files; it must be sound."""
    digest = hashlib.sha256()
    for place in sorted(root.rglob("*")):
        if place.is_file():
            digest.update(repr((str(place), place.read_bytes())).encode())
    return _checked(root, digest.digest())


@lru_cache(maxsize=16)
def _checked(root: Path, state: bytes) -> Catalogue:
    checked = check(root, lambda name: None)
    assert checked.sound, [(str(p.place), p.code, dict(p.args)) for p in checked.problems]
    return checked.sound


def planned(world: World) -> tuple[Target, Catalogue, Plan]:
    """Plan the world's catalogue on a fresh target."""
    catalogue, target = catalogue_of(world.root), world.target()
    return target, catalogue, plan(target, catalogue)


def refusals(world: World, consent: Consent | None = None) -> list[Reason]:
    """Why the plan of a world would be refused."""
    target, catalogue, found = planned(world)
    return reasons_against(target, catalogue, found, consent or Consent())


def publish(world: World, consent: Consent | None = None) -> Outcome:
    """Publish the world's catalogue; nothing may stand against it."""
    target, catalogue, found = planned(world)
    reasons = reasons_against(target, catalogue, found, consent or Consent())
    assert not reasons, reasons
    outcome = apply(target, found, ENTRY, lambda key: None)
    assert not outcome.failed, outcome.failed
    return outcome


def refused_apply(target: Target, found: Plan) -> list[str]:
    """Carry out a plan that must be refused whole; give the codes of the refusals."""
    try:
        outcome = apply(target, found, ENTRY, lambda key: None)
    except Refused as error:
        return [error.code]
    assert outcome.done == ()
    assert all(isinstance(error, Refused) for _, error in outcome.failed)
    return [error.code for _, error in outcome.failed]


class SiteWorld:
    """A folder on disk."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.folder = root.parent / "public"

    def target(self) -> Target:
        return Site(self.folder, "example-catalogue")

    def snapshot(self) -> Mapping[str, Any]:
        places = sorted(self.root.parent.rglob("*"))
        return {
            str(place.relative_to(self.root.parent)): (place.lstat().st_mtime_ns, place.lstat().st_ino)
            for place in places
            if self.root not in place.parents and place != self.root
        }

    def writes(self) -> int:
        return hash(tuple(self.snapshot().items()))

    def put_foreign(self) -> None:
        place = self.folder / "their-file.txt" if self.folder.exists() else self.folder.with_name("theirs.txt")
        place.write_text("not ours")

    def take_name(self, name: str) -> None:
        place = self.folder / "dataset" / name / "index.html"
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text("theirs")

    def edit(self, name: str) -> None:
        place = self.folder / "dataset" / name / "index.html"
        place.write_text(place.read_text().replace("<title>", "<title>Edited by hand "))

    def delete(self, name: str) -> None:
        (self.folder / "dataset" / name / "index.html").unlink()

    def shows(self, name: str) -> str | None:
        place = self.folder / "dataset" / name / "index.html"
        if not place.is_file() or "withdrawn" in place.read_text():
            return None
        return place.read_text().partition("<title>")[2].partition("</title>")[0]

    def journal(self) -> list[dict[str, Any]]:
        lines = (self.folder.with_name(".public.releases") / "journal.jsonl").read_text().splitlines()
        return [json.loads(line) for line in lines]


def by_hand(portal: Mapping[str, str]) -> ckanapi.RemoteCKAN:
    """What a sysadmin does on a portal by hand; asked again where the portal hung up on a connection that was idle."""
    session = requests.Session()
    session.mount("http://", HTTPAdapter(max_retries=Retry(3, backoff_factor=0.1, allowed_methods=None)))
    return ckanapi.RemoteCKAN(portal["url"], apikey=portal["token"], session=session)


class CkanWorld:
    """A corner of a real portal: an owner mark and a name prefix of its own."""

    def __init__(self, root: Path, portal: Mapping[str, str], *, editor: bool = False) -> None:
        self.root = root
        self.portal = portal
        self.mark = f"t{uuid.uuid4().hex[:10]}"
        self.prefix = f"{self.mark}-"
        self.token = portal["editor_token" if editor else "token"]
        self.settings = {"organization": "editors-only"} if editor else {}
        self._write_settings()
        self.api = by_hand(portal)
        self.foreign: list[str] = []
        self.published: set[str] = set()

    def configure(self, **settings: str) -> None:
        """Give the catalogue other settings of the portal."""
        self.settings = settings
        self._write_settings()

    def show(self, name: str) -> dict[str, Any]:
        """A package of the world as a sysadmin sees it."""
        record: dict[str, Any] = self.api.action.package_show(id=f"{self.prefix}{name}")
        return record

    def _write_settings(self) -> None:
        place = self.root / "catalogue" / "catalogue.yaml"
        text = place.read_text("utf-8")
        kept = text[: text.index("\nckan:")]
        settings = {"owner": self.mark, "prefix": self.prefix, **self.settings}
        lines = "".join(f"  {key}: {value}\n" for key, value in settings.items())
        place.write_text(f"{kept}\nckan:\n{lines}", "utf-8")

    def target(self) -> Target:
        catalogue = catalogue_of(self.root)
        assert catalogue.portal
        self.published |= {self.prefix + package.name for package in catalogue.packages}
        return Ckan(catalogue.portal, Connection(self.portal["url"], self.token))

    def snapshot(self) -> Mapping[str, Any]:
        asked = {"q": f"name:{self.prefix}*", "rows": 1000, "include_private": True, "include_drafts": True}
        found = self.api.action.package_search(**asked)["results"]
        theirs = [self.api.action.package_show(id=name) for name in self.foreign]
        return {package["name"]: package for package in [*found, *theirs]}

    def writes(self) -> int:
        lines = Path(self.portal["requests_log"]).read_text().splitlines()
        actions = [line.split()[1].rpartition("/")[2] for line in lines if line.split()[0] != "GET"]
        return sum(not action.endswith(READS) for action in actions)

    def put_foreign(self) -> None:
        self.foreign.append(f"{self.prefix}theirs")
        self._their_package(self.foreign[0])

    def take_name(self, name: str) -> None:
        self.foreign.append(f"{self.prefix}{name}")
        self._their_package(f"{self.prefix}{name}")

    def _their_package(self, name: str) -> None:
        self.api.action.package_create(name=name, title="Theirs", owner_org="editors-only", notes="not ours")

    def edit(self, name: str) -> None:
        self.api.action.package_patch(id=f"{self.prefix}{name}", title="Edited by hand")

    def delete(self, name: str) -> None:
        self.api.action.package_delete(id=f"{self.prefix}{name}")

    def shows(self, name: str) -> str | None:
        with suppress(ckanapi.NotFound, ckanapi.NotAuthorized):
            title: str = ckanapi.RemoteCKAN(self.portal["url"]).action.package_show(id=f"{self.prefix}{name}")["title"]
            return title
        return None

    def journal(self) -> list[dict[str, Any]]:
        notes = self.api.action.package_show(id=f"{self.prefix}publisher-journal")["notes"]
        return [json.loads(line) for line in notes.splitlines()]

    def purge(self) -> None:
        """Leave the portal as it was."""
        # What was deleted cannot be searched; what was never published need not be.
        names = {*self.published, *self.foreign, *self.snapshot()}
        with ThreadPoolExecutor(2) as pool:  # as many as a portal has workers
            list(pool.map(self._purge_package, names))
        for kind in ("organization", "group"):
            for name in self.api.call_action(f"{kind}_list"):
                if name.startswith(self.prefix):
                    self.api.call_action(f"{kind}_purge", {"id": name})

    def _purge_package(self, name: str) -> None:
        with suppress(ckanapi.NotFound):
            self.api.action.dataset_purge(id=name)
