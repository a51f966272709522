"""Take-down on a real CKAN: whatever the portal's own purge leaves behind is gone too."""

import dataclasses
import os
import shutil
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

import ckanapi
import pytest
import requests

from publisher.problem import PublisherError, Refused, Unreachable
from publisher.publish import apply
from publisher.targets import Removal
from publisher.targets.ckan import Ckan, Connection
from publisher.targets.ckan.pace import Patience
from tests.conftest import REPOSITORY
from tests.targets.faults import FAULTS, KILLS, TIMEOUT, Point, bad_line, is_write
from tests.targets.worlds import ENTRY, CkanWorld, catalogue_of, planned, publish

pytestmark = [pytest.mark.ckan, pytest.mark.timeout(120)]

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


@pytest.fixture
def remains(ckan: CkanWorld) -> Remains:
    """A published dataset with two files and their tables."""
    return _published(ckan)


def _published(world: CkanWorld) -> Remains:
    """Publish the dataset, and the organizations and themes that it needs."""
    target, _, found = planned(world)
    changes = tuple(change for change in found.changes if change.package in (None, NAME))
    outcome = apply(target, dataclasses.replace(found, changes=changes), ENTRY, lambda key: None)
    assert not outcome.failed, outcome.failed
    there = Remains(world)
    assert (len(there.files()), len(there.tables()), len(there.seen())) == (2, 2, 2)
    assert there.stream()
    return there


def _target(world: CkanWorld, url: str | None = None, token: str | None = None) -> Ckan:
    portal = catalogue_of(world.root).portal
    assert portal
    return Ckan(portal, Connection(url or world.portal["url"], world.token if token is None else token, PATIENCE))


def _take_down(world: CkanWorld, name: str = NAME) -> Removal:
    return _target(world).take_down(name, ENTRY)


def _gone(remains: Remains) -> None:
    """Nothing of the package is left: no bytes, no table, no stream, no record, under its name or its id."""
    assert (remains.files(), remains.tables(), remains.stream(), remains.seen()) == ([], [], [], [])
    for id in (remains.id, f"{remains.world.prefix}{NAME}"):
        with pytest.raises(ckanapi.NotFound):
            remains.world.api.action.package_show(id=id)


def test_the_portals_own_purge_leaves_bytes_table_and_activity_stream(ckan: CkanWorld, remains: Remains) -> None:
    ckan.api.action.dataset_purge(id=remains.id)
    assert (len(remains.files()), len(remains.tables())) == (2, 2)
    public = ckanapi.RemoteCKAN(ckan.portal["url"]).action.recently_changed_packages_activity_list(limit=100)
    assert "ferry trips" in next(e["data"]["package"]["notes"] for e in public if e["object_id"] == remains.id)


def test_a_take_down_leaves_nothing(ckan: CkanWorld, remains: Remains) -> None:
    ckan.put_foreign()
    theirs = ckan.show("theirs")
    done = _take_down(ckan)
    _gone(remains)
    assert {key: done.done[key] for key in ("files", "tables", "purged")} == {"files": 2, "tables": 2, "purged": 1}
    assert done.done["activities"] > 0
    assert done.left == ()
    assert ckan.show("theirs") == theirs


def test_a_take_down_tells_what_the_package_was(ckan: CkanWorld, remains: Remains) -> None:
    title = remains.world.show(NAME)["title"]
    was = _take_down(ckan).was
    assert was
    assert (str(was.kind), was.title) == ("dataset", title)


def test_a_take_down_is_noted_in_the_journal(ckan: CkanWorld, remains: Remains) -> None:
    _take_down(ckan)
    line = ckan.journal()[-1]
    assert {key: line[key] for key in ENTRY} == ENTRY
    assert (line["taken_down"], line["files"], line["tables"]) == (NAME, 2, 2)


