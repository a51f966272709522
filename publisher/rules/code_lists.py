"""Code lists have editions: a code means what it meant in the edition of its day. Pure."""

import datetime
from collections.abc import Iterator

from publisher.model import Catalogue, Data, Kind, Package, Resource
from publisher.problem import Problem
from publisher.rules.days import first_day, last_day

Span = tuple[datetime.date, datetime.date]


def outside_edition(catalogue: Catalogue) -> Iterator[Problem]:
    """Codes are used again for something else: with the codes of another edition, figures are of other things."""
    for dataset in catalogue.of(Kind.DATASET):
        time = _time(dataset)
        for resource in dataset.resources if time else ():
            for index, key in enumerate(resource.schema.get("foreignKeys", ())):
                target = _target(catalogue, dataset, resource, key)
                edition = target.data.get("edition") if target else None
                if target and edition and time and not _meet(time, _validity(edition)):
                    place = dataset.document.at(*resource.pointer, "schema", "foreignKeys", index)
                    yield Problem(place, "outside-edition", _args(key, target, edition, time))


def backwards(catalogue: Catalogue) -> Iterator[Problem]:
    """An edition that ends before it begins is valid on no day, and no data could use it."""
    for dataset in catalogue.of(Kind.DATASET):
        for resource in dataset.resources:
            edition = resource.data.get("edition", {})
            start, end = _validity(edition)
            if start > end:
                place = dataset.document.at(*resource.pointer, "edition", "valid_to")
                yield Problem(place, "edition-backwards", {"start": str(start), "end": str(end)})


def edition_of(catalogue: Catalogue, dataset: Package, resource: Resource, column: str) -> Data:
    """The edition of the codes in a column: of the table that it refers to, or of its own; empty for no codes."""
    for key in resource.foreign_keys:
        if key["fields"] == [column] and (target := _target(catalogue, dataset, resource, key)):
            edition: Data = target.data.get("edition", {})
            return edition
    own: Data = resource.data.get("edition", {})
    return own if list(resource.schema.get("primaryKey", ())) == [column] else {}


def _time(dataset: Package) -> Span | None:
    """The time that a dataset covers; else the moment that its figures describe. A side that is not told is open."""
    moment = dataset.data.get("data_as_of")
    period = dataset.data.get("temporal", {"start": moment, "end": moment} if moment else {})
    if not period:
        return None
    start, end = first_day(period.get("start") or ""), last_day(period.get("end") or "")
    return start or datetime.date.min, end or datetime.date.max


def _validity(edition: Data) -> Span:
    start = first_day(edition.get("valid_from", "")) or datetime.date.min
    return start, last_day(edition.get("valid_to", "")) or datetime.date.max


def _meet(one: Span, other: Span) -> bool:
    return one[0] <= other[1] and other[0] <= one[1]


def _target(catalogue: Catalogue, dataset: Package, resource: Resource, key: Data) -> Resource | None:
    """The table that a foreign key refers to."""
    if key not in resource.foreign_keys:
        return None
    reference = key["reference"]
    package = catalogue.package(reference["package"]) if "package" in reference else dataset
    name = reference.get("resource") or resource.name
    return next((table for table in (package.resources if package else ()) if table.name == name), None)


def _args(key: Data, target: Resource, edition: Data, time: Span) -> dict[str, str]:
    return {
        "fields": ", ".join(key["fields"]),
        "resource": target.name,
        "valid_from": edition.get("valid_from", "…"),
        "valid_to": edition.get("valid_to", "…"),
        "start": str(time[0]),
        "end": str(time[1]),
    }
