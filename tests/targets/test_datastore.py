"""Tables in the DataStore of a real CKAN: what is there is what should be there, whatever was there before."""

import hashlib
import itertools
import json
import uuid
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import ckanapi
import pytest

from publisher.model import Kind, Resource
from publisher.problem import PublisherError
from publisher.tables import typed_rows
from publisher.targets.ckan import datastore, records
from publisher.targets.ckan.connection import Connection, Patience
from publisher.targets.ckan.datastore import Table, drop, load, marks, table_of
from tests.targets.faults import TIMEOUT, WRITE, Point, bad_line
from tests.targets.worlds import CkanWorld, catalogue_of, planned, publish

pytestmark = pytest.mark.ckan

Row = list[Any]

CODE = {"name": "code", "type": "string", "title": "Mã tỉnh", "title_en": "Code", "constraints": {"required": True}}
NAME = {"name": "name", "type": "string", "title": "Tên"}
YEAR = {"name": "year", "type": "year", "title": "Năm", "constraints": {"required": True}}
SIZE = {
    "name": "size",
    "type": "integer",
    "title": "Dân số",
    "title_en": "Population",
    "description": "Dân số thường trú, 50% \"ước tính\":\nxem 'ghi chú' \\ phụ lục.",
    "description_en": "Residents",
    "unit": "người",
    "unit_en": "persons",
}
ROWS: list[Row] = [["01", "Hà Nội", 8], ["02", "Hà Giang", 1], ["04", "Cao Bằng", 2], ["06", "Bắc Kạn", None]]


def _resource(*fields: Mapping[str, Any], **schema: Any) -> Resource:
    data = {"schema": {"fields": list(fields), **schema}}
    return Resource("table", {"vi": "Bảng"}, "table.csv", "csv", data, Path("table.csv"), ())


def _table(*fields: Mapping[str, Any], key: tuple[str, ...] = (), **schema: Any) -> Table:
    made = table_of(_resource(*fields, **schema, **({"primaryKey": list(key)} if key else {})), ("vi", "en"))
    assert made
    return made


KEYED = _table(CODE, NAME, SIZE, key=("code",))
PLAIN = _table(CODE, NAME, SIZE)


class Spot:
    """A resource on the portal whose table is loaded, and what was called meanwhile."""

    def __init__(self, world: CkanWorld) -> None:
        self.world = world
        self.api = world.api
        name = f"{world.prefix}table-{uuid.uuid4().hex[:6]}"
        resources = [{"url": "https://data.example.org/table.csv", "format": "CSV", "name": "table"}]
        made = self.api.action.package_create(name=name, owner_org="editors-only", resources=resources)
        world.foreign.append(name)
        self.id: str = made["resources"][0]["id"]
        self.calls: list[tuple[str, Mapping[str, Any]]] = []
        self.connection = _Heard(world.portal["url"], world.token, self.calls)

    def load(
        self, table: Table, rows: list[Row], held: Mapping[str, str] | None = None, through: Connection | None = None
    ) -> dict[str, str]:
        """Load some rows; give the marks to hold."""
        self.calls.clear()
        wanted = marks(table, hashlib.sha256(json.dumps(rows).encode()).hexdigest())
        load(through or self.connection, self.id, table, lambda: map(list, rows), len(rows), wanted, held or {})
        return wanted

    def rows(self) -> list[Row]:
        """The records of the portal in the order of their ids, without them."""
        return [record[1:] for record in self._records()]

    def ids(self) -> dict[str, int]:
        """The portal's own number of each record by the first of its cells."""
        return {record[1]: record[0] for record in self._records()}

    def _records(self) -> list[Row]:
        found: list[Row] = self.api.action.datastore_search(
            resource_id=self.id, records_format="lists", sort="_id", limit=32_000
        )["records"]
        return found

    def fields(self) -> list[dict[str, Any]]:
        """The columns with types and dictionary."""
        found: list[dict[str, Any]] = self.api.action.datastore_info(id=self.id)["fields"]
        return found

    def insert(self, *rows: Row, names: tuple[str, ...] = ("code", "name", "size")) -> None:
        """Let somebody else add records."""
        told = [dict(zip(names, row, strict=True)) for row in rows]
        self.api.action.datastore_upsert(resource_id=self.id, force=True, method="insert", records=told)

    def writes(self) -> list[str]:
        """What the last load wrote, by action or method."""
        return [data.get("method", action) for action, data in self.calls if not action.endswith(("_info", "_search"))]


