"""The datasets that go with a dataset, and why: by the codes that they share, by their database. Pure."""

import itertools
from collections.abc import Mapping, Sequence

from publisher.model import Catalogue, Kind, Package

MOST = 10  # of one reason; a code list may have thousands of users, a database thousands of datasets

# The names of datasets by the reason: those whose codes a dataset uses, those that use its own, those of its database.
Neighbours = Mapping[str, Sequence[str]]


def neighbours(catalogue: Catalogue) -> Mapping[str, Neighbours]:
    """The neighbours of each dataset; none is told twice of it, and the first reason counts."""
    codes = {dataset.name: _referred(dataset) for dataset in catalogue.of(Kind.DATASET)}
    users: dict[str, list[str]] = {name: [] for name in codes}
    for name, others in codes.items():
        for other in others:
            if other in users:
                users[other].append(name)
    return {dataset.name: _of(catalogue, dataset, codes, users) for dataset in catalogue.of(Kind.DATASET)}


def _referred(dataset: Package) -> list[str]:
    """The other datasets that foreign keys lead to, in the order of the keys."""
    keys = (key["reference"] for resource in dataset.resources for key in resource.foreign_keys)
    names = dict.fromkeys(str(reference["package"]) for reference in keys if "package" in reference)
    return [name for name in names if name != dataset.name]


def _of(
    catalogue: Catalogue, dataset: Package, codes: Mapping[str, Sequence[str]], users: Mapping[str, Sequence[str]]
) -> Neighbours:
    database = dataset.data.get("database")
    siblings = catalogue.datasets_of(database) if database else iter(())
    seen = {dataset.name}
    found = {}
    for reason, names in (
        ("codes", (name for name in codes[dataset.name] if name in users)),
        ("users", users[dataset.name]),
        ("database", (sibling.name for sibling in siblings)),
    ):
        found[reason] = list(itertools.islice((name for name in names if name not in seen), MOST))
        seen |= set(found[reason])
    return {reason: names for reason, names in found.items() if names}
