"""Sites to look at: catalogues published into folders, and served on this machine under any path."""

import functools
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import SimpleHTTPRequestHandler
from pathlib import Path
from typing import Any

from publisher.model import Catalogue
from publisher.publish import apply, check, plan
from publisher.targets.site import Site, sql
from tests.ports import listen
from tests.targets.offline import taken

PAGE = "index.html"


@dataclass(frozen=True)
class Published:
    """A catalogue, the folder of its site, and the address at which that is served."""

    catalogue: Catalogue
    folder: Path
    base: str

    @property
    def pages(self) -> list[str]:
        """The paths of all pages, below the address, as links name them."""
        files = json.loads((self.folder / "manifest.json").read_text("utf-8"))["files"]
        return [path.removesuffix(PAGE) for path in files if path.endswith((PAGE, sql.NAME))]

    @property
    def pictures(self) -> list[str]:
        """The paths of the figures that are files of their own."""
        files = json.loads((self.folder / "manifest.json").read_text("utf-8"))["files"]
        return [path for path in files if path.endswith(".svg") and "/figures/" in path]

    def in_language(self, path: str, language: str) -> str:
        """The address of a page in a language."""
        return self.base + ("" if language == self.catalogue.language else f"{language}/") + path

    def language_of(self, path: str) -> str:
        """The language of a page."""
        first = path.partition("/")[0]
        return first if first in self.catalogue.languages else self.catalogue.language


def opt_in(root: Path) -> Path:
    """Ask for every part of the site that a catalogue has only where it wants it."""
    place = root / "catalogue" / "catalogue.yaml"
    place.write_text(place.read_text("utf-8") + "site: {sql: true, embeds: true, offline: true}\n", "utf-8")
    return root


def opted(root: Path, folder: Path) -> Path:
    """A copy of a catalogue that asks for all of them."""
    return opt_in(taken(root, folder))


def publish(root: Path, folder: Path, preview: str = "") -> Catalogue:
    """Check a catalogue and publish it, or a preview of it, into a folder, as the command does."""
    checked = check(root, _silent)
    assert checked.sound, checked.problems
    site = Site(folder, "tests", preview=preview)
    apply(site, plan(site, checked.sound), {}, _silent)
    return checked.sound


@contextmanager
def serve(folder: Path, under: str = "/") -> Iterator[str]:
    """Serve a folder to this machine only, below the path `under`; give its address."""
    server = listen(functools.partial(_Handler, directory=str(folder), under=under))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}{under}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class _Handler(SimpleHTTPRequestHandler):
    """Serves nothing outside `under`, and keeps no log."""

    def __init__(self, *args: Any, under: str, **options: Any) -> None:
        self.under = under
        super().__init__(*args, **options)

    def translate_path(self, path: str) -> str:
        """The file that a path names."""
        inside = path.startswith(self.under)
        return super().translate_path("/" + path.removeprefix(self.under) if inside else "/nothing/is/here")

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


def _silent(_: str) -> None:
    """Tell nobody."""
