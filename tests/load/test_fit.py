"""Fitting descriptors to schemas: each limit at the limit and one past it, one problem a fault, words that help."""

from pathlib import Path

import pytest

from publisher.load.fit import MAX_SHOWN, unusable
from publisher.problem import Problem
from tests.faults.catalogues import DATABASE, DATASET, TABLE, checked, found, write

ENTRY = "catalogue/databases/invented.yaml"
DESCRIPTOR = "datasets/invented/datapackage.yaml"
OFFICE = "catalogue/organizations/invented.yaml"
TABLE_FIELD = "        - {name: size, type: integer, title: Size}\n"


def _database(**properties: str) -> dict[str, str]:
    given = "".join(f"{name}: {value}\n" for name, value in properties.items())
    kept = [line for line in DATABASE.splitlines(keepends=True) if line.partition(":")[0] not in properties]
    return {ENTRY: "".join(kept) + given}


def _dataset(old: str, new: str) -> dict[str, str]:
    return {DESCRIPTOR: DATASET.replace(old, new, 1), TABLE: "code,size\na,1\n"}


def _codes(root: Path, files: dict[str, str]) -> list[str]:
    write(root, files)
    return [code for *_, code in found(root)]


def _only(root: Path, files: dict[str, str]) -> Problem:
    write(root, files)
    (problem,) = checked(root).problems
    return problem


@pytest.mark.parametrize(
    ("property", "fits", "past", "code"),
    [
        pytest.param("title", "a" * 500, "a" * 501, "too-long", id="a line of 500"),
        pytest.param("title", "a", "''", "too-short", id="a line of one"),
        pytest.param("title", "'a b'", "'a b '", "bad-pattern", id="a line without spaces at its end"),
        pytest.param("purpose", "a" * 20_000, "a" * 20_001, "too-long", id="prose of 20,000"),
        pytest.param("number", "1", "0", "too-small", id="a number from 1"),
        pytest.param("number", "1", "1.5", "wrong-type", id="a whole number"),
        pytest.param("keywords", f"[{'a' * 100}]", f"[{'a' * 101}]", "too-long", id="a keyword of 100"),
        pytest.param("keywords", "[ab]", "[a]", "too-short", id="a keyword of 2"),
        pytest.param("keywords", "[hải đăng]", "['hải, đăng']", "bad-pattern", id="a keyword without commas"),
        pytest.param(
            "keywords",
            str([f"k{n}" for n in range(50)]),
            str([f"k{n}" for n in range(51)]),
            "too-many",
            id="50 keywords",
        ),
        pytest.param("themes", "[navigation]", "[]", "too-few", id="one theme"),
        pytest.param("issued", "2026-12-31", "2026-12-32", "bad-pattern", id="the last day"),
        pytest.param("issued", "2026-12", "2026-00", "bad-pattern", id="a month"),
        pytest.param("frequency", "R/P12M", "R/P0M", "not-allowed", id="a repeating interval"),
        pytest.param("frequency", "IRREG", "OFTEN", "not-allowed", id="a code of the EU"),
        pytest.param("class", "open", "5", "wrong-type", id="a word of a vocabulary"),
        pytest.param("open_candidate", "true", "'yes'", "wrong-type", id="true or false"),
        pytest.param(
            "feedback_url", "https://a.example/", "ftp://a.example/", "bad-pattern", id="an address of the web"
        ),
        pytest.param(
            "feedback_url",
            f"https://a.example/{'a' * 1982}",
            f"https://a.example/{'a' * 1983}",
            "too-long",
            id="an address of 2,000",
        ),
        pytest.param(
            "contact", "{title: A, email: a@b.example}", "{title: A, email: a-b.example}", "bad-format", id="an e-mail"
        ),
        pytest.param(
            "items",
            f"[{{name: {'a' * 60}, title: A, class: open}}]",
            f"[{{name: {'a' * 61}, title: A, class: open}}]",
            "too-long",
            id="a name of 60",
        ),
        pytest.param(
            "items",
            "[{name: ab, title: A, class: open}]",
            "[{name: a, title: A, class: open}]",
            "too-short",
            id="a name of 2",
        ),
        pytest.param(
            "items",
            "[{name: a-b, title: A, class: open}]",
            "[{name: a--b, title: A, class: open}]",
            "bad-pattern",
            id="single hyphens",
        ),
    ],
)
def test_a_limit_of_a_database_holds_at_the_limit_and_not_past_it(
    root: Path, property: str, fits: str, past: str, code: str
) -> None:
    assert _codes(root, _database(**{property: fits})) == []
    assert _codes(root, _database(**{property: past})) == [code]


