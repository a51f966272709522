"""What is sent to a portal can be read back: every property, on every make of portal, whoever's token it is."""

import dataclasses
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publisher.model import Catalogue
from publisher.publish import check
from publisher.targets.ckan import form, payload
from publisher.targets.ckan.descriptors import Reader
from publisher.targets.ckan.offer import Offer
from tests.conftest import HERE, REPOSITORY

ROOTS = {"example": HERE / "example", "tenant": REPOSITORY}
DCAT = (
    "issued",
    "modified",
    "frequency",
    "identifier",
    "uri",
    "access_rights",
    "homepage",
    "provenance",
    "version_notes",
)
LISTS = ("theme", "language", "documentation", "conforms_to")
PARTS = {
    "contact": ("uri", "name", "email", "identifier", "url"),
    "publisher": ("uri", "name", "email", "url", "type", "identifier"),
    "temporal_coverage": ("start", "end"),
    "spatial_coverage": ("uri", "text", "geom", "bbox", "centroid"),
}


def _fields(**presets: str) -> dict[str, dict[str, Any]]:
    return {name: {"field_name": name, "preset": preset} for name, preset in presets.items()}


OFFERS = {
    "plain": Offer("2.12.0", sysadmin=True),
    "an editor's": Offer("2.12.0", sysadmin=False),
    "ckanext-dcat": Offer(
        "2.12.0",
        sysadmin=True,
        dataset_fields={
            **_fields(**dict.fromkeys(DCAT, "text"), **dict.fromkeys(LISTS, "multiple_text")),
            **{
                name: {"field_name": name, "repeating_subfields": [{"field_name": p} for p in parts]}
                for name, parts in PARTS.items()
            },
            "notes": {"field_name": "notes", "required": True},
        },
    ),
    "two languages": Offer(
        "2.12.0",
        sysadmin=True,
        dataset_fields=_fields(title_translated="fluent_core_translated", notes_translated="fluent_core_translated"),
        resource_fields=_fields(name_translated="fluent_text"),
    ),
}


@pytest.fixture(scope="module", params=ROOTS)
def catalogue(request: pytest.FixtureRequest) -> Catalogue:
    """Each catalogue of the repository."""
    found = check(ROOTS[request.param], lambda name: None).sound
    assert found
    return found


def _in_any_order(data: Any) -> dict[str, Any]:
    """A descriptor without the order of words and themes, which no portal keeps."""
    return {key: sorted(part) if key in {"keywords", "themes"} else part for key, part in data.items()}


@pytest.mark.parametrize("make", OFFERS)
def test_every_descriptor_comes_back_as_it_was(catalogue: Catalogue, make: str) -> None:
    offer, portal = OFFERS[make], catalogue.portal
    assert portal
    reader = Reader(catalogue.schemas, catalogue.languages, bool(offer.dataset_fields.get("notes")))
    for key, item in payload.desired(catalogue, dataclasses.replace(portal), offer).items():
        kind, _, name = key.partition("/")
        value = json.loads(json.dumps(item.value))
        if kind in {"database", "dataset"}:
            package = catalogue.package(name)
            assert package
            assert (key, _in_any_order(reader.package(value)[1])) == (key, _in_any_order(package.data))
        else:
            entries = {entry.name: entry.data for entry in (*catalogue.organizations, *catalogue.themes)}
            found = reader.group("themes" if kind == "theme" else kind, value)
            assert (key, found) == (key, dict(entries[name]))


NAMES = st.one_of(
    st.text(min_size=1, max_size=12),
    st.sampled_from(sorted(form.RESERVED)),
    st.builds(
        "{}_{}".format,
        st.sampled_from([*sorted(form.RESERVED), "dataset", "database"]),
        st.sampled_from(["en", "vi", "x", "url"]),
    ),
)


@given(st.sets(NAMES, min_size=2, max_size=6), st.sampled_from(["database", "dataset"]))
def test_every_property_has_a_name_of_its_own_and_is_known_by_it(names: set[str], kind: str) -> None:
    borne = {name: form.name_of(kind, name) for name in names}
    assert len(set(borne.values())) == len(names)
    assert {form.property_of(kind, there): name for name, there in borne.items()} == {name: name for name in names}
    assert not {there for there in borne.values() if form.is_reserved(there)}
