"""The sweep: one apply, and every answer in it spoilt in every way, each time in a corner of its own.

What there is to spoil is found by an apply over a line that only records. The points are tried several at a time.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.conftest import REPOSITORY
from tests.targets.corners import FOREIGN, JOURNAL, SMALL, Access, Corner, Edition
from tests.targets.faults import FAULTS, KILLS, Point, bad_line, is_write
from tests.targets.portraits import differing, journal, portrait

LANES = 6  # points at a time; the portal has four threads, and some points only wait
ALL = (*FAULTS, *KILLS)
SUMS = ("create", "update", "withdraw", "failed")

Choice = Callable[["Clean"], list[Point]]


@dataclass(frozen=True)
class Apply:
    """The apply that is swept: a catalogue as it was and as it is to become."""

    before: Edition
    after: Edition

    @classmethod
    def under(cls, folder: Path) -> "Apply":
        """Make both catalogues."""
        before, after = (Path(shutil.copytree(SMALL, folder / name)) for name in ("before", "after"))
        _change(after)
        return cls(Edition.of(before), Edition.of(after))


def _change(root: Path) -> None:
    """Create and update one of each kind, withdraw a database; of a table one row comes, one goes, one differs."""
    catalogue, datasets = root / "catalogue", root / "datasets"
    _rewrite(catalogue / "organizations/lamp-office.yaml", "title: Lamp Office", "title: Office of Lamps")
    (catalogue / "organizations/new-office.yaml").write_text("title: New Office\n", "utf-8")
    _rewrite(catalogue / "themes.yaml", "title: Lamps", "title: Lamps and lights")
    with (catalogue / "themes.yaml").open("a", encoding="utf-8") as themes:
        themes.write("new-theme:\n  title: New theme\n")
    (catalogue / "databases/old-register.yaml").rename(catalogue / "databases/new-register.yaml")
    entry = "kind: database, title: Register of lamps, date: 2026-11-21, reason: There is a new one"
    (catalogue / "withdrawn.yaml").write_text(f"old-register: {{{entry}}}\n", "utf-8")
    _rewrite(datasets / "lamps/datapackage.yaml", "database: old-register", "database: new-register")
    shutil.copytree(datasets / "lamps", datasets / "new-lamps")
    _rewrite(datasets / "new-lamps/datapackage.yaml", "title: ", "title: New ", count=1)
    old, new = "002,Nguyễn Văn Hải,7\n003,,31\n", "002,Nguyễn Văn Hải,8\n004,Trần Thị Bích,\n"
    _rewrite(datasets / "lamps/lamps.csv", old, new)


def _rewrite(place: Path, old: str, new: str, count: int = -1) -> None:
    text = place.read_text("utf-8")
    assert old in text
    place.write_text(text.replace(old, new, count), "utf-8")


@dataclass(frozen=True)
class Clean:
    """What an apply over a good line asks in turn, and what comes of it."""

    requests: tuple[str, ...]
    portrait: Mapping[str, Any]
    journal: list[dict[str, Any]]

    def points(self, *, reads: bool) -> list[Point]:
        """Every answer, or every answer to a write, with every fault."""
        names = [name for name in self.requests if reads or is_write(name)]
        numbered = dict.fromkeys((name, names[: at + 1].count(name)) for at, name in enumerate(names))
        return [Point(name, number, fault) for name, number in numbered for fault in ALL]


def clean_run(access: Access, swept: Apply) -> Clean:
    """Carry out the apply over a line that only records."""
    corner = Corner(access)
    try:
        corner.publish(swept.before)
        corner.put_foreign("lamps")
        with bad_line(access.url) as (url, line):
            corner.publish(swept.after, url)
        now = corner.records()
        return Clean(tuple(line.seen), portrait(corner, swept.after, now), journal(now))
    finally:
        corner.purge(swept.before, swept.after)


def fails_at(access: Access, swept: Apply, clean: Clean, point: Point) -> str | None:
    """Spoil one answer of the apply, run once more; say what is not as it should be, None if all is."""
    corner = Corner(access)
    try:
        _try(corner, swept, clean, point)
    except Exception as error:  # whatever it is, the other points are tried and this one is told
        return f"{point}: {type(error).__name__}: {error}"
    finally:
        corner.purge(swept.before, swept.after)
    return None


def _try(corner: Corner, swept: Apply, clean: Clean, point: Point) -> None:
    corner.publish(swept.before)
    corner.put_foreign("lamps")
    before = corner.records()
    with bad_line(corner.access.url, point) as (url, line):
        if point.fault in KILLS:
            _apply_killed(corner, swept.after, url, line)
        else:
            corner.publish(swept.after, url)
    assert line.spoilt, "this request was never made"
    again = corner.publish(swept.after).plan
    if point.fault in KILLS:
        again = corner.planned(swept.after)[1]
    assert not again.changes, f"there is still something to do: {differing(again)}"
    now = corner.records()
    _assert_ids_stayed(before, now)
    assert portrait(corner, swept.after, now) == clean.portrait
    _assert_sane(journal(now), clean.journal, killed=point.fault in KILLS)


def _apply_killed(corner: Corner, edition: Edition, url: str, line: Any) -> None:
    """Apply with the program itself, which the line kills."""
    with tempfile.TemporaryDirectory() as folder:
        root = corner.written_to(edition, Path(folder))
        command = [sys.executable, "-m", "publisher", "--root", str(root), "apply", "ckan"]
        surroundings = {**os.environ, "CKAN_URL": url, "CKAN_API_TOKEN": corner.access.token}
        streams = {"stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE}
        with subprocess.Popen(command, cwd=REPOSITORY, env=surroundings, text=True, **streams) as process:
            line.kill = process.kill
            said = process.communicate(timeout=120)[1]
    assert process.returncode == -9, said


def _assert_ids_stayed(before: Mapping[str, Any], now: Mapping[str, Any]) -> None:
    assert now[FOREIGN] == before[FOREIGN], "what is foreign was touched"
    for name in set(before) & set(now) - {JOURNAL}:
        assert now[name]["id"] == before[name]["id"], f"{name} has another id"
        ids = [[resource["id"] for resource in record[name]["resources"]] for record in (before, now)]
        assert ids[0] == ids[1], f"a resource of {name} has another id"
        assert _theirs(before[name]) == _theirs(now[name]), f"a foreign resource of {name} was touched"


def _theirs(record: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The foreign resources of a package; CKAN 2.11 gives them the time of any write to the package."""
    theirs = [resource for resource in record["resources"] if resource["name"] == "Theirs"]
    return [{key: value for key, value in each.items() if key != "metadata_modified"} for each in theirs]


