"""Which edit changes which lines of a descriptor, without a portal."""

import dataclasses
import json
from pathlib import Path
from typing import Any

import pytest

from publisher.desk.accepting import accepted, left
from publisher.desk.staging import replace, write
from publisher.model import Catalogue
from publisher.plan import Edit, State
from publisher.problem import Refused
from publisher.publish import check
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


def _field(name: str, **more: Any) -> dict[str, Any]:
    return {name: {"field_name": name, **more}}


TYPED = Offer(
    "2.12.0",
    sysadmin=True,
    dataset_fields={
        **_field("title_translated", preset="fluent_core_translated"),
        **_field("contact", repeating_subfields=[{"field_name": "name"}, {"field_name": "email"}]),
        **_field("temporal_coverage", repeating_subfields=[{"field_name": "start"}, {"field_name": "end"}]),
        **_field("issued"),
        **_field("frequency"),
    },
    resource_fields=_field("name_translated", preset="fluent_text"),
)


@pytest.fixture
def catalogue(root: Path) -> Catalogue:
    """The example, with one fact that no property has a place for."""
    place = root / FILES[DATABASE]
    place.write_text(place.read_text("utf-8") + "custom:\n  keepers: [3, 4] # by island\n  colour: red\n", "utf-8")
    return catalogue_of(root)


def _wanted(catalogue: Catalogue, offer: Offer) -> tuple[State, Reader]:
    assert catalogue.portal
    portal = dataclasses.replace(catalogue.portal, dataset_type="dataset")
    return payload.desired(catalogue, portal, offer), Reader(catalogue.schemas, catalogue.languages)


def _edit(wanted: State, key: str, field: str, there: Any) -> Edit:
    """An edit of what is wanted; of a file, of the first one."""
    value = wanted[key].value
    if field.startswith("resource."):
        resource, name = value["resources"][0], field.removeprefix("resource.")
        return Edit(key, f"resources.{resource['name']}.{name}", there, resource.get(name), resource["id"])
    group, _, name = field.partition(".")
    return Edit(key, field, there, value["extras"].get(name) if group == "extras" else value.get(field))


def _lines(catalogue: Catalogue, offer: Offer, key: str, edits: dict[str, Any]) -> list[str]:
    """The lines that edits change; all of them must be what the catalogue wants afterwards."""
    wanted, reader = _wanted(catalogue, offer)
    made = [_edit(wanted, key, field, there) for field, there in edits.items()]
    assert left(wanted, made) == made
    texts = accepted(catalogue.root, catalogue, reader, wanted, made)
    assert list(texts) == [FILES[key]]
    before, after = texts[FILES[key]]
    (catalogue.root / FILES[key]).write_bytes(after.encode("utf-8"))
    assert left(_wanted(catalogue_of(catalogue.root), offer)[0], made) == []
    return lines(before, after)


