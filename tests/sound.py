"""A catalogue that is sound, checked without a word."""

from pathlib import Path

from publisher.model import Catalogue
from publisher.publish import Terms, check
from tests.conftest import DAY


def silent(_: str) -> None:
    """Tell nobody."""


def sound(root: Path) -> Catalogue:
    """The catalogue in a folder."""
    checked = check(root, silent, Terms(DAY))
    assert checked.problems == ()
    assert checked.sound
    return checked.sound
