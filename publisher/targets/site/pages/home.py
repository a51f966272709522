"""The home page: what there is. Pure."""

from collections.abc import Iterator

from publisher.model import in_language
from publisher.show import show
from publisher.targets.site.cards import Context
from publisher.targets.site.edition import Edition, Page
from publisher.targets.site.pages.changes import told

LATEST = 5  # changes


def pages(edition: Edition) -> Iterator[Page]:
    """The home page."""
    yield edition.page("", "home.html", _home(edition))


def _home(edition: Edition) -> Context:
    """What there is, the themes, the datasets."""
    return {
        "description": in_language(edition.catalogue.description, edition.language),
        "counts": {
            "databases": len(edition.databases),
            "datasets": len(edition.datasets),
            "organizations": len(edition.catalogue.organizations),
        },
        "themes": [edition.cards.theme(theme) for theme in edition.catalogue.themes],
        "datasets": edition.cards.packages(edition.datasets),
        "notes": _notes(edition),
        "changes": told(edition, edition.feeds.get("", ())[:LATEST]),
    }


def _notes(edition: Edition) -> list[Context]:
    """What a reader should know about the catalogue as a whole."""
    keep = {"notes"}
    skip = set(edition.catalogue.data) - keep
    return edition.cards.linked(show(edition.catalogue, "catalogue", edition.catalogue.data, edition.language, skip))
