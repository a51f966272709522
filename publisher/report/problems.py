"""Problems in words. Pure."""

import json
from collections.abc import Sequence

from publisher.problem import Problem, Severity
from publisher.report.words import Words, one_line

VERSION = 1
MAX_ANNOTATIONS = 10  # GitHub shows no more errors and no more warnings of one step


def as_text(problems: Sequence[Problem], words: Words) -> str:
    """Two lines a problem: where and what, then the fix."""
    return "".join(
        f"{one_line(str(problem.place))}: {words(problem.severity)}: {words.what(problem)} [{problem.code}]\n"
        f"    {words('fix')}: {words.fix(problem)}\n"
        for problem in problems
    )


def as_json(problems: Sequence[Problem], words: Words) -> str:
    """The versioned form for machines; its schema is schemas/output/problems.yaml."""
    listed = [
        {
            "code": problem.code,
            "severity": str(problem.severity),
            "file": problem.place.file,
            "line": problem.place.line,
            "column": problem.place.column,
            "pointer": problem.place.pointer,
            "args": dict(problem.args),
            "what": words.what(problem),
            "fix": words.fix(problem),
        }
        for problem in problems
    ]
    return json.dumps({"version": VERSION, "problems": listed}, ensure_ascii=False, indent=2) + "\n"


def as_markdown(problems: Sequence[Problem], words: Words) -> str:
    """A table for a comment or a summary."""
    head = [words(key).capitalize() for key in ("place", "severity", "problem", "fix")]
    rows = [[f"`{p.place}`", words(p.severity), f"{words.what(p)} `{p.code}`", words.fix(p)] for p in problems]
    lines = [head, ["---"] * len(head), *rows]
    return "".join("| " + " | ".join(_cell(cell) for cell in line) + " |\n" for line in lines)


def as_github(problems: Sequence[Problem], words: Words) -> str:
    """Workflow commands that annotate the lines of a pull request, within GitHub's limits."""
    shown: list[str] = []
    left = 0
    for severity in Severity:
        of_this = [problem for problem in problems if problem.severity is severity]
        left += max(0, len(of_this) - MAX_ANNOTATIONS)
        for problem in of_this[:MAX_ANNOTATIONS]:
            place = problem.place
            where = f"file={_property(place.file)},line={place.line},col={place.column}"
            title = _property(problem.code)
            message = _message(f"{words.what(problem)} — {words('fix')}: {words.fix(problem)}")
            shown.append(f"::{severity} {where},title={title}::{message}\n")
    if left:
        shown.append(f"::notice::{_message(words('more-problems', count=left))}\n")
    return "".join(shown)


FORMATS = {"text": as_text, "json": as_json, "markdown": as_markdown, "github": as_github}


def _cell(text: str) -> str:
    return one_line(text).replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;")


def _message(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _message(text).replace(":", "%3A").replace(",", "%2C")
