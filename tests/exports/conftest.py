"""The example, checked, and published as a site."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from publisher.model import Catalogue
from publisher.publish import apply, check, plan
from publisher.targets.site import Site
from tests.conftest import HERE, REPOSITORY

ROOTS = {"example": HERE / "example", "tenant": REPOSITORY}


def _silent(_: str) -> None:
    """Tell nobody."""


@pytest.fixture(scope="session")
def catalogues() -> Callable[[str], Catalogue]:
    """A checked catalogue by its name; each is checked once."""
    found: dict[str, Catalogue] = {}

    def checked(name: str) -> Catalogue:
        if name not in found:
            sound = check(ROOTS[name], _silent).sound
            assert sound
            found[name] = sound
        return found[name]

    return checked


@pytest.fixture(scope="session")
def sites(catalogues: Callable[[str], Catalogue], tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """The site of a catalogue as it is published; each is built once."""
    found: dict[str, Path] = {}

    def published(name: str) -> Path:
        if name not in found:
            found[name] = tmp_path_factory.mktemp(name) / "public"
            site = Site(found[name], "tests")
            apply(site, plan(site, catalogues(name)), {}, _silent)
        return found[name]

    return published


@pytest.fixture
def example(catalogues: Callable[[str], Catalogue]) -> Catalogue:
    """The example, checked."""
    return catalogues("example")


def as_json(value: Any) -> str:
    """The text of a golden file."""
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"
