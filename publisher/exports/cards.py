"""The entries of a catalogue in one language as `cards.json`: what the search page looks through. Pure.

Columns instead of records, and each value of a facet once: that packs well, and a browser needs no more than this.
"""

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from publisher.model import Catalogue, Kind, Organization, Package, Theme, in_language, label
from publisher.words import OrderKey, date, order

MOST = 130  # characters of a description: 10,000 entries of random syllables stay below 1.2 MB packed
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_SIGNS = re.compile(r"(?m)^\s*(?:[-*+>#]+|\d+[.)])\s+|[*`]+")

Values = Callable[[Package], Iterable[str]]


def cards(catalogue: Catalogue, language: str, packages: Sequence[Package]) -> bytes:
    """The packages as they come, in columns: the first of each column is of the first package."""
    return json.dumps(
        {
            "language": language,
            "name": [package.name for package in packages],
            "title": [in_language(package.title, language) for package in packages],
            "description": [short(in_language(package.description, language)) for package in packages],
            "keyword": _column(packages, lambda package: package.keywords, {}),
            "facets": _facets(catalogue, language, packages),
            **{key: _days(packages, key, language) for key in ("modified", "data_as_of")},
        },
        ensure_ascii=False,
        separators=(",", ":"),
    ).encode()


def short(description: str) -> str:
    """The beginning of a description, without the signs of Markdown."""
    text = " ".join(_SIGNS.sub("", _LINK.sub(r"\1", description)).split())
    if len(text) <= MOST:
        return text
    end = text.rfind(" ", 0, MOST)
    return text[: end if end > 0 else MOST - 1] + "…"


def _facets(catalogue: Catalogue, language: str, packages: Sequence[Package]) -> dict[str, Any]:
    """By what entries can be chosen, each value with its words, in the order in which it is offered."""

    def by_title(entries: Sequence[Organization | Theme]) -> Mapping[str, str]:
        return {entry.name: in_language(entry.title, language) for entry in entries}

    def alphabetical(entry: Organization) -> OrderKey:
        return order(in_language(entry.title, language), language)

    def by_word(vocabulary: str, values: Values) -> dict[str, Any]:
        known = catalogue.schemas.vocabularies[vocabulary]
        return _column(packages, values, {value: label(known[value], language) for value in known})

    agencies = sorted(catalogue.organizations, key=alphabetical)
    kinds = {str(kind): label(catalogue.schemas.kinds[kind], language) for kind in Kind}
    return {
        "kind": _column(packages, lambda package: [package.kind], kinds),
        "organization": _column(packages, lambda package: [package.organization], by_title(agencies)),
        "theme": _column(packages, lambda package: package.themes, by_title(catalogue.themes)),
        "format": by_word("formats", lambda package: [resource.format for resource in package.resources]),
        "licence": by_word("licences", lambda package: [one["name"] for one in package.data.get("licenses", ())]),
        "class": by_word("classes", lambda package: [package.data.get("class", "")]),
        "evidence": by_word("evidence", lambda package: [package.data.get("evidence", "")]),
        "lifecycle": by_word("lifecycles", lambda package: [package.data.get("lifecycle", "")]),
    }


def _days(packages: Sequence[Package], key: str, language: str) -> dict[str, Any]:
    """A column of days, the earliest first."""

    def day(package: Package) -> list[str]:
        return [package.data.get(key, "")]

    found = sorted({value for package in packages for value in day(package)})
    return _column(packages, day, {value: date(value, language) for value in found})


def _column(packages: Sequence[Package], values: Values, labels: Mapping[str, str]) -> dict[str, Any]:
    """The values that packages have, in the order of `labels` and then of their names, and which of them each has."""
    held = [[value for value in dict.fromkeys(values(package)) if value] for package in packages]
    found = {value for row in held for value in row}
    names = [name for name in labels if name in found] + sorted(found - labels.keys())
    places = {name: place for place, name in enumerate(names)}
    return {
        "name": names,
        "label": [labels.get(name, name) for name in names],
        "of": [[places[value] for value in row] for row in held],
    }
