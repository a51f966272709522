"""Tables in the DataStore of a real CKAN: types, dictionary and values are there as they were sent, and known again."""

import itertools
from pathlib import Path
from typing import Any

import ckanapi
import pytest

from publisher.model import Kind, Resource
from publisher.tables import typed_rows
from publisher.targets.ckan.datastore import Table, drop, load, marks, table_of
from tests.targets.spots import CODE, KEYED, NAME, PLAIN, ROWS, SIZE, VERSIONS, YEAR, Row, Spot, table_with
from tests.targets.worlds import CkanWorld, catalogue_of, planned, publish

pytestmark = pytest.mark.ckan


TYPES = {
    "string": ("text", 'a, "b"\nĐắk', 'a, "b"\nĐắk'),
    "any": ("text", "1", "1"),
    "integer": ("int8", 2**63 - 1, 2**63 - 1),
    "number": ("numeric", "1.10", 1.1),
    "boolean": ("bool", False, False),
    "date": ("date", "0999-12-31", "0999-12-31"),
    "datetime": ("timestamp", "2026-01-31T12:00:00", "2026-01-31T12:00:00"),
    "time": ("text", "12:00:00+07:00", "12:00:00+07:00"),
    "year": ("int4", 999, 999),
    "yearmonth": ("text", "2026-01", "2026-01"),
}


@VERSIONS
def test_types_come_back_as_they_were_asked_for_and_values_as_they_were_sent(spot: Spot) -> None:
    table = table_with(*({"name": f"a_{kind}", "type": kind, "title": kind} for kind in TYPES))
    spot.load(table, [[sent for _, sent, _ in TYPES.values()], [None] * len(TYPES)])
    assert [(field["id"], field["type"]) for field in spot.fields()] == [
        (f"a_{kind}", type) for kind, (type, _, _) in TYPES.items()
    ]
    full, empty = spot.rows()
    moment = list(TYPES).index("datetime")
    full[moment] = full[moment].removesuffix(".000")  # as CKAN 2.12 tells it
    assert full == [back for _, _, back in TYPES.values()]
    assert empty == [None] * len(TYPES)


@VERSIONS
def test_the_dictionary_holds_label_notes_and_unit_in_every_language(spot: Spot) -> None:
    spot.load(KEYED, ROWS)
    told = {field["id"]: field["info"] for field in spot.fields()}
    assert told["code"] == {"label": "Mã tỉnh", "label_en": "Code"}
    assert told["name"] == {"label": "Tên"}
    assert told["size"] == {
        "label": "Dân số",
        "label_en": "Population",
        "notes": SIZE["description"],
        "notes_en": "Residents",
        "unit": "người",
        "unit_en": "persons",
    }


def test_the_files_of_a_catalogue_are_in_the_datastore_cell_by_cell(spot: Spot) -> None:
    catalogue = catalogue_of(spot.world.root)
    tables = [resource for package in catalogue.of(Kind.DATASET) for resource in package.resources]
    assert tables
    for resource in tables:
        table = table_of(resource, catalogue.languages)
        assert table
        assert resource.measure
        wanted = marks(table, resource.measure.sha256)
        for _ in range(2):
            spot.calls.clear()
            load(spot.connection, spot.id, table, lambda r=resource: typed_rows(r), resource.measure.rows, wanted, {})
            kinds = [column.type for column in table.columns]
            assert [list(map(_plainly, row, kinds)) for row in spot.rows()] == [
                list(map(_plainly, row, kinds)) for row in typed_rows(resource)
            ]
        assert spot.writes() == ["datastore_create"] or not table.key
        drop(spot.connection, spot.id)


def _plainly(value: Any, kind: str) -> Any:
    """A value as both JSON and our own rows tell it."""
    if value is None:
        return None
    return float(value) if kind == "numeric" else str(value).removesuffix(".000")


