"""What changed and when, as the datasets themselves tell it. Pure."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from publisher.model import Catalogue, Kind, Package, Text, text


@dataclass(frozen=True)
class Revision:
    """A version of a dataset: the day it is of, and what changed with it."""

    dataset: Package
    version: str
    day: str
    changes: Text = field(default_factory=dict)


def revisions(catalogue: Catalogue) -> list[Revision]:
    """Every version that a changelog tells of, the latest first; of a dataset without one, the version that it has."""
    found = [revision for dataset in catalogue.of(Kind.DATASET) for revision in _of(catalogue, dataset)]
    found.sort(key=lambda revision: (revision.dataset.name, _numbers(revision.version)))
    return sorted(found, key=lambda revision: revision.day, reverse=True)


def by_folder(catalogue: Catalogue) -> Mapping[str, Sequence[Revision]]:
    """The revisions that a page is about, by its folder; the whole catalogue's by an empty one."""
    found: dict[str, list[Revision]] = defaultdict(list)
    for revision in revisions(catalogue):
        dataset = revision.dataset
        themes = [f"theme/{name}/" for name in dataset.themes]
        for folder in ("", f"dataset/{dataset.name}/", f"organization/{dataset.organization}/", *themes):
            found[folder].append(revision)
    return found


def _of(catalogue: Catalogue, dataset: Package) -> Iterator[Revision]:
    for item in dataset.data.get("changelog", ()):
        yield Revision(dataset, item["version"], item["date"], text(item, "changes", catalogue.languages))
    day = dataset.data.get("modified") or dataset.data.get("issued")
    if day and not dataset.data.get("changelog"):
        yield Revision(dataset, dataset.data.get("version", ""), day)


def _numbers(version: str) -> tuple[int, ...]:
    """A version to be sorted by, the higher first."""
    return tuple(-int(part) for part in version.split(".") if part.isdecimal())
