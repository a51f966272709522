"""What the cells of a column are as a whole, gathered in one pass: how many, how different, from where to where. Pure.

However the rows come in batches, the result is the same: counts are added up, and the steps of a picture are powers of
two, which become coarser by adding up neighbours.
"""

import datetime
import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

import numpy
import numpy.typing
import pyarrow
import pyarrow.compute as pc

from publisher.measures import ColumnFacts
from publisher.model import Data
from publisher.tables import field_types, values
from publisher.tables.arrays import texts

MOST_DISTINCT = 1_000
"""So many different values of a column are told apart."""
BARS = 12
"""The most bars of a picture."""
FREQUENT = 5
"""So many of the most frequent values are told by name."""
LONG = 16_383
"""Cells of more characters are measured in UTF-16 units, as spreadsheets count."""
MAX_TOLD = 60  # characters of a value that is told
_SAMPLE = 2_048  # enough to see that nearly all cells differ
_FINEST = -30  # the smallest step of a picture is 2 to the power of this
_GREATEST = 1e290
_EPOCH = datetime.date(1970, 1, 1).toordinal()

Figures = numpy.typing.NDArray[Any]


def _day(cell: str) -> int:
    return datetime.date.fromisoformat(cell).toordinal() - _EPOCH


# Of types that have an order that can be drawn: how Arrow holds their values, and how one cell is read.
_TYPES: Mapping[str, tuple[Any, Any, Callable[[str], Any]]] = {
    "integer": (pyarrow.int64(), numpy.int64, int),
    "year": (pyarrow.int64(), numpy.int64, int),
    "number": (pyarrow.float64(), numpy.float64, float),
    "date": (pyarrow.date32(), numpy.int32, _day),
}


