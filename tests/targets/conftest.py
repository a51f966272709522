"""The worlds that the laws are tried in."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from publisher.targets.ckan.datastore import drop
from tests.targets.corners import SMALL, Access, Corner, Edition
from tests.targets.remains import Remains, published
from tests.targets.spots import Spot
from tests.targets.worlds import CkanWorld, SiteWorld, World


@dataclass(frozen=True)
class Variant:
    """A fixture that gives a portal, and whose token publishes there."""

    portal: str
    editor: bool = False


VARIANTS = {
    "ckan-2.12": Variant("ckan_portal"),
    "ckan-2.12 editor": Variant("ckan_portal", editor=True),
    "ckan-2.11": Variant("old_portal"),
    "ckan-2.12-dcat": Variant("dcat_portal"),
}


@pytest.fixture(params=["site", *(pytest.param(name, marks=pytest.mark.ckan) for name in VARIANTS)])
def world(request: pytest.FixtureRequest, root: Path) -> Iterator[World]:
    """Each target in turn."""
    if request.param == "site":
        yield SiteWorld(root)
    else:
        variant = VARIANTS[request.param]
        yield from _corner(root, request.getfixturevalue(variant.portal), editor=variant.editor)


@pytest.fixture
def ckan(root: Path, ckan_portal: dict[str, str]) -> Iterator[CkanWorld]:
    """A corner of the real CKAN 2.12."""
    yield from _corner(root, ckan_portal)


@pytest.fixture
def editor(root: Path, ckan_portal: dict[str, str]) -> Iterator[CkanWorld]:
    """The same with an organization editor's token, which may create neither organizations nor groups."""
    yield from _corner(root, ckan_portal, editor=True)


@pytest.fixture
def dcat(root: Path, dcat_portal: dict[str, str]) -> Iterator[CkanWorld]:
    """A corner of the CKAN with ckanext-dcat and ckanext-scheming."""
    yield from _corner(root, dcat_portal)


@pytest.fixture
def site(root: Path) -> SiteWorld:
    """A site folder."""
    return SiteWorld(root)


@pytest.fixture(scope="session")
def small() -> Edition:
    """The little catalogue, read once."""
    return Edition.of(SMALL)


@pytest.fixture
def corner_with(small: Edition) -> Iterator[Callable[[Access], Corner]]:
    """Makes small corners, purged afterwards."""
    made: list[Corner] = []

    def make(access: Access) -> Corner:
        made.append(Corner(access))
        return made[-1]

    yield make
    for corner in made:
        corner.purge(small)


@pytest.fixture
def corner(ckan_portal: dict[str, str], corner_with: Callable[[Access], Corner]) -> Corner:
    """A small corner of the real CKAN 2.12."""
    return corner_with(Access(ckan_portal))


def _corner(root: Path, portal: dict[str, str], *, editor: bool = False) -> Iterator[CkanWorld]:
    corner = CkanWorld(root, portal, editor=editor)
    yield corner
    corner.purge()


@pytest.fixture
def spot(request: pytest.FixtureRequest, root: Path) -> Iterator[Spot]:
    """A resource without a table yet; its table is removed afterwards, since purging a dataset leaves it behind."""
    world = CkanWorld(root, request.getfixturevalue(getattr(request, "param", "ckan_portal")))
    made = Spot(world)
    yield made
    drop(made.connection, made.id)
    world.purge()


@pytest.fixture
def remains(ckan: CkanWorld) -> Remains:
    """A published dataset with two files and their tables."""
    return published(ckan)
