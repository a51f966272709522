"""Is data as fresh as its own cycle promises? By the day on which the catalogue is looked at. Pure."""

import datetime
from collections.abc import Iterator

from publisher.model import Catalogue, Kind, Package
from publisher.problem import Problem, Severity
from publisher.rules.days import first_day, later

# For cycles of up to so many days: after how many days beyond the due day data is overdue, and long overdue.
# The three steps are those of the Humanitarian Data Exchange (OCHA: due, overdue, delinquent), whose graces grow with
# the cycle in this way; a cycle of years gets no more than one of a year.
GRACES = ((1, 1, 2), (14, 7, 14), (31, 14, 30), (184, 30, 60))
LONGEST_GRACE = (60, 90)


def stale(catalogue: Catalogue) -> Iterator[Problem]:
    """Data that is not updated when its cycle says so misleads whoever relies on the cycle."""
    for dataset in catalogue.of(Kind.DATASET):
        last, due = last_update(dataset), due_day(catalogue, dataset)
        if last is None or due is None or catalogue.as_of < due:
            continue
        overdue, long_overdue = _graces((due - last).days)
        late = (catalogue.as_of - due).days
        code = "update-due" if late < overdue else "update-overdue" if late < long_overdue else "update-long-overdue"
        args = {"cycle": dataset.data["frequency"], "last": str(last), "due": str(due), "days": str(late)}
        yield Problem(dataset.document.at(_written(dataset)), code, args, Severity.WARNING)


def due_day(catalogue: Catalogue, dataset: Package) -> datetime.date | None:
    """The day on which a dataset is to be updated next; None where its cycle or last update is not told."""
    last = last_update(dataset)
    return later(last, cycle(catalogue, dataset)) if last else None


def last_update(dataset: Package) -> datetime.date | None:
    """The day of the last update, or of the first publication."""
    return first_day(dataset.data.get(_written(dataset), ""))


def cycle(catalogue: Catalogue, dataset: Package) -> str:
    """How long the cycle of a dataset is; nothing for one that has none, such as NEVER."""
    frequency = str(dataset.data.get("frequency", ""))
    term = catalogue.schemas.term("frequencies", frequency)
    return str(term.get("duration", "")) or frequency.removeprefix("R/")


def _written(dataset: Package) -> str:
    return "modified" if "modified" in dataset.data else "issued"


def _graces(days: int) -> tuple[int, int]:
    return next(((overdue, long_overdue) for most, overdue, long_overdue in GRACES if days <= most), LONGEST_GRACE)
