"""The whole suite as two pytest processes side by side: `python -m tests.side_by_side`, which `make test` runs.

One has the tests that use a real CKAN, which wait for it much of the time; the other has all the rest, the browser
among it. They share nothing that changes: each has its own coverage data, cache, database of examples and ports, and
only one of them writes to the portals, so that whoever counts what is written there counts its own. What both have
measured is one `.coverage` in the end. On a machine of one processor it is one process. Arguments are those of pytest,
and go to both.

What the first says is shown as it comes; then what the second has said, and says from then on; last, what failed.
"""

import asyncio
import os
import re
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.ports import VARIABLE

MARK = "ckan"
# What each runs, the ports that its servers may have (those of the portals are above), and how far it stands back:
# tests that hold answers back take a portal for dead after three seconds, so it must not have to wait for others.
SIDES = {"with-ckan": (MARK, "20000-22500", 0), "without-ckan": (f"not {MARK}", "22500-25000", 5)}
COVERAGE = (sys.executable, "-m", "coverage")
NOTHING = pytest.ExitCode.NO_TESTS_COLLECTED
_FAULT = re.compile(rb"(?:\x1b\[[0-9;]*m)*(?:FAILED|ERROR) ")
_SUMMARY = b"short test summary info"


@dataclass
class Side:
    """A process whose output is kept, and shown as soon as it has the floor."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str] = field(default_factory=dict)
    told: bytearray = field(default_factory=bytearray)
    code: int = 0

    @property
    def faults(self) -> list[bytes]:
        """What its summary names as failed."""
        summary = bytes(self.told).rpartition(_SUMMARY)[2] if _SUMMARY in self.told else b""
        return [line for line in summary.splitlines() if _FAULT.match(line)]


def main(arguments: Sequence[str]) -> int:
    """Run the tests; give an exit code."""
    if len(os.sched_getaffinity(0)) > 1:
        return both(arguments)
    return subprocess.run([*COVERAGE, "run", "-m", "pytest", *arguments], check=False).returncode


def both(arguments: Sequence[str]) -> int:
    """Run the tests as two processes; give the worse of the exit codes."""
    sides = [_side(name, arguments) for name in SIDES]
    stopped = asyncio.run(run(sides))
    for side in sides:
        _say(*side.faults)
    codes = {side.code for side in sides}
    if stopped or codes - {0, NOTHING} or 0 not in codes:
        return stopped or max(codes, key=abs)
    data = [file for side in sides if Path(file := _data(side.name)).is_file()]
    subprocess.run([*COVERAGE, "combine", "--quiet", *data], check=True)
    return 0


def _side(name: str, arguments: Sequence[str]) -> Side:
    mark, ports, back = SIDES[name]
    Path(_data(name)).unlink(missing_ok=True)
    color = ["--color=yes"] if sys.stdout.isatty() else []
    own = ["-o", f"cache_dir=.pytest_cache/{name}", "-m", mark]
    command = [
        "nice",
        "-n",
        str(back),
        *COVERAGE,
        "run",
        f"--data-file={_data(name)}",
        "-m",
        "pytest",
        *color,
        *arguments,
        *own,
    ]
    return Side(name, command, {"HYPOTHESIS_STORAGE_DIRECTORY": f".hypothesis/{name}", VARIABLE: ports})


def _data(name: str) -> str:
    return f".coverage.{name}"


async def run(sides: Sequence[Side]) -> int:
    """Run them all to their ends; give 0, or the code of who was asked to stop: then each is, once, by its number.

    Each leads a process group of its own, or Ctrl-C would reach it twice, and interrupt how it tidies up.
    """
    stopped = 0
    running: list[asyncio.subprocess.Process] = []

    def stop(number: int) -> None:
        nonlocal stopped
        stopped = stopped or 128 + number
        for process in running:
            if process.returncode is None:
                process.send_signal(signal.SIGINT)

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        asyncio.get_running_loop().add_signal_handler(number, stop, number)
    floor = asyncio.Event()
    floor.set()
    tasks = []
    for side in sides:
        process = await asyncio.create_subprocess_exec(
            *side.command,
            env={**os.environ, **side.environment},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            process_group=0,
        )
        running.append(process)
        following = asyncio.Event()
        tasks.append(_follow(side, process, floor, following))
        floor = following
    await asyncio.gather(*tasks)
    return stopped


async def _follow(
    side: Side, process: asyncio.subprocess.Process, floor: asyncio.Event, following: asyncio.Event
) -> None:
    """Keep what a process says, show it once it has the floor, and pass that on at its end."""
    assert process.stdout
    showing = asyncio.create_task(_take(side, floor))
    while piece := await process.stdout.read(1 << 16):
        side.told += piece
        if showing.done():
            _show(piece)
    side.code = await process.wait()
    if not showing.done():
        _say(b"", f"== tests {side.name} have ended, {'well' if side.code == 0 else 'not well'}; more below".encode())
    await showing
    following.set()


async def _take(side: Side, floor: asyncio.Event) -> None:
    await floor.wait()
    _say(b"", f"== tests {side.name}".encode())
    _show(bytes(side.told))


def _say(*lines: bytes) -> None:
    _show(b"".join(line + b"\n" for line in lines))


def _show(piece: bytes) -> None:
    sys.stdout.buffer.write(piece)
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
