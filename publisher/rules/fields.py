"""Fields of Table Schemas: each says what its type has, and says it once. Pure.

Source: https://datapackage.org/standard/table-schema/.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from publisher.model import Catalogue, Data, Kind, Package
from publisher.problem import Problem
from publisher.source import Pointer
from publisher.tables import field_types
from publisher.tables.field_types import FALSE, TRUE, category_values


def of_another_type(catalogue: Catalogue) -> Iterator[Problem]:
    """A property, format or constraint that the type does not have would be read by nobody."""
    for dataset, pointer, field in _fields(catalogue):
        type = str(field.get("type"))
        constraints = [("constraints", name) for name in field_types.strange_constraints(field)]
        for where in (*((name,) for name in field_types.strangers(field)), *constraints):
            place = dataset.document.at_key(*pointer, *where)
            yield Problem(place, "not-of-type", {"property": where[-1], "type": type})
        if not field_types.has_format(field):
            args = {"format": field["format"], "type": type, "allowed": field_types.formats(type)}
            yield Problem(dataset.document.at(*pointer, "format"), "unknown-format", args)


def read_two_ways(catalogue: Catalogue) -> Iterator[Problem]:
    """What means two things at once cannot be read: a sign that groups and divides, a word for true and false."""
    for dataset, pointer, field in _fields(catalogue):
        if field.get("type") == "number" and field.get("groupChar") == field.get("decimalChar", "."):
            yield _twice(dataset, (*pointer, "groupChar"), "decimalChar", field["groupChar"])
        if field.get("type") == "boolean":
            true, false = field.get("trueValues", TRUE), field.get("falseValues", FALSE)
            for word in (each for each in false if each in true):
                last = "falseValues" if "falseValues" in field else "trueValues"
                yield _twice(dataset, (*pointer, last), "trueValues" if last == "falseValues" else "falseValues", word)


def repeated_values(catalogue: Catalogue) -> Iterator[Problem]:
    """Categories and missing values are unique, and so are their labels."""
    for dataset, pointer, field in _fields(catalogue):
        for name in ("categories", "missingValues"):
            yield from _repeated(dataset, (*pointer, name), field.get(name, ()))
    for dataset in catalogue.of(Kind.DATASET):
        for resource in dataset.resources:
            pointer = (*resource.pointer, "schema", "missingValues")
            yield from _repeated(dataset, pointer, resource.schema.get("missingValues", ()))


def beyond_categories(catalogue: Catalogue) -> Iterator[Problem]:
    """What `enum` allows is among the categories (Table Schema v2, categories)."""
    for dataset, pointer, field in _fields(catalogue):
        known = {str(value) for value in category_values(field)}
        allowed: Sequence[Any] = field.get("constraints", {}).get("enum", ()) if known else ()
        for index, value in enumerate(allowed):
            if str(value) not in known:
                place = dataset.document.at(*pointer, "constraints", "enum", index)
                yield Problem(place, "beyond-categories", {"value": str(value)})


def _fields(catalogue: Catalogue) -> Iterator[tuple[Package, Pointer, Data]]:
    for dataset in catalogue.of(Kind.DATASET):
        for resource in dataset.resources:
            for index, field in enumerate(resource.fields):
                if "type" in field:
                    yield dataset, (*resource.pointer, "schema", "fields", index), field


def _twice(dataset: Package, pointer: Pointer, other: str, value: str) -> Problem:
    args = {"property": str(pointer[-1]), "other": other, "value": value}
    return Problem(dataset.document.at(*pointer), "read-two-ways", args)


def _repeated(dataset: Package, pointer: Pointer, entries: Sequence[Any]) -> Iterator[Problem]:
    seen: set[tuple[str, str]] = set()
    for index, entry in enumerate(entries):
        told = entry if isinstance(entry, dict) else {"value": entry}
        parts = {(key, str(told[key])) for key in ("value", "label") if key in told}
        if seen & parts:
            place = dataset.document.at(*pointer, index)
            yield Problem(place, "repeated-item", {"property": str(pointer[-1])})
        seen |= parts
