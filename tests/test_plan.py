"""The laws of diff and digest, and every answer of the guard."""

import hashlib
import json
from typing import Any

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from publisher.plan import Change, Consent, Item, Plan, State, Verb, canonical, diff, guard, make_plan

_KEYS = st.sampled_from([f"{kind}/{name}" for kind in ("dataset", "database") for name in "abcd"] + ["index.html"])
_JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=2), inner, max_size=3),
    max_leaves=6,
)


def _package(key: str) -> str | None:
    """As on every target, the package of an item follows from its key."""
    return key.partition("/")[2] or None


def _state(values: dict[str, Any]) -> State:
    return {key: Item(value, _package(key)) for key, value in values.items()}


STATES = st.dictionaries(_KEYS, _JSON).map(_state)


def _carried_out(changes: tuple[Change, ...], state: State) -> dict[str, Item]:
    result = dict(state)
    for change in changes:
        assert result.get(change.key) == change.before
        if change.after is None:
            del result[change.key]
        else:
            result[change.key] = change.after
    return result


def _json(state: State) -> bytes:
    return canonical({key: [item.value, item.package] for key, item in state.items()})


@given(STATES, STATES)
@example({"index.html": Item(1)}, {"index.html": Item(True)})
def test_carrying_out_the_difference_gives_what_was_desired(actual: State, desired: State) -> None:
    assert _json(_carried_out(diff(actual, desired), actual)) == _json(desired)


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
        assert change.package == _package(change.key)


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
    assert plan.packages_before == {_package(key) for key in actual} - {None}
    assert plan.packages_after == {_package(key) for key in desired} - {None}


def _plan(changes: tuple[Change, ...], target: str = "site", owner: str = "us", public: bool = False) -> Plan:
    return Plan(target, owner, changes, 0, frozenset(), frozenset(), public)


@given(STATES, STATES, st.randoms(use_true_random=False))
def test_the_digest_does_not_depend_on_the_order_of_changes(actual: State, desired: State, random: Any) -> None:
    changes = list(diff(actual, desired))
    shuffled = random.sample(changes, len(changes))
    assert _plan(tuple(shuffled)).digest == _plan(tuple(changes)).digest


@given(_JSON, _JSON)
def test_the_digest_changes_with_any_value(one: Any, other: Any) -> None:
    assume(canonical(one) != canonical(other))
    for written in (lambda item: Change("k", item, None), lambda item: Change("k", None, item)):
        assert _plan((written(Item(one)),)).digest != _plan((written(Item(other)),)).digest


CHANGE = Change("dataset/a", Item(1, "a"), Item(2, "a"))


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(_plan((CHANGE,), target="ckan"), id="target"),
        pytest.param(_plan((CHANGE,), owner="them"), id="owner"),
        pytest.param(_plan((Change("dataset/b", CHANGE.before, CHANGE.after),)), id="key"),
        pytest.param(_plan((Change("dataset/a", None, CHANGE.after),)), id="verb"),
        pytest.param(_plan((Change("dataset/a", Item(3, "a"), CHANGE.after),)), id="value before"),
        pytest.param(_plan((Change("dataset/a", CHANGE.before, Item(3, "a")),)), id="value after"),
        pytest.param(_plan((CHANGE, Change("dataset/b", None, Item(1)))), id="one change more"),
        pytest.param(_plan(()), id="no change"),
    ],
)
def test_the_digest_tells_plans_apart_by(other: Plan) -> None:
    assert _plan((CHANGE,)).digest != other.digest


def test_the_digest_is_the_sha256_of_target_owner_and_changes_so_that_others_can_compute_it() -> None:
    plan = _plan((CHANGE,))
    told = '["site","us",[{"after":2,"before":1,"key":"dataset/a","verb":"update"}]]'
    assert plan.digest == hashlib.sha256(told.encode()).hexdigest()


def test_a_plan_of_the_public_view_has_no_digest() -> None:
    assert _plan((CHANGE,), public=True).digest is None


@given(_JSON)
def test_canonical_text_reads_back_and_is_stable(value: Any) -> None:
    text = canonical(value)
    assert canonical(json.loads(text)) == text