def test_a_table_that_is_there_is_not_written_again(spot: Spot) -> None:
    spot.load(KEYED, ROWS)
    before = spot.ids()
    spot.load(KEYED, ROWS)
    assert spot.writes() == ["datastore_create"]
    assert spot.ids() == before


NASTY = ["", "-", " a ", "a,b", '"', '""', 'say "x"', "a\nb", "a\r\nb", "\r", "\t", "\\", "\\N", "\\.", "NULL", "null",
         "%s", ":x", "::", "{}", "'", "Đường ống", "\u00a0", "😀", "1", "true", "2026-01-01", "x" * 70_000]  # fmt: skip


VALUES: dict[str, list[Any]] = {
    "string": NASTY,
    "integer": [0, -1, 2**63 - 1, -(2**63)],
    "number": ["0", "-1", "1.10", "1.1", "1E-7", "1E+3", "NaN", "0.12345678901234567890"],
    "boolean": [True, False],
    "date": ["0001-01-01", "2026-12-31", "9999-12-31"],
    "datetime": [
        "2026-01-31T12:00:00",
        "2026-01-31T12:00:00+07:00",
        "0001-01-01T00:00:00",
    ],
    "year": [0, 2026, 9999],
}


@VERSIONS
@pytest.mark.parametrize("others", [(), tuple(VALUES)[1:]], ids=["text", "all types"])
def test_a_value_is_known_again_as_it_is_on_the_portal(spot: Spot, others: tuple[str, ...]) -> None:
    kinds = ("string", *others)
    table = table_with(CODE, *({"name": f"a_{kind}", "type": kind, "title": kind} for kind in kinds), key=("code",))
    columns = [VALUES[kind] for kind in kinds]
    rows = [[f"{number}", *values] for number, values in enumerate(itertools.zip_longest(*columns, [None]))]
    rows = [row[: len(kinds) + 1] for row in rows]
    spot.load(table, rows)
    spot.load(table, rows)
    assert spot.writes() == ["datastore_create"]


@VERSIONS
def test_any_text_may_be_a_key(spot: Spot) -> None:
    table = table_with(CODE, YEAR, NAME, key=("code", "year"))
    rows: list[Row] = [[value, number, value] for number, value in enumerate([*NASTY, "x", "x"])]
    spot.load(table, rows)
    before = spot._records()
    changed = [[code, number, f"{name} changed"] for code, number, name in rows[:-1]]
    spot.load(table, [*changed, ["new", 0, None]])
    assert spot.writes() == ["datastore_create", "datastore_records_delete", "update", "insert"]
    *kept, new = sorted(spot._records())
    assert kept == [[id, *row] for (id, *_), row in zip(before[:-1], changed, strict=True)]
    assert new[1:] == ["new", 0, None]


LEAST = {
    "the last of many digits": ("number", "0.12345678901234567890", "0.12345678901234567891"),
    "an empty text to no value": ("string", "", None),
    "no value to an empty text": ("string", None, ""),
    "the case of a letter": ("string", "đ", "Đ"),
    "the offset of a moment": ("datetime", "2026-01-31T12:00:00+07:00", "2026-01-31T12:00:00Z"),
    "a thousandth of a second": ("datetime", "2026-01-31T12:00:00.001000", "2026-01-31T12:00:00.002000"),
    "a truth": ("boolean", True, False),
    "a truth to no value": ("boolean", False, None),
}


@VERSIONS
def test_the_least_change_of_a_cell_is_seen(spot: Spot) -> None:
    kinds = ("string", "number", "datetime", "boolean")
    table = table_with(CODE, *({"name": kind, "type": kind, "title": kind} for kind in kinds), key=("code",))
    before, after = (
        [[change, *(told[side] if kind == told[0] else None for kind in kinds)] for change, told in LEAST.items()]
        for side in (1, 2)
    )
    spot.load(table, [*before, ["nothing", "a", "1", None, True]])
    spot.load(table, [*after, ["nothing", "a", "1", None, True]])
    updated = [record["code"] for _, data in spot.calls if data.get("method") == "update" for record in data["records"]]
    assert updated == list(LEAST)


