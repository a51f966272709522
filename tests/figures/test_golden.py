"""Pictures of each kind as they are published, for a reviewer to open: tests/golden/figures/."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from publisher.model import Catalogue
from publisher.source import read
from publisher.targets.site.files import files
from tests.conftest import HERE
from tests.faults.catalogues import checked

DRAWN = HERE / "figures" / "drawn"
GALLERY = "datasets/gallery/datapackage.yaml"
IN_VIETNAMESE = {"bar", "bar-small", "choropleth"}


def _names() -> list[str]:
    document, _ = read(DRAWN / GALLERY, GALLERY)
    assert document
    return [figure["name"] for resource in document.data["resources"] for figure in resource.get("figures", ())]


@pytest.fixture(scope="module")
def gallery(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    """The example with a dataset of figures of all kinds."""
    root = tmp_path_factory.mktemp("gallery") / "catalogue"
    shutil.copytree(HERE / "example", root)
    shutil.copytree(DRAWN, root, dirs_exist_ok=True)
    with (root / "catalogue" / "catalogue.yaml").open("a") as stream:
        stream.write("small_cells: 5\n")
    found = checked(root)
    assert found.sound, found.problems
    return found.sound


@pytest.fixture(scope="module")
def published(gallery: Catalogue) -> dict[str, bytes]:
    """What is published of the figures, by path."""
    return {file.path: file.content() for file in files(gallery) if "/gallery/figures/" in file.path}


@pytest.mark.parametrize("name", _names())
def test_the_picture_is(name: str, published: dict[str, bytes], golden: Callable[[str, str], None]) -> None:
    golden(f"figures/{name}.svg", published[f"dataset/gallery/figures/{name}.svg"].decode())
    if name in IN_VIETNAMESE:
        golden(f"figures/{name}.vi.svg", published[f"vi/dataset/gallery/figures/{name}.svg"].decode())


@pytest.mark.parametrize("name", _names())
def test_the_table_is(name: str, published: dict[str, bytes], golden: Callable[[str, str], None]) -> None:
    golden(f"figures/{name}.csv", published[f"dataset/gallery/figures/{name}.csv"].decode())


def test_there_is_a_golden_picture_of_each_kind_and_of_no_other() -> None:
    kept = {path.name.split(".")[0] for path in Path(HERE / "golden" / "figures").iterdir()}
    assert kept == set(_names())


def test_a_picture_of_a_map_tells_by_whom_the_map_is(published: dict[str, bytes]) -> None:
    for path in ("figures/choropleth.svg", "figures/bubble.svg", "figures/index.html"):
        assert b"Boundaries: Invented for tests" in published[f"dataset/gallery/{path}"]
