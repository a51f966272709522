"""Dots on a scale, a row a category; of several series each has its shape, and a line joins those of a row. Pure."""

from decimal import Decimal

from publisher.figures.chart import Chart
from publisher.figures.legend import legend
from publisher.figures.marks import ROW, Mark, line, point, text
from publisher.figures.rows import Rows, names, rows_of
from publisher.figures.scales import Scale, span, ticks


def draw(chart: Chart) -> tuple[list[Mark], float]:
    """The marks, and how high they are."""
    key, top = legend(chart, "marker")
    single = len(chart.series) == 1
    rows = rows_of(chart, top + ROW, [chart.told(x, chart.series[0]) for x in chart.xs] if single else [])
    steps = ticks(*span(chart.shown, zero=False), most=4)
    scale = Scale(steps[0], steps[-1], rows.left + 2, rows.right)
    marks = [*key, *_grid(chart, rows, scale, steps), *names(rows)]
    for index, x in enumerate(chart.xs):
        marks += _row(chart, rows, scale, index, x)
    return marks, rows.bottom + 4


def _grid(chart: Chart, rows: Rows, scale: Scale, steps: list[Decimal]) -> list[Mark]:
    """Lines at round numbers, told at both ends of the scale."""
    marks = [line(scale.at(step), rows.top, scale.at(step), rows.bottom, "grid") for step in steps]
    ends = [("start", steps[0]), ("end", steps[-1])]
    told = [text(chart.speech.number(step), scale.at(step), rows.top - 8, "tick", text_anchor=at) for at, step in ends]
    return [*marks, *told]


def _row(chart: Chart, rows: Rows, scale: Scale, index: int, x: str) -> list[Mark]:
    y = rows.middle(index)
    values = [(number, chart.number(x, series)) for number, series in enumerate(chart.series)]
    places = [(number, scale.at(value)) for number, value in values if value is not None]
    ends = [place for _, place in places]
    joined = [line(min(ends), y, max(ends), y, "axis")] if len(ends) > 1 else []
    told = []
    if len(chart.series) == 1:
        place = ends[0] if ends else scale.start
        told = [text(chart.told(x, chart.series[0]), place, y + 5, "value", dx=10)]
    return [*joined, *(point(place, y, number) for number, place in places), *told]
