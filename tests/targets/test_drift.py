"""What others changed on a portal since our last write is told from what the catalogue changed; on a real CKAN."""

from collections.abc import Callable
from typing import Any

import pytest

from publisher.plan import Consent
from publisher.targets.ckan import Ckan
from publisher.targets.ckan.drift import Edit
from tests.targets.worlds import CkanWorld, catalogue_of, planned, publish, refusals

pytestmark = pytest.mark.ckan

KEY = "dataset/lighthouses"


def _drift(world: CkanWorld) -> list[Edit]:
    target = world.target()
    assert isinstance(target, Ckan)
    return list(target.drift(catalogue_of(world.root)))


def _patch(world: CkanWorld, **fields: Any) -> None:
    world.api.action.package_patch(id=f"{world.prefix}lighthouses", **fields)


def _extras(world: CkanWorld, change: Callable[[dict[str, str]], object]) -> None:
    extras = {extra["key"]: extra["value"] for extra in world.show("lighthouses")["extras"]}
    change(extras)
    _patch(world, extras=[{"key": key, "value": value} for key, value in extras.items()])


def _resource(world: CkanWorld, **fields: Any) -> None:
    world.api.action.resource_patch(id=world.show("lighthouses")["resources"][0]["id"], **fields)


def _another_title(world: CkanWorld) -> None:
    _patch(world, title="Another title")


def _no_notes(world: CkanWorld) -> None:
    _patch(world, notes="")


def _another_tag(world: CkanWorld) -> None:
    _patch(world, tags=[{"name": "lamp"}])


def _no_group(world: CkanWorld) -> None:
    _patch(world, groups=[])


def _another_extra(world: CkanWorld) -> None:
    _extras(world, lambda extras: extras.update(caveat="None at all"))


def _no_extra(world: CkanWorld) -> None:
    _extras(world, lambda extras: extras.pop("caveat"))


def _another_resource_name(world: CkanWorld) -> None:
    _resource(world, name="Lamps")


def _no_resource(world: CkanWorld) -> None:
    _patch(world, resources=[])


def _another_name(world: CkanWorld) -> None:
    _patch(world, name=f"{world.prefix}renamed")


EDITS: dict[str, tuple[Callable[[CkanWorld], None], str]] = {
    "a title": (_another_title, "title"),
    "a text taken away": (_no_notes, "notes"),
    "tags": (_another_tag, "tags"),
    "a group taken away": (_no_group, "groups"),
    "an extra": (_another_extra, "extras.caveat"),
    "an extra taken away": (_no_extra, "extras.caveat"),
    "the name of a resource": (_another_resource_name, "resources.Lighthouses.name"),
    "a resource taken away": (_no_resource, "resources.Lighthouses"),
    "the name": (_another_name, "name"),
}


def test_nothing_has_drifted_right_after_publishing(ckan: CkanWorld) -> None:
    publish(ckan)
    assert _drift(ckan) == []


@pytest.mark.parametrize(("edit", "field"), EDITS.values(), ids=EDITS)
def test_an_edit_is_listed_refused_and_written_over_only_if_that_is_asked_for(
    ckan: CkanWorld, edit: Callable[[CkanWorld], None], field: str
) -> None:
    publish(ckan)
    edit(ckan)
    assert [(found.key, found.field) for found in _drift(ckan)] == [(KEY, field)]
    reasons = refusals(ckan)
    assert [(reason.code, reason.args["name"], reason.args["fields"]) for reason in reasons] == [
        ("drifted", "lighthouses", field)
    ]
    assert "drifted" in {reason.code for reason in refusals(ckan, Consent(overwrite=("ferry-trips",)))}
    publish(ckan, Consent(overwrite=("lighthouses",)))
    assert planned(ckan)[2].changes == ()
    assert _drift(ckan) == []


def test_a_change_of_ours_is_no_drift(ckan: CkanWorld) -> None:
    publish(ckan)
    place = ckan.root / "datasets/lighthouses/datapackage.yaml"
    place.write_text(place.read_text("utf-8").replace("title: Lighthouses of", "title: All lighthouses of"), "utf-8")
    assert [change.key for change in planned(ckan)[2].changes] == [KEY]
    assert _drift(ckan) == []


def test_an_edit_that_the_catalogue_wants_as_well_is_no_drift(ckan: CkanWorld) -> None:
    publish(ckan)
    place = ckan.root / "datasets/lighthouses/datapackage.yaml"
    text = place.read_text("utf-8")
    title = next(line for line in text.splitlines() if line.startswith("title:"))
    place.write_text(text.replace(title, "title: Another title", 1), "utf-8")
    _another_title(ckan)
    assert _drift(ckan) == []
    publish(ckan)
    assert planned(ckan)[2].changes == ()


def test_an_edit_of_an_organization_is_drift_too(ckan: CkanWorld) -> None:
    publish(ckan)
    name = f"{ckan.prefix}harbour-board"
    ckan.api.action.organization_patch(id=name, title="Edited by hand")
    assert [(found.key, found.field, found.there) for found in _drift(ckan)] == [
        ("organization/harbour-board", "title", "Edited by hand")
    ]
    assert [reason.code for reason in refusals(ckan)] == ["drifted"]
    publish(ckan, Consent(overwrite=("harbour-board",)))
    assert ckan.api.action.organization_show(id=name)["title"] != "Edited by hand"
    assert _drift(ckan) == []


def test_what_others_add_is_no_drift_and_stays(ckan: CkanWorld) -> None:
    publish(ckan)
    _extras(ckan, lambda extras: extras.update(their_key="theirs"))
    ckan.api.action.organization_patch(
        id=f"{ckan.prefix}harbour-board",
        extras=[*ckan.api.action.organization_show(id=f"{ckan.prefix}harbour-board")["extras"],
                {"key": "their_key", "value": "theirs"}],
    )  # fmt: skip
    assert _drift(ckan) == []
    assert planned(ckan)[2].changes == ()


def test_a_renamed_package_keeps_its_id_and_gets_its_name_back(ckan: CkanWorld) -> None:
    publish(ckan)
    before = ckan.show("lighthouses")["id"]
    _another_name(ckan)
    publish(ckan, Consent(overwrite=("lighthouses",)))
    assert ckan.show("lighthouses")["id"] == before


def test_a_file_put_there_by_hand_is_replaced_by_ours(ckan: CkanWorld, tmp_path: Any) -> None:
    publish(ckan)
    resource = ckan.show("lighthouses")["resources"][0]
    theirs = tmp_path / "lighthouses.csv"
    theirs.write_text("code\n1\n", "utf-8")
    with theirs.open("rb") as stream:
        ckan.api.call_action("resource_patch", {"id": resource["id"]}, files={"upload": stream})
    assert {found.field for found in _drift(ckan)} >= {"resources.Lighthouses.size"}
    publish(ckan, Consent(overwrite=("lighthouses",)))
    assert ckan.show("lighthouses")["resources"][0]["size"] == resource["size"]
    assert planned(ckan)[2].changes == ()


def test_a_copy_of_a_package_of_ours_does_not_hide_it(ckan: CkanWorld) -> None:
    publish(ckan)
    live = ckan.show("lighthouses")
    copy = {key: live[key] for key in ("title", "extras", "owner_org", "notes")}
    ckan.api.action.package_create(name=f"{ckan.prefix}zz-copy", **copy)
    changes = planned(ckan)[2].changes
    assert [(change.key, str(change.verb)) for change in changes] == [(f"dataset/{ckan.prefix}zz-copy", "withdraw")]
    assert "vanished" in {reason.code for reason in refusals(ckan)}
