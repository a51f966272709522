"""Building the static site, beside Hugo, Eleventy and a bare Jinja loop that make the same pages. Writes to .cache."""

import hashlib
import json
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from tests.bench.run import Run, Table
from tests.bench.sites import stages
from tests.bench.sites.contenders import PUBLISHER, REPOSITORY, Contender, peers, publisher, versions, written
from tests.bench.spent import Spent, least
from tests.bench.surroundings import surroundings

NAME = "sites"
HEAD = (
    *("Contender", "Seconds", "CPU s", "Peak of memory, MB", "Pages", "Bytes a page"),
    *("This ÷ publisher, by seconds", "by CPU s"),
)
AGAIN = ("What", "Seconds", "CPU s", "Peak of memory, MB", "Of a full build, by seconds", "by CPU s")
DATASET = "figures-m-00003"
Laps = Mapping[str, Spent]


def measure(run: Run) -> list[Table]:
    """Build sites of growing size."""
    tables, laps = [], {}
    for count in (run.sizes.sites // 100, run.sizes.sites // 10, run.sizes.sites):
        folder = run.folder / "sites"
        shutil.rmtree(folder, ignore_errors=True)
        root = written(folder, count)
        ours, others = publisher(folder, root), peers(folder, root)
        repeats = 1 if count == run.sizes.sites else run.sizes.repeats
        laps[count] = _full([ours, *others.values()], repeats)
        if count > run.sizes.sites // 100:
            tables += [_beside(count, repeats, [ours, *others.values()], laps[count])]
            tables += [_again(ours, root, count, repeats, laps[count][PUBLISHER]), _stages(root, folder, count)]
        shutil.rmtree(folder)
    return [*tables, _growth(laps)]


def _full(contenders: Sequence[Contender], repeats: int) -> Laps:
    """The least that each takes for everything, by turns."""
    laps: dict[str, list[Spent]] = {each.name: [] for each in contenders}
    for _ in range(repeats):
        for each in contenders:
            laps[each.name].append(each.anew())
    return {name: least(found) for name, found in laps.items()}


def _beside(count: int, repeats: int, contenders: Sequence[Contender], laps: Laps) -> Table:
    rows, ours = [], laps[PUBLISHER]
    for each in contenders:
        lap, sizes = laps[each.name], [path.stat().st_size for path in each.pages().values()]
        ratios = (f"{lap.seconds / ours.seconds:.2f}", f"{lap.cpu / ours.cpu:.2f}")
        told = (f"{len(sizes):,}", f"{sum(sizes) // len(sizes):,}")
        rows.append((each.name, *_told(lap), *told, *(ratios if lap is not ours else ("", ""))))
    title = f"Building the site of {count:,} packages"
    once = f"The least of {repeats}." if repeats > 1 else "Once."
    return Table(title, HEAD, rows, [f"{once} {versions()}.", *NOTES])


def _again(ours: Contender, root: Path, count: int, repeats: int, full: Spent) -> Table:
    """Build again: nothing changed, then one title."""
    same = least([ours.build() for _ in range(repeats)])
    place = root / "datasets" / DATASET / "datapackage.yaml"
    text, changes = place.read_text("utf-8"), []
    for number in range(repeats):
        place.write_text(text.replace("Số liệu", f"Số liệu {number}"), "utf-8")
        changes.append(ours.build())
    built = _digests(ours)
    ours.anew()
    if differ := {path for path, digest in _digests(ours).items() ^ built.items()}:
        raise RuntimeError(f"{len(differ)} files differ from those of a full build: {sorted(differ)[:5]}")
    rows = [
        (what, *_told(lap), f"{lap.seconds / full.seconds:.2f}", f"{lap.cpu / full.cpu:.2f}")
        for what, lap in (("nothing changed", same), ("one title changed", least(changes)))
    ]
    notes = (
        "`publisher apply site` as a whole: start, load, check, plan, write, prove. After the change every file is the "
        "same, byte by byte, as after a full build. Wanted: nothing changed in at most 0.15 of a full build.",
    )
    return Table(f"Building the site of {count:,} packages again", AGAIN, rows, notes)


def _digests(contender: Contender) -> Mapping[str, str]:
    return {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in contender.files().items()}


def _stages(root: Path, folder: Path, count: int) -> Table:
    """What of the publisher's time goes into pages alone."""
    command = [sys.executable, "-m", stages.__name__, str(root), str(folder / "stages")]
    done = subprocess.run(command, cwd=REPOSITORY, env=surroundings(), capture_output=True, text=True, check=True)
    rows = [(name, f"{seconds:.2f}") for name, seconds in json.loads(done.stdout).items()]
    notes = ("In one process, nothing remembered; no digests, no other files than pages, no proof.",)
    return Table(f"The publisher's pages of {count:,} packages, by stages", ("Stage", "CPU s"), rows, notes)


def _growth(laps: Mapping[int, Laps]) -> Table:
    """What a package costs in sites of growing size."""
    head = ("Contender", *(f"{count:,} packages, CPU ms each" for count in laps))
    rows = [(name, *_each(name, laps)) for name in next(iter(laps.values()))]
    return Table("What a package costs in a site", head, rows, ("Of full builds. Wanted: as much in large sites.",))


def _each(name: str, laps: Mapping[int, Laps]) -> Iterator[str]:
    for count, found in laps.items():
        yield f"{found[name].cpu / count * 1000:.1f}"


def _told(lap: Spent) -> tuple[str, str, str]:
    return f"{lap.seconds:.2f}", f"{lap.cpu:.2f}", str(lap.peak)


NOTES = (
    "Each builds from nothing (no cache, no target) in a process of its own; what it reads is in memory already. "
    "All make the same pages of the same catalogue, in Vietnamese and English: a page for each database, dataset and "
    "table (its first rows, dictionary, facts of columns, code), keyword, format, theme and organization, the lists, "
    "the home page, running text, 404, and the sitemap; a test compares addresses, words and sizes with ours. The "
    "tables are copied. Of four packages three are databases.",
    "The peers begin with more than a user of theirs has: what each page says is chosen, in its language and order, "
    "tables are measured and related datasets found before the clock starts. Hugo reads content files with JSON front "
    "matter, Eleventy JSON through global data, the bare loop YAML with the C loader.",
    "The publisher reads and checks descriptors and tables, finds all of that, and makes besides: cards for the "
    "search, feeds, a Data Package and four citations of each dataset, answers of CKAN's API, a picture of each "
    "package, tables of the catalogue, files for servers, a manifest with digests. It cleans the HTML that Markdown "
    "gives, and proves links, anchors, structure and policy of every page before the site becomes public. Wanted: 1.00 "
    "or more beside Hugo.",
)
