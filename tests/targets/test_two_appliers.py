"""Law 5 for two who publish at once: their requests interleaved in every order lose no edit and make nothing twice.

Both plan from the same state. Then a gate before the portal lets the first four requests of each through in the order
of a schedule, one at a time; what they ask beyond that goes freely.
"""

import math
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from functools import partial
from itertools import combinations

import pytest

from publisher.plan import Plan
from publisher.publish import Outcome, apply
from publisher.targets import Target
from publisher.targets.ckan.pace import Patience
from publisher.targets.ckan.payload import resources_by_id
from tests.targets.corners import JOURNAL, Access, Corner, Edition, Records, saying
from tests.targets.faults import bad_line
from tests.targets.portraits import portrait
from tests.targets.worlds import ENTRY

pytestmark = [pytest.mark.ckan, pytest.mark.timeout(1200)]

EACH = 4
SCHEDULES = [
    "".join("A" if place in mine else "B" for place in range(2 * EACH)) for mine in combinations(range(2 * EACH), EACH)
]
# Longer ones, for what comes after the files: both make the view of a table.
VIEWS = ["AAABBBBBBABABAAAAABBABAB", "AAABBBBBBABABAAAAAABBBBABABAB"]
LANES = 4
Scenario = Callable[[Corner, Edition, Records, str], Edition]
PATIENT = Patience(answer=120, pauses=(0.05, 0.1, 0.2, 0.4))  # whose turn it is not must wait


class Gate:
    """Lets the requests of two through in the order of a schedule."""

    def __init__(self, schedule: str) -> None:
        self._left = list(schedule)
        self._taken = False
        self._change = threading.Condition()

    @contextmanager
    def turn(self, who: str) -> Iterator[None]:
        """Wait for a turn and hold it until the answer is out; when the schedule is over, whoever comes goes."""
        with self._change:
            assert self._change.wait_for(lambda: not self._taken and who in (self._left[:1] or [who]), 60)
            self._taken = bool(self._left)
            self._left = self._left[1:]
        try:
            yield
        finally:
            with self._change:
                self._taken = False
                self._change.notify_all()

    def leave(self, who: str) -> None:
        """Give up the turns of one who has nothing more to ask."""
        with self._change:
            self._left = [other for other in self._left if other != who]
            self._change.notify_all()


def _interleave(corner: Corner, schedule: str, editions: Mapping[str, Edition]) -> dict[str, Outcome]:
    """Let two plan from what is there, then apply in the order of a schedule."""
    gate = Gate(schedule)
    with ExitStack() as stack, ThreadPoolExecutor(len(editions)) as pool:
        lines = {who: stack.enter_context(bad_line(corner.access.url)) for who in editions}
        plans = {who: corner.planned(edition, lines[who][0], PATIENT) for who, edition in editions.items()}
        for who, (_, line) in lines.items():
            line.turn = partial(gate.turn, who)
        applies = {who: pool.submit(_apply, gate, who, *plan) for who, plan in plans.items()}
        return {who: running.result() for who, running in applies.items()}


def _apply(gate: Gate, who: str, target: Target, plan: Plan) -> Outcome:
    try:
        return apply(target, plan, {**ENTRY, "who": who}, lambda key: None)
    finally:
        gate.leave(who)


def _codes(outcomes: Mapping[str, Outcome]) -> set[str]:
    return {error.code for outcome in outcomes.values() for _, error in outcome.failed}


def _done(outcome: Outcome) -> set[str]:
    return {change.package or change.key for change in outcome.done}


def _edit_both(corner: Corner, base: Edition, before: Records, schedule: str) -> Edition:
    """A says another title of every package, B another description; what is done stays, what is not is refused."""
    packages = base.catalogue.packages
    editions = {
        "A": base.saying(title=f"A {schedule}"),
        "B": base.saying(description=f"B {schedule}"),
    }
    outcomes = _interleave(corner, schedule, editions)
    assert _codes(outcomes) <= {"stale"}
    now = corner.records()
    assert set(now) == set(before)
    for name in (package.name for package in packages):
        done = {who for who, outcome in outcomes.items() if name in _done(outcome)}
        assert done, f"nobody could write {name}"
        for who, field in (("A", "title"), ("B", "notes")):
            wanted = f"{who} {schedule}" if who in done else before[name][field]
            assert now[name][field] == wanted, f"{name}: the {field} that {who} wrote is lost"
    return base.saying(title=f"A {schedule}", description=f"B {schedule}")


