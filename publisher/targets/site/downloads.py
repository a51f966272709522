"""In which formats each file of a dataset can be had, and under which names. Pure.

A table is converted into the formats of `downloads` in catalogue.yaml, by default all. What a dataset brings itself
under the name of a converted file stands for that.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from publisher.exports.citation import CITATIONS
from publisher.model import Catalogue, Package, Resource
from publisher.tables.conversions import FORMATS, ZIP, obstacle

_FOLDERS = frozenset({"figures", "embed"})  # other pages below that of a dataset
_TAKEN = frozenset({"datapackage.json", *CITATIONS})


@dataclass(frozen=True)
class Download:
    """A file that can be had: of which format, its path from the folder of the dataset, whether it is made here."""

    format: str
    path: str
    made: bool


@dataclass(frozen=True)
class Offer:
    """The formats of one resource, the plainest first; of those that it is too large for, the limit that it passes."""

    downloads: tuple[Download, ...]
    obstacles: tuple[tuple[str, str], ...] = ()


def wanted(catalogue: Catalogue) -> tuple[str, ...]:
    """The formats that a catalogue wants its tables converted into."""
    return tuple(catalogue.data.get("downloads", (*FORMATS, ZIP)))


def offers(catalogue: Catalogue, dataset: Package) -> dict[str, Offer]:
    """What is offered of each resource that was measured, by its name."""
    own = {resource.path for resource in dataset.resources}
    taken = set(_TAKEN)
    found: dict[str, Offer] = {}
    for resource in dataset.resources:
        if resource.measure:
            stem = _stem(resource, taken)
            found[resource.name] = _offer(catalogue, resource, stem, own)
            taken |= {download.path for download in found[resource.name].downloads}
    return found


def archive(catalogue: Catalogue, dataset: Package) -> Download | None:
    """All files of a dataset in one, if the catalogue wants that."""
    path = f"{dataset.name}.zip"
    measured = any(resource.measure for resource in dataset.resources)
    own = any(resource.path == path for resource in dataset.resources)
    return Download(ZIP, path, made=not own) if ZIP in wanted(catalogue) and measured else None


def _stem(resource: Resource, taken: set[str]) -> str:
    """The name without its endings; all of it where another file bears a name that would be made of that."""
    stem = resource.path
    for ending in (resource.compression, resource.format):
        stem = stem.removesuffix(f".{ending}") if ending else stem
    return resource.path if any(f"{stem}.{format}" in taken for format in FORMATS) else stem


def _offer(catalogue: Catalogue, resource: Resource, stem: str, own: set[str]) -> Offer:
    downloads = [Download(resource.format, resource.path, made=False)]
    obstacles = []
    for format in FORMATS:
        if format not in wanted(catalogue):
            continue
        limit = obstacle(resource, format)
        if limit is None:
            path = f"{stem}.{format}"
            downloads.append(Download(format, path, made=path not in own))
        elif limit:
            obstacles.append((format, limit))
    return Offer(tuple(sorted(downloads, key=_rank)), tuple(obstacles))


def _rank(download: Download) -> float:
    """The plainest format first; a packed file after its own format, a form that is not among ours last."""
    packed = 0 if download.path.endswith(f".{download.format}") else 0.5
    return FORMATS.index(download.format) + packed if download.format in FORMATS else len(FORMATS)


def made(catalogue: Catalogue, dataset: Package) -> Iterator[tuple[Resource, Download]]:
    """Yield each file that is converted, with the resource that it is made of."""
    offered = offers(catalogue, dataset)
    for resource in dataset.resources:
        for download in offered[resource.name].downloads if resource.name in offered else ():
            if download.made:
                yield resource, download


def folder(dataset: Package, resource: Resource) -> str:
    """The folder of the page of a resource, in that of its dataset: its name, if nothing else bears that."""
    name, others = resource.name, {*_FOLDERS, *(each.path for each in dataset.resources)}
    others |= {each.name for each in dataset.resources if each is not resource} - {resource.name}
    while name in others:
        name += "-table"
    return name
