"""Frictionless as the judge: each of its errors is named at its own line and column, and nothing breaks it."""

from pathlib import Path

import pytest

from publisher.model import Kind
from publisher.tables import PREVIEW_ROWS, canonical
from tests.faults.catalogues import DATASET, DESCRIPTOR, TABLE, add_table, checked, found

SIZE = "        - {name: size, type: integer, title: Size}\n"
QUOTED = 'code,size\n"a\nb",1\n'


def _typed(type: str, constraints: str = "") -> str:
    return DATASET.replace(
        SIZE, f"        - {{name: size, type: {type}, title: Size, constraints: {{{constraints}}}}}\n"
    )


@pytest.mark.parametrize(
    ("row", "schema", "line", "column", "code"),
    [
        pytest.param("c,x", "", 4, 3, "table-type-error", id="a cell of another type"),
        pytest.param("c,1.0", "", 4, 3, "table-type-error", id="a decimal point in an integer"),
        pytest.param('"c\nd",x', "", 5, 4, "table-type-error", id="a cell behind a quoted newline"),
        pytest.param("", "", 4, 1, "table-blank-row", id="a blank row"),
        pytest.param(",", "", 4, 1, "table-blank-row", id="a row of empty cells"),
        pytest.param("c,2,3", "", 4, 5, "table-extra-cell", id="a cell too many"),
        pytest.param("c", "", 4, 2, "table-missing-cell", id="a cell too few"),
        pytest.param('"a\nb",2', "      primaryKey: [code]\n", 4, 1, "table-primary-key", id="a primary key twice"),
        pytest.param(",2", "      primaryKey: [code]\n", 4, 1, "table-primary-key", id="an empty primary key"),
        pytest.param(
            "c,2",
            "      foreignKeys: [{fields: [code], reference: "
            "{package: lighthouses, resource: lighthouses, fields: [code]}}]\n",
            2,
            1,
            "foreign-key",
            id="a key without a partner",
        ),
        pytest.param("c,1", "      uniqueKeys: [[size]]\n", 4, 3, "unique-key", id="a unique key twice"),
    ],
)
def test_an_error_below_a_quoted_newline_is_named_at_its_physical_place(
    root: Path, row: str, schema: str, line: int, column: int, code: str
) -> None:
    add_table(root, f"{QUOTED}{row}\nz,9\n", schema)
    assert (TABLE, line, column, code) in found(root)
    assert {found_code for *_, found_code in found(root)} == {code}


@pytest.mark.parametrize(
    ("header", "column", "code"),
    [
        pytest.param("code", 5, "table-missing-label", id="a label too few"),
        pytest.param("code,size,more", 11, "table-extra-label", id="a label too many"),
        pytest.param("code,seize", 6, "table-incorrect-label", id="another label"),
        pytest.param("code,Size", 6, "table-incorrect-label", id="another case"),
        pytest.param("code, size", 6, "table-incorrect-label", id="a space before a label"),
        pytest.param("code,code", 6, "table-duplicate-label", id="a label twice"),
        pytest.param("code,", 6, "table-blank-label", id="no label"),
    ],
)
def test_an_error_of_the_header_is_named_at_its_label(root: Path, header: str, column: int, code: str) -> None:
    width = header.count(",") + 1
    add_table(root, f"{header}\n{','.join(['1'] * width)}\n")
    assert found(root) == [(TABLE, 1, column, code)]


@pytest.mark.parametrize(
    ("type", "constraints", "fits", "past"),
    [
        pytest.param("integer", "minimum: 1", "1", "0", id="minimum"),
        pytest.param("integer", "maximum: 1", "1", "2", id="maximum"),
        pytest.param("string", "minLength: 2", "ab", "a", id="shortest"),
        pytest.param("string", "maxLength: 2", "ab", "abc", id="longest"),
        pytest.param("string", "enum: [a, b]", "b", "c", id="allowed values"),
        pytest.param("string", "required: true", "a", "", id="required"),
        pytest.param("string", "pattern: 'a|b'", "b", "bc", id="a pattern of two ends where frictionless does not"),
        pytest.param("string", "pattern: 'a|b'", "a", "xa", id="a pattern of two begins where frictionless does not"),
        pytest.param("string", "pattern: 'a'", "a", '"a\n"', id="a pattern allows no newline behind it"),
        pytest.param("date", "minimum: 2026-01-01", "2026-01-01", "2025-12-31", id="a first day"),
    ],
)
def test_a_constraint_holds_at_the_limit_and_not_past_it(
    root: Path, type: str, constraints: str, fits: str, past: str
) -> None:
    descriptor = _typed(type, constraints)
    add_table(root, f"code,size\na,{fits}\n", descriptor=descriptor)
    assert found(root) == []
    add_table(root, f"code,size\na,{past}\n", descriptor=descriptor)
    assert found(root) == [(TABLE, 2, 3, "table-constraint-error")]


