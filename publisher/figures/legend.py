"""Which marks are of which series: a sample and a name each, beside each other where there is room. Pure."""

from collections.abc import Sequence

from publisher.figures.chart import Chart
from publisher.figures.marks import MARKERS, NARROWEST, ROW, Mark, cut, longest, mark, per_cent, room, share

SAMPLE = 34  # pixels before the name


def legend(chart: Chart, kind: str) -> tuple[list[Mark], float]:
    """The entries of a legend, and how high they are together; nothing for a single series."""
    names = [chart.series_names[each] for each in chart.series]
    if len(names) < 2:
        return [], 0
    return entries([(_SAMPLES[kind](index), name) for index, name in enumerate(names)])


def entries(samples: Sequence[tuple[list[Mark], str]]) -> tuple[list[Mark], float]:
    """Samples with what they mean, in two columns if the longest words leave room for it."""
    if not samples:
        return [], 0
    told = [cut(words, room(NARROWEST - SAMPLE))[0] for _, words in samples]
    wide = share(longest(told)) + SAMPLE / NARROWEST * 100
    columns = 2 if wide <= 50 else 1
    lines = -(-len(samples) // columns)
    marks = []
    for index, ((sample, _), words) in enumerate(zip(samples, told, strict=True)):
        row, column = divmod(index, columns)
        entry = [*sample, mark("text", words, x=SAMPLE, y=5)]
        marks.append(mark("svg", *entry, x=per_cent(50 * column), y=row * ROW + ROW / 2, overflow="visible"))
    return marks, lines * ROW + 6


def _line(index: int) -> list[Mark]:
    return [mark("line", x1=0, y1=0, x2=28, y2=0, class_=f"line s{index + 1}"), *_marker(index)]


def _marker(index: int) -> list[Mark]:
    return [mark("svg", mark("path", d=MARKERS[index], class_=f"point s{index + 1}"), x=14, y=0, overflow="visible")]


def _area(index: int) -> list[Mark]:
    return [
        mark("rect", x=0, y=-8, width=28, height=16, class_=f"area s{index + 1}"),
        mark("line", x1=0, y1=0, x2=28, y2=0, class_=f"texture t{index + 1}"),
    ]


_SAMPLES = {"line": _line, "marker": _marker, "area": _area}
