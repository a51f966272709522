"""Data files: do they fit their Table Schemas, and what are they. Reads.

A file goes through four gates, and stops at the first that it fails: is it a file of this dataset that may be
read; can its form be read as CSV text; are its bytes a table at all; do its cells fit the Table Schema. Keys between
datasets come last.
"""

import itertools
import tempfile
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from publisher.cache import Cache
from publisher.measures import Measure
from publisher.model import Catalogue, Kind, Package, Resource
from publisher.problem import Problem, PublisherError
from publisher.tables import canonical, columns, echoes, excerpt, fast, figure_rows, files, forms, keys, raw
from publisher.tables.canonical import guess
from publisher.tables.compare import RowChange, RowChanges, compare
from publisher.tables.facts import Facts, facts
from publisher.tables.layout import dialect
from publisher.tables.original import encoding_of, verdict
from publisher.tables.rows import typed_rows
from publisher.tables.tasks import Engine, Found, Task, Way, Work

__all__ = [
    "Engine",
    "Measures",
    "RowChange",
    "RowChanges",
    "Way",
    "compare",
    "encoding_of",
    "guess",
    "measure",
    "measure_dataset",
    "typed_rows",
    "verdict",
]

PREVIEW_ROWS = 20


Measures = dict[tuple[str, str], Measure]
# Of one table: its rows, and what its cells tell; nothing of what is no table.
Told = tuple[int, Facts | None]


def measure(
    catalogue: Catalogue, tell: Callable[[str], None], way: Way | None = None, cache: Cache | None = None
) -> tuple[Measures, list[Problem]]:
    """Check and measure every data file; `tell` hears the name of each dataset when it is done."""
    way = way or Way()
    work = Work(way, cache or Cache(), tell)
    datasets = {dataset.name: dataset for dataset in catalogue.of(Kind.DATASET)}
    alone = work.results(_alone, [Task(catalogue.root, dataset, way.engine) for dataset in datasets.values()])
    measures = {name: found for name, (found, _) in alone.items()}
    sound = {name: _sound(dataset, measures[name]) for name, dataset in datasets.items()}
    linked = [Task(catalogue.root, dataset, way.engine, _targets(dataset, sound)) for dataset in sound.values()]
    silent = replace(work, tell=lambda name: None)
    between = silent.results(_between, [task for task in linked if task.others])
    problems = [problem for found in (alone, between) for _, faults in found.values() for problem in faults]
    return {(dataset, name): measured for dataset, all in measures.items() for name, measured in all.items()}, problems


def measure_dataset(dataset: Package, engine: Engine = Engine.FAST) -> Found:
    """Check and measure the files of one dataset, but for keys to other datasets."""
    with tempfile.TemporaryDirectory() as folder:
        plain = _plain(dataset, Path(folder))
        told, problems = _judged(plain.dataset, _tables(plain.dataset), engine, Path(folder))
        problems += keys.within(plain.dataset)
        named = Counter(resource.name for resource in dataset.resources)
        alone = {resource.name: resource for resource in dataset.resources if named[resource.name] == 1}
        measures = {
            table.name: _measured(alone[table.name], table, told.get(table.name, (0, None)))
            for table in plain.dataset.resources
            if table.name in alone  # two of one name cannot be told apart; that is a problem already
        }
        return measures, echoes.masked(dataset, measures, [*plain.problems, *_back(problems, plain.ways)])


def _alone(task: Task) -> Found:
    """In a worker: check and measure a dataset."""
    if not task.root.is_dir():
        raise PublisherError("worker-without-files", folder=str(task.root))
    return measure_dataset(task.dataset, task.engine)


def _between(task: Task) -> Found:
    """In a worker: check the keys of a dataset to others."""
    with tempfile.TemporaryDirectory() as folder:
        plain = _plain(task.dataset, Path(folder))
        others = {other.name: _plain(other, Path(folder)).dataset for other in task.others}
        measures = {each.name: each.measure for each in task.dataset.resources if each.measure}
        problems = _back(keys.between(plain.dataset, others), plain.ways)
        return {}, echoes.masked(task.dataset, measures, problems)


def _sound(dataset: Package, measures: Mapping[str, Measure]) -> Package:
    """The dataset with the files that were measured alone, and their measures."""
    found = (replace(each, measure=measures[each.name]) for each in dataset.resources if each.name in measures)
    return replace(dataset, resources=tuple(found))


def _targets(dataset: Package, sound: Mapping[str, Package]) -> tuple[Package, ...]:
    return tuple(sound[name] for name in sorted(keys.referred(dataset)) if name in sound)


