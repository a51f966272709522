"""Table Schemas: keys name fields and tables that exist. Pure."""

from collections.abc import Iterator, Sequence

from publisher.model import Catalogue, Kind, Package, Resource
from publisher.problem import Problem
from publisher.source import Pointer
from publisher.words import nearest


def unknown_field(catalogue: Catalogue) -> Iterator[Problem]:
    """A key over a column that is not there checks nothing."""
    for dataset, resource in _tables(catalogue):
        schema, base = resource.schema, (*resource.pointer, "schema")
        known = [str(field.get("name")) for field in resource.fields]
        yield from _strangers(dataset, (*base, "primaryKey"), schema.get("primaryKey", ()), known)
        for index, key in enumerate(schema.get("uniqueKeys", ())):
            yield from _strangers(dataset, (*base, "uniqueKeys", index), key, known)
        for index, key in enumerate(schema.get("foreignKeys", ())):
            pointer = (*base, "foreignKeys", index)
            yield from _strangers(dataset, (*pointer, "fields"), key.get("fields", ()), known)


def unchecked(catalogue: Catalogue) -> Iterator[Problem]:
    """A CSV file needs a Table Schema to be checked; of other formats a Table Schema would promise what is not done."""
    for dataset, resource in _tables(catalogue):
        if resource.format == "csv" and not resource.fields:
            yield Problem(dataset.document.at(*resource.pointer), "missing-table-schema", {"resource": resource.name})
        elif resource.format and resource.format != "csv" and "schema" in resource.data:
            place = dataset.document.at_key(*resource.pointer, "schema")
            yield Problem(place, "unchecked-schema", {"format": resource.format})


def unknown_resource(catalogue: Catalogue) -> Iterator[Problem]:
    """A foreign key inside a dataset refers to a table of the same dataset, and to columns of it."""
    for dataset, resource in _tables(catalogue):
        for index, key in enumerate(resource.schema.get("foreignKeys", ())):
            reference = key.get("reference", {})
            pointer = (*resource.pointer, "schema", "foreignKeys", index, "reference")
            if "package" in reference or "resource" not in reference:
                continue
            name = reference["resource"] or resource.name
            target = next((table for table in dataset.resources if table.name == name), None)
            if target is None:
                args = {"package": dataset.name, "resource": name}
                yield Problem(dataset.document.at(*pointer, "resource"), "unknown-resource", args)
            else:
                known = [str(field.get("name")) for field in target.fields]
                yield from _strangers(dataset, (*pointer, "fields"), reference.get("fields", ()), known)


def _tables(catalogue: Catalogue) -> Iterator[tuple[Package, Resource]]:
    for dataset in catalogue.of(Kind.DATASET):
        for resource in dataset.resources:
            yield dataset, resource


def _strangers(dataset: Package, pointer: Pointer, names: Sequence[str], known: Sequence[str]) -> Iterator[Problem]:
    for index, name in enumerate(names):
        if name not in known:
            found = nearest(name, known)
            args = {"field": name, **({"nearest": found} if found else {})}
            yield Problem(dataset.document.at(*pointer, index), "unknown-field", args)
