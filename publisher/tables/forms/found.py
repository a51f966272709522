"""What is read from a file in another form: a table of native values, and what is wrong with it. Pure."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from publisher.problem import Severity


@dataclass(frozen=True)
class Fault:
    """What is wrong at a place of a file; `args` are those of a Problem."""

    line: int
    column: int
    code: str
    args: Mapping[str, str] = field(default_factory=dict)
    severity: Severity = Severity.ERROR


class Unreadable(Exception):
    """Nothing more can be read of a file; the fault says why."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault)
        self.fault = fault


@dataclass(frozen=True)
class Row:
    """A row of native values, and the line and column at which the file holds it."""

    line: int
    column: int
    cells: Sequence[Any]


@dataclass(frozen=True)
class Table:
    """A table before it is CSV: where its labels stand, the labels, the rows; `sheet` if its cells stand in one."""

    line: int
    labels: Sequence[Any]
    rows: Iterator[Row]
    sheet: str = ""
    pointer: str | None = None
    """Of JSON, the pointer to the list of rows."""
    above: int = 0
    """How many items of that list stand above the first row."""


class Figure(str):
    """A number as a JSON text spells it."""

    __slots__ = ()


Tell = Callable[[Fault], None]


def unreadable(format: str, reason: str) -> Unreadable:
    """The file is not of the format that the descriptor says."""
    return Unreadable(Fault(1, 1, "not-this-format", {"format": format, "reason": reason}))


def over(what: str, limit: int, line: int = 1, column: int = 1) -> Unreadable:
    """A limit is passed."""
    return Unreadable(Fault(line, column, "over-limit", {"what": what, "limit": str(limit)}))
