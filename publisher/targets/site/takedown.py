"""Take a package down from every release of the site that is kept. Reads and writes.

Files go first and the manifest after them, so a take-down that was killed is finished by the next one; a manifest
is replaced in one step. Files of a release are hard links, so the bytes are gone when the last release lets go.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from publisher.model import Kind
from publisher.plan import Reason
from publisher.problem import Refused
from publisher.proof import OFFLINE
from publisher.targets import Entry, Known, Removal
from publisher.targets.site.offline import holds
from publisher.targets.site.releases import Releases, Written

Files = Mapping[str, Written]


@dataclass(frozen=True)
class _Release:
    """A kept release, and the files of the package in it."""

    folder: Path
    files: Files
    doomed: tuple[str, ...]


def take_down(releases: Releases, package: str, entry: Entry) -> Removal:
    """Remove a package from every kept release; say which files of the public one still name it."""
    public = releases.public()
    if not releases.kept():
        return Removal()
    with releases.locked():
        found, left = _found(releases, package)
        was = _known(found, package)
        if found:
            done = {"files": sum(len(release.doomed) for release in found), "releases": len(found)}
            releases.note({**entry, "taken_down": package, **done})
            for release in found:
                left += _clear(releases, release)
        else:
            done = {}
    return Removal(done, tuple(left), was, tuple(_naming(releases, public, package)))


def _found(releases: Releases, package: str) -> tuple[list[_Release], list[Reason]]:
    """The releases that hold files of a package, the newest first; one whose manifest is damaged is named instead."""
    found, left = [], []
    for folder in reversed(releases.kept()):
        try:
            files = releases.manifest(folder)
        except Refused as error:
            if error.code != "folder-not-ours":
                raise
            left.append(Reason("release-unreadable", {"folder": str(folder), "name": package}))
            continue
        doomed = tuple(path for path, written in files.items() if written.package == package)
        if OFFLINE in files and holds(folder / OFFLINE, package):
            doomed += (OFFLINE,)
        if doomed:
            found.append(_Release(folder, files, doomed))
    return found, left


def _clear(releases: Releases, release: _Release) -> Iterator[Reason]:
    """Remove the files, the folders that they leave empty, then their lines in the manifest."""
    for path in release.doomed:
        (release.folder / path).unlink(missing_ok=True)
    folders = sorted({(release.folder / path).parent for path in release.doomed} - {release.folder})
    for folder in folders:
        _prune(folder, release.folder)
    rest = {path: written for path, written in release.files.items() if path not in release.doomed}
    releases.rewrite(release.folder, rest)
    for folder in folders:
        if any(_strange(folder, release.folder, rest)):
            yield Reason("strange-files", {"folder": str(folder)})


def _strange(folder: Path, top: Path, files: Files) -> Iterator[Path]:
    """What lies in a folder that the manifest does not list: others of ours may share it."""
    places = folder.rglob("*") if folder.is_dir() else ()
    return (place for place in places if not place.is_dir() and place.relative_to(top).as_posix() not in files)


def _prune(folder: Path, top: Path) -> None:
    while folder != top and folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent


def _known(found: list[_Release], package: str) -> Known | None:
    """What the package was: its kind by its address, its title by its descriptor."""
    for release in found:
        for kind in Kind:
            if any(path.startswith(f"{kind}/{package}/") for path in release.doomed):
                return Known(kind, _title(release.folder / str(kind) / package) or package)
    return None


def _title(folder: Path) -> str:
    try:
        title = json.loads((folder / "datapackage.json").read_text("utf-8"))["title"]
    except (OSError, ValueError, KeyError, TypeError):
        return ""
    return title if isinstance(title, str) else ""


def _naming(releases: Releases, public: Path | None, package: str) -> Iterator[str]:
    """Yield the lists, cards and tables of the public release that name a package; its own pages are no such thing."""
    try:
        files = releases.manifest(public)
    except Refused:
        return
    address = re.compile(rf"(database|dataset)/{package}/".encode())
    word = re.compile(rf"(?<![\w-]){package}(?![\w-])".encode())
    for path, written in files.items():
        named = address if path.endswith(".html") else word
        common = written.package is None or path.endswith(".html")
        if common and not address.search(path.encode()) and named.search(_content(releases.folder / path)):
            yield path


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""
