"""The list of databases, and a page each. Pure."""

from collections.abc import Iterator

from publisher.model import Package
from publisher.targets.site import details
from publisher.targets.site.cards import Context
from publisher.targets.site.edition import Edition, Page
from publisher.targets.site.pages.packages import SKIPPED, described


def pages(edition: Edition) -> Iterator[Page]:
    """The list, then a page each."""
    yield edition.page("database/", "databases.html", {"entries": edition.cards.packages(edition.databases)})
    for package in edition.databases:
        yield edition.page(f"database/{package.name}/", "database.html", _database(edition, package), package.name)


def _database(edition: Edition, package: Package) -> Context:
    """The page of a database: what the law asks, its datasets, and who relates to it."""
    datasets = edition.cards.sorted(edition.catalogue.datasets_of(package.name))
    incoming = details.incoming(edition.catalogue, package, edition.relations, edition.language)
    return {
        **described(edition, package, SKIPPED),
        "datasets": edition.cards.packages(datasets),
        "incoming": edition.cards.linked(incoming),
    }
