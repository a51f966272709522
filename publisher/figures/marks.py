"""What a picture is made of: marks, as plain values that a template writes as SVG. Pure.

Widths are per cent and heights are pixels: a figure is as wide as the page has room, its letters stay as large as they
are. Nothing of it says how it looks; a class does.
"""

import textwrap
from collections.abc import Sequence
from typing import Any

NARROWEST = 288
"""What a screen of 320 pixels leaves; there the longest label must still have room."""
LETTER = 8.6
"""How wide a letter is, in pixels, in a font that is as wide as any that a reader may have."""
GAP = 8
ROW = 26
MARKERS = (
    "M-5 0a5 5 0 1 0 10 0a5 5 0 1 0 -10 0z",
    "M-4.5 -4.5h9v9h-9z",
    "M0 -6l5.5 10h-11z",
    "M0 -6.5l6 6.5l-6 6.5l-6 -6.5z",
    "M-6 -2h4v-4h4v4h4v4h-4v4h-4v-4h-4z",
    "M0 6l5.5 -10h-11z",
)
"""A shape for each series, so that no colour is needed to tell them apart."""

_CAMEL = {"view_box": "viewBox", "fit": "preserveAspectRatio"}  # no attribute of SVG else has capitals here

Mark = dict[str, Any]


def mark(tag: str, *inside: Mark | str, **attributes: object) -> Mark:
    """An element; `class_` is its class, an underscore in a name a hyphen."""
    written = {_name(name): _written(value) for name, value in attributes.items() if value is not None}
    return {"tag": tag, "attributes": written, "inside": list(inside)}


def text(words: str, x: float, y: float, kind: str = "", **attributes: object) -> Mark:
    """Words on their line; `x` in per cent. What they stand upon is painted over."""
    over = "stroke" if kind else None
    return mark("text", words, x=per_cent(x), y=y, class_=kind or None, paint_order=over, **attributes)


def line(x1: float, y1: float, x2: float, y2: float, kind: str) -> Mark:
    """A straight line; `x1` and `x2` in per cent."""
    return mark("line", x1=per_cent(x1), y1=y1, x2=per_cent(x2), y2=y2, class_=kind)


def bar(start: float, end: float, y: float, height: float, kind: str) -> Mark:
    """A rectangle between two places in per cent, whichever is first."""
    left, right = sorted((start, end))
    return mark("rect", x=per_cent(left), y=y, width=per_cent(right - left), height=height, class_=kind)


def point(x: float, y: float, series: int) -> Mark:
    """The marker of a series at a place; `x` in per cent."""
    shape = mark("path", d=MARKERS[series % len(MARKERS)], class_=f"point s{series + 1}")
    return mark("svg", shape, x=per_cent(x), y=y, overflow="visible")


def share(words: str) -> float:
    """How much of the narrowest width words take, in per cent."""
    return (len(words) * LETTER + GAP) / NARROWEST * 100


def room(pixels: float) -> int:
    """How many letters have room in so many pixels."""
    return int(pixels / LETTER)


def cut(words: str, letters: int, lines: int = 1) -> list[str]:
    """Words in lines of so many letters, as they are if they fit; the figure's table has what finds no room."""
    if len(words) <= letters:
        return [words]
    return textwrap.wrap(words, letters, max_lines=lines, placeholder="…") or [""]


def longest(words: Sequence[str]) -> str:
    """The longest of some words."""
    return max(words, key=len, default="")


def per_cent(value: float) -> str:
    """A part of the width."""
    return f"{number(value)}%"


def number(value: float) -> str:
    """A number as SVG writes it, no longer than the eye can tell."""
    return f"{value:.2f}".rstrip("0").rstrip(".") if value else "0"


def _name(name: str) -> str:
    return _CAMEL.get(name, name.rstrip("_").replace("_", "-"))


def _written(value: object) -> str:
    return number(value) if isinstance(value, int | float) else str(value)
