"""One run of the bench: its sizes, its corners of the portal, what was measured so far. Reads and writes.

All of it is kept in a folder, so that a run that was broken off goes on with the parts that are left.
"""

import datetime
import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path

from publisher.model import Catalogue
from publisher.publish import check
from tests import needs
from tests.bench import catalogue
from tests.bench.corner import Corner


@dataclass(frozen=True)
class Sizes:
    """How much is measured."""

    packages: int = 1000
    part: int = 200
    rounds: int = 4
    changed: int = 50
    rows: int = 100_000
    checked: int = 1_000_000
    large: int = 10_000
    sites: int = 10_000
    repeats: int = 3


@dataclass(frozen=True)
class Table:
    """A table of results; what stands below it says how to read it."""

    title: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    notes: Sequence[str]


@dataclass(frozen=True)
class Result:
    """What a part of the bench found, when, by which command."""

    time: str
    command: str
    tables: Sequence[Table]


class Run:
    """A run, and the folder that remembers it."""

    def __init__(self, folder: Path, sizes: Sizes) -> None:
        self.folder = folder
        self._place = folder / "run.json"
        if not self._place.is_file():
            self._place.parent.mkdir(parents=True, exist_ok=True)
            self._place.write_text(json.dumps({"id": uuid.uuid4().hex[:6], "sizes": asdict(sizes), "parts": []}))
        told = json.loads(self._place.read_text())
        self.id: str = told["id"]
        self.sizes = Sizes(**told["sizes"])
        self.parts: list[str] = told["parts"]

    @cached_property
    def portal(self) -> Mapping[str, str]:
        """The real portal."""
        return needs.ckan()

    @cached_property
    def version(self) -> str:
        """The version of the portal."""
        return str(self.corner("").connection().call("status_show", {})["ckan_version"])

    def corner(self, letter: str) -> Corner:
        """A corner of this run's own."""
        return Corner(self.portal, f"bench-{self.id}-{letter}")

    def root(self, corner: Corner, count: int, cycle: int) -> Path:
        """The folder of a generated catalogue that is published to a corner."""
        root = self.folder / "catalogues" / f"{corner.mark}-{count}"
        if not (root / "written").is_file():
            catalogue.write(root, count, cycle, corner.settings(datastore=False))
            (root / "written").touch()
        return root

    def result(self, name: str) -> Result | None:
        """What a part found last, in this run or an earlier one."""
        place = self.folder / f"{name}.json"
        if not place.is_file():
            return None
        told = json.loads(place.read_text("utf-8"))
        return Result(told["time"], told["command"], [Table(**table) for table in told["tables"]])

    def keep(self, name: str, command: str, tables: Sequence[Table]) -> None:
        """Remember what a part found."""
        time = datetime.datetime.now().astimezone().isoformat(" ", "minutes")
        told = asdict(Result(time, command, tables))
        (self.folder / f"{name}.json").write_text(json.dumps(told, ensure_ascii=False, indent=1), "utf-8")
        self.parts = sorted({*self.parts, name})
        self._place.write_text(json.dumps({"id": self.id, "sizes": asdict(self.sizes), "parts": self.parts}))

    def forget(self) -> None:
        """Begin anew next time."""
        self._place.unlink()


def sound(root: Path) -> Catalogue:
    """Load and check a generated catalogue."""
    checked = check(root, lambda name: None)
    if checked.sound is None:
        raise ValueError([(str(problem.place), problem.code, dict(problem.args)) for problem in checked.problems])
    return checked.sound
