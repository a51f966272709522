"""The open-data list: what it promises must be there or on its way. Pure."""

from collections.abc import Iterator

from publisher.model import Catalogue, Data, Descriptor
from publisher.problem import Problem, Severity
from publisher.rules.days import first_day


def without_dataset_or_plan(catalogue: Catalogue) -> Iterator[Problem]:
    """A list that promises data which is neither published nor planned misleads (NĐ 47/2020/NĐ-CP, Article 19)."""
    for descriptor, index, entry in _entries(catalogue):
        known = catalogue.package(entry["database"])
        if known and not entry.get("planned") and not any(catalogue.datasets_of(entry["database"])):
            args = {"database": entry["database"]}
            yield Problem(descriptor.document.at("entries", index, "database"), "open-data-empty", args)


def not_open(catalogue: Catalogue) -> Iterator[Problem]:
    """The open-data list names databases of an open class only."""
    for descriptor, index, entry in _entries(catalogue):
        database = catalogue.package(entry["database"])
        written = database.data.get("class") if database else None
        if written and not catalogue.schemas.term("classes", written).get("open"):
            args = {"database": entry["database"], "class": written}
            yield Problem(descriptor.document.at("entries", index, "database"), "not-open", args)


def review_overdue(catalogue: Catalogue) -> Iterator[Problem]:
    """A list that nobody looks through again when it said so is no longer known to be right."""
    for descriptor in _lists(catalogue):
        due = first_day(descriptor.data.get("review_due", ""))
        if due and catalogue.as_of > due:
            args = {"due": str(due), "days": str((catalogue.as_of - due).days)}
            yield Problem(descriptor.document.at("review_due"), "review-overdue", args, Severity.WARNING)


def planned_overdue(catalogue: Catalogue) -> Iterator[Problem]:
    """What the list plans for a day is there by that day, or gets another day."""
    for descriptor, index, entry in _entries(catalogue):
        for position, planned in enumerate(entry.get("planned", ())):
            due = first_day(planned.get("due", ""))
            if due and catalogue.as_of > due:
                place = descriptor.document.at("entries", index, "planned", position, "due")
                args = {"title": planned.get("title", ""), "due": str(due), "days": str((catalogue.as_of - due).days)}
                yield Problem(place, "planned-overdue", args, Severity.WARNING)


def _lists(catalogue: Catalogue) -> Iterator[Descriptor]:
    return (found for found in catalogue.descriptors.values() if found.kind == "open-data")


def _entries(catalogue: Catalogue) -> Iterator[tuple[Descriptor, int, Data]]:
    for descriptor in _lists(catalogue):
        for index, entry in enumerate(descriptor.data.get("entries", ())):
            if "database" in entry:
                yield descriptor, index, entry
