"""Problems as Markdown: a table for a comment, or for the summary of a step on GitHub. Pure."""

from collections.abc import Sequence

from publisher.problem import Problem
from publisher.report.problems.order import by_weight
from publisher.report.words import Words, one_line

MAX_SUMMARY = 1024 * 1024  # bytes; GitHub takes no larger summary of a step


def as_markdown(problems: Sequence[Problem], words: Words, old: Sequence[Problem] = ()) -> str:
    """A table for a comment; older problems folded away below it."""
    told = "".join([*_head(words), *(_row(problem, words) for problem in problems)])
    return told + _folded("".join([*_head(words), *(_row(problem, words) for problem in old)]), len(old), words)


def step_summary(
    problems: Sequence[Problem], words: Words, old: Sequence[Problem] = (), limit: int = MAX_SUMMARY
) -> str:
    """The same below its sums, the gravest first, no larger than `limit` bytes; nothing where there is no room."""
    if not problems and not old:
        return _within(f"### {words('sound')}\n", limit)
    errors = sum(problem.severity == "error" for problem in problems)
    heading = f"### {words('found', errors=errors, warnings=len(problems) - errors)}\n\n"
    shown, sums = by_weight(problems), _size(heading)
    whole = heading + as_markdown(shown, words, old)
    if _size(whole) <= limit:
        return whole
    lines, room = [heading, *_head(words)], limit - sums - _size("".join(_head(words))) - _size(_rest(words, 10**9))
    for problem in shown:
        row = _row(problem, words)
        room -= _size(row)
        if room < 0:
            break
        lines.append(row)
    left = len(shown) + len(old) - (len(lines) - 3)
    return _within("".join(lines) + _rest(words, left), limit)


def _within(text: str, limit: int) -> str:
    return text if _size(text) <= limit else ""


def _size(text: str) -> int:
    return len(text.encode("utf-8", "surrogatepass"))


def _rest(words: Words, left: int) -> str:
    return f"\n{words('more-problems', count=left)}\n"


def _head(words: Words) -> list[str]:
    names = [words(key).capitalize() for key in ("place", "severity", "problem", "fix")]
    return ["| " + " | ".join(names) + " |\n", "| " + " | ".join(["---"] * len(names)) + " |\n"]


def _row(problem: Problem, words: Words) -> str:
    what = f"{words.what(problem)} `{problem.code}`"
    cells = [f"`{problem.place}`", words(problem.severity), what, words.fix(problem)]
    return "| " + " | ".join(_cell(cell) for cell in cells) + " |\n"


def _folded(table: str, count: int, words: Words) -> str:
    if not count:
        return ""
    return f"\n<details><summary>{words('old-problems', count=count)}</summary>\n\n{table}\n</details>\n"


def _cell(text: str) -> str:
    return one_line(text).replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;")
