"""What only a portal does, on a real CKAN."""

import dataclasses
import hashlib
import json
import os
import subprocess
import sys

import pytest
import requests

from publisher.model import Portal
from publisher.plan import Change, Consent, Item
from publisher.publish import apply, row_changes
from publisher.targets.ckan import payload
from publisher.targets.ckan.offer import Offer
from publisher.targets.ckan.state import MANAGED_STATE
from tests.targets.worlds import (
    ENTRY,
    LIGHTS,
    CkanWorld,
    add_database,
    catalogue_of,
    change_cell,
    declare_withdrawn,
    forget_database,
    planned,
    publish,
    refusals,
)

pytestmark = pytest.mark.ckan


def test_databases_datasets_organizations_and_themes_are_there(ckan: CkanWorld) -> None:
    publish(ckan)
    catalogue = catalogue_of(ckan.root)
    packages = {name for name in ckan.snapshot() if name != f"{ckan.prefix}publisher-journal"}
    assert packages == {ckan.prefix + package.name for package in catalogue.packages}
    for kind, entries in (("organization", catalogue.organizations), ("group", catalogue.themes)):
        listed = set(ckan.api.call_action(f"{kind}_list"))
        assert {ckan.prefix + entry.name for entry in entries} <= listed


def test_equal_input_gives_an_equal_plan_whatever_the_surroundings(ckan: CkanWorld) -> None:
    command = [sys.executable, "-m", "publisher", "--root", str(ckan.root), "plan", "ckan", "--format", "json"]
    access = {"CKAN_URL": ckan.portal["url"], "CKAN_API_TOKEN": ckan.token}
    plans = {
        subprocess.run(command, env={**os.environ, **access, **here}, check=True, capture_output=True).stdout
        for here in (
            {"TZ": "Asia/Ho_Chi_Minh", "PYTHONHASHSEED": "1", "LC_ALL": "C"},
            {"TZ": "America/Lima", "PYTHONHASHSEED": "2", "LC_ALL": "en_US.UTF-8"},
        )
    }
    assert len(plans) == 1
    assert json.loads(plans.pop())["digest"] == planned(ckan)[2].digest


def test_what_somebody_purged_between_plan_and_apply_is_refused_and_made_anew_by_the_next_run(ckan: CkanWorld) -> None:
    publish(ckan)
    change_cell(ckan.root)
    target, _, found = planned(ckan)
    ckan.api.action.dataset_purge(id=f"{ckan.prefix}lighthouses")
    outcome = apply(target, found, ENTRY, lambda key: None)
    assert [(change.key, error.code) for change, error in outcome.failed] == [("dataset/lighthouses", "stale")]
    publish(ckan)
    assert ckan.shows("lighthouses")


def test_files_are_served_as_they_are(ckan: CkanWorld) -> None:
    publish(ckan)
    for package in catalogue_of(ckan.root).packages:
        served = ckan.show(package.name)["resources"]
        assert len(served) == len(package.resources)
        for live, resource in zip(served, package.resources, strict=True):
            content = requests.get(live["url"], timeout=30).content
            assert content == resource.file.read_bytes()
            assert live["hash"] == hashlib.sha256(content).hexdigest()
            assert live["size"] == len(content)
            assert live["mimetype"] == resource.data["mediatype"]


def test_ids_stay_when_anything_changes(ckan: CkanWorld) -> None:
    publish(ckan)
    before = ckan.show("lighthouses")
    change_cell(ckan.root)
    publish(ckan)
    after = ckan.show("lighthouses")
    assert after["id"] == before["id"]
    assert [r["id"] for r in after["resources"]] == [r["id"] for r in before["resources"]]
    assert after["resources"][0]["hash"] != before["resources"][0]["hash"]


def test_equal_bytes_are_not_uploaded_again(ckan: CkanWorld) -> None:
    publish(ckan)
    before = ckan.show("lighthouses")["resources"][0]["last_modified"]
    place = ckan.root / "datasets/lighthouses/datapackage.yaml"
    place.write_text(place.read_text("utf-8").replace("title: Lighthouses of", "title: All lighthouses of"), "utf-8")
    publish(ckan)
    live = ckan.show("lighthouses")
    assert live["title"].startswith("All lighthouses")
    assert live["resources"][0]["last_modified"] == before


