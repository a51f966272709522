"""Who may do what on a portal, and what happens when it does not answer; on a real CKAN."""

import dataclasses

import ckanapi
import pytest

from publisher.model import Portal
from publisher.plan import Change, Consent, Item
from publisher.problem import Unreachable
from publisher.publish import plan, reasons_against
from publisher.targets.ckan import Ckan, offer
from publisher.targets.ckan.connection import Connection
from tests.targets.worlds import LIGHTS, CkanWorld, catalogue_of, change_cell, planned, publish, refusals

pytestmark = pytest.mark.ckan

BROKEN = Change("dataset/x", None, Item({}, "x"))


def test_without_a_token_the_plan_is_the_public_view_and_cannot_be_applied(ckan: CkanWorld) -> None:
    publish(ckan)
    portal = catalogue_of(ckan.root).portal
    assert portal
    target = Ckan(portal, Connection(ckan.portal["url"], None))
    found = plan(target, catalogue_of(ckan.root))
    assert found.public_view
    assert found.digest is None
    assert found.changes == ()
    with pytest.raises(Unreachable, match="no-token"):
        reasons_against(target, catalogue_of(ckan.root), dataclasses.replace(found, changes=(BROKEN,)), Consent())


def test_a_token_that_is_not_accepted_is_said_before_any_plan(ckan: CkanWorld) -> None:
    portal = catalogue_of(ckan.root).portal
    assert portal
    with pytest.raises(Unreachable) as caught:
        plan(Ckan(portal, Connection(ckan.portal["url"], "no-such-token")), catalogue_of(ckan.root))
    assert caught.value.code == "token-not-accepted"


def test_a_token_travels_over_http_only_on_this_machine() -> None:
    for url in ("http://data.example.org", "http://127.0.0.1.example.org"):
        with pytest.raises(Unreachable, match="token-over-http"):
            Connection(url, "token")
    for url in ("http://127.0.0.1:5000", "http://localhost:5000", "http://[::1]:5000", "https://data.example.org"):
        assert Connection(url, "token").token
    assert Connection("http://data.example.org", None).token is None


def test_a_portal_that_does_not_answer_is_said(ckan: CkanWorld) -> None:
    with pytest.raises(Unreachable, match="no-answer"):
        Connection("http://127.0.0.1:9", "token").call("status_show", {})


def test_an_answer_that_is_not_ckans_is_said(ckan: CkanWorld) -> None:
    with pytest.raises(Unreachable, match="bad-answer"):
        Connection(f"{ckan.portal['url']}/dataset", None).call("status_show", {})


def test_an_action_that_is_not_allowed_is_said(ckan: CkanWorld) -> None:
    with pytest.raises(Unreachable, match="action-not-allowed"):
        Connection(ckan.portal["url"], None).call("organization_create", {"name": "nobody"})


def test_a_version_that_was_never_tried_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    connection = Connection("http://127.0.0.1:9", None)
    monkeypatch.setattr(connection, "call", lambda action, data: {"ckan_version": "2.9.1"})
    with pytest.raises(Unreachable, match="unknown-version"):
        offer.ask(connection, Portal("o"))


def test_an_editor_publishes_into_the_organization_that_is_named(editor: CkanWorld) -> None:
    publish(editor)
    live = editor.show("lighthouses")
    assert live["organization"]["name"] == "editors-only"
    assert live["private"] is False
    assert live["groups"] == []
    assert planned(editor)[2].changes == ()
    change_cell(editor.root)
    publish(editor)
    assert planned(editor)[2].changes == ()
    assert len(editor.journal()) == 2


def test_an_editor_leaves_organizations_and_themes_to_the_sysadmin(ckan: CkanWorld) -> None:
    publish(ckan)
    ckan.token = ckan.portal["editor_token"]
    ckan.configure(organization="editors-only")
    assert {change.key.partition("/")[0] for change in planned(ckan)[2].changes} == {"database", "dataset"}


def test_an_editor_without_a_named_organization_is_told_so(editor: CkanWorld) -> None:
    editor.configure()
    assert "no-organization" in {reason.code for reason in refusals(editor)}


def test_the_journal_is_private(ckan: CkanWorld) -> None:
    publish(ckan)
    with pytest.raises(ckanapi.NotAuthorized):
        ckanapi.RemoteCKAN(ckan.portal["url"]).action.package_show(id=f"{ckan.prefix}publisher-journal")


def test_a_download_is_taken_from_the_portal_itself_only(ckan: CkanWorld) -> None:
    publish(ckan)
    url = ckan.show("lighthouses")["resources"][0]["url"]
    connection = Connection(ckan.portal["url"], ckan.token)
    assert connection.download(url) == (ckan.root / LIGHTS).read_bytes()
    assert connection.download(url + "x/nothing") is None
    assert connection.download("https://example.org/file.csv") is None
    assert Connection("http://127.0.0.1:9", None).download("http://127.0.0.1:9/file.csv") is None
