"""Releases of a folder: begin with hard links, write what changed, swap one symbolic link. Reads and writes."""

import fcntl
import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

from publisher.problem import Refused
from publisher.targets import Entry

MANIFEST = "manifest.json"
KEPT = 3


@dataclass(frozen=True)
class Written:
    """A file of a release as its manifest lists it."""

    digest: str
    sha256: str
    bytes: int
    package: str | None = None


class Releases:
    """The releases behind one public folder."""

    def __init__(self, folder: Path, owner: str) -> None:
        self.folder = folder.absolute()
        if not self.folder.name:
            raise Refused("folder-not-ours", folder=str(self.folder))
        self.owner = owner
        self._home = self.folder.with_name(f".{self.folder.name}.releases")
        self._seen: dict[str, Written] = {}
        self._seen_release: Path | None = None
        self._files: dict[str, Written] = {}
        self._folders: set[Path] = set()
        self._lock: IO[str] | None = None

    @property
    def _draft(self) -> Path:
        return self._home / "draft"

    def read(self) -> Mapping[str, Written]:
        """Read the manifest of the public release; refuse a folder that we did not make."""
        self._seen_release = self.public()
        self._seen = self.manifest(self._seen_release)
        return self._seen

    def holds(self, path: str) -> bool:
        """Tell whether the public release has a file there that its manifest does not list."""
        release = self._seen_release
        return release is not None and path not in self._seen and os.path.lexists(release / path)

    def content(self, path: str) -> bytes:
        """The bytes of a file of the public release."""
        return (self.folder / path).read_bytes()

    def drafted(self, path: str, digest: str) -> bytes | None:
        """The bytes of a file of the release that was begun, if they are those of a digest."""
        written = self._files.get(path)
        return (self._draft / path).read_bytes() if written and written.digest == digest else None

    def place(self, path: str) -> Path:
        """Where a file lies in the release that was begun."""
        return self._draft / path

    def begin(self) -> None:
        """Take the lock and lay out the next release; refuse if the public one is no longer what was read."""
        self._home.mkdir(parents=True, exist_ok=True)
        self._take_lock()
        if self.public() != self._seen_release or self.manifest(self._seen_release) != self._seen:
            self._unlock()
            raise Refused("stale", key=str(self.folder))
        shutil.rmtree(self._draft, ignore_errors=True)
        if self._seen_release:
            shutil.copytree(self._seen_release, self._draft, copy_function=os.link)
            (self._draft / MANIFEST).unlink()
        else:
            self._draft.mkdir()
        self._files = dict(self._seen)
        self._folders.clear()

    def write(self, path: str, content: bytes | Callable[[Path], None], digest: str, package: str | None) -> None:
        """Put one file, bytes or what writes them, as a new inode, so that the public release keeps the old one."""
        place = self._draft / path
        self._unlink(path)
        if place.parent not in self._folders:
            place.parent.mkdir(parents=True, exist_ok=True)
            self._folders.add(place.parent)
        if isinstance(content, bytes):
            place.write_bytes(content)
            self._files[path] = Written(digest, hashlib.sha256(content).hexdigest(), len(content), package)
        else:
            content(place)
            self._files[path] = Written(digest, _sha256(place), place.stat().st_size, package)

    def remove(self, path: str) -> None:
        """Remove one file, and folders that it leaves empty."""
        self._unlink(path)
        del self._files[path]
        for folder in (self._draft / path).parents:
            if folder == self._draft or any(folder.iterdir()):
                break
            folder.rmdir()
            self._folders.discard(folder)

    def _unlink(self, path: str) -> None:
        """Unlink what the manifest lists; refuse if it was edited by hand since."""
        if path not in self._files:
            return
        place = self._draft / path
        if not place.is_file() or _sha256(place) != self._files[path].sha256:
            raise Refused("stale", key=path)
        place.unlink()

    def commit(self, entry: Entry) -> None:
        """Write the manifest, make the release public in one step, note it in the journal, drop old releases."""
        (self._draft / MANIFEST).write_text(self._manifest_text(self._files), encoding="utf-8")
        os.sync()
        release = self._home / f"{self._last_number() + 1:06}"
        self._draft.rename(release)
        link = self._home / "link"
        link.unlink(missing_ok=True)
        link.symlink_to(Path(self._home.name) / release.name)
        link.replace(self.folder)
        self.note({**entry, "release": release.name})
        for old in self.kept()[:-KEPT]:
            shutil.rmtree(old)
        self._unlock()

    def abort(self) -> None:
        """Drop the draft."""
        shutil.rmtree(self._draft, ignore_errors=True)
        self._unlock()

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Keep every other writer out, and clear away what one that was killed has left."""
        self._take_lock()
        try:
            shutil.rmtree(self._draft, ignore_errors=True)
            yield
        finally:
            self._unlock()

    def rewrite(self, release: Path, files: Mapping[str, Written]) -> None:
        """Give a kept release another manifest, in one step."""
        fresh = self._home / MANIFEST
        fresh.write_text(self._manifest_text(files), encoding="utf-8")
        fresh.replace(release / MANIFEST)

    def note(self, entry: Entry) -> None:
        """Add a line to the journal."""
        with (self._home / "journal.jsonl").open("a", encoding="utf-8") as journal:
            journal.write(json.dumps(entry, ensure_ascii=False) + "\n")

    def _manifest_text(self, files: Mapping[str, Written]) -> str:
        listed = {path: asdict(written) for path, written in sorted(files.items())}
        manifest = {"format": 1, "owner": self.owner, "files": listed}
        return json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True) + "\n"

    def _take_lock(self) -> None:
        self._lock = (self._home / "lock").open("w")
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            self._unlock()
            raise Refused("site-locked", folder=str(self.folder)) from None

    def _unlock(self) -> None:
        if self._lock:
            self._lock.close()
            self._lock = None

    def kept(self) -> list[Path]:
        """Every release that is kept, the oldest first."""
        return sorted(path for path in self._home.glob("[0-9]*") if path.is_dir())

    def _last_number(self) -> int:
        return max((int(path.name) for path in self.kept()), default=0)

    def public(self) -> Path | None:
        """The public release; None if there is none yet."""
        if not os.path.lexists(self.folder):
            return None
        target = self.folder.resolve()
        if not self.folder.is_symlink() or target.parent != self._home.resolve():
            raise Refused("folder-not-ours", folder=str(self.folder))
        return target

    def manifest(self, release: Path | None) -> dict[str, Written]:
        """The files that a release lists; refuse one that we did not make."""
        if release is None:
            return {}
        try:
            manifest = json.loads((release / MANIFEST).read_text("utf-8"))
            owner, files = manifest["owner"], manifest["files"]
            written = {path: Written(**entry) for path, entry in files.items()}
        except (OSError, ValueError, KeyError, TypeError):
            raise Refused("folder-not-ours", folder=str(self.folder)) from None
        if owner != self.owner:
            raise Refused("folder-of-other-owner", folder=str(self.folder), owner=owner)
        return written


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
