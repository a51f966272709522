"""What a process of its own takes from its start to its end. Starts processes."""

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.bench.surroundings import surroundings

# A process counts as its own what the one that started it held at that time; so a small one starts it.
_STARTER = """
import json, os, sys, time
started = time.perf_counter()
child = os.posix_spawnp(sys.argv[1], sys.argv[1:], os.environ, file_actions=[(os.POSIX_SPAWN_DUP2, 2, 1)])
_, status, told = os.wait4(child, 0)
spent = [time.perf_counter() - started, told.ru_utime + told.ru_stime, told.ru_maxrss // 1024]
print(json.dumps([os.waitstatus_to_exitcode(status), spent]))
"""


@dataclass(frozen=True)
class Spent:
    """Seconds on the clock, CPU seconds with those of processes that it started, the peak of memory of one in MB."""

    seconds: float
    cpu: float
    peak: int


def spent(command: Sequence[str], folder: Path, **more: str) -> Spent:
    """Run a command in a folder; `more` is added to its environment."""
    start = [sys.executable, "-I", "-S", "-c", _STARTER, *command]
    done = subprocess.run(start, cwd=folder, env=surroundings(**more), capture_output=True, text=True, check=True)
    code, found = json.loads(done.stdout)
    if code:
        raise RuntimeError(f"{command[0]} ended with {code}: {done.stderr[-2000:]}")
    return Spent(*found)


def least(laps: Sequence[Spent]) -> Spent:
    """The least seconds of each kind, and the highest peak: whatever else the machine did only adds."""
    return Spent(min(lap.seconds for lap in laps), min(lap.cpu for lap in laps), max(lap.peak for lap in laps))
