"""The judge of tables: frictionless, through its API, with nothing left to guess. Reads."""

import os
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import cache, partial
from pathlib import Path
from typing import Any

from publisher.model import Data, Package, Resource
from publisher.problem import Place, Problem
from publisher.tables import beside, described, fitting, raw, values
from publisher.tables.judge import frictionless
from publisher.tables.layout import Layout, layout_of
from publisher.tables.values import Judge, Read

MAX_ERRORS = 1000
MAX_SHOWN = 40
_CONSTRAINT = re.compile(r'constraint "(\w+)"')


def check(dataset: Package, tables: Sequence[Resource]) -> tuple[dict[str, int], list[Problem]]:
    """Judge tables of a dataset; give their rows by resource name, and what is wrong with them."""
    if not tables:
        return {}, []
    report = _report(dataset, tables)
    rows: dict[str, int] = {}
    problems: list[Problem] = []
    for task in report.tasks:
        resource = next(table for table in tables if table.name == task.name)
        errors = _without_echoes(task.errors)
        layout = layout_of(resource) if errors else None
        problems += [_problem(dataset, resource, layout, error) for error in errors]
        rows[resource.name] = task.stats.get("rows") or 0
    problems += [_descriptor_problem(dataset, error) for error in report.errors]
    problems += [problem for table in tables for problem in beside.check(dataset, table, judge)]
    return rows, problems


def strict_judges(resource: Resource) -> list[Callable[[str], bool]]:
    """A judge of each column that only tells whether a cell is what its field demands, constraints included."""
    names = [field["name"] for field in resource.fields]
    schema = frictionless().Schema.from_descriptor(described.schema(resource, {}))
    others = {column.position: column.fault for column in beside.columns_of(resource, names, judge)}
    readers = [field.create_cell_reader() for field in schema.fields]
    return [partial(_is_right, read, others.get(index)) for index, read in enumerate(readers)]


def _is_right(read: Judge, other: Callable[[str], Any] | None, cell: str) -> bool:
    return read(cell)[1] is None and (other is None or other(cell) is None)


def faults(dataset: Package, table: Resource) -> list[Problem]:
    """What of a Table Schema cannot be used."""
    return list(fitting.faults(dataset, table, judge))


def guess(resource: Resource, rows: int) -> list[str]:
    """What type each column of a table could have, by its first rows."""
    descriptor = {
        key: part
        for key, part in described.descriptor(resource, {}, resource.file.parent).items()
        if key not in {"schema", "type"}
    }
    judges = frictionless()
    with judges.system.use_context(trusted=False):
        table = judges.Resource.from_descriptor(descriptor, basepath=str(resource.file.parent))
        table.detector = judges.Detector(sample_size=rows, field_confidence=1, field_missing_values=[""])
        table.infer()
        return [field.type for field in table.schema.fields]


def judge(field: Data) -> Judge:
    """The judge of a field: what a cell is by its type, whatever the constraints say; no cell is missing to it."""

    @cache
    def asked() -> Judge:
        described_so = {"name": "", **described.field(field), "missingValues": [], "constraints": {}}
        read: Judge = frictionless().Field.from_descriptor(described_so).create_cell_reader()
        return read

    return lambda cell: asked()(cell)


def usable(resource: Resource) -> Resource:
    """A resource without what cannot be used of its Table Schema."""
    return fitting.usable(resource, judge)


def reader(field: Data) -> Read:
    """How the cells of a field are read that are not missing."""
    return values.reader(field, judge)


def _report(dataset: Package, tables: Sequence[Resource]) -> Any:
    """Let frictionless validate the tables that passed the gates, as one package."""
    judges = frictionless()
    by_name = {table.name: table for table in tables}
    base = Path(os.path.commonpath([table.file.parent.absolute() for table in tables]))
    descriptor = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": dataset.name,
        "resources": [described.descriptor(table, by_name, base) for table in tables],
    }
    with judges.system.use_context(trusted=False):
        try:
            package = judges.Package.from_descriptor(descriptor, basepath=str(base))
        except judges.FrictionlessException as error:
            return judges.Report.from_validation(time=0, errors=[error.error, *error.reasons][-1:])
        return package.validate(limit_errors=MAX_ERRORS)


def _without_echoes(errors: Sequence[Any]) -> list[Any]:
    """Leave out that a cell is required where the row has no such cell at all, or no key."""
    missing = {(error.row_number, error.field_name) for error in errors if error.type == "missing-cell"}
    keyless = {error.row_number for error in errors if error.type == "primary-key"}
    return [e for e in errors if not _is_echo(e, missing, keyless)]


def _is_echo(error: Any, missing: Collection[tuple[int, str]], keyless: Collection[int]) -> bool:
    if error.type != "constraint-error":
        return False
    required = error.note.startswith('constraint "required"')
    return (error.row_number, error.field_name) in missing or (required and error.row_number in keyless)


def _problem(dataset: Package, resource: Resource, layout: Layout | None, error: Any) -> Problem:
    """Place an error of frictionless at its cell; its own type, prefixed, is our code."""
    record = getattr(error, "row_number", None) or 1
    number = getattr(error, "field_number", None) or 1
    line, column = layout.cell(record, number) if layout else (1, 1)
    args = {
        "field": str(getattr(error, "field_name", "") or getattr(error, "label", "")),
        "value": str(getattr(error, "cell", "") or "")[:MAX_SHOWN],
        "label": str(getattr(error, "label", "")),
        "note": str(error.note),
        **_expected(resource, error),
    }
    return Problem(raw.place(dataset, resource, line, column), f"table-{error.type}", args)


def _expected(resource: Resource, error: Any) -> dict[str, str]:
    """The type of the field, and for a broken constraint which one, as the descriptor writes it."""
    name = getattr(error, "field_name", "")
    field: Mapping[str, Any] = next((field for field in resource.fields if field.get("name") == name), {})
    broken = _CONSTRAINT.match(str(error.note))
    told = {"constraint": broken[1], "limit": str(field.get("constraints", {}).get(broken[1], True))} if broken else {}
    return {"type": str(field.get("type", "")), **told}


def _descriptor_problem(dataset: Package, error: Any) -> Problem:
    return Problem(Place(dataset.document.file), "table-schema", {"note": str(error.note)})
