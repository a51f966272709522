"""A Data Package from elsewhere as a dataset of a catalogue. Reads its folder; writes where nothing is yet.

The verdict is that of frictionless on the files as they were; our own check of what was taken must agree with it, or
it is said that it does not.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from publisher.desk import foreign, yaml_text
from publisher.desk.draft import cleaned, dataset_file, note
from publisher.desk.foreign_files import Ground, Item, taken
from publisher.desk.importing import MAX_BYTES
from publisher.desk.naming import free
from publisher.desk.packages import Folder
from publisher.desk.staging import move, refuse_existing, staging, write
from publisher.load import load
from publisher.load.schemas import read_schemas
from publisher.model import Catalogue, Data, Kind, Package, Resource, Schemas
from publisher.problem import Problem, Refused, in_order
from publisher.rules.names import is_name
from publisher.source import Document
from publisher.tables import measure_dataset, verdict
from publisher.targets.ckan.shapes import Shapes

# What is kept of a package by another name; what one says of files that were left out is said of each.
_SAID = {"links"}


@dataclass(frozen=True)
class Taken:
    """What was written, what is to be said of it, and what frictionless and we say of its data (by error)."""

    name: str
    files: tuple[str, ...]
    notes: tuple[Problem, ...]
    verdict: Mapping[str, int] = field(default_factory=dict)
    ours: Mapping[str, int] = field(default_factory=dict)
    asked: bool = True
    """Whether frictionless could be asked at all."""


def take(source: Path, into: Path, name: str = "", limit: int = MAX_BYTES) -> Taken:
    """Write a package as a dataset of the catalogue in a folder; no file that is there is touched."""
    folder = Folder(source)
    written = folder.descriptor()
    catalogue, schemas = _catalogue(into)
    here = _name(written, source, name)
    refuse_existing(into, [dataset_file(here)])
    with staging(into) as stage:
        place = stage / "datasets" / here
        place.mkdir(parents=True)
        items = taken(Ground(folder, place, schemas, _datasets(catalogue), limit), written)
        data, notes = _described(schemas, written, here, items, catalogue)
        write(stage, {dataset_file(here): yaml_text.document(data)})
        said, asked = _verdict(source, written, items)
        ours = _ours(here, place, data)
        files = tuple(sorted(str(path.relative_to(stage)) for path in stage.rglob("*") if path.is_file()))
        move(stage, into)
    notes += _renamed(written, here) + [each for item in items for each in item.notes(dataset_file(here))]
    notes += _disagreement(here, said, ours) if asked else []
    return Taken(here, files, tuple(in_order(notes)), said, ours, asked)


def _catalogue(into: Path) -> tuple[Catalogue | None, Schemas]:
    catalogue, _ = load(into) if into.is_dir() else (None, [])
    return catalogue, catalogue.schemas if catalogue else read_schemas(into, ("en",))[0]


def _name(written: Data, source: Path, asked: str) -> str:
    """The name that the dataset gets: the one asked for, else one like that of the package or its folder."""
    if asked and not is_name(asked):
        raise Refused("bad-name", name=asked, suggestion=free(asked, ()))
    return asked or free(str(written.get("name") or source.resolve().name), ())


def _datasets(catalogue: Catalogue | None) -> frozenset[str]:
    return frozenset(package.name for package in catalogue.of(Kind.DATASET)) if catalogue else frozenset()


def _described(
    schemas: Schemas, written: Data, name: str, items: Sequence[Item], catalogue: Catalogue | None
) -> tuple[dict[str, Any], list[Problem]]:
    """The descriptor of the dataset, and what is to be said of it."""
    databases = [package.name for package in catalogue.of(Kind.DATABASE)] if catalogue else []
    data = foreign.dataset(schemas, written, name, databases)
    custom = {**data.pop("custom", {}), **{f"imported_resources.{item.name}": item.left for item in items if item.left}}
    custom |= {"links": [item.link for item in items if item.link]} if any(item.link for item in items) else {}
    resources = [item.data for item in items if item.data]
    whole = foreign.fitted(schemas, {**data, **({"resources": resources} if resources else {})}, custom)
    ordered = Shapes(schemas).in_order("dataset", whole)
    clean, notes = cleaned(dataset_file(name), ordered)
    if "database" not in clean:
        notes.append(note(dataset_file(name), "import-no-database"))
    if kept := [key for key in clean.get("custom", {}) if key not in _SAID | written.get("custom", {}).keys()]:
        notes.append(note(dataset_file(name), "import-value", names=", ".join(kept)))
    return clean, notes


def _renamed(written: Data, name: str) -> list[Problem]:
    theirs = str(written.get("name") or name)
    return [note(dataset_file(name), "import-renamed", name=theirs, now=name)] if theirs != name else []


def _verdict(source: Path, written: Data, items: Sequence[Item]) -> tuple[dict[str, int], bool]:
    """What frictionless says of the files that were taken, as they were; and whether it could be asked."""
    originals = [item.original for item in items if item.original]
    if not originals or not all(item.can_be_judged for item in items):
        return {}, False
    version = {"$schema": written["$schema"]} if "2.0" in str(written.get("$schema", "")) else {}
    said = verdict(source, {**version, "name": "original", "resources": originals})
    return said or {}, said is not None


def _ours(name: str, place: Path, data: Data) -> dict[str, int]:
    """What our own check says of the data."""
    resources = tuple(
        Resource(
            each["name"], {}, each["path"], each.get("format", ""), each, place / each["path"], ("resources", index)
        )
        for index, each in enumerate(data.get("resources", ()))
    )
    none: dict[str, str] = {}
    document = Document(dataset_file(name), data)
    package = Package(Kind.DATASET, name, none, none, "", (), (), None, resources, data, document)
    return dict(Counter(problem.code for problem in measure_dataset(package)[1]))


def _disagreement(name: str, said: Mapping[str, int], ours: Mapping[str, int]) -> list[Problem]:
    """Say that one of the two finds the data valid and the other does not."""
    if bool(said) == bool(ours):
        return []
    code = "import-only-frictionless" if said else "import-only-ours"
    return [note(dataset_file(name), code, codes=", ".join(sorted(said or ours)))]
