"""What somebody changed on the portal is taken into the descriptors, on a real CKAN."""

from pathlib import Path

import pytest

from tests.cli.conftest import Publisher
from tests.desk.changes import changed, patch, set_extras, set_resource, texts
from tests.desk.conftest import Desk, at_desk
from tests.targets.worlds import CkanWorld, planned, publish

pytestmark = pytest.mark.ckan

LIGHTS = "datasets/lighthouses/datapackage.yaml"
NOTES = "Eight lights, all of them invented.\r\nEdited by hand in the form of the portal."
TAKEN = [
    "-title: Lighthouses of the Fictional Islands, 2026",
    "-title_vi: Hải đăng của Quần đảo Hư cấu, 2026",
    "-description: Eight invented lighthouses with their height, range and character. "
    "For tests and demonstrations only.",
    "+title: Lights, edited",
    "+title_vi: Hải đăng, đã sửa",
    "+description: |-",
    "+  Eight lights, all of them invented.",
    "+  Edited by hand in the form of the portal.",
    "-caveat: Every figure is invented; do not use it for navigation.",
    "+caveat: Not for navigation.",
    "-    title: Lighthouses",
    "+    title: The lights",
]


def _edit(world: CkanWorld) -> None:
    patch(world, "lighthouses", title="Lights, edited", notes=NOTES)
    set_extras(world, "lighthouses", caveat="Not for navigation.", title_vi="Hải đăng, đã sửa")
    set_resource(world, "lighthouses", name="The lights")


def test_an_edit_goes_the_whole_way_into_the_files_and_back(ckan: CkanWorld, desk: Desk) -> None:
    publish(ckan)
    assert desk("drift", "ckan", "--exit-code").code == 0
    before = texts(ckan.root)
    _edit(ckan)

    drift = desk("drift", "ckan", "--exit-code")
    assert drift.code == 1
    fields = [line.split(":")[0].strip() for line in drift.out.splitlines()]
    edited = ["title", "notes", "extras.caveat", "extras.title_vi", "resources.Lighthouses.name"]
    assert sorted(fields[1:-1]) == sorted(edited)
    assert (fields[0], desk("drift", "ckan").code) == ("~ dataset/lighthouses", 0)
    assert desk("apply", "ckan").code == 3

    shown = desk("accept", "ckan", "lighthouses", "--dry-run")
    assert (shown.code, texts(ckan.root)) == (0, before)
    assert "+title: Lights, edited" in shown.out
    accepted = desk("accept", "ckan", "lighthouses")
    assert (accepted.code, accepted.err.count("[")) == (0, 0)
    assert changed(before, texts(ckan.root)) == {LIGHTS: TAKEN}
    assert [line for line in accepted.out.splitlines() if line[:1] in {"+", "-"} and line[1:2] != line[:1]] == TAKEN

    assert desk("apply", "ckan").code == 0
    assert planned(ckan)[2].changes == ()
    assert desk("drift", "ckan", "--exit-code").code == 0
    assert desk("accept", "ckan", "lighthouses").code == 0
    assert changed(before, texts(ckan.root)) == {LIGHTS: TAKEN}


def test_after_an_edit_is_taken_over_a_change_of_ours_is_no_edit(ckan: CkanWorld, desk: Desk) -> None:
    publish(ckan)
    patch(ckan, "lighthouses", title="Edited by hand")
    desk("accept", "ckan", "lighthouses")
    publish(ckan)
    place = ckan.root / LIGHTS
    place.write_text(place.read_text("utf-8").replace("title: Edited by hand", "title: Ours again"), "utf-8")
    publish(ckan)
    assert ckan.show("lighthouses")["title"] == "Ours again"


