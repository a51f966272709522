"""Names: they are file names, addresses and CKAN names at once. Pure."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

from publisher.model import Catalogue, Data, Kind
from publisher.problem import Place, Problem
from publisher.source import Pointer
from publisher.words import slug

_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
MAX_NAME = 60
_RESERVED = {"new", "edit", "search"}  # CKAN keeps these for itself


def is_name(name: str) -> bool:
    """Whether a name works as an address everywhere."""
    return bool(_NAME.fullmatch(name)) and 2 <= len(name) <= MAX_NAME and name not in _RESERVED


def not_a_slug(catalogue: Catalogue) -> Iterator[Problem]:
    """A name must work as an address everywhere: lower-case ASCII, at most 60 characters, not kept by CKAN."""
    for place, name in _names(catalogue):
        if not is_name(name):
            suggestion = slug(name)[:MAX_NAME].strip("-")
            yield Problem(place, "bad-name", {"name": name, "suggestion": suggestion})


def taken_twice(catalogue: Catalogue) -> Iterator[Problem]:
    """CKAN has one namespace for packages and one for organizations and themes; what is withdrawn keeps its name."""
    packages = [(package.document.file, package.name) for package in catalogue.packages]
    groups = [(organization.document.file, organization.name) for organization in catalogue.organizations]
    yield from _repeated(packages)
    themes = "catalogue/themes.yaml"
    yield from _repeated([*groups, *((themes, theme.name) for theme in catalogue.themes)], at_key=catalogue)
    withdrawn = {item.name for item in catalogue.withdrawn}
    for file, name in packages:
        if name in withdrawn:
            yield Problem(Place(file), "name-withdrawn", {"name": name})


def _repeated(named: Iterable[tuple[str, str]], at_key: Catalogue | None = None) -> Iterator[Problem]:
    first: dict[str, str] = {}
    for file, name in named:
        if first.setdefault(name, file) != file:
            descriptor = at_key.descriptors.get(file) if at_key else None
            keyed = descriptor is not None and PurePosixPath(file).stem != name
            place = descriptor.document.at_key(name) if descriptor and keyed else Place(file)
            yield Problem(place, "name-taken", {"name": name, "other": first[name]})


def repeated_in_package(catalogue: Catalogue) -> Iterator[Problem]:
    """Two resources of one name, or two fields of one name, cannot be told apart."""
    for dataset in catalogue.of(Kind.DATASET):
        for key in ("name", "path"):
            seen: Counter[str] = Counter()
            for index, resource in enumerate(dataset.data.get("resources", ())):
                value = resource.get(key)
                seen[str(value)] += 1
                if value is not None and seen[str(value)] == 2:
                    place = dataset.document.at("resources", index, key)
                    yield Problem(place, "repeated-name", {"name": value})
        for resource in dataset.resources:
            names: Counter[str] = Counter()
            for index, field in enumerate(resource.fields):
                name = field.get("name")
                names[str(name)] += 1
                if name is not None and names[name] == 2:
                    place = dataset.document.at(*resource.pointer, "schema", "fields", index, "name")
                    yield Problem(place, "repeated-name", {"name": name})


def moved_onto_another(catalogue: Catalogue) -> Iterator[Problem]:
    """A file keeps its address on a portal by the name it began with, so no two files can have begun with one name."""
    for dataset in catalogue.of(Kind.DATASET):
        origins = Counter(resource.data.get("moved_from", resource.name) for resource in dataset.resources)
        for resource in dataset.resources:
            former = resource.data.get("moved_from")
            if former is not None and origins[former] > 1:
                place = dataset.document.at(*resource.pointer, "moved_from")
                yield Problem(place, "moved-onto-another", {"name": former})


def custom_taken(catalogue: Catalogue) -> Iterator[Problem]:
    """What has a property of its own belongs there: in `custom` nobody would check it, and on CKAN both would meet."""
    for descriptor in catalogue.descriptors.values():
        schema = catalogue.schemas.kinds[descriptor.kind]
        one = "properties" in schema
        known = (schema if one else schema["additionalProperties"])["properties"]
        entries: dict[Pointer, Data] = {(): descriptor.data} if one else {(k,): v for k, v in descriptor.data.items()}
        for above, data in entries.items():
            for key in data.get("custom", {}):
                if not key.strip() or key in known:
                    pointer = (*above, "custom", key)
                    yield Problem(descriptor.document.at_key(*pointer), "custom-taken", {"name": key})


def _names(catalogue: Catalogue) -> Iterator[tuple[Place, str]]:
    yield from ((Place(package.document.file), package.name) for package in catalogue.packages)
    yield from ((Place(organization.document.file), organization.name) for organization in catalogue.organizations)
    if themes := catalogue.descriptors.get("catalogue/themes.yaml"):
        yield from ((themes.document.at_key(theme.name), theme.name) for theme in catalogue.themes)
