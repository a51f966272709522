"""Packages by what they share: a keyword, a format of their files. Pure."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from publisher.model import Catalogue, Package
from publisher.words import fold, slug

TAG, FORMAT = "tag", "format"


@dataclass(frozen=True)
class Group:
    """What packages share: its name in addresses, what it is called, and who shares it."""

    name: str
    title: str
    packages: tuple[Package, ...]


@lru_cache(10_000)
def tag_name(keyword: str) -> str:
    """A keyword in an address: equal for spellings that fold alike; of a script without Latin letters a digest."""
    return slug(keyword) or "x" + hashlib.sha256(fold(keyword).encode()).hexdigest()[:12]


def by_keyword(catalogue: Catalogue) -> list[Group]:
    """Databases and datasets by keyword; a keyword is called as most of them spell it."""
    spellings: dict[str, Counter[str]] = defaultdict(Counter)
    packages: dict[str, dict[str, Package]] = defaultdict(dict)
    for package in catalogue.packages:
        for keyword in package.keywords:
            spellings[tag_name(keyword)][keyword] += 1
            packages[tag_name(keyword)][package.name] = package
    return [Group(name, _usual(spellings[name]), tuple(packages[name].values())) for name in sorted(packages)]


def by_format(catalogue: Catalogue) -> list[Group]:
    """Datasets by the format of their files, each called by its value in the vocabulary."""
    packages: dict[str, dict[str, Package]] = defaultdict(dict)
    for package in catalogue.packages:
        for resource in package.resources:
            packages[resource.format][package.name] = package
    return [Group(slug(format), format, tuple(found.values())) for format, found in sorted(packages.items())]


def spoken(keyword: str, languages: Sequence[str]) -> str:
    """The language of a keyword where its letters tell: those beyond ASCII are of the one language that is not English.

    Keywords carry no language of their own; one that might be of several is of none.
    """
    others = [language for language in languages if language != "en"]
    return others[0] if len(others) == 1 and not keyword.isascii() else ""


def _usual(spellings: Counter[str]) -> str:
    return min(spellings, key=lambda spelling: (-spellings[spelling], spelling))