@pytest.mark.parametrize(
    ("old", "fits", "past", "code"),
    [
        pytest.param("version: 1.0.0", "version: 10.20.30", "version: '1.0'", "bad-pattern", id="three numbers"),
        pytest.param(
            "description: A table that is invented for one test and holds as little as a table can hold.",
            f"description: {'a' * 50}",
            f"description: {'a' * 49}",
            "too-short",
            id="a description of 50",
        ),
        pytest.param(
            "version: 1.0.0",
            "version: 1.0.0\ncreated: 2024-02-29",
            "version: 1.0.0\ncreated: 2025-02-29",
            "bad-format",
            id="a leap day",
        ),
        pytest.param(
            "version: 1.0.0",
            "version: 1.0.0\nspatial: {title: A, bbox: [-180, -90, 180, 90]}",
            "version: 1.0.0\nspatial: {title: A, bbox: [-181, -90, 180, 90]}",
            "too-small",
            id="degrees",
        ),
        pytest.param(
            "name: size,", f"name: {'a' * 63},", f"name: {'a' * 64},", "bad-pattern", id="a column name of 63"
        ),
        pytest.param(
            "    encoding: utf-8\n",
            "    encoding: utf-8\n    bytes: 0\n",
            "    encoding: utf-8\n    bytes: -1\n",
            "too-small",
            id="bytes from 0",
        ),
        pytest.param(
            "type: integer,",
            f"type: string, constraints: {{pattern: '{'a' * 200}'}},",
            f"type: string, constraints: {{pattern: '{'a' * 201}'}},",
            "too-long",
            id="a pattern of 200",
        ),
        pytest.param(
            "type: integer,",
            "type: string, constraints: {pattern: '[a-z]'},",
            "type: string, constraints: {pattern: '[a-z'},",
            "bad-format",
            id="a pattern that can be read",
        ),
    ],
)
def test_a_limit_of_a_dataset_holds_at_the_limit_and_not_past_it(
    root: Path, old: str, fits: str, past: str, code: str
) -> None:
    assert code not in _codes(root, _dataset(old, fits))
    assert _codes(root, _dataset(old, past)).count(code) == 1


@pytest.mark.parametrize(
    ("count", "code"), [(200, None), (201, "too-many")], ids=["200 resources fit", "201 resources do not"]
)
def test_the_number_of_resources_is_limited(root: Path, count: int, code: str | None) -> None:
    head, _, item = DATASET.partition("  - name: table")
    bare = ("  - name: table" + item).partition("    schema:")[0].replace("format: csv", "format: pdf")
    names = [f"t{number}" for number in range(count)]
    text = head + "".join(bare.replace("name: table", f"name: {n}").replace("table.csv", f"{n}.pdf") for n in names)
    write(root, {DESCRIPTOR: text, **{f"datasets/invented/{name}.pdf": f"%PDF {name}" for name in names}})
    assert [found_code for *_, found_code in found(root)] == ([code] if code else [])


