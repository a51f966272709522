"""Lines over time: a line and a shape a series, round numbers above the lines of the grid. Pure."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from publisher.figures.chart import NUMBERS, TIMES, Chart, instant
from publisher.figures.legend import legend
from publisher.figures.marks import ROW, Mark, line, point, share, text
from publisher.figures.scales import Scale, span, ticks

HEIGHT = 240
FIRST, LAST = 15, 96  # where the first and the last moment are; what stands before are the numbers of the grid
FEW_POINTS = 4
"""So many points of a single line have their values beside them."""

Place = tuple[float, float]


def draw(chart: Chart) -> tuple[list[Mark], float]:
    """The marks, and how high they are."""
    key, top = legend(chart, "line")
    steps = ticks(*span(chart.shown, zero=False))
    up = Scale(steps[0], steps[-1], top + ROW + HEIGHT, top + ROW)
    across = _places(chart)
    marks = [*key, *_grid(steps, up), *_times(chart, across, up.start)]
    for index, series in enumerate(chart.series):
        runs = list(_runs(chart, series, across, up))
        marks += [segment for run in runs for segment in _line(run, index)]
        marks += [point(x, y, index) for run in runs for x, y in run]
    return [*marks, *_numbers(chart, across, steps, up)], up.start + ROW


def _places(chart: Chart) -> dict[str, float]:
    """Where each moment is, in per cent; what is neither time nor number is evenly apart."""
    known = chart.x_type in TIMES | NUMBERS
    at = {x: instant(x, chart.x_type)[0] if known else Decimal(index) for index, x in enumerate(chart.xs)}
    scale = Scale(min(at.values(), default=Decimal(0)), max(at.values(), default=Decimal(0)), FIRST, LAST)
    return {x: scale.at(moment) for x, moment in at.items()}


def _grid(steps: list[Decimal], up: Scale) -> list[Mark]:
    return [line(0, up.at(step), 100, up.at(step), "axis" if step == 0 else "grid") for step in steps]


def _times(chart: Chart, across: dict[str, float], bottom: float) -> Iterator[Mark]:
    """Moments below the lines, as many as have room on a narrow screen."""
    free = -1.0
    last = chart.xs[-1] if chart.xs else ""
    end = 100 - share(chart.names.get(last, last))
    for x in chart.xs:
        words, place = chart.names.get(x, x), across[x]
        half = share(words) / 2
        anchor = "start" if place < half else "end" if place > 100 - half else "middle"
        start = place - {"start": 0, "middle": half, "end": 2 * half}[anchor]
        if start > free and (x == last or start + 2 * half < end):
            free = start + 2 * half
            yield text(words, place, bottom + 20, "tick", text_anchor=anchor)


def _runs(chart: Chart, series: str, across: dict[str, float], up: Scale) -> Iterator[list[Place]]:
    """The points of a series, parted where a value is missing."""
    run: list[Place] = []
    for x in chart.xs:
        value = chart.number(x, series)
        if value is not None:
            run.append((across[x], up.at(value)))
        elif run:
            yield run
            run = []
    if run:
        yield run


def _line(run: list[Place], index: int) -> Iterator[Mark]:
    """A line as straight pieces, whose ends are at parts of the width: a polyline could not follow it."""
    for (x1, y1), (x2, y2) in pairwise(run):
        yield line(x1, y1, x2, y2, f"line s{index + 1}")


def _numbers(chart: Chart, across: dict[str, float], steps: list[Decimal], up: Scale) -> Iterator[Mark]:
    """The numbers of the grid; of a single line with few points their own values instead."""
    if len(chart.series) > 1 or len(chart.xs) > FEW_POINTS:
        yield from (text(chart.speech.number(step), 0, up.at(step) - 4, "tick") for step in steps)
        return
    for x in chart.xs:
        value = chart.number(x, chart.series[0])
        anchor = "start" if across[x] <= FIRST else "end" if across[x] > 80 else "middle"
        if value is not None:
            yield text(chart.told(x, chart.series[0]), across[x], up.at(value) - 12, "value", text_anchor=anchor)
