"""The search page: without scripts it is a list of all entries from A to Z. Pure."""

from collections.abc import Iterator

from publisher.model import in_language
from publisher.targets.site.cards import Context
from publisher.targets.site.edition import Edition, Page
from publisher.words import initial


def pages(edition: Edition) -> Iterator[Page]:
    """The page."""
    yield edition.page("search/", "search.html", {"letters": _letters(edition)})


def _letters(edition: Edition) -> list[Context]:
    """The entries under their first letters; what begins with a digit or a sign stands under no letter."""
    found: dict[str, list[Context]] = {}
    for package in edition.packages:
        title = in_language(package.title, edition.language)
        entry = {"path": edition.cards.href(package.kind, package.name), "title": title, "kind": str(package.kind)}
        found.setdefault(initial(title, edition.language), []).append(entry)
    return [{"letter": letter, "entries": entries} for letter, entries in found.items()]
