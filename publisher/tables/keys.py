"""Keys that frictionless does not check: to tables of other datasets, and unique ones. Reads."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from publisher.model import Catalogue, Kind, Measure, Package, Resource
from publisher.problem import Problem
from publisher.tables import raw
from publisher.tables.layout import dialect, layout_of

Key = tuple[str, ...]


def check(catalogue: Catalogue, measures: Mapping[tuple[str, str], Measure]) -> Iterator[Problem]:
    """Yield a problem for each row whose key has no partner, or occurs twice."""
    for dataset in catalogue.of(Kind.DATASET):
        for resource in dataset.resources:
            if (dataset.name, resource.name) in measures:
                yield from _foreign_keys(catalogue, measures, dataset, resource)
                yield from _unique_keys(dataset, resource)


def _rows(resource: Resource, names: Sequence[str]) -> list[Key] | None:
    """Some columns of a CSV file, a tuple of text a row; None where its header lacks one (a problem already)."""
    with resource.file.open(encoding="utf-8", newline="") as stream:
        reader = dialect(resource).reader(stream)
        header = next(reader)
        if not set(names) <= set(header):
            return None
        positions = [header.index(name) for name in names]
        return [tuple(row[p] if p < len(row) else "" for p in positions) for row in reader]


def _foreign_keys(
    catalogue: Catalogue, measures: Mapping[tuple[str, str], Measure], dataset: Package, resource: Resource
) -> Iterator[Problem]:
    for key in resource.foreign_keys:
        reference = key["reference"]
        target = _target(catalogue, reference)
        if "package" not in reference or target is None or (reference["package"], target.name) not in measures:
            continue
        own, other = _types(resource, key["fields"]), _types(target, reference["fields"])
        if None in own or None in other:
            continue  # an unknown field; a rule says so
        if own != other:
            index = resource.schema["foreignKeys"].index(key)
            place = dataset.document.at(*resource.pointer, "schema", "foreignKeys", index)
            args = {"fields": ", ".join(key["fields"]), "reference": ", ".join(reference["fields"])}
            yield Problem(place, "key-mismatch", args)
        else:
            yield from _orphans(dataset, resource, key, target)


def _target(catalogue: Catalogue, reference: Mapping[str, Any]) -> Resource | None:
    package = catalogue.package(reference.get("package", ""))
    resources = package.resources if package else ()
    return next((resource for resource in resources if resource.name == reference["resource"]), None)


def _types(resource: Resource, names: Sequence[str]) -> list[str | None]:
    types = {field.get("name"): field.get("type") for field in resource.fields}
    return [types.get(name) for name in names]


def _orphans(dataset: Package, resource: Resource, key: Mapping[str, Any], target: Resource) -> Iterator[Problem]:
    reference, missing = key["reference"], _missing(resource)
    rows, others = _rows(resource, key["fields"]), _rows(target, reference["fields"])
    if rows is None or others is None:
        return
    known = set(others)
    found = [
        (record, cells)
        for record, cells in enumerate(rows, start=2)
        if cells not in known and not any(cell in missing for cell in cells)
    ]
    layout = layout_of(resource) if found else None
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
        for record, cells in enumerate(_rows(resource, names) or (), start=2):
            if any(cell in missing for cell in cells) or first.setdefault(cells, record) == record:
                continue
            layout = layout or layout_of(resource)
            line, column = layout.cell(record, _number(resource, names[0]))
            args = {"value": ", ".join(cells), "field": ", ".join(names), "first": str(layout.line(first[cells]))}
            yield Problem(raw.place(dataset, resource, line, column), "unique-key", args)


def _missing(resource: Resource) -> set[str]:
    return set(resource.schema.get("missingValues", [""]))


def _number(resource: Resource, name: str) -> int:
    return next(index for index, field in enumerate(resource.fields, start=1) if field.get("name") == name)
