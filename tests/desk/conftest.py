"""A corner of a real portal, and the program as people run it there."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.cli.conftest import Publisher, Run
from tests.cli.conftest import run as run
from tests.targets.worlds import CkanWorld

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
