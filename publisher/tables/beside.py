"""Cells that frictionless cannot judge, or judges otherwise than Data Package v2: judged here, beside it. Reads.

What a cell may be depends on the cell alone, so each column has one function from a cell to its fault, and what it
said of a cell is remembered.
"""

import functools
import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from publisher.load.fit import misfit_of
from publisher.model import Data, Package, Resource
from publisher.problem import Problem
from publisher.tables import columns, described, field_types, raw, values
from publisher.tables.layout import dialect, layout_of
from publisher.tables.values import Judges
from publisher.words import nearest

MAX_CELLS_KNOWN = 65_536  # of a column
MAX_SHOWN = 40
MAX_ERRORS = 1_000  # of a table

Fault = tuple[str, dict[str, str]]  # code, args
Test = Callable[[Any], Fault | None]


@dataclass(frozen=True)
class Column:
    """A column that is looked at here: where it stands in a record, and what is wrong with a cell of it."""

    position: int
    fault: Callable[[str], Fault | None]


def check(dataset: Package, resource: Resource, judges: Judges) -> Iterator[Problem]:
    """Yield what is wrong with the cells of a table, as far as frictionless does not say it."""
    if not any(_is_looked_at(field) for field in resource.fields):
        return
    with resource.file.open(encoding="utf-8", newline="") as stream:
        records = dialect(resource).reader(stream)
        header = next(records)
        if not columns.by_name(resource) and header != [field.get("name") for field in resource.fields]:
            return  # no cell is sure to stand below its own label; frictionless says so
        found = list(itertools.islice(faults(columns_of(resource, header, judges), records), MAX_ERRORS))
    layout = layout_of(resource) if found else None
    for record, number, (code, args) in found:
        yield Problem(raw.place(dataset, resource, *(layout.cell(record, number) if layout else (1, 1))), code, args)


def has_features(resource: Resource) -> bool:
    """Whether a table has what frictionless does not check at all, beyond cells that it takes too generously."""
    return any(_tests_cells(field) for field in resource.fields)


def _is_looked_at(field: Data) -> bool:
    return _tests_cells(field) or values.is_generous(field)


def columns_of(resource: Resource, header: Sequence[str], judges: Judges) -> list[Column]:
    """The columns that are to be looked at."""
    placed = zip(resource.fields, columns.positions(resource, header), strict=True)
    return [
        Column(at, functools.lru_cache(MAX_CELLS_KNOWN)(_judge(resource.schema, field, judges)))
        for field, at in placed
        if at is not None and _is_looked_at(field)
    ]


def faults(looked_at: Sequence[Column], records: Iterable[Sequence[str]]) -> Iterator[tuple[int, int, Fault]]:
    """Yield number, field and fault of each cell that is wrong; records come without the header, which is number 1."""
    for number, record in enumerate(records, start=2):
        for column in looked_at:
            if column.position < len(record) and (fault := column.fault(record[column.position])):
                yield number, column.position + 1, fault


def _tests_cells(field: Data) -> bool:
    return values.is_ours(field) or "categories" in field or bool(described.beside(field))


def _judge(schema: Data, field: Data, judges: Judges) -> Callable[[str], Fault | None]:
    """What is wrong with a cell, as far as frictionless does not say it."""
    missing, read = field_types.missing_values(schema, field), values.reader(field, judges)
    spelt = values.well_spelt(field)
    judge = None if values.is_ours(field) else judges(field)
    tests = list(_tests(field, read))
    about = {"field": str(field.get("name", "")), "type": str(field.get("type", ""))}

    def fault(cell: str) -> Fault | None:
        if cell in missing or (judge and not tests and spelt(cell)):
            return None
        shown = {**about, "value": cell[:MAX_SHOWN]}
        try:
            value = read(cell)
        except (ValueError, ArithmeticError):
            return None if judge and judge(cell)[1] else ("table-type-error", shown)  # else frictionless says it
        found = next((found for test in tests if (found := test(value))), None)
        return found and (found[0], {**shown, **found[1]})

    return fault


def _tests(field: Data, read: values.Read) -> Iterator[Test]:
    for name, limit in described.beside(field).items():
        yield _constraint(name, limit, _holds(name, limit, field, read))
    if "categories" in field:
        yield _category(field, read)


def _constraint(name: str, limit: Any, holds: Callable[[Any], bool]) -> Test:
    broken: Fault = ("table-constraint-error", {"constraint": name, "limit": str(limit)})
    return lambda value: None if holds(value) else broken


def _holds(name: str, limit: Any, field: Data, read: values.Read) -> Callable[[Any], bool]:
    """Whether a value keeps to a constraint."""
    if name in field_types.BOUNDS:
        bound = values.constant(field, read, limit)
        return lambda value: values.holds(name, value, bound)
    if name == "jsonSchema":
        misfit = misfit_of(limit)
        return lambda value: not misfit(value)
    if name == "enum":
        allowed = {values.frozen(values.constant(field, read, each)) for each in limit}
        return lambda value: values.frozen(value) in allowed
    return lambda value: len(value) >= limit if name == "minLength" else len(value) <= limit


def _category(field: Data, read: values.Read) -> Test:
    """Whether a value is one of the categories, exactly."""
    written = field_types.category_values(field)
    allowed = {values.constant(field, read, each) for each in written}
    words = [str(each) for each in written]

    def test(value: Any) -> Fault | None:
        if value in allowed:
            return None
        found = nearest(str(value), words)
        return "not-a-category", {"allowed": ", ".join(words), **({"nearest": found} if found else {})}

    return test
