"""The list of datasets, and a page each. Pure."""

from collections.abc import Iterator

from publisher.model import Package
from publisher.targets.site import details
from publisher.targets.site.cards import Context
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
    return {
        **described(edition, package, _SKIPPED),
        "name": package.name,
        "folder_main": f"dataset/{package.name}/",
        "licences": [
            {**edition.cards.licence(licence["name"]), "covers": details.said(catalogue, licence, "title", language)}
            for licence in package.data.get("licenses", ())
        ],
        "version": package.data.get("version", ""),
        "resources": [details.resource(catalogue, resource, language) for resource in package.resources],
        "changelog": told(edition, edition.feeds.get(f"dataset/{package.name}/", ())),
        "database": edition.cards.package(database) if database else None,
        **shown(edition, package),
    }
