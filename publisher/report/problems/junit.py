"""Problems as JUnit XML, which most build servers show as tests. Pure."""

import itertools
import re
from collections.abc import Sequence
from xml.sax.saxutils import escape, quoteattr

from publisher.problem import Problem, Severity
from publisher.report.words import Words, one_line

# What no XML 1.0 document may hold, not even as a reference: https://www.w3.org/TR/xml/#charsets
_FORBIDDEN = re.compile("[^\x09\x0a\x0d\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def as_junit(problems: Sequence[Problem], words: Words, old: Sequence[Problem] = ()) -> str:
    """A suite a file: an error is a failed test, a warning or an older problem a skipped one with its words."""
    cases = [*((problem, problem.severity is Severity.ERROR) for problem in problems), *((p, False) for p in old)]
    cases.sort(key=lambda case: case[0].place.file)
    suites = [
        _suite(file, [(problem, failed) for problem, failed in of_file], words)
        for file, of_file in itertools.groupby(cases, key=lambda case: case[0].place.file)
    ]
    failures = sum(failed for _, failed in cases)
    tests = len(cases) or 1
    head = f'<testsuites name="publisher check" tests="{tests}" failures="{failures}" errors="0">'
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + "\n".join(
        [head, *(suites or [_sound(words)]), "</testsuites>\n"]
    )


def _suite(file: str, cases: Sequence[tuple[Problem, bool]], words: Words) -> str:
    failures = sum(failed for _, failed in cases)
    sums = f'tests="{len(cases)}" failures="{failures}" errors="0" skipped="{len(cases) - failures}"'
    head = f"  <testsuite name={_quoted(file)} {sums}>"
    return "\n".join([head, *(_case(problem, failed, words) for problem, failed in cases), "  </testsuite>"])


def _case(problem: Problem, failed: bool, words: Words) -> str:
    place, what = problem.place, words.what(problem)
    name = f"{problem.code} {place.line}:{place.column}"
    case = f"    <testcase classname={_quoted(place.file)} name={_quoted(name)}>"
    if not failed:
        message = f"{words(problem.severity)}: {words.sentence(problem)}"
        return f"{case}<skipped message={_quoted(message)}/></testcase>"
    body = escape(_clean(f"{place}: {what} [{problem.code}]\n{words('fix')}: {words.fix(problem)}"))
    return f"{case}<failure type={_quoted(problem.code)} message={_quoted(what)}>{body}</failure></testcase>"


def _sound(words: Words) -> str:
    name = _quoted(words("sound"))
    sums = 'tests="1" failures="0" errors="0" skipped="0"'
    return f'  <testsuite name="catalogue" {sums}>\n    <testcase classname="catalogue" name={name}/>\n  </testsuite>'


def _quoted(text: str) -> str:
    return quoteattr(_clean(one_line(text)))


def _clean(text: str) -> str:
    return _FORBIDDEN.sub("\ufffd", text)
