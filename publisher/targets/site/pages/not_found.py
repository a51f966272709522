"""The page that a server shows where there is none. Pure."""

from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import urlsplit

from publisher.targets.site.edition import Edition, Page

NAME = "404.html"


def pages(edition: Edition) -> Iterator[Page]:
    """The page: it is served at any address, so its links begin at the path that the site lies under."""
    context = {"root": urlsplit(edition.catalogue.url).path or "/", "canonical": ""}
    page = edition.page("", "not_found.html", context)
    yield replace(page, path=edition.cards.prefix(edition.language) + NAME)