class _Heard(Connection):
    """A connection that notes what is called."""

    def __init__(self, url: str, token: str, calls: list[tuple[str, Mapping[str, Any]]]) -> None:
        super().__init__(url, token)
        self._calls = calls

    def call(self, action: str, data: Mapping[str, Any], files: Mapping[str, Any] | None = None) -> Any:
        self._calls.append((action, data))
        return super().call(action, data, files)


@pytest.fixture
def spot(request: pytest.FixtureRequest, root: Path) -> Iterator[Spot]:
    """A resource without a table yet; its table is removed afterwards, since purging a dataset leaves it behind."""
    world = CkanWorld(root, request.getfixturevalue(getattr(request, "param", "ckan_portal")))
    made = Spot(world)
    yield made
    drop(made.connection, made.id)
    world.purge()


# Where the two versions work in different ways.
VERSIONS = pytest.mark.parametrize("spot", ["ckan_portal", "old_portal"], ids=["2.12", "2.11"], indirect=True)


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
    table = _table(*({"name": f"a_{kind}", "type": kind, "title": kind} for kind in TYPES))
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
    table = _table(CODE, *({"name": f"a_{kind}", "type": kind, "title": kind} for kind in kinds), key=("code",))
    columns = [VALUES[kind] for kind in kinds]
    rows = [[f"{number}", *values] for number, values in enumerate(itertools.zip_longest(*columns, [None]))]
    rows = [row[: len(kinds) + 1] for row in rows]
    spot.load(table, rows)
    spot.load(table, rows)
    assert spot.writes() == ["datastore_create"]


@VERSIONS
def test_any_text_may_be_a_key(spot: Spot) -> None:
    table = _table(CODE, YEAR, NAME, key=("code", "year"))
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
    table = _table(CODE, *({"name": kind, "type": kind, "title": kind} for kind in kinds), key=("code",))
    before, after = (
        [[change, *(told[side] if kind == told[0] else None for kind in kinds)] for change, told in LEAST.items()]
        for side in (1, 2)
    )
    spot.load(table, [*before, ["nothing", "a", "1", None, True]])
    spot.load(table, [*after, ["nothing", "a", "1", None, True]])
    updated = [record["code"] for _, data in spot.calls if data.get("method") == "update" for record in data["records"]]
    assert updated == list(LEAST)


def test_a_moment_with_an_offset_is_kept_in_utc(spot: Spot) -> None:
    table = _table(CODE, {"name": "moment", "type": "datetime", "title": "Lúc"}, key=("code",))
    spot.load(table, [["1", "2026-01-31T05:00:00+07:00"], ["2", "2026-01-30T22:00:00"], ["3", None]])
    (_, first), (_, second), (_, third) = spot.rows()
    assert first == second
    assert first.startswith("2026-01-30T22:00:00")
    assert third is None


@VERSIONS
def test_a_change_of_the_dictionary_touches_no_row(spot: Spot) -> None:
    held = spot.load(KEYED, ROWS)
    before = spot.ids()
    told = _table(CODE, {**NAME, "title": "Tên tỉnh", "title_en": "Province"}, SIZE, key=("code",))
    spot.load(told, ROWS, held)
    assert spot.writes() == ["datastore_create"]
    assert "datastore_search" not in [action for action, _ in spot.calls]
    assert spot.ids() == before
    assert spot.fields()[1]["info"] == {"label": "Tên tỉnh", "label_en": "Province"}


@pytest.mark.parametrize("table", [KEYED, PLAIN], ids=["with a key", "without a key"])
def test_a_table_that_somebody_dropped_is_made_again_whatever_is_held(spot: Spot, table: Table) -> None:
    held = spot.load(table, ROWS)
    spot.api.action.datastore_delete(resource_id=spot.id, force=True)
    spot.load(table, ROWS, held)
    assert spot.rows() == ROWS


@pytest.mark.parametrize("table", [KEYED, PLAIN], ids=["with a key", "without a key"])
def test_a_table_that_somebody_emptied_is_filled_again_whatever_is_held(spot: Spot, table: Table) -> None:
    held = spot.load(table, ROWS)
    spot.api.action.datastore_records_delete(resource_id=spot.id, force=True, filters={})
    spot.load(table, ROWS, held)
    assert spot.rows() == ROWS


