"""Proof of a whole site that lies in a folder. Reads."""

from collections.abc import Callable, Iterator
from pathlib import Path

from publisher.problem import Place, Problem, Refused, Severity
from publisher.proof import OFFLINE, Proof, is_read, pages
from publisher.proof.addresses import HOME

MAX_OFFLINE = 500  # MB of the copy for a disk: more than an hour over a line of 1 Mbit/s

_APART = "manifest.json"  # tells of the files, and is none of them


def prove(folder: Path, tell: Callable[[str], None]) -> list[Problem]:
    """Find everything that is wrong with the site in a folder; its home page says where it will lie."""
    home = folder / HOME
    if not home.is_file():
        raise Refused("no-site", folder=str(folder))
    proof = Proof(pages.read(home.read_bytes()).canonical or "/")
    paths = set(_paths(folder))
    for path in sorted(paths):
        if is_read(path):
            tell(path)
            proof.look(path, (folder / path).read_bytes())
    return [*proof.findings(paths, lambda path: (folder / path).read_bytes()), *too_large(folder)]


def too_large(folder: Path) -> list[Problem]:
    """What is to be said of a copy for a disk that few will get onto one."""
    place = folder / OFFLINE
    size = place.stat().st_size / 2**20 if place.is_file() else 0
    args = {"size": f"{size:.0f}", "most": str(MAX_OFFLINE)}
    return [Problem(Place(OFFLINE), "offline-size", args, Severity.WARNING)] if size > MAX_OFFLINE else []


def _paths(folder: Path) -> Iterator[str]:
    for place in folder.resolve().rglob("*"):
        path = place.relative_to(folder.resolve()).as_posix()
        if place.is_file() and path != _APART:
            yield path
