"""One digest of all that the site is made from: while it is the same, so is every file of the site. Reads."""

import dataclasses
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

from publisher.cache import digest
from publisher.load.schemas import defaults
from publisher.model import Catalogue
from publisher.plan import canonical
from publisher.targets.site.libraries import HOME, brought
from publisher.targets.site.render import Templates

_FOLDERS = ("catalogue", "schemas", "site_templates")
WRITERS = ("pillow", "xlsxwriter")  # libraries that make files, besides those of the templates and those that judge


def key(catalogue: Catalogue, templates: Templates, preview: str = "") -> str:
    """The digest of descriptors, data, schemas, templates and engines; the program itself is part of every key."""
    engines = (f"{name} {version(name)}" for name in WRITERS)
    return digest("site", preview, templates.digest, *engines, *_parts(catalogue))


def _parts(catalogue: Catalogue) -> Iterator[str | bytes]:
    descriptors = {file: descriptor.document.raw for file, descriptor in catalogue.descriptors.items()}
    for file, raw in sorted(descriptors.items()):
        yield file
        yield raw
    for name, path in _others(catalogue.root):
        if name not in descriptors:
            yield name if path.is_file() else f"{name}/"
            yield path.read_bytes() if path.is_file() else b""
    for package in catalogue.packages:
        told = [dataclasses.asdict(each.measure) if each.measure else None for each in package.resources]
        yield canonical([package.name, told])


def _others(root: Path) -> Iterator[tuple[str, Path]]:
    """What lies beside the descriptors, and what comes with the program: templates, styles, static files, schemas.

    Folders too: one that has the name of a template is a fault.
    """
    own = [(folder, root / folder) for folder in _FOLDERS]
    ours = [(f"default/{folder}", defaults(folder)) for folder in ("schemas", "site_templates")]
    yield from ((f"libraries/{name}", path) for name, path in brought().items())
    for name, folder in [*own, *ours]:
        for path in (folder, *sorted(folder.rglob("*"))):
            if path.exists() and not path.is_relative_to(HOME):
                yield f"{name}/{path.relative_to(folder).as_posix()}", path
