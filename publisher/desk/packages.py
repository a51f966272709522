"""A Data Package from elsewhere in a folder: its descriptor and the files beside it. Reads that folder alone.

Whatever a descriptor says, no link is followed, nothing above the folder is read, and nothing is fetched.
"""

import json
import stat
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from publisher.problem import Refused
from publisher.source import MAX_BYTES, read

# In the order of the standard: a package is described in JSON; YAML is common all the same.
DESCRIPTORS = ("datapackage.json", "datapackage.yaml", "datapackage.yml")
MAX_DEPTH = 50


class Elsewhere(ValueError):
    """A path that is not one of the folder: an address, above it, or through a link; `args` say which and why."""


@dataclass(frozen=True)
class Folder:
    """The folder of a package."""

    root: Path

    def descriptor(self) -> dict[str, Any]:
        """The descriptor of the package."""
        name = next((name for name in DESCRIPTORS if (self.root / name).is_file()), None)
        if name is None:
            raise Refused("no-datapackage", folder=str(self.root), files=", ".join(DESCRIPTORS))
        try:
            told = self.described(name)
        except Elsewhere as error:
            raise Refused("bad-datapackage", file=name, reason=str(error.args[-1])) from None
        if not isinstance(told.get("resources"), list) or not told["resources"]:
            raise Refused("bad-datapackage", file=name, reason="resources")
        return told

    def described(self, path: str) -> dict[str, Any]:
        """The mapping that a JSON or YAML file of the folder holds."""
        file = self.file(path, MAX_BYTES)
        told = _json(file) if file.suffix == ".json" else _yaml(file)
        if not isinstance(told, dict) or not _is_shallow(told, MAX_DEPTH):
            raise Elsewhere(path, "wrong-type")
        return told

    def file(self, path: str, limit: int) -> Path:
        """A plain file of the folder that is no larger than so many bytes."""
        parts = PurePosixPath(path).parts
        if "://" in path or not parts or path.startswith(("/", "~")) or ".." in parts or "\\" in path or "\0" in path:
            raise Elsewhere(path, "path")
        try:
            places = [self.root.joinpath(*parts[: depth + 1]) for depth in range(len(parts))]
            modes = [place.lstat() for place in places]
        except OSError:
            raise Elsewhere(path, "missing-file") from None
        if any(stat.S_ISLNK(each.st_mode) for each in modes):
            raise Elsewhere(path, "symlink")
        place, status = places[-1], modes[-1]
        if not stat.S_ISREG(status.st_mode):
            raise Elsewhere(path, "missing-file")
        if status.st_size > limit:
            raise Elsewhere(path, "over-size")
        return place


def is_address(path: str) -> bool:
    """Whether a path leads to the network."""
    return path.lower().startswith(("http://", "https://", "ftp://", "//"))


def _json(file: Path) -> Any:
    try:
        return json.loads(file.read_text("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise Elsewhere(file.name, str(error)[:200]) from None


def _yaml(file: Path) -> Any:
    document, problems = read(file, file.name)
    if document is None:
        raise Elsewhere(file.name, problems[0].code)
    return document.data


def _is_shallow(value: Any, depth: int) -> bool:
    if not isinstance(value, (dict, list)):
        return True
    below = value.values() if isinstance(value, dict) else value
    return depth > 0 and all(_is_shallow(part, depth - 1) for part in below)
