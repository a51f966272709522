"""Can a Table Schema be used: do its constants have the type of their field? Pure, but for what the judge is asked.

Constraints and categories are tested against the value of a cell, so each must itself be a value of the type.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Any

from publisher.load.fit import unusable
from publisher.model import Data, Package, Resource
from publisher.problem import Problem
from publisher.source import Pointer
from publisher.tables import field_types, values
from publisher.tables.values import Judges

MAX_SHOWN = 40
Misfit = tuple[Pointer, str, dict[str, str]]  # where in the field, code, args


def faults(dataset: Package, resource: Resource, judges: Judges) -> Iterator[Problem]:
    """Yield a problem for each constant of a Table Schema that cannot be used."""
    for index, field in enumerate(resource.fields):
        for pointer, code, args in misfits(field, judges):
            place = dataset.document.at(*resource.pointer, "schema", "fields", index, *pointer)
            yield Problem(place, code, args)


def usable(resource: Resource, judges: Judges) -> Resource:
    """The resource without what cannot be used of its schema: that is said already, and the rest is checked."""
    fields = [_usable(field, judges) for field in resource.fields]
    return replace(resource, data={**resource.data, "schema": {**resource.schema, "fields": fields}})


def misfits(field: Data, judges: Judges) -> Iterator[Misfit]:
    """Yield what of a field has not its type."""
    plain, strange = _plain(field), field_types.strange_constraints(field)
    told: Data = {key: part for key, part in field.get("constraints", {}).items() if key not in strange}
    with suppress(StopIteration):
        yield ("constraints", "pattern"), "bad-regex", next(_bad_regex(told))
    with suppress(StopIteration):
        yield ("constraints", "jsonSchema"), "unusable-schema", next(_bad_schema(told))
    constants: dict[Pointer, Any] = {("constraints", k): told[k] for k in field_types.BOUNDS if k in told}
    constants |= {("constraints", "enum", n): value for n, value in enumerate(told.get("enum", ()))}
    constants |= {("categories", n): value for n, value in enumerate(field_types.category_values(plain))}
    constants |= {("example",): field["example"]} if field.get("example") is not None else {}
    read = values.reader(plain, judges)
    for pointer, value in constants.items():
        if not _is_value(plain, read, value):
            name = next(part for part in reversed(pointer) if isinstance(part, str))
            args = {"property": name, "value": str(value)[:MAX_SHOWN], "type": str(field.get("type", ""))}
            yield pointer, "value-of-other-type", args


def _plain(field: Data) -> dict[str, Any]:
    """A field with nothing that its type does not have."""
    without = {*field_types.strangers(field), *(() if field_types.has_format(field) else ("format",))}
    return {key: part for key, part in field.items() if key not in without}


def _usable(field: Data, judges: Judges) -> dict[str, Any]:
    wrong = [pointer for pointer, _, _ in misfits(field, judges)]
    plain = _plain(field)
    without = {*field_types.strange_constraints(field), *(part[1] for part in wrong if part[0] == "constraints")}
    if "constraints" in plain:
        plain["constraints"] = {key: part for key, part in plain["constraints"].items() if key not in without}
    if any(part[0] == "categories" for part in wrong):
        del plain["categories"]
    return plain


def _bad_regex(constraints: Data) -> Iterator[dict[str, str]]:
    try:
        re.compile(constraints.get("pattern", ""))
    except (re.error, RecursionError, OverflowError) as error:
        yield {"value": constraints["pattern"], "reason": str(error)}


def _bad_schema(constraints: Data) -> Iterator[dict[str, str]]:
    if reason := unusable(constraints.get("jsonSchema", {})):
        yield {"reason": reason}


def _is_value(field: Mapping[str, Any], read: values.Read, value: Any) -> bool:
    """Whether a constant is a value of a field; one of text or any type must be a text, as all cells of a CSV are."""
    try:
        values.constant(field, read, value)
    except (ValueError, ArithmeticError, TypeError):
        return False
    return True
