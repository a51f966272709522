"""Data files: do they fit their Table Schemas, and what are they. Reads.

A file goes through three gates, and stops at the first that it fails: is it a file of this dataset that may be
read; are its bytes a table at all; do its cells fit the Table Schema. Keys between datasets come last.
"""

import itertools
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from publisher.model import Catalogue, Kind, Measure, Package, Resource
from publisher.problem import Problem, PublisherError
from publisher.tables import canonical, columns, fast, files, keys, raw
from publisher.tables.canonical import guess
from publisher.tables.compare import RowChange, RowChanges, compare
from publisher.tables.layout import dialect
from publisher.tables.rows import typed_rows
from publisher.work import Limits, Overrun, run

__all__ = [
    "Engine",
    "Measures",
    "RowChange",
    "RowChanges",
    "Way",
    "compare",
    "guess",
    "measure",
    "measure_dataset",
    "typed_rows",
]

PREVIEW_ROWS = 20


class Engine(StrEnum):
    """Who judges tables: frictionless alone, or only where the fast path cannot prove that it would accept them."""

    FAST = "fast"
    FRICTIONLESS = "frictionless"


Measures = dict[tuple[str, str], Measure]


@dataclass(frozen=True)
class Way:
    """Who judges tables, on how many workers, within what limits."""

    engine: Engine = Engine.FAST
    workers: str = "0"
    limits: Limits = field(default_factory=Limits)


def measure(
    catalogue: Catalogue, tell: Callable[[str], None], way: Way | None = None
) -> tuple[Measures, list[Problem]]:
    """Check and measure every data file; `tell` hears the name of each dataset when it is done."""
    way = way or Way()
    datasets = list(catalogue.of(Kind.DATASET))
    tasks = [_Task(dataset, way.engine, catalogue.root) for dataset in datasets]
    results = run(_carried_out, tasks, way.workers, way.limits, lambda index: tell(datasets[index].name))
    measures: Measures = {}
    problems: list[Problem] = []
    for dataset, result in zip(datasets, results, strict=True):
        found, faults = ({}, [_overrun(dataset, result, way.limits)]) if isinstance(result, Overrun) else result
        problems += faults
        measures |= {(dataset.name, name): measured for name, measured in found.items()}
    problems += keys.check(catalogue, measures)
    return measures, problems


@dataclass(frozen=True)
class _Task:
    dataset: Package
    engine: Engine
    root: Path


def _carried_out(task: _Task) -> tuple[dict[str, Measure], list[Problem]]:
    if not task.root.is_dir():
        raise PublisherError("worker-without-files", folder=str(task.root))
    return measure_dataset(task.dataset, task.engine)


def _overrun(dataset: Package, overrun: Overrun, limits: Limits) -> Problem:
    args = {"seconds": str(limits.seconds), "megabytes": str(limits.bytes >> 20)}
    return Problem(dataset.document.at("resources"), f"overrun-{overrun}", args)


def measure_dataset(dataset: Package, engine: Engine = Engine.FAST) -> tuple[dict[str, Measure], list[Problem]]:
    """Check and measure the files of one dataset, but for keys to other datasets."""
    sound, faults = _gates(dataset)
    tables = [resource for resource in sound if resource.fields and resource.format == "csv"]
    rows, problems = _judged(dataset, tables, engine)
    return {resource.name: _measured(resource, rows.get(resource.name, 0)) for resource in sound}, faults + problems


def _judged(dataset: Package, written: Sequence[Resource], engine: Engine) -> tuple[dict[str, int], list[Problem]]:
    """Give the rows of each table, and the problems: of those that are not proven, frictionless judges."""
    problems = [problem for table in written for problem in canonical.faults(dataset, table)]
    tables = [canonical.usable(table) for table in written]
    verdicts = fast.prove(tables, canonical.strict_judges) if engine is Engine.FAST else {}
    proven = {name: verdict.rows for name, verdict in verdicts.items() if isinstance(verdict, fast.Proof)}
    rows, faults = canonical.check(dataset, _with_targets(tables, proven))
    return {**rows, **proven}, problems + faults


def _with_targets(tables: Sequence[Resource], proven: Collection[str]) -> list[Resource]:
    """The tables that are not proven, and those that they refer to."""
    doubtful = [table for table in tables if table.name not in proven]
    named = {key["reference"]["resource"] for table in doubtful for key in table.foreign_keys}
    return [table for table in tables if table.name not in proven or table.name in named]


def _measured(resource: Resource, rows: int) -> Measure:
    return Measure(rows, resource.file.stat().st_size, files.sha256(resource.file), _preview(resource))


def _preview(resource: Resource) -> tuple[tuple[str, ...], ...]:
    if resource.format != "csv":
        return ()
    with resource.file.open(encoding="utf-8", newline="") as stream:
        records = columns.in_order(resource, dialect(resource).reader(stream))
        return tuple(itertools.islice(records, PREVIEW_ROWS))


def _gates(dataset: Package) -> tuple[list[Resource], list[Problem]]:
    """Give the resources whose bytes are a readable table, and the problems of the others."""
    problems: list[Problem] = []
    sound: list[Resource] = []
    for resource in dataset.resources:
        faults = list(_first_faults(dataset, resource))
        problems += faults
        if not faults:
            sound.append(resource)
    return sound, problems


def _first_faults(dataset: Package, resource: Resource) -> Iterable[Problem]:
    gates = (files.faults, raw.faults)
    return next((found for gate in gates if (found := list(gate(dataset, resource)))), ())
