"""Did you mean: of what is misspelt the problem names what was probably meant, wherever the known words are at hand."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.faults.catalogues import DATABASE, DATASET, DESCRIPTOR, TABLE, checked, write

ENTRY = "catalogue/databases/invented.yaml"
KEY = """\
      foreignKeys:
        - fields: [code]
          reference: {{package: lighthouses, resource: {}, fields: [code]}}
"""
_Make = Callable[[Path], None]


def _entry(text: str) -> _Make:
    return lambda root: write(root, {ENTRY: text})


def _table(descriptor: str, file: str = TABLE) -> _Make:
    return lambda root: write(root, {DESCRIPTOR: descriptor, file: "code,size\n001,1\n"})


def _catalogue(old: str, new: str) -> _Make:
    def make(root: Path) -> None:
        path = root / "catalogue/catalogue.yaml"
        path.write_text(path.read_text("utf-8").replace(old, new, 1), encoding="utf-8")

    return make


# What is written, the code of the problem, and what was meant.
CASES = {
    "a property": (_entry(f"{DATABASE}keyword: [light]\n"), "unknown-property", "keywords"),
    "a property of an item": (
        _table(DATASET.replace("    title: Table\n", "    title: Table\n    tilte: x\n")),
        "unknown-property",
        "title",
    ),
    "a value of a vocabulary": (_entry(DATABASE.replace("class: open", "class: opne")), "not-allowed", "open"),
    "the label of a value": (_entry(DATABASE.replace("class: open", "class: Mở")), "not-allowed", "open"),
    "a label in another case": (
        _entry(DATABASE.replace("class: open", "class: chia sẻ MẶC định")),
        "not-allowed",
        "default",
    ),
    "nearly a label": (
        _entry(DATABASE.replace("class: open", "class: Shared on special requests")),
        "not-allowed",
        "request",
    ),
    "a type of a field": (_table(DATASET.replace("type: integer", "type: integr")), "not-allowed", "integer"),
    "a format": (_table(DATASET.replace("format: csv", "format: cvs")), "not-allowed", "csv"),
    "a licence": (_table(DATASET.replace("cc0-1.0", "cc-0-1.0")), "not-allowed", "cc0-1.0"),
    "an organization": (
        _entry(DATABASE.replace("islands-maritime", "island-maritime")),
        "unknown-organization",
        "islands-maritime-office",
    ),
    "a theme": (_entry(f"{DATABASE}themes: [navigatoin]\n"), "unknown-theme", "navigation"),
    "a database": (_table(DATASET.replace("lights-register", "light-register")), "unknown-database", "lights-register"),
    "an entry": (
        _entry(f"{DATABASE}relations: [{{type: part_of, target: light-register}}]\n"),
        "unknown-package",
        "lights-register",
    ),
    "a rule set": (_catalogue("licence: cc0-1.0", "licence: cc0-1.0\nrules: [vn-nd74]"), "unknown-rule-set", "vn-nd47"),
    "a dataset": (
        _table(DATASET + KEY.format("lighthouses").replace("package: lighthouses", "package: lighthouse")),
        "unknown-dataset",
        "lighthouses",
    ),
    "a resource": (_table(DATASET + KEY.format("lighthouse")), "unknown-resource", "lighthouses"),
    "a column of a primary key": (_table(f"{DATASET}      primaryKey: [cdoe]\n"), "unknown-field", "code"),
    "a column of a unique key": (_table(f"{DATASET}      uniqueKeys: [[sise]]\n"), "unknown-field", "size"),
    "a file": (_table(DATASET, "datasets/invented/Table.csv"), "missing-file", "Table.csv"),
}


@pytest.mark.parametrize("case", CASES)
def test_what_was_probably_meant_is_named(case: str, root: Path) -> None:
    make, code, meant = CASES[case]
    make(root)
    assert [problem.args.get("nearest") for problem in checked(root).problems if problem.code == code] == [meant]


def test_a_value_that_is_like_none_names_none(root: Path) -> None:
    write(root, {ENTRY: DATABASE.replace("class: open", "class: zzzzzz")})
    (problem,) = checked(root).problems
    assert "nearest" not in problem.args
    assert problem.args["allowed"] == "open, default, request, internal"


def test_a_name_that_cannot_be_one_gets_a_suggestion(root: Path) -> None:
    path = root / "catalogue/themes.yaml"
    path.write_text(path.read_text("utf-8") + "\nBiển đảo:\n  title: Sea\n", encoding="utf-8")
    (problem,) = checked(root).problems
    assert (problem.code, problem.args["suggestion"]) == ("bad-name", "bien-dao")