def test_a_moment_with_an_offset_is_kept_in_utc(spot: Spot) -> None:
    table = table_with(CODE, {"name": "moment", "type": "datetime", "title": "Lúc"}, key=("code",))
    spot.load(table, [["1", "2026-01-31T05:00:00+07:00"], ["2", "2026-01-30T22:00:00"], ["3", None]])
    (_, first), (_, second), (_, third) = spot.rows()
    assert first == second
    assert first.startswith("2026-01-30T22:00:00")
    assert third is None


@VERSIONS
def test_a_change_of_the_dictionary_touches_no_row(spot: Spot) -> None:
    held = spot.load(KEYED, ROWS)
    before = spot.ids()
    told = table_with(CODE, {**NAME, "title": "Tên tỉnh", "title_en": "Province"}, SIZE, key=("code",))
    spot.load(told, ROWS, held)
    assert spot.writes() == ["datastore_create"]
    assert "datastore_search" not in [action for action, _ in spot.calls]
    assert spot.ids() == before
    assert spot.fields()[1]["info"] == {"label": "Tên tỉnh", "label_en": "Province"}


def test_tables_that_are_no_longer_wanted_go_and_views_stay(ckan: CkanWorld) -> None:
    publish(ckan)
    resource = ckan.show("lighthouses")["resources"][0]
    assert resource["datastore_active"]
    ckan.configure(datastore="false")
    publish(ckan)
    assert not ckan.show("lighthouses")["resources"][0]["datastore_active"]
    with pytest.raises(ckanapi.NotFound):
        ckan.api.action.datastore_info(id=resource["id"])
    assert planned(ckan)[2].changes == ()


@pytest.mark.parametrize(
    ("other", "differing"),
    [
        pytest.param(KEYED, set(), id="nothing"),
        pytest.param(PLAIN, {"columns"}, id="the key"),
        pytest.param(table_with({**CODE, "title": "Mã"}, NAME, SIZE, key=("code",)), {"dictionary"}, id="a label"),
        pytest.param(table_with({**CODE, "unit": "x"}, NAME, SIZE, key=("code",)), {"dictionary"}, id="a unit"),
        pytest.param(
            table_with(CODE, NAME, {**SIZE, "type": "number"}, key=("code",)), {"columns", "rows"}, id="a type"
        ),
        pytest.param(
            table_with(CODE, {**NAME, "type": "any"}, SIZE, key=("code",)), {"rows"}, id="a type that is kept alike"
        ),
        pytest.param(
            table_with(CODE, NAME, SIZE, key=("code",), missingValues=["", "-"]), {"rows"}, id="what means no value"
        ),
        pytest.param(
            table_with(CODE, SIZE, NAME, key=("code",)),
            {"columns", "rows", "dictionary"},
            id="the order of the columns",
        ),
    ],
)
def test_marks_tell_what_differs(other: Table, differing: set[str]) -> None:
    one, two = marks(KEYED, "a"), marks(other, "a")
    assert {part for part in one if one[part] != two[part]} == differing
    assert all(len(mark) == 8 for mark in one.values())
    assert {part for part in one if one[part] != marks(KEYED, "b")[part]} == {"rows"}


@pytest.mark.parametrize(
    ("format", "fields", "there"),
    [
        pytest.param("csv", [CODE], True, id="a CSV file with a Table Schema"),
        pytest.param("csv", [], False, id="a CSV file without one"),
        pytest.param("json", [CODE], False, id="another file"),
        pytest.param("csv", [CODE, {**NAME, "name": "xmin"}], False, id="a name that PostgreSQL keeps for itself"),
    ],
)
def test_only_a_csv_file_with_a_table_schema_has_a_table(format: str, fields: list[Any], there: bool) -> None:
    resource = Resource("t", {}, "t", format, {"schema": {"fields": fields}}, Path("t"), ())
    assert (table_of(resource, ("vi",)) is not None) is there
