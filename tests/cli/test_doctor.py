"""The command doctor: what it prints, in which form, and how it ends."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import CANARY, NOT_FOUND, Portal, Publisher
from tests.report.test_output import VALIDATORS


@pytest.fixture
def doctor(publisher: Publisher, portal: Portal, monkeypatch: pytest.MonkeyPatch) -> Publisher:
    """The doctor, with a portal that knows an editor of an organization."""
    monkeypatch.setenv("CKAN_URL", portal.url)
    monkeypatch.setenv("CKAN_API_TOKEN", CANARY)
    result = {
        "ckan_version": "2.12.0",
        "site_title": "Portal\x1b[2J",
        "site_url": portal.url,
        "extensions": ["datastore"],
    }
    office = {"name": "islands-maritime-office", "capacity": "editor"}
    for action, told in {
        "status_show": result,
        "license_list": [{"id": id} for id in ("cc-by", "cc-zero")],
        "help_show": "It is there.",
        "user_show": {"name": "eve", "sysadmin": False},
        "organization_list_for_user": [office],
        "organization_show": office,
        "api_token_list": [],
    }.items():
        portal.answers[action] = (200, {"success": True, "result": told})
    return lambda *arguments: publisher("doctor", "ckan", *arguments)


def test_where_publishing_will_work_the_doctor_ends_in_0(doctor: Publisher, portal: Portal) -> None:
    told = doctor()
    assert (told.code, told.err) == (0, "")
    assert "✗" not in told.out
    assert f"✓ CKAN 2.12.0: 'Portal [2J', {portal.url}\n" in told.out
    assert "✓ databases and datasets can be published into the organization 'islands-maritime-office'\n" in told.out
    assert "! the token does not tell when it expires\n" in told.out
    assert told.out.endswith(f"Publishing to {portal.url} will work.\n")
    assert CANARY not in told.told


def test_nothing_is_written(doctor: Publisher, portal: Portal) -> None:
    doctor()
    assert {
        action for action in portal.asked if not action.endswith(("_show", "_list", "_search", "_for_user"))
    } == set()


def test_where_publishing_will_not_work_the_doctor_ends_in_1(doctor: Publisher, portal: Portal) -> None:
    portal.answers["organization_list_for_user"] = (200, {"success": True, "result": []})
    told = doctor()
    assert told.code == 1
    assert "✗ the token may not publish into the organization 'islands-maritime-office'" in told.out
    assert "will not work" in told.out


def test_without_a_token_it_says_what_the_public_sees(
    doctor: Publisher, portal: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CKAN_API_TOKEN")
    told = doctor()
    assert told.code == 1
    assert "✓ CKAN 2.12.0" in told.out
    assert "✗ there is no token" in told.out
    assert "user_show" not in portal.asked


def test_a_token_that_is_not_accepted_ends_in_5(doctor: Publisher, portal: Portal) -> None:
    portal.answers["user_show"] = NOT_FOUND
    told = doctor()
    assert told.code == 5
    assert "✗ the portal does not accept the token" in told.out
    assert CANARY not in told.told


def test_a_portal_that_keeps_its_list_of_tokens_to_itself_is_no_trouble(doctor: Publisher, portal: Portal) -> None:
    portal.answers["api_token_list"] = NOT_FOUND
    assert doctor().code == 0


def test_a_portal_that_does_not_answer_ends_in_5(
    doctor: Publisher, closed_port: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CKAN_URL", closed_port)
    told = doctor()
    assert told.code == 5
    assert "[no-answer]" in told.err


def test_without_an_address_it_is_wrong_usage(doctor: Publisher, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CKAN_URL")
    told = doctor()
    assert told.code == 2
    assert "CKAN_URL is not set" in told.err


@pytest.mark.parametrize("damage", ["title: [", "ckan: []\n"], ids=["wrong syntax", "no portal"])
def test_a_catalogue_that_cannot_be_understood_is_one_of_the_findings(
    doctor: Publisher, root: Path, damage: str
) -> None:
    (root / "catalogue/catalogue.yaml").write_text(damage, "utf-8")
    told = doctor()
    assert told.code == 1
    assert "✗ catalogue/catalogue.yaml has no ckan:" in told.out
    assert "✓ CKAN 2.12.0" in told.out


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_form_for_machines_fits_its_schema(doctor: Publisher, publisher: Publisher, language: str) -> None:
    found = json.loads(publisher("--lang", language, "doctor", "ckan", "--format", "json").out)
    VALIDATORS["doctor"].validate(found)
    assert found["works"] is True
    assert {"mark": "fine", "code": "private"} in [
        {key: each[key] for key in ("mark", "code")} for each in found["findings"]
    ]
