"""Is something published twice? Pure; the only door to rapidfuzz.

A relation between two entries, of whatever type and in either descriptor, is a decision: it ends the question.
"""

import itertools
import urllib.parse
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping

from rapidfuzz import fuzz

from publisher.model import Catalogue, Kind, Package, Resource
from publisher.problem import Problem, Severity
from publisher.rules.titles import Reader, Title, Tokens
from publisher.source import Pointer

NEAR = 94
"""From which similarity, in per cent, two titles are near, if at most one word of them differs."""

FAMILY = 300
"""More titles that differ in one and the same word are a series, not slips of the pen."""

Pairs = frozenset[frozenset[str]]
# A package, and where in its descriptor it says what it is known by.
Spot = tuple[Package, Pointer]


def same_title(catalogue: Catalogue) -> Iterator[Problem]:
    """Two entries of one title cannot be told apart by those who search."""
    reader = Reader(catalogue)
    keyed = [((package.kind, reader.read(package.title).key), (package, ("title",))) for package in _titled(catalogue)]
    for (package, pointer), other in _repeated(catalogue, keyed):
        yield Problem(package.document.at(*pointer), "same-title", {"other": other})


def same_identifier(catalogue: Catalogue) -> Iterator[Problem]:
    """An identifier names one thing."""
    for (package, pointer), other in _repeated(catalogue, _identifiers(catalogue)):
        yield Problem(package.document.at(*pointer), "same-identifier", {"other": other})


def same_file(catalogue: Catalogue) -> Iterator[Problem]:
    """One file in two places will one day be updated in one of them only."""
    files = [
        (resource.measure.sha256, (package, (*resource.pointer, "path")))
        for package in catalogue.of(Kind.DATASET)
        for resource in _told_once(package)
        if resource.measure and resource.measure.bytes
    ]
    for (package, pointer), other in _repeated(catalogue, files):
        yield Problem(package.document.at(*pointer), "same-file", {"other": other})


def same_address(catalogue: Catalogue) -> Iterator[Problem]:
    """Two datasets with one address of their origin or of a linked file are one; a front page is that of many."""
    told = ((package, spot) for package in catalogue.of(Kind.DATASET) for spot in _addresses(package))
    keyed = [(address, (package, pointer)) for package, (address, pointer) in told if address]
    for (package, pointer), other in _repeated(catalogue, keyed):
        if other == package.name:
            continue  # one dataset may name a page and a file by the same address
        yield Problem(package.document.at(*pointer), "same-address", {"other": other})


def _addresses(package: Package) -> Iterator[tuple[str, Pointer]]:
    """The addresses of a dataset's page and of the files that it only links to, as an import leaves them."""
    yield _address(package.data.get("homepage", "")), ("homepage",)
    custom = package.data.get("custom")
    links = custom.get("links") if isinstance(custom, dict) else None
    for index, link in enumerate(links if isinstance(links, list) else ()):
        if isinstance(link, dict) and isinstance(link.get("url"), str):
            yield _address(link["url"]), ("custom", "links", index, "url")


def near_title(catalogue: Catalogue) -> Iterator[Problem]:
    """Titles that differ by a slip of the pen are mostly one thing entered twice."""
    reader, settled = Reader(catalogue), decided(catalogue)
    titles = {package.name: (package, reader.read(package.title)) for package in _titled(catalogue)}
    for one, other in sorted(_candidates(titles.values())):
        (first, a), (second, b) = titles[one], titles[other]
        score = fuzz.ratio(a.key, b.key)
        if a.key != b.key and score >= NEAR and not _apart(first, second) and frozenset({one, other}) not in settled:
            args = {"other": first.name, "title": next(iter(first.title.values()), "")}
            yield Problem(second.document.at("title"), "near-title", args, Severity.WARNING)


def decided(catalogue: Catalogue) -> Pairs:
    """The pairs of entries between which a relation is recorded."""
    return frozenset(
        frozenset({package.name, relation["target"]})
        for package in catalogue.packages
        for relation in package.data.get("relations", ())
        if "target" in relation
    )


def _titled(catalogue: Catalogue) -> Iterator[Package]:
    return (package for package in catalogue.packages if package.title)


def _told_once(package: Package) -> Iterator[Resource]:
    """The resources of a dataset without those of a name or path that was there before, which another rule says."""
    known: set[tuple[str, str]] = set()
    for resource in package.resources:
        mine = {("name", resource.name), ("path", resource.path)}
        if not mine & known:
            yield resource
        known |= mine


def _repeated(catalogue: Catalogue, keyed: Iterable[tuple[Hashable, Spot]]) -> Iterator[tuple[Spot, str]]:
    """Yield what has a key that another entry, or another part of the same one, had before, with the other's name."""
    settled = decided(catalogue)
    seen: Mapping[Hashable, list[str]] = defaultdict(list)
    for key, (package, pointer) in keyed:
        before = next((name for name in seen[key] if frozenset({name, package.name}) not in settled), None)
        if before is not None:
            yield (package, pointer), before
        seen[key].append(package.name)


def _identifiers(catalogue: Catalogue) -> Iterator[tuple[Hashable, Spot]]:
    for package in catalogue.packages:
        for index, identifier in enumerate(package.data.get("identifiers", ())):
            if {"scheme", "value"} <= set(identifier):
                key = (identifier["scheme"].casefold(), identifier["value"].casefold())
                yield key, (package, ("identifiers", index, "value"))
        if "id" in package.data:
            yield ("id", package.data["id"]), (package, ("id",))


def _address(url: str) -> str:
    """The address without what makes no other page; nothing for the front page of a site."""
    try:
        parts = urllib.parse.urlsplit(url)
    except ValueError:
        return ""
    path = parts.path.rstrip("/")
    return f"{parts.netloc.lower()}{path}?{parts.query}" if path or parts.query else ""


def _candidates(titles: Iterable[tuple[Package, Title]]) -> set[tuple[str, str]]:
    """The pairs, of one kind and with the same numbers, whose titles differ by no more than one word.

    Such titles are equal once a word is left out of one or both: so no title is compared with every other.
    """
    buckets: Mapping[Hashable, set[str]] = defaultdict(set)
    for package, title in titles:
        for rest in _shortened(title):
            buckets[package.kind, title.numbers, rest].add(package.name)
    families = (sorted(names) for names in buckets.values() if len(names) <= FAMILY)
    return {pair for names in families for pair in itertools.combinations(names, 2)}


def _shortened(title: Title) -> Iterator[Tokens]:
    yield title.tokens
    for index, token in enumerate(title.tokens):
        if token not in title.numbers and len(title.tokens) > 1:
            yield title.tokens[:index] + title.tokens[index + 1 :]


def _apart(one: Package, other: Package) -> bool:
    """Whether two entries say themselves that they are about other times or other places."""
    said = ((package.data.get("temporal"), package.data.get("spatial", {}).get("title")) for package in (one, other))
    return any(mine and theirs and mine != theirs for mine, theirs in zip(*said, strict=True))
