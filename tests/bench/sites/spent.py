"""What a process of its own takes from its start to its end. Starts processes."""

import os
import subprocess
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.bench.surroundings import surroundings


@dataclass(frozen=True)
class Spent:
    """Seconds on the clock, CPU seconds with those of processes that it started, the peak of memory of one in MB."""

    seconds: float
    cpu: float
    peak: int


def spent(command: Sequence[str], folder: Path, **more: str) -> Spent:
    """Run a command in a folder; `more` is added to its environment."""
    with tempfile.TemporaryFile() as said:
        started = time.perf_counter()
        process = subprocess.Popen(command, cwd=folder, env=surroundings(**more), stdout=said, stderr=said)
        _, status, told = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            said.seek(0)
            raise RuntimeError(f"{command[0]} ended with {process.returncode}: {said.read().decode()[-2000:]}")
    return Spent(seconds, told.ru_utime + told.ru_stime, told.ru_maxrss // 1024)


def least(laps: Sequence[Spent]) -> Spent:
    """The least seconds of each kind, and the highest peak: whatever else the machine did only adds."""
    return Spent(min(lap.seconds for lap in laps), min(lap.cpu for lap in laps), max(lap.peak for lap in laps))