@VERSIONS
def test_a_changed_row_changes_alone_and_is_found_by_its_new_words_only(spot: Spot) -> None:
    held = spot.load(KEYED, ROWS)
    before = spot.ids()
    changed = [[*ROWS[0]], ["02", "Tuyên Quang", 1], *ROWS[2:]]
    spot.load(KEYED, changed, held)
    assert spot.writes() == ["datastore_create", "update"]
    assert [len(data["records"]) for _, data in spot.calls if data.get("method") == "update"] == [1]
    assert spot.ids() == before
    assert sorted(spot.rows()) == sorted(changed, key=str)
    found = {
        word: spot.api.action.datastore_search(resource_id=spot.id, q=word)["total"] for word in ("Giang", "Tuyên")
    }
    assert found == {"Giang": 0, "Tuyên": 1}


@VERSIONS
def test_rows_whose_key_is_gone_are_deleted_and_new_ones_added(spot: Spot) -> None:
    held = spot.load(KEYED, ROWS)
    before = spot.ids()
    spot.load(KEYED, [*ROWS[1:], ["08", "Tuyên Quang", 1]], held)
    assert spot.writes() == ["datastore_create", "datastore_records_delete", "insert"]
    after = spot.ids()
    assert after.keys() == {"02", "04", "06", "08"}
    assert {code: number for code, number in after.items() if code in before} == {
        code: number for code, number in before.items() if code != "01"
    }


@pytest.mark.parametrize(
    ("gone", "writes"),
    [(2, ["datastore_create", "datastore_records_delete"]), (3, ["datastore_delete", "datastore_create", "insert"])],
    ids=["half of them", "more than half"],
)
def test_where_more_than_half_of_the_rows_would_go_the_table_is_loaded_anew(
    spot: Spot, gone: int, writes: list[str]
) -> None:
    spot.load(KEYED, ROWS)
    spot.load(KEYED, ROWS[gone:])
    assert spot.writes() == writes
    assert spot.rows() == ROWS[gone:]


@VERSIONS
def test_a_key_of_several_columns_tells_rows_apart(spot: Spot) -> None:
    day = {"name": "day", "type": "date", "title": "Ngày", "constraints": {"required": True}}
    area = {"name": "area", "type": "number", "title": "Diện tích", "constraints": {"required": True}}
    table = _table(NAME, area, CODE, day, YEAR, key=("year", "code", "day", "area"))
    rows: list[Row] = [
        ["a", "1.50", "01", "2026-01-01", 2025],
        ["b", "1.50", "01", "2026-01-01", 2026],
        ["c", "2.50", "01", "2026-01-01", 2026],
        ["d", "2.50", "01", "2026-01-02", 2026],
        ["e", "2.50", "02", "2026-01-02", 2026],
    ]
    held = spot.load(table, rows)
    before = spot.ids()
    spot.load(table, [["B", *rows[1][1:]], *rows[2:], ["f", "2.50", "03", "2026-01-02", 2026]], held)
    assert spot.writes() == ["datastore_create", "datastore_records_delete", "update", "insert"]
    after = spot.ids()
    assert {name.lower(): number for name, number in after.items() if name != "f"} == {
        name: number for name, number in before.items() if name != "a"
    }


@VERSIONS
def test_without_a_key_a_changed_table_is_loaded_anew(spot: Spot) -> None:
    held = spot.load(PLAIN, ROWS)
    spot.load(PLAIN, [*ROWS, ROWS[0]], held)
    assert spot.writes() == ["datastore_delete", "datastore_create", "insert"]
    assert spot.rows() == [*ROWS, ROWS[0]]


def test_a_key_with_a_part_that_may_be_empty_is_none() -> None:
    assert _table(CODE, NAME, SIZE, key=("code", "name")).key == ()
    assert _table(CODE, NAME, YEAR, key=("code", "year")).key == ("code", "year")


