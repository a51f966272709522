"""Figures that have a row a category: names to the left, or above where they are long; a scale for the rest. Pure."""

from dataclasses import dataclass

from publisher.figures.chart import Chart
from publisher.figures.marks import NARROWEST, ROW, Mark, cut, longest, room, share, text

WIDEST = 46.0
"""Names that would take more of a narrow screen than this, in per cent, stand above."""
LEAST = 15.0
"""What is drawn has at least this part of the width, in per cent."""
NAME_ROW, NAME_LINES = 20, 2
APART = 6  # between a row and the name of the next


@dataclass(frozen=True)
class Rows:
    """Where the rows of a figure are: `left` and `right` bound what is drawn, in per cent."""

    left: float
    right: float
    names: tuple[tuple[str, ...], ...]
    top: float

    def _height(self, index: int) -> float:
        """How high a row is, with its name where that stands above."""
        return ROW if self.left else ROW + NAME_ROW * len(self.names[index]) + APART

    def _top(self, index: int) -> float:
        return self.top + sum(self._height(each) for each in range(index))

    def middle(self, index: int) -> float:
        """The height at which a row is drawn."""
        return self._top(index + 1) - ROW / 2

    @property
    def bottom(self) -> float:
        """Where the rows end."""
        return self._top(len(self.names))


def rows_of(chart: Chart, top: float, told: list[str]) -> Rows:
    """Make room for the names of the categories, and to the right for what is told of each."""
    names = [chart.names.get(x, x) for x in chart.xs]
    right = 100 - share(longest(told)) if told else 97.0
    left = share(longest(names))
    left = left if left <= min(WIDEST, right - LEAST) else 0
    lines = tuple((name,) if left else tuple(cut(name, room(NARROWEST), NAME_LINES)) for name in names)
    return Rows(left, max(right, LEAST), lines, top)


def names(rows: Rows) -> list[Mark]:
    """The names of the categories: before their rows, or in lines above them."""
    marks = []
    for index, lines in enumerate(rows.names):
        y = rows.middle(index)
        if rows.left:
            marks.append(text(lines[0], rows.left, y + 5, text_anchor="end", dx=-6))
        else:
            above = y - ROW / 2 + NAME_ROW / 2 + 2
            marks += [text(words, 0, above - NAME_ROW * (len(lines) - number)) for number, words in enumerate(lines)]
    return marks
