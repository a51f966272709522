"""What an import is going to write: descriptors by file, files to fetch, and what is to be said about it. Pure."""

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from publisher.problem import Place, Problem, Severity
from publisher.source import HIDDEN
from publisher.targets.ckan import Record
from publisher.targets.ckan.descriptors import Reader

CATALOGUE = "catalogue/catalogue.yaml"
THEMES = "catalogue/themes.yaml"


@dataclass(frozen=True)
class Fetch:
    """A file of a dataset to fetch: the resource on the portal, and where it goes if that is known."""

    dataset: str
    resource: Record
    path: str = ""


@dataclass(frozen=True)
class Draft:
    """Descriptors by the file that they go to, files to fetch, notes; and whether all of it bears our mark."""

    reader: Reader
    descriptors: Mapping[str, dict[str, Any]]
    fetches: tuple[Fetch, ...] = ()
    notes: tuple[Problem, ...] = ()
    ours: bool = False


def organization_file(name: str) -> str:
    """Where an organization is described."""
    return f"catalogue/organizations/{name}.yaml"


def database_file(name: str) -> str:
    """Where a database is described."""
    return f"catalogue/databases/{name}.yaml"


def dataset_file(name: str) -> str:
    """Where a dataset is described."""
    return f"datasets/{name}/datapackage.yaml"


def note(file: str, code: str, **args: str) -> Problem:
    """Something to be said of a file of the import."""
    return Problem(Place(file), code, args, Severity.WARNING)


def cleaned(file: str, data: dict[str, Any]) -> tuple[dict[str, Any], list[Problem]]:
    """A descriptor without characters that no descriptor may hold, and a note for each property that held some."""
    tidy = {key: clean(value) for key, value in data.items()}
    dirty = [key for key in data if tidy[key] != _with_our_lines(data[key])]
    return tidy, [note(file, "import-cleaned", property=key) for key in dirty]


def clean(value: Any) -> Any:
    """A value without hidden characters, its letters composed, with our ends of lines."""
    if isinstance(value, str):
        return unicodedata.normalize("NFC", HIDDEN.sub("", _with_our_lines(value)))
    return _each(value, clean)


def _with_our_lines(value: Any) -> Any:
    if isinstance(value, str):
        return value.replace("\r\n", "\n")
    return _each(value, _with_our_lines)


def _each(value: Any, change: Any) -> Any:
    if isinstance(value, dict):
        return {change(key): change(part) for key, part in value.items()}
    return [change(part) for part in value] if isinstance(value, list) else value


def gaps(properties: Mapping[str, str]) -> Iterator[Problem]:
    """Yield what the portal does not say of the catalogue, with what stands there instead, if anything."""
    for name, value in properties.items():
        yield note(CATALOGUE, "import-guess" if value else "import-gap", property=name, value=value)
