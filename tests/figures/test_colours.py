"""Colours of figures: seen against the page in light and in dark, classes from faint to strong."""

import re
from itertools import pairwise

import pytest

from tests.conftest import REPOSITORY

STYLE = REPOSITORY / "site_templates" / "style"
_COLOUR = re.compile(r"--([a-z0-9-]+): (#[0-9a-f]{3,6});")


def _colours(scheme: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for name in ("10-tokens.css", "45-figures.css"):
        light, _, dark = (STYLE / name).read_text("utf-8").partition("@media screen and (prefers-color-scheme: dark)")
        found |= dict(_COLOUR.findall(light))
        if scheme == "dark":
            found |= dict(_COLOUR.findall(dark))
    return found


def _luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: str, other: str) -> float:
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_series_and_every_outline_stands_out_from_the_page(scheme: str) -> None:
    colours = _colours(scheme)
    for name in (*(f"s{number}" for number in range(1, 7)), "edge", "proposed"):
        assert _contrast(colours[name], colours["paper"]) >= 3, name  # WCAG 2.2, 1.4.11


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_classes_are_told_by_their_lightness_alone(scheme: str) -> None:
    colours = _colours(scheme)
    shades = [colours[f"q{number}"] for number in range(7)]
    against = [_contrast(shade, colours["paper"]) for shade in shades]
    assert against == sorted(against)
    assert all(_contrast(faint, strong) >= 1.2 for faint, strong in pairwise(shades))