CASES = {
    "a title": (DATASET, {"title": "Lights: all 8"}, [
        "-title: Lighthouses of the Fictional Islands, 2026",
        "+title: 'Lights: all 8'",
    ]),
    "a title in another language": (DATASET, {"extras.title_vi": "Đèn"}, [
        "-title_vi: Hải đăng của Quần đảo Hư cấu, 2026",
        "+title_vi: Đèn",
    ]),
    "no description any more, in no language": (DATABASE, {"notes": None, "extras.notes_vi": None}, [
        "-description: Every light of the invented islands.",
        "-description_vi: Mọi ngọn đèn của quần đảo hư cấu.",
    ]),
    "no translation any more": (DATABASE, {"extras.notes_vi": None}, [
        "-description_vi: Mọi ngọn đèn của quần đảo hư cấu.",
    ]),
    "tags": (DATASET, {"tags": ["hải đăng", "lamp", "lighthouse"]}, [
        "-keywords: [light, lighthouse, hải đăng]",
        "+keywords: [lighthouse, hải đăng, lamp]",
    ]),
    "no tags any more": (DATASET, {"tags": None}, ["-keywords: [light, lighthouse, hải đăng]"]),
    "a version": (DATASET, {"version": "1.2.0"}, ["-version: 1.1.0", "+version: 1.2.0"]),
    "a licence": (DATASET, {"license_id": "cc-by"}, [
        "-  - name: cc0-1.0",
        "-    path: https://creativecommons.org/publicdomain/zero/1.0/",
        "+  - name: cc-by-4.0",
        "+    path: https://creativecommons.org/licenses/by/4.0/",
    ]),
    "a contact of a dataset, said twice on the portal": (
        DATASET, {"maintainer": "Lights desk", "extras.contact_name": "Lights desk"}, [
        "-  - title: Maritime Office of the Fictional Islands",
        "+  - title: Lights desk",
    ]),
    "a contact of a database": (
        DATABASE, {"maintainer_email": "lights@example.org", "extras.contact_email": "lights@example.org"}, [
        "-  email: registers@fictional-islands.example",
        "+  email: lights@example.org",
    ]),
    "a period": (DATASET, {"extras.temporal_end": "2026-06-30"}, ["-  end: '2026-01-01'", "+  end: '2026-06-30'"]),
    "an area": (DATASET, {"extras.spatial_text": "The isles", "extras.dataset_spatial": ISLES}, [
        "-  title: Fictional Islands",
        "+  title: The isles",
    ]),
    "an area, said in DCAT's words alone": (DATASET, {"extras.spatial_text": "The isles"}, [
        "-  title: Fictional Islands",
        "+  title: The isles",
    ]),
    "a box on the map": (DATASET, {
        "extras.spatial": json.dumps(BOX, sort_keys=True),
        "extras.dataset_spatial": ISLES.replace("-40", "-41").replace("The isles", "Fictional Islands"),
    }, ["-  bbox: [-40, -10, -38.5, -9]", "+  bbox: [-41, -10, -38.5, -9]"]),
    "a frequency": (DATASET, {"extras.frequency": f"{EU}frequency/MONTHLY"}, [
        "-frequency: R/P1Y",
        "+frequency: R/P1M",
    ]),
    "an item of a list": (DATABASE, {
        "extras.items": json.dumps([
            {"name": "lights", "title": "All lights", "title_vi": "Đèn", "class": "open", "users": ["anyone", "crews"],
             "users_vi": ["mọi người"]},
        ], ensure_ascii=False, sort_keys=True),
    }, [
        "-    title: Lights",
        "+    title: All lights",
        "-    users: [anyone]",
        "+    users: [anyone, crews]",
        "-  - name: keepers",
        "-    title: Keepers",
        "-    title_vi: Người giữ đèn",
        "-    class: internal",
    ]),
    "a value that is gone": (DATABASE, {"extras.priority": None}, ["-priority: high"]),
    "a field of the agency's own": ("database/mooring-permits", {"extras.harbour": "Kettle"}, [
        "-harbour: Port Nowhere",
        "+harbour: Kettle",
    ]),
    "a fact that no property has a place for": (DATABASE, {"extras.keepers": "[3, 5]", "extras.colour": None}, [
        "-  keepers: [3, 4] # by island",
        "-  colour: red",
        "+  keepers: [3, 5] # by island",
    ]),
    "a title of a file": (DATASET, {"resource.name": "Lights", "resource.name_vi": "Đèn"}, [
        "-    title: Lighthouses",
        "-    title_vi: Hải đăng",
        "+    title: Lights",
        "+    title_vi: Đèn",
    ]),
    "a description that a file had not": (DATASET, {"resource.description": "One row a light."}, [
        "+    description: One row a light.",
    ]),
    "an organization": ("organization/harbour-board", {"extras.abbreviation": "HBF", "description": "Closed."}, [
        "-abbreviation: HB",
        "+abbreviation: HBF",
        "+description: Closed.",
    ]),
    "a theme": ("theme/navigation", {"extras.title_vi": "Hàng hải"}, [
        "-  title_vi: Dẫn đường trên biển",
        "+  title_vi: Hàng hải",
    ]),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_an_edit_changes_the_lines_that_say_so_and_no_other(catalogue: Catalogue, case: str) -> None:
    key, edits, expected = CASES[case]
    assert _lines(catalogue, PLAIN, key, edits) == expected


TYPED_CASES = {
    "texts in all languages": ({"title_translated": {"en": "Lights", "vi": "Đèn"}, "title": "Lights"}, [
        "-title: Lighthouses of the Fictional Islands, 2026",
        "-title_vi: Hải đăng của Quần đảo Hư cấu, 2026",
        "+title: Lights",
        "+title_vi: Đèn",
    ]),
    "a contact": ({
        "contact": [{"name": "Lights desk", "email": "registers@fictional-islands.example"}],
        "maintainer": "Lights desk",
    }, ["-  - title: Maritime Office of the Fictional Islands", "+  - title: Lights desk"]),
    "a period": ({"temporal_coverage": [{"start": "1801", "end": "2026-06"}]}, [
        "-  end: '2026-01-01'",
        "+  end: '2026-06'",
    ]),
    "a day": ({"issued": "2026-01-16"}, ["-issued: '2026-01-15'", "+issued: '2026-01-16'"]),
    "a title of a file": ({"resource.name_translated": {"en": "Lighthouses", "vi": "Đèn"}}, [
        "-    title_vi: Hải đăng",
        "+    title_vi: Đèn",
    ]),
}  # fmt: skip


@pytest.mark.parametrize("case", TYPED_CASES)
def test_a_typed_field_is_taken_over_as_well(catalogue: Catalogue, case: str) -> None:
    edits, expected = TYPED_CASES[case]
    assert _lines(catalogue, TYPED, DATASET, edits) == expected


@pytest.mark.parametrize(
    ("field", "there"),
    [
        ("name", "other-name"),
        ("owner_org", "somebody"),
        ("url", "https://elsewhere.example/"),
        ("private", True),
        ("groups", []),
        ("extras.uri", "https://elsewhere.example/"),
        ("extras.identifier", "x"),
        ("extras.theme_names", '["island-life"]'),
        ("extras.publisher_uri", "https://data.fictional-islands.example/organization/harbour-board/"),
        ("extras.publisher_name", "Somebody"),
        ("extras.language", "[]"),
        ("extras.managed_by", "somebody"),
        ("extras.kind", "database"),
        ("resource.format", "PDF"),
        ("resource.hash", "0" * 64),
        ("resource.url", "https://elsewhere.example/"),
        ("resource.data_resource", None),
        ("resource.upload", False),
    ],
)
def test_what_no_descriptor_has_a_place_for_changes_nothing(catalogue: Catalogue, field: str, there: Any) -> None:
    wanted, reader = _wanted(catalogue, PLAIN)
    edit = _edit(wanted, DATASET, field, there)
    assert accepted(catalogue.root, catalogue, reader, wanted, [edit]) == {}
    assert left(wanted, [edit]) == [edit]


def test_an_edit_of_what_is_no_longer_in_the_catalogue_is_left(catalogue: Catalogue) -> None:
    wanted, reader = _wanted(catalogue, PLAIN)
    edit = Edit("dataset/gone", "title", "Edited", None)
    assert accepted(catalogue.root, catalogue, reader, wanted, [edit]) == {}
    assert left(wanted, [edit]) == [edit]


def test_hidden_characters_are_not_taken_over(catalogue: Catalogue) -> None:
    wanted, reader = _wanted(catalogue, PLAIN)
    edit = _edit(wanted, DATASET, "title", "Li\u200bghts, The\u0301")
    before, after = accepted(catalogue.root, catalogue, reader, wanted, [edit])[FILES[DATASET]]
    assert lines(before, after)[1:] == ["+title: Lights, Th\u00e9"]


def test_a_file_that_changed_meanwhile_is_not_written_over(catalogue: Catalogue, tmp_path: Path) -> None:
    wanted, reader = _wanted(catalogue, PLAIN)
    edit = _edit(wanted, DATASET, "title", "Edited")
    texts = accepted(catalogue.root, catalogue, reader, wanted, [edit])
    place = catalogue.root / FILES[DATASET]
    place.write_text(place.read_text("utf-8").replace("version: 1.1.0", "version: 1.1.1"), "utf-8")
    now = place.read_bytes()
    with pytest.raises(Refused, match="file-changed"):
        accepted(catalogue.root, catalogue, reader, wanted, [edit])
    write(tmp_path / "stage", {file: after for file, (_, after) in texts.items()})
    with pytest.raises(Refused, match="file-changed"):
        replace(tmp_path / "stage", catalogue.root, {file: before for file, (before, _) in texts.items()})
    assert place.read_bytes() == now


def test_a_byte_order_mark_stays(catalogue: Catalogue) -> None:
    place = catalogue.root / FILES[DATASET]
    place.write_bytes(b"\xef\xbb\xbf" + place.read_bytes())
    wanted, reader = _wanted(catalogue, PLAIN)
    edit = _edit(wanted, DATASET, "title", "Edited")
    before, after = accepted(catalogue.root, catalogue, reader, wanted, [edit])[FILES[DATASET]]
    assert (before[0], after[0], lines(before, after)[1]) == ("\ufeff", "\ufeff", "+title: Edited")


@pytest.mark.parametrize(
    ("name", "there"),
    [
        ("contributors", "nobody"),
        ("contributors", '["nobody"]'),
        ("licenses", "{"),
        ("dataset_spatial", "[1]"),
        ("sources", "NaN"),
    ],
)
def test_a_value_broken_by_hand_is_told_by_the_check(catalogue: Catalogue, name: str, there: str) -> None:
    wanted, reader = _wanted(catalogue, PLAIN)
    edit = _edit(wanted, DATASET, f"extras.{name}", there)
    for file, (_, after) in accepted(catalogue.root, catalogue, reader, wanted, [edit]).items():
        (catalogue.root / file).write_bytes(after.encode("utf-8"))
    assert check(catalogue.root, print).sound is None


@pytest.mark.parametrize(
    ("name", "there", "gone"),
    [("dataset_spatial", '{"title": "x", "bbox": [1]}', []), ("changelog", "null", ["-changelog:"])],
)
def test_what_is_broken_in_one_place_is_mended_from_another_or_goes(
    catalogue: Catalogue, name: str, there: str, gone: list[str]
) -> None:
    wanted, reader = _wanted(catalogue, PLAIN)
    texts = accepted(catalogue.root, catalogue, reader, wanted, [_edit(wanted, DATASET, f"extras.{name}", there)])
    before, after = texts.get(FILES[DATASET], ("", ""))
    kept = "-  title_vi: Quần đảo Hư cấu"
    assert [line for line in lines(before, after) if not line.startswith("-  ")] == gone
    assert (kept in lines(before, after)) is (name == "dataset_spatial")
