"""Problems as others read them: each form fits the schema of its standard, within the limits of who reads it."""

import json
import re
import subprocess
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import xmlschema
from hypothesis import given
from hypothesis import strategies as st

from publisher.problem import Place, Problem, Severity
from publisher.publish import check
from publisher.report import problems
from publisher.report.problems import order, sarif, table
from publisher.report.words import LANGUAGES, Words
from publisher.source import read
from tests import needs
from tests.conftest import HERE, need
from tests.report.conftest import PROBLEMS

ENGLISH = Words("en")
OLD = (Problem(Place("catalogue/themes.yaml", 3, 2, "/a"), "not-allowed", {"value": "<b>", "allowed": "x"}),)
LISTS = {"none": ((), ()), "many": (PROBLEMS, ()), "older ones": (PROBLEMS, OLD), "older ones only": ((), OLD)}
_TEXT = st.text(st.characters() | st.sampled_from("<>&\"'\x00\ufffe]]>\r\n"), min_size=1, max_size=30)


@pytest.fixture(scope="module")
def sarif_schema() -> Any:
    """The official schema of SARIF 2.1.0."""
    modules = need(needs.editor)
    schema = json.loads((modules / "@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json").read_text("utf-8"))
    return jsonschema.Draft7Validator(schema, format_checker=jsonschema.FormatChecker())


@pytest.fixture(scope="module")
def gitlab_schema() -> Any:
    """What GitLab reads."""
    document, _ = read(HERE / "report" / "gitlab.yaml", "gitlab.yaml")
    assert document
    return jsonschema.Draft202012Validator(document.data)


@pytest.fixture(scope="module")
def junit_schema() -> xmlschema.XMLSchema:
    """What build servers read."""
    return xmlschema.XMLSchema(HERE / "report" / "junit.xsd")


def _one(value: str, file: str = "a.yaml", pointer: str = "") -> Problem:
    return Problem(Place(file, 1, 1, pointer), "not-allowed", {"value": value, "allowed": value})


@pytest.mark.parametrize("case", LISTS)
def test_sarif_fits_the_official_schema(case: str, words: Words, sarif_schema: Any) -> None:
    told = json.loads(problems.as_sarif(LISTS[case][0], words, LISTS[case][1]))
    assert [error.message for error in sarif_schema.iter_errors(told)] == []
    assert len(told["runs"][0]["results"]) == sum(map(len, LISTS[case]))


def test_a_report_that_is_no_sarif_is_caught(sarif_schema: Any) -> None:
    told = json.loads(problems.as_sarif(PROBLEMS, ENGLISH))
    told["runs"][0]["results"][0]["level"] = "grave"
    assert list(sarif_schema.iter_errors(told))


def test_the_rules_of_sarif_have_help_in_the_language(words: Words) -> None:
    run = json.loads(problems.as_sarif(PROBLEMS, words))["runs"][0]
    rules = {rule["id"]: rule for rule in run["tool"]["driver"]["rules"]}
    assert run["language"] == words.language
    assert words.explain("unknown-property", "why") in rules["unknown-property"]["help"]["text"]
    assert [run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] for result in run["results"]] == [
        result["ruleId"] for result in run["results"]
    ]


@pytest.mark.parametrize("count", [sarif.MAX_RESULTS, sarif.MAX_RESULTS + 1])
def test_sarif_holds_no_more_than_github_takes_and_says_what_is_left(count: int) -> None:
    listed = [Problem(Place("a.yaml", n + 1), "empty-file", severity=Severity.WARNING) for n in range(count - 1)]
    run = json.loads(problems.as_sarif([*listed, Problem(Place("z.yaml"), "empty-file")], ENGLISH))["runs"][0]
    assert len(run["results"]) == sarif.MAX_RESULTS
    assert run["results"][0]["level"] == "error"
    left = run["invocations"][0].get("toolExecutionNotifications", [])
    assert len(left) == (count > sarif.MAX_RESULTS)
    assert all(" 1 " in note["message"]["text"] for note in left)


