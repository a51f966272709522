"""Problems as text for a terminal. Pure."""

from collections.abc import Sequence

from publisher.problem import Problem
from publisher.report.words import Words, one_line


def as_text(problems: Sequence[Problem], words: Words, old: Sequence[Problem] = ()) -> str:
    """Two lines a problem: where and what, then the fix; older ones under a heading of their own."""
    heading = f"{words('old-problems', count=len(old))}\n" if old else ""
    return "".join(_two_lines(p, words) for p in problems) + heading + "".join(_two_lines(p, words) for p in old)


def _two_lines(problem: Problem, words: Words) -> str:
    return (
        f"{one_line(str(problem.place))}: {words(problem.severity)}: {words.what(problem)} [{problem.code}]\n"
        f"    {words('fix')}: {words.fix(problem)}\n"
    )