def _tables(dataset: Package) -> list[Resource]:
    return [resource for resource in dataset.resources if resource.fields and resource.format == "csv"]


def _judged(
    dataset: Package, written: Sequence[Resource], engine: Engine, folder: Path
) -> tuple[dict[str, Told], list[Problem]]:
    """Give rows and facts of each table, and the problems: of those that are not proven, frictionless judges."""
    problems = [problem for table in written for problem in canonical.faults(dataset, table)]
    tables = [canonical.usable(table) for table in written]
    gathered = {table.name: Facts(table) for table in tables}
    watches = {name: each.add for name, each in gathered.items()}
    verdicts = fast.prove(tables, canonical.strict_judges, watches) if engine is Engine.FAST else {}
    proven = {name: verdict.rows for name, verdict in verdicts.items() if isinstance(verdict, fast.Proof)}
    cut = _cut(dataset, tables, verdicts, folder)
    rows, faults = canonical.check(dataset, _with_targets([t for t in tables if t.name not in cut], proven))
    told: dict[str, Told] = {name: (count, gathered[name]) for name, count in proven.items()}
    read: dict[str, Told] = {
        table.name: (rows.get(table.name, 0), facts(table)) for table in tables if table.name not in proven
    }
    return {**read, **told}, [*problems, *itertools.chain.from_iterable(cut.values()), *faults]


def _cut(
    dataset: Package, tables: Sequence[Resource], verdicts: Mapping[str, fast.Proof | fast.Doubt], folder: Path
) -> dict[str, list[Problem]]:
    """Of tables too large to be explained as a whole, one fault, if the fast path knows where it is."""
    cut: dict[str, list[Problem]] = {}
    for table in tables:
        verdict = verdicts.get(table.name)
        if isinstance(verdict, fast.Doubt) and verdict.record and excerpt.is_too_large(table):
            cut[table.name] = excerpt.one_fault(dataset, table, verdict.record, folder)
    return {name: found for name, found in cut.items() if found}


def _with_targets(tables: Sequence[Resource], proven: Collection[str]) -> list[Resource]:
    """The tables that are not proven, and those that they refer to."""
    doubtful = [table for table in tables if table.name not in proven]
    named = {key["reference"]["resource"] for table in doubtful for key in table.foreign_keys}
    return [table for table in tables if table.name not in proven or table.name in named]


def _measured(resource: Resource, table: Resource, told: Told) -> Measure:
    """Measure a file: its own size and digest, rows, preview and facts of the table that was read from it."""
    rows, gathered = told
    personal, small_cells = gathered.found() if gathered else ((), ())
    size, digest = resource.file.stat().st_size, files.sha256(resource.file)
    described = gathered.described() if gathered else ()
    return Measure(rows, size, digest, _preview(table), personal, small_cells, described, figure_rows.asked(table))


def _preview(table: Resource) -> tuple[tuple[str, ...], ...]:
    if table.format != "csv":
        return ()
    with table.file.open(encoding="utf-8", newline="") as stream:
        records = columns.in_order(table, dialect(table).reader(stream))
        return tuple(itertools.islice(records, PREVIEW_ROWS))


@dataclass(frozen=True)
class _Plain:
    """A dataset whose sound tables are CSV text, the problems of the others, and the ways back by file."""

    dataset: Package
    problems: list[Problem]
    ways: Mapping[str, forms.Placing]


def _plain(dataset: Package, folder: Path) -> _Plain:
    """Take the files of a dataset through the first gates."""
    problems: list[Problem] = []
    sound: list[Resource] = []
    ways: dict[str, forms.Placing] = {}
    for resource in dataset.resources:
        if faults := list(files.faults(dataset, resource)):
            problems += faults
            continue
        table, faults, way = forms.as_csv(dataset, resource, folder)
        broken = way.back(raw.faults(dataset, table)) if table else []
        problems += [*faults, *broken]
        if table and not broken:
            sound.append(table)
            ways[raw.place(dataset, resource).file] = way
    return _Plain(replace(dataset, resources=tuple(sound)), problems, ways)


def _back(problems: Iterable[Problem], ways: Mapping[str, forms.Placing]) -> list[Problem]:
    """The same problems, each at its place in the file that the table was read from."""
    by_file: dict[str, list[Problem]] = {}
    for problem in problems:
        by_file.setdefault(problem.place.file, []).append(problem)
    return [each for file, found in by_file.items() for each in (ways[file].back(found) if file in ways else found)]
