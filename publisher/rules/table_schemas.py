"""Table Schemas: keys name fields and tables that exist. Pure."""

from collections.abc import Iterator, Sequence

from publisher.model import Catalogue, Kind, Package, Resource
from publisher.problem import Problem
from publisher.source import Pointer
from publisher.tables import forms
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
    """A CSV file needs a Table Schema; of a format that is not read as a table it would be a promise only."""
    for dataset, resource in _tables(catalogue):
        if resource.format == "csv" and not resource.fields:
            yield Problem(dataset.document.at(*resource.pointer), "missing-table-schema", {"resource": resource.name})
        elif resource.format and resource.format not in forms.FORMATS and "schema" in resource.data:
            place = dataset.document.at_key(*resource.pointer, "schema")
            yield Problem(place, "unchecked-schema", {"format": resource.format})


def unused_dialect(catalogue: Catalogue) -> Iterator[Problem]:
    """What says where the table is in a sheet or a JSON text means nothing of another format, and is passed over."""
    for dataset, resource in _tables(catalogue):
        for name in resource.data.get("dialect", {}):
            used = forms.DIALECT.get(name, (resource.format,))
            if resource.format and resource.format not in used:
                place = dataset.document.at_key(*resource.pointer, "dialect", name)
                args = {"property": name, "format": resource.format, "formats": ", ".join(used)}
                yield Problem(place, "unused-dialect", args)


def unused_inner_path(catalogue: Catalogue) -> Iterator[Problem]:
    """Only a zip archive has files within."""
    for dataset, resource in _tables(catalogue):
        if "innerPath" in resource.data and resource.compression != "zip":
            place = dataset.document.at_key(*resource.pointer, "innerPath")
            yield Problem(place, "unused-inner-path", {"path": resource.path})


def unknown_resource(catalogue: Catalogue) -> Iterator[Problem]:
    """A foreign key refers to a table that exists, and to columns of it."""
    for dataset, resource in _tables(catalogue):
        for index, key in resource.foreign_keys_at:
            reference = key["reference"]
            package = catalogue.package(reference["package"]) if "package" in reference else dataset
            if package is None or package.kind is not Kind.DATASET:
                continue  # an unknown dataset; another rule says so
            pointer = (*resource.pointer, "schema", "foreignKeys", index, "reference")
            name = reference["resource"] or ("" if "package" in reference else resource.name)
            target = next((table for table in package.resources if table.name == name), None)
            if target is None:
                found = nearest(name, [table.name for table in package.resources])
                args = {"package": package.name, "resource": name, **({"nearest": found} if found else {})}
                yield Problem(dataset.document.at(*pointer, "resource"), "unknown-resource", args)
            else:
                known = [str(field.get("name")) for field in target.fields]
                yield from _strangers(dataset, (*pointer, "fields"), reference.get("fields", ()), known)


def unlike_keys(catalogue: Catalogue) -> Iterator[Problem]:
    """A foreign key has as many columns as what it refers to (Table Schema v2, foreignKeys)."""
    for dataset, resource in _tables(catalogue):
        for index, key in resource.foreign_keys_at:
            own, other = len(key["fields"]), len(key["reference"]["fields"])
            if own != other:
                place = dataset.document.at(*resource.pointer, "schema", "foreignKeys", index)
                yield Problem(place, "unlike-keys", {"own": str(own), "other": str(other)})


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