@pytest.mark.parametrize(
    ("type", "constraints", "code"),
    [
        pytest.param("integer", "minimum: abc", "value-of-other-type", id="a minimum that is no integer"),
        pytest.param("year", "minimum: '26'", "value-of-other-type", id="a minimum that is no year"),
        pytest.param("integer", "pattern: '[0-9]'", "not-of-type", id="a pattern of an integer"),
        pytest.param("string", r"pattern: '\p{L}+'", "bad-regex", id="a pattern that only ECMA knows"),
        pytest.param("boolean", "minLength: 1", "not-of-type", id="a length of a boolean"),
    ],
)
def test_a_constraint_that_cannot_be_checked_is_a_fault_of_the_schema_and_the_rest_is_checked(
    root: Path, type: str, constraints: str, code: str
) -> None:
    cells = "1" if type != "year" else "2026"
    add_table(root, f"code,size\na,{cells}\na,2,3\n", descriptor=_typed(type, constraints))
    assert (TABLE, 3, 5, "table-extra-cell") in found(root)
    assert next((file, code) for file, _, _, code in found(root)) == (DESCRIPTOR, code)


@pytest.mark.parametrize("values", ["[]", "['', '-']"], ids=["none", "a dash"])
def test_missing_values_are_those_that_the_schema_names(root: Path, values: str) -> None:
    add_table(root, "code,size\na,-\n", f"      missingValues: {values}\n")
    assert found(root) == ([] if "-" in values else [(TABLE, 2, 3, "table-type-error")])


@pytest.mark.parametrize(
    ("schema", "line", "column", "code"),
    [
        pytest.param("      foreignKeys: [{fields: [code]}]\n", 19, 21, "missing-property", id="no reference"),
        pytest.param(
            "      foreignKeys: [{fields: [code], reference: {fields: [size]}}]\n",
            19,
            21,
            "key-mismatch",
            id="columns of two types",
        ),
        pytest.param(
            "      foreignKeys: [{fields: [code], reference: {resource: '', fields: 5}}]\n",
            19,
            72,
            "wrong-type",
            id="fields that are no list",
        ),
        pytest.param(
            "      foreignKeys: [{fields: 5, reference: {package: lighthouses, resource: a, fields: [b]}}]\n",
            19,
            30,
            "wrong-type",
            id="own fields that are no list",
        ),
        pytest.param(
            "      foreignKeys: [{fields: [code], reference: 5}]\n",
            19,
            49,
            "wrong-type",
            id="a reference that is no mapping",
        ),
        pytest.param(
            "        - {type: string, title: Nameless}\n", 19, 11, "missing-property", id="a field without a name"
        ),
        pytest.param(
            "      foreignKeys: [{fields: [code], reference: {resource: '', fields: [code, size]}}]\n",
            19,
            21,
            "unlike-keys",
            id="keys of different length",
        ),
    ],
)
def test_an_unfit_key_is_one_problem_and_does_not_stop_the_check(
    root: Path, schema: str, line: int, column: int, code: str
) -> None:
    add_table(root, "code,size\na,1\n", schema)
    assert found(root) == [(DESCRIPTOR, line, column, code)]


@pytest.mark.parametrize("extra", [0, 1])
def test_no_more_errors_are_told_than_anyone_reads(root: Path, extra: int) -> None:
    add_table(root, "code,size\n" + "a,x\n" * (canonical.MAX_ERRORS - 1 + extra))
    assert len(found(root)) == canonical.MAX_ERRORS - 1 + extra


def test_errors_are_cut_at_the_limit(root: Path) -> None:
    add_table(root, "code,size\n" + "a,x\n" * (canonical.MAX_ERRORS + 1))
    assert len(found(root)) == canonical.MAX_ERRORS


def test_a_problem_of_a_cell_tells_column_value_and_reason(root: Path) -> None:
    add_table(root, f"code,size\na,{'x' * (canonical.MAX_SHOWN + 1)}\n")
    (problem,) = checked(root).problems
    told = {"field": "size", "value": "x" * canonical.MAX_SHOWN, "note": 'type is "integer/default"'}
    assert {key: problem.args[key] for key in told} == told


@pytest.mark.parametrize("rows", [PREVIEW_ROWS, PREVIEW_ROWS + 1])
def test_a_preview_holds_the_first_rows_without_the_header(root: Path, rows: int) -> None:
    add_table(root, "code,size\n" + "".join(f"a,{number}\n" for number in range(rows)))
    sound = checked(root).sound
    assert sound
    (resource,) = next(package for package in sound.of(Kind.DATASET) if package.name == "invented").resources
    assert resource.measure
    assert resource.measure.rows == rows
    assert resource.measure.preview == tuple(("a", str(number)) for number in range(PREVIEW_ROWS))