@pytest.mark.parametrize(
    ("file", "uri"), [("a b.yaml", "a%20b.yaml"), ("c:d.yaml", "c%3Ad.yaml"), ("dữ/x.yaml", "d%E1%BB%AF/x.yaml")]
)
def test_a_file_name_is_written_as_a_uri(file: str, uri: str) -> None:
    result = json.loads(problems.as_sarif([_one("x", file)], ENGLISH))["runs"][0]["results"][0]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == uri


def test_sarif_tells_what_is_old() -> None:
    results = json.loads(problems.as_sarif(PROBLEMS[:1], ENGLISH, OLD))["runs"][0]["results"]
    assert [result["baselineState"] for result in results] == ["new", "unchanged"]
    assert "baselineState" not in problems.as_sarif(PROBLEMS, ENGLISH)


@pytest.mark.parametrize("case", LISTS)
def test_gitlab_is_told_what_it_reads(case: str, words: Words, gitlab_schema: Any) -> None:
    told = json.loads(problems.as_gitlab(LISTS[case][0], words, LISTS[case][1]))
    assert [error.message for error in gitlab_schema.iter_errors(told)] == []
    assert [found["severity"] for found in told].count("info") == len(LISTS[case][1])


@given(st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from(["", "/x"])), max_size=8))
def test_fingerprints_are_unique(spots: list[tuple[str, str]]) -> None:
    listed = [_one("x", file, pointer) for file, pointer in spots]
    assert len(set(order.fingerprints(listed))) == len(listed)


@given(st.lists(st.integers(1, 50), min_size=1, max_size=5), st.integers(1, 100))
def test_a_fingerprint_stays_when_lines_move(lines: list[int], moved: int) -> None:
    before = [Problem(Place("t.csv", line), "table-type-error") for line in lines]
    after = [Problem(Place("t.csv", line + moved), "table-type-error") for line in lines]
    assert order.fingerprints(before) == order.fingerprints(after)


@pytest.mark.parametrize("case", LISTS)
def test_junit_fits_its_schema(case: str, words: Words, junit_schema: xmlschema.XMLSchema) -> None:
    told = problems.as_junit(LISTS[case][0], words, LISTS[case][1])
    junit_schema.validate(told)
    tree = ET.fromstring(told)
    errors = sum(problem.severity is Severity.ERROR for problem in LISTS[case][0])
    assert int(tree.attrib["tests"]) == len(list(tree.iter("testcase"))) == max(1, sum(map(len, LISTS[case])))
    assert int(tree.attrib["failures"]) == len(list(tree.iter("failure"))) == errors


def test_a_report_that_is_no_junit_is_caught(junit_schema: xmlschema.XMLSchema) -> None:
    told = problems.as_junit(PROBLEMS, ENGLISH).replace("<failure", "<fault").replace("</failure", "</fault")
    assert not junit_schema.is_valid(told)


@given(_TEXT, _TEXT)
def test_junit_is_xml_whatever_is_written(value: str, file: str) -> None:
    tree = ET.fromstring(problems.as_junit([_one(value, file)], ENGLISH, [_one(value, file)]).encode("utf-8"))
    assert [element.tag for element in tree.iter()] == [
        *("testsuites", "testsuite", "testcase", "failure", "testcase", "skipped")
    ]


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, tuple[str, ...]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, tuple(name for name, _ in attrs)))


def _tags(page: str) -> list[tuple[str, tuple[str, ...]]]:
    parser = _Tags()
    parser.feed(page)
    return parser.found


@given(_TEXT, _TEXT)
def test_nothing_that_is_written_becomes_a_tag(value: str, file: str) -> None:
    plain = problems.as_html([_one("x", "a")], ENGLISH, [_one("x", "a")])
    assert _tags(problems.as_html([_one(value, file)], ENGLISH, [_one(value, file)])) == _tags(plain)


