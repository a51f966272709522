"""Where the records, cells and quotes of a CSV file stand, as physical lines and columns. Reads, line by line."""

import bisect
import csv
import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

from publisher.model import Resource

MAX_LINE = 65_536
MAX_CELL = 1_000_000  # characters of a cell, which may have many lines
_STRIDE = 4_096  # lines between two spots that reading can begin at

Spot = tuple[int, int]


@dataclass(frozen=True)
class Dialect:
    """How a CSV file is written; all that is not said is fixed, so that nothing is guessed."""

    delimiter: str = ","
    quote: str = '"'

    def reader(self, lines: Iterable[str]) -> Any:
        """A reader of records that refuses what is not well-formed."""
        csv.field_size_limit(MAX_CELL)
        return csv.reader(
            lines,
            delimiter=self.delimiter,
            quotechar=self.quote,
            doublequote=True,
            skipinitialspace=False,
            strict=True,
        )


def dialect(resource: Resource) -> Dialect:
    """The dialect of a resource."""
    written: Mapping[str, str] = resource.data.get("dialect", {})
    return Dialect(written.get("delimiter", ","), written.get("quoteChar", '"'))


def opened(path: Path) -> TextIO:
    """Open a file as text with its line ends; a byte that is no UTF-8 comes as a lone surrogate."""
    return path.open(encoding="utf-8", errors="surrogateescape", newline="")


def lines(stream: TextIO) -> Iterator[str]:
    """Yield the physical lines with their ends; of a line that is too long, a piece that shows it."""
    return iter(lambda: stream.readline(MAX_LINE + 2), "")


class Layout:
    """Where the records of a well-formed CSV file stand; holds a few numbers, whatever the size of the file."""

    def __init__(self, reopen: Callable[[], TextIO], dialect: Dialect) -> None:
        self._reopen, self._dialect = reopen, dialect
        self._stops = [0]  # where each _STRIDE-th line begins, as the stream tells it
        # Records lie on lines of the same number until a cell has several lines; from there on, on later ones.
        self._records, self._lines = [1], [1]
        with reopen() as stream:
            reader = dialect.reader(self._marked(stream))
            for record, _ in enumerate(reader, start=2):
                self._note(record, reader.line_num + 1)

    def _marked(self, stream: TextIO) -> Iterator[str]:
        for number, line in enumerate(lines(stream), start=1):
            yield line
            if number % _STRIDE == 0:
                self._stops.append(stream.tell())

    def _note(self, record: int, line: int) -> None:
        self._end = record
        if line - record != self._lines[-1] - self._records[-1]:
            self._records.append(record)
            self._lines.append(line)

    def line(self, record: int) -> int:
        """On which line a record begins; records count from 1, the header is record 1."""
        record = min(record, self._end)
        index = bisect.bisect_right(self._records, record) - 1
        return self._lines[index] + record - self._records[index]

    def cell(self, record: int, field: int) -> Spot:
        """Where a cell begins; fields count from 1. For a cell that the record does not have, the end of the record."""
        start = self.line(record)
        with self._reopen() as stream:
            stop, skipped = divmod(start - 1, _STRIDE)
            stream.seek(self._stops[stop])
            there = itertools.islice(lines(stream), skipped, None)
            *_, spot = itertools.islice(cells(there, start, self._dialect), field)
        return spot


def layout_of(resource: Resource) -> Layout:
    """Read the layout of a resource's file."""
    return Layout(lambda: opened(resource.file), dialect(resource))


def cells(lines: Iterable[str], start: int, dialect: Dialect) -> Iterator[Spot]:
    """Yield where each cell of a record begins, and last where it ends; `lines` begin with its first, line `start`."""
    quoted, opens = False, True
    yield start, 1
    for line, raw in enumerate(lines, start):
        text = raw.rstrip("\r\n")
        for column, char in enumerate(text, start=1):
            if char == dialect.quote and (quoted or opens):
                quoted, opens = not quoted, True  # a second quote at once is a quote inside the cell
            elif char == dialect.delimiter and not quoted:
                opens = True
                yield line, column + 1
            else:
                opens = False
        if not quoted:
            yield line, len(text) + 1
            return


def faulty_quote(lines: Iterable[str], start: int, dialect: Dialect) -> tuple[Spot, bool]:
    """Where the quote opens that spoils the record which starts on line `start`, and whether it is ever closed."""
    opened, quoted, fresh = (start, 1), False, True
    for line, raw in enumerate(lines, start):
        text = raw.rstrip("\r\n")
        for column, char in enumerate(text, start=1):
            if char == dialect.quote and not quoted and fresh:
                opened, quoted = (line, column), True
            elif char == dialect.quote and quoted:
                quoted, after = False, text[column : column + 1]
                if after not in {"", dialect.delimiter, dialect.quote}:
                    return opened, True
                fresh = after == dialect.quote
                continue
            fresh = char == dialect.delimiter and not quoted
        fresh = not quoted
    return opened, False
