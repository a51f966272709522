"""From a checked catalogue to a target in memory: plan, guard, apply, whatever goes wrong."""

import threading
from collections.abc import Iterator, Sequence
from typing import Any

import pytest

from publisher.model import Catalogue
from publisher.plan import Change, Consent, Item, Reason, State, Verb
from publisher.problem import Refused, Unreachable, has_errors
from publisher.publish import apply, counts, plan, reasons_against
from publisher.targets import Entry, Table
from tests.conftest import HERE
from tests.sound import silent, sound


class Memory:
    """A target in memory, which refuses the keys it is told to refuse."""

    name = "memory"
    owner = "tests"
    limit_updates = True
    public_view = False
    writers = 1

    def __init__(
        self, held: State, refused: Sequence[str] = (), all_or_nothing: bool = False, interrupted: str = ""
    ) -> None:
        self.held = dict(held)
        self.deaf = False
        self.interrupted = interrupted
        self.all_or_nothing = all_or_nothing
        self.refused = refused
        self.wanted: State = {}
        self.objected: tuple[Reason, ...] = ()
        self.begun = 0
        self.aborted = 0
        self.entries: list[Entry] = []

    def desired(self, catalogue: Catalogue) -> State:
        return self.wanted

    def actual(self) -> State:
        return dict(self.held)

    def objections(self, changes: Sequence[Change]) -> Iterator[Reason]:
        yield from self.objected

    def tables(self, change: Change) -> Iterator[Table]:
        yield from ()

    def begin(self, changes: Sequence[Change]) -> None:
        self.begun += 1

    def apply(self, change: Change) -> None:
        if change.key in self.refused:
            raise Refused("stale", key=change.key)
        if change.key == self.interrupted:
            raise KeyboardInterrupt
        if change.after is None:
            del self.held[change.key]
        else:
            self.held[change.key] = change.after

    def commit(self, entry: Entry) -> None:
        if self.deaf:
            raise Unreachable("no-answer")
        self.entries.append(entry)

    def abort(self) -> None:
        self.aborted += 1

    def place(self) -> str:
        return "nowhere"


HELD = {"a": Item(1, "a"), "b": Item(1, "b")}
WANTED = {"a": Item(2, "a"), "c": Item(1, "c")}


@pytest.fixture
def catalogue() -> Catalogue:
    """The example; the target in memory knows by itself what it wants."""
    return sound(HERE / "example")


def _memory(wanted: State = WANTED, **options: Any) -> Memory:
    target = Memory(HELD, **options)
    target.wanted = wanted
    return target


def test_after_apply_the_plan_is_empty_and_the_journal_says_what_was_done(catalogue: Catalogue) -> None:
    target = _memory()
    told: list[str] = []
    planned = plan(target, catalogue)
    outcome = apply(target, planned, {"who": "me"}, told.append)
    assert told == ["a", "c", "b"]
    assert outcome.done == planned.changes
    assert target.held == WANTED
    assert target.entries == [{"who": "me", "create": 1, "update": 1, "withdraw": 1, "failed": 0, "left": 0}]
    assert plan(target, catalogue).changes == ()


def test_a_plan_without_changes_writes_nothing_at_all(catalogue: Catalogue) -> None:
    target = _memory(HELD)
    outcome = apply(target, plan(target, catalogue), {}, silent)
    assert (outcome.done, outcome.failed) == ((), ())
    assert (target.begun, target.entries) == (0, [])


def test_one_that_fails_does_not_keep_the_others(catalogue: Catalogue) -> None:
    target = _memory(refused=["a"])
    outcome = apply(target, plan(target, catalogue), {}, silent)
    assert [(change.key, error.code, error.args_by_name) for change, error in outcome.failed] == [
        ("a", "stale", {"key": "a"})
    ]
    assert [change.key for change in outcome.done] == ["c", "b"]
    assert target.entries == [{"create": 1, "update": 0, "withdraw": 1, "failed": 1, "left": 0}]
    assert target.aborted == 0
    assert [change.key for change in plan(target, catalogue).changes] == ["a"]


def test_where_it_is_all_or_nothing_the_first_that_fails_ends_it(catalogue: Catalogue) -> None:
    target = _memory(refused=["c"], all_or_nothing=True)
    with pytest.raises(Refused) as caught:
        apply(target, plan(target, catalogue), {}, silent)
    assert caught.value.code == "stale"
    assert (target.entries, target.aborted) == ([], 1)


def test_a_journal_that_cannot_be_written_is_said_and_takes_nothing_back(catalogue: Catalogue) -> None:
    target = _memory()
    target.deaf = True
    outcome = apply(target, plan(target, catalogue), {}, silent)
    assert len(outcome.done) == 3
    assert outcome.unnoted
    assert (outcome.unnoted.code, target.aborted, target.held) == ("no-answer", 0, WANTED)


