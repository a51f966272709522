"""What is left of a package on a real CKAN when it is taken down."""

import dataclasses
from contextlib import suppress
from pathlib import Path

import ckanapi
import pytest
import requests

from publisher.publish import apply
from publisher.targets import Removal
from publisher.targets.ckan import Ckan, Connection
from publisher.targets.ckan.pace import Patience
from tests.targets.faults import TIMEOUT
from tests.targets.worlds import ENTRY, CkanWorld, catalogue_of, planned

NAME = "ferry-trips"
PATIENCE = Patience(connect=2, answer=TIMEOUT, pauses=(0.05, 0.1, 0.2, 0.4), longest=1)


class Remains:
    """What a package had on a portal, and what is left of it, seen past the portal's own eyes where needed."""

    def __init__(self, world: CkanWorld) -> None:
        self.world = world
        live = world.show(NAME)
        self.id = live["id"]
        self.resources = [resource["id"] for resource in live["resources"]]
        self.entries = [entry["id"] for entry in world.api.action.package_activity_list(id=self.id, limit=100)]
        self.urls = [resource["url"] for resource in live["resources"]]

    def files(self) -> list[Path]:
        """The bytes of its files in the portal's file store."""
        log = Path(self.world.portal["requests_log"])
        store = log.parents[2] / "data" / log.parent.name / "storage" / "resources"
        places = [store / id[:3] / id[3:6] / id[6:] for id in self.resources]
        return [place for place in places if place.exists()]

    def tables(self) -> list[str]:
        """The names of its tables, as the DataStore itself lists them."""
        search = self.world.api.action.datastore_search
        return [id for id in self.resources if search(resource_id="_table_metadata", filters={"name": id})["total"]]

    def stream(self) -> list[str]:
        """The entries of the activity stream about it: those that there were, and those that the public sees now."""
        api = self.world.api
        listed = ckanapi.RemoteCKAN(self.world.portal["url"]).action.recently_changed_packages_activity_list(limit=100)
        found = {entry["id"] for entry in listed if entry["object_id"] == self.id}
        for entry in self.entries:
            with suppress(ckanapi.NotFound):
                found.add(api.action.activity_show(id=entry)["id"])
        return sorted(found)

    def seen(self) -> list[str]:
        """Which of its files the public can fetch."""
        answers = [requests.get(url, timeout=30, allow_redirects=False) for url in self.urls]
        return [answer.url for answer in answers if answer.status_code == 200]


def published(world: CkanWorld) -> Remains:
    """Publish the dataset, and the organizations and themes that it needs."""
    target, _, found = planned(world)
    changes = tuple(change for change in found.changes if change.package in (None, NAME))
    outcome = apply(target, dataclasses.replace(found, changes=changes), ENTRY, lambda key: None)
    assert not outcome.failed, outcome.failed
    there = Remains(world)
    assert (len(there.files()), len(there.tables()), len(there.seen())) == (2, 2, 2)
    assert there.stream()
    return there


def target_of(world: CkanWorld, url: str | None = None, token: str | None = None) -> Ckan:
    """The portal as a target, at its own address and with its own token or with others."""
    portal = catalogue_of(world.root).portal
    assert portal
    return Ckan(portal, Connection(url or world.portal["url"], world.token if token is None else token, PATIENCE))


def take_down(world: CkanWorld, name: str = NAME) -> Removal:
    """Take down a package."""
    return target_of(world).take_down(name, ENTRY)


def gone(remains: Remains) -> None:
    """Nothing of the package is left: no bytes, no table, no stream, no record, under its name or its id."""
    assert (remains.files(), remains.tables(), remains.stream(), remains.seen()) == ([], [], [], [])
    for id in (remains.id, f"{remains.world.prefix}{NAME}"):
        with pytest.raises(ckanapi.NotFound):
            remains.world.api.action.package_show(id=id)
