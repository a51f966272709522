"""Problems in every form: nothing that a descriptor says may break out of its place."""

import json
import re
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publisher import __version__
from publisher.problem import Place, Problem, Severity
from publisher.report import problems
from publisher.report.words import Words
from tests.report.conftest import NASTY, PROBLEMS

_SUFFIXES = {
    "text": "txt",
    "json": "json",
    "github": "github.txt",
    "gitlab": "gitlab.json",
    "sarif": "sarif.json",
    "junit": "junit.xml",
    "markdown": "md",
    "html": "html",
}
_OLD = (Problem(Place("catalogue/themes.yaml", 3, 2, "/a"), "empty-file"),)
_TEXT = st.text(st.characters(codec="utf-8") | st.sampled_from("|\\`<\n\r%:,"), max_size=30)
ENGLISH = Words("en")


@pytest.mark.parametrize("form", problems.FORMATS)
def test_problems_read(form: str, words: Words, golden: Callable[[str, str], None]) -> None:
    told = problems.FORMATS[form](PROBLEMS, words, ()).replace(f'"{__version__}"', '"VERSION"')
    golden(f"report/problems.{words.language}.{_SUFFIXES[form]}", told)


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("text", ""),
        ("json", '{\n  "version": 1,\n  "problems": []\n}\n'),
        ("markdown", "| Place | Severity | Problem | Fix |\n| --- | --- | --- | --- |\n"),
        ("github", ""),
    ],
)
def test_no_problem_reads(form: str, expected: str) -> None:
    assert problems.FORMATS[form]((), ENGLISH, ()) == expected


def _one(value: str, severity: Severity = Severity.ERROR) -> Problem:
    return Problem(Place("a.yaml"), "not-allowed", {"value": value, "allowed": value}, severity)


@given(_TEXT)
def test_text_keeps_two_lines_a_problem(value: str) -> None:
    assert len(problems.as_text((_one(value),), ENGLISH).splitlines()) == 2


@given(_TEXT)
def test_markdown_keeps_one_row_of_four_cells_a_problem(value: str) -> None:
    told = problems.as_markdown((_one(value),), ENGLISH)
    assert told.count("\n") == 3
    row = told.splitlines()[2]
    assert len(re.findall(r"(?<!\\)(?:\\\\)*\|", row)) == 5
    assert "<" not in row


@given(_TEXT)
def test_github_gets_one_command_a_problem(value: str) -> None:
    told = problems.as_github((_one(value),), ENGLISH)
    assert told.startswith("::error file=a.yaml,line=1,col=1,title=not-allowed::")
    assert len(told.splitlines()) == 1


@pytest.mark.parametrize(
    ("file", "expected"),
    [
        ("a,b.yaml", "file=a%2Cb.yaml,"),
        ("a:b.yaml", "file=a%3Ab.yaml,"),
        ("a%2C.yaml", "file=a%252C.yaml,"),
        ("a\nb.yaml", "file=a%0Ab.yaml,"),
        ("a\rb.yaml", "file=a%0Db.yaml,"),
    ],
    ids=["comma", "colon", "percent", "line feed", "carriage return"],
)
def test_a_file_name_stays_in_its_property(file: str, expected: str) -> None:
    assert expected in problems.as_github((Problem(Place(file), "empty-file"),), ENGLISH)


def _count(told: str, command: str) -> int:
    return sum(line.startswith(f"::{command} ") for line in told.splitlines())


@pytest.mark.parametrize(
    ("errors", "warnings", "left"),
    [
        pytest.param(10, 0, None, id="10 errors"),
        pytest.param(11, 0, 1, id="11 errors"),
        pytest.param(0, 10, None, id="10 warnings"),
        pytest.param(0, 11, 1, id="11 warnings"),
        pytest.param(10, 10, None, id="10 of each"),
        pytest.param(11, 12, 3, id="11 errors and 12 warnings"),
    ],
)
def test_github_is_told_ten_of_each_and_how_many_are_left(errors: int, warnings: int, left: int | None) -> None:
    listed = [_one(str(n)) for n in range(errors)]
    listed += [_one(str(n), Severity.WARNING) for n in range(warnings)]
    told = problems.as_github(listed, ENGLISH)
    assert (_count(told, "error"), _count(told, "warning")) == (min(errors, 10), min(warnings, 10))
    notices = [line for line in told.splitlines() if line.startswith("::notice::")]
    assert len(notices) == (left is not None)
    assert all(f" {left} " in notice for notice in notices)


def test_what_github_is_not_told_is_not_promised_by_an_option_that_check_does_not_have() -> None:
    told = problems.as_github([_one(str(n)) for n in range(11)], ENGLISH)
    assert "--all" not in told


@pytest.mark.parametrize("form", problems.FORMATS)
def test_no_control_character_reaches_the_terminal(form: str) -> None:
    assert "\x1b" not in problems.FORMATS[form]((_one(NASTY),), ENGLISH, (_one(NASTY),))


@given(_TEXT)
def test_json_says_exactly_what_was_found(value: str) -> None:
    told = json.loads(problems.as_json((_one(value),), ENGLISH))
    assert told["problems"][0]["args"] == {"value": value, "allowed": value}


@pytest.mark.parametrize("form", ["text", "markdown", "github"])
def test_older_problems_stand_apart_under_their_number(form: str, words: Words) -> None:
    told = problems.FORMATS[form](PROBLEMS, words, _OLD)
    own, heading, apart = told.partition(words("old-problems", count=1))
    assert heading
    assert "themes.yaml" not in own
    assert ("themes.yaml" in apart) == (form != "github")
    assert words("old-problems", count=0) not in problems.FORMATS[form](PROBLEMS, words, ())


def test_json_marks_older_problems_and_no_others() -> None:
    told = json.loads(problems.as_json(PROBLEMS, ENGLISH, _OLD))["problems"]
    assert [problem.get("old") for problem in told] == [*[None] * len(PROBLEMS), True]


def test_github_is_told_of_what_is_left_and_what_is_old_in_one_notice() -> None:
    told = problems.as_github([_one(str(n)) for n in range(11)], ENGLISH, _OLD)
    assert sum(line.startswith("::notice::") for line in told.splitlines()) == 1