class Column:
    """The facts of one column while its cells pass by."""

    def __init__(self, field: Data, schema: Data) -> None:
        self.name = str(field.get("name", ""))
        self._field, self._type = field, str(field.get("type", ""))
        self._none = field_types.missing_values(schema, field)
        self._missing_texts = texts(sorted(self._none))
        plain = field.get("format", "default") == "default" and (self._type == "year" or not values.is_ours(field))
        self._extremes = _Extremes(self._type) if plain and self._type in _TYPES else None
        self._counts: Counter[str] | None = Counter()
        self._missing = self._longest = 0

    def add(self, cells: Any, counted: Any = None) -> None:
        """Take the next cells, a string array; `counted` are the different ones among them, each with how often."""
        if counted is None and self._counts is not None and not _varied(cells):
            counted = pc.value_counts(cells)
        if counted is not None and len(counted) <= MOST_DISTINCT:
            self._add_counted(counted)
            return
        self._counts = None
        present = self._present(cells)
        if len(present):
            self._measure(present)
            if self._extremes:
                self._extremes.add(present)

    def _add_counted(self, counted: Any) -> None:
        """Take a few different cells, each as often as it occurs."""
        pairs = list(zip(counted.field(0).to_pylist(), counted.field(1).to_pylist(), strict=True))
        present = [(cell, count) for cell, count in pairs if cell is not None and cell not in self._none]
        self._missing += sum(count for _, count in pairs) - sum(count for _, count in present)
        if not present:
            return
        cells = texts(cell for cell, _ in present)
        self._measure(cells)
        self._count(present)
        if self._extremes:
            self._extremes.add(cells, numpy.array([count for _, count in present]))

    def found(self, *, private: bool) -> ColumnFacts:
        """The facts; of a private column nothing that a cell says."""
        counts = self._values()
        distinct = None if counts is None else len(counts)
        if private:
            return ColumnFacts(self.name, self._missing, None, self._longest, private=True)
        low, high, bars = self._extremes.found() if self._extremes else ("", "", ())
        frequent = () if counts is None or self._extremes else tuple(_frequent(counts))
        heights = bars if self._extremes else tuple(count for _, count in frequent)
        told = tuple((value, count) for value, count in frequent[:FREQUENT] if len(value) <= MAX_TOLD)
        return ColumnFacts(self.name, self._missing, distinct, self._longest, low, high, heights, told)

    def _present(self, cells: Any) -> Any:
        """The cells that are not missing; what a record does not have is null, and missing."""
        whole = len(cells)
        if cells.null_count:
            cells = cells.drop_null()
        if self._none == {""}:
            lengths = _lengths(cells)
            cells = cells if lengths.all() else cells.filter(pc.greater(pc.binary_length(cells), 0))
        elif self._none:
            absent = pc.is_in(cells, self._missing_texts)
            cells = cells.filter(pc.invert(absent)) if pc.any(absent, min_count=0).as_py() else cells
        self._missing += whole - len(cells)
        return cells

    def _measure(self, cells: Any) -> None:
        """The longest cell; characters are counted only where there are more bytes than that."""
        if _lengths(cells).max() <= self._longest:
            return
        self._longest = max(self._longest, pc.max(pc.utf8_length(cells)).as_py())
        if self._longest > LONG:
            long = cells.filter(pc.greater(pc.binary_length(cells), LONG)).to_pylist()
            self._longest = max(self._longest, *(len(cell.encode("utf-16-le")) // 2 for cell in long), 0)

    def _count(self, pairs: Iterable[tuple[str, int]]) -> None:
        """How often each cell occurs, until there are too many different ones."""
        if self._counts is not None:
            for cell, count in pairs:
                self._counts[cell] += count
            if len(self._counts) > MOST_DISTINCT:
                self._counts = None

    def _values(self) -> Counter[str] | None:
        """How often each value occurs: cells that spell the same number or truth are one."""
        if self._counts is None or not self._type:
            return self._counts
        first: dict[Any, str] = {}
        merged: Counter[str] = Counter()
        for cell, count in sorted(self._counts.items()):
            merged[first.setdefault(self._meant(cell), cell)] += count
        return merged

    def _meant(self, cell: str) -> Any:
        if self._type == "boolean":
            return cell in self._field.get("trueValues", field_types.TRUE)
        if not self._extremes or self._type == "date":
            return cell
        try:
            value = Decimal(cell.strip())
        except InvalidOperation:
            return cell
        return "NaN" if value.is_nan() else value


class _Extremes:
    """The least and the greatest value, as they are written, and how values are spread between them."""

    def __init__(self, type: str) -> None:
        self._arrow, self._numpy, self._read = _TYPES[type]
        self._spread = Spread(0 if self._numpy is not numpy.float64 else _FINEST)
        self._low: tuple[Any, str] | None = None
        self._high: tuple[Any, str] | None = None

    def add(self, cells: Any, counts: Figures | None = None) -> None:
        """Take cells that are not missing, each once, or as often as it is counted."""
        try:
            cast = pc.cast(cells, self._arrow)
        except pyarrow.ArrowInvalid:
            cells, figures, counts = self._one_by_one(cells, counts)
        else:
            figures = numpy.frombuffer(cast.buffers()[1], self._numpy)[cast.offset : cast.offset + len(cast)]
        figures, cells, counts = _finite(figures, cells, counts)
        if len(figures):
            low, high = int(figures.argmin()), int(figures.argmax())
            least, greatest = (figures.item(low), cells[low]), (figures.item(high), cells[high])
            self._low = least if self._low is None or least[0] < self._low[0] else self._low
            self._high = greatest if self._high is None or greatest[0] > self._high[0] else self._high
            self._spread.add(figures, least[0], greatest[0], counts)

    def found(self) -> tuple[str, str, tuple[int, ...]]:
        """Least, greatest, and the bars from one to the other."""
        if self._low is None or self._high is None:
            return "", "", ()
        return str(self._low[1]).strip(), str(self._high[1]).strip(), self._spread.bars()

    def _one_by_one(self, cells: Any, counts: Figures | None) -> tuple[list[str], Figures, Figures | None]:
        """Values that Arrow does not read; what has none is left out."""
        known = []
        for place, cell in enumerate(cells.to_pylist()):
            try:
                known.append((place, cell, self._read(cell)))
            except (ValueError, OverflowError):
                continue
        kind = numpy.float64 if self._numpy is numpy.float64 else object
        kept = None if counts is None else counts[[place for place, _, _ in known]]
        return [cell for _, cell, _ in known], numpy.array([value for _, _, value in known], kind), kept


class Spread:
    """How many of some numbers lie in each of a few equal steps, each of which begins at a multiple of its width."""

    def __init__(self, finest: int) -> None:
        self._power = finest
        self._counts: Counter[int] = Counter()

    def add(self, figures: Figures, low: Any, high: Any, counts: Figures | None = None) -> None:
        """Take finite numbers, of which these are the least and the greatest, each as often as it is counted."""
        self._widen(low, high)
        first = _step(low, self._power)
        whole = figures.dtype != numpy.float64
        steps = figures >> self._power if whole else numpy.floor(figures * 2.0**-self._power)
        for step, count in enumerate(numpy.bincount((steps - first).astype(numpy.intp), counts).tolist()):
            if count:
                self._counts[first + step] += int(count)

    def bars(self) -> tuple[int, ...]:
        """How many lie in each step, from the first to the last that holds any."""
        return tuple(self._counts[step] for step in range(min(self._counts), max(self._counts) + 1))

    def _widen(self, low: Any, high: Any) -> None:
        """Make the steps wide enough for what there is and what comes."""
        power, held = self._power, self._counts or (_step(low, self._power),)
        first, last = min(held), max(held)
        while _span(first, last, power - self._power, _step(low, power), _step(high, power)) >= BARS:
            power += 1
        by, self._power = power - self._power, power
        if by:
            coarser: Counter[int] = Counter()
            for step, count in self._counts.items():
                coarser[step >> by] += count
            self._counts = coarser


def _step(value: Any, power: int) -> int:
    """In which step of a width a number lies."""
    return value >> power if isinstance(value, int) else math.floor(math.ldexp(value, -power))


def _span(first: int, last: int, by: int, low: int, high: int) -> int:
    """How far the last step lies from the first, if those that are held become coarser."""
    return max(last >> by, high) - min(first >> by, low)


def _lengths(cells: Any) -> Figures:
    """The bytes of each text."""
    ends = numpy.frombuffer(cells.buffers()[1], numpy.int32)[cells.offset : cells.offset + len(cells) + 1]
    return numpy.diff(ends)


def _varied(cells: Any) -> bool:
    """Whether there are surely too many different cells to count them."""
    return len(pc.unique(cells.slice(0, _SAMPLE))) > MOST_DISTINCT


def _finite(figures: Figures, cells: Any, counts: Figures | None) -> tuple[Figures, Any, Figures | None]:
    """The numbers that can be drawn, and the cells that say them."""
    if figures.dtype == object:
        there = numpy.array([abs(value) < _GREATEST for value in figures], numpy.bool_)
    elif figures.dtype == numpy.float64:
        there = numpy.abs(figures) < _GREATEST  # false of what is no number
    else:
        return figures, cells, counts
    if there.all():
        return figures, cells, counts
    written = cells if isinstance(cells, list) else cells.to_pylist()
    kept = None if counts is None else counts[there]
    return figures[there], [cell for cell, kept in zip(written, there, strict=True) if kept], kept


def _frequent(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    """The values that occur most often, if any occurs more than once; those as often in the order of their letters."""
    ranked = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:BARS]
    return ranked if ranked and ranked[0][1] > 1 else []