@pytest.mark.parametrize(
    "table",
    [
        pytest.param(_table(CODE, NAME, {**SIZE, "type": "year"}, key=("code",)), id="another type"),
        pytest.param(_table(CODE, {**NAME, "name": "label"}, SIZE, key=("code",)), id="another column"),
        pytest.param(_table(CODE, NAME, SIZE), id="no key"),
        pytest.param(
            _table(CODE, {**NAME, "constraints": {"required": True}}, SIZE, key=("code", "name")), id="another key"
        ),
    ],
)
def test_a_table_of_another_shape_is_made_anew(spot: Spot, table: Table) -> None:
    held = spot.load(KEYED, ROWS)
    spot.load(table, ROWS, held)
    assert spot.writes() == ["datastore_delete", "datastore_create", "insert"]
    assert [(field["id"], field["type"]) for field in spot.fields()] == list(table.shape[0])
    assert {field["id"] for field in spot.fields() if field["schema"]["is_index"]} == set(table.key)
    assert spot.rows() == ROWS
    spot.load(table, ROWS)
    assert spot.rows() == ROWS


def test_a_table_of_other_order_is_made_anew(spot: Spot) -> None:
    spot.load(KEYED, ROWS)
    spot.load(_table(NAME, CODE, SIZE, key=("code",)), [[name, code, size] for code, name, size in ROWS])
    assert [field["id"] for field in spot.fields()] == ["name", "code", "size"]


@pytest.mark.parametrize("table", [KEYED, PLAIN], ids=["with a key", "without a key"])
def test_a_table_that_is_half_loaded_is_finished(spot: Spot, table: Table) -> None:
    spot.load(table, [])
    spot.insert(*ROWS[:2])
    before = spot.ids()
    spot.load(table, ROWS)
    assert spot.rows() == ROWS
    if table.key:
        assert spot.writes() == ["datastore_create", "insert"]
        assert before.items() <= spot.ids().items()


def test_rows_that_no_key_tells_apart_do_not_stay(spot: Spot) -> None:
    spot.load(KEYED, ROWS)
    spot.insert([None, "somebody's", 1], [None, "somebody's", 1])
    spot.load(KEYED, ROWS)
    assert spot.rows() == ROWS


@pytest.mark.parametrize(("table", "count"), [(KEYED, 3), (PLAIN, 5)], ids=["a row too many", "a row too few"])
def test_a_table_whose_count_is_not_that_of_the_file_is_said(spot: Spot, table: Table, count: int) -> None:
    with pytest.raises(PublisherError) as caught:
        load(spot.connection, spot.id, table, lambda: map(list, ROWS), count, marks(table, "0"), {})
    assert caught.value.code == "table-incomplete"
    assert caught.value.args_by_name == {"resource": spot.id, "found": "4", "count": str(count)}


@pytest.mark.parametrize("table", [KEYED, PLAIN], ids=["with a key", "without a key"])
def test_a_table_of_a_header_is_a_table_without_rows(spot: Spot, table: Table) -> None:
    for rows in ([], ROWS, [], []):
        spot.load(table, rows)
        assert spot.rows() == rows
    assert [field["id"] for field in spot.fields()] == ["code", "name", "size"]


@pytest.mark.parametrize(
    ("count", "calls"),
    [(datastore.MAX_RECORDS, [5_000]), (datastore.MAX_RECORDS + 1, [5_000, 1])],
    ids=["as many as a call takes", "one more"],
)
def test_records_go_in_batches(spot: Spot, count: int, calls: list[int]) -> None:
    rows: list[Row] = [[f"{number:05}", "x", number] for number in range(count)]
    spot.load(KEYED, rows)
    assert [len(data["records"]) for _, data in spot.calls if "records" in data] == calls


