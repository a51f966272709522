"""Data files: do they fit their Table Schemas, and what are they. Reads.

A file goes through four gates, and stops at the first that it fails: is it a file of this dataset that may be
read; can its form be read as CSV text; are its bytes a table at all; do its cells fit the Table Schema. Keys between
datasets come last.
"""

import dataclasses
import tempfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from publisher.model import Catalogue, Kind, Measure, Package, Resource
from publisher.problem import Problem
from publisher.tables import canonical, files, forms, keys, raw
from publisher.tables.canonical import guess
from publisher.tables.compare import RowChange, RowChanges, compare
from publisher.tables.rows import typed_rows

__all__ = ["Measures", "RowChange", "RowChanges", "compare", "guess", "measure", "measure_dataset", "typed_rows"]

Measures = dict[tuple[str, str], Measure]


def measure(catalogue: Catalogue, tell: Callable[[str], None]) -> tuple[Measures, list[Problem]]:
    """Check and measure every data file; `tell` hears the name of each dataset as it begins."""
    measures: Measures = {}
    problems: list[Problem] = []
    with tempfile.TemporaryDirectory() as folder:
        plain: list[Plain] = []
        for dataset in catalogue.of(Kind.DATASET):
            tell(dataset.name)
            plain.append(_plain(dataset, Path(folder)))
            found, faults = _measured(dataset, plain[-1])
            problems += faults
            measures |= {(dataset.name, name): measured for name, measured in found.items()}
        packages = (*catalogue.of(Kind.DATABASE), *(_tables(each.dataset) for each in plain))
        broken = keys.check(dataclasses.replace(catalogue, packages=packages), measures)
        problems += _back(broken, {file: way for each in plain for file, way in each.ways.items()})
    return measures, problems


def measure_dataset(dataset: Package) -> tuple[dict[str, Measure], list[Problem]]:
    """Check and measure the files of one dataset, but for keys to other datasets."""
    with tempfile.TemporaryDirectory() as folder:
        return _measured(dataset, _plain(dataset, Path(folder)))


@dataclass(frozen=True)
class Plain:
    """A dataset whose sound tables are CSV text, the problems of the others, and the ways back by file."""

    dataset: Package
    problems: list[Problem]
    ways: Mapping[str, forms.Placing]


def _measured(dataset: Package, plain: Plain) -> tuple[dict[str, Measure], list[Problem]]:
    found, faults = canonical.check(plain.dataset, plain.dataset.resources)
    texts = {table.name: table.file for table in plain.dataset.resources}
    for resource in dataset.resources:
        if resource.name in found and texts[resource.name] != resource.file:
            found[resource.name] = forms.measured(resource, found[resource.name])
    return found, [*plain.problems, *_back(faults, plain.ways)]


def _tables(dataset: Package) -> Package:
    """The dataset with its CSV text alone: nothing else has keys."""
    return dataclasses.replace(dataset, resources=tuple(each for each in dataset.resources if each.format == "csv"))


def _back(problems: Iterable[Problem], ways: Mapping[str, forms.Placing]) -> list[Problem]:
    """The same problems, each at its place in the file that the table was read from."""
    by_file: dict[str, list[Problem]] = {}
    for problem in problems:
        by_file.setdefault(problem.place.file, []).append(problem)
    return [each for file, found in by_file.items() for each in (ways[file].back(found) if file in ways else found)]


def _plain(dataset: Package, folder: Path) -> Plain:
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
    return Plain(dataclasses.replace(dataset, resources=tuple(sound)), problems, ways)
