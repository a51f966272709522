"""What is measured: seconds, requests, the peak of memory. Reads."""

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest import mock

import requests

READS = ("_show", "_list", "_search", "_info", "_for_user")
PROCESS = Path("/proc/self")


@dataclass
class Lap:
    """What went on in a stretch of time: how long it took, and the actions that were called."""

    seconds: float = 0.0
    actions: list[str] = field(default_factory=list)

    @property
    def writes(self) -> int:
        """How many of the actions are no reads."""
        return sum(not action.endswith(READS) for action in self.actions)


@contextmanager
def lap() -> Iterator[Lap]:
    """Measure the time, and every request that leaves this process."""
    found, lock = Lap(), threading.Lock()
    send = requests.Session.send

    def heard(session: requests.Session, request: requests.PreparedRequest, **options: Any) -> requests.Response:
        with lock:
            found.actions.append(str(request.url).rpartition("/")[2])
        return send(session, request, **options)

    with mock.patch.object(requests.Session, "send", heard):
        started = time.perf_counter()
        yield found
        found.seconds = time.perf_counter() - started


def timed(work: Callable[[], object]) -> Lap:
    """Do some work and measure it."""
    with lap() as found:
        work()
    return found


@contextmanager
def log_lap(portal: Mapping[str, str]) -> Iterator[Lap]:
    """Measure the time, and what the portal's log of requests says: those of everybody who uses it."""
    log, found = Path(portal["requests_log"]), Lap()
    before, started = log.stat().st_size, time.perf_counter()
    yield found
    found.seconds = time.perf_counter() - started
    with log.open("rb") as stream:
        stream.seek(before)
        lines = stream.read().decode().splitlines()
    found.actions += [line.split()[1].rpartition("/")[2] for line in lines]


def peak() -> int:
    """The most memory that this process has held, in MB."""
    return _memory("VmHWM")


def held() -> int:
    """The memory that this process holds now, in MB."""
    return _memory("VmRSS")


def forget_peak() -> None:
    """Let the peak begin at what is held now."""
    (PROCESS / "clear_refs").write_text("5")


def _memory(key: str) -> int:
    lines = (PROCESS / "status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(f"{key}:")) // 1024
