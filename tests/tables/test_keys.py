"""Keys that frictionless does not check: to other datasets, and unique ones."""

from pathlib import Path

import pytest

from tests.faults.catalogues import DESCRIPTOR, TABLE, Found, add_table, found

REFERENCE = "reference: {package: lighthouses, resource: lighthouses, fields: [code]}"
FOREIGN = f"      foreignKeys: [{{fields: [code], {REFERENCE}}}]\n"
PAIR = FOREIGN.replace("[code]}}", "[code, reach]}}").replace("[code]", "[code, size]")
UNIQUE = "      uniqueKeys: [[code, size], [code]]\n"


@pytest.mark.parametrize(
    ("schema", "rows", "expected"),
    [
        pytest.param(FOREIGN, "001,1\n008,2\n", [], id="every code is there"),
        pytest.param(FOREIGN, "009,1\n001,2\n010,3\n", [(2, 1), (4, 1)], id="two codes are not"),
        pytest.param(FOREIGN, ",1\n", [], id="an empty key refers to nothing"),
        pytest.param(f"{FOREIGN}      missingValues: ['', n/a]\n", "n/a,1\n", [], id="nor does a missing value"),
        pytest.param(FOREIGN, "1,1\n", [(2, 1)], id="a code is text: 1 is not 001"),
        pytest.param(PAIR, "001,22\n001,\n", [], id="a pair, and one half empty"),
        pytest.param(PAIR, '"001",22\n001,9\n', [(3, 1)], id="a pair that is not there"),
        pytest.param(FOREIGN, '"0\n1",1\n', [(2, 1)], id="a newline in a key"),
    ],
)
def test_a_key_to_another_dataset_has_a_partner(
    root: Path, schema: str, rows: str, expected: list[tuple[int, int]]
) -> None:
    add_table(root, f"code,size\n{rows}", schema)
    assert found(root) == [(TABLE, *place, "foreign-key") for place in expected]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        pytest.param("a,1\nb,1\n", [], id="nothing twice"),
        pytest.param("a,1\nb,1\na,2\n", [(4, 1)], id="one of two keys twice"),
        pytest.param('"a\nb",1\nc,2\n"a\nb",1\n', [(5, 1), (5, 1)], id="both keys twice, below quoted newlines"),
        pytest.param(",1\n,1\n", [], id="a missing part makes no key"),
    ],
)
def test_a_unique_key_occurs_once(root: Path, rows: str, expected: list[tuple[int, int]]) -> None:
    add_table(root, f"code,size\n{rows}", UNIQUE)
    assert found(root) == [(TABLE, *place, "unique-key") for place in expected]


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        pytest.param("code,seize\na,1\n", [(TABLE, 1, 6, "table-incorrect-label")], id="a label that differs"),
        pytest.param("code\na\n", [(TABLE, 1, 5, "table-missing-label")], id="a label that is missing"),
        pytest.param("code,size\na\n", [(TABLE, 2, 2, "table-missing-cell")], id="a cell that is missing"),
    ],
)
def test_a_key_over_a_column_that_is_not_there_is_not_checked(root: Path, table: str, expected: list[Found]) -> None:
    add_table(root, table, UNIQUE)
    assert found(root) == expected


def test_a_key_to_a_table_that_is_itself_unreadable_is_not_checked(root: Path) -> None:
    (root / "datasets" / "lighthouses" / "lighthouses.csv").unlink()
    add_table(root, "code,size\n999,1\n", FOREIGN)
    assert [code for *_, code in found(root)] == ["missing-file"]


@pytest.mark.parametrize("wrong", ["lighthouses.csv", "header"])
def test_a_key_to_a_table_with_another_header_is_not_checked(root: Path, wrong: str) -> None:
    path = root / "datasets" / "lighthouses" / "lighthouses.csv"
    path.write_text(path.read_text("utf-8").replace("code,", f"{wrong},", 1), encoding="utf-8")
    add_table(root, "code,size\n001,1\n", FOREIGN)
    assert found(root) == [("datasets/lighthouses/lighthouses.csv", 1, 1, "table-incorrect-label")]


def test_a_key_names_a_dataset_and_not_a_database(root: Path) -> None:
    add_table(root, "code,size\n001,1\n", FOREIGN.replace("package: lighthouses", "package: lights-register"))
    assert found(root) == [(DESCRIPTOR, 19, 59, "unknown-dataset")]


def test_a_key_to_an_empty_table_has_no_partner(root: Path) -> None:
    path = root / "datasets" / "lighthouses" / "lighthouses.csv"
    path.write_text(path.read_text("utf-8").partition("\n")[0] + "\n", encoding="utf-8")
    add_table(root, "code,size\n001,1\n", FOREIGN)
    assert (TABLE, 2, 1, "foreign-key") in found(root)
