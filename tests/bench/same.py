"""Nothing has changed: the publisher's plan, beside what ckanapi does with the same packages. Reads and writes."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from statistics import median

from tests.bench import child, fill, peers
from tests.bench.child import Told
from tests.bench.measures import log_lap
from tests.bench.run import Run, Table

NAME = "same"
PLAN = ("What", "Seconds, median", "Requests", "Writes", "Memory before, MB", "Peak of memory, MB")
PEERS = ("What", "Packages", "Seconds", "Packages/s", "Requests", "Writes")


def measure(run: Run) -> list[Table]:
    """Plan what is published already; let ckanapi load, dump and search it."""
    corner, count = run.corner(fill.MAIN), run.sizes.packages
    root = run.root(corner, count, count)
    plans = [child.target(root, corner.url, corner.token) for _ in range(run.sizes.repeats)]
    commands = [child.command(root, corner.url, corner.token) for _ in range(run.sizes.repeats)]
    notes = (*NOTES, "Wanted of 1,000 packages: at most 10 requests; at most 3 s for the target's part.")
    ours = Table(f"Nothing changed: planning {count:,} packages", PLAN, rows(plans, commands), notes)
    return [ours, Table("Nothing changed: ckanapi", PEERS, [*_peers(run)], PEER_NOTES)]


def rows(plans: Sequence[Told], commands: Sequence[Told]) -> list[Sequence[str]]:
    """The target's part by its stages, and the whole command."""
    if any(told.changes for told in plans):
        raise RuntimeError(f"{plans[0].changes} changes where there should be none")
    first = plans[0]
    stages = [
        (f"of it: {name}", _median([told.seconds[name] for told in plans]), "", "", "", "") for name in first.seconds
    ]
    return [_row("the target's part of a plan", plans, str(first.before)), *stages, _row(COMMAND, commands, "")]


COMMAND = "`publisher plan ckan`, whole: start, load, check, plan, report"
NOTES = (
    "The target's part is everything after the catalogue is loaded and checked: asking the portal what it is, "
    "`desired`, `actual` and the difference. Each in a process of its own; memory is what the process then holds.",
)
PEER_NOTES = (
    "`load` gets the JSON lines from which it filled the portal; it shows and updates every package. "
    "Requests are from the portal's log, with those of anybody else who used it meanwhile.",
)


def _row(name: str, told: Sequence[Told], before: str) -> Sequence[str]:
    lap = told[0].lap
    seconds = _median([one.whole for one in told])
    return name, seconds, str(len(lap.actions)), str(lap.writes), before, str(max(one.peak for one in told))


def _median(seconds: Sequence[float]) -> str:
    return f"{median(seconds):.2f}"


def _peers(run: Run) -> Iterator[Sequence[str]]:
    main, size = run.corner(fill.MAIN), run.sizes
    for processes, letter in fill.PEERS.items():
        lines = run.folder / fill.LINES.format(letter=letter)
        load = partial(peers.load, run.corner(letter), lines, processes)
        yield _timed(run, f"`ckanapi load -p {processes}`", load, size.part)
    root = run.root(main, size.packages, size.packages)
    found = [*(root / "catalogue" / "databases").iterdir(), *(root / "datasets").iterdir()]
    names = [f"{main.prefix}{path.stem}" for path in found]
    for processes in fill.PEERS:
        yield _timed(run, f"`ckanapi dump -p {processes}`", partial(peers.dump, main, names, processes), len(names))
    yield _timed(run, "`ckanapi search`", partial(peers.search, main, f'managed_by:"{main.mark}"'), len(names))


def _timed(run: Run, name: str, work: Callable[[], int], count: int) -> Sequence[str]:
    with log_lap(run.portal) as lap:
        if (done := work()) != count:
            raise RuntimeError(f"{name}: {done} packages instead of {count}")
    rate = f"{count / lap.seconds:.1f}"
    return name, str(count), f"{lap.seconds:.2f}", rate, str(len(lap.actions)), str(lap.writes)
