"""What the pages of databases and datasets share. Pure."""

from collections.abc import Collection

from publisher.model import Package, in_language
from publisher.show import show
from publisher.targets.site import details
from publisher.targets.site.cards import Context
from publisher.targets.site.edition import Edition
from publisher.targets.site.feedback import feedback

SKIPPED = frozenset({"title", "description", "notes", "unattested", "proposed", "resources", "licenses", "changelog"})
"""What has a place of its own on a page."""


def described(edition: Edition, package: Package, skip: Collection[str]) -> Context:
    """A package as its descriptor tells of it; `skip` names what is not told as a property."""
    catalogue, language = edition.catalogue, edition.language
    rows = edition.cards.linked(show(catalogue, package.kind, package.data, language, skip))
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
        "themes": [edition.cards.theme(theme) for theme in catalogue.themes if theme.name in package.themes],
    }