def test_the_page_needs_nothing_beside_it(words: Words) -> None:
    page = problems.as_html(PROBLEMS, words, OLD)
    names = {name for _, attributes in _tags(page) for name in attributes}
    assert {tag for tag, _ in _tags(page)} & {"script", "link", "img", "iframe"} == set()
    assert names <= {"charset", "name", "content", "lang", "class"}
    assert "url(" not in page
    assert f'<html lang="{words.language}">' in page


def test_the_page_is_valid_html(tmp_path: Path) -> None:
    modules = need(needs.npm_tools)
    for case, (found, old) in LISTS.items():
        for language in LANGUAGES:
            page = problems.as_html(found, Words(language), old)
            (tmp_path / f"{case}.{language}.html").write_text(page, encoding="utf-8")
    (tmp_path / "planted.html").write_text("<!doctype html><title>x</title><p><img src=x>", encoding="utf-8")
    checker = ["java", "-jar", str(modules / "vnu-jar/build/dist/vnu.jar"), "--stdout", "--format", "json"]
    done = subprocess.run([*checker, "--errors-only", str(tmp_path)], capture_output=True, text=True, check=False)
    messages = json.loads(done.stdout)["messages"]
    assert {message["url"].rpartition("/")[2] for message in messages} == {"planted.html"}, messages


def _rows(summary: str) -> Iterator[str]:
    return (line for line in summary.splitlines() if line.startswith("| `"))


def test_the_summary_of_a_step_holds_all_with_its_sums(words: Words) -> None:
    told = problems.step_summary(PROBLEMS, words, OLD)
    assert told.startswith(f"### {words('found', errors=5, warnings=2)}\n")
    assert len(list(_rows(told))) == len(PROBLEMS) + len(OLD)


def test_the_summary_of_a_sound_catalogue_says_so(words: Words) -> None:
    assert problems.step_summary((), words) == f"### {words('sound')}\n"


@given(st.integers(0, 4000), st.integers(0, 20))
def test_the_summary_of_a_step_keeps_within_its_limit_and_says_what_is_left(limit: int, count: int) -> None:
    listed = [_one(str(n), pointer="/đ") for n in range(count)]
    told = problems.step_summary(listed, ENGLISH, OLD, limit)
    assert len(told.encode()) <= limit
    if told:
        left = re.search(r"… and (\d+) more", told)
        assert len(list(_rows(told))) + (int(left[1]) if left else 0) == count + len(OLD)


@pytest.mark.parametrize("room", [0, -1])
def test_the_summary_is_cut_exactly_where_it_would_be_too_large(room: int) -> None:
    whole = problems.step_summary(PROBLEMS, ENGLISH)
    assert (problems.step_summary(PROBLEMS, ENGLISH, (), len(whole.encode()) + room) == whole) == (room == 0)


def test_github_takes_a_summary_of_a_mebibyte() -> None:
    assert table.MAX_SUMMARY == 1024 * 1024


def test_the_gravest_come_first_and_those_in_changed_files_before_them() -> None:
    warning = Problem(Place("a"), "x", severity=Severity.WARNING)
    error, changed = Problem(Place("b"), "x"), Problem(Place("c"), "x", severity=Severity.WARNING)
    assert order.by_weight([warning, error, changed], {"c"}) == [changed, error, warning]
    assert order.by_weight([warning, error, changed]) == [error, warning, changed]


@pytest.mark.parametrize("form", problems.FORMATS)
def test_every_form_tells_the_problems_of_a_broken_catalogue(form: str, root: Path) -> None:
    for path in root.glob("catalogue/databases/*.yaml"):
        path.write_text(path.read_text("utf-8").replace("title:", "titel:", 1), encoding="utf-8")
    found = check(root, lambda _: None).problems
    told = problems.FORMATS[form](found, ENGLISH, ())
    assert all(problem.code in told for problem in found)
