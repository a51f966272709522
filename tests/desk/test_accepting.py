"""Which edit changes which lines of a descriptor, without a portal."""

import json

import pytest

from publisher.model import Catalogue
from tests.desk.accepting import BOX, DATABASE, DATASET, EU, ISLES, PLAIN, TYPED, lines_changed

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
    assert lines_changed(catalogue, PLAIN, key, edits) == expected


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
    assert lines_changed(catalogue, TYPED, DATASET, edits) == expected
