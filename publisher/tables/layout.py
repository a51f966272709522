"""Where the records, cells and quotes of a CSV text stand, as physical lines and columns. Pure."""

import csv
import io
import itertools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from publisher.model import Resource

Spot = tuple[int, int]


@dataclass(frozen=True)
class Dialect:
    """How a CSV file is written; all that is not said is fixed, so that nothing is guessed."""

    delimiter: str = ","
    quote: str = '"'

    def reader(self, lines: Iterable[str]) -> Any:
        """A reader of records that refuses what is not well-formed."""
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


def lines_of(text: str) -> list[str]:
    """The physical lines of a text, with their ends."""
    return io.StringIO(text, newline="").readlines()


class Layout:
    """Where the records of a well-formed CSV text stand."""

    def __init__(self, text: str, dialect: Dialect) -> None:
        self.dialect = dialect
        self.lines = lines_of(text)
        reader = dialect.reader(self.lines)
        self.starts = [1]
        for _ in reader:
            self.starts.append(reader.line_num + 1)

    def cell(self, record: int, field: int) -> Spot:
        """Where a cell begins; records and fields count from 1, the header is record 1.

        For a cell that the record does not have, the end of the record.
        """
        start = self.starts[min(record, len(self.starts)) - 1]
        *_, spot = itertools.islice(cells(self.lines, start, self.dialect), field)
        return spot


def layout_of(resource: Resource) -> Layout:
    """Read the layout of a resource's file."""
    with resource.file.open(encoding="utf-8", newline="") as stream:
        return Layout(stream.read(), dialect(resource))


def cells(lines: list[str], start: int, dialect: Dialect) -> Iterator[Spot]:
    """Yield where each cell of the record begins that starts on line `start`, and last where the record ends."""
    quoted, opens = False, True
    yield start, 1
    for line in range(start, len(lines) + 1):
        text = lines[line - 1].rstrip("\r\n")
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


def faulty_quote(lines: list[str], start: int, dialect: Dialect) -> tuple[Spot, bool]:
    """Where the quote opens that spoils the record which starts on line `start`, and whether it is ever closed."""
    opened, quoted, fresh = (start, 1), False, True
    for line in range(start, len(lines) + 1):
        text = lines[line - 1].rstrip("\r\n")
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
