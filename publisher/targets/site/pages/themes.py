"""The list of themes, and a page each. Pure."""

from collections.abc import Iterator

from publisher.model import Theme
from publisher.targets.site.cards import Context
from publisher.targets.site.edition import Edition, Page


def pages(edition: Edition) -> Iterator[Page]:
    """The list, then a page each."""
    themes = edition.catalogue.themes
    yield edition.page("theme/", "themes.html", {"entries": [edition.cards.theme(theme) for theme in themes]})
    for theme in themes:
        yield edition.page(f"theme/{theme.name}/", "theme.html", _theme(edition, theme))


def _theme(edition: Edition, theme: Theme) -> Context:
    """The page of a theme."""
    return {
        **edition.cards.theme(theme),
        "entries": edition.cards.packages(package for package in edition.databases if theme.name in package.themes),
        "published": edition.cards.packages(package for package in edition.datasets if theme.name in package.themes),
    }
