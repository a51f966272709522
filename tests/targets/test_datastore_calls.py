"""How tables get into the DataStore: in batches, page by page, finished by the next load, dropped for good."""

import itertools
from contextlib import suppress

import ckanapi
import pytest

from publisher.problem import PublisherError
from publisher.targets.ckan import datastore, records
from publisher.targets.ckan.connection import Connection, Patience
from publisher.targets.ckan.datastore import drop
from tests.targets.faults import TIMEOUT, WRITE, Point, bad_line
from tests.targets.spots import KEYED, ROWS, VERSIONS, Row, Spot, table_with
from tests.targets.worlds import CkanWorld

pytestmark = pytest.mark.ckan


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
    assert records.batch(table_with(*fields), datastore.MAX_RECORDS) == size


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