def test_the_plan_shows_changed_rows_by_key(ckan: CkanWorld) -> None:
    publish(ckan)
    change_cell(ckan.root)
    target, _, found = planned(ckan)
    changes = row_changes(target, found)["dataset/lighthouses#lighthouses"]
    assert (changes.added, changes.changed, changes.removed) == (0, 1, 0)


def test_what_others_added_to_our_package_is_kept(ckan: CkanWorld) -> None:
    publish(ckan)
    name = f"{ckan.prefix}lighthouses"
    live = ckan.show("lighthouses")
    ckan.api.action.package_patch(id=name, extras=[*live["extras"], {"key": "their_key", "value": "kept"}])
    ckan.api.action.resource_create(package_id=name, url="https://example.org/theirs", name="Theirs")
    assert planned(ckan)[2].changes == ()
    change_cell(ckan.root)
    publish(ckan)
    after = ckan.show("lighthouses")
    assert {"key": "their_key", "value": "kept"} in after["extras"]
    assert [r["name"] for r in after["resources"]][-1] == "Theirs"


def test_a_datastore_table_survives_a_change_of_metadata(ckan: CkanWorld) -> None:
    publish(ckan)
    resource = ckan.show("lighthouses")["resources"][0]["id"]
    ckan.api.action.datastore_create(
        resource_id=resource, force=True, fields=[{"id": "a", "type": "text"}], records=[{"a": "x"}]
    )
    assert planned(ckan)[2].changes == ()
    place = ckan.root / "datasets/lighthouses/datapackage.yaml"
    place.write_text(place.read_text("utf-8").replace("title: Lighthouses of", "title: All lighthouses of"), "utf-8")
    publish(ckan)
    assert ckan.show("lighthouses")["resources"][0]["datastore_active"] is True


def test_what_was_withdrawn_can_come_back_under_its_name_and_id(ckan: CkanWorld) -> None:
    add_database(ckan.root, "spare-register")
    publish(ckan)
    before = ckan.show("spare-register")["id"]
    withdrawn = ckan.root / "catalogue/withdrawn.yaml"
    listed = withdrawn.read_text("utf-8")
    forget_database(ckan.root, "spare-register")
    declare_withdrawn(ckan.root, "spare-register")
    publish(ckan)
    assert ckan.shows("spare-register") is None
    add_database(ckan.root, "spare-register")
    withdrawn.write_text(listed, "utf-8")
    publish(ckan)
    assert ckan.shows("spare-register")
    assert ckan.show("spare-register")["id"] == before
    assert planned(ckan)[2].changes == ()


def test_an_organization_edited_between_plan_and_apply_is_refused(ckan: CkanWorld) -> None:
    publish(ckan)
    organization = catalogue_of(ckan.root).organizations[0].name
    place = ckan.root / f"catalogue/organizations/{organization}.yaml"
    text = place.read_text("utf-8")
    title = next(line for line in text.splitlines() if line.startswith("title:"))
    place.write_text(text.replace(title, "title: Another name"), "utf-8")
    target, _, found = planned(ckan)
    ckan.api.action.organization_patch(id=f"{ckan.prefix}{organization}", title="Edited by hand")
    outcome = apply(target, found, ENTRY, lambda key: None)
    assert [(c.key, r.code) for c, r in outcome.failed] == [(f"organization/{organization}", "stale")]
    assert ckan.api.action.organization_show(id=f"{ckan.prefix}{organization}")["title"] == "Edited by hand"


def test_an_organization_without_packages_is_deleted_when_it_leaves_and_revived_when_it_returns(
    ckan: CkanWorld,
) -> None:
    place = ckan.root / "catalogue/organizations/spare-office.yaml"
    place.write_text("title: Spare office\n", "utf-8")
    publish(ckan)
    place.unlink()
    publish(ckan)
    assert f"{ckan.prefix}spare-office" not in ckan.api.action.organization_list()
    place.write_text("title: Spare office again\n", "utf-8")
    publish(ckan)
    assert ckan.api.action.organization_show(id=f"{ckan.prefix}spare-office")["title"] == "Spare office again"


def test_files_can_be_linked_instead_of_uploaded_and_back(ckan: CkanWorld) -> None:
    ckan.configure(upload="link")
    publish(ckan)
    resource = ckan.show("lighthouses")["resources"][0]
    assert resource["url"] == "https://data.fictional-islands.example/dataset/lighthouses/lighthouses.csv"
    assert resource["url_type"] != "upload"
    ckan.configure()
    publish(ckan)
    again = ckan.show("lighthouses")["resources"][0]
    assert again["id"] == resource["id"]
    assert again["url_type"] == "upload"
    assert requests.get(again["url"], timeout=30).content == (ckan.root / LIGHTS).read_bytes()
    ckan.configure(upload="link")
    publish(ckan)
    assert planned(ckan)[2].changes == ()


