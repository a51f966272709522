"""The site in one language: its entries in order, and what all of its pages share. Pure.

A page is a template and a context. The context is all that the page depends on besides the templates, so a page
whose context has not changed need not be written again.
"""

from dataclasses import dataclass

from publisher.exports.changes import by_folder
from publisher.model import Catalogue, Kind, in_language
from publisher.targets.site import brand
from publisher.targets.site.cards import Cards, Context
from publisher.words import language_name

PROSE = ("about", "reuse", "contact", "accessibility")  # the pages of running text
FEED = "feed.atom"  # beside the page that it is about


@dataclass(frozen=True)
class Page:
    """A page to render: where, from which template, with what, in which language."""

    path: str
    template: str
    context: Context
    language: str
    package: str | None = None


def editions(catalogue: Catalogue) -> list["Edition"]:
    """The site in every language, the main one first."""
    return [Edition(catalogue, language) for language in catalogue.languages]


class Edition:
    """The site in one language."""

    def __init__(self, catalogue: Catalogue, language: str) -> None:
        self.catalogue = catalogue
        self.language = language
        self.cards = Cards(catalogue, language)
        self.databases = self.cards.sorted(catalogue.of(Kind.DATABASE))
        self.datasets = self.cards.sorted(catalogue.of(Kind.DATASET))
        self.feeds = by_folder(catalogue)
        self.logo = brand.shown(brand.logo(catalogue))

    def page(self, folder: str, template: str, context: Context, package: str | None = None) -> Page:
        """A page with what all pages share."""
        catalogue, language = self.catalogue, self.language
        languages = [
            {
                "code": other,
                "name": language_name(other),
                "path": self.cards.prefix(other) + folder,
                "main": other == catalogue.language,
            }
            for other in catalogue.languages
        ]
        publisher = self.cards.title_of(catalogue.publisher)
        shared = {
            "site": in_language(catalogue.title, language),
            "url": catalogue.url,
            "home": self.cards.prefix(language),
            "folder": self.cards.prefix(language) + folder,
            "languages": languages,
            "publisher": publisher,
            "publisher_path": f"{self.cards.prefix(language)}organization/{catalogue.publisher}/",
            "logo": self.logo,
            "licence": self.cards.licence(catalogue.data.get("licence")),
            "has_open_data": bool(catalogue.open_data),
            "has_changes": bool(self.feeds),
            "prose": PROSE,
            "feeds": [
                self.cards.prefix(language) + part + FEED for part in dict.fromkeys(("", folder)) if part in self.feeds
            ],
        }
        path = f"{self.cards.prefix(language)}{folder}index.html"
        return Page(path, template, {**shared, **context}, language, package)
