"""The publisher in a process of its own, which tells how long it took and how much memory it held. Reads."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from publisher.cli import main as publisher
from publisher.plan import make_plan
from publisher.targets.ckan import Ckan, Connection
from tests.bench.measures import Lap, forget_peak, held, lap, peak
from tests.bench.run import sound
from tests.bench.surroundings import surroundings

REPOSITORY = Path(__file__).parents[2]


@dataclass(frozen=True)
class Told:
    """What a child tells: seconds by stage, the actions called, memory in MB before and at most, what was planned."""

    seconds: dict[str, float]
    actions: list[str]
    before: int
    peak: int
    changes: int | None = None
    unchanged: int | None = None

    @property
    def whole(self) -> float:
        """All seconds together."""
        return sum(self.seconds.values())

    @property
    def lap(self) -> Lap:
        """Time and requests of all stages."""
        return Lap(self.whole, self.actions)


def command(root: Path, url: str, token: str) -> Told:
    """Run `publisher plan ckan`, from starting the interpreter to the end."""
    started = time.perf_counter()
    told = _run("command", root, url, token)
    return replace(told, seconds={"command": time.perf_counter() - started})


def target(root: Path, url: str, token: str) -> Told:
    """Load and check a catalogue, then measure what the target does for a plan."""
    return _run("target", root, url, token)


def _run(mode: str, root: Path, url: str, token: str) -> Told:
    with TemporaryDirectory() as folder:
        out = Path(folder) / "told.json"
        arguments = [sys.executable, "-m", "tests.bench.child", mode, str(out), str(root)]
        subprocess.run(
            arguments,
            cwd=REPOSITORY,
            env=surroundings(CKAN_URL=url, CKAN_API_TOKEN=token),
            stdout=subprocess.DEVNULL,
            check=True,
        )
        return Told(**json.loads(out.read_text("utf-8")))


def _command(root: Path) -> Told:
    sys.argv = ["publisher", "--lang", "en", "--root", str(root), "plan", "ckan", "--exit-code"]
    with lap() as found:
        try:
            publisher()
        except SystemExit as end:
            code = end.code
    if code:
        raise SystemExit(f"publisher plan ended with {code}: there are changes, or the plan failed")
    return Told({}, found.actions, 0, peak())


def _target(root: Path) -> Told:
    catalogue = sound(root)
    if catalogue.portal is None:
        raise SystemExit("the catalogue has no portal")
    target = Ckan(catalogue.portal, Connection(os.environ["CKAN_URL"], os.environ["CKAN_API_TOKEN"]))
    forget_peak()
    before, stages = held(), Stages()
    with lap() as found:
        stages("what the portal offers", lambda: target.offer)
        desired = stages("what should be there", lambda: target.desired(catalogue))
        actual = stages("what is there", target.actual)
        plan = stages("the difference", lambda: make_plan(target.name, target.owner, actual, desired))
    return Told(stages.seconds, found.actions, before, peak(), len(plan.changes), plan.unchanged)


class Stages:
    """The seconds of each stage."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    def __call__(self, name: str, work: Callable[[], Any]) -> Any:
        """Do the work of a stage."""
        started = time.perf_counter()
        done = work()
        self.seconds[name] = time.perf_counter() - started
        return done


def main(mode: str, out: str, root: str) -> None:
    """Do what the parent asks for, and write what there is to tell."""
    told = {"command": _command, "target": _target}[mode](Path(root))
    Path(out).write_text(json.dumps(asdict(told)), "utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
