"""Proof of a site before readers see it: links, anchors, structure, what its policy forbids, sizes. Pure.

Files are looked at one by one, as they are written; what they lead to is looked up at the end. A link that many pages
share is one finding, at the first of them. Nothing is kept of a page but where it leads.
"""

import gzip
import posixpath
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from publisher.problem import Place, Problem, Severity, in_order
from publisher.proof import pages
from publisher.proof.addresses import is_own, target

MAX_PAGE = 30 * 1024  # bytes of a page
MAX_PACKED = {".css": 15 * 1024, ".js": 10 * 1024}  # bytes of a file, packed by gzip
OFFLINE = "offline.zip"  # the whole site as a file, where it is wanted

Read = Callable[[str], bytes]


def is_read(path: str) -> bool:
    """Whether there is anything to look at in a file, by its name; what others wrote is for the search page alone."""
    return path.endswith((".html", *MAX_PACKED)) and not path.startswith("static/libraries/")


@dataclass
class Looked:
    """What was seen of some files: what is wrong with them, and where they lead: the first place, how many others."""

    found: list[Problem] = field(default_factory=list)
    wanted: dict[tuple[str, str], Place] = field(default_factory=dict)
    more: Counter[tuple[str, str]] = field(default_factory=Counter)

    def add(self, later: "Looked") -> None:
        """Add what was seen of files that come later."""
        self.found += later.found
        for wanted, place in later.wanted.items():
            if self.wanted.setdefault(wanted, place) is not place:
                self.more[wanted] += 1
        self.more.update(later.more)


class Proof:
    """What is found of the files of a site; `url` is where it will lie."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._from_root = lru_cache(50_000)(lambda link: target(url, "", link))
        self.looked = Looked()

    def look(self, path: str, content: bytes) -> None:
        """Look at a file: a page is read, of a script or a look only the size counts."""
        ending = posixpath.splitext(path)[1]
        if ending == ".html":
            page = pages.read(content)
            self.looked.found += [
                Problem(Place(path, line), code, args) for line, code, args in pages.faults(page, self._own)
            ]
            self._weigh("page-size", path, len(content), MAX_PAGE)
            for line, link in page.links:
                if self._own(link):
                    self._follow(path, page, line, link)
        elif ending in MAX_PACKED:
            self._weigh("packed-size", path, len(gzip.compress(content, mtime=0)), MAX_PACKED[ending])

    def findings(self, paths: Collection[str], read: Read) -> list[Problem]:
        """All that is wrong, links that lead to none of the paths of the site and paths that clash included.

        `read` gives a file by its path, where a link leads to a place within it.
        """
        return in_order([*self.looked.found, *self._astray(paths, read), *_clashes(paths)])

    def _own(self, url: str) -> bool:
        """Whether an address is of this site."""
        return is_own(self._url, url)

    def _follow(self, path: str, page: pages.Page, line: int, link: str) -> None:
        """Look up an anchor of the page itself; remember of other places where a link to them stands first."""
        file, anchor = found = self._target(path, link)
        if file == path:
            if anchor and anchor not in page.ids:
                args = {"link": file, "anchor": anchor, "more": "0"}
                self.looked.found.append(Problem(Place(path, line), "page-anchor", args))
        elif found in self.looked.wanted:
            self.looked.more[found] += 1
        else:
            self.looked.wanted[found] = Place(path, line)

    def _target(self, path: str, link: str) -> tuple[str, str]:
        """Where a link leads; pages share most of their links once these are told from the root of the site."""
        up = "../" * path.count("/")
        shared = up and link.startswith(up) and not link.startswith(f"{up}..")
        return self._from_root(link[len(up) :]) if shared else target(self._url, path, link)

    def _astray(self, paths: Collection[str], read: Read) -> Iterator[Problem]:
        """Links to what is not there."""
        ids: dict[str, Collection[str]] = {}
        for (file, anchor), place in self.looked.wanted.items():
            args = {"link": file, "more": str(self.looked.more[file, anchor])}
            if file not in paths:
                yield Problem(place, "page-link", args)
            elif anchor:
                if file not in ids:
                    ids[file] = pages.read(read(file)).ids.keys()
                if anchor not in ids[file]:
                    yield Problem(place, "page-anchor", {**args, "anchor": anchor})

    def _weigh(self, code: str, path: str, size: int, most: int) -> None:
        if size > most:
            args = {"size": f"{size / 1024:.1f}", "most": f"{most / 1024:.0f}"}
            self.looked.found.append(Problem(Place(path), code, args, Severity.WARNING))


def _clashes(paths: Collection[str]) -> Iterator[Problem]:
    """Paths that are one where letters are not told apart by case, as on Windows and macOS."""
    alike: dict[str, str] = {}
    for path in sorted(paths):
        other = alike.setdefault(path.lower(), path)
        if other != path:
            yield Problem(Place(path), "path-case", {"other": other})
