"""A table too large to be explained as a whole: one fault of it is, in the words of frictionless. Reads and writes.

Frictionless takes minutes for millions of rows. Where the fast path has found a row that is wrong, frictionless is
shown that row alone, below the header; what it says is placed back.
"""

import itertools
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from publisher.model import Package, Resource
from publisher.problem import Place, Problem, Severity
from publisher.tables import canonical, raw
from publisher.tables.layout import Layout, layout_of, lines, opened

EXPLAINED_BYTES = 32 << 20  # some 500,000 rows of ten columns: a quarter of a minute for frictionless

_KEYS = ("primaryKey", "uniqueKeys", "foreignKeys")


def is_too_large(table: Resource) -> bool:
    """Whether frictionless would take too long to explain a table."""
    return table.file.stat().st_size > EXPLAINED_BYTES


def one_fault(dataset: Package, table: Resource, record: int, folder: Path) -> list[Problem]:
    """What is wrong with one record, and that more may be; nothing if frictionless finds no fault with it by itself."""
    layout = layout_of(table)
    file = folder / f"{table.name}-record.csv"
    file.write_text("".join(_record_lines(table, layout, 1)) + "".join(_record_lines(table, layout, record)), "utf-8")
    schema = {key: part for key, part in table.schema.items() if key not in _KEYS}
    _, found = canonical.check(dataset, [replace(table, file=file, data={**table.data, "schema": schema})])
    below = layout.line(record) - layout.line(2)
    told = [replace(problem, place=_lower(problem.place, below)) for problem in found]
    args = {"megabytes": str(EXPLAINED_BYTES >> 20)}
    return [*told, Problem(raw.place(dataset, table), "one-fault-only", args, Severity.WARNING)] if told else []


def _record_lines(table: Resource, layout: Layout, record: int) -> Iterator[str]:
    with opened(table.file) as stream:
        yield from itertools.islice(lines(stream), layout.line(record) - 1, layout.line(record + 1) - 1)


def _lower(place: Place, lines_below: int) -> Place:
    return replace(place, line=place.line + lines_below) if place.line > 1 else place
