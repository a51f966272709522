"""Take-down on a real CKAN with a token that may not do all: what can be done is done, the rest is told."""

from typing import Any

import pytest

from publisher.problem import PublisherError, Unreachable
from tests.targets.remains import NAME, Remains, gone, published, take_down, target_of
from tests.targets.worlds import ENTRY, CkanWorld

pytestmark = [pytest.mark.ckan, pytest.mark.timeout(120)]


@pytest.fixture
def edited(editor: CkanWorld) -> Remains:
    """The same, published by the editor of an organization."""
    return published(editor)


def test_an_editor_destroys_all_but_the_record_and_is_told_what_a_sysadmin_must_do(
    editor: CkanWorld, edited: Remains
) -> None:
    found = take_down(editor)
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
    take_down(editor)
    editor.token = editor.portal["token"]
    assert take_down(editor).left == ()
    gone(edited)


def test_an_editor_who_tries_again_is_told_again(editor: CkanWorld, edited: Remains) -> None:
    take_down(editor)
    assert [reason.code for reason in take_down(editor).left] == ["left-to-sysadmin"]


def test_an_editor_of_another_organization_is_told_that_it_is_not_allowed(ckan: CkanWorld, remains: Remains) -> None:
    with pytest.raises(Unreachable, match="action-not-allowed"):
        target_of(ckan, token=ckan.portal["editor_token"]).take_down(NAME, ENTRY)
    assert len(remains.seen()) == 2


def test_what_the_portal_refuses_keeps_it_from_being_purged(
    ckan: CkanWorld, remains: Remains, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = target_of(ckan)
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
    assert take_down(ckan).left == ()
    gone(remains)
