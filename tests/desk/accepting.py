"""Edits on a portal, and the lines of a descriptor that they change, without a portal."""

import dataclasses
from typing import Any

from publisher.desk.accepting import accepted, left
from publisher.model import Catalogue
from publisher.plan import Edit, State
from publisher.targets.ckan import payload
from publisher.targets.ckan.descriptors import Reader
from publisher.targets.ckan.offer import Offer
from tests.desk.changes import lines
from tests.targets.worlds import catalogue_of

DATASET, DATABASE = "dataset/lighthouses", "database/lights-register"
FILES = {
    DATASET: "datasets/lighthouses/datapackage.yaml",
    DATABASE: "catalogue/databases/lights-register.yaml",
    "database/mooring-permits": "catalogue/databases/mooring-permits.yaml",
    "organization/harbour-board": "catalogue/organizations/harbour-board.yaml",
    "theme/navigation": "catalogue/themes.yaml",
}
PLAIN = Offer("2.12.0", sysadmin=True)
EU = "http://publications.europa.eu/resource/authority/"
BOX = {"type": "Polygon", "coordinates": [[[-41, -10], [-38.5, -10], [-38.5, -9], [-41, -9], [-41, -10]]]}
ISLES = '{"bbox": [-40, -10, -38.5, -9], "title": "The isles", "title_vi": "Quần đảo Hư cấu"}'


def field_of(name: str, **more: Any) -> dict[str, Any]:
    """A field of ckanext-scheming."""
    return {name: {"field_name": name, **more}}


TYPED = Offer(
    "2.12.0",
    sysadmin=True,
    dataset_fields={
        **field_of("title_translated", preset="fluent_core_translated"),
        **field_of("contact", repeating_subfields=[{"field_name": "name"}, {"field_name": "email"}]),
        **field_of("temporal_coverage", repeating_subfields=[{"field_name": "start"}, {"field_name": "end"}]),
        **field_of("issued"),
        **field_of("frequency"),
    },
    resource_fields=field_of("name_translated", preset="fluent_text"),
)


def wanted_by(catalogue: Catalogue, offer: Offer) -> tuple[State, Reader]:
    """What a catalogue wants on a portal, and what reads edits there."""
    assert catalogue.portal
    portal = dataclasses.replace(catalogue.portal, dataset_type="dataset")
    return payload.desired(catalogue, portal, offer), Reader(catalogue.schemas, catalogue.languages)


def edit_of(wanted: State, key: str, field: str, there: Any) -> Edit:
    """An edit of what is wanted; of a file, of the first one."""
    value = wanted[key].value
    if field.startswith("resource."):
        resource, name = value["resources"][0], field.removeprefix("resource.")
        return Edit(key, f"resources.{resource['name']}.{name}", there, resource.get(name), resource["id"])
    group, _, name = field.partition(".")
    return Edit(key, field, there, value["extras"].get(name) if group == "extras" else value.get(field))


def lines_changed(catalogue: Catalogue, offer: Offer, key: str, edits: dict[str, Any]) -> list[str]:
    """The lines that edits change; all of them must be what the catalogue wants afterwards."""
    wanted, reader = wanted_by(catalogue, offer)
    made = [edit_of(wanted, key, field, there) for field, there in edits.items()]
    assert left(wanted, made) == made
    texts = accepted(catalogue.root, catalogue, reader, wanted, made)
    assert list(texts) == [FILES[key]]
    before, after = texts[FILES[key]]
    (catalogue.root / FILES[key]).write_bytes(after.encode("utf-8"))
    assert left(wanted_by(catalogue_of(catalogue.root), offer)[0], made) == []
    return lines(before, after)
