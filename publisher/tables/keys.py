"""Keys that frictionless does not check: to tables of other datasets, and unique ones. Reads."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from publisher.model import Catalogue, Kind, Measure, Package, Resource
from publisher.problem import Problem
from publisher.source import Pointer
from publisher.tables import raw

Key = tuple[str, ...]


def check(catalogue: Catalogue, measures: Mapping[tuple[str, str], Measure]) -> Iterator[Problem]:
    """Yield a problem for each row whose key has no partner, or occurs twice."""
    for dataset in catalogue.of(Kind.DATASET):
        for resource in dataset.resources:
            if (dataset.name, resource.name) in measures:
                yield from _foreign_keys(catalogue, measures, dataset, resource)
                yield from _unique_keys(dataset, resource)


def _rows(resource: Resource, names: Sequence[str]) -> list[Key]:
    """Some columns of a CSV file, a tuple of text a row; nothing where its header lacks one (a problem already)."""
    with resource.file.open(encoding="utf-8", newline="") as stream:
        reader = raw.dialect(resource).reader(stream)
        header = next(reader)
        if not set(names) <= set(header):
            return []
        positions = [header.index(name) for name in names]
        return [tuple(row[p] if p < len(row) else "" for p in positions) for row in reader]


def _foreign_keys(
    catalogue: Catalogue, measures: Mapping[tuple[str, str], Measure], dataset: Package, resource: Resource
) -> Iterator[Problem]:
    for index, key in enumerate(resource.schema.get("foreignKeys", ())):
        reference = key["reference"]
        if "package" not in reference:
            continue
        pointer = (*resource.pointer, "schema", "foreignKeys", index)
        target = _target(catalogue, reference)
        problem = _unfit_key(dataset, resource, pointer, key, target)
        if problem:
            yield problem
        elif target and (reference["package"], target.name) in measures:
            known = set(_rows(target, reference["fields"]))
            yield from _orphans(dataset, resource, key, known) if known else ()


def _target(catalogue: Catalogue, reference: Mapping[str, Any]) -> Resource | None:
    package = catalogue.package(reference["package"])
    resources = package.resources if package else ()
    return next((resource for resource in resources if resource.name == reference["resource"]), None)


def _unfit_key(
    dataset: Package, resource: Resource, pointer: Pointer, key: Mapping[str, Any], target: Resource | None
) -> Problem | None:
    """A key that cannot be checked: no such table or column, or columns of different types."""
    reference = key["reference"]
    if target is None:
        args = {"package": reference["package"], "resource": reference["resource"]}
        return Problem(dataset.document.at(*pointer, "reference", "resource"), "unknown-resource", args)
    own, other = _types(resource, key["fields"]), _types(target, reference["fields"])
    if None in own or None in other or own != other:
        args = {"fields": ", ".join(key["fields"]), "reference": ", ".join(reference["fields"])}
        return Problem(dataset.document.at(*pointer), "key-mismatch", args)
    return None


def _types(resource: Resource, names: Sequence[str]) -> list[str | None]:
    types = {field.get("name"): field.get("type") for field in resource.fields}
    return [types.get(name) for name in names]


def _orphans(dataset: Package, resource: Resource, key: Mapping[str, Any], known: set[Key]) -> Iterator[Problem]:
    reference, missing = key["reference"], _missing(resource)
    found = [
        (record, cells)
        for record, cells in enumerate(_rows(resource, key["fields"]), start=2)
        if cells not in known and not any(cell in missing for cell in cells)
    ]
    layout = raw.Layout(resource.file.read_text("utf-8"), raw.dialect(resource)) if found else None
    number = _number(resource, key["fields"][0])
    for record, cells in found:
        line, column = layout.cell(record, number) if layout else (1, 1)
        args = {"value": ", ".join(cells), "field": ", ".join(key["fields"])}
        args |= {"package": reference["package"], "resource": reference["resource"]}
        yield Problem(raw.place(dataset, resource, line, column), "foreign-key", args)


def _unique_keys(dataset: Package, resource: Resource) -> Iterator[Problem]:
    missing = _missing(resource)
    for names in resource.schema.get("uniqueKeys", ()):
        first: dict[Key, int] = {}
        layout = None
        for record, cells in enumerate(_rows(resource, names), start=2):
            if any(cell in missing for cell in cells) or first.setdefault(cells, record) == record:
                continue
            layout = layout or raw.Layout(resource.file.read_text("utf-8"), raw.dialect(resource))
            line, column = layout.cell(record, _number(resource, names[0]))
            args = {"value": ", ".join(cells), "field": ", ".join(names), "first": str(layout.starts[first[cells] - 1])}
            yield Problem(raw.place(dataset, resource, line, column), "unique-key", args)


def _missing(resource: Resource) -> set[str]:
    return set(resource.schema.get("missingValues", [""]))


def _number(resource: Resource, name: str) -> int:
    return next(index for index, field in enumerate(resource.fields, start=1) if field.get("name") == name)
