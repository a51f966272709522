"""A catalogue from what somebody else published: their organizations, groups as themes, datasets. Pure.

Each dataset needs a database: there is one for each organization, and a steward says what it really is.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from publisher.desk.draft import (
    CATALOGUE,
    THEMES,
    Draft,
    Fetch,
    database_file,
    dataset_file,
    gaps,
    note,
    organization_file,
)
from publisher.desk.naming import renamed
from publisher.load.schemas import read_schemas
from publisher.problem import Problem
from publisher.targets.ckan import Record
from publisher.targets.ckan.descriptors import Reader
from publisher.targets.ckan.form import filled
from publisher.targets.ckan.strangers import Origin, database, dataset, group
from publisher.targets.ckan.visiting import Visit

# What a catalogue says of itself and only a steward knows.
_UNTOLD = ("url", "publisher", "contact", "licence", "repository", "rules")


class _Names:
    """The names of ours for theirs; packages share one space, organizations and groups another."""

    def __init__(self, found: Visit, records: Sequence[Record]) -> None:
        self.homeless = urlsplit(found.url).hostname or "portal"
        homes = {home(record) or self.homeless for record in records}
        groups = {each["name"] for record in records for each in record.get("groups", ())}
        self.datasets = renamed(record["name"] for record in records)
        self.databases = renamed(homes, self.datasets.values())
        self.organizations = renamed(homes)
        self.themes = renamed(groups, self.organizations.values())


def draft(found: Visit, records: Sequence[Record], into: Path) -> Draft:
    """What the packages that were found make as a catalogue of one's own."""
    languages = _languages(found, records)
    schemas, _ = read_schemas(into, languages)
    reader, origin, names = Reader(schemas, languages), Origin(found.title, found.url), _Names(found, records)
    descriptors: dict[str, dict[str, Any]] = {CATALOGUE: _catalogue(reader, found, names), THEMES: {}}
    for theirs, name in names.organizations.items():
        record = found.organizations.get(theirs, {"name": theirs, "title": found.title, "extras": []})
        source = origin.source(f"organization/{theirs}" if theirs in found.organizations else "")
        described = group(reader, "organization", record, source)
        descriptors[organization_file(name)] = described
        themes = sorted({names.themes[each] for each in _groups(records, theirs, names)})
        descriptors[database_file(names.databases[theirs])] = database(reader, described["title"], name, source, themes)
    for theirs, name in names.themes.items():
        descriptors[THEMES][name] = group(reader, "themes", found.groups.get(theirs, {"name": theirs}), {})
    for record in records:
        described = dataset(reader, record, origin)
        owner = names.databases[home(record) or names.homeless]
        file = dataset_file(names.datasets[record["name"]])
        descriptors[file] = reader.in_order("dataset", {**described, "database": owner})
    fetches = [Fetch(names.datasets[record["name"]], each) for record in records for each in record["resources"]]
    return Draft(reader, descriptors, tuple(fetches), tuple(_notes(descriptors, names)))


def home(record: Record) -> str:
    """The name of the organization that a package of theirs belongs to."""
    return str((record.get("organization") or {}).get("name") or "")


def _groups(records: Sequence[Record], theirs: str, names: _Names) -> Iterator[str]:
    """Yield the groups of the packages of an organization."""
    for record in records:
        if (home(record) or names.homeless) == theirs:
            yield from (each["name"] for each in record.get("groups", ()))


def _languages(found: Visit, records: Sequence[Record]) -> tuple[str, ...]:
    """The language of the portal, then those in which packages have titles."""
    spoken = {code for record in records for code in _codes(record.get("title_translated"))}
    first = found.locale[:2].lower()
    return tuple(dict.fromkeys([*([first] if first.isalpha() else []), *sorted(spoken)])) or ("en",)


def _codes(texts: Any) -> Iterator[str]:
    if isinstance(texts, dict):
        yield from (code for code, text in texts.items() if text and code.isalpha() and 2 <= len(code) <= 3)


def _catalogue(reader: Reader, found: Visit, names: _Names) -> dict[str, Any]:
    told: dict[str, Any] = {"title": " ".join(found.title.split()) or found.url, "description": found.description}
    if len(names.organizations) == 1:
        told["publisher"] = next(iter(names.organizations.values()))
    unknown = [name for name in _UNTOLD if name not in told]
    return reader.in_order("catalogue", filled({**told, "languages": list(reader.languages), "unattested": unknown}))


def _notes(descriptors: Mapping[str, dict[str, Any]], names: _Names) -> Iterator[Problem]:
    """Yield what is called otherwise here, and what has no place in a descriptor."""
    yield from gaps(dict.fromkeys(descriptors[CATALOGUE]["unattested"], ""))
    for files, given in (
        (dataset_file, names.datasets),
        (organization_file, names.organizations),
        (lambda name: THEMES, names.themes),
    ):
        for theirs, ours in given.items():
            if theirs != ours:
                yield note(files(ours), "import-renamed", name=theirs, now=ours)
    for file, data in descriptors.items():
        kept = [key for key in data.get("custom", {}) if key.startswith("imported_")]
        if file.startswith("datasets/") and kept:
            yield note(file, "import-value", names=", ".join(kept))
