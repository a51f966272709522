"""Problems of the CSV text that stands for a table in another form, placed back into its file. Reads."""

import bisect
import dataclasses
import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from publisher.problem import Place, Problem

_ALPHABET = 26


@dataclass(frozen=True)
class Placing:
    """Where the records of a CSV text stand in the file that it was made from; without a text, they stand as told."""

    text: Path | None = None
    starts: Sequence[int] = ()
    """The line of the text on which each record begins, the header first; last, the line behind the text."""
    lines: Sequence[int] = ()
    """The line of the file at which each record stands."""
    columns: Sequence[int] = ()
    """The column there; none where each cell has one of its own."""
    sheet: str = ""
    pointer: str | None = None
    above: int = 0

    def back(self, problems: Iterable[Problem]) -> list[Problem]:
        """The same problems, at their places in the file."""
        found = list(problems)
        if self.text is None or not found:
            return found
        records = [self._record(problem.place.line) for problem in found]
        texts = self._texts(self.text, set(records))
        return [self._placed(problem, record, texts[record]) for problem, record in zip(found, records, strict=True)]

    def _record(self, line: int) -> int:
        """The record that a line of the text belongs to; the header is record 1."""
        return min(max(bisect.bisect_right(self.starts, line), 1), len(self.lines))

    def _texts(self, text: Path, records: set[int]) -> dict[int, list[str]]:
        """The lines of some records, in one pass over the text."""
        found: dict[int, list[str]] = {}
        with text.open(encoding="utf-8", errors="replace", newline="") as stream:
            line = 1
            for record in sorted(records):
                start, end = self.starts[record - 1], self.starts[record]
                found[record] = list(itertools.islice(stream, start - line, end - line))
                line = end
        return found

    def _placed(self, problem: Problem, record: int, text: list[str]) -> Problem:
        line, cell = self.lines[record - 1], self._cell(text, problem.place, record)
        args = dict(problem.args)
        if "first" in args:  # the line of a row above
            args["first"] = str(self.lines[self._record(int(args["first"])) - 1])
        if self.sheet:
            args |= {"sheet": self.sheet, "cell": cell_name(line, cell)}
        column = self.columns[record - 1] if self.columns else cell
        pointer = "" if self.pointer is None or record == 1 else f"{self.pointer}/{record - 2 + self.above}"
        return dataclasses.replace(problem, place=Place(problem.place.file, line, column, pointer), args=args)

    def _cell(self, text: list[str], place: Place, record: int) -> int:
        """The number of the cell that a place of the text lies in."""
        above = place.line - self.starts[record - 1]
        before = "".join(text[:above]) + (text[above][: place.column - 1] if above < len(text) else "")
        outside = itertools.islice(before.split('"'), 0, None, 2)
        return 1 + sum(part.count(",") for part in outside)


def cell_name(row: int, column: int) -> str:
    """What a spreadsheet calls a cell, such as B7."""
    letters = ""
    while column:
        column, letter = divmod(column - 1, _ALPHABET)
        letters = chr(ord("A") + letter) + letters
    return f"{letters}{row}"
