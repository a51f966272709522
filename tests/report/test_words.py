"""Every code and every key has words in both languages, and they ask for the same things."""

import re
import string
from pathlib import Path
from typing import Any

import pytest

import publisher
from publisher.problem import Place, Problem
from publisher.report.words import LANGUAGES, Words
from publisher.source import read

FOLDER = Path(publisher.__file__).parent


def _read(name: str) -> Any:
    document, problems = read(FOLDER / "text" / f"{name}.yaml", name)
    assert document
    return document.data, problems


PROBLEMS, TERMINAL = _read("problems")[0], _read("terminal")[0]
PARTS = ("what", "fix", "why")


def _names(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name is not None}


@pytest.mark.parametrize("name", ["problems", "terminal"])
def test_a_file_of_words_is_sound_yaml(name: str) -> None:
    assert _read(name)[1] == []


@pytest.mark.parametrize("code", PROBLEMS)
def test_a_code_has_all_parts_in_every_language_and_nothing_else(code: str) -> None:
    assert {language: set(parts) for language, parts in PROBLEMS[code].items()} == {
        language: set(PARTS) for language in LANGUAGES
    }
    assert all(isinstance(text, str) and text.strip() for parts in PROBLEMS[code].values() for text in parts.values())


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("code", PROBLEMS)
def test_the_languages_name_the_same_things(code: str, part: str) -> None:
    vi, en = (_names(PROBLEMS[code][language][part]) for language in ("vi", "en"))
    assert vi == en


def test_why_a_rule_exists_names_no_case() -> None:
    assert {code for code, told in PROBLEMS.items() for part in told.values() if _names(part["why"])} == set()


@pytest.mark.parametrize("code", PROBLEMS)
def test_a_code_is_said_whatever_it_is_given(code: str, words: Words) -> None:
    names = set().union(*(_names(PROBLEMS[code][words.language][part]) for part in PARTS))
    for args in ({}, dict.fromkeys(names, "X{0}y")):
        problem = Problem(Place("a.yaml"), code, args)
        for said in (words.what(problem), words.fix(problem)):
            assert said
            assert "{nearest}" not in said


@pytest.mark.parametrize("code", PROBLEMS)
def test_a_code_is_explained_without_a_case(code: str, words: Words) -> None:
    for part in PARTS:
        said = words.explain(code, part)
        assert said
        assert "{" not in said
        assert "<nearest>" not in said


@pytest.mark.parametrize("key", TERMINAL)
def test_a_key_of_the_terminal_has_both_languages_with_the_same_names(key: str) -> None:
    assert set(TERMINAL[key]) == set(LANGUAGES)
    vi, en = (_names(TERMINAL[key][language]) for language in ("vi", "en"))
    assert vi == en


@pytest.mark.parametrize("key", TERMINAL)
def test_a_key_of_the_terminal_is_said(key: str, words: Words) -> None:
    args = dict.fromkeys(_names(TERMINAL[key][words.language]), "X")
    assert words(key, **args).strip()


def test_every_key_of_the_terminal_is_used_somewhere() -> None:
    source = "".join(path.read_text("utf-8") for path in FOLDER.rglob("*.py")).replace("'", '"')
    made = {"error", "warning"} | {key for key in TERMINAL if key.startswith("help.")}
    plain = {key: re.sub(r"^(doctor|cause|mend)\.", "", key) for key in TERMINAL}
    assert {key for key, name in plain.items() if f'"{name}"' not in source} - made == set()


@pytest.mark.parametrize(
    ("args", "expected"),
    [
        pytest.param({"property": "titel"}, "delete it or mend its name", id="nothing near"),
        pytest.param({"property": "titel", "nearest": ""}, "delete it or mend its name", id="an empty one"),
        pytest.param(
            {"property": "titel", "nearest": "title"},
            "delete it or mend its name. Did you mean 'title'?",
            id="the nearest",
        ),
    ],
)
def test_a_near_word_is_asked_for(args: dict[str, str], expected: str, english: Words) -> None:
    assert english.problem("unknown-property", args, "fix") == expected


@pytest.mark.parametrize(
    ("args", "expected"),
    [
        pytest.param({}, "mend it", id="nothing"),
        pytest.param({"expects.en": "two digits"}, "mend it: two digits", id="the reader's language"),
        pytest.param({"expects.en": "two digits", "expects.vi": "hai chữ số"}, "mend it: two digits", id="both"),
    ],
)
def test_what_a_schema_expects_is_said_in(args: dict[str, str], expected: str, english: Words) -> None:
    assert english.problem("bad-pattern", args, "fix") == expected


def test_what_a_schema_expects_is_said_in_english_where_the_language_has_no_words() -> None:
    said = Words("vi").problem("bad-pattern", {"expects.en": "two digits"}, "fix")
    assert said.endswith(": two digits")


@pytest.mark.parametrize(
    ("format", "example"),
    [("date", "2026-11-21"), ("uri", "https://example.org/"), ("email", "data@example.org"), ("regex", "^[0-9]{2}$")],
)
def test_a_format_is_shown_by_an_example(format: str, example: str, english: Words) -> None:
    assert english.problem("bad-format", {"value": "x", "format": format}, "fix") == f"write it like {example}"


def test_a_format_without_an_example_still_says_how_to_mend_it(english: Words) -> None:
    fix = english.problem("bad-format", {"value": "x", "format": "hostname"}, "fix")
    assert not fix.endswith("like ")


def test_a_suggested_name_is_said(english: Words) -> None:
    assert english.problem("bad-name", {"suggestion": "dan-toc"}, "fix").endswith(", for example 'dan-toc'")


@pytest.mark.parametrize(
    ("code", "expected"),
    [("table-new-fault", "the table is not valid: N"), ("no-such-code", "does not fit the schema: M")],
)
def test_a_code_without_words_borrows_those_of_its_family(code: str, expected: str, english: Words) -> None:
    assert english.problem(code, {"note": "N", "message": "M"}, "what") == expected


@pytest.mark.parametrize(
    ("word", "expected"),
    [("unknown-propety", ". Did you mean 'unknown-property'?"), ("zzzzzzz", "")],
    ids=["one like it", "none like it"],
)
def test_a_word_that_is_not_known_is_asked_back(word: str, expected: str, english: Words) -> None:
    assert english.meant(word, english.codes()) == expected


def test_the_codes_are_those_that_have_words(english: Words) -> None:
    assert english.codes() == list(PROBLEMS)
    assert english.knows("schema")
    assert not english.knows("no-such-code")
