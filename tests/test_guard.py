"""Every answer of the guard, to a plan and to a part of one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publisher.plan import Consent, Item, Plan, State, guard, make_plan
from tests.states import STATES, plan_of


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
    assert _codes(plan_of(()), Consent(("f" * 64,))) == []


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
