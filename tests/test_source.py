"""YAML that knows its places: what is read, what is refused, every limit at the limit and one past it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from publisher.problem import Place, Problem
from publisher.source import MAX_BYTES, MAX_DEPTH, MAX_NODES, Pointer, json_pointer, parse, read

FILE = "x.yaml"
BREAKS = "\n\r\x85\u2028\u2029"
YAMLISH = st.text(alphabet="ab:-?[]{},&*!|>'\"%#~ \t\n0123no.é\u0301", max_size=60)


def _found(problems: list[Problem]) -> list[tuple[int, int, str]]:
    return [(problem.place.line, problem.place.column, problem.code) for problem in problems]


def _pointers(data: Any, pointer: Pointer = ()) -> Iterator[Pointer]:
    yield pointer
    branches = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in branches:
        yield from _pointers(value, (*pointer, key))


def _data(text: str) -> Any:
    document, problems = parse(text, FILE)
    assert problems == []
    assert document
    return document.data


@given(st.text() | YAMLISH)
@example("a: \x85")
@example("a: \x9f")
@example("\ufffe")
@example("a: *")
@example("\t\u2028")
def test_no_text_breaks_the_parser_and_no_value_is_without_a_place(text: str) -> None:
    document, problems = parse(text, FILE)
    assert document or problems
    for pointer in _pointers(document.data) if document else ():
        line, column = document.values[pointer]
        assert 1 <= line <= 2 + sum(text.count(char) for char in BREAKS)  # the end is on a line of its own
        assert column >= 1
    assert all(problem.place.line >= 1 and problem.place.column >= 1 for problem in problems)


@given(st.dictionaries(st.text("ab", min_size=1, max_size=3), st.integers(1, 9), min_size=1, max_size=5))
def test_every_property_stands_on_its_own_line(data: dict[str, int]) -> None:
    document, problems = parse("".join(f"{key}:  {value}\n" for key, value in data.items()), FILE)
    assert document
    assert (document.data, problems) == (data, [])
    for number, key in enumerate(data, start=1):
        assert document.at(key) == Place(FILE, number, len(key) + 4, f"/{key}")
        assert (document.at_key(key).line, document.at_key(key).column) == (number, 1)


@pytest.mark.parametrize(
    ("scalar", "value"),
    [
        ("true", True),
        ("False", False),
        ("null", None),
        ("~", None),
        ("", None),
        ("12", 12),
        ("-7", -7),
        ("0", 0),
        ("999999999999999999", 999_999_999_999_999_999),
        ("1000000000000000000", "1000000000000000000"),
        ("1.5", 1.5),
        ("-.5", -0.5),
        ("1e3", 1000.0),
        ("2026-11-21", "2026-11-21"),
        ("1.0.0", "1.0.0"),
        ("'no'", "no"),
        ('"012"', "012"),
        ("|\n  no\n", "no\n"),
        (".inf", ".inf"),
        ("1\u0663", "1\u0663"),
        ("\u0663.\u0665", "\u0663.\u0665"),
    ],
)
def test_a_scalar_is_read_by_the_core_schema_of_yaml_1_2(scalar: str, value: Any) -> None:
    data = _data(f"a: {scalar}")
    assert (data, type(data["a"])) == ({"a": value}, type(value))


@pytest.mark.parametrize(
    "scalar", ["no", "Yes", "ON", "off", "y", "N", "012", "00", "12:30", "-1:30", "1_000", "-012", "+012", "0x1F"]
)
def test_what_other_programs_read_differently_must_be_quoted(scalar: str) -> None:
    document, problems = parse(f"a: {scalar}", FILE)
    assert _found(problems) == [(1, 4, "ambiguous-scalar")]
    assert document
    assert document.data == {"a": scalar}
    assert _data(f"a: '{scalar}'") == {"a": scalar}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("", [(1, 1, "empty-file")], id="nothing at all"),
        pytest.param("# a\n", [(2, 1, "empty-file")], id="only a comment"),
        pytest.param("a: 1\n---\nb: 2\n", [(2, 1, "several-documents")], id="two documents"),
        pytest.param("a: [1\n", [(2, 1, "yaml-syntax")], id="a list that never ends"),
        pytest.param("a: 'x\n", [(2, 1, "yaml-syntax")], id="a quote that never ends"),
        pytest.param("%NO\n", [(1, 4, "yaml-syntax")], id="an unknown directive"),
        pytest.param("a:\n\tb: 1\n", [(2, 1, "yaml-tab")], id="a tab as indent"),
        pytest.param("[a]: 1\n", [(1, 1, "yaml-key")], id="a list as a name"),
        pytest.param("a: &x 1\n*x : 2\n", [(2, 1, "yaml-key")], id="an alias as a name"),
        pytest.param("a: &x 1\nb: [2, *x]\n", [(2, 8, "yaml-alias")], id="an alias"),
        pytest.param("a: !x 1\nb: !!str c\n", [(1, 4, "yaml-tag"), (2, 4, "yaml-tag")], id="tags"),
        pytest.param("a: !x [1]\n", [(1, 4, "yaml-tag")], id="a tag of a list"),
        pytest.param("a: 1\nb: 2\na: 3\n", [(3, 1, "duplicate-key")], id="a property twice"),
        pytest.param("a: 1\na: 2\na: 3\n", [(2, 1, "duplicate-key"), (3, 1, "duplicate-key")], id="three times"),
        pytest.param(
            "a:\n  - b: 1\n    b: {c: no}\n", [(3, 5, "duplicate-key"), (3, 12, "ambiguous-scalar")], id="deep"
        ),
        pytest.param("a: e\u0301\n", [(1, 4, "not-nfc")], id="a separate mark in a value"),
        pytest.param("e\u0301: 1\n", [(1, 1, "not-nfc")], id="a separate mark in a name"),
        pytest.param('a: "e\\u0301"\n', [(1, 4, "not-nfc")], id="a separate mark by escape"),
        pytest.param("a: 1\nb: x\u202ey\n", [(2, 5, "hidden-character")], id="a change of direction"),
        pytest.param("a: \u200bx\n", [(1, 4, "hidden-character")], id="no width"),
        pytest.param("a: \ufeffx\n", [(1, 4, "hidden-character")], id="a mark inside"),
        pytest.param("a: x\x07\n", [(1, 5, "hidden-character")], id="a bell"),
        pytest.param("a: 1\nb: \x9f\n", [(2, 4, "hidden-character")], id="a control of Latin-1"),
        pytest.param("a: \ufffe\n", [(1, 4, "hidden-character")], id="no character at all"),
        pytest.param('a: "x\\u202ey"\n', [(1, 4, "hidden-character")], id="hidden by escape"),
        pytest.param('a: "x\\0y"\n', [(1, 4, "hidden-character")], id="a zero by escape"),
    ],
)
def test_a_fault_is_named_at_its_place(text: str, expected: list[tuple[int, int, str]]) -> None:
    assert _found(parse(text, FILE)[1]) == expected


def test_a_duplicate_key_is_named_with_both_lines_and_the_first_value_stays() -> None:
    document, problems = parse("a: 1\nb: 2\na: {b: 3}\n", FILE)
    assert document
    assert document.data == {"a": 1, "b": 2}
    assert problems[0].args == {"key": "a", "first": "1"}
    assert document.at("a").line == 1


def test_a_duplicate_does_not_move_the_place_of_what_stays() -> None:
    document, _ = parse("a: {duplicate: 1}\na: 2\n", FILE)
    assert document
    assert document.at("a", "duplicate").line == 1


def test_text_is_composed_even_if_it_was_not_written_so() -> None:
    document, _ = parse("e\u0301: e\u0301\n", FILE)
    assert document
    assert document.data == {"é": "é"}


def test_faults_that_do_not_stop_the_parser_are_said_before_the_one_that_does() -> None:
    assert _found(parse("a: no\nb: [\n", FILE)[1]) == [(1, 4, "ambiguous-scalar"), (3, 1, "yaml-syntax")]


@pytest.mark.parametrize("opening", ["[", "{a: "])
def test_depth_is_limited(opening: str) -> None:
    closing = {"[": "]", "{a: ": "}"}[opening]
    fits = opening * MAX_DEPTH + "1" + closing * MAX_DEPTH
    assert parse(fits, FILE)[1] == []
    document, problems = parse(opening + fits + closing, FILE)
    assert document is None
    assert [(p.code, p.args) for p in problems] == [("over-limit", {"what": "depth", "limit": str(MAX_DEPTH)})]


def test_the_number_of_values_is_limited() -> None:
    fits = "- 1\n" * (MAX_NODES - 1)
    assert parse(fits, FILE)[1] == []
    document, problems = parse(fits + "- 1\n", FILE)
    assert document is None
    assert [(p.code, p.args) for p in problems] == [("over-limit", {"what": "values", "limit": str(MAX_NODES)})]
    assert problems[0].place.line == MAX_NODES


def test_the_size_of_a_file_is_limited(tmp_path: Path) -> None:
    path = tmp_path / FILE
    path.write_bytes(b"a: 1\n#" + b"x" * (MAX_BYTES - 6))
    assert read(path, FILE)[1] == []
    path.write_bytes(path.read_bytes() + b"x")
    document, problems = read(path, FILE)
    assert document is None
    assert [(p.code, p.args) for p in problems] == [("over-limit", {"what": "bytes", "limit": str(MAX_BYTES)})]


def test_a_file_that_cannot_be_read_is_a_problem(tmp_path: Path) -> None:
    for path in (tmp_path / "gone.yaml", tmp_path):
        document, problems = read(path, FILE)
        assert document is None
        assert _found(problems) == [(1, 1, "unreadable-file")]
        assert problems[0].args["reason"]


@pytest.mark.parametrize(
    ("raw", "place"),
    [
        (b"a: 1\nb: \xe9\n", (2, 4)),
        (b"a: \xe1\xbb", (1, 4)),
        ("à: ".encode() + b"\xff", (1, 4)),
    ],
    ids=["Latin-1", "a letter cut in two", "behind a letter of two bytes"],
)
def test_another_encoding_is_named_at_its_first_byte(tmp_path: Path, raw: bytes, place: tuple[int, int]) -> None:
    (tmp_path / FILE).write_bytes(raw)
    document, problems = read(tmp_path / FILE, FILE)
    assert document is None
    assert _found(problems) == [(*place, "not-utf8")]


def test_a_byte_order_mark_before_a_descriptor_is_harmless(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"\xef\xbb\xbfa: 1\n")
    document, problems = read(tmp_path / FILE, FILE)
    assert document
    assert (document.data, problems, document.at_key("a").column) == ({"a": 1}, [], 1)


def test_what_is_not_written_stands_where_its_nearest_parent_stands() -> None:
    document, _ = parse("a:\n  b: [1]\n", FILE)
    assert document
    assert str(document.at("a", "b", 0)) == f"{FILE}:2:7"
    assert str(document.at("a", "c", "d")) == f"{FILE}:2:3"
    assert document.at("a", "c", "d").pointer == "/a/c/d"
    assert str(document.at_key("a", "b")) == f"{FILE}:2:3"
    assert str(document.at_key("a", "b", 0)) == f"{FILE}:2:7"
    assert str(document.at()) == f"{FILE}:1:1"


@pytest.mark.parametrize(
    ("pointer", "written"), [((), ""), (("a", 0), "/a/0"), (("a/b", "c~d"), "/a~1b/c~0d"), (("~1",), "/~01")]
)
def test_a_pointer_is_written_as_rfc_6901_does(pointer: Pointer, written: str) -> None:
    assert json_pointer(pointer) == written
