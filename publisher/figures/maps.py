"""Maps: places shaded by classes of their values, or with a circle as large as theirs. Pure."""

import math
from collections.abc import Iterator
from decimal import Decimal

from publisher.figures.chart import Chart
from publisher.figures.classes import between, breaks, class_of, spans
from publisher.figures.legend import entries
from publisher.figures.marks import NARROWEST, Mark, mark, number, per_cent
from publisher.figures.outline import middle
from publisher.figures.scales import ZERO, ticks
from publisher.model import Map

HIGHEST = 420
NARROW = 1.25  # so much higher than on the narrowest screen may a map be on a wide one
SHADES = 7  # from the lightest to the darkest, of which classes take some that are evenly apart
CLASSES = 5
LARGEST = 0.045
"""The radius of the largest circle, as a part of the height of the map."""
WORDS = 26  # lines of words on a map from top to bottom


def choropleth(chart: Chart) -> tuple[list[Mark], float]:
    """Shaded places, the marks and how high they are."""
    written = [Decimal(str(each)) for each in chart.figure.get("breaks", ())]
    starts = written or breaks(chart.shown, chart.figure.get("classes", CLASSES))
    words = between(starts, chart.speech) if written else spans(starts, chart.shown, chart.speech)
    shades = [f"q{round(index * (SHADES - 1) / max(1, len(starts)))}" for index in range(len(starts) + 1)]
    kinds = {x: _kind(chart, x, starts, shades) for x in chart.xs}
    key, top = entries([_sample(kind, told) for kind, told in zip(shades, words, strict=True)] + _others(chart))
    return [*key, _plane(chart, top, list(_shapes(chart, kinds)))], top + _height(chart)


def bubble(chart: Chart) -> tuple[list[Mark], float]:
    """Places with circles whose area is their value, the marks and how high they are."""
    series = chart.series[0]
    few = {x for x in chart.xs if chart.is_few(chart.values.get((x, series)))}
    land = [_shape(chart, code, "few" if code in few else "land") for code in _map(chart).shapes]
    values = [(x, value) for x in chart.xs if (value := chart.number(x, series)) is not None]
    greatest = max(chart.shown, default=ZERO)
    circles = [_circle(chart, x, value, greatest) for x, value in sorted(values, key=lambda each: -each[1])]
    key, top = entries([_few(chart)] if few else [])
    sizes, above = _sizes(chart, greatest)
    return [*key, _plane(chart, top, [*land, *circles, *sizes], above)], top + _height(chart, above)


def _map(chart: Chart) -> Map:
    assert chart.map, "a figure whose codes no map has is a problem, and is not drawn"
    return chart.map


def _kind(chart: Chart, x: str, starts: list[Decimal], shades: list[str]) -> str:
    value = chart.number(x, chart.series[0])
    if value is not None:
        return shades[class_of(value, starts)]
    return "few" if chart.is_few(chart.values.get((x, chart.series[0]))) else "none"


def _sample(kind: str, told: str) -> tuple[list[Mark], str]:
    return [mark("rect", x=0, y=-8, width=28, height=16, class_=f"shape {kind}")], told


def _others(chart: Chart) -> list[tuple[list[Mark], str]]:
    """What stands for places without a value, or with one that is not told, where there are any."""
    series = chart.series[0]
    found = [chart.values.get((code, series)) for code in {*_map(chart).shapes, *chart.xs}]
    few = [_few(chart)] if any(chart.is_few(value) for value in found) else []
    none = [_sample("none", chart.speech.say("figure_none"))] if None in found else []
    return few + none


def _few(chart: Chart) -> tuple[list[Mark], str]:
    return _sample("few", chart.speech.say("figure_few", n=str(chart.few)))


def _shapes(chart: Chart, kinds: dict[str, str]) -> Iterator[Mark]:
    for code in _map(chart).shapes:
        yield _shape(chart, code, kinds.get(code, "none"))


def _shape(chart: Chart, code: str, kind: str) -> Mark:
    """A place of the map; a template knows where its outline is. What has a circle is told there."""
    told = [] if kind == "land" and chart.number(code, chart.series[0]) is not None else [_title(chart, code)]
    return {**mark("use", *told, class_=f"shape {kind}"), "shape": code}


def _title(chart: Chart, code: str) -> Mark:
    """What is told where a mouse rests."""
    told = chart.told(code, chart.series[0])
    unit = f" {chart.unit}" if chart.unit and chart.number(code, chart.series[0]) is not None else ""
    return mark("title", f"{chart.names.get(code, code)}: {told}{unit}")


def _plane(chart: Chart, top: float, marks: list[Mark], above: float = 0) -> Mark:
    """The map, as large as there is room, with words on it; `above` it is more room, in its own units."""
    left, upper, width, height = _map(chart).box
    view = " ".join(map(number, (left, upper - above, width, height + above)))
    labels = [_label(chart, words, x, y) for x, y, words in _map(chart).labels]
    high = _height(chart, above)
    whole = per_cent(100)
    return mark("svg", *marks, *labels, y=top, width=whole, height=high, view_box=view, fit="xMidYMin")


def _height(chart: Chart, above: float = 0) -> float:
    """How high a map is: on a narrow screen little of it is left empty."""
    _, _, width, height = _map(chart).box
    return min(HIGHEST, NARROWEST * (height + above) / width * NARROW)


def _label(chart: Chart, words: str, x: float, y: float, at: str = "middle") -> Mark:
    size = number(_map(chart).box[3] / WORDS)
    return mark("text", words, x=x, y=y, font_size=size, text_anchor=at, class_="label")


def _radius(chart: Chart, value: Decimal, greatest: Decimal) -> float:
    return math.sqrt(float(value / greatest)) * LARGEST * _map(chart).box[3] if greatest else 0


def _circle(chart: Chart, x: str, value: Decimal, greatest: Decimal) -> Mark:
    cx, cy = middle(_map(chart).shapes[x].path)
    return mark("circle", _title(chart, x), cx=cx, cy=cy, r=_radius(chart, value, greatest), class_="bubble")


def _sizes(chart: Chart, greatest: Decimal) -> tuple[list[Mark], float]:
    """Circles of round values above the map, as they would be on it, and the room that they take."""
    rounded = [step for step in ticks(ZERO, greatest, 4) if 0 < step <= greatest]
    left, upper, width, height = _map(chart).box
    room = 2.4 * LARGEST * height
    marks = []
    for index, step in enumerate(dict.fromkeys([*rounded[:1], *rounded[-1:]])):
        x, y, radius = left + width * (0.02 + 0.4 * index) + room / 2, upper - room / 2, _radius(chart, step, greatest)
        marks.append(mark("circle", cx=x, cy=y, r=radius, class_="bubble"))
        marks.append(_label(chart, chart.speech.number(step), x + radius + 10, y + height / WORDS / 3, "start"))
    return marks, room if marks else 0
