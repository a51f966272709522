"""The doctor: facts turned into findings, and the facts of real portals."""

import base64
import datetime
import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publisher.model import Portal
from publisher.report.words import LANGUAGES, Words
from publisher.targets.ckan import Connection
from publisher.targets.ckan.doctor import MAX_SKEW, SOON, Finding, Mark, diagnose
from publisher.targets.ckan.facts import ACTIONS, Facts, Needs, Token, User, claims_of, examine
from tests.targets.worlds import CkanWorld, catalogue_of

NOW = datetime.datetime(2026, 11, 21, tzinfo=datetime.UTC)
URL = "https://data.example.org"
EDITOR = User("eve", roles={"office": "editor"})
SYSADMIN = User("sam", sysadmin=True)
PORTAL = Portal("us", organization="office", max_bytes=100)
NEEDS = Needs(frozenset({"cc-by"}), 100)
WELL = Facts(
    url=URL,
    version="2.12.0",
    title="Data",
    site_url=URL,
    plugins=("datastore", "datatables_view"),
    licences=frozenset({"cc-by", "cc-zero"}),
    actions=frozenset(ACTIONS),
    seen=5,
    ours=2,
    token=Token({"jti": "x", "exp": (NOW + SOON).timestamp()}, "sync", "2026-11-01T10:00:00"),
    user=EDITOR,
    ahead=0.0,
)


def _expiring(seconds: float) -> Token:
    return Token({"exp": (NOW + datetime.timedelta(seconds=seconds)).timestamp()})


def _codes(found: list[Finding], mark: Mark) -> set[str]:
    return {finding.code for finding in found if finding.mark is mark}


def _found(facts: Facts, portal: Portal | None = PORTAL, needs: Needs = NEEDS) -> list[Finding]:
    return list(diagnose(facts, portal, needs, NOW))


def test_where_all_is_well_only_what_an_editor_cannot_do_is_noted() -> None:
    found = _found(WELL)
    assert _codes(found, Mark.BAD) == set()
    assert _codes(found, Mark.NOTE) == {"packages-only", "no-purge"}
    assert {
        "version",
        "seen",
        "clock",
        "licences",
        "user",
        "token",
        "token-expires",
        "organization",
        "private",
    } <= _codes(found, Mark.FINE)


def test_a_sysadmin_may_do_everything_and_is_warned_of_that() -> None:
    found = _found(replace(WELL, user=SYSADMIN))
    assert _codes(found, Mark.BAD) == set()
    assert _codes(found, Mark.NOTE) == {"sysadmin-token"}
    assert {"sysadmin", "may-all", "drafts", "purge"} <= _codes(found, Mark.FINE)


@pytest.mark.parametrize(
    ("facts", "portal", "needs", "code"),
    [
        pytest.param({"version": "2.9.1"}, PORTAL, NEEDS, "version-untried", id="a version never tried"),
        pytest.param({"version": ""}, PORTAL, NEEDS, "version-untried", id="a version that is kept secret"),
        pytest.param({"licences": frozenset()}, PORTAL, NEEDS, "licences-missing", id="a licence it does not have"),
        pytest.param({}, None, NEEDS, "no-portal", id="a catalogue without ckan:"),
        pytest.param({"token": None, "user": None}, PORTAL, NEEDS, "no-token", id="no token"),
        pytest.param({"user": None}, PORTAL, NEEDS, "token-not-accepted", id="a token that is not accepted"),
        pytest.param({"token": _expiring(0)}, PORTAL, NEEDS, "token-expired", id="a token that expires now"),
        pytest.param({"dataset_type": False}, PORTAL, NEEDS, "dataset-type", id="an unknown type of dataset"),
        pytest.param({}, PORTAL, replace(NEEDS, largest=101), "file-over-limit", id="a file one byte over the limit"),
        pytest.param({}, Portal("us", max_bytes=100), NEEDS, "organization-not-named", id="no organization named"),
        pytest.param({"organization": False}, PORTAL, NEEDS, "organization-unknown", id="an unknown organization"),
        pytest.param(
            {"user": User("eve")}, PORTAL, NEEDS, "organization-not-allowed", id="somebody else's organization"
        ),
    ],
)
def test_publishing_will_not_work_with(facts: dict[str, object], portal: Portal, needs: Needs, code: str) -> None:
    assert _codes(_found(replace(WELL, **facts), portal, needs), Mark.BAD) == {code}


