"""Every type of Table Schema v2: what the standard accepts and refuses, and where frictionless 5.21 says otherwise.

Where the two differ the standard is followed. `differs` names the cells of which frictionless says the opposite, so
that the day it changes its mind is noticed. Source: https://datapackage.org/standard/table-schema/.
"""

import csv
import io
import json
from dataclasses import dataclass
from pathlib import Path

import frictionless
import pytest

from publisher.source import parse
from tests.faults.catalogues import DATASET, TABLE, add_table, found

SIZE = "        - {name: size, type: integer, title: Size}\n"


@dataclass(frozen=True)
class Case:
    """A field, cells that it accepts, cells that it refuses, and cells of which frictionless says the opposite."""

    field: str
    fits: tuple[str, ...]
    past: tuple[str, ...]
    differs: tuple[str, ...] = ()


CASES = {
    "string": Case("type: string", ("a", " a ", "Đắk Lắk"), ()),
    "string, e-mail": Case("type: string, format: email", ("a@example.org",), ("a", "a@")),
    "string, address": Case("type: string, format: uri", ("https://example.org/a", "urn:a:b"), ("example", "a b")),
    "string, UUID": Case(
        "type: string, format: uuid", ("c56a4180-65aa-42ec-a945-5fd21dec0538",), ("c56a4180", "x" * 36)
    ),
    # Frictionless passes over strange signs between the letters of base64.
    "string, base64": Case("type: string, format: binary", ("YWJj", "YQ=="), ("Y", "YW@@Jj"), differs=("YW@@Jj",)),
    # `1_000`, `٣`, an Infinity in full: what Python calls a number is more than what XML Schema does.
    "number": Case(
        "type: number",
        ("1", "-1.5", "+1", ".5", "1.", "1e5", "1E-3", "NaN", "nan", "INF", "-INF", " 1 "),
        ("1,5", "1.000,5", "1_000", "٣", "Infinity", "sNaN", "0x1", "1e", "€1"),
        differs=("1_000", "٣", "Infinity", "sNaN"),
    ),
    "number with marks": Case(
        "type: number, decimalChar: ',', groupChar: .",
        ("1,5", "1.000,5", "1.000.000", "-1.000", ",5"),
        ("1,5,5", ".000", "1..000", "1 000"),
        differs=(".000", "1..000"),
    ),
    "number with words around": Case(
        "type: number, bareNumber: false",
        ("95%", "€95", "EUR 95.5", "-5 kg", "95"),
        ("none", "1-2", "€.5"),
        differs=("€.5",),  # which it takes for 5
    ),
    "integer": Case(
        "type: integer", ("1", "-5", "+3", "007", " 7 "), ("1.0", "1e3", "1_000", "٣", "1,000"), differs=("1_000", "٣")
    ),
    # Frictionless does not know groupChar of an integer.
    "integer with marks": Case(
        "type: integer, groupChar: ','",
        ("1,000", "10,00,000", "-1,000", "5"),
        (",1", "1,", "1,,0", "1.000"),
        differs=("1,000", "10,00,000", "-1,000"),
    ),
    "integer with words around": Case("type: integer, bareNumber: false", ("95%", "EUR 95", "-5 kg"), ("none", "1.5")),
    "boolean": Case("type: boolean", ("true", "True", "TRUE", "1", "false", "0"), ("yes", "tRUE", " true", "2")),
    "boolean in words": Case(
        "type: boolean, trueValues: [Có, x], falseValues: [Không]", ("Có", "x", "Không"), ("true", "có", "0")
    ),
    # A month or a day of one digit is none in the standard.
    "date": Case(
        "type: date",
        ("2026-01-31", "0001-01-01"),
        ("2026-1-5", "2026-02-30", "31/01/2026", "20260131", " 2026-01-31"),
        differs=("2026-1-5",),
    ),
    "date by a pattern": Case(
        "type: date, format: '%d/%m/%Y'", ("31/01/2026", "1/2/2026"), ("2026-01-31", "32/1/2026")
    ),
    "date of any form": Case("type: date, format: any", ("31 January 2026", "2026-01-31"), ("someday",)),
    "datetime": Case(
        "type: datetime",
        ("2026-01-31T12:00:00", "2026-01-31T12:00:00.300-05:00", "2026-01-31T12:00:00Z", "2026-01-31T24:00:00"),
        ("2026-01-31 12:00:00", "2026-01-31T12:00", "2026-01-31", "2026-01-31T12:00:00+0700", "2026-02-30T12:00:00"),
        differs=("2026-01-31 12:00:00", "2026-01-31T12:00:00+0700"),
    ),
    "datetime by a pattern": Case(
        "type: datetime, format: '%d/%m/%Y %H:%M'", ("31/01/2026 09:15",), ("2026-01-31T09:15:00",)
    ),
    # The standard has hh:mm:ss and nothing else.
    "time": Case(
        "type: time",
        ("15:00:00", "00:00:00"),
        ("15:00", "25:00:00", "15:00:00Z", "15:00:00.5", "3 pm"),
        differs=("15:00:00Z", "15:00:00.5"),
    ),
    "time by a pattern": Case("type: time, format: '%H:%M'", ("15:00",), ("15:00:00", "noon")),
    # gYear of XML Schema: frictionless knows four characters that Python takes for a number. An offset from UTC, which
    # gYear may have, is refused here too: the value of a year is a number.
    "year": Case(
        "type: year",
        ("2026", "0999", "20266", "-0044"),
        ("26", "999", " 999", "+999", "20_6", "02026", "2026Z"),
        differs=("20266", "-0044", " 999", "+999", "20_6"),
    ),
    "yearmonth": Case(
        "type: yearmonth",
        ("2026-01", "-0044-03", "12026-12"),
        ("2026-1", "2026-13", "99-12", "2026", "2026-01-01"),
        differs=("2026-1", "99-12", "-0044-03"),
    ),
    # XML Schema has no weeks, and fractions of seconds only.
    "duration": Case(
        "type: duration",
        ("P1Y2M3DT10H30M", "P1Y", "-P120D", "PT0.5S", "P400D"),
        ("P", "P1YT", "1Y", "P2W", "P1.5Y", "PT1,5S", "p1y"),
        differs=("P2W", "P1.5Y", "P1YT", "PT1,5S"),
    ),
    "object": Case("type: object", ('{"a": 1}', "{}"), ("[]", "1", "{", '{"a": NaN}'), differs=('{"a": NaN}',)),
    "array": Case("type: array", ("[1, 2]", "[]"), ("{}", "1,2", "[NaN]"), differs=("[NaN]",)),
    "list": Case("type: list", ("a", "a,b"), ()),
    "list of integers": Case(
        "type: list, itemType: integer, delimiter: ;", ("1;2", "1"), ("1;x", "1,2", "1_0;2"), differs=("1_0;2",)
    ),
    "list of dates": Case("type: list, itemType: date", ("2026-01-31,2026-02-01",), ("2026-01-31,31/01/2026",)),
    "geopoint": Case(
        "type: geopoint", ("90.50, 45.50", "90.50,45.50", "-180,-90"), ("181,0", "0,91", "1", "1,2,3", "a,b", "[1,2]")
    ),
    # The items are numbers, not texts.
    "geopoint as an array": Case(
        "type: geopoint, format: array",
        ("[90.50, 45.50]",),
        ('["1", "2"]', "[1]", "90,45", "[true, 1]"),
        differs=('["1", "2"]', "[true, 1]"),
    ),
    "geopoint as an object": Case(
        "type: geopoint, format: object", ('{"lon": 90.5, "lat": 45.5}',), ('{"lon": 1}', '{"lon": 1, "lng": 2}', "{}")
    ),
    "geojson": Case(
        "type: geojson",
        ('{"type": "Point", "coordinates": [1, 2]}',),
        ('{"type": "Pont"}', "[1, 2]", '{"type": "Point", "coordinates": [NaN, 2]}'),
        differs=('{"type": "Point", "coordinates": [NaN, 2]}',),
    ),
    "topojson": Case(
        "type: geojson, format: topojson",
        ('{"type": "Topology", "objects": {}, "arcs": []}',),
        ('{"type": "Topology"}', "{"),
    ),
    "any": Case("type: any", ("a", "1", "{}"), ()),
}


