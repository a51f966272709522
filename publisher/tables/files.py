"""Is a resource a file of its dataset, and is it the file that the descriptor means? Reads."""

import hashlib
import os
import stat
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from publisher.model import Package, Resource
from publisher.problem import Problem
from publisher.source import Document, Pointer
from publisher.words import nearest

UNNAMED = "md5"  # the algorithm of a hash without a name (Data Package v2, Data Resource, hash)


def faults(dataset: Package, resource: Resource) -> Iterator[Problem]:
    """Yield what forbids reading the file of a resource, or shows that it is another file."""
    try:
        status = resource.file.lstat()
    except OSError:
        yield _of_path(dataset, resource, "missing-file", nearest(resource.path, _beside(resource)))
        return
    if stat.S_ISLNK(status.st_mode) or resource.file.parent.is_symlink():
        yield _of_path(dataset, resource, "symlink")
    elif not stat.S_ISREG(status.st_mode):
        yield _of_path(dataset, resource, "missing-file")
    else:
        yield from _other_file(dataset, resource, status.st_size)


def _beside(resource: Resource) -> list[str]:
    """The files that are there, in the folder in which one is missed."""
    folder = resource.file.parent
    return [path.name for path in folder.iterdir() if path.is_file()] if folder.is_dir() else []


def _of_path(dataset: Package, resource: Resource, code: str, meant: str | None = None) -> Problem:
    args = {"path": resource.path, **({"nearest": meant} if meant else {})}
    return Problem(dataset.document.at(*resource.pointer, "path"), code, args)


def _other_file(dataset: Package, resource: Resource, size: int) -> Iterator[Problem]:
    at = (dataset.document, resource.pointer)
    declared = resource.data.get("bytes")
    if declared is not None and declared != size:
        yield _mismatch(*at, "bytes", "wrong-bytes", str(declared), str(size))
    declared = resource.data.get("hash")
    if declared is not None and (found := same_hash(declared, resource.file)) != declared:
        yield _mismatch(*at, "hash", "wrong-hash", declared, found)


def _mismatch(document: Document, pointer: Pointer, key: str, code: str, declared: str, found: str) -> Problem:
    return Problem(document.at(*pointer, key), code, {"declared": declared, "found": found})


def same_hash(declared: str, path: Path) -> str:
    """The hash of a file, written as another one is: by the same algorithm, by MD5 where none is named."""
    algorithm, colon, _ = declared.rpartition(":")
    return f"{algorithm}{colon}{_digest(path, algorithm or UNNAMED)}"


def sha256(path: Path) -> str:
    """Digest a file without following a link put in its place."""
    return _digest(path, "sha256")


def _digest(path: Path, algorithm: str) -> str:
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
    with os.fdopen(descriptor, "rb") as stream:
        return hashlib.file_digest(stream, partial(hashlib.new, algorithm, usedforsecurity=False)).hexdigest()
