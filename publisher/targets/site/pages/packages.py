"""What the pages of databases and datasets share. Pure."""

from collections.abc import Collection, Iterable

from publisher.model import Package, in_language
from publisher.show import show
from publisher.targets.site import details
from publisher.targets.site.cards import Context
from publisher.targets.site.edition import PICTURE, Edition, picture_path
from publisher.targets.site.feedback import feedback
from publisher.targets.site.groups import FORMAT, TAG, spoken, tag_name
from publisher.words import slug

SKIPPED = frozenset({"title", "description", "notes", "unattested", "proposed", "resources", "licenses", "changelog"})
"""What has a place of its own on a page."""


def described(edition: Edition, package: Package, skip: Collection[str]) -> Context:
    """A package as its descriptor tells of it; `skip` names what is not told as a property."""
    catalogue, language = edition.catalogue, edition.language
    rows = edition.cards.linked(show(catalogue, package.kind, package.data, language, skip))
    for row in rows:
        if row["name"] == "keywords":
            row["values"] = _keywords(edition, package.keywords)
    return {
        **edition.cards.package(package),
        **{key: details.said(catalogue, package.data, key, language) for key in ("notes", "caveat", "methodology")},
        "description": in_language(package.description, language),
        "properties": rows,
        "unattested": details.unattested(catalogue, package, language),
        "feedback": feedback(
            catalogue, package, catalogue.url + edition.cards.href(package.kind, package.name), language
        ),
        "organization_path": edition.cards.href("organization", package.organization),
        "picture": picture_path(package) or PICTURE,
        "formats": _formats(edition, package),
        "themes": [edition.cards.theme(theme) for theme in catalogue.themes if theme.name in package.themes],
    }


def _keywords(edition: Edition, keywords: Iterable[str]) -> list[Context]:
    """Keywords, each with the page of what shares it."""
    languages = edition.catalogue.languages
    return [
        {"text": keyword, "lang": spoken(keyword, languages), "path": edition.cards.href(TAG, tag_name(keyword))}
        for keyword in keywords
    ]


def _formats(edition: Edition, package: Package) -> list[Context]:
    """The formats of the files of a package, each with the page of what shares it."""
    formats = sorted({resource.format for resource in package.resources})
    return [
        {"text": edition.cards.word("formats", name), "path": edition.cards.href(FORMAT, slug(name))}
        for name in formats
    ]