@pytest.mark.parametrize("spare", [0, -1], ids=["at the limit", "one byte over"])
def test_a_file_over_the_portals_limit_is_refused_before_anything_is_sent(ckan: CkanWorld, spare: int) -> None:
    sizes = [r.measure.bytes for p in catalogue_of(ckan.root).packages for r in p.resources if r.measure]
    ckan.configure(max_bytes=str(max(sizes) + spare))
    assert [reason.code for reason in refusals(ckan)] == (["file-too-large"] if spare else [])


@pytest.mark.parametrize(("bytes_", "codes"), [(32_766, []), (32_767, ["extra-too-long"])])
def test_an_extra_over_the_limit_of_the_search_index_is_refused(bytes_: int, codes: list[str]) -> None:
    change = Change("database/x", None, Item({"name": "x", "extras": {"a": "x" * bytes_}}, "x"))
    offer = Offer("2.12.0", True)
    assert [reason.code for reason in payload.over_limits(change, Portal("o"), offer)] == codes


def test_an_unknown_licence_is_refused_before_anything_is_sent(ckan: CkanWorld) -> None:
    vocabularies = ckan.root / "schemas" / "vocabularies"
    vocabularies.mkdir(parents=True, exist_ok=True)
    (vocabularies / "licences.yaml").write_text("cc0-1.0: {ckan: no-such-licence, label: {en: X}}\n", "utf-8")
    assert {reason.code for reason in refusals(ckan)} == {"licence-unknown-to-portal"}


def test_one_package_that_fails_does_not_stop_the_others(ckan: CkanWorld) -> None:
    target, _, found = planned(ckan)
    ckan.take_name("lighthouses")
    outcome = apply(target, found, ENTRY, lambda key: None)
    assert [change.key for change, _ in outcome.failed] == ["dataset/lighthouses"]
    assert len(outcome.done) == len(found.changes) - 1
    assert ckan.journal()[-1]["failed"] == 1
    assert ckan.shows("lighthouses") == "Theirs"


def test_a_portal_that_alters_what_it_is_sent_is_found_out(ckan: CkanWorld) -> None:
    target, _, found = planned(ckan)
    spaced = [
        dataclasses.replace(c, after=dataclasses.replace(c.after, value={**c.after.value, "title": "  Spaced  "}))
        for c in found.changes
        if (c.after and c.key == "database/mooring-permits") or (c.after and "organization" in c.key)
    ]
    outcome = apply(target, dataclasses.replace(found, changes=tuple(spaced)), ENTRY, lambda key: None)
    assert [reason.code for _, reason in outcome.failed] == ["altered-by-portal"]


def test_no_journal_is_written_for_nothing_and_old_lines_are_dropped(ckan: CkanWorld) -> None:
    publish(ckan)
    name = f"{ckan.prefix}publisher-journal"
    lines = [json.dumps({"time": str(number)}) for number in range(200)]
    ckan.api.action.package_patch(id=name, notes="\n".join(lines))
    change_cell(ckan.root)
    publish(ckan)
    kept = ckan.journal()
    assert len(kept) == 200
    assert kept[0]["time"] == "1"
    assert kept[-1]["time"] == ENTRY["time"]


def test_the_portals_pages_show_the_datasets(ckan: CkanWorld) -> None:
    publish(ckan)
    page = requests.get(f"{ckan.portal['url']}/dataset/{ckan.prefix}lighthouses", timeout=60)
    assert page.status_code == 200
    assert "Lighthouses of the Fictional Islands" in page.text


def test_a_state_that_somebody_damaged_is_written_anew(ckan: CkanWorld) -> None:
    publish(ckan)
    live = ckan.show("lighthouses")
    broken = [{**e, "value": "{"} if e["key"] == MANAGED_STATE else e for e in live["extras"]]
    ckan.api.action.package_patch(id=live["id"], extras=broken)
    assert [change.key for change in planned(ckan)[2].changes] == ["dataset/lighthouses"]
    publish(ckan, Consent())
    assert planned(ckan)[2].changes == ()
    assert len(ckan.show("lighthouses")["resources"]) == len(live["resources"])
