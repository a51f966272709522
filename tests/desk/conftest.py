"""A corner of a real portal, and the program as people run it there."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from publisher.model import Catalogue
from tests.cli.conftest import Publisher, Run
from tests.cli.conftest import run as run
from tests.desk.accepting import DATABASE, FILES
from tests.targets.worlds import CkanWorld, catalogue_of

Desk = Callable[..., Run]


@pytest.fixture
def ckan(root: Path, ckan_portal: dict[str, str]) -> Iterator[CkanWorld]:
    """A corner of the real CKAN 2.12."""
    corner = CkanWorld(root, ckan_portal)
    yield corner
    corner.purge()


@pytest.fixture
def desk(ckan: CkanWorld, run: Publisher, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """Run the program on the catalogue of the corner, with its token."""
    return at_desk(ckan, run, monkeypatch)


def at_desk(world: CkanWorld, run: Publisher, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """The program, in English, on the catalogue and the portal of a corner, with its token."""
    monkeypatch.setenv("CKAN_URL", world.portal["url"])
    monkeypatch.setenv("CKAN_API_TOKEN", world.token)
    return lambda *arguments: run("--lang", "en", "--root", world.root, *arguments)


@pytest.fixture
def catalogue(root: Path) -> Catalogue:
    """The example, with one fact that no property has a place for."""
    place = root / FILES[DATABASE]
    place.write_text(place.read_text("utf-8") + "custom:\n  keepers: [3, 4] # by island\n  colour: red\n", "utf-8")
    return catalogue_of(root)