def test_a_journal_that_cannot_be_written_is_told_and_stops_nothing(
    ckan: CkanWorld, remains: Remains, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise Unreachable("bad-answer", action="package_revise", reason="no")

    monkeypatch.setattr("publisher.targets.ckan.journal.note", fail)
    found = _take_down(ckan)
    assert [reason.code for reason in found.left] == ["bad-answer"]
    _gone(remains)


def test_a_second_take_down_finds_nothing_and_writes_nothing(ckan: CkanWorld, remains: Remains) -> None:
    _take_down(ckan)
    with bad_line(ckan.portal["url"]) as (url, line):
        again = _target(ckan, url).take_down(NAME, ENTRY)
    assert (again.done, again.left) == ({}, ())
    assert [request for request in line.seen if is_write(request)] == []


@pytest.mark.parametrize("hand", ["package_delete", "package_patch"], ids=["deleted", "made a draft"])
def test_a_package_that_is_hidden_already_is_taken_down(ckan: CkanWorld, remains: Remains, hand: str) -> None:
    ckan.api.call_action(hand, {"id": remains.id, **({"state": "draft"} if hand == "package_patch" else {})})
    assert _take_down(ckan).left == ()
    _gone(remains)


def test_a_package_that_was_renamed_on_the_portal_is_taken_down(ckan: CkanWorld, remains: Remains) -> None:
    ckan.api.action.package_patch(id=remains.id, name=f"{ckan.prefix}another-name")
    _take_down(ckan)
    _gone(remains)


def test_a_deleted_package_whose_name_somebody_else_took_is_taken_down_and_theirs_stays(
    ckan: CkanWorld, remains: Remains
) -> None:
    ckan.api.action.package_delete(id=remains.id)
    ckan.take_name(NAME)
    theirs = ckan.show(NAME)
    _take_down(ckan)
    assert (remains.files(), remains.tables(), remains.stream()) == ([], [], [])
    assert ckan.show(NAME) == theirs


def test_files_that_a_package_no_longer_has_are_destroyed_as_well(ckan: CkanWorld, remains: Remains) -> None:
    ckan.api.action.resource_delete(id=remains.resources[1])
    assert len(remains.files()) == 2
    assert _take_down(ckan).done["files"] == 2
    _gone(remains)


def test_a_file_that_became_a_link_leaves_no_bytes(ckan: CkanWorld, remains: Remains) -> None:
    ckan.api.action.resource_patch(id=remains.resources[0], url="https://example.org/a.csv", url_type="")
    assert len(remains.files()) == 2
    _take_down(ckan)
    _gone(remains)


def test_what_others_added_to_the_package_goes_with_it(ckan: CkanWorld, remains: Remains) -> None:
    with (ckan.root / "datasets/lighthouses/lighthouses.csv").open("rb") as stream:
        theirs = ckan.api.action.resource_create(package_id=remains.id, upload=stream, name="Theirs")
    remains.resources.append(theirs["id"])
    assert len(remains.files()) == 3
    _take_down(ckan)
    _gone(remains)


def test_a_package_without_our_mark_is_refused_and_nothing_is_written(ckan: CkanWorld) -> None:
    ckan.take_name(NAME)
    theirs = ckan.snapshot()
    with bad_line(ckan.portal["url"]) as (url, line), pytest.raises(Refused, match="not-ours"):
        _target(ckan, url).take_down(NAME, ENTRY)
    assert ckan.snapshot() == theirs
    assert [request for request in line.seen if is_write(request)] == []


@pytest.mark.parametrize(
    ("token", "code"), [("", "no-token"), ("no-such-token", "token-not-accepted")], ids=["none", "a wrong one"]
)
def test_without_a_token_that_counts_nothing_is_done(ckan: CkanWorld, remains: Remains, token: str, code: str) -> None:
    ckan.token = token
    with pytest.raises(Unreachable, match=code):
        _take_down(ckan)
    assert len(remains.seen()) == 2


@pytest.mark.parametrize("portal", ["old_portal", "dcat_portal"])
def test_a_take_down_on_a_portal_of_another_make_leaves_what_it_says_at_most(
    request: pytest.FixtureRequest, root: Path, portal: str
) -> None:
    world = CkanWorld(root, request.getfixturevalue(portal))
    remains = _published(world)
    found = _take_down(world)
    world.purge()
    assert (remains.files(), remains.tables(), remains.seen()) == ([], [], [])
    assert {key: found.done[key] for key in ("files", "tables", "purged")} == {"files": 2, "tables": 2, "purged": 1}
    if portal == "dcat_portal":
        assert (remains.stream(), found.left) == ([], ())
        return
    assert [(reason.code, reason.args["id"]) for reason in found.left] == [("left-in-activities", remains.id)]
    assert int(found.left[0].args["activities"]) >= len(remains.stream()) > 0


@pytest.fixture
def edited(editor: CkanWorld) -> Remains:
    """The same, published by the editor of an organization."""
    return _published(editor)


def test_an_editor_destroys_all_but_the_record_and_is_told_what_a_sysadmin_must_do(
    editor: CkanWorld, edited: Remains
) -> None:
    found = _take_down(editor)
    assert (edited.files(), edited.tables(), edited.seen()) == ([], [], [])
    assert found.done == {"files": 2, "tables": 2, "activities": 0, "purged": 0}
    assert [reason.code for reason in found.left] == ["left-to-sysadmin"]
    live = editor.show(NAME)
    assert (live["state"], live["title"], live["resources"], live["tags"]) == ("deleted", live["name"], [], [])
    assert {key for key in ("notes", "url", "version", "maintainer", "maintainer_email") if live[key]} == set()
    assert [extra["key"] for extra in live["extras"]] == ["managed_by"]
    args = found.left[0].args
    assert (args["name"], args["id"], int(args["activities"])) == (live["name"], live["id"], len(_all(editor, edited)))
    assert edited.stream(), "the description is public yet, as the editor is told"
    assert editor.journal()[-1]["taken_down"] == NAME


def _all(world: CkanWorld, remains: Remains) -> list[Any]:
    listed: list[Any] = world.api.action.package_activity_list(id=remains.id, limit=100)
    return listed


def test_a_sysadmin_finishes_what_an_editor_began(editor: CkanWorld, edited: Remains) -> None:
    _take_down(editor)
    editor.token = editor.portal["token"]
    assert _take_down(editor).left == ()
    _gone(edited)


def test_an_editor_who_tries_again_is_told_again(editor: CkanWorld, edited: Remains) -> None:
    _take_down(editor)
    assert [reason.code for reason in _take_down(editor).left] == ["left-to-sysadmin"]


def test_an_editor_of_another_organization_is_told_that_it_is_not_allowed(ckan: CkanWorld, remains: Remains) -> None:
    with pytest.raises(Unreachable, match="action-not-allowed"):
        _target(ckan, token=ckan.portal["editor_token"]).take_down(NAME, ENTRY)
    assert len(remains.seen()) == 2


def test_what_the_portal_refuses_keeps_it_from_being_purged(
    ckan: CkanWorld, remains: Remains, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = _target(ckan)
    through = target._connection.call

    def call(action: str, data: Any, files: Any = None) -> Any:
        if action == "package_revise" and "resources" in data["update"]:
            raise PublisherError("portal-refused", action=action, reason="a rule of the portal")
        return through(action, data, files)

    monkeypatch.setattr(target._connection, "call", call)
    found = target.take_down(NAME, ENTRY)
    assert [reason.code for reason in found.left] == ["portal-refused"]
    assert found.done["purged"] == 0
    assert (remains.seen(), remains.tables(), len(remains.files())) == ([], [], 2)
    assert _take_down(ckan).left == ()
    _gone(remains)


# Each sort of write, by its action and its number: hide, files, a table, the activity stream, the journal, the purge.
WRITES = (
    ("package_delete", 1),
    ("package_revise", 1),
    ("datastore_delete", 1),
    ("activity_delete", 2),
    ("package_revise", 2),
    ("dataset_purge", 1),
)
FILES, PURGE = WRITES[1], WRITES[-1]
SPOILT = [
    *(Point(*write, "lost") for write in WRITES),
    *(Point(*write, "unavailable") for write in (FILES, PURGE)),
    *(Point(*FILES, fault) for fault in FAULTS if fault not in ("lost", "unavailable")),
]


def test_the_sweep_goes_over_every_sort_of_write(ckan: CkanWorld, remains: Remains) -> None:
    with bad_line(ckan.portal["url"]) as (url, line):
        _target(ckan, url).take_down(NAME, ENTRY)
    writes = [request for request in line.seen if is_write(request)]
    assert list(dict.fromkeys(writes)) == list(dict.fromkeys(action for action, _ in WRITES))
    assert {action: writes.count(action) >= number for action, number in WRITES} == dict.fromkeys(set(writes), True)


@pytest.mark.parametrize("point", SPOILT, ids=str)
def test_a_write_whose_answer_is_spoilt_is_found_out_and_done(ckan: CkanWorld, remains: Remains, point: Point) -> None:
    with bad_line(ckan.portal["url"], point) as (url, line):
        found = _target(ckan, url).take_down(NAME, ENTRY)
    assert line.spoilt
    assert (found.left, found.done["files"], found.done["tables"], found.done["purged"]) == ((), 2, 2, 1)
    _gone(remains)


def _command(world: CkanWorld, url: str) -> subprocess.Popen[str]:
    """The program as people run it, without a terminal."""
    told = ["withdraw", NAME, "--purge", "--reason", "Names of people"]
    command = [
        sys.executable,
        "-m",
        "publisher",
        "--root",
        str(world.root),
        "--site",
        str(world.root.parent / "public"),
    ]
    surroundings = {**os.environ, "CKAN_URL": url, "CKAN_API_TOKEN": world.token, "LC_ALL": "en_US.UTF-8"}
    pipe = subprocess.PIPE
    return subprocess.Popen(
        [*command, *told],
        cwd=REPOSITORY,
        env=surroundings,
        stdin=subprocess.DEVNULL,
        stdout=pipe,
        stderr=pipe,
        text=True,
    )


def _run(world: CkanWorld) -> tuple[int, str, str]:
    with _command(world, world.portal["url"]) as process:
        out, err = process.communicate(timeout=100)
    return process.returncode, out, err


def test_the_command_takes_down_what_only_the_portal_knows_while_the_catalogue_has_errors(
    ckan: CkanWorld, remains: Remains
) -> None:
    title = ckan.show(NAME)["title"]
    shutil.rmtree(ckan.root / "datasets" / NAME)
    (ckan.root / "catalogue/themes.yaml").write_text("a: [", "utf-8")
    code, out, err = _run(ckan)
    assert (code, err) == (0, "")
    _gone(remains)
    assert "2 files and 2 tables destroyed" in out
    withdrawn = (ckan.root / "catalogue/withdrawn.yaml").read_text("utf-8")
    assert f"{NAME}:\n  kind: dataset\n  title: {title}\n" in withdrawn
    code, out, err = _run(ckan)
    assert (code, err) == (0, "")
    assert f"ckan: nothing of this catalogue is called '{NAME}'" in out


@pytest.mark.parametrize("write", [FILES, WRITES[3], PURGE], ids=lambda write: write[0])
@pytest.mark.parametrize("kill", KILLS)
def test_a_take_down_that_is_killed_is_finished_by_the_next(
    ckan: CkanWorld, remains: Remains, kill: str, write: tuple[str, int]
) -> None:
    with bad_line(ckan.portal["url"], Point(*write, kill)) as (url, line), _command(ckan, url) as process:
        line.kill = process.kill
        process.communicate(timeout=100)
    assert (line.spoilt, process.returncode) == (True, -9)
    assert f"\n{NAME}:\n" in (ckan.root / "catalogue/withdrawn.yaml").read_text("utf-8")
    assert _run(ckan)[0] == 0
    _gone(remains)
    assert NAME in {line.get("taken_down") for line in ckan.journal()}


def test_after_a_take_down_the_rest_is_published_and_the_name_stays_withdrawn(
    ckan: CkanWorld, remains: Remains
) -> None:
    assert _run(ckan)[0] == 0
    shutil.rmtree(ckan.root / "datasets" / NAME)
    publish(ckan)
    assert ckan.shows("lighthouses")
    assert ckan.shows(NAME) is None
    _gone(remains)
