"""References from one descriptor to another, wherever a schema declares them. Pure."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from publisher.model import Catalogue, Data, Descriptor, Kind
from publisher.problem import Problem
from publisher.source import Pointer
from publisher.words import nearest

_CODES = {
    "organizations": "unknown-organization",
    "themes": "unknown-theme",
    "databases": "unknown-database",
    "datasets": "unknown-dataset",
    "packages": "unknown-package",
}
# Where what a reference names may stand.
_DATABASE, _DATASET = "catalogue/databases/{name}.yaml", "datasets/{name}/datapackage.yaml"
_PLACES = {
    "organizations": ("catalogue/organizations/{name}.yaml",),
    "themes": ("catalogue/themes.yaml",),
    "databases": (_DATABASE,),
    "datasets": (_DATASET,),
    "packages": (_DATABASE, _DATASET),
}


def unknown_reference(catalogue: Catalogue) -> Iterator[Problem]:
    """A name that leads nowhere is a dead link on the site and a refused write on CKAN."""
    known = _known(catalogue)
    for descriptor, pointer, name, kind in _all(catalogue):
        if name not in known[kind] and not _unread(catalogue, kind, name):
            found = nearest(name, known[kind])
            args = {"name": name, **({"nearest": found} if found else {})}
            yield Problem(descriptor.document.at(*pointer), _CODES[kind], args)


def referred(catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    """Pairs of files: one that refers to something, and one in which that may stand, there or not."""
    for descriptor, _, name, kind in _all(catalogue):
        yield from ((descriptor.document.file, place.format(name=name)) for place in _PLACES[kind])


def _all(catalogue: Catalogue) -> Iterator[tuple[Descriptor, Pointer, str, str]]:
    for descriptor in catalogue.descriptors.values():
        schema = catalogue.schemas.kinds[descriptor.kind]
        for pointer, name, kind in _references(schema, schema, descriptor.data, ()):
            yield descriptor, pointer, name, kind


def _unread(catalogue: Catalogue, kind: str, name: str) -> bool:
    """Tell whether a name may stand in a file that could not be understood: that is a problem already."""
    return any(place.format(name=name) in catalogue.unread for place in _PLACES[kind])


def unknown_rule_set(catalogue: Catalogue) -> Iterator[Problem]:
    """A rule set that is not there would silently demand nothing."""
    for descriptor in catalogue.descriptors.values():
        if descriptor.kind == "catalogue":
            for index, name in enumerate(descriptor.data.get("rules", ())):
                if name not in catalogue.schemas.rule_sets:
                    found = nearest(name, catalogue.schemas.rule_sets)
                    args = {"name": name, **({"nearest": found} if found else {})}
                    yield Problem(descriptor.document.at("rules", index), "unknown-rule-set", args)


def _known(catalogue: Catalogue) -> Mapping[str, Collection[str]]:
    databases = {package.name for package in catalogue.of(Kind.DATABASE)}
    datasets = {package.name for package in catalogue.of(Kind.DATASET)}
    return {
        "organizations": {organization.name for organization in catalogue.organizations},
        "themes": {theme.name for theme in catalogue.themes},
        "databases": databases,
        "datasets": datasets,
        "packages": databases | datasets,
    }


def _references(whole: Data, node: Data, data: Any, pointer: Pointer) -> Iterator[tuple[Pointer, str, str]]:
    """Walk a schema and the data that fits it; yield each reference with the kind it refers to."""
    if "$ref" in node:
        node = {**whole["$defs"][node["$ref"].rpartition("/")[2]], **node}
    if "reference" in node and isinstance(data, str):
        yield pointer, data, node["reference"]
    elif isinstance(data, dict):
        properties, others = node.get("properties", {}), node.get("additionalProperties")
        for key, value in data.items():
            below = properties.get(key, others)
            if isinstance(below, Mapping):
                yield from _references(whole, below, value, (*pointer, key))
    elif isinstance(data, list) and isinstance(node.get("items"), Mapping):
        for index, value in enumerate(data):
            yield from _references(whole, node["items"], value, (*pointer, index))