def _assert_sane(journal: list[dict[str, Any]], clean: list[dict[str, Any]], *, killed: bool) -> None:
    """One line an apply; of one that was killed, perhaps none."""
    if not killed:
        assert journal == clean
        return
    assert journal[0] == clean[0]
    assert len(journal) in {len(clean) - 1, len(clean)}, journal
    assert all(isinstance(line[key], int) and not line["failed"] for line in journal for key in SUMS), journal


class Sweep:
    """The points of one variant, tried several at a time."""

    def __init__(self, access: Access, swept: Apply, pool: Executor, choose: Choice) -> None:
        self.swept = swept
        self._times = [time.monotonic()]
        self.clean = clean_run(access, swept)
        self._results = {point: pool.submit(fails_at, access, swept, self.clean, point) for point in choose(self.clean)}
        for result in self._results.values():
            result.add_done_callback(lambda _: self._times.append(time.monotonic()))

    @property
    def points(self) -> list[Point]:
        """The points that are tried."""
        return list(self._results)

    def failing(self, fault: str) -> list[str]:
        """What is not as it should be at the points of one fault; waits for them."""
        found = [result.result() for point, result in self._results.items() if point.fault == fault]
        return [told for told in found if told]

    def summary(self) -> str:
        """Whether all points converge, and how long it took; waits for all."""
        failing = sum(result.result() is not None for result in self._results.values())
        minutes, seconds = divmod(round(max(self._times) - self._times[0]), 60)
        return f"{f'{failing} do not converge' if failing else 'all converge'}, {minutes} min {seconds} s"
