"""What the portals of the tests are and do, where other tests rely on it; on the real portals alone."""

import ckanapi
import pytest

from tests.targets.worlds import CkanWorld

pytestmark = pytest.mark.ckan

BILINGUAL = {
    "type": "bilingual",
    "title": "Đèn biển",
    "title_translated": {"vi": "Đèn biển", "en": "Lighthouses"},
    "notes": "Mọi đèn biển",
    "notes_translated": {"vi": "Mọi đèn biển", "en": "All lighthouses"},
    "license_id": "cc-by",
    "url": "https://example.org/lighthouses",
    "version": "1.0.0",
    "maintainer": "Phòng Hải đăng",
    "maintainer_email": "lights@example.org",
    "extras": [{"key": "contact_name", "value": "Phòng Hải đăng"}],
}
RESOURCE = {
    "url": "https://example.org/lighthouses.csv",
    "name": "Bảng",
    "name_translated": {"vi": "Bảng", "en": "Table"},
    "description": "Một dòng một đèn",
    "format": "CSV",
    "sha256": "0" * 64,
}


@pytest.mark.parametrize(
    ("portal", "version", "plugins"),
    [
        ("ckan_portal", "2.12.", set()),
        ("old_portal", "2.11.", set()),
        ("dcat_portal", "2.12.", {"dcat", "structured_data", "scheming_datasets", "expire_api_token"}),
    ],
)
def test_each_portal_is_what_its_name_says(
    request: pytest.FixtureRequest, portal: str, version: str, plugins: set[str]
) -> None:
    status = ckanapi.RemoteCKAN(request.getfixturevalue(portal)["url"]).action.status_show()
    assert status["ckan_version"].startswith(version)
    assert set(status["extensions"]) == {"datastore", "activity", "text_view", "datatables_view"} | plugins


def test_fields_in_two_languages_come_back_as_they_were_sent(dcat: CkanWorld) -> None:
    sent = {**BILINGUAL, "name": f"{dcat.prefix}lights", "owner_org": "editors-only", "resources": [RESOURCE]}
    dcat.api.call_action("package_create", sent)
    shown = dcat.show("lights")
    assert {key: shown[key] for key in BILINGUAL} == BILINGUAL
    assert {key: shown["resources"][0][key] for key in RESOURCE} == RESOURCE
    assert dcat.snapshot() == {f"{dcat.prefix}lights": shown}


def test_an_extra_that_bears_the_name_of_a_schema_field_is_refused(dcat: CkanWorld) -> None:
    extras = [{"key": "title_translated", "value": "Lighthouses"}]
    sent = {**BILINGUAL, "name": f"{dcat.prefix}lights", "owner_org": "editors-only", "extras": extras}
    with pytest.raises(ckanapi.ValidationError, match="schema field with the same name"):
        dcat.api.call_action("package_create", sent)


def test_the_expired_token_has_expired(dcat_portal: dict[str, str]) -> None:
    with pytest.raises(ckanapi.NotFound):
        ckanapi.RemoteCKAN(dcat_portal["url"], apikey=dcat_portal["expired_token"]).action.user_show()
