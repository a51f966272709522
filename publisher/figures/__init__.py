"""Charts and maps of tables: from rows to a picture as plain values, its table and its words. Pure.

How a picture is written as SVG, and how it looks, is the business of templates and style sheets.
"""

from collections.abc import Callable, Mapping

from publisher.figures import bars, dots, lines, maps, pyramid, stacked
from publisher.figures.chart import MAX_SERIES, NUMBERS, Chart, Point, chart, key_field, points, value_fields
from publisher.figures.marks import Mark
from publisher.figures.speech import Speech
from publisher.figures.told import alternative, as_csv, head, rows

__all__ = [
    "MAX_SERIES",
    "NUMBERS",
    "Chart",
    "Mark",
    "Point",
    "Speech",
    "alternative",
    "as_csv",
    "chart",
    "draw",
    "head",
    "key_field",
    "points",
    "rows",
    "value_fields",
]

_KINDS: Mapping[str, Callable[[Chart], tuple[list[Mark], float]]] = {
    "bar": bars.draw,
    "line": lines.draw,
    "stacked": stacked.draw,
    "pyramid": pyramid.draw,
    "dot": dots.draw,
    "choropleth": maps.choropleth,
    "bubble": maps.bubble,
}


def draw(chart: Chart) -> tuple[list[Mark], float]:
    """The marks of a figure, and how high they are in pixels."""
    return _KINDS[chart.kind](chart)
