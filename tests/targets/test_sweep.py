"""Law 4 on a real CKAN: whatever happens to the answer of any write, the next run makes the portal what it should be.

The sweep goes over every write of an apply that creates a database and a dataset with a file, changes a file,
withdraws a database and adds a line to the journal, and spoils the answer to that write in every way.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import requests

from publisher.plan import Consent
from publisher.publish import apply, plan, reasons_against
from publisher.targets.ckan import Ckan, Connection
from publisher.targets.ckan.pace import Patience
from tests.conftest import REPOSITORY
from tests.targets.faults import FAULTS, KILLS, TIMEOUT, bad_line
from tests.targets.worlds import (
    ENTRY,
    CkanWorld,
    add_database,
    catalogue_of,
    change_cell,
    declare_withdrawn,
    forget_database,
    planned,
    publish,
)

pytestmark = [pytest.mark.ckan, pytest.mark.timeout(120)]

PATIENCE = Patience(connect=2, answer=TIMEOUT, pauses=(0.05, 0.1, 0.2, 0.4), longest=1)
WRITES = (
    "package_create",  # a database
    "package_create",  # a dataset, as a draft
    "package_revise",  # its file, and active
    "package_revise",  # a changed file of another dataset
    "package_revise",  # a withdrawal
    "package_revise",  # the journal
)


def _add_dataset(root: Path, name: str) -> None:
    shutil.copytree(root / "datasets" / "lighthouses", root / "datasets" / name)


def _before(world: CkanWorld) -> Mapping[str, Any]:
    """Publish a first state, with a foreign package beside it; then change the catalogue."""
    add_database(world.root, "spare-register")
    publish(world)
    world.put_foreign()
    seen = world.snapshot()
    add_database(world.root, "new-register")
    _add_dataset(world.root, "new-lights")
    change_cell(world.root)
    forget_database(world.root, "spare-register")
    declare_withdrawn(world.root, "spare-register")
    return seen


def _apply_over(world: CkanWorld, url: str) -> None:
    """Apply over a bad line, come what may; a failure is allowed, a lie is not."""
    catalogue = catalogue_of(world.root)
    assert catalogue.portal
    target = Ckan(catalogue.portal, Connection(url, world.token, PATIENCE))
    found = plan(target, catalogue)
    assert not reasons_against(target, catalogue, found, Consent())
    outcome = apply(target, found, ENTRY, lambda key: None)
    assert not outcome.failed, outcome.failed


def _assert_as_it_should_be(world: CkanWorld, before: Mapping[str, Any]) -> None:
    """The portal equals the catalogue; ids stayed, nothing stands twice, what is foreign was not touched."""
    assert planned(world)[2].changes == ()
    now = world.snapshot()
    ours = {world.prefix + package.name for package in catalogue_of(world.root).packages}
    journal, foreign = f"{world.prefix}publisher-journal", world.foreign[0]
    assert set(now) == {*ours, journal, foreign}
    assert now[foreign] == before[foreign]
    for name in set(before) & ours:
        assert now[name]["id"] == before[name]["id"]
        assert [r["id"] for r in now[name]["resources"]] == [r["id"] for r in before[name]["resources"]]
    for package in catalogue_of(world.root).packages:
        live = now[world.prefix + package.name]
        assert (live["state"], live["private"]) == ("active", False)
        served = [requests.get(resource["url"], timeout=30).content for resource in live["resources"]]
        assert served == [resource.file.read_bytes() for resource in package.resources]


def test_the_sweep_goes_over_every_write(ckan: CkanWorld) -> None:
    _before(ckan)
    with bad_line(ckan.portal["url"]) as (url, line):
        _apply_over(ckan, url)
    assert sorted(line.writes) == sorted(WRITES)


@pytest.mark.parametrize("at", range(1, len(WRITES) + 1))
@pytest.mark.parametrize("fault", FAULTS)
def test_a_write_whose_answer_is_spoilt_is_found_out_and_done_once(ckan: CkanWorld, fault: str, at: int) -> None:
    before = _before(ckan)
    with bad_line(ckan.portal["url"], fault, at) as (url, line):
        _apply_over(ckan, url)
    assert line.spoilt
    _assert_as_it_should_be(ckan, before)
    assert len(ckan.journal()) == 2


@pytest.mark.parametrize("at", range(1, len(WRITES) + 1))
@pytest.mark.parametrize("kill", KILLS)
def test_an_apply_that_is_killed_at_any_write_is_finished_by_the_next(ckan: CkanWorld, kill: str, at: int) -> None:
    before = _before(ckan)
    with bad_line(ckan.portal["url"], kill, at) as (url, line):
        command = [sys.executable, "-m", "publisher", "--root", str(ckan.root), "apply", "ckan"]
        surroundings = {**os.environ, "CKAN_URL": url, "CKAN_API_TOKEN": ckan.token}
        with subprocess.Popen(command, cwd=REPOSITORY, env=surroundings, stderr=subprocess.DEVNULL) as process:
            line.kill = process.kill
            process.wait(60)
    assert line.spoilt
    assert process.returncode == -9
    publish(ckan)
    _assert_as_it_should_be(ckan, before)