def _create_both(corner: Corner, base: Edition, before: Records, schedule: str) -> Edition:
    """Both create the same dataset, under titles of their own: one is refused, or both, and then it stays hidden."""
    name = f"lamps-{schedule.lower()}"
    lamps = replace(base.package("lamps"), name=name)
    editions = {who: base.having(*base.catalogue.packages, saying(lamps, title=who)) for who in "AB"}
    outcomes = _interleave(corner, schedule, editions)
    assert _codes(outcomes) <= {"stale", "portal-refused"}
    done = [who for who, outcome in outcomes.items() if name in _done(outcome)]
    assert len(done) < 2, f"done by {done}"
    made = corner.records()[name]
    assert (made["state"], made["title"]) == ("active", done[0]) if done else made["state"] == "draft"
    return editions[next(who for who in editions if who not in done)]


def _converged(corner: Corner, edition: Edition, before: Records) -> Records:
    """One more run makes it what the last edition says; nothing is there twice and no id changed."""
    corner.publish(edition)
    assert corner.planned(edition)[1].changes == ()
    now = corner.records()
    assert set(now) == {*(package.name for package in edition.catalogue.packages), JOURNAL}
    for package in edition.catalogue.packages:
        held = [resource["id"] for resource in now[package.name]["resources"]]
        assert held == list(resources_by_id(corner.portal(edition.catalogue), package))
        assert now[package.name]["id"] == before.get(package.name, now[package.name])["id"]
    new = {name: record for name, record in now.items() if name not in before}
    for name, seen in portrait(corner, edition, new).items():
        for file in seen["resources"] if name in new else ():
            assert [row["code"] for row in file["table"]["rows"]] == ["001", "002", "003"]
            assert file["views"] == [["datatables_view", "Table"]]
    return now


def _go_over(access: Access, small: Edition, scenario: Scenario, schedules: list[str]) -> list[str]:
    """Try a scenario under some schedules, one after the other; say which fail and why."""
    failing: list[str] = []
    while schedules:
        failing += _until_one_fails(access, small, scenario, schedules)
    return failing


def _until_one_fails(access: Access, base: Edition, scenario: Scenario, left: list[str]) -> list[str]:
    """Take schedules from those left and try them in one corner; after one that fails it is of no more use."""
    corner = Corner(access)
    try:
        corner.publish(base)
        seen = corner.records()
        while left:
            schedule = left.pop()
            try:
                base = scenario(corner, base, seen, schedule)
                seen = _converged(corner, base, seen)
            except Exception as error:  # whatever it is, the other schedules are tried and this one is told
                return [f"{schedule}: {type(error).__name__}: {error}"]
    finally:
        corner.purge(base)
    return []


@pytest.mark.parametrize(
    ("scenario", "editor", "schedules"),
    [(_edit_both, True, SCHEDULES), (_create_both, False, [*SCHEDULES, *VIEWS])],
    ids=["editors edit", "sysadmins create"],
)
def test_no_order_of_requests_loses_an_edit_or_makes_anything_twice(
    request: pytest.FixtureRequest,
    ckan_portal: dict[str, str],
    small: Edition,
    tell: Callable[[str], None],
    scenario: Scenario,
    editor: bool,
    schedules: list[str],
) -> None:
    assert len(set(SCHEDULES)) == math.comb(2 * EACH, EACH)
    began = time.monotonic()
    with ThreadPoolExecutor(LANES) as pool:
        share = [schedules[lane::LANES] for lane in range(LANES)]
        lanes = [pool.submit(_go_over, Access(ckan_portal, editor), small, scenario, each) for each in share]
        failing = [told for lane in lanes for told in lane.result()]
    tell(f"two appliers, {request.node.callspec.id}: {len(schedules)} schedules, {time.monotonic() - began:.0f} s")
    assert not failing, "\n".join(failing)
