"""What a descriptor says it follows by `$schema`: an official profile, or a JSON Schema of the catalogue. Reads.

Nothing is ever fetched: an address that is not one of the official ones is a problem. A path leads to a file of the
catalogue, from its root, so that all datasets can share it. Source: https://datapackage.org/standard/glossary/#profile.
"""

import stat
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Any

from publisher.load.fit import misfits_of, unusable
from publisher.model import Data, Descriptor
from publisher.problem import Problem
from publisher.source import Pointer, read
from publisher.words import nearest

_ADDRESS = "https://datapackage.org/profiles/{version}/{kind}.json"
_OLD_ADDRESS = "https://specs.frictionlessdata.io/schemas/{old}.json"
# What version 1 called its profiles.
_OLD = {"datapackage": "data-package", "dataresource": "data-resource", "tableschema": "table-schema"}
_SUFFIXES = {".json", ".yaml", ".yml"}
MAX_MISFITS = 100  # of a descriptor; more say no more


def official(kind: str) -> tuple[str, ...]:
    """The official addresses of a kind of profile, the newest first."""
    addresses = [_ADDRESS.format(version=version, kind=kind) for version in ("2.0", "1.0")]
    return (*addresses, _OLD_ADDRESS.format(old=_OLD[kind]))


def with_official(data: Data, kind: str) -> dict[str, Any]:
    """A description without the profile that it follows, unless it is an official one: the others are our files."""
    return {key: value for key, value in data.items() if key != "$schema" or value in official(kind)}


def check(root: Path, fitted: Mapping[str, Descriptor]) -> Iterator[Problem]:
    """Yield a problem for each profile that cannot be followed, and for each part that does not fit its own."""
    for descriptor in fitted.values():
        if descriptor.kind == "dataset":
            for pointer, kind, part in _parts(descriptor.data):
                yield from _followed(root, descriptor, pointer, kind, part)


def _parts(data: Data) -> Iterator[tuple[Pointer, str, Data]]:
    """Yield each part of a dataset that may name a profile, with the kind of profile."""
    yield (), "datapackage", data
    for index, resource in enumerate(data.get("resources", ())):
        yield ("resources", index), "dataresource", resource
        if "schema" in resource:
            yield ("resources", index, "schema"), "tableschema", resource["schema"]


def _followed(root: Path, descriptor: Descriptor, pointer: Pointer, kind: str, part: Data) -> Iterator[Problem]:
    named = part.get("$schema")
    if named is None or named in official(kind):
        return
    place = descriptor.document.at(*pointer, "$schema")
    schema, code = _schema(root, named)
    if schema is None:
        found = nearest(named, official(kind))
        args = {"value": named, "official": official(kind)[0], **({"nearest": found} if found else {})}
        yield Problem(place, code, args)
    elif reason := unusable(schema):
        yield Problem(place, "unusable-schema", {"reason": reason})
    else:
        yield from _misfits(descriptor, pointer, schema, named)


def _misfits(descriptor: Descriptor, pointer: Pointer, schema: Data, named: str) -> Iterator[Problem]:
    value = _at(descriptor.document.data, pointer)
    for count, (where, message) in enumerate(misfits_of(schema, value)):
        if count == MAX_MISFITS:
            return
        place = descriptor.document.at(*pointer, *where)
        yield Problem(place, "profile-misfit", {"profile": named, "message": message})


def _at(data: Any, pointer: Pointer) -> Any:
    for part in pointer:
        data = data[part]
    return data


def _schema(root: Path, named: str) -> tuple[Data | None, str]:
    """The JSON Schema that a path leads to; else why there is none."""
    path = PurePosixPath(named)
    if ":" in named or path.is_absolute() or ".." in path.parts or path.suffix not in _SUFFIXES:
        return None, "unknown-profile"
    if not _is_plain_file(root, path):
        return None, "missing-profile"
    document, _ = read(root / path, named)
    return (document.data, "") if document and isinstance(document.data, dict) else (None, "missing-profile")


def _is_plain_file(root: Path, path: PurePosixPath) -> bool:
    """Whether a path leads to a file of the catalogue, and through no link."""
    places = [root.joinpath(*path.parts[: depth + 1]) for depth in range(len(path.parts))]
    try:
        modes = [place.lstat().st_mode for place in places]
    except OSError:
        return False
    return not any(map(stat.S_ISLNK, modes)) and stat.S_ISREG(modes[-1])
