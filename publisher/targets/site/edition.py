"""The site in one language: its entries in order, and what all of its pages share. Pure.

A page is a template and a context. The context is all that the page depends on besides the templates, so a page
whose context has not changed need not be written again.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from publisher.exports.changes import by_folder
from publisher.model import Catalogue, Kind, Package, in_language
from publisher.targets.site import brand, sql
from publisher.targets.site.cards import Cards, Context
from publisher.targets.site.details import relations
from publisher.targets.site.figures import drawn
from publisher.targets.site.groups import FORMAT, TAG, by_format, by_keyword
from publisher.targets.site.neighbours import neighbours
from publisher.words import language_name, locale_name

PROSE = ("about", "reuse", "contact", "accessibility")  # the pages of running text
FEED = "feed.atom"  # beside the page that it is about
PICTURE = "picture.png"  # of the site, and beside the page of each package


@dataclass(frozen=True)
class Page:
    """A page to render: where, from which template, with what, in which language."""

    path: str
    template: str
    context: Context
    language: str
    package: str | None = None


def picture_path(package: Package) -> str:
    """Where the picture of a package lies; nothing if a file of its own has that name."""
    own = any(resource.path == PICTURE for resource in package.resources)
    return "" if own else f"{package.kind}/{package.name}/{PICTURE}"


def editions(catalogue: Catalogue, words: Mapping[str, Mapping[str, str]], preview: str = "") -> list["Edition"]:
    """The site in every language, the main one first; `words` are those of the interface, by language."""
    return [Edition(catalogue, language, words[language], preview) for language in catalogue.languages]


class Edition:
    """The site in one language; a preview says on every page what it is."""

    def __init__(self, catalogue: Catalogue, language: str, words: Mapping[str, str], preview: str = "") -> None:
        self.preview = preview
        self.catalogue = catalogue
        self.language = language
        self.cards = Cards(catalogue, language)
        self.packages = self.cards.sorted(catalogue.packages)
        self.databases = [package for package in self.packages if package.kind is Kind.DATABASE]
        self.datasets = [package for package in self.packages if package.kind is Kind.DATASET]
        self.feeds = by_folder(catalogue)
        self.logo = brand.shown(brand.logo(catalogue))
        self.relations = relations(catalogue)
        self.neighbours = neighbours(catalogue)
        self.groups = {TAG: by_keyword(catalogue), FORMAT: by_format(catalogue)}
        self.figures = {
            dataset.name: drawn(catalogue, dataset, language, words, self.cards.href("dataset", dataset.name))
            for dataset in self.datasets
        }

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
            "canonical": catalogue.url + self.cards.prefix(language) + folder,
            "languages": languages,
            "publisher": publisher,
            "publisher_path": f"{self.cards.prefix(language)}organization/{catalogue.publisher}/",
            "logo": self.logo,
            "licence": self.cards.licence(catalogue.data.get("licence")),
            "has_sql": sql.wanted(catalogue),
            "has_open_data": bool(catalogue.open_data),
            "portal": _portal(catalogue),
            "has_changes": bool(self.feeds),
            "picture": PICTURE,
            "locales": [locale_name(other) for other in (language, *catalogue.languages)],
            "browse": [f"{kind}/" for kind, groups in self.groups.items() if groups],
            "has_figures": any(self.figures.values()),
            "prose": PROSE,
            "preview": self.preview,
            "feeds": [
                self.cards.prefix(language) + part + FEED for part in dict.fromkeys(("", folder)) if part in self.feeds
            ],
        }
        path = f"{self.cards.prefix(language)}{folder}index.html"
        return Page(path, template, {**shared, **context}, language, package)


def _portal(catalogue: Catalogue) -> Context | None:
    """Where readers search the CKAN portal, if the catalogue says where it is."""
    if not catalogue.portal or not catalogue.portal.url:
        return None
    parts = urlsplit(catalogue.portal.url)
    return {"origin": f"{parts.scheme}://{parts.netloc}", "search": f"{catalogue.portal.url.rstrip('/')}/dataset/"}