def test_what_no_descriptor_has_a_place_for_is_left_and_named(ckan: CkanWorld, desk: Desk) -> None:
    publish(ckan)
    before = texts(ckan.root)
    patch(ckan, "lighthouses", title="Edited by hand", url="https://elsewhere.example/", groups=[])
    accepted = desk("accept", "ckan", "lighthouses")
    assert accepted.code == 1
    assert list(changed(before, texts(ckan.root))) == [LIGHTS]
    told = accepted.out.partition("--overwrite lighthouses")[2]
    assert [line.split(":")[0].strip() for line in told.splitlines()[2:]] == ["url", "groups"]
    assert desk("apply", "ckan").code == 3
    assert desk("apply", "ckan", "--overwrite", "lighthouses").code == 0
    assert (ckan.show("lighthouses")["title"], len(ckan.show("lighthouses")["groups"])) == ("Edited by hand", 1)


def test_an_edit_that_would_break_the_catalogue_is_not_written(ckan: CkanWorld, desk: Desk) -> None:
    publish(ckan)
    before = texts(ckan.root)
    patch(ckan, "lighthouses", notes="Too short", title="Edited by hand")
    accepted = desk("accept", "ckan", "lighthouses")
    assert (accepted.code, texts(ckan.root)) == (1, before)
    assert f"{LIGHTS}:4:14: error" in accepted.err
    assert "[too-short]" in accepted.err
    assert not list(ckan.root.glob(".publisher-*"))


def test_organizations_and_themes_are_taken_over_as_well(ckan: CkanWorld, desk: Desk) -> None:
    publish(ckan)
    before = texts(ckan.root)
    ckan.api.action.organization_patch(id=f"{ckan.prefix}harbour-board", title="Harbour Board, edited")
    ckan.api.action.group_patch(id=f"{ckan.prefix}navigation", description="Edited by hand.")
    assert desk("accept", "ckan", "harbour-board").code == 0
    assert desk("accept", "ckan", "theme/navigation").code == 0
    assert changed(before, texts(ckan.root)) == {
        "catalogue/organizations/harbour-board.yaml": [
            "-title: Harbour Board of the Fictional Islands",
            "+title: Harbour Board, edited",
        ],
        "catalogue/themes.yaml": ["-  description: Lights, marks and moorings.", "+  description: Edited by hand."],
    }
    publish(ckan)
    assert desk("drift", "ckan", "--exit-code").code == 0


@pytest.mark.parametrize(
    ("arguments", "code"),
    [(("accept", "ckan", "lighthouse"), 2), (("accept", "ckan", "lighthouses"), 0), (("adopt", "ckan", "nothing"), 2)],
)
def test_what_there_is_not_is_said(desk: Desk, arguments: tuple[str, ...], code: int) -> None:
    assert desk(*arguments).code == code


@pytest.mark.parametrize(
    ("dataset_type", "edit", "expected"),
    [
        (
            "dataset",
            {"temporal_coverage": [{"start": "1801", "end": "2026-06"}], "issued": "2026-01-16"},
            ["-issued: '2026-01-15'", "+issued: '2026-01-16'", "-  end: '2026-01-01'", "+  end: '2026-06'"],
        ),
        (
            "bilingual",
            {"title_translated": {"en": "Lights", "vi": "Đèn"}, "title": "Lights"},
            [
                "-title: Lighthouses of the Fictional Islands, 2026",
                "-title_vi: Hải đăng của Quần đảo Hư cấu, 2026",
                "+title: Lights",
                "+title_vi: Đèn",
            ],
        ),
    ],
)
def test_typed_fields_go_the_same_way(
    root: Path,
    dcat_portal: dict[str, str],
    run: Publisher,
    monkeypatch: pytest.MonkeyPatch,
    dataset_type: str,
    edit: dict[str, object],
    expected: list[str],
) -> None:
    world = CkanWorld(root, dcat_portal)
    try:
        world.configure(dataset_type=dataset_type)
        desk = at_desk(world, run, monkeypatch)
        publish(world)
        before = texts(root)
        patch(world, "lighthouses", **edit)
        assert desk("drift", "ckan", "--exit-code").code == 1
        assert desk("accept", "ckan", "lighthouses").code == 0
        assert changed(before, texts(root)) == {LIGHTS: expected}
        assert desk("apply", "ckan").code == 0
        assert desk("drift", "ckan", "--exit-code").code == 0
    finally:
        world.purge()
