"""Horizontal bars: a name, a bar from zero, its value beside it. Pure."""

from publisher.figures.chart import Chart
from publisher.figures.marks import Mark, bar, line, text
from publisher.figures.rows import Rows, names, rows_of
from publisher.figures.scales import ZERO, Scale, span

THICK = 16


def draw(chart: Chart) -> tuple[list[Mark], float]:
    """The marks, and how high they are."""
    told = [chart.told(x, chart.series[0]) for x in chart.xs]
    rows = rows_of(chart, 2, told)
    scale = Scale(*span(chart.shown), rows.left, rows.right)
    marks = names(rows)
    for index, x in enumerate(chart.xs):
        marks += _bar(chart, rows, scale, index, x)
    zero = scale.at(ZERO)
    return [*marks, line(zero, rows.top, zero, rows.bottom, "axis")], rows.bottom + 4


def _bar(chart: Chart, rows: Rows, scale: Scale, index: int, x: str) -> list[Mark]:
    value, y = chart.number(x, chart.series[0]), rows.middle(index)
    zero = scale.at(ZERO)
    end = zero if value is None else scale.at(value)
    drawn = [] if value is None else [bar(zero, end, y - THICK / 2, THICK, "area s1")]
    return [*drawn, text(chart.told(x, chart.series[0]), max(zero, end), y + 5, "value", dx=6)]
