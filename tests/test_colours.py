"""Colours: contrast as WCAG defines it; the nearest shade that can be read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publisher.colours import READABLE, contrast, darker, lighter

COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")
RATIOS = st.sampled_from([3.0, READABLE, 7.0])


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#ffffff", "#ffffff", 1.0),
        # The greys on either side of the limit: https://webaim.org/articles/contrast/
        ("#767676", "#ffffff", 4.54),
        ("#777777", "#ffffff", 4.48),
        ("#ff0000", "#ffffff", 4.0),
    ],
)
def test_contrast_is_that_of_wcag(one: str, other: str, expected: float) -> None:
    assert round(contrast(one, other), 2) == expected
    assert contrast(other, one) == contrast(one, other)


@given(COLOURS, RATIOS)
def test_a_darker_shade_reads_on_white_and_is_the_colour_itself_if_that_does(colour: str, ratio: float) -> None:
    shade = darker(colour, "#ffffff", ratio)
    assert contrast(shade, "#ffffff") >= ratio
    assert (shade == colour) == (contrast(colour, "#ffffff") >= ratio)


@given(COLOURS, RATIOS)
def test_a_lighter_tint_reads_on_black(colour: str, ratio: float) -> None:
    tint = lighter(colour, "#000000", ratio)
    assert contrast(tint, "#000000") >= ratio
    assert (tint == colour) == (contrast(colour, "#000000") >= ratio)


@pytest.mark.parametrize("colour", ["#d96c5f", "#777777", "#ffff00", "#00a0ff"])
def test_the_shade_is_the_nearest(colour: str) -> None:
    shade = darker(colour, "#ffffff")
    nearer = "#" + bytes(min(255, part + 2) for part in bytes.fromhex(shade[1:])).hex()
    assert contrast(nearer, "#ffffff") < READABLE
