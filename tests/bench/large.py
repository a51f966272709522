"""Many packages, none of them changed: seconds and memory of a plan. Reads and writes."""

from collections.abc import Mapping, Sequence

from tests.bench import child, fill, recorded, same
from tests.bench.corner import Corner
from tests.bench.recorded import Page, Recording
from tests.bench.run import Run, Table, sound

NAME = "large"
RECORDED = "recorded.json"


def is_recorded(run: Run) -> bool:
    """Whether it is known what a filled portal says, from this run or an earlier one."""
    return (run.folder / RECORDED).is_file()


def measure(run: Run) -> list[Table]:
    """Plan a large catalogue against a portal that is made of what the real one said."""
    place, small = run.folder / RECORDED, run.sizes.packages
    if fill.NAME in run.parts:
        corner = run.corner(fill.MAIN)
        recorded.record(corner, sound(run.root(corner, small, small)), run.sizes.repeats).save(place)
    recording = Recording.load(place)
    count = len(recording.packages)
    corner = Corner({}, recording.mark)
    found = recorded.pages(recording, sound(run.root(corner, count, count)), run.sizes.large)
    root = run.root(corner, run.sizes.large, count)
    with recorded.served(recording, found) as url:
        plans = [child.target(root, url, recorded.TOKEN)]
        commands = [child.command(root, url, recorded.TOKEN)]
    title = f"Nothing changed: planning {run.sizes.large:,} packages"
    return [Table(title, same.PLAN, same.rows(plans, commands), [*same.NOTES, *_notes(recording, found)])]


def _notes(recording: Recording, found: Mapping[str, Page]) -> Sequence[str]:
    count, size = (sum(part) for part in zip(*((count, len(body)) for count, body in found.values()), strict=True))
    return (
        f"The portal is a server on loopback. It answers what the real one answered for {len(recording.packages):,} "
        f"packages, multiplied under other names and ids to {count:,} ({size / count / 1000:.1f} kB each on the wire), "
        f"and gives search pages as fast as the real one did: {recording.rate:,.0f} packages a second.",
        "Wanted of 10,000 packages: at most 30 s for the target's part, less than 400 MB.",
    )
