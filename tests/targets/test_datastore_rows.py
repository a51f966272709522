"""Tables in the DataStore that change: what is there is what should be there, whatever was there before."""

import pytest

from publisher.problem import PublisherError
from publisher.targets.ckan.datastore import Table, load, marks
from tests.targets.spots import CODE, KEYED, NAME, PLAIN, ROWS, SIZE, VERSIONS, YEAR, Row, Spot, table_with

pytestmark = pytest.mark.ckan


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
    table = table_with(NAME, area, CODE, day, YEAR, key=("year", "code", "day", "area"))
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
    assert table_with(CODE, NAME, SIZE, key=("code", "name")).key == ()
    assert table_with(CODE, NAME, YEAR, key=("code", "year")).key == ("code", "year")


@pytest.mark.parametrize(
    "table",
    [
        pytest.param(table_with(CODE, NAME, {**SIZE, "type": "year"}, key=("code",)), id="another type"),
        pytest.param(table_with(CODE, {**NAME, "name": "label"}, SIZE, key=("code",)), id="another column"),
        pytest.param(table_with(CODE, NAME, SIZE), id="no key"),
        pytest.param(
            table_with(CODE, {**NAME, "constraints": {"required": True}}, SIZE, key=("code", "name")), id="another key"
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
    spot.load(table_with(NAME, CODE, SIZE, key=("code",)), [[name, code, size] for code, name, size in ROWS])
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