def test_long_texts_go_in_smaller_batches(spot: Spot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(datastore, "MAX_TEXT", 8)
    rows: list[Row] = [["1", "abc", 9], ["2", "def", 9], ["3", "abcdefg", 9], ["4", None, 9], ["5", "abcdefghij", 9]]
    spot.load(KEYED, rows)
    assert [len(data["records"]) for _, data in spot.calls if "records" in data] == [2, 1, 2]
    assert spot.rows() == rows


def test_what_is_gone_is_deleted_in_batches(spot: Spot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(datastore, "MAX_RECORDS", 2)
    rows: list[Row] = [[f"{number}", None, None] for number in range(6)]
    spot.load(KEYED, rows)
    spot.load(KEYED, rows[3:])
    gone = [len(data["filters"]["_id"]) for action, data in spot.calls if action == "datastore_records_delete"]
    assert gone == [2, 1]
    assert spot.rows() == rows[3:]


@pytest.mark.parametrize(
    ("columns", "size"),
    [(100, 5_000), (101, 4_950), (1_000, 500)],
    ids=["as wide as a full batch", "wider", "the widest"],
)
def test_a_wide_table_goes_in_smaller_batches(columns: int, size: int) -> None:
    fields = [{"name": f"c{index}", "type": "string", "title": "x"} for index in range(columns)]
    assert records.batch(_table(*fields), datastore.MAX_RECORDS) == size


@VERSIONS
@pytest.mark.parametrize("size", [1, 4, 5])
def test_what_is_there_is_read_page_by_page_to_its_end(spot: Spot, size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    spot.load(KEYED, ROWS)
    monkeypatch.setattr(records, "MAX_PAGE", size)
    spot.load(KEYED, ROWS)
    assert spot.writes() == ["datastore_create"]
    pages = [data["offset"] for action, data in spot.calls if action == "datastore_search"]
    assert pages == list(range(0, len(ROWS) + (len(ROWS) % size == 0), size))


def test_a_number_that_the_portal_cannot_hold_is_refused_by_its_words(spot: Spot) -> None:
    with pytest.raises(PublisherError, match="portal-refused") as caught:
        spot.load(KEYED, [["01", "Hà Nội", 2**63]])
    assert "bigint out of range" in caught.value.args_by_name["reason"]


@pytest.mark.parametrize("held", [False, True], ids=["for the first time", "with changes"])
@pytest.mark.parametrize("fault", ["lost", "never_sent"], ids=["done, but not told", "not done"])
def test_whatever_write_goes_wrong_the_next_load_finishes_it(spot: Spot, held: bool, fault: str) -> None:
    wanted = [["02", "Tuyên Quang", 1], *ROWS[2:], ["08", "Lào Cai", 3]]
    patience = Patience(connect=TIMEOUT, answer=TIMEOUT, pauses=(0.001,))
    for at in itertools.count(1):
        drop(spot.connection, spot.id)
        marked = spot.load(KEYED, ROWS) if held else {}
        with bad_line(spot.world.portal["url"], Point(WRITE, at, fault)) as (url, line), suppress(PublisherError):
            spot.load(KEYED, wanted, marked, through=Connection(url, spot.world.token, patience))
        spot.load(KEYED, wanted, marked)
        assert sorted(spot.rows()) == sorted(wanted)
        if not line.spoilt:
            break
    assert at - 1 == (4 if held else 3)


@VERSIONS
def test_a_table_is_dropped_once_and_for_all(spot: Spot) -> None:
    spot.load(KEYED, ROWS)
    for _ in range(2):
        drop(spot.connection, spot.id)
        with pytest.raises(ckanapi.NotFound):
            spot.fields()
    assert spot.api.action.resource_show(id=spot.id)["datastore_active"] is False


@VERSIONS
def test_a_resource_is_marked_as_having_a_table_again_where_somebody_took_the_mark_away(spot: Spot) -> None:
    held = spot.load(KEYED, ROWS)
    spot.api.action.resource_patch(id=spot.id, datastore_active=False)
    spot.load(KEYED, ROWS, held)
    assert spot.api.action.resource_show(id=spot.id)["datastore_active"] is True


def test_an_editor_may_load_drop_and_mend_a_table(editor: CkanWorld) -> None:
    spot = Spot(editor)
    spot.load(KEYED, ROWS)
    spot.load(KEYED, [["02", "Tuyên Quang", 1], *ROWS[2:], ["08", "Lào Cai", 3]])
    drop(spot.connection, spot.id)


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
        pytest.param(_table({**CODE, "title": "Mã"}, NAME, SIZE, key=("code",)), {"dictionary"}, id="a label"),
        pytest.param(_table({**CODE, "unit": "x"}, NAME, SIZE, key=("code",)), {"dictionary"}, id="a unit"),
        pytest.param(_table(CODE, NAME, {**SIZE, "type": "number"}, key=("code",)), {"columns", "rows"}, id="a type"),
        pytest.param(
            _table(CODE, {**NAME, "type": "any"}, SIZE, key=("code",)), {"rows"}, id="a type that is kept alike"
        ),
        pytest.param(
            _table(CODE, NAME, SIZE, key=("code",), missingValues=["", "-"]), {"rows"}, id="what means no value"
        ),
        pytest.param(
            _table(CODE, SIZE, NAME, key=("code",)), {"columns", "rows", "dictionary"}, id="the order of the columns"
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
