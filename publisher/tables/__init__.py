"""Data files: do they fit their Table Schemas, and what are they. Reads.

A file goes through three gates, and stops at the first that it fails: is it a file of this dataset that may be
read; are its bytes a table at all; do its cells fit the Table Schema. Keys between datasets come last.
"""

from collections.abc import Callable, Iterable

from publisher.model import Catalogue, Kind, Measure, Package, Resource
from publisher.problem import Problem
from publisher.tables import canonical, files, keys, raw
from publisher.tables.canonical import encoding_of, guess, verdict
from publisher.tables.compare import RowChange, RowChanges, compare
from publisher.tables.rows import typed_rows

__all__ = [
    "Measures",
    "RowChange",
    "RowChanges",
    "compare",
    "encoding_of",
    "guess",
    "measure",
    "measure_dataset",
    "typed_rows",
    "verdict",
]

Measures = dict[tuple[str, str], Measure]


def measure(catalogue: Catalogue, tell: Callable[[str], None]) -> tuple[Measures, list[Problem]]:
    """Check and measure every data file; `tell` hears the name of each dataset as it begins."""
    measures: Measures = {}
    problems: list[Problem] = []
    for dataset in catalogue.of(Kind.DATASET):
        tell(dataset.name)
        found, faults = measure_dataset(dataset)
        problems += faults
        measures |= {(dataset.name, name): measured for name, measured in found.items()}
    problems += keys.check(catalogue, measures)
    return measures, problems


def measure_dataset(dataset: Package) -> tuple[dict[str, Measure], list[Problem]]:
    """Check and measure the files of one dataset, but for keys to other datasets."""
    sound, faults = _gates(dataset)
    found, more = canonical.check(dataset, sound)
    return found, [*faults, *more]


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
