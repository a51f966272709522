"""Colours as hex digits: how well one reads on another (WCAG 2.2), the nearest shade that reads well. Pure."""

READABLE = 4.5
"""The least contrast of text, https://www.w3.org/TR/WCAG22/#contrast-minimum."""

_BLACK, _WHITE = (0, 0, 0), (255, 255, 255)
_STEPS = 255

Parts = tuple[int, ...]


def contrast(one: str, other: str) -> float:
    """How well a colour reads on another: from 1, the same, to 21, black on white."""
    dark, light = sorted((_luminance(_parts(one)), _luminance(_parts(other))))
    return (light + 0.05) / (dark + 0.05)


def darker(colour: str, ground: str, ratio: float = READABLE) -> str:
    """The nearest darker shade that has a contrast with a light ground; the colour itself if it has."""
    return _towards(_BLACK, colour, ground, ratio)


def lighter(colour: str, ground: str, ratio: float = READABLE) -> str:
    """The nearest lighter tint that has a contrast with a dark ground; the colour itself if it has."""
    return _towards(_WHITE, colour, ground, ratio)


def _towards(end: Parts, colour: str, ground: str, ratio: float) -> str:
    start = _parts(colour)
    for step in range(_STEPS + 1):
        mixed = _hex(tuple(round(a + (b - a) * step / _STEPS) for a, b in zip(start, end, strict=True)))
        if contrast(mixed, ground) >= ratio:
            return mixed
    return _hex(end)


def _parts(colour: str) -> Parts:
    return tuple(bytes.fromhex(colour.removeprefix("#")))


def _hex(parts: Parts) -> str:
    return "#" + bytes(parts).hex()


def _luminance(parts: Parts) -> float:
    """Relative luminance, https://www.w3.org/TR/WCAG22/#dfn-relative-luminance."""
    red, green, blue = (_linear(part / 255) for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)
