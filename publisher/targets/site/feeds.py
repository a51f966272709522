"""The feeds of the site in one language: of the catalogue, each organization, theme and dataset with changes. Pure."""

from collections.abc import Iterator, Mapping, Sequence

from publisher.exports.atom import Entry, feed
from publisher.exports.changes import Revision
from publisher.model import Catalogue, Organization, Package, Text, Theme, in_language
from publisher.targets.site.edition import FEED, Edition


def feeds(edition: Edition) -> Iterator[tuple[str, bytes, str | None]]:
    """Yield each feed: its path, what it holds, and the dataset that it is of, if it is of one."""
    catalogue, language = edition.catalogue, edition.language
    home = edition.cards.prefix(language)
    author = edition.cards.title_of(catalogue.publisher)
    for folder, revisions in edition.feeds.items():
        kind, _, name = folder.rstrip("/").partition("/")
        url = f"{catalogue.url}{home}{folder}"
        title = in_language(_title(catalogue, kind, name), language)
        content = feed(f"{url}{FEED}", url, title, author, language, _entries(edition, revisions))
        yield f"{home}{folder}{FEED}", content, name if kind == "dataset" else None


def _title(catalogue: Catalogue, kind: str, name: str) -> Text:
    """What a feed is about: an entry of a kind, or the whole catalogue."""
    package = catalogue.package(name)
    entries: Mapping[str, Sequence[Package | Organization | Theme]] = {
        "dataset": [package] if package else [],
        "organization": catalogue.organizations,
        "theme": catalogue.themes,
    }
    return next((entry.title for entry in entries.get(kind, ()) if entry.name == name), catalogue.title)


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
