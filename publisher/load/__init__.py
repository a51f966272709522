"""Find the descriptors of a catalogue, fit them to their schemas, build the Catalogue. Reads.

All faults of all files are collected; what does not fit is left out of the values, so that the rules still
see the rest.
"""

import datetime
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from publisher.cache import Cache
from publisher.load import logo, maps, profiles
from publisher.load.build import build
from publisher.load.fit import Fitter
from publisher.load.remembered import read_all
from publisher.load.schemas import read_schemas
from publisher.model import Catalogue
from publisher.problem import Place, Problem
from publisher.source import Document

CATALOGUE = "catalogue/catalogue.yaml"
_SINGLE = {
    "catalogue": CATALOGUE,
    "themes": "catalogue/themes.yaml",
    "open-data": "catalogue/open-data.yaml",
    "withdrawn": "catalogue/withdrawn.yaml",
}
_OPTIONAL = {"open-data", "withdrawn"}
# Where the descriptors of each kind stand, for programs that look by pattern.
PATTERNS = {
    **_SINGLE,
    "organization": "catalogue/organizations/*.yaml",
    "database": "catalogue/databases/*.yaml",
    "dataset": "datasets/*/datapackage.yaml",
}


def load(
    root: Path, as_of: datetime.date | None = None, cache: Cache | None = None
) -> tuple[Catalogue | None, list[Problem]]:
    """Load the catalogue under `root` as it is on a day, today if none is told; None without a catalogue.yaml."""
    cache = cache or Cache()
    found = list(_find(root))
    problems = [problem for _, _, problem in found if problem]
    kinds = {file: kind for kind, file, problem in found if not problem}
    read_files = read_all({file: root / file for file in kinds}, cache)
    problems += [problem for _, faults in read_files.values() for problem in faults]
    documents = {file: (kinds[file], document) for file, (document, _) in read_files.items() if document}
    if CATALOGUE not in documents:
        return None, problems
    languages = _languages(documents[CATALOGUE][1])
    schemas, faults = read_schemas(root, languages, cache)
    fitter = Fitter(schemas, problems)
    fitted = {file: fitter.fit(kind, document) for file, (kind, document) in documents.items()}
    problems += [*faults, *fitter.problems, *profiles.check(root, fitted), *logo.check(root, fitted)]
    catalogue = build(root, languages, schemas, fitted)
    found_maps, faults = maps.read_maps(root)
    problems += faults
    unread = frozenset({*read_files} - {*documents} | {fault.place.file for fault in faults})
    return replace(catalogue, maps=found_maps, unread=unread, as_of=as_of or datetime.date.today()), problems


def _find(root: Path) -> Iterator[tuple[str, str, Problem | None]]:
    """Yield (kind, file, problem) for each descriptor that is or should be there."""
    for kind, file in _SINGLE.items():
        if (root / file).is_file():
            yield kind, file, None
        elif kind not in _OPTIONAL:
            yield kind, file, Problem(Place(file), "missing-descriptor", {"file": file})
    for kind, folder in (("organization", "organizations"), ("database", "databases")):
        for path in sorted((root / "catalogue" / folder).glob("[!.]*")):
            yield kind, *_descriptor(path, f"catalogue/{folder}/{path.name}")
    for path in sorted((root / "datasets").glob("[!.]*/")):
        file = f"datasets/{path.name}/datapackage.yaml"
        there = (path / "datapackage.yaml").is_file()
        yield "dataset", file, None if there else Problem(Place(file), "missing-descriptor", {"file": file})


def _descriptor(path: Path, file: str) -> tuple[str, Problem | None]:
    named_well = path.suffix == ".yaml" and path.is_file()
    return file, None if named_well else Problem(Place(file), "stray-file", {"file": path.name})


def _languages(document: Document) -> tuple[str, ...]:
    data = document.data if isinstance(document.data, dict) else {}
    written = data.get("languages")
    languages = [item for item in written if isinstance(item, str)] if isinstance(written, list) else []
    return tuple(dict.fromkeys(languages)) or ("en",)
