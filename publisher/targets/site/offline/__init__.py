"""The whole site as one ZIP that works from a folder on a disk, without a server and without a net. Reads the files of
the release that was begun, and writes one.

It is made last, of what the others became, and left as it is while none of them changes. Pages are the same pages,
with their links written anew (`page.py`); what only servers and machines ask for stays out.
"""

import hashlib
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.parse import urlsplit

from publisher.exports.changes import revisions
from publisher.model import Catalogue, in_language
from publisher.plan import canonical
from publisher.proof import OFFLINE, addresses
from publisher.tables.conversions import Member, archive, write_archive
from publisher.targets.site.edition import Page
from publisher.targets.site.offline.page import Disk
from publisher.targets.site.offline.script import classic
from publisher.targets.site.render import Templates
from publisher.words import slug

CARDS = "cards.json"
SCRIPTS = "static/scripts/"
HOME = "home.html"
_APART = {"not_found.html", "sql.html", "embed.html"}  # what only a server shows, or other sites
_THEIRS = ("static/sql/", "static/libraries/sql-wasm")  # what only they use
_PACKED = (".gz", ".parquet", ".png", ".woff2", ".xlsx", ".zip")  # deflating these again takes long and gains nothing
_OWN = [*sorted(Path(__file__).parent.glob("*.py")), Path(addresses.__file__), Path(archive.__file__)]


def wanted(catalogue: Catalogue) -> bool:
    """Whether a catalogue wants its site to be had as a ZIP."""
    return bool(catalogue.data.get("site", {}).get("offline"))


@dataclass(frozen=True)
class Kept:
    """A file of the site that goes into the copy: the digest of what it is made of, and its package."""

    digest: str
    package: str | None


@dataclass(frozen=True)
class Copy:
    """The copy of a site: its pages, its files by their paths, and where each lies when all have been written."""

    catalogue: Catalogue
    templates: Templates
    pages: Sequence[Page]
    files: Mapping[str, Kept]
    written: Callable[[str], Path]

    @property
    def name(self) -> str:
        """What the folder in it is called: as the site is."""
        return slug(urlsplit(self.catalogue.url).hostname or "") or "site"

    @cached_property
    def day(self) -> str:
        """The day of the last change that the catalogue tells of; a day on which it was made would change it daily."""
        told = [package.data.get("modified") for package in self.catalogue.packages]
        told += [withdrawn.data.get("date") for withdrawn in self.catalogue.withdrawn]
        told += [revision.day for revision in revisions(self.catalogue)]
        return max(filter(None, told), default="")

    @cached_property
    def digest(self) -> str:
        """A digest of all that goes into it."""
        whole = hashlib.sha256()
        for path in [*_OWN, *self._instead.values()]:
            whole.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
        files = {path: [kept.digest, kept.package] for path, kept in self.files.items()}
        homes = [page.context for page in self.pages if page.template == HOME]
        whole.update(canonical([self.name, self.day, self.templates.digest, homes, files]))
        return whole.hexdigest()

    @property
    def told(self) -> dict[str, str]:
        """What the home page says of it."""
        return {"path": OFFLINE, "name": f"{self.name}.zip", "day": self.day}

    def size(self) -> int:
        """How many bytes it has, if it was written."""
        place = self.written(OFFLINE)
        return place.stat().st_size if place.is_file() else 0

    @property
    def _instead(self) -> Mapping[str, Path]:
        """Modules that stand for others of the same name where pages lie on a disk."""
        return {f"{SCRIPTS}{name}": path for name, path in self.templates.offline_scripts()}

    def write(self, tell: Callable[[str], None], place: Path) -> None:
        """Write it, a file at a time; tell which one is next."""
        write_archive(self._members(tell), place)

    def _members(self, tell: Callable[[str], None]) -> Iterator[Member]:
        """Yield what is in it, scripts last: pages say which are needed."""
        yield from self._texts()
        cards = {f"{self._prefix(language)}{CARDS}" for language in self.catalogue.languages}
        apart = cards | {page.path for page in self.pages if page.template in _APART}
        apart |= {path for path in self.files if path.startswith(_THEIRS)}
        disk = Disk(self.catalogue.url, self.files.keys() - apart, self._outline)
        pages = {page.path: page for page in self.pages if page.path in disk.files}
        scripts: dict[str, bool] = {}
        for path in sorted(self.files):
            tell(f"{OFFLINE}: {path}")
            if path in pages:
                text = self._page(pages[path])
                scripts |= disk.scripts(path, text)
                yield self._member(path, disk.page(path, text).encode())
            elif path in cards:
                yield self._member(path.removesuffix("on"), b"globalThis.cards = %b;\n" % self._read(path))
            elif path in disk.files and not _is_script(path):
                yield self._member(path, self.written(path))
        for path, is_module in sorted(scripts.items()):
            source = classic(path, self._source) if is_module else self._source(path)
            yield self._member(path, source.encode())

    def _page(self, page: Page) -> str:
        """A page as it was written; the home page says that it is of a copy."""
        if page.template != HOME:
            return self._read(page.path).decode()
        told = {**page.context, "on_disk": {"day": self.day}}
        context = {"page": told, "path": page.path, "language": page.language}
        return self.templates.render(page.template, context)

    def _texts(self) -> Iterator[Member]:
        """What somebody reads who unpacks it, in each language."""
        for language in self.catalogue.languages:
            ending = f".{language}" if self._prefix(language) else ""
            title = in_language(self.catalogue.title, language)
            told = {"language": language, "title": title, "url": self.catalogue.url, "day": self.day}
            yield self._member(f"README{ending}.txt", self.templates.render_text("offline.txt", told).encode())

    def _member(self, path: str, content: bytes | Path) -> Member:
        """A file of the copy, with the package that it is of: a take-down asks for it."""
        kept = self.files.get(path)
        package = kept.package if kept else None
        return Member(f"{self.name}/{path}", content, comment=package or "", packed=path.endswith(_PACKED))

    def _prefix(self, language: str) -> str:
        """The folder of a language."""
        return "" if language == self.catalogue.language else f"{language}/"

    def _read(self, path: str) -> bytes:
        return self.written(path).read_bytes()

    def _source(self, path: str) -> str:
        """The source of a script."""
        instead = self._instead.get(path)
        return instead.read_text("utf-8") if instead else self._read(path).decode()

    def _outline(self, map: str, id: str) -> str | None:
        """The outline of a shape of a map."""
        found = self.catalogue.maps.get(map)
        shape = found.shapes.get(id.removeprefix("c")) if found else None
        return shape.path if shape else None


def _is_script(path: str) -> bool:
    return path.startswith("static/") and path.endswith(".js")


def holds(place: Path, package: str) -> bool:
    """Whether a copy holds files of a package; of one that cannot be read nothing better is known."""
    try:
        with zipfile.ZipFile(place) as copy:
            return any(each.comment == package.encode() for each in copy.infolist())
    except FileNotFoundError:
        return False
    except (OSError, zipfile.BadZipFile):
        return True
