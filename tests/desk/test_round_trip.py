"""What was published can be imported into an empty folder: it is sound, and the plan is empty. On real portals."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from publisher.source import read
from tests.cli.conftest import Publisher
from tests.desk.changes import set_extras, texts
from tests.desk.conftest import Desk, at_desk
from tests.targets.worlds import CkanWorld, catalogue_of, planned, publish

pytestmark = pytest.mark.ckan


class Make(NamedTuple):
    """The fixture that gives a portal, whose token publishes there, the type of dataset."""

    portal: str
    editor: bool = False
    dataset_type: str = ""


MAKES = {
    "2.12": Make("ckan_portal"),
    "2.12 with an editor's token": Make("ckan_portal", editor=True),
    "2.11": Make("old_portal"),
    "ckanext-dcat": Make("dcat_portal"),
    "texts in two languages": Make("dcat_portal", dataset_type="bilingual"),
}


@pytest.fixture
def into(tmp_path: Path) -> Path:
    """A folder that is not there yet."""
    return tmp_path / "some" / "imported"


@pytest.fixture(params=MAKES)
def world(request: pytest.FixtureRequest, root: Path) -> Iterator[CkanWorld]:
    """A corner of each make of portal."""
    make = MAKES[request.param]
    corner = CkanWorld(root, request.getfixturevalue(make.portal), editor=make.editor)
    if make.dataset_type:
        corner.configure(dataset_type=make.dataset_type)
    yield corner
    corner.purge()


def test_what_was_published_is_imported_whole(
    world: CkanWorld, into: Path, run: Publisher, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(world)
    original, desk = catalogue_of(world.root), at_desk(world, run, monkeypatch)
    imported = desk("import", "ckan", world.portal["url"], "--owner", world.mark, "--into", into)
    assert imported.code == 0
    assert ": error: " not in imported.told
    assert f"They bear the owner mark {world.mark}." in imported.out
    assert run("--lang", "en", "--root", into, "check").told.endswith("Nothing is wrong.\n")
    world.root = into
    assert planned(world)[2].changes == ()
    assert at_desk(world, run, monkeypatch)("drift", "ckan", "--exit-code").code == 0

    again = catalogue_of(into)
    assert (again.languages, again.url, again.publisher) == (original.languages, original.url, original.publisher)
    assert {theme.name: theme.data.get("broad_match") for theme in again.themes} == {
        theme.name: theme.data.get("broad_match") for theme in original.themes
    }
    for package in original.packages:
        found = again.package(package.name)
        assert found
        assert (found.title, found.description, found.organization) == (
            package.title,
            package.description,
            package.organization,
        )
        assert [r.file.read_bytes() for r in found.resources] == [r.file.read_bytes() for r in package.resources]
    permits = again.package("mooring-permits")
    assert permits
    assert permits.data["custom"] == {"harbour": "Port Nowhere"}


def test_with_the_agencys_own_schema_in_place_its_fields_are_properties_again(
    ckan: CkanWorld, desk: Desk, into: Path
) -> None:
    publish(ckan)
    shutil.copytree(ckan.root / "schemas", into / "schemas")
    assert desk("import", "ckan", ckan.portal["url"], "--owner", ckan.mark, "--into", into).code == 0
    original, again = (texts(root) for root in (ckan.root, into))
    name = "catalogue/databases/mooring-permits.yaml"
    assert sorted(_data(into, name)) == sorted(_data(ckan.root, name))
    assert again["schemas/database.yaml"] == original["schemas/database.yaml"]


def _data(root: Path, file: str) -> dict[str, object]:
    document, _ = read(root / file, file)
    assert document
    data: dict[str, object] = document.data
    return data


def test_what_others_added_is_left_and_what_they_copied_too(ckan: CkanWorld, desk: Desk, into: Path) -> None:
    publish(ckan)
    set_extras(ckan, "lighthouses", reviewed_by="somebody")
    lighthouses = ckan.show("lighthouses")
    ckan.api.action.resource_create(package_id=lighthouses["id"], name="Map", url="https://elsewhere.example/map.png")
    ckan.foreign.append(f"{ckan.prefix}copy")
    ckan.api.action.package_create(
        name=ckan.foreign[0],
        owner_org=lighthouses["owner_org"],
        title="A copy",
        extras=[extra for extra in lighthouses["extras"] if extra["key"] != "managed_state"],
    )
    imported = desk("import", "ckan", ckan.portal["url"], "--owner", ckan.mark, "--into", into)
    assert imported.code == 0
    assert "added by others on the portal and not taken: reviewed_by, Map [import-others]" in imported.out
    assert f"'{ckan.foreign[0]}' is a copy of 'lighthouses'" in imported.out
    ckan.root = into
    assert [change.key for change in planned(ckan)[2].changes] == [f"dataset/{ckan.foreign[0]}"]


def test_what_is_there_already_is_not_touched(ckan: CkanWorld, desk: Desk, into: Path) -> None:
    publish(ckan)
    (into / "datasets" / "lighthouses").mkdir(parents=True)
    (into / "catalogue").mkdir()
    (into / "catalogue" / "themes.yaml").write_text("{}\n", "utf-8")
    (into / "README.md").write_text("mine", "utf-8")
    refused = desk("import", "ckan", ckan.portal["url"], "--owner", ckan.mark, "--into", into)
    assert refused.code == 3
    assert "2 files or folders are there already: catalogue/themes.yaml, datasets/lighthouses" in refused.err
    left = sorted(path.relative_to(into).as_posix() for path in into.rglob("*"))
    assert left == ["README.md", "catalogue", "catalogue/themes.yaml", "datasets", "datasets/lighthouses"]


def test_without_a_token_what_is_public_is_imported(
    ckan: CkanWorld, into: Path, run: Publisher, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(ckan)
    monkeypatch.setenv("CKAN_API_TOKEN", ckan.token)
    imported = run("--lang", "en", "import", "ckan", ckan.portal["url"], "--owner", ckan.mark, "--into", into)
    assert imported.code == 0
    assert "The token is not sent" in imported.err
    assert "'islands-maritime-office' stands there for now [import-guess]" in imported.out
    ckan.root = into
    assert planned(ckan)[2].changes == ()


def test_the_limit_of_a_file_is_kept(ckan: CkanWorld, desk: Desk, into: Path) -> None:
    publish(ckan)
    size = (ckan.root / "datasets/lighthouses/lighthouses.csv").stat().st_size
    url, mark = ckan.portal["url"], ckan.mark
    query = ("import", "ckan", url, "--owner", mark, "--query", f"name:{ckan.prefix}lighthouses", "--into")
    assert desk(*query, into / "at", "--max-bytes", size).out.count("[import-not-fetched]") == 0
    over = desk(*query, into / "over", "--max-bytes", size - 1)
    assert "file 'Lighthouses' could not be fetched (over-size)" in over.out
    assert (into / "at/datasets/lighthouses/lighthouses.csv").stat().st_size == size
    assert not (into / "over/datasets/lighthouses/lighthouses.csv").exists()
