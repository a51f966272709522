"""A few titles have changed: how many requests, and how fast beside bare loops. Reads and writes."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial

from publisher.model import Catalogue, Package
from publisher.plan import Plan
from publisher.publish import plan
from publisher.targets.ckan import Ckan
from tests.bench import bare, fill, ours
from tests.bench.bare import Call, Recording
from tests.bench.catalogue import number
from tests.bench.contest import HEAD, Contest
from tests.bench.measures import Lap, lap, timed
from tests.bench.run import Run, Table, sound

NAME = "changed"
REQUESTS = ("Changed packages k", "Requests, all in all", "k + 10", "of them writes", "Seconds, plan and apply")
EDITION = re.compile(r"\(edition (\d+)\)")
Way = Callable[[Sequence[Call]], list[Call]]


def measure(run: Run) -> list[Table]:
    """Change titles of packages that are published; at the end they are what they were."""
    corner = run.corner(fill.MAIN)
    catalogue = sound(run.root(corner, run.sizes.packages, run.sizes.packages))
    _restore(run, catalogue)
    counts = sorted({1, min(10, run.sizes.changed), run.sizes.changed})
    rows = [_requests(run, edition(catalogue, nth, k), k) for nth, k in enumerate(counts, 1)]
    contest = Contest()
    for nth in range(run.sizes.rounds):
        _round(run, edition(catalogue, 100 + nth, run.sizes.changed), contest)
    _restore(run, catalogue)
    return [
        Table("A few titles changed: requests", REQUESTS, rows, REQUEST_NOTES),
        Table("A few titles changed: rate", HEAD, [*contest.rows()], NOTES),
    ]


def _restore(run: Run, catalogue: Catalogue) -> None:
    """Make the packages what they were, also after a run that was broken off."""
    target, _, found = _planned(run, catalogue)
    ours.carry_out(target, found, found.changes)


def edition(catalogue: Catalogue, nth: int, count: int) -> Catalogue:
    """A catalogue whose first packages bear another title."""
    packages = tuple(
        _edited(package, nth) if number(package.name) < count else package for package in catalogue.packages
    )
    return replace(catalogue, packages=packages)


def _edited(package: Package, nth: int) -> Package:
    title = f"{package.data['title']} (edition {nth})"
    return replace(package, title={**package.title, "vi": title}, data={**package.data, "title": title})


def _requests(run: Run, catalogue: Catalogue, count: int) -> Sequence[str]:
    with lap() as whole:
        target, _, found = _planned(run, catalogue)
        ours.carry_out(target, found, found.changes)
    if len(found.changes) != count:
        raise RuntimeError(f"{len(found.changes)} changes instead of {count}")
    return str(count), str(len(whole.actions)), str(count + 10), str(whole.writes), f"{whole.seconds:.2f}"


def _planned(run: Run, catalogue: Catalogue) -> tuple[Ckan, Recording, Plan]:
    target, connection = ours.target(run.corner(fill.MAIN), catalogue)
    found = plan(target, catalogue)
    ours.accepted(target, catalogue, found)
    return target, connection, found


def _round(run: Run, catalogue: Catalogue, contest: Contest) -> None:
    target, connection, found = _planned(run, catalogue)
    publish = partial(timed, partial(ours.carry_out, target, found, found.changes))
    contest.round((ours.NAME, publish), _others(run, connection), len(found.changes))


def _others(run: Run, connection: Recording) -> Mapping[str, Callable[[], Lap]]:
    """Bare loops: each way of writing has a corner of its own, each number of threads an edition of its own."""
    ways: Mapping[str, tuple[str, Way]] = {
        "package_revise": (fill.BARE[1], list),
        "package_patch": (fill.BARE[2], bare.as_patch),
    }
    return {
        f"bare loop of `{action}`, {threads} thread{'s' * (threads > 1)}": partial(
            _loop, run, connection, letter, way, threads
        )
        for action, (letter, way) in ways.items()
        for threads in fill.BARE
    }


def _loop(run: Run, connection: Recording, letter: str, way: Way, threads: int) -> Lap:
    corner = run.corner(letter)
    calls = bare.moved(connection.calls, run.corner(fill.MAIN).mark, corner.mark)
    jobs = [way(job) for job in bare.by_package(calls)]
    other = bare.edited(jobs, lambda text: EDITION.sub(rf"(edition {threads}\1)", text))
    return timed(partial(bare.send, corner, other, threads))


REQUEST_NOTES = (
    "Asking the portal what it is, reading everything, writing, the journal: all requests that left the program. "
    "Organizations and groups are read 25 at a time, those of others too. Wanted: at most k + 10.",
)
NOTES = (
    "The bare loops send what the publisher sent, with another title, to packages that they filled themselves; "
    "`package_patch` gets what `package_revise` sets. The publisher's time is that of applying a plan, its journal "
    "included. Wanted: 0.90 or more beside each loop with as many threads.",
)
