"""What can be wrong, and where. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import partial
from typing import Any


class Severity(StrEnum):
    """How much a problem weighs: an error stops every write, a warning is only said."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, order=True)
class Place:
    """A spot in a file: line and column from 1, and the JSON pointer of the value there."""

    file: str
    line: int = 1
    column: int = 1
    pointer: str = ""

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True)
class Problem:
    """One finding. It holds no words: `code` and `args` are put into words by the report."""

    place: Place
    code: str
    args: Mapping[str, str] = field(default_factory=dict)
    severity: Severity = Severity.ERROR


def written(problem: Problem) -> list[Any]:
    """A problem in JSON's types, as it is kept."""
    place = problem.place
    return [place.file, place.line, place.column, place.pointer, problem.code, dict(problem.args), problem.severity]


def read_back(kept: Sequence[Any]) -> Problem:
    """The problem that was kept."""
    file, line, column, pointer, code, args, severity = kept
    return Problem(Place(file, line, column, pointer), code, args, Severity(severity))


class PublisherError(Exception):
    """The tool could not do what was asked; `code` and `args` are put into words by the report."""

    def __init__(self, code: str, **args: str) -> None:
        super().__init__(code, args)
        self.code = code
        self.args_by_name = args

    def __reduce__(self) -> tuple[Any, ...]:
        """How it comes from a worker to the process that gave the work."""
        return partial(type(self), self.code, **self.args_by_name), ()


class Refused(PublisherError):
    """A safety net held: nothing was written."""


class Unsound(Refused):
    """What was made is not fit to be shown, and was not; `problems` say why."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("site-unsound", count=str(len(problems)))
        self.problems = tuple(problems)

    def __reduce__(self) -> tuple[Any, ...]:
        """How it comes from a worker to the process that gave the work."""
        return type(self), (self.problems,)


class Unreachable(PublisherError):
    """A target does not answer, or does not let us in."""


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """Sort problems by place, then code, so that equal input prints equal output."""
    return sorted(problems, key=lambda p: (p.place, p.code, sorted(p.args.items())))


def has_errors(problems: Iterable[Problem]) -> bool:
    """Tell whether any problem forbids writing."""
    return any(problem.severity is Severity.ERROR for problem in problems)
