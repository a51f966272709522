"""The lists of keywords and of formats, and a page each. Pure."""

from collections.abc import Iterator, Sequence

from publisher.model import Kind
from publisher.targets.site.cards import Context
from publisher.targets.site.edition import Edition, Page
from publisher.targets.site.groups import FORMAT, TAG, Group, spoken
from publisher.words import order


def pages(edition: Edition) -> Iterator[Page]:
    """The lists that hold anything, each with its pages."""
    for kind, groups in edition.groups.items():
        if groups:
            yield edition.page(f"{kind}/", "groups.html", {"kind": kind, "entries": _entries(edition, kind, groups)})
        for group in groups:
            context = {
                "kind": kind,
                **_facts(edition, kind, group),
                **_group(edition, kind, group),
                **_sharing(edition, group),
            }
            yield edition.page(f"{kind}/{group.name}/", "group.html", context)


def _entries(edition: Edition, kind: str, groups: Sequence[Group]) -> list[Context]:
    """Groups in a list, in the order of the language."""
    entries = [_group(edition, kind, group) for group in groups]
    return sorted(entries, key=lambda entry: order(entry["title"], edition.language))


def _group(edition: Edition, kind: str, group: Group) -> Context:
    is_tag = kind == TAG
    return {
        "path": edition.cards.href(kind, group.name),
        "title": group.title if is_tag else edition.cards.word("formats", group.title),
        "lang": spoken(group.title, edition.catalogue.languages) if is_tag else "",
        "databases": sum(package.kind is Kind.DATABASE for package in group.packages),
        "datasets": sum(package.kind is Kind.DATASET for package in group.packages),
    }


def _facts(edition: Edition, kind: str, group: Group) -> Context:
    """What the vocabulary says of a format."""
    term = edition.catalogue.schemas.term("formats", group.title) if kind == FORMAT else {}
    return {"mediatype": term.get("mediatype", ""), "is_open": term.get("open"), "uri": term.get("uri", "")}


def _sharing(edition: Edition, group: Group) -> Context:
    """The packages of a group, which take the place of their counts."""
    shared = edition.cards.sorted(group.packages)
    return {
        "entries": edition.cards.packages(package for package in shared if package.kind is Kind.DATABASE),
        "published": edition.cards.packages(package for package in shared if package.kind is Kind.DATASET),
    }
