"""Take-down on a real CKAN: whatever the portal's own purge leaves behind is gone too."""

from pathlib import Path

import ckanapi
import pytest

from publisher.problem import Refused, Unreachable
from tests.targets.faults import bad_line, is_write
from tests.targets.remains import NAME, Remains, gone, published, take_down, target_of
from tests.targets.worlds import ENTRY, CkanWorld

pytestmark = [pytest.mark.ckan, pytest.mark.timeout(120)]


def test_the_portals_own_purge_leaves_bytes_table_and_activity_stream(ckan: CkanWorld, remains: Remains) -> None:
    ckan.api.action.dataset_purge(id=remains.id)
    assert (len(remains.files()), len(remains.tables())) == (2, 2)
    public = ckanapi.RemoteCKAN(ckan.portal["url"]).action.recently_changed_packages_activity_list(limit=100)
    assert "ferry trips" in next(e["data"]["package"]["notes"] for e in public if e["object_id"] == remains.id)


def test_a_take_down_leaves_nothing(ckan: CkanWorld, remains: Remains) -> None:
    ckan.put_foreign()
    theirs = ckan.show("theirs")
    done = take_down(ckan)
    gone(remains)
    assert {key: done.done[key] for key in ("files", "tables", "purged")} == {"files": 2, "tables": 2, "purged": 1}
    assert done.done["activities"] > 0
    assert done.left == ()
    assert ckan.show("theirs") == theirs


def test_a_take_down_tells_what_the_package_was(ckan: CkanWorld, remains: Remains) -> None:
    title = remains.world.show(NAME)["title"]
    was = take_down(ckan).was
    assert was
    assert (str(was.kind), was.title) == ("dataset", title)


def test_a_take_down_is_noted_in_the_journal(ckan: CkanWorld, remains: Remains) -> None:
    take_down(ckan)
    line = ckan.journal()[-1]
    assert {key: line[key] for key in ENTRY} == ENTRY
    assert (line["taken_down"], line["files"], line["tables"]) == (NAME, 2, 2)


def test_a_journal_that_cannot_be_written_is_told_and_stops_nothing(
    ckan: CkanWorld, remains: Remains, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise Unreachable("bad-answer", action="package_revise", reason="no")

    monkeypatch.setattr("publisher.targets.ckan.journal.note", fail)
    found = take_down(ckan)
    assert [reason.code for reason in found.left] == ["bad-answer"]
    gone(remains)


def test_a_second_take_down_finds_nothing_and_writes_nothing(ckan: CkanWorld, remains: Remains) -> None:
    take_down(ckan)
    with bad_line(ckan.portal["url"]) as (url, line):
        again = target_of(ckan, url).take_down(NAME, ENTRY)
    assert (again.done, again.left) == ({}, ())
    assert [request for request in line.seen if is_write(request)] == []


@pytest.mark.parametrize("hand", ["package_delete", "package_patch"], ids=["deleted", "made a draft"])
def test_a_package_that_is_hidden_already_is_taken_down(ckan: CkanWorld, remains: Remains, hand: str) -> None:
    ckan.api.call_action(hand, {"id": remains.id, **({"state": "draft"} if hand == "package_patch" else {})})
    assert take_down(ckan).left == ()
    gone(remains)


def test_a_package_that_was_renamed_on_the_portal_is_taken_down(ckan: CkanWorld, remains: Remains) -> None:
    ckan.api.action.package_patch(id=remains.id, name=f"{ckan.prefix}another-name")
    take_down(ckan)
    gone(remains)


def test_a_deleted_package_whose_name_somebody_else_took_is_taken_down_and_theirs_stays(
    ckan: CkanWorld, remains: Remains
) -> None:
    ckan.api.action.package_delete(id=remains.id)
    ckan.take_name(NAME)
    theirs = ckan.show(NAME)
    take_down(ckan)
    assert (remains.files(), remains.tables(), remains.stream()) == ([], [], [])
    assert ckan.show(NAME) == theirs


def test_files_that_a_package_no_longer_has_are_destroyed_as_well(ckan: CkanWorld, remains: Remains) -> None:
    ckan.api.action.resource_delete(id=remains.resources[1])
    assert len(remains.files()) == 2
    assert take_down(ckan).done["files"] == 2
    gone(remains)


def test_a_file_that_became_a_link_leaves_no_bytes(ckan: CkanWorld, remains: Remains) -> None:
    ckan.api.action.resource_patch(id=remains.resources[0], url="https://example.org/a.csv", url_type="")
    assert len(remains.files()) == 2
    take_down(ckan)
    gone(remains)


def test_what_others_added_to_the_package_goes_with_it(ckan: CkanWorld, remains: Remains) -> None:
    with (ckan.root / "datasets/lighthouses/lighthouses.csv").open("rb") as stream:
        theirs = ckan.api.action.resource_create(package_id=remains.id, upload=stream, name="Theirs")
    remains.resources.append(theirs["id"])
    assert len(remains.files()) == 3
    take_down(ckan)
    gone(remains)


def test_a_package_without_our_mark_is_refused_and_nothing_is_written(ckan: CkanWorld) -> None:
    ckan.take_name(NAME)
    theirs = ckan.snapshot()
    with bad_line(ckan.portal["url"]) as (url, line), pytest.raises(Refused, match="not-ours"):
        target_of(ckan, url).take_down(NAME, ENTRY)
    assert ckan.snapshot() == theirs
    assert [request for request in line.seen if is_write(request)] == []


@pytest.mark.parametrize(
    ("token", "code"), [("", "no-token"), ("no-such-token", "token-not-accepted")], ids=["none", "a wrong one"]
)
def test_without_a_token_that_counts_nothing_is_done(ckan: CkanWorld, remains: Remains, token: str, code: str) -> None:
    ckan.token = token
    with pytest.raises(Unreachable, match=code):
        take_down(ckan)
    assert len(remains.seen()) == 2


@pytest.mark.parametrize("portal", ["old_portal", "dcat_portal"])
def test_a_take_down_on_a_portal_of_another_make_leaves_what_it_says_at_most(
    request: pytest.FixtureRequest, root: Path, portal: str
) -> None:
    world = CkanWorld(root, request.getfixturevalue(portal))
    remains = published(world)
    found = take_down(world)
    world.purge()
    assert (remains.files(), remains.tables(), remains.seen()) == ([], [], [])
    assert {key: found.done[key] for key in ("files", "tables", "purged")} == {"files": 2, "tables": 2, "purged": 1}
    if portal == "dcat_portal":
        assert (remains.stream(), found.left) == ([], ())
        return
    assert [(reason.code, reason.args["id"]) for reason in found.left] == [("left-in-activities", remains.id)]
    assert int(found.left[0].args["activities"]) >= len(remains.stream()) > 0
