"""Filling a portal: the publisher beside a bare loop and beside `ckanapi load`, in turns. Reads and writes."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial

from publisher.plan import Change
from publisher.publish import plan
from tests.bench import bare, ours, peers
from tests.bench.bare import Call, Recording
from tests.bench.catalogue import GROUP, ROWS
from tests.bench.contest import HEAD, Contest
from tests.bench.measures import Lap, log_lap, timed
from tests.bench.run import Run, Table, sound

NAME = "fill"
MAIN = "m"
BARE = {1: "b", 2: "c"}  # the corner of the bare loop with so many threads
PEERS = {1: "d", 3: "e"}  # the corner of ckanapi with so many processes
LETTERS = (MAIN, *BARE.values(), *PEERS.values())
LINES = "{letter}-lines.jsonl"

Jobs = Sequence[Sequence[Call]]


def measure(run: Run) -> list[Table]:
    """Fill one corner with everything, and the others with a part of it."""
    for letter in LETTERS:
        run.corner(letter).purge()
        (run.folder / LINES.format(letter=letter)).unlink(missing_ok=True)
    corner = run.corner(MAIN)
    catalogue = sound(run.root(corner, run.sizes.packages, run.sizes.packages))
    target, connection = ours.target(corner, catalogue)
    whole = plan(target, catalogue)
    ours.accepted(target, catalogue, whole)
    groups, packages = ours.in_turn(whole)
    ours.carry_out(target, whole, groups)
    for letter in LETTERS[1:]:
        bare.send(run.corner(letter), [bare.moved(connection.calls, corner.mark, run.corner(letter).mark)], 1)
    contest = Contest()
    for changes in _parts(packages[: run.sizes.part], run.sizes.rounds):
        connection.calls.clear()
        publish = partial(timed, partial(ours.carry_out, target, whole, changes))
        contest.round((ours.NAME, publish), _others(run, connection), len(changes))
    rest = packages[run.sizes.part :]
    after = timed(partial(ours.carry_out, target, whole, rest))
    return [_table(run, contest, len(rest), after)]


def _others(run: Run, connection: Recording) -> Mapping[str, Callable[[], Lap]]:
    """The other contenders, who do what the publisher has just done."""
    loops = {
        f"bare loop, {threads} thread{'s' * (threads > 1)}": partial(_loop, run, connection, letter, threads)
        for threads, letter in BARE.items()
    }
    return loops | {
        f"`ckanapi load -p {processes}`": partial(_load, run, connection, letter, processes)
        for processes, letter in PEERS.items()
    }


def _loop(run: Run, connection: Recording, letter: str, threads: int) -> Lap:
    corner = run.corner(letter)
    jobs = bare.by_package(bare.moved(connection.calls, run.corner(MAIN).mark, corner.mark))
    return timed(partial(bare.send, corner, jobs, threads))


def _load(run: Run, connection: Recording, letter: str, processes: int) -> Lap:
    corner = run.corner(letter)
    lines = peers.lines(bare.by_package(bare.moved(connection.calls, run.corner(MAIN).mark, corner.mark)))
    part = run.folder / "part.jsonl"
    part.write_text("".join(f"{line}\n" for line in lines), "utf-8")
    with (run.folder / LINES.format(letter=letter)).open("a", encoding="utf-8") as whole:
        whole.write(part.read_text("utf-8"))
    with log_lap(run.portal) as found:
        peers.load(corner, part, processes)
    return found


def _parts(changes: Sequence[Change], count: int) -> Iterator[Sequence[Change]]:
    size = -(-len(changes) // count)
    yield from (changes[start : start + size] for start in range(0, len(changes), size))


def _table(run: Run, contest: Contest, rest: int, after: Lap) -> Table:
    rows = [*contest.rows()]
    if rest:
        requests = f"{len(after.actions) / rest:.1f}"
        rows.append((f"{ours.NAME}, the rest", str(rest), f"{rest / after.seconds:.1f}", requests, ""))
    return Table(
        "Filling a portal",
        HEAD,
        rows,
        (
            f"The first {run.sizes.part} packages of {run.sizes.packages}, {run.sizes.rounds} rounds in turns: "
            f"of {GROUP} packages {GROUP - 1} are databases and one a dataset with two CSV files of {ROWS} rows, "
            "which are uploaded (no DataStore).",
            "The bare loop sends what the publisher sent, call by call (`package_create`, and for files one "
            "`package_revise`), under other names. The publisher also asks before each create whether the package is "
            "there, compares every answer and keeps a journal.",
            "`ckanapi load` cannot send files from disk; it gets links instead and so does less. "
            "Wanted: 0.90 or more beside the bare loop with as many threads.",
        ),
    )
