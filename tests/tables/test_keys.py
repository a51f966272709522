"""Keys that frictionless does not check: to other datasets, and unique ones."""

from pathlib import Path

import pytest

from publisher.tables import typed_rows
from tests.faults.catalogues import DATASET, DESCRIPTOR, TABLE, Found, add_table, checked, found

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


SIZE = "        - {name: size, type: integer, title: Size}\n"


def _typed(field: str) -> str:
    return DATASET.replace(SIZE, f"        - {{name: size, title: Size, {field}}}\n")


@pytest.mark.parametrize(
    ("field", "cells", "repeated"),
    [
        pytest.param("type: integer", ("1", "01"), True, id="an integer with a nought before it"),
        pytest.param("type: number", ("1.0", "1"), True, id="a number with a fraction of nought"),
        pytest.param("type: number, decimalChar: ','", ("1,50", "1,5"), True, id="a decimal comma"),
        pytest.param("type: string", ("1", "01"), False, id="text is what it is"),
        pytest.param("type: boolean", ("true", "1"), True, id="two words for true"),
        pytest.param("type: date, format: '%d/%m/%Y'", ("1/2/2026", "01/02/2026"), True, id="one day"),
        pytest.param("type: duration", ("P1Y", "P12M"), True, id="a year of twelve months"),
        pytest.param("type: duration", ("P1M", "P30D"), False, id="a month is no number of days"),
        pytest.param("type: array", ("[1, 2]", "[1,2]"), True, id="an array written twice"),
        pytest.param("type: array", ("[true]", "[1]"), False, id="true is not 1"),
        pytest.param("type: object", ('{"a":1,"b":2}', '{"b":2,"a":1}'), True, id="an object in another order"),
        pytest.param("type: list", ("a,b", "a,b"), True, id="a list"),
        pytest.param("type: geopoint", ("1,2", "1.0, 2"), True, id="a point"),
        pytest.param("type: geojson", ('{"type":"Point","coordinates":[1,2]}',) * 2, True, id="a place"),
    ],
)
@pytest.mark.parametrize("way", ["uniqueKeys", "unique", "primaryKey"])
def test_a_value_occurs_once_however_it_is_written(
    root: Path, field: str, cells: tuple[str, str], repeated: bool, way: str
) -> None:
    quoted = [cell.replace('"', '""') for cell in cells]
    constraint = ", constraints: {unique: true}" if way == "unique" else ""
    schema = {"uniqueKeys": "      uniqueKeys: [[size]]\n", "primaryKey": "      primaryKey: [size]\n"}.get(way, "")
    add_table(root, f'code,size\na,"{quoted[0]}"\nb,"{quoted[1]}"\n', schema, descriptor=_typed(field + constraint))
    places = [(file, line) for file, line, _, _ in found(root)]
    assert places == ([(TABLE, 3)] if repeated else [])


@pytest.mark.parametrize(
    ("schema", "rows", "expected"),
    [
        pytest.param(
            "      foreignKeys: [{fields: [code, size], reference: {fields: [code, size]}}]\n",
            "a,1\nb,\n",
            [],
            id="a key of which a part is missing refers to nothing",
        ),
        pytest.param(
            "      foreignKeys: [{fields: [size, size], reference: {fields: [size, other]}}]\n",
            "1,1\n2,3\n",
            [(3, 3, "foreign-key")],
            id="a pair that is not there",
        ),
        pytest.param(
            "      foreignKeys: [{fields: [size], reference: {fields: [other]}}]\n",
            "1,01\n01,2\n",
            [],
            id="numbers are compared as numbers",
        ),
        pytest.param(
            "      primaryKey: [code, size]\n",
            "a,1\nb,\n,\n",
            [(3, 3, "table-constraint-error"), (4, 1, "table-blank-row")],
            id="no part of a primary key is empty",
        ),
    ],
)
def test_keys_within_a_table_follow_sql(
    root: Path, schema: str, rows: str, expected: list[tuple[int, int, str]]
) -> None:
    wide = "other" in schema
    descriptor = DATASET + (SIZE.replace("size", "other") if wide else "")
    columns = "code,size,other" if wide else "code,size"
    text = "".join(f"x,{row}\n" if wide else f"{row}\n" for row in rows.splitlines())
    add_table(root, f"{columns}\n{text}", schema, descriptor=descriptor)
    spots = [(line, column, code) for file, line, column, code in found(root) if file == TABLE]
    assert [spot for spot in spots if spot[2] != "table-primary-key"] == expected


MATCHES = {
    "exact": {"code,size": True, "size,code": False, "code": False, "code,size,more": False},
    "equal": {"code,size": True, "size,code": True, "code": False, "code,size,more": False},
    "subset": {"code,size": True, "more,size,code": True, "code": False},
    "superset": {"code,size": True, "size": True, "code,size,more": False},
    "partial": {"code": True, "more,size": True, "more,most": False},
}


@pytest.mark.parametrize(("match", "header"), [(match, header) for match, cases in MATCHES.items() for header in cases])
def test_fields_match_columns_as_the_schema_says(root: Path, match: str, header: str) -> None:
    cells = ",".join({"code": "a", "size": "1"}.get(label, "?") for label in header.split(","))
    add_table(root, f"{header}\n{cells}\n", f"      fieldsMatch: {match}\n")
    assert ("ok" if not found(root) else "fault") == ("ok" if MATCHES[match][header] else "fault")


def test_columns_in_another_order_are_read_by_name(root: Path) -> None:
    schema = "      fieldsMatch: equal\n      uniqueKeys: [[code]]\n"
    add_table(root, "size,code\n1,a\nx,a\n1_0,b\n", schema)
    assert found(root) == [
        (TABLE, 3, 1, "table-type-error"),
        (TABLE, 3, 3, "unique-key"),
        (TABLE, 4, 1, "table-type-error"),
    ]


def test_rows_and_previews_are_in_the_order_of_the_fields(root: Path) -> None:
    add_table(root, "more,size,code\n?,1,a\n", "      fieldsMatch: subset\n")
    catalogue = checked(root).sound
    assert catalogue
    package = catalogue.package("invented")
    assert package
    assert list(typed_rows(package.resources[0])) == [["a", 1]]
    measure = package.resources[0].measure
    assert measure
    assert measure.preview == (("a", "1"),)
