"""Files as one ZIP archive: of a dataset with what is told of them, or of a whole site. Reads files, writes one."""

import hashlib
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from publisher.problem import Refused

MADE = (1980, 1, 1, 0, 0, 0)  # the first moment that the format knows: equal files give an equal archive
_READABLE = 0o100644 << 16
_UNIX = 3
_PIECE = 1 << 20


@dataclass(frozen=True)
class Member:
    """A file of an archive: its name, and its bytes or the file that holds them, of the digest that is told.

    `packed` is one that would not become smaller.
    """

    name: str
    content: bytes | Path
    sha256: str = ""
    comment: str = ""
    packed: bool = False


def write(members: Iterable[Member], place: Path) -> None:
    """Write an archive, its members in their order."""
    with zipfile.ZipFile(place, "w") as archive:
        for member in members:
            info = zipfile.ZipInfo(member.name, MADE)
            info.compress_type = zipfile.ZIP_STORED if member.packed else zipfile.ZIP_DEFLATED
            info.create_system, info.external_attr, info.comment = _UNIX, _READABLE, member.comment.encode()
            if isinstance(member.content, bytes):
                archive.writestr(info, member.content)
            else:
                _copy(archive, info, member.content, member.sha256)


def _copy(archive: zipfile.ZipFile, info: zipfile.ZipInfo, path: Path, sha256: str) -> None:
    """Put a file in, a piece at a time."""
    whole = hashlib.sha256()
    with path.open("rb") as source, archive.open(info, "w", force_zip64=path.stat().st_size > 1 << 30) as target:
        while piece := source.read(_PIECE):
            whole.update(piece)
            target.write(piece)
    if sha256 and whole.hexdigest() != sha256:
        raise Refused("file-changed", file=str(path))