@pytest.mark.parametrize(
    ("facts", "portal", "code"),
    [
        pytest.param(
            {"url": "http://data.example.org", "site_url": "http://data.example.org"}, PORTAL, "http", id="http"
        ),
        pytest.param({"site_url": "https://www.example.org"}, PORTAL, "other-address", id="another address"),
        pytest.param({"ahead": MAX_SKEW + 1.0}, PORTAL, "clock-differs", id="a clock that is ahead"),
        pytest.param({"ahead": -MAX_SKEW - 1.0}, PORTAL, "clock-differs", id="a clock that is behind"),
        pytest.param({"token": Token()}, PORTAL, "token-opaque", id="a token that tells nothing"),
        pytest.param({"token": Token({"jti": "x"})}, PORTAL, "token-for-ever", id="a token that never expires"),
        pytest.param({"token": Token({"exp": 1e40})}, PORTAL, "token-for-ever", id="a year that no calendar has"),
        pytest.param({"token": Token({"exp": "soon"})}, PORTAL, "token-for-ever", id="a day that is no number"),
        pytest.param({"token": _expiring(1)}, PORTAL, "token-expires-soon", id="a token that expires in a second"),
        pytest.param(
            {"token": _expiring(SOON.total_seconds() - 1)}, PORTAL, "token-expires-soon", id="just under two weeks"
        ),
        pytest.param({"actions": frozenset()}, PORTAL, "no-datastore", id="no DataStore"),
        pytest.param({}, replace(PORTAL, datastore=False), "datastore-off", id="a DataStore that is not wanted"),
        pytest.param({"plugins": ("datastore",)}, PORTAL, "no-views", id="no views"),
        pytest.param({}, replace(PORTAL, max_bytes=None), "limit-unknown", id="a limit that nobody knows"),
    ],
)
def test_it_is_noted_but_publishing_works_with(facts: dict[str, object], portal: Portal, code: str) -> None:
    found = _found(replace(WELL, **facts), portal)
    assert _codes(found, Mark.BAD) == set()
    assert _codes(found, Mark.NOTE) == {code, "packages-only", "no-purge"}


@pytest.mark.parametrize(
    ("facts", "portal"),
    [
        pytest.param({"version": "2.11.6"}, PORTAL, id="another version that was tried"),
        pytest.param({"url": "http://127.0.0.1:5000", "site_url": "http://127.0.0.1:5000/"}, PORTAL, id="this machine"),
        pytest.param({"ahead": float(MAX_SKEW)}, PORTAL, id="a clock at the limit"),
        pytest.param({"ahead": None}, PORTAL, id="a clock that is not told"),
        pytest.param({}, replace(PORTAL, links_only=True, max_bytes=1), id="links only"),
    ],
)
def test_nothing_is_noted_with(facts: dict[str, object], portal: Portal) -> None:
    found = _found(replace(WELL, **facts), portal)
    assert _codes(found, Mark.BAD) | _codes(found, Mark.NOTE) == {"packages-only", "no-purge"}


def test_a_purge_on_a_portal_that_cannot_delete_from_its_stream_leaves_the_stream() -> None:
    old = replace(WELL, user=SYSADMIN, actions=frozenset(ACTIONS) - {"activity_delete"})
    assert "purge-leaves-activities" in _codes(_found(old), Mark.NOTE)
    without = replace(old, actions=frozenset({"datastore_create"}))
    assert "purge" in _codes(_found(without), Mark.FINE)


def test_who_may_publish_nowhere_is_told_so() -> None:
    assert "user-nowhere" in _codes(_found(replace(WELL, user=User("eve"))), Mark.NOTE)


def test_how_much_a_search_gives_is_told_where_it_shows() -> None:
    assert "page" not in _codes(_found(WELL), Mark.FINE)
    assert Finding(Mark.FINE, "page", {"page": "1000"}) in _found(replace(WELL, page=1000))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("user", [EDITOR, SYSADMIN, None], ids=["an editor", "a sysadmin", "nobody"])
