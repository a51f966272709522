"""Facts that no property has a place for go to the portal and come back; on real portals."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from publisher.desk.importing import bring
from publisher.targets.ckan import Connection
from publisher.targets.ckan.visiting import Wish
from tests.targets.worlds import CkanWorld, catalogue_of, planned, publish

pytestmark = pytest.mark.ckan

CUSTOM = {
    "cầu tàu": [3, {"tên": "Bến Lặng"}],
    "language": "Hư cấu",
    "creator": "nobody",
    "identifier": "L-1",
    "title_fr": "Phares",
    "dataset_size": "8",
    "database_size": "9",
    "temporal_coverage": {"a": 1},
    "managed_by": "the harbour",
    "provenance": "invented",
    "answer": "42",
    "a: b # c": " spaces ",
}
FILES = {
    "catalogue/databases/lights-register.yaml": "",
    "datasets/lighthouses/datapackage.yaml": "",
    "catalogue/organizations/harbour-board.yaml": "",
    "catalogue/themes.yaml": "  ",
}
LINES = """\
custom:
  cầu tàu: [3, {tên: Bến Lặng}]
  language: Hư cấu
  creator: nobody
  identifier: L-1
  title_fr: Phares
  dataset_size: '8'
  database_size: '9'
  temporal_coverage: {a: 1}
  managed_by: the harbour
  provenance: invented
  answer: '42'
  'a: b # c': ' spaces '
"""


@pytest.fixture(params=["ckan_portal", "dcat_portal"])
def world(request: pytest.FixtureRequest, root: Path) -> Iterator[CkanWorld]:
    """The example with such facts in every kind of descriptor."""
    corner = CkanWorld(root, request.getfixturevalue(request.param))
    for file, indent in FILES.items():
        place = root / file
        lines = "".join(f"{indent}{line}\n" for line in LINES.splitlines() if not (indent and "managed_by" in line))
        place.write_text(place.read_text("utf-8") + lines, "utf-8")
    yield corner
    corner.purge()


def test_they_are_published_and_imported_again(world: CkanWorld, tmp_path: Path) -> None:
    publish(world)
    assert planned(world)[2].changes == ()
    bring(Connection(world.portal["url"], world.token), Wish(owner=world.mark), tmp_path / "imported")
    world.root = tmp_path / "imported"
    assert planned(world)[2].changes == ()
    catalogue = catalogue_of(world.root)
    for name in ("lights-register", "lighthouses"):
        package = catalogue.package(name)
        assert package
        assert package.data["custom"] == CUSTOM
    themes = [theme.data["custom"] for theme in catalogue.themes if "custom" in theme.data]
    assert themes == [{key: value for key, value in CUSTOM.items() if key != "managed_by"}]