@given(st.dictionaries(st.text(), _JSON), st.randoms(use_true_random=False))
def test_canonical_text_does_not_depend_on_the_order_of_keys(value: dict[str, Any], random: Any) -> None:
    keys = random.sample(list(value), len(value))
    assert canonical({key: value[key] for key in keys}) == canonical(value)


def test_canonical_text_has_no_spaces_and_keeps_letters() -> None:
    assert canonical({"b": [1, "ữ"], "a": None}) == '{"a":null,"b":[1,"ữ"]}'.encode()


def _guarded(
    before: int,
    gone: int = 0,
    updated: int = 0,
    declared: int | None = None,
    consent: Consent | None = None,
    limit: bool = True,
    left: bool = True,
) -> list[str]:
    """The codes that the guard gives for a plan over `before` packages, the first of them gone, the last updated."""
    actual = {f"dataset/{n:02}": Item("old", f"{n:02}") for n in range(before)}
    stay = dict(list(actual.items())[gone:]) if left else {}
    desired = {key: Item("new", item.package) if n < updated else item for n, (key, item) in enumerate(stay.items())}
    plan = make_plan("site", "us", actual, desired)
    withdrawn = {f"{n:02}" for n in range(gone if declared is None else declared)}
    return [reason.code for reason in guard(plan, withdrawn, consent or Consent(), limit_updates=limit)]


FORCE, ANY_DIGEST = Consent(force=True), Consent(digests=("0",))


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        pytest.param(_guarded(0), [], id="an empty target"),
        pytest.param(_guarded(20), [], id="no change"),
        pytest.param(_guarded(9, gone=8), [], id="8 of 9 withdrawn"),
        pytest.param(_guarded(10, gone=3), [], id="3 of 10 withdrawn"),
        pytest.param(_guarded(10, gone=4), ["mass-withdrawal"], id="4 of 10 withdrawn"),
        pytest.param(_guarded(20, gone=6), [], id="6 of 20 withdrawn"),
        pytest.param(_guarded(20, gone=7), ["mass-withdrawal"], id="7 of 20 withdrawn"),
        pytest.param(_guarded(100, gone=30), [], id="30 of 100 withdrawn"),
        pytest.param(_guarded(100, gone=31), ["mass-withdrawal"], id="31 of 100 withdrawn"),
        pytest.param(_guarded(10, gone=4, consent=FORCE), [], id="4 of 10 withdrawn by force"),
        pytest.param(_guarded(10, gone=4, limit=False), ["mass-withdrawal"], id="4 of 10 where updates are free"),
        pytest.param(_guarded(10, gone=1, declared=0), ["vanished"], id="1 of 10 not declared"),
        pytest.param(_guarded(10, gone=3, declared=1), ["vanished"] * 2, id="2 of 3 not declared"),
        pytest.param(_guarded(10, gone=1, declared=0, consent=FORCE), ["vanished"], id="force does not let vanish"),
        pytest.param(_guarded(1, gone=1, left=False), ["mass-withdrawal"], id="the only package withdrawn"),
        pytest.param(_guarded(9, gone=9, left=False), ["mass-withdrawal"], id="all of 9 withdrawn"),
        pytest.param(_guarded(9, gone=9, left=False, consent=FORCE), [], id="all of 9 withdrawn by force"),
        pytest.param(_guarded(9, updated=9), [], id="9 of 9 updated"),
        pytest.param(_guarded(10, updated=3), [], id="3 of 10 updated"),
        pytest.param(_guarded(10, updated=4), ["mass-update"], id="4 of 10 updated"),
        pytest.param(_guarded(100, updated=30), [], id="30 of 100 updated"),
        pytest.param(_guarded(100, updated=31), ["mass-update"], id="31 of 100 updated"),
        pytest.param(_guarded(10, updated=10, limit=False), [], id="all updated where updates are free"),
        pytest.param(_guarded(10, updated=10, consent=FORCE), [], id="all updated by force"),
        pytest.param(_guarded(10, gone=4, updated=4), ["mass-withdrawal", "mass-update"], id="both at once"),
    ],
)
def test_the_guard_answers_to(found: list[str], expected: list[str]) -> None:
    assert found == expected


def _ten_updated() -> Plan:
    before = {f"dataset/{n}": Item("old", str(n)) for n in range(10)}
    return make_plan("site", "us", before, {key: Item("new", item.package) for key, item in before.items()})


