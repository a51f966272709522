"""The open-data list: what is published, what is planned, where the decision stands. Pure."""

from collections.abc import Iterator

from publisher.show import show
from publisher.targets.site import details
from publisher.targets.site.cards import Context
from publisher.targets.site.edition import Edition, Page


def pages(edition: Edition) -> Iterator[Page]:
    """The page of the list, where the catalogue has one."""
    if edition.catalogue.open_data:
        yield edition.page("open-data/", "open_data.html", _open_data(edition))


def _open_data(edition: Edition) -> Context:
    """The open-data list: what is published, what is planned, where the decision stands."""
    data = edition.catalogue.open_data
    rows = show(edition.catalogue, "open-data", data, edition.language, {"entries", "unattested"})
    entries = []
    for entry in data.get("entries", ()):
        database = edition.catalogue.package(entry.get("database", ""))
        if database:
            published = [d for d in edition.datasets if d.data.get("database") == database.name]
            planned = [
                {"title": details.said(edition.catalogue, item, "title", edition.language), "due": item.get("due")}
                for item in entry.get("planned", ())
            ]
            note = details.said(edition.catalogue, entry, "note", edition.language)
            card = edition.cards.package(database)
            entries.append({**card, "published": edition.cards.packages(published), "planned": planned, "note": note})
    names = data.get("unattested", ())
    missing = details.unattested_names(edition.catalogue, "open-data", names, edition.language)
    return {"properties": edition.cards.linked(rows), "entries": entries, "unattested": missing}