def _table(cells: tuple[str, ...]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([("code", "size"), *(("a", cell) for cell in cells)])
    return text.getvalue()


def _descriptor(field: str) -> str:
    return DATASET.replace(SIZE, f"        - {{name: size, title: Size, {field}}}\n")


@pytest.mark.parametrize("name", CASES)
def test_a_type_accepts_and_refuses_what_the_standard_says(root: Path, name: str) -> None:
    case = CASES[name]
    add_table(root, _table((*case.fits, "")), descriptor=_descriptor(case.field))
    assert found(root) == []
    add_table(root, _table(case.past), descriptor=_descriptor(case.field))
    rows = range(2, len(case.past) + 2)
    assert found(root) == [(TABLE, row, 3, "table-type-error") for row in rows]


@pytest.mark.parametrize("name", [name for name, case in CASES.items() if case.fits])
def test_frictionless_says_the_opposite_only_where_we_know(name: str) -> None:
    case = CASES[name]
    text = "{name: x, " + case.field + "}"
    field = frictionless.Field.from_descriptor(_read(text))
    verdicts = {cell: not field.read_cell(cell)[1] for cell in (*case.fits, *case.past)}
    opposite = {cell for cell, fits in verdicts.items() if fits != (cell in case.fits)}
    assert opposite == set(case.differs)


def _read(text: str) -> dict[str, object]:
    document, problems = parse(text, "field")
    assert document
    assert not problems
    told: dict[str, object] = json.loads(json.dumps(document.data))
    return told


@dataclass(frozen=True)
class Limit:
    """A constraint that frictionless does not know of the type, or stumbles over: cells that keep to it, and not."""

    field: str
    fits: tuple[str, ...]
    past: tuple[str, ...]


LIMITS = {
    "an integer with marks": Limit(
        "type: integer, groupChar: ',', constraints: {minimum: '1,000', exclusiveMaximum: 2000}",
        ("1,000", "1999"),
        ("999", "2,000"),
    ),
    "a year": Limit("type: year, constraints: {minimum: 1900, maximum: '2026'}", ("1900", "2026"), ("1899", "2027")),
    "a month": Limit("type: yearmonth, constraints: {exclusiveMinimum: 2026-01}", ("2026-02",), ("2026-01", "2025-12")),
    # A month has 28 to 31 days: what is not certain does not hold.
    "a duration": Limit(
        "type: duration, constraints: {minimum: P1M, maximum: P1Y}",
        ("P1M", "P31D", "P12M", "P365D"),
        ("P27D", "P30D", "P366D", "P2Y"),
    ),
    "a moment with and without an offset": Limit(
        "type: datetime, constraints: {minimum: '2026-01-02T00:00:00Z'}",
        ("2026-01-02T00:00:00Z", "2026-01-02T07:00:00+07:00", "2026-01-02T14:00:00"),
        ("2026-01-02T00:00:00+07:00", "2026-01-02T13:59:59"),
    ),
    "a time": Limit("type: time, constraints: {minimum: '08:00:00'}", ("08:00:00",), ("07:59:59",)),
    "the length of an object": Limit("type: object, constraints: {minLength: 1}", ('{"a": 1}',), ("{}",)),
    "the length of a list": Limit("type: list, constraints: {maxLength: 2}", ("a,b",), ("a,b,c",)),
    "a JSON Schema": Limit(
        "type: array, constraints: {jsonSchema: {items: {type: integer}}}", ("[1, 2]", "[]"), ('["a"]', "[1.5]")
    ),
    "what a list may be": Limit(
        "type: list, itemType: integer, constraints: {enum: [[1, 2], '3']}", ("1,2", "3"), ("2,1",)
    ),
    "what a duration may be": Limit("type: duration, constraints: {enum: [P1Y, P1D]}", ("P12M", "PT24H"), ("P2Y",)),
    "what an object may be": Limit("type: object, constraints: {enum: [{a: 1}]}", ('{"a": 1.0}',), ('{"a": true}',)),
    "what a point may be": Limit("type: geopoint, constraints: {enum: ['1, 2']}", ("1,2", "1.0,2.0"), ("2,1",)),
}


@pytest.mark.parametrize("name", LIMITS)
def test_a_constraint_that_frictionless_does_not_check_is_checked(root: Path, name: str) -> None:
    limit = LIMITS[name]
    add_table(root, _table((*limit.fits, "")), descriptor=_descriptor(limit.field))
    assert found(root) == []
    add_table(root, _table(limit.past), descriptor=_descriptor(limit.field))
    rows = range(2, len(limit.past) + 2)
    assert found(root) == [(TABLE, row, 3, "table-constraint-error") for row in rows]


def test_categories_are_compared_as_values(root: Path) -> None:
    field = "type: integer, categories: [1, 2], categoriesOrdered: true"
    add_table(root, _table(("01", "2", "")), descriptor=_descriptor(field))
    assert found(root) == []
    add_table(root, _table(("3", "1.0")), descriptor=_descriptor(field))
    assert found(root) == [(TABLE, 2, 3, "not-a-category"), (TABLE, 3, 3, "table-type-error")]


@pytest.mark.parametrize(
    ("field", "table", "fits", "past"),
    [
        pytest.param("", "['', '-']", ("-", "1"), ("n/a",), id="of the table"),
        pytest.param("", "[{value: '-', label: Refused}]", ("-",), ("n/a",), id="with a label"),
        pytest.param(", missingValues: [n/a]", "['-']", ("n/a",), ("-", ""), id="of a field alone"),
        pytest.param(", missingValues: []", "['-']", ("1",), ("-",), id="none of a field"),
        pytest.param(", missingValues: [{value: n/a}], groupChar: ','", "['-']", ("n/a",), ("-",), id="read here"),
    ],
)
def test_missing_values_of_a_field_take_the_place_of_those_of_the_table(
    root: Path, field: str, table: str, fits: tuple[str, ...], past: tuple[str, ...]
) -> None:
    descriptor = _descriptor(f"type: integer{field}") + f"      missingValues: {table}\n"
    add_table(root, _table(fits), descriptor=descriptor)
    assert found(root) == []
    add_table(root, _table(past), descriptor=descriptor)
    assert found(root) == [(TABLE, row, 3, "table-type-error") for row in range(2, len(past) + 2)]
