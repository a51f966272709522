"""The list of datasets, and a page each. Pure."""

from collections.abc import Iterator

from publisher.model import Package
from publisher.rules.freshness import due_day
from publisher.targets.site import details
from publisher.targets.site.cards import Context
from publisher.targets.site.downloads import archive, folder, offers
from publisher.targets.site.edition import Edition, Page
from publisher.targets.site.pages.changes import told
from publisher.targets.site.pages.figures import shown
from publisher.targets.site.pages.packages import SKIPPED, described

_SKIPPED = SKIPPED | {"$schema", "caveat", "methodology"}


def pages(edition: Edition) -> Iterator[Page]:
    """The list, then a page each."""
    yield edition.page("dataset/", "datasets.html", {"entries": edition.cards.packages(edition.datasets)})
    for package in edition.datasets:
        yield edition.page(f"dataset/{package.name}/", "dataset.html", _dataset(edition, package), package.name)


def _dataset(edition: Edition, package: Package) -> Context:
    """The page of a dataset: what it is, its files, licences and changes, its database."""
    catalogue, language = edition.catalogue, edition.language
    database = catalogue.package(package.data.get("database", ""))
    offered, whole = offers(catalogue, package), archive(catalogue, package)
    return {
        **described(edition, package, _SKIPPED),
        "name": package.name,
        "folder_main": f"dataset/{package.name}/",
        "licences": [
            {**edition.cards.licence(licence["name"]), "covers": details.said(catalogue, licence, "title", language)}
            for licence in package.data.get("licenses", ())
        ],
        "version": package.data.get("version", ""),
        "resources": [
            {
                **details.resource(catalogue, resource, offered.get(resource.name), language),
                "page": folder(package, resource) if resource.fields and resource.name in offered else None,
            }
            for resource in package.resources
        ],
        "archive": whole.path if whole else None,
        "changelog": told(edition, edition.feeds.get(f"dataset/{package.name}/", ())),
        "database": edition.cards.package(database) if database else None,
        "related": _related(edition, package),
        "next_update": str(due_day(catalogue, package) or ""),
        **shown(edition, package),
    }


def _related(edition: Edition, package: Package) -> list[Context]:
    """The datasets that go with this one, by the reason."""
    known = edition.neighbours[package.name]
    return [
        {"reason": reason, "entries": edition.cards.packages(filter(None, map(edition.catalogue.package, names)))}
        for reason, names in known.items()
    ]