@pytest.mark.parametrize(
    ("files", "args"),
    [
        pytest.param(_database(titel="A"), {"property": "titel", "nearest": "title"}, id="a near name is offered"),
        pytest.param(
            _database(**{"class": "opne"}),
            {"nearest": "open", "allowed": "open, default, request, internal"},
            id="the allowed values are listed",
        ),
        pytest.param(
            _database(keywords=f"[{'a' * 101}]"),
            {"limit": "100", "value": "a" * (MAX_SHOWN - 1) + "…"},
            id="a long value is cut",
        ),
        pytest.param(
            _database(number="x" * MAX_SHOWN),
            {"type": "integer", "value": "x" * MAX_SHOWN},
            id="a value that fits is whole",
        ),
        pytest.param(
            _database(contact="{title: A, email: b}"),
            {"format": "email", "property": "email"},
            id="the format is named",
        ),
        pytest.param(
            _dataset("type: integer,", "type: integer, constraints: {minimum: []},"),
            {"type": "number, string", "value": "[]"},
            id="several types are named",
        ),
        pytest.param(
            _dataset("encoding: utf-8", "encoding: latin1"), {"allowed": "utf-8"}, id="the only value is named"
        ),
        pytest.param(
            _database(items="[{name: ab, title: A}]"),
            {"property": "class", "parent": "0"},
            id="what is missing is named with its place",
        ),
    ],
)
def test_a_problem_carries_what_its_words_need(root: Path, files: dict[str, str], args: dict[str, str]) -> None:
    problem = _only(root, files)
    assert {key: problem.args.get(key) for key in args} == args


def test_the_words_of_a_schema_for_its_shape_are_handed_on(root: Path) -> None:
    expects = "expects: {vi: hai chữ số, en: two digits}"
    write(
        root, {"schemas/database.yaml": f"properties: {{harbour: {{type: string, pattern: '^[0-9]+$', {expects}}}}}\n"}
    )
    (problem,) = checked(root).problems
    assert problem.code == "bad-pattern"
    assert (problem.args["expects.vi"], problem.args["expects.en"]) == ("hai chữ số", "two digits")


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        pytest.param(_database(number="no"), "ambiguous-scalar", id="an ambiguous word of a wrong type"),
        pytest.param(_database(number="!x a"), "yaml-tag", id="a tag on a wrong type"),
        pytest.param(
            {ENTRY: DATABASE.replace("title: Invented database", "title: &a A\nnumber: *a")},
            "yaml-alias",
            id="an alias for a number",
        ),
        pytest.param(_database(title="''"), "too-short", id="an empty title"),
    ],
)
def test_nothing_is_said_twice_at_one_place(root: Path, files: dict[str, str], expected: str) -> None:
    assert _codes(root, files) == [expected]


def test_a_fault_in_a_name_at_the_root_does_not_hide_what_is_missing(root: Path) -> None:
    files = {OFFICE: "ti\u0302tle: Invented\n"}
    assert set(_codes(root, files)) == {"not-nfc", "unknown-property", "missing-property"}


@pytest.mark.parametrize("name", ["No Spaces", "UPPER", "-a", "a" * 61, "x"])
def test_a_bad_name_of_a_theme_is_one_problem_at_the_name(root: Path, name: str) -> None:
    text = (root / "catalogue" / "themes.yaml").read_text("utf-8")
    problem = _only(root, {"catalogue/themes.yaml": f"{text}{name}:\n  title: A\n"})
    assert (problem.code, problem.args["name"]) == ("bad-name", name)
    assert (problem.place.line, problem.place.column) == (text.count("\n") + 1, 1)


@pytest.mark.parametrize(
    ("schema", "usable"),
    [
        pytest.param({"type": "string"}, True, id="a schema"),
        pytest.param({"type": "nonsense"}, False, id="no type"),
        pytest.param({"pattern": "("}, False, id="no pattern"),
        pytest.param({"$ref": "#/$defs/nowhere"}, False, id="a reference that leads nowhere"),
    ],
)
def test_a_schema_that_cannot_be_used_is_told_from_one_that_can(schema: dict[str, str], usable: bool) -> None:
    assert (unusable(schema) == "") is usable


def test_an_endless_number_is_a_wrong_type(root: Path) -> None:
    past = _dataset("version: 1.0.0", "version: 1.0.0\nspatial: {title: A, bbox: [1e999, 0, 1, 1]}")
    assert _codes(root, past) == ["wrong-type"]
