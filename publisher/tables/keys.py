"""Keys that frictionless does not check, or not as the standard has them. Reads.

Unique keys, keys to tables of other datasets, keys of several columns, and those over types that it cannot tell apart.
Values are compared as the types of their fields have them; a key of which a part is missing is no key (as in SQL,
which Table Schema v2 follows).
"""

import functools
import itertools
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from publisher.model import Data, Package, Resource
from publisher.problem import Place, Problem
from publisher.tables import canonical, described, field_types, raw, values
from publisher.tables.layout import Layout, dialect, layout_of
from publisher.tables.values import Read

MAX_CELLS_KNOWN = 65_536  # of a column

Key = tuple[Any, ...]
# What SQL compares with each other: an integer is a number.
_ALIKE = {"integer": "number"}


def within(dataset: Package) -> Iterator[Problem]:
    """Yield a problem for each row of a dataset whose key occurs twice, or has no partner in the dataset."""
    for resource in _tables(dataset):
        for index, key in resource.foreign_keys_at:
            if "package" not in key["reference"]:
                yield from _foreign_key(dataset, resource, (index, key), dataset)
        yield from _repeated_keys(dataset, resource)


def between(dataset: Package, others: Mapping[str, Package]) -> Iterator[Problem]:
    """Yield a problem for each row of a dataset whose key has no partner in one of the other datasets."""
    for resource in _tables(dataset):
        for index, key in resource.foreign_keys_at:
            if other := others.get(key["reference"].get("package", "")):
                yield from _foreign_key(dataset, resource, (index, key), other)


def referred(dataset: Package) -> set[str]:
    """The names of the other datasets that foreign keys refer to."""
    keys = [key for resource in dataset.resources for key in resource.foreign_keys]
    return {key["reference"]["package"] for key in keys if "package" in key["reference"]}


def _tables(dataset: Package) -> Iterator[Resource]:
    return (resource for resource in dataset.resources if resource.format == "csv")


def _foreign_key(dataset: Package, resource: Resource, at: tuple[int, Data], package: Package) -> Iterator[Problem]:
    index, key = at
    reference = key["reference"]
    target = _target(package, reference["resource"] or ("" if "package" in reference else resource.name))
    if target is None:
        return
    own, other = _types(resource, key["fields"]), _types(target, reference["fields"])
    if None in own or None in other or len(own) != len(other):
        return  # an unknown field, or keys of unlike length; a rule says so
    if own != other:
        place = dataset.document.at(*resource.pointer, "schema", "foreignKeys", index)
        args = {"fields": ", ".join(key["fields"]), "reference": ", ".join(reference["fields"])}
        yield Problem(place, "key-mismatch", args)
    elif not described.is_judged_reference(resource, key, target):
        yield from _orphans(dataset, resource, key, (package, target))


def _target(package: Package, name: str) -> Resource | None:
    return next((resource for resource in _tables(package) if resource.name == name), None)


def _types(resource: Resource, names: Sequence[str]) -> list[str | None]:
    types = {field.get("name"): field.get("type") for field in resource.fields}
    return [_ALIKE.get(str(types.get(name)), types.get(name)) for name in names]


def _orphans(dataset: Package, resource: Resource, key: Data, referred: tuple[Package, Resource]) -> Iterator[Problem]:
    package, target = referred
    if not (_has(resource, key["fields"]) and _has(target, key["reference"]["fields"])):
        return
    known = {value for _, value, _ in _keys(target, key["reference"]["fields"])}
    orphans = [(record, cells) for record, value, cells in _keys(resource, key["fields"]) if value not in known]
    layout = layout_of(resource) if orphans else None
    for record, cells in orphans:
        place = _place(dataset, resource, layout, record, key["fields"][0])
        args = {"value": ", ".join(cells), "field": ", ".join(key["fields"])}
        yield Problem(place, "foreign-key", {**args, "package": package.name, "resource": target.name})


def _repeated_keys(dataset: Package, resource: Resource) -> Iterator[Problem]:
    primary = resource.schema.get("primaryKey", ())
    unique = [[field.get("name", "")] for field in resource.fields if described.is_unique_beside(field)]
    beside = [primary] if primary and not described.is_judged_key(resource, primary) else []
    for names in (*resource.schema.get("uniqueKeys", ()), *unique, *beside):
        if _has(resource, names):
            yield from _repeated(dataset, resource, names)


def _repeated(dataset: Package, resource: Resource, names: Sequence[str]) -> Iterator[Problem]:
    first: dict[Key, int] = {}
    layout = None
    for record, value, cells in _keys(resource, names):
        if first.setdefault(value, record) != record:
            layout = layout or layout_of(resource)
            place = _place(dataset, resource, layout, record, names[0])
            args = {"value": ", ".join(cells), "field": ", ".join(names), "first": str(layout.line(first[value]))}
            yield Problem(place, "unique-key", args)


def _place(dataset: Package, resource: Resource, layout: Layout | None, record: int, name: str) -> Place:
    number = _header(resource).index(name) + 1
    return raw.place(dataset, resource, *(layout.cell(record, number) if layout else (1, 1)))


def _header(resource: Resource) -> list[str]:
    with resource.file.open(encoding="utf-8", newline="") as stream:
        header: list[str] = next(dialect(resource).reader(stream))
        return header


def _has(resource: Resource, names: Sequence[str]) -> bool:
    """Whether a file and its Table Schema have these columns; that they have not is a problem already."""
    return {*names} <= {*_header(resource)} & {field.get("name") for field in resource.fields}


def _keys(resource: Resource, names: Sequence[str]) -> Iterator[tuple[int, Key, Sequence[str]]]:
    """Yield number, value and cells of each key; one that lacks a part, or has one of another type, is none."""
    usable, header = canonical.usable(resource), _header(resource)
    fields = {field.get("name"): field for field in usable.fields}
    parts = [_part(usable.schema, fields[name]) for name in names]
    positions = [header.index(name) for name in names]
    with resource.file.open(encoding="utf-8", newline="") as stream:
        for record, row in enumerate(itertools.islice(dialect(resource).reader(stream), 1, None), start=2):
            cells = [row[at] if at < len(row) else "" for at in positions]
            value = tuple(part(cell) for part, cell in zip(parts, cells, strict=True))
            if None not in value:
                yield record, value, cells


def _part(schema: Data, field: Data) -> Read:
    """How a part of a key is read: as the type of its field, so that it can be looked up; None for no value."""
    missing, read = field_types.missing_values(schema, field), canonical.reader(field)

    @functools.lru_cache(MAX_CELLS_KNOWN)
    def part(cell: str) -> Any:
        try:
            return None if cell in missing else values.frozen(read(cell))
        except (ValueError, ArithmeticError):
            return None  # the cell is a problem already

    return part
