"""The worlds that the laws are tried in."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.targets.worlds import CkanWorld, SiteWorld, World


@pytest.fixture(params=["site", pytest.param("ckan", marks=pytest.mark.ckan)])
def world(request: pytest.FixtureRequest, root: Path) -> Iterator[World]:
    """Each target in turn."""
    if request.param == "site":
        yield SiteWorld(root)
    else:
        yield request.getfixturevalue("ckan")


@pytest.fixture
def ckan(root: Path, ckan_portal: dict[str, str]) -> Iterator[CkanWorld]:
    """A corner of the real CKAN, purged afterwards."""
    corner = CkanWorld(root, ckan_portal)
    yield corner
    corner.purge()


@pytest.fixture
def site(root: Path) -> SiteWorld:
    """A site folder."""
    return SiteWorld(root)