def test_every_finding_has_words(language: str, user: User | None) -> None:
    for facts in (WELL, Facts(URL, token=Token()), Facts(URL)):
        for portal in (PORTAL, Portal("us", datastore=False), None):
            for finding in _found(replace(facts, user=user), portal, replace(NEEDS, largest=10**9)):
                assert Words(language)(f"doctor.{finding.code}", **finding.args)


def _web_token(body: bytes) -> str:
    return f"e30.{base64.urlsafe_b64encode(body).rstrip(b'=').decode()}.c2ln"


@pytest.mark.parametrize(
    ("token", "claims"),
    [
        (_web_token(b'{"jti":"x","exp":1}'), {"jti": "x", "exp": 1}),
        (_web_token(b"{}"), {}),
        (_web_token(b"[]"), None),
        (_web_token(b"\xff"), None),
        ("6f1b7b4e-5a53-4a0e-9d62-0f6f2c3f5a11", None),
        ("a.b.c", None),
        ("a.\u0111.c", None),
        ("", None),
    ],
)
def test_a_token_is_read_as_far_as_it_can_be(token: str, claims: object) -> None:
    assert claims_of(token) == claims


@given(st.text())
def test_whatever_stands_in_for_a_token_does_no_harm(token: str) -> None:
    assert claims_of(token) is None or isinstance(claims_of(token), dict)


@given(st.dictionaries(st.text(), st.integers() | st.text()))
def test_what_a_web_token_says_is_read(claims: dict[str, object]) -> None:
    assert claims_of(_web_token(json.dumps(claims).encode())) == claims


def _examined(world: CkanWorld, token: str | None) -> Facts:
    return examine(Connection(world.portal["url"], token), catalogue_of(world.root).portal)


@pytest.mark.ckan
def test_a_sysadmins_token_on_a_real_portal(ckan: CkanWorld) -> None:
    facts = _examined(ckan, ckan.token)
    assert facts.version.startswith("2.12")
    assert (facts.title, facts.site_url) == ("ckan-2.12", ckan.portal["url"])
    assert {"datastore", "datatables_view"} <= set(facts.plugins)
    assert "cc-by" in facts.licences
    assert facts.actions == set(ACTIONS)
    assert facts.user == User("admin", sysadmin=True)
    assert facts.token
    assert (facts.token.name, set(facts.token.claims or {})) == ("stack", {"jti", "iat"})
    assert facts.ahead is not None
    assert abs(facts.ahead) < MAX_SKEW


@pytest.mark.ckan
def test_an_editors_token_on_a_real_portal(editor: CkanWorld) -> None:
    facts = _examined(editor, editor.token)
    assert facts.user == User("editor", roles={"editors-only": "editor"})
    assert facts.organization
    editor.configure(organization="no-such-office")
    assert not _examined(editor, editor.token).organization


@pytest.mark.ckan
@pytest.mark.parametrize("token", [None, "no-such-token"], ids=["no token", "a wrong token"])
def test_nobody_on_a_real_portal(ckan: CkanWorld, token: str | None) -> None:
    facts = _examined(ckan, token)
    assert facts.user is None
    assert facts.token == (Token() if token else None)
    assert facts.version
    assert facts.licences


@pytest.mark.ckan
def test_what_is_ours_is_counted(ckan: CkanWorld) -> None:
    before = _examined(ckan, ckan.token)
    ckan.foreign.append(f"{ckan.prefix}one")
    extras = [{"key": "managed_by", "value": ckan.mark}]
    ckan.api.action.package_create(name=ckan.foreign[0], owner_org="editors-only", extras=extras, private=True)
    assert (before.ours, _examined(ckan, ckan.token).ours, _examined(ckan, None).ours) == (0, 1, 0)


@pytest.mark.ckan
def test_a_token_that_expires_and_an_older_or_other_portal(dcat: CkanWorld, old_portal: dict[str, str]) -> None:
    facts = _examined(dcat, dcat.token)
    assert facts.token
    assert isinstance((facts.token.claims or {})["exp"], int)
    assert facts.dataset_type
    dcat.configure(dataset_type="no-such-type")
    assert not _examined(dcat, dcat.token).dataset_type
    old = examine(Connection(old_portal["url"], old_portal["token"]), None)
    assert old.version.startswith("2.11")
    assert (old.actions, old.ours) == ({"datastore_create", "package_activity_list"}, 0)
