"""Datasets as tasks for workers, and what is known of them already. Reads.

A dataset whose descriptor and files are still the same, beside the same other datasets, is not checked again.
"""

import dataclasses
import json
import stat
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from publisher.cache import Cache, digest
from publisher.measures import ColumnFacts, FigureRows, Measure, SmallCounts, Suspicion
from publisher.model import Package, Resource
from publisher.problem import Problem, read_back, written
from publisher.tables.files import sha256
from publisher.work import Limits, Overrun, run

# Of one dataset: what its files are, and what is wrong with them.
Found = tuple[dict[str, Measure], list[Problem]]


class Engine(StrEnum):
    """Who judges tables: frictionless alone, or only where the fast path cannot prove that it would accept them."""

    FAST = "fast"
    FRICTIONLESS = "frictionless"


@dataclass(frozen=True)
class Way:
    """Who judges tables, on how many workers, within what limits."""

    engine: Engine = Engine.FAST
    workers: str = "0"
    limits: Limits = field(default_factory=Limits)


@dataclass(frozen=True)
class Task:
    """What a worker is told: a dataset, and where that counts the others that it refers to."""

    root: Path
    dataset: Package
    engine: Engine
    others: tuple[Package, ...] = ()


@dataclass(frozen=True)
class Work:
    """How tasks are carried out, and who hears of it."""

    way: Way
    cache: Cache
    tell: Callable[[str], None]

    def results(self, function: Callable[[Task], Found], tasks: Sequence[Task]) -> dict[str, Found]:
        """What is found of each dataset, by its name."""
        keys = [_key(function.__name__, task) for task in tasks]
        known = self.cache.known(key for key in keys if key)
        left = [task for key, task in zip(keys, tasks, strict=True) if key not in known]
        results = run(function, left, self.way.workers, self.way.limits, lambda index: self.tell(_name(left[index])))
        fresh = {_name(task): result for task, result in zip(left, results, strict=True)}
        named = {_name(task): key for key, task in zip(keys, tasks, strict=True) if key}
        whole = {name: result for name, result in fresh.items() if not isinstance(result, Overrun)}
        self.cache.keep({named[name]: _kept(result) for name, result in whole.items() if name in named})
        again = {name: _again(known[key]) for name, key in named.items() if key in known}
        return {_name(task): again.get(_name(task)) or self._told(task, fresh[_name(task)]) for task in tasks}

    def _told(self, task: Task, result: Found | Overrun) -> Found:
        if not isinstance(result, Overrun):
            return result
        args = {"seconds": str(self.way.limits.seconds), "megabytes": str(self.way.limits.bytes >> 20)}
        return {}, [Problem(task.dataset.document.at("resources"), f"overrun-{result}", args)]


def _name(task: Task) -> str:
    return task.dataset.name


def _key(function: str, task: Task) -> str:
    """The digest of all that a result comes from; nothing where a file is not there to be read."""
    parts = [part for package in (task.dataset, *task.others) for part in _parts(package)]
    return "" if None in parts else digest(function, task.engine, *(part for part in parts if part is not None))


def _parts(package: Package) -> list[str | bytes | None]:
    files = [_digest(resource) for resource in package.resources]
    names = json.dumps([resource.name for resource in package.resources])
    return [package.name, package.document.raw, json.dumps(package.data, ensure_ascii=False), names, *files]


def _digest(resource: Resource) -> str | None:
    try:
        plain = stat.S_ISREG(resource.file.lstat().st_mode) and not resource.file.parent.is_symlink()
        return sha256(resource.file) if plain else None
    except OSError:
        return None


def _kept(result: Found) -> Any:
    """A result in JSON's types."""
    measures, problems = result
    return [{name: dataclasses.asdict(measure) for name, measure in measures.items()}, [*map(written, problems)]]


def _again(kept: Any) -> Found:
    """The result that was kept."""
    measures, problems = kept
    return {name: _measure(told) for name, told in measures.items()}, [*map(read_back, problems)]


def _measure(told: dict[str, Any]) -> Measure:
    return Measure(
        rows=told["rows"],
        bytes=told["bytes"],
        sha256=told["sha256"],
        preview=tuple(map(tuple, told["preview"])),
        personal=tuple(Suspicion(**each) for each in told["personal"]),
        small_cells=tuple(SmallCounts(each["column"], tuple(each["cells"])) for each in told["small_cells"]),
        columns=tuple(_column(each) for each in told["columns"]),
        figures=tuple(
            FigureRows(tuple(each["columns"]), tuple(map(tuple, each["rows"])), each["count"])
            for each in told["figures"]
        ),
    )


def _column(told: dict[str, Any]) -> ColumnFacts:
    bars, frequent = tuple(told["bars"]), tuple((value, count) for value, count in told["frequent"])
    return ColumnFacts(**{**told, "bars": bars, "frequent": frequent})