def test_a_journal_that_cannot_be_written_makes_void_what_is_all_or_nothing(catalogue: Catalogue) -> None:
    target = _memory(all_or_nothing=True)
    target.deaf = True
    with pytest.raises(Unreachable):
        apply(target, plan(target, catalogue), {}, silent)
    assert target.aborted == 1


def test_ctrl_c_begins_no_other_change_and_says_what_is_left(catalogue: Catalogue) -> None:
    target = _memory(interrupted="c")
    outcome = apply(target, plan(target, catalogue), {}, silent)
    assert [change.key for change in outcome.done] == ["a"]
    assert [change.key for change in outcome.left] == ["c", "b"]
    assert outcome.failed == ()
    assert target.entries == [{"create": 0, "update": 1, "withdraw": 0, "failed": 0, "left": 2}]


def test_ctrl_c_gives_up_where_it_is_all_or_nothing(catalogue: Catalogue) -> None:
    target = _memory(interrupted="c", all_or_nothing=True)
    with pytest.raises(KeyboardInterrupt):
        apply(target, plan(target, catalogue), {}, silent)
    assert (target.entries, target.aborted) == ([], 1)


def test_packages_are_written_at_the_same_time_and_withdrawn_after_all_else(
    catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = _memory()
    target.writers = 2
    together = threading.Barrier(2, timeout=30)  # opens only when both are under way
    order: list[str] = []

    def write(change: Change) -> None:
        if change.after:
            together.wait()
        order.append(change.key)

    monkeypatch.setattr(target, "apply", write)
    outcome = apply(target, plan(target, catalogue), {}, silent)
    assert sorted(order[:2]) == ["a", "c"]
    assert order[2] == "b"
    assert outcome.done == plan(target, catalogue).changes


def test_where_all_fail_nothing_is_called_done(catalogue: Catalogue) -> None:
    target = _memory(refused=["a", "b", "c"])
    outcome = apply(target, plan(target, catalogue), {}, silent)
    assert outcome.done == ()
    assert {error.code for _, error in outcome.failed} == {"stale"}
    assert (target.held, target.entries) == (HELD, [])


def test_what_is_no_failure_of_ours_is_not_swallowed(catalogue: Catalogue) -> None:
    target = _memory()
    planned = plan(target, catalogue)
    del target.held["b"]
    with pytest.raises(KeyError):
        apply(target, planned, {}, silent)


@pytest.mark.parametrize(
    ("wanted", "objected", "expected"),
    [
        pytest.param({**WANTED, "b": HELD["b"]}, (), [], id="none"),
        pytest.param(WANTED, (), ["vanished"], id="those of the guard"),
        pytest.param(HELD, (Reason("stale", {}),), ["stale"], id="those of the target"),
        pytest.param(WANTED, (Reason("stale", {}),), ["stale", "vanished"], id="both"),
        pytest.param({}, (), ["vanished", "vanished", "mass-withdrawal"], id="an empty catalogue"),
    ],
)
def test_the_reasons_against_a_plan_are(
    wanted: State, objected: tuple[Reason, ...], expected: list[str], catalogue: Catalogue
) -> None:
    target = _memory(wanted)
    target.objected = objected
    found = reasons_against(target, catalogue, plan(target, catalogue), Consent())
    assert [reason.code for reason in found] == expected


def test_what_the_catalogue_calls_withdrawn_may_go(catalogue: Catalogue) -> None:
    target = Memory({"dataset/harbour-lights": Item(1, "harbour-lights"), **HELD})
    target.wanted = HELD
    assert reasons_against(target, catalogue, plan(target, catalogue), Consent()) == []


def test_a_plan_of_the_public_view_is_refused_before_anything_is_written(catalogue: Catalogue) -> None:
    target = _memory({**HELD, "c": Item(1, "c")})
    target.public_view = True
    with pytest.raises(Unreachable, match="no-token"):
        reasons_against(target, catalogue, plan(target, catalogue), Consent())


def test_a_public_view_on_which_nothing_changes_is_not_refused(catalogue: Catalogue) -> None:
    target = _memory(HELD)
    target.public_view = True
    assert reasons_against(target, catalogue, plan(target, catalogue), Consent()) == []


def test_counts_have_every_verb() -> None:
    changes = [Change("a", None, Item(1)), Change("b", Item(1), None), Change("c", None, Item(1))]
    assert counts(changes) == {"create": 2, "update": 0, "withdraw": 1}
    assert set(counts([])) == {str(verb) for verb in Verb}


def test_an_error_of_ours_carries_its_code_and_its_arguments() -> None:
    error = Unreachable("no-answer", url="http://x/", reason="Timeout")
    assert (error.code, error.args_by_name) == ("no-answer", {"url": "http://x/", "reason": "Timeout"})
    assert not has_errors(())
