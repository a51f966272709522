"""Copies of sites for a disk: catalogues that want one, and what lies in one."""

import shutil
import zipfile
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

LINKS = {"href", "src", "action", "formaction", "poster", "data-here"}


def taken(source: Path, root: Path) -> Path:
    """Copy what an agency has of a repository: its catalogue, its data and its schemas."""
    for folder in ("catalogue", "datasets", "schemas"):
        shutil.copytree(source / folder, root / folder)
    return root


def want_copy(root: Path) -> Path:
    """Let a catalogue want a copy of its site."""
    place = root / "catalogue" / "catalogue.yaml"
    place.write_text(place.read_text("utf-8") + "site: {offline: true}\n", "utf-8")
    return root


def unpacked(site: Path, folder: Path) -> Path:
    """Unpack the copy of a site as a reader does; give the one folder that is in it."""
    with zipfile.ZipFile(site / "offline.zip") as copy:
        copy.extractall(folder)
    (found,) = folder.iterdir()
    return found


class Tags(HTMLParser):
    """The tags of a page with their attributes, and its words."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take up a tag."""
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        """Take up words."""
        if data.strip():
            self.words.append(data.strip())

    def links(self) -> Iterator[tuple[str, dict[str, str | None]]]:
        """Yield where the page leads, with the attributes that say so."""
        yield from (
            (given[name] or "", given) for _, given in self.tags for name in sorted(LINKS & given.keys()) if given[name]
        )
