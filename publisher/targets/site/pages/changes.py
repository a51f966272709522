"""The page of changes: versions of datasets, the latest first. Pure."""

from collections.abc import Iterator, Sequence

from publisher.exports.changes import Revision
from publisher.model import in_language
from publisher.targets.site.cards import Context, anchor
from publisher.targets.site.edition import Edition, Page

MOST = 200  # on the page; older ones are on the pages of the datasets


def pages(edition: Edition) -> Iterator[Page]:
    """The page, if anything is told of changes."""
    if edition.feeds:
        yield edition.page("changes/", "changes.html", {"changes": told(edition, edition.feeds[""][:MOST])})


def told(edition: Edition, revisions: Sequence[Revision]) -> list[Context]:
    """Revisions as a list tells of them."""
    return [
        {
            "path": edition.cards.revision(each.dataset.name, each.version),
            "title": in_language(each.dataset.title, edition.language),
            "version": each.version,
            "anchor": anchor(each.version),
            "date": each.day,
            "changes": in_language(each.changes, edition.language),
        }
        for each in revisions
    ]
