"""The pages that stay where something was withdrawn. Pure."""

from collections.abc import Iterator

from publisher.model import Withdrawn, in_language
from publisher.targets.site import details
from publisher.targets.site.cards import Context
from publisher.targets.site.edition import Edition, Page


def pages(edition: Edition) -> Iterator[Page]:
    """A page each."""
    for withdrawn in edition.catalogue.withdrawn:
        yield edition.page(f"{withdrawn.kind}/{withdrawn.name}/", "withdrawn.html", _withdrawn(edition, withdrawn))


def _withdrawn(edition: Edition, withdrawn: Withdrawn) -> Context:
    """The page that stays where something was withdrawn."""
    successor = edition.catalogue.package(withdrawn.successor or "")
    card = edition.cards.package(successor) if successor else None
    return {
        "title": in_language(withdrawn.title, edition.language),
        "date": withdrawn.data.get("date", ""),
        "reason": details.said(edition.catalogue, withdrawn.data, "reason", edition.language),
        "successor": card,
        **({"canonical": edition.catalogue.url + card["path"]} if card else {}),
    }
