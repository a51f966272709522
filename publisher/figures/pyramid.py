"""Two series back to back: a row a group, one to the left and one to the right of the middle, on one scale. Pure."""

from publisher.figures.bars import THICK
from publisher.figures.chart import Chart
from publisher.figures.legend import legend
from publisher.figures.marks import ROW, Mark, bar, line, text
from publisher.figures.rows import Rows, names, rows_of
from publisher.figures.scales import ZERO, Scale, ticks


def draw(chart: Chart) -> tuple[list[Mark], float]:
    """The marks, and how high they are."""
    key, top = legend(chart, "area")
    rows = rows_of(chart, top, [])
    greatest = ticks(ZERO, max(chart.shown, default=ZERO), 3)[-1]
    middle = (rows.left + rows.right) / 2
    sides = [Scale(ZERO, greatest, middle, rows.left + 1), Scale(ZERO, greatest, middle, rows.right)]
    marks = [*key, *names(rows)]
    for index, x in enumerate(chart.xs):
        marks += _row(chart, rows, sides, index, x)
    edges = [(rows.left + 1, "start", greatest), (middle, "middle", ZERO), (rows.right, "end", greatest)]
    told = [text(chart.speech.number(step), x, rows.bottom + 18, "tick", text_anchor=at) for x, at, step in edges]
    return [*marks, line(middle, rows.top, middle, rows.bottom, "axis"), *told], rows.bottom + ROW


def _row(chart: Chart, rows: Rows, sides: list[Scale], index: int, x: str) -> list[Mark]:
    marks, y = [], rows.middle(index)
    for side, (scale, series) in enumerate(zip(sides, chart.series, strict=False), start=1):
        value = chart.number(x, series)
        if value is not None:
            marks.append(bar(scale.at(ZERO), scale.at(value), y - THICK / 2, THICK, f"area s{side}"))
            marks.append(line(scale.at(ZERO), y, scale.at(value), y, f"texture t{side}"))
    return marks
