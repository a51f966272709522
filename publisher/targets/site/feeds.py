"""The feeds of the site in one language: of the catalogue, each organization, theme and dataset with changes. Pure."""

from collections.abc import Iterator, Mapping, Sequence

from publisher.exports.atom import Entry, feed
from publisher.exports.changes import Revision
from publisher.model import Organization, Package, Theme, in_language
from publisher.targets.site.edition import FEED, Edition


def feeds(edition: Edition) -> Iterator[tuple[str, bytes]]:
    """Yield each feed by its path."""
    catalogue, language = edition.catalogue, edition.language
    home = edition.cards.prefix(language)
    author = edition.cards.title_of(catalogue.publisher)
    for folder, revisions in edition.feeds.items():
        url = f"{catalogue.url}{home}{folder}"
        entries = _entries(edition, revisions)
        yield f"{home}{folder}{FEED}", feed(f"{url}{FEED}", url, _title(edition, folder), author, language, entries)


def _title(edition: Edition, folder: str) -> str:
    """What the feed of a folder is about."""
    catalogue = edition.catalogue
    kind, _, name = folder.rstrip("/").partition("/")
    entries: Mapping[str, Sequence[Package | Organization | Theme]] = {
        "dataset": catalogue.packages,
        "organization": catalogue.organizations,
        "theme": catalogue.themes,
    }
    about = next((entry.title for entry in entries.get(kind, ()) if entry.name == name), catalogue.title)
    return in_language(about, edition.language)


def _entries(edition: Edition, revisions: Sequence[Revision]) -> list[Entry]:
    language = edition.language
    return [
        Entry(
            edition.catalogue.url + edition.cards.revision(each.dataset.name, each.version),
            " ".join(filter(None, (in_language(each.dataset.title, language), each.version))),
            each.day,
            in_language(each.changes, language),
        )
        for each in revisions
    ]
