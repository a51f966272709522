"""What an agency may choose of the look of its site: a colour on which white can be read."""

from pathlib import Path

import pytest

from publisher.rules.look import pale_colour
from tests.rules.catalogues import catalogue_of, codes

CATALOGUE = "catalogue/catalogue.yaml"


def _with(root: Path, line: str) -> dict[str, str]:
    text = (root / CATALOGUE).read_text("utf-8")
    return {CATALOGUE: text.replace("colour: '#0f5c66'\n", line)}


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("colour: '#767676'\n", []),
        ("colour: '#777777'\n", ["colour-contrast"]),
        ("", []),
    ],
    ids=["the palest grey that can be read", "the next one", "no colour"],
)
def test_a_colour_must_be_dark_enough_for_white_letters(root: Path, line: str, expected: list[str]) -> None:
    assert codes(pale_colour(catalogue_of(root, _with(root, line)))) == expected


def test_the_nearest_shade_is_told_and_passes_itself(root: Path) -> None:
    (problem,) = pale_colour(catalogue_of(root, _with(root, "colour: '#777777'\n")))
    assert dict(problem.args) == {"colour": "#777777", "ratio": "4.47", "shade": "#767676"}
    mended = catalogue_of(root, {CATALOGUE: (root / CATALOGUE).read_text("utf-8").replace("#777777", "#767676")})
    assert codes(pale_colour(mended)) == []
