"""Bars of parts: one after the other, each with a texture of its own, and their sum. Pure."""

from decimal import Decimal

from publisher.figures.chart import Chart
from publisher.figures.legend import legend
from publisher.figures.marks import Mark, bar, line, text
from publisher.figures.rows import Rows, names, rows_of
from publisher.figures.scales import ZERO, Scale

THICK = 18


def draw(chart: Chart) -> tuple[list[Mark], float]:
    """The marks, and how high they are."""
    key, top = legend(chart, "area")
    sums = {x: _sum(chart, x) for x in chart.xs}
    told = {x: _told(chart, x, total) for x, total in sums.items()}
    rows = rows_of(chart, top, list(told.values()))
    scale = Scale(ZERO, max((total for total in sums.values()), default=ZERO), rows.left, rows.right)
    marks = [*key, *names(rows)]
    for index, x in enumerate(chart.xs):
        marks += _parts(chart, rows, scale, index, x)
        marks.append(text(told[x], scale.at(sums[x]), rows.middle(index) + 5, "value", dx=6))
    return [*marks, line(rows.left, rows.top, rows.left, rows.bottom, "axis")], rows.bottom + 4


def _sum(chart: Chart, x: str) -> Decimal:
    return sum((chart.number(x, series) or ZERO for series in chart.series), ZERO)


def _told(chart: Chart, x: str, total: Decimal) -> str:
    """The sum; nothing where a part is too small to be told, since the sum would tell it."""
    parts = [chart.values.get((x, series)) for series in chart.series]
    if all(part is None for part in parts):
        return chart.speech.say("figure_none")
    return "" if any(chart.is_few(part) for part in parts) else chart.speech.number(total)


def _parts(chart: Chart, rows: Rows, scale: Scale, index: int, x: str) -> list[Mark]:
    marks: list[Mark] = []
    start, y = ZERO, rows.middle(index)
    for number, series in enumerate(chart.series, start=1):
        value = chart.number(x, series)
        if value:
            begin, end = scale.at(start), scale.at(start + value)
            marks.append(bar(begin, end, y - THICK / 2, THICK, f"area s{number}"))
            marks.append(line(begin, y, end, y, f"texture t{number}"))
            start += value
    return marks
