"""Archives: one file is poured out of a gz or zip file, within bounds and never all in memory. Reads and writes."""

import errno
import gzip
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO

from publisher.model import Resource
from publisher.tables.forms.found import Fault, Unreadable, over, shown, unreadable
from publisher.words import nearest

MAX_RATIO = 100  # unpacked bytes for each byte of the archive
MAX_BYTES = 4_000_000_000  # unpacked
MAX_ENTRIES = 1_000
MAX_DIRECTORY = 1_000_000  # bytes of the list of entries
_CHUNK = 1 << 20

# How archives and packed files begin; one within another has no bound that can be told from outside.
_MAGIC = (b"PK\x03\x04", b"\x1f\x8b", b"BZh", b"\xfd7zXZ\0", b"7z\xbc\xaf\x27\x1c", b"\x28\xb5\x2f\xfd", b"Rar!")
_END_OF_DIRECTORY = b"PK\x05\x06"
_END_BYTES = 22
_MAX_COMMENT = 65_535
_ENCRYPTED = 0x1
# What zipfile, gzip and zlib raise of broken bytes; the plain ones of an entry packed in a way that they do not know,
# locked with a password, or cut off.
_BROKEN = (
    *(zipfile.BadZipFile, gzip.BadGzipFile, zlib.error, struct.error),
    *(EOFError, NotImplementedError, RuntimeError, ValueError),
)
_SHOWN = 5


def unpack(resource: Resource, target: Path) -> None:
    """Pour the file within an archive out."""
    size = resource.file.stat().st_size
    if resource.compression == "gz":
        with _told("gz"), gzip.open(resource.file) as stream:
            _pour(stream, target, size)
    else:
        with archive(resource.file, "zip") as packed, packed.open(_inner(packed, resource)) as stream:
            _pour(stream, target, size)


@contextmanager
def archive(file: Path, format: str) -> Iterator[zipfile.ZipFile]:
    """Open a zip archive whose entries have been looked at: how many, and what they are called."""
    _look_at_end(file, format)
    with _told(format), zipfile.ZipFile(file) as packed:
        entries = packed.infolist()
        if len(entries) > MAX_ENTRIES:
            raise over("entries", MAX_ENTRIES)
        if len({entry.filename.casefold() for entry in entries}) < len(entries):
            raise unreadable(format, "two entries of one name")
        for entry in entries:
            _look(entry, format)
        yield packed


def _look_at_end(file: Path, format: str) -> None:
    """Bound the list of entries before it is read as a whole."""
    with file.open("rb") as stream:
        stream.seek(0, 2)
        stream.seek(max(stream.tell() - _END_BYTES - _MAX_COMMENT, 0))
        tail = stream.read()
    at = tail.rfind(_END_OF_DIRECTORY)
    if at < 0 or len(tail) < at + _END_BYTES:
        raise unreadable(format, "no zip archive")
    if int.from_bytes(tail[at + 12 : at + 16], "little") > MAX_DIRECTORY:
        raise over("bytes of directory", MAX_DIRECTORY)


def _look(entry: zipfile.ZipInfo, format: str) -> None:
    if not entry.filename:
        raise unreadable(format, "an entry without a name")
    name = PurePosixPath(entry.filename.replace("\\", "/"))
    if name.is_absolute() or ".." in name.parts or ":" in entry.filename or stat.S_ISLNK(entry.external_attr >> 16):
        raise Unreadable(Fault(1, 1, "archive-name", {"name": shown(entry.filename)}))
    if entry.flag_bits & _ENCRYPTED:
        raise unreadable(format, "encrypted")


def _inner(packed: zipfile.ZipFile, resource: Resource) -> zipfile.ZipInfo:
    """The entry that is meant: the one that `innerPath` names, else the only one."""
    entries = {entry.filename: entry for entry in packed.infolist() if not entry.is_dir()}
    named = resource.data.get("innerPath")
    if named is None and len(entries) == 1:
        return next(iter(entries.values()))
    if named is None:
        raise Unreadable(Fault(1, 1, "archive-members", {"count": str(len(entries)), "names": _names(list(entries))}))
    if named not in entries:
        args = {"name": named, "names": _names(list(entries)), "nearest": nearest(named, list(entries)) or ""}
        raise Unreadable(Fault(1, 1, "archive-inner", args))
    return entries[named]


def _pour(stream: IO[bytes] | gzip.GzipFile, target: Path, size: int) -> None:
    """Write an unpacked file out, `size` being that of the archive."""
    with target.open("wb") as out:
        while chunk := stream.read(_CHUNK):
            if not out.tell() and chunk.startswith(_MAGIC):
                raise Unreadable(Fault(1, 1, "archive-nested"))
            out.write(chunk)
            _bound(out.tell(), size, MAX_BYTES)


def copy(packed: zipfile.ZipFile, target: Path, size: int, parts: Callable[[str], bool], limit: int) -> None:
    """Copy parts of an archive into another one, unpacked: who reads that reads just what was looked at here."""
    spent = 0
    with zipfile.ZipFile(target, "w") as out:
        for entry in packed.infolist():
            if parts(entry.filename) and not entry.is_dir():
                with (
                    packed.open(entry) as stream,
                    out.open(zipfile.ZipInfo(entry.filename), "w", force_zip64=True) as copied,
                ):
                    while chunk := stream.read(_CHUNK):
                        spent += len(chunk)
                        _bound(spent, size, limit)
                        copied.write(chunk)


def _bound(spent: int, size: int, limit: int) -> None:
    if spent > MAX_RATIO * size:
        raise Unreadable(Fault(1, 1, "archive-ratio", {"limit": str(MAX_RATIO)}))
    if spent > limit:
        raise over("bytes", limit)


@contextmanager
def _told(format: str) -> Iterator[None]:
    """Tell in our words of what the archive's own reader stumbles over."""
    try:
        yield
    except _BROKEN as error:
        raise unreadable(format, str(error)) from None
    except OSError as error:
        if error.errno != errno.EINVAL:  # what the system says to a place before the file
            raise
        raise unreadable(format, str(error)) from None


def _names(names: Sequence[str]) -> str:
    return ", ".join(map(shown, names[:_SHOWN])) + (" …" if len(names) > _SHOWN else "")