def _codes(plan: Plan, consent: Consent) -> list[str]:
    return [reason.code for reason in guard(plan, (), consent, limit_updates=True)]


@pytest.mark.parametrize("length", [64, 12, 8], ids=["whole", "as the plan shows it", "shorter"])
def test_the_digest_of_a_plan_consents_to_its_updates(length: int) -> None:
    plan = _ten_updated()
    assert plan.digest
    assert _codes(plan, Consent(plan.digest[:length])) == []


@pytest.mark.parametrize(
    "digest", ["f" * 64, "not-a-digest", "x"], ids=["of another plan", "no digest at all", "one letter"]
)
def test_another_digest_is_refused_even_by_force(digest: str) -> None:
    plan = _ten_updated()
    assert _codes(plan, Consent(digest)) == ["plan-differs"]
    assert _codes(plan, Consent(digest, force=True)) == ["plan-differs"]


def test_the_end_of_a_digest_is_not_the_digest() -> None:
    plan = _ten_updated()
    assert plan.digest
    assert _codes(plan, Consent(plan.digest[1:])) == ["plan-differs"]


def test_an_empty_plan_needs_no_consent_since_another_target_may_be_meant() -> None:
    assert _codes(_plan(()), Consent(("f" * 64,))) == []


def test_a_digest_consents_to_no_withdrawal() -> None:
    before = {f"dataset/{n}": Item("x", str(n)) for n in range(10)}
    plan = make_plan("site", "us", before, dict(list(before.items())[:6]))
    found = guard(plan, set("6789"), Consent((plan.digest or "",)), limit_updates=True)
    assert [reason.code for reason in found] == ["mass-withdrawal"]


def test_the_reasons_name_what_they_are_about() -> None:
    before = {f"dataset/{n}": Item("x", str(n)) for n in range(10)}
    plan = make_plan("site", "us", before, {})
    reasons = list(guard(plan, set("12345678"), Consent(("f" * 64,)), limit_updates=True))
    assert [(reason.code, dict(reason.args)) for reason in reasons] == [
        ("plan-differs", {"expected": "f" * 64, "found": plan.digest}),
        ("vanished", {"name": "0"}),
        ("vanished", {"name": "9"}),
        ("mass-withdrawal", {"count": "10", "total": "10"}),
    ]


def test_items_of_no_package_count_as_no_package() -> None:
    before = {**{f"static/{n}": Item("old") for n in range(20)}, "dataset/a": Item("x", "a")}
    plan = make_plan("site", "us", before, {"dataset/a": Item("x", "a")})
    assert _codes(plan, Consent()) == []


def test_many_changes_of_one_package_count_once() -> None:
    before = {f"dataset/{n}": Item("old", str(n)) for n in range(9)}
    before |= {f"dataset/a/{n}": Item("old", "a") for n in range(20)}
    desired = {key: Item("new", "a") if item.package == "a" else item for key, item in before.items()}
    assert _codes(make_plan("site", "us", before, desired), Consent()) == []


@given(STATES, STATES, st.sampled_from("abcd"))
def test_a_part_of_a_plan_holds_the_changes_of_one_package_and_loses_none(
    actual: State, desired: State, name: str
) -> None:
    plan = make_plan("site", "us", actual, desired, public_view=True)
    part = plan.only(name)
    assert part.changes == tuple(change for change in plan.changes if change.package == name)
    assert part.unchanged + len(part.changes) == plan.unchanged + len(plan.changes)
    assert (part.target, part.owner, part.public_view) == ("site", "us", True)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        pytest.param("gone", ["vanished"], id="the one that vanished"),
        pytest.param("kept", [], id="another than the one that vanished"),
    ],
)
def test_a_part_of_a_plan_is_guarded_for_its_own_package(name: str, expected: list[str]) -> None:
    before = {"dataset/gone": Item("x", "gone"), "dataset/kept": Item("x", "kept")}
    plan = make_plan("site", "us", before, {"dataset/kept": Item("y", "kept")})
    assert _codes(plan.only(name), Consent()) == expected


def test_the_digest_of_a_part_is_not_that_of_the_whole() -> None:
    assert _ten_updated().only("3").digest != _ten_updated().digest
