"""What we wrote last is kept in one extra, small enough for the search index, and told back as it was."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publisher.model import Portal
from publisher.plan import Change, Item
from publisher.targets.ckan import payload, state
from publisher.targets.ckan.offer import Offer

MARKS = st.fixed_dictionaries(
    {key: st.text("0123456789abcdef", min_size=8, max_size=8) for key in ("rows", "columns", "dictionary")}
)
RESOURCES = st.fixed_dictionaries(
    {
        "id": st.uuids().map(str),
        "name": st.text(),
        "hash": st.text("abcdef", min_size=64, max_size=64),
        "upload": st.booleans(),
    },
    optional={"table": MARKS, "views": st.lists(st.text(min_size=1), min_size=1, max_size=2)},
)
VALUES = st.fixed_dictionaries({
    "title": st.text(),
    "extras": st.dictionaries(st.text(), st.text()),
    "groups": st.lists(st.text(), unique=True),
    "resources": st.lists(RESOURCES, max_size=5, unique_by=lambda resource: resource["id"]),
})  # fmt: skip


def _record(text: str) -> state.Record:
    return {"extras": [{"key": state.MANAGED_STATE, "value": text}]}


@given(VALUES)
def test_a_state_is_told_back_as_it_was_written(value: dict[str, object]) -> None:
    kept = state.state_of(value)
    assert state.state_in(_record(state.written(kept))) == kept


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "null", "1", '{"resources": {"a": 1}}', '{"fields": 1}', '{"resources": {"a": ["", "", "x", []]}}'],
)
def test_a_state_that_somebody_damaged_is_no_state(text: str) -> None:
    assert state.state_in(_record(text)) == state.State()


def _package(resources: int) -> dict[str, object]:
    """A package of as many resources as a dataset may have, each with a file, a table and two views."""
    marks = dict.fromkeys(("rows", "columns", "dictionary"), "0123abcd")
    ids = [hashlib.sha256(str(number).encode()).hexdigest() for number in range(resources)]
    views = ["datatables_view/Bảng", "geo_view/Bản đồ"]
    return {
        "extras": {f"extra_{number}": "x" for number in range(100)},
        "resources": [
            {"id": id[:32], "name": "x", "hash": id, "upload": True, "table": marks, "views": views} for id in ids
        ],
    }


def test_the_state_of_the_largest_package_fits_into_an_extra() -> None:
    assert len(state.written(state.state_of(_package(200))).encode()) <= payload.MAX_EXTRA


def test_a_state_that_does_not_fit_is_refused_before_anything_is_sent() -> None:
    change = Change("dataset/x", None, Item({**_package(600), "name": "x"}, "x"))
    reasons = list(payload.over_limits(change, Portal("o"), Offer("2.12.0", True)))
    assert [(reason.code, reason.args["extra"]) for reason in reasons] == [("extra-too-long", state.MANAGED_STATE)]


def test_a_field_that_a_portal_demands_is_asked_for_before_anything_is_sent() -> None:
    offer = Offer("2.12.0", True, dataset_fields={"notes": {"required": True}, "url": {"required": False}})
    change = Change("dataset/x", None, Item({"name": "x", "extras": {}}, "x"))
    reasons = list(payload.over_limits(change, Portal("o"), offer))
    assert [(reason.code, reason.args["field"]) for reason in reasons] == [("portal-demands", "notes")]
