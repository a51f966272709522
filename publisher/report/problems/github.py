"""Problems as annotations of the lines of a pull request on GitHub. Pure."""

from collections.abc import Iterator, Sequence

from publisher.problem import Problem, Severity
from publisher.report.words import Words

MAX_ANNOTATIONS = 10  # GitHub shows no more errors and no more warnings of one step


def as_github(problems: Sequence[Problem], words: Words, old: Sequence[Problem] = ()) -> str:
    """Workflow commands within GitHub's limits, then one notice of what is not shown; older problems are not shown."""
    shown = [p for severity in Severity for p in _of(problems, severity)[:MAX_ANNOTATIONS]]
    commands = [_command(problem, words) for problem in shown]
    return "".join([*commands, *_notice(len(problems) - len(shown), len(old), words)])


def _of(problems: Sequence[Problem], severity: Severity) -> list[Problem]:
    return [problem for problem in problems if problem.severity is severity]


def _command(problem: Problem, words: Words) -> str:
    place = problem.place
    where = f"file={_property(place.file)},line={place.line},col={place.column},title={_property(problem.code)}"
    message = _message(words.sentence(problem))
    return f"::{problem.severity} {where}::{message}\n"


def _notice(left: int, old: int, words: Words) -> Iterator[str]:
    told = [words("more-problems", count=left)] if left else []
    told += [words("old-problems", count=old)] if old else []
    if told:
        yield f"::notice::{_message(' '.join(told))}\n"


def _message(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _message(text).replace(":", "%3A").replace(",", "%2C")
