"""Tasks side by side: in processes of this machine or on a Dask cluster, each within limits, whatever becomes of it.

One seam for all: an executor of concurrent.futures. A task is a function that can be imported and one value; its result
depends on the value alone, so results are the same for any number of workers.
"""

import faulthandler
import multiprocessing
import os
import resource
import signal
import time
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Any, Generic, TypeVar

from publisher.problem import PublisherError, Unreachable

CLUSTER = "tcp://"
_AHEAD = 2  # tasks handed over for each worker, so that none waits for the next
_PATIENCE = 10  # seconds for a scheduler to answer
_PRELOADED = ["publisher.tables"]  # what workers need is imported once, in the process that they are forked from

Task = TypeVar("Task")
Result = TypeVar("Result")


@dataclass(frozen=True)
class Limits:
    """What one task may take: seconds of time, bytes of memory."""

    seconds: int = 600
    bytes: int = 4 << 30


class Overrun(StrEnum):
    """Why a task has no result: it took too long, or too much memory, or its process died otherwise."""

    TIME = "time"
    MEMORY = "memory"
    DIED = "died"


def run(
    function: Callable[[Task], Result],
    tasks: Sequence[Task],
    workers: str = "0",
    limits: Limits | None = None,
    done: Callable[[int], None] = lambda index: None,
) -> list[Result | Overrun]:
    """Carry out all tasks; give results in their order. `done` hears the index of each as it ends.

    `workers` is a number of processes, or the address of a Dask scheduler; 0 means in this very process, unlimited.
    """
    if workers == "0" or not tasks:
        return list(_here(function, tasks, done))
    limits = limits or Limits()
    crew = _Cluster(workers) if workers.startswith(CLUSTER) else _Processes(int(workers), limits)
    return _Run(crew, partial(_guarded, function, limits), tasks, limits, done).results()


def ahead(function: Callable[[Task], Result], tasks: Iterable[Task], workers: int) -> Generator[Result, None, None]:
    """Yield the results of tasks in their order, while processes of this machine carry out a few that come next.

    What a process could not do, because it failed or died, is done in this one, where it is seen why.
    """
    with _Processes(workers, Limits()).open(workers) as pool:
        try:
            waiting: deque[tuple[Task, Future[Result] | None]] = deque()
            for task in tasks:
                waiting.append((task, _submitted(pool, function, task)))
                if len(waiting) > workers * _AHEAD:
                    yield _fetched(function, *waiting.popleft())
            while waiting:
                yield _fetched(function, *waiting.popleft())
        finally:
            pool.shutdown(cancel_futures=True)


def _submitted(pool: Executor, function: Callable[[Task], Result], task: Task) -> Future[Result] | None:
    try:
        return pool.submit(function, task)
    except BrokenProcessPool:
        return None


def _fetched(function: Callable[[Task], Result], task: Task, future: Future[Result] | None) -> Result:
    if future and future.exception() is None:
        return future.result()
    return function(task)


def _here(function: Callable[[Task], Result], tasks: Sequence[Task], done: Callable[[int], None]) -> Iterator[Result]:
    for index, task in enumerate(tasks):
        yield function(task)
        done(index)


def _guarded(function: Callable[[Task], Result], limits: Limits, task: Task) -> Result | Overrun:
    """Carry out one task in a worker. What hangs, even in C, is ended with the whole process; the crew sees that."""
    with Path(os.devnull).open("w") as nowhere:
        faulthandler.dump_traceback_later(limits.seconds, exit=True, file=nowhere)
        try:
            return function(task)
        except MemoryError:
            return Overrun.MEMORY
        finally:
            faulthandler.cancel_dump_traceback_later()


class _Processes:
    """Processes of this machine."""

    def __init__(self, width: int, limits: Limits) -> None:
        self.width, self._limits = width, limits

    @contextmanager
    def open(self, width: int) -> Iterator[Executor]:
        """Start so many processes."""
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(_PRELOADED)
        with ProcessPoolExecutor(width, context, _begin, (self._limits.bytes,)) as pool:
            yield pool


def _begin(most_bytes: int) -> None:
    """Limit a worker's memory; Ctrl-C is for the process that gave it work."""
    resource.setrlimit(resource.RLIMIT_DATA, (most_bytes, most_bytes))
    signal.signal(signal.SIGINT, signal.SIG_IGN)


class _Cluster:
    """Workers of a Dask scheduler, of one thread each; how much memory they have is said where they are started."""

    def __init__(self, address: str) -> None:
        self._address = address
        with self._client() as client:
            threads = client.nthreads()
        if not threads or any(count != 1 for count in threads.values()):
            raise PublisherError("cluster-threads", address=address)
        self.width = len(threads)

    @contextmanager
    def open(self, width: int) -> Iterator[Executor]:
        """Connect to the scheduler."""
        with self._client() as client:
            yield client.get_executor(pure=False)

    @contextmanager
    def _client(self) -> Iterator[Any]:
        try:
            from distributed import Client
        except ImportError:
            raise PublisherError("no-dask") from None
        try:
            client = Client(self._address, timeout=f"{_PATIENCE}s", set_as_default=False)
        except OSError:
            raise Unreachable("no-cluster", address=self._address) from None
        with client:
            yield client


class _Run(Generic[Task, Result]):
    """All tasks on their way."""

    def __init__(
        self,
        crew: _Processes | _Cluster,
        function: Callable[[Task], Result | Overrun],
        tasks: Sequence[Task],
        limits: Limits,
        done: Callable[[int], None],
    ) -> None:
        self.crew, self.function, self.tasks, self.limits, self.done = crew, function, tasks, limits, done
        self.found: dict[int, Result | Overrun] = {}

    def results(self) -> list[Result | Overrun]:
        """Carry out all tasks; those in hand when a process died are tried again one by one, to tell which it was."""
        waiting = deque(range(len(self.tasks)))
        while waiting:
            for index in self._together(waiting):
                self._alone(index)
        return [self.found[index] for index in range(len(self.tasks))]

    def _together(self, waiting: deque[int]) -> list[int]:
        """Carry out tasks until none is left or the workers are gone; give those that were in hand then."""
        running: dict[Future[Result | Overrun], int] = {}
        with self.crew.open(self.crew.width) as pool:
            try:
                while waiting or running:
                    while waiting and len(running) < self.crew.width * _AHEAD:
                        running[pool.submit(self.function, self.tasks[waiting[0]])] = waiting[0]
                        waiting.popleft()
                    for future in wait(running, return_when=FIRST_COMPLETED).done:
                        self._note(running[future], future)
                        del running[future]
            except BrokenProcessPool:
                pass
        return sorted(running.values())

    def _alone(self, index: int) -> None:
        started = time.monotonic()
        with self.crew.open(1) as pool:
            try:
                self._note(index, pool.submit(self.function, self.tasks[index]))
            except BrokenProcessPool:
                over = time.monotonic() - started >= self.limits.seconds
                self._keep(index, Overrun.TIME if over else Overrun.DIED)

    def _note(self, index: int, future: Future[Result | Overrun]) -> None:
        try:
            result = future.result()
        except BrokenProcessPool:
            raise
        except Exception as error:
            if type(error).__name__ != "KilledWorker":  # of distributed, which may not be there to be imported
                raise
            result = Overrun.DIED
        self._keep(index, result)

    def _keep(self, index: int, result: Result | Overrun) -> None:
        self.found[index] = result
        self.done(index)
