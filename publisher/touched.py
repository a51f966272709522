"""What a change to files touches: the files themselves, and those that depend on them. Pure.

So that a pull request answers for what it does, and not for what was wrong before it.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from publisher.model import Catalogue, Kind, Package
from publisher.problem import Problem
from publisher.rules.references import referred

_SHAPES = "schemas/"
_CATALOGUE = "catalogue/catalogue.yaml"
_OPEN_DATA, _WITHDRAWN = "catalogue/open-data.yaml", "catalogue/withdrawn.yaml"
_OF_ALL = {"own-table"}  # said of the whole catalogue, only when nothing else is wrong with it


@dataclass(frozen=True)
class Touched:
    """What a change touches: files, or folders of datasets; or everything."""

    units: frozenset[str] = frozenset()
    changed: frozenset[str] = frozenset()
    everything: bool = False

    def concerns(self, problem: Problem) -> bool:
        """Tell whether a change may have caused a problem: it stands in, or names, what is touched."""
        if self.everything or problem.code in _OF_ALL or unit(problem.place.file) in self.units:
            return True
        named = {*self.changed, *(_name(file) for file in self.changed)}
        return any(value in named for value in problem.args.values())


def closure(catalogue: Catalogue, changed: Collection[str]) -> Touched:
    """Gather what depends on changed files: by reference, by name, or through the database of a dataset.

    A reference is followed once: what a descriptor says of another does not depend on what that one refers to. Only a
    dataset takes properties from its database, so what touches a database touches its datasets.
    """
    units = frozenset(map(unit, changed))
    if any(file.startswith(_SHAPES) or file == _CATALOGUE for file in changed):
        return Touched(units, units, everything=True)
    direct = units | {unit(file) for file, target in referred(catalogue) if unit(target) in units}
    direct |= set(_by_name(catalogue, changed))
    inherited = {unit(dataset.document.file) for dataset in catalogue.of(Kind.DATASET) if _database(dataset) in direct}
    return Touched(frozenset(direct | inherited), units)


def unit(file: str) -> str:
    """What is judged as one: a file; of a dataset the whole folder, since its files are checked against each other."""
    parts = PurePosixPath(file).parts
    return "/".join(parts[:2]) if parts[:1] == ("datasets",) else file


def _by_name(catalogue: Catalogue, changed: Collection[str]) -> Iterator[str]:
    """What depends on files without naming them: the open-data list promises datasets; a withdrawn name is no more."""
    if any(file.startswith("datasets/") and file.endswith("/datapackage.yaml") for file in changed):
        yield _OPEN_DATA
    if _WITHDRAWN in changed:
        withdrawn = {item.name for item in catalogue.withdrawn}
        yield from (unit(package.document.file) for package in catalogue.packages if package.name in withdrawn)


def _database(dataset: Package) -> str:
    return f"catalogue/databases/{dataset.data.get('database')}.yaml"


def _name(file: str) -> str:
    """What others call a file: a descriptor, or a map, by its name without the ending."""
    return PurePosixPath(file).name.removesuffix(".yaml").removesuffix(".svg")
