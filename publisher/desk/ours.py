"""A catalogue of ours from what it published to a portal. Pure, but for a few questions to the portal.

What the portal does not tell is guessed only where a descriptor must say something, and each guess is noted.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

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
from publisher.load.schemas import read_schemas
from publisher.model import Kind
from publisher.problem import Problem
from publisher.rules.names import is_name
from publisher.targets.ckan import Connection, Record
from publisher.targets.ckan.descriptors import Reader, said
from publisher.targets.ckan.form import filled
from publisher.targets.ckan.reading import group_value, package_value
from publisher.targets.ckan.shapes import listed
from publisher.targets.ckan.state import is_ours, state_in
from publisher.targets.ckan.traces import Traces, broad_matches, most, name_of, organization_of, traces
from publisher.targets.ckan.visiting import Visit, demands_notes, journal_home

# What a catalogue may say of itself and no portal tells.
_UNTOLD = ("description", "contact", "repository", "rules")


def draft(connection: Connection, found: Visit, records: Sequence[Record], owner: str, into: Path) -> Draft:
    """What the packages of an owner mark, and the organizations and groups that bear it, make as a catalogue."""
    seen = traces(records, found.plugins, found.locale)
    schemas, _ = read_schemas(into, seen.languages)
    reader = Reader(schemas, seen.languages, demands_notes(connection, found.plugins, seen.dataset_type))
    named, notes = _named(records, seen)
    packages: dict[str, dict[str, Any]] = {}
    fetches: list[Fetch] = []
    for name, record in named.items():
        file, data = _package(reader, name, record)
        packages[file] = _with_uploads(data, seen)
        fetches += _fetches(name, record, data)
        notes += _added_by_others(file, record)
    organizations = _organizations(reader, found, records, owner, seen)
    themes = _themes(reader, found, records, owner, seen)
    home = journal_home(connection, owner).removeprefix(seen.prefix)
    publisher = home if organization_file(home) in organizations else seen.publisher
    licence = most(each["name"] for data in packages.values() for each in data.get("licenses", ())[:1])
    catalogue = _catalogue(found, seen, owner, {"publisher": publisher, "licence": licence})
    guesses = ("title", "licence") if publisher == home else ("title", "licence", "publisher")
    notes += gaps({key: str(catalogue.get(key, "")) for key in (*guesses, *catalogue["unattested"])})
    notes += _bare(found, records, owner, seen)
    files = {CATALOGUE: reader.in_order("catalogue", catalogue), **organizations, THEMES: themes, **packages}
    return Draft(reader, files, tuple(fetches), tuple(notes), ours=True)


def _package(reader: Reader, name: str, record: Record) -> tuple[str, dict[str, Any]]:
    """The file of a package and what it says; of a package whose kept state is damaged all is taken for ours."""
    kind, data = reader.package(package_value(record) if state_in(record).fields else record)
    return (database_file(name) if kind is Kind.DATABASE else dataset_file(name)), data


def _named(records: Sequence[Record], seen: Traces) -> tuple[dict[str, Record], list[Problem]]:
    """Each package by the name that we gave it; of a copy that somebody made of one there is a note."""
    named: dict[str, Record] = {}
    notes: list[Problem] = []
    for record in sorted(records, key=lambda each: (each["name"] != f"{seen.prefix}{name_of(each, '')}", each["name"])):
        name = name_of(record, seen.prefix)
        if name in named or not is_name(name):
            notes.append(note(CATALOGUE, "import-copy", name=record["name"], other=name))
        else:
            named[name] = record
    return dict(sorted(named.items())), notes


def _with_uploads(data: dict[str, Any], seen: Traces) -> dict[str, Any]:
    """A dataset that says which files are only linked, unless that holds for the whole catalogue."""
    if not seen.links_only or "resources" not in data:
        return data
    bare = [{key: part for key, part in each.items() if key != "upload"} for each in data["resources"]]
    return {**data, "resources": bare}


def _fetches(name: str, record: Record, data: dict[str, Any]) -> Iterator[Fetch]:
    """Yield the files of a dataset that were put there by us."""
    state = state_in(record)
    ours = [each for each in record["resources"] if not state.fields or state.resource(each["id"])]
    for resource, described in zip(ours, data.get("resources", ()), strict=False):
        yield Fetch(name, resource, str(described.get("path", "")))


def _added_by_others(file: str, record: Record) -> Iterator[Problem]:
    state = state_in(record)
    if not state.fields:
        return
    extras = [each["key"] for each in record.get("extras", ()) if each["key"] not in {*state.extras, "managed_state"}]
    files = [each["name"] or each["id"] for each in record["resources"] if not state.resource(each["id"])]
    if extras or files:
        yield note(file, "import-others", names=", ".join([*sorted(extras), *files]))


def _owned(there: Mapping[str, Record], owner: str, seen: Traces) -> Iterator[tuple[str, Record]]:
    """Yield our organizations or groups by the names that we gave them."""
    for name, record in there.items():
        if is_ours(record, owner) and is_name(name.removeprefix(seen.prefix)):
            yield name.removeprefix(seen.prefix), record


def _organizations(
    reader: Reader, found: Visit, records: Sequence[Record], owner: str, seen: Traces
) -> dict[str, dict[str, Any]]:
    """Our organizations on the portal, then those that packages name and it does not have."""
    ours = {
        organization_file(name): reader.group("organization", group_value(record))
        for name, record in _owned(found.organizations, owner, seen)
    }
    told = [said(record) for record in records]
    named = {name: page.get("publisher_name") for page in told if is_name(name := organization_of(page))}
    return {**{organization_file(name): {"title": named[name] or name} for name in sorted(named)}, **ours}


def _themes(
    reader: Reader, found: Visit, records: Sequence[Record], owner: str, seen: Traces
) -> dict[str, dict[str, Any]]:
    """Our groups on the portal as themes, then those that packages name and it does not have."""
    ours = {name: reader.group("themes", group_value(record)) for name, record in _owned(found.groups, owner, seen)}
    told = [said(record) for record in records]
    pages = [(listed(page.get("theme_names")), listed(page.get("theme"))) for page in told]
    named = sorted({name for names, _ in pages for name in names if is_name(str(name))} - ours.keys())
    broad = broad_matches(pages) if named else {}
    return {**ours, **{name: filled({"title": name, "broad_match": broad.get(name)}) for name in named}}


def _bare(found: Visit, records: Sequence[Record], owner: str, seen: Traces) -> Iterator[Problem]:
    """Yield a note for what only bears a name, because the portal has no organizations and groups of ours."""
    pages = [said(record) for record in records]
    themes = {name for page in pages for name in listed(page.get("theme_names"))}
    organizations = {name for page in pages if (name := organization_of(page))}
    for file, names, there in (
        (THEMES, themes, found.groups),
        (CATALOGUE, organizations, found.organizations),
    ):
        known = {name for name, _ in _owned(there, owner, seen)}
        if bare := sorted(names - known):
            yield note(file, "import-bare", names=", ".join(bare))


def _catalogue(found: Visit, seen: Traces, owner: str, guessed: dict[str, str]) -> dict[str, Any]:
    portal = {
        "owner": owner,
        "prefix": seen.prefix,
        "organization": seen.organization,
        "dataset_type": "" if seen.dataset_type == "dataset" else seen.dataset_type,
        "upload": "link" if seen.links_only else "",
        "datastore": None if seen.tables else False,
    }
    told: dict[str, Any] = {"title": " ".join(found.title.split()) or owner, "description": found.description}
    told |= {"url": seen.url, "languages": list(seen.languages), "ckan": filled(portal), **guessed}
    return filled({**told, "unattested": [name for name in _UNTOLD if not told.get(name)]})
