"""What a process of its own takes from its start to its end. Starts processes."""

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.bench.surroundings import surroundings

STARTER = Path(__file__).with_name("starter.py")


@dataclass(frozen=True)
class Spent:
    """Seconds on the clock, CPU seconds and the peak of memory in MB, each with all processes that it started."""

    seconds: float
    cpu: float
    peak: int


def spent(command: Sequence[str], folder: Path, **more: str) -> Spent:
    """Run a command in a folder; `more` is added to its environment."""
    start = [sys.executable, "-I", "-S", str(STARTER), *command]
    done = subprocess.run(start, cwd=folder, env=surroundings(**more), capture_output=True, text=True, check=True)
    code, found = json.loads(done.stdout)
    if code:
        raise RuntimeError(f"{command[0]} ended with {code}: {done.stderr[-2000:]}")
    return Spent(*found)


def least(laps: Sequence[Spent]) -> Spent:
    """The least seconds of each kind, and the highest peak: whatever else the machine did only adds."""
    return Spent(min(lap.seconds for lap in laps), min(lap.cpu for lap in laps), max(lap.peak for lap in laps))
