"""Problems that show no personal data: a cell of a column that is personal, or looks so, is never told. Pure.

A report is read in build logs and pull requests, which reach more people than the table may (Luật 91/2025/QH15).
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from publisher.measures import Measure
from publisher.model import Package, Resource
from publisher.problem import Problem
from publisher.tables import raw
from publisher.tables.personal import KINDS, header

MASK = "•••"

# What frictionless notes of these tells of rows, never of cells.
_WITHOUT_CELLS = frozenset({"table-unique-error", "table-primary-key"})
_PERSONAL = [re.compile(kind.inside) for kind in KINDS if kind.inside]


def masked(dataset: Package, measures: Mapping[str, Measure], problems: Iterable[Problem]) -> list[Problem]:
    """The same problems, with a mask in place of what stands in personal columns or looks personal by itself."""
    hidden = {
        raw.place(dataset, resource).file: frozenset(_personal(resource, measures.get(resource.name)))
        for resource in dataset.resources
    }
    return [
        _masked(problem, hidden[problem.place.file]) if problem.place.file in hidden else problem
        for problem in problems
    ]


def _personal(resource: Resource, measure: Measure | None) -> Iterator[str]:
    """The columns that are personal: found to be, said to be by a waiver, or by what their header tells."""
    for field in resource.fields:
        said = header(field)
        if "waiver" in field or any(kind.tells(said) for kind in KINDS):
            yield str(field.get("name", ""))
    yield from (suspicion.column for suspicion in (measure.personal if measure else ()))


def _masked(problem: Problem, columns: frozenset[str]) -> Problem:
    """One problem without cells; where it names no column, the cell may be of any."""
    named = {*filter(None, problem.args.get("field", "").split(", "))}
    is_personal = bool(named & columns if named else columns)
    hides = {"value", *(() if problem.code in _WITHOUT_CELLS else ("note",))} if is_personal else set()
    args = {
        name: MASK if said and (name in hides or _tells(name, said)) else said for name, said in problem.args.items()
    }
    return replace(problem, args=args)


def _tells(name: str, said: str) -> bool:
    """Whether what is quoted from a file looks like personal data, whatever its column is."""
    return name in {"value", "note", "label"} and any(pattern.search(said) for pattern in _PERSONAL)
