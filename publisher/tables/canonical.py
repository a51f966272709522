"""The judge of tables: frictionless, through its API, with nothing left to guess. Reads; its only door."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import frictionless
from frictionless import system

from publisher.model import Measure, Package, Resource
from publisher.problem import Place, Problem
from publisher.tables import files, raw
from publisher.tables.facts import facts
from publisher.tables.layout import Layout, dialect, layout_of

MAX_ERRORS = 1000
PREVIEW_ROWS = 20
MAX_SHOWN = 40
_CONSTRAINT = re.compile(r'constraint "(\w+)"')

# Gives the value of a cell, and notes where it has none.
Judge = Callable[[str], tuple[Any, Mapping[str, str] | None]]


def check(dataset: Package, resources: Sequence[Resource]) -> tuple[dict[str, Measure], list[Problem]]:
    """Check the tables of a dataset; measure those that are sound, by resource name."""
    tables = [resource for resource in resources if resource.fields and resource.format == "csv"]
    problems = [problem for table in tables for problem in _unusable_constraints(dataset, table)]
    if problems:
        return {resource.name: _measure(resource, 0) for resource in resources}, problems
    report = _report(dataset, tables)
    rows: dict[str, int] = {}
    for task in report.tasks:
        resource = next(table for table in tables if table.name == task.name)
        errors = _without_echoes(task.errors)
        layout = layout_of(resource) if errors else None
        problems += [_problem(dataset, resource, layout, error) for error in errors]
        rows[resource.name] = task.stats.get("rows") or 0
    problems += [_descriptor_problem(dataset, error) for error in report.errors]
    return {resource.name: _measure(resource, rows.get(resource.name, 0)) for resource in resources}, problems


def guess(resource: Resource, rows: int) -> list[str]:
    """What type each column of a table could have, by its first rows."""
    descriptor = {key: part for key, part in _descriptor(resource, {}).items() if key not in {"schema", "type"}}
    with system.use_context(trusted=False):
        table = frictionless.Resource.from_descriptor(descriptor, basepath=str(resource.file.parent))
        table.detector = frictionless.Detector(sample_size=rows, field_confidence=1, field_missing_values=[""])
        table.infer()
        return [field.type for field in table.schema.fields]


def judges(resource: Resource) -> list[Judge]:
    """A judge of each column: what a cell is by its type, whatever the constraints say."""
    fields = [{key: field[key] for key in ("name", "type", "format") if key in field} for field in resource.fields]
    missing = list(resource.schema.get("missingValues", [""]))
    schema = frictionless.Schema.from_descriptor({"fields": fields, "missingValues": missing})
    return [field.create_cell_reader() for field in schema.fields]


def _unusable_constraints(dataset: Package, resource: Resource) -> Iterator[Problem]:
    """Constraints that no value of the field's type can be held against; frictionless would stumble over them."""
    for index, field in enumerate(resource.fields):
        pointer = (*resource.pointer, "schema", "fields", index, "constraints")
        for name, value in field.get("constraints", {}).items():
            if note := _unusable(field, name, value):
                yield Problem(dataset.document.at(*pointer, name), "table-schema", {"note": note})


def _unusable(field: Mapping[str, Any], name: str, value: Any) -> str:
    if name == "pattern":
        try:
            re.compile(value)
        except re.error as error:
            return f"{name} {value!r}: {error}"
    if name in {"minimum", "maximum"}:
        reader = frictionless.Field.from_descriptor({"name": "x", "type": field.get("type", "string")})
        _, notes = reader.read_cell(str(value))
        return f"{name} {value!r}: {next(iter(notes.values()))}" if notes else ""
    return ""


def _report(dataset: Package, tables: Sequence[Resource]) -> Any:
    """Let frictionless validate the tables that passed the gates, as one package."""
    if not tables:
        return frictionless.Report.from_validation(time=0)
    by_name = {table.name: table for table in tables}
    descriptor = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": dataset.name,
        "resources": [_descriptor(table, by_name) for table in tables],
    }
    with system.use_context(trusted=False):
        try:
            package = frictionless.Package.from_descriptor(descriptor, basepath=str(tables[0].file.parent))
        except frictionless.FrictionlessException as error:
            return frictionless.Report.from_validation(time=0, errors=[error.error, *error.reasons][-1:])
        return package.validate(limit_errors=MAX_ERRORS)


def _descriptor(resource: Resource, tables: Mapping[str, Resource]) -> dict[str, Any]:
    written = dialect(resource)
    return {
        "name": resource.name,
        "type": "table",
        "path": resource.path,
        "scheme": "file",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {
            "delimiter": written.delimiter,
            "quoteChar": written.quote,
            "doubleQuote": True,
            "skipInitialSpace": False,
            "header": True,
        },
        "schema": _schema(resource, tables),
    }


def _schema(resource: Resource, tables: Mapping[str, Resource]) -> dict[str, Any]:
    """The Table Schema as frictionless shall see it: keys to other datasets are checked elsewhere."""
    schema = {key: value for key, value in resource.schema.items() if key not in {"foreignKeys", "uniqueKeys"}}
    schema["fields"] = [_field(field) for field in resource.fields]
    inner = [key for key in resource.foreign_keys if _is_inner(key, resource, tables)]
    return {**schema, **({"foreignKeys": inner} if inner else {})}


def _is_inner(key: Mapping[str, Any], resource: Resource, tables: Mapping[str, Resource]) -> bool:
    """Whether frictionless can check a key: it lies in this package, and all its columns are there."""
    reference = key["reference"]
    target = tables.get(reference["resource"] or resource.name)
    if "package" in reference or target is None:
        return False
    return _has(resource, key["fields"]) and _has(target, reference["fields"])


def _has(resource: Resource, names: Sequence[str]) -> bool:
    return set(names) <= {field.get("name") for field in resource.fields}


def _field(field: Mapping[str, Any]) -> dict[str, Any]:
    """A field whose pattern means the whole cell: frictionless anchors `a|b` as `^a` or `b$`."""
    constraints = dict(field.get("constraints", {}))
    if "pattern" in constraints:
        constraints["pattern"] = rf"(?:{constraints['pattern']})\Z"
    return {key: field[key] for key in ("name", "type", "format") if key in field} | {"constraints": constraints}


def _without_echoes(errors: Sequence[Any]) -> list[Any]:
    """Leave out that a cell is required where the row has no such cell at all."""
    missing = {(error.row_number, error.field_name) for error in errors if error.type == "missing-cell"}
    return [e for e in errors if e.type != "constraint-error" or (e.row_number, e.field_name) not in missing]


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
    told = {"constraint": broken[1], "limit": str(field.get("constraints", {}).get(broken[1], ""))} if broken else {}
    return {"type": str(field.get("type", "")), **told}


def _descriptor_problem(dataset: Package, error: Any) -> Problem:
    return Problem(Place(dataset.document.file), "table-schema", {"note": str(error.note)})


def _measure(resource: Resource, rows: int) -> Measure:
    preview: tuple[tuple[str, ...], ...] = ()
    if resource.format == "csv":
        with resource.file.open(encoding="utf-8", newline="") as stream:
            reader = dialect(resource).reader(stream)
            preview = tuple(tuple(record) for record, _ in zip(reader, range(PREVIEW_ROWS + 1), strict=False))[1:]
    tabular = resource.format == "csv" and resource.fields
    personal, small_cells = facts(resource) if tabular else ((), ())
    size, digest = resource.file.stat().st_size, files.sha256(resource.file)
    return Measure(rows, size, digest, preview, personal, small_cells)
