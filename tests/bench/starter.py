"""Starts one command and tells what it took, with all that it started. Run by its path, so that it stays small.

A process counts as its own peak what the one that started it held at that time: hence a small one. Workers of a fork
server are nobody's children that the command would wait for: hence this one takes the orphans and waits for them.
"""

import ctypes
import json
import os
import resource
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

TAKE_ORPHANS = 36  # PR_SET_CHILD_SUBREAPER of prctl(2)
PAUSE = 0.25


def main(*command: str) -> None:
    """Run the command; print how it ended, and its seconds, CPU seconds and peak of memory in MB."""
    ctypes.CDLL(None).prctl(TAKE_ORPHANS, 1, 0, 0, 0)
    held, over = [0], threading.Event()
    watch = threading.Thread(target=_watch, args=(held, over))
    watch.start()
    started = time.perf_counter()
    child = os.posix_spawnp(command[0], command, os.environ, file_actions=[(os.POSIX_SPAWN_DUP2, 2, 1)])
    _, status = os.waitpid(child, 0)
    seconds = time.perf_counter() - started
    with suppress(ChildProcessError):
        while True:
            os.wait()
    over.set()
    watch.join()
    told = resource.getrusage(resource.RUSAGE_CHILDREN)
    peak = max(told.ru_maxrss, *held) // 1024
    sys.stdout.write(json.dumps([os.waitstatus_to_exitcode(status), [seconds, told.ru_utime + told.ru_stime, peak]]))


def _watch(held: list[int], over: threading.Event) -> None:
    """Add up, again and again, what all processes hold; what they share counts once."""
    while not over.wait(PAUSE):
        held.append(sum(map(_held, _descendants(os.getpid()))))


def _descendants(pid: int) -> Iterator[int]:
    children: list[str] = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        with suppress(OSError):
            children += task.read_text().split()
    for child in map(int, children):
        yield child
        with suppress(OSError):
            yield from _descendants(child)


def _held(pid: int) -> int:
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1])
    return 0


if __name__ == "__main__":
    main(*sys.argv[1:])
