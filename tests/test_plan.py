"""The laws of diff and digest."""

import hashlib
import json
from typing import Any

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from publisher.plan import Change, Item, Plan, State, Verb, canonical, diff, make_plan
from tests.states import JSON, STATES, as_json, carried_out, package_of, plan_of


@given(STATES, STATES)
@example({"index.html": Item(1)}, {"index.html": Item(True)})
def test_carrying_out_the_difference_gives_what_was_desired(actual: State, desired: State) -> None:
    assert as_json(carried_out(diff(actual, desired), actual)) == as_json(desired)


@given(STATES)
def test_a_state_does_not_differ_from_itself(state: State) -> None:
    assert diff(state, dict(state)) == ()


@given(STATES, STATES)
def test_no_change_keeps_what_it_finds(actual: State, desired: State) -> None:
    for change in diff(actual, desired):
        if change.before and change.after:
            assert canonical(change.before.value) != canonical(change.after.value)


@given(STATES, STATES)
def test_writing_follows_the_order_of_the_desired_and_withdrawals_come_last_in_reverse(
    actual: State, desired: State
) -> None:
    changes = diff(actual, desired)
    written = [change.key for change in changes if change.after is not None]
    gone = [change.key for change in changes if change.after is None]
    assert [change.key for change in changes] == written + gone
    assert written == [key for key in desired if key in written]
    assert gone == [key for key in reversed(list(actual)) if key not in desired]


@given(STATES, STATES)
def test_a_change_is_named_for_what_it_does(actual: State, desired: State) -> None:
    for change in diff(actual, desired):
        expected = Verb.CREATE if change.key not in actual else Verb.UPDATE
        assert change.verb is (expected if change.key in desired else Verb.WITHDRAW)
        assert change.package == package_of(change.key)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(1, True, id="one and true"),
        pytest.param({"private": False}, {"private": 0}, id="false and nought within"),
    ],
)
def test_values_that_only_python_calls_equal_differ(before: Any, after: Any) -> None:
    assert len(diff({"k": Item(before)}, {"k": Item(after)})) == 1


def test_a_change_of_nothing_concerns_no_package() -> None:
    assert Change("k", None, None).package is None


@given(STATES, STATES)
def test_a_plan_counts_every_item_once(actual: State, desired: State) -> None:
    plan = make_plan("site", "us", actual, desired)
    assert plan.unchanged + plan.count(Verb.CREATE) + plan.count(Verb.UPDATE) == len(desired)
    assert plan.count(Verb.WITHDRAW) == len(set(actual) - set(desired))
    assert plan.packages_before == {package_of(key) for key in actual} - {None}
    assert plan.packages_after == {package_of(key) for key in desired} - {None}


@given(STATES, STATES, st.randoms(use_true_random=False))
def test_the_digest_does_not_depend_on_the_order_of_changes(actual: State, desired: State, random: Any) -> None:
    changes = list(diff(actual, desired))
    shuffled = random.sample(changes, len(changes))
    assert plan_of(tuple(shuffled)).digest == plan_of(tuple(changes)).digest


@given(JSON, JSON)
def test_the_digest_changes_with_any_value(one: Any, other: Any) -> None:
    assume(canonical(one) != canonical(other))
    for written in (lambda item: Change("k", item, None), lambda item: Change("k", None, item)):
        assert plan_of((written(Item(one)),)).digest != plan_of((written(Item(other)),)).digest


CHANGE = Change("dataset/a", Item(1, "a"), Item(2, "a"))


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(plan_of((CHANGE,), target="ckan"), id="target"),
        pytest.param(plan_of((CHANGE,), owner="them"), id="owner"),
        pytest.param(plan_of((Change("dataset/b", CHANGE.before, CHANGE.after),)), id="key"),
        pytest.param(plan_of((Change("dataset/a", None, CHANGE.after),)), id="verb"),
        pytest.param(plan_of((Change("dataset/a", Item(3, "a"), CHANGE.after),)), id="value before"),
        pytest.param(plan_of((Change("dataset/a", CHANGE.before, Item(3, "a")),)), id="value after"),
        pytest.param(plan_of((CHANGE, Change("dataset/b", None, Item(1)))), id="one change more"),
        pytest.param(plan_of(()), id="no change"),
    ],
)
def test_the_digest_tells_plans_apart_by(other: Plan) -> None:
    assert plan_of((CHANGE,)).digest != other.digest


def test_the_digest_is_the_sha256_of_target_owner_and_changes_so_that_others_can_compute_it() -> None:
    plan = plan_of((CHANGE,))
    told = '["site","us",[{"after":2,"before":1,"key":"dataset/a","verb":"update"}]]'
    assert plan.digest == hashlib.sha256(told.encode()).hexdigest()


def test_a_plan_of_the_public_view_has_no_digest() -> None:
    assert plan_of((CHANGE,), public=True).digest is None


@given(JSON)
def test_canonical_text_reads_back_and_is_stable(value: Any) -> None:
    text = canonical(value)
    assert canonical(json.loads(text)) == text


@given(st.dictionaries(st.text(), JSON), st.randoms(use_true_random=False))
def test_canonical_text_does_not_depend_on_the_order_of_keys(value: dict[str, Any], random: Any) -> None:
    keys = random.sample(list(value), len(value))
    assert canonical({key: value[key] for key in keys}) == canonical(value)


def test_canonical_text_has_no_spaces_and_keeps_letters() -> None:
    assert canonical({"b": [1, "ữ"], "a": None}) == '{"a":null,"b":[1,"ữ"]}'.encode()
