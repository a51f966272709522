"""Servers in the background: start them, wait for their answer, stop them, by their pid."""

import contextlib
import hashlib
import json
import os
import signal
import socket
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from .places import Place
from .process import Variables, cancelled, spawn
from .report import StackError, failure, say


@dataclass(frozen=True)
class Daemon:
    """A server: how it is started and the port on which it listens."""

    name: str
    command: tuple[str, ...]
    port: int
    user: str | None = None
    variables: Variables = ()
    settings: str = ""
    stop_signal: int = signal.SIGTERM

    def digest(self) -> str:
        """Return a mark that changes when the server has to be restarted."""
        parts = (self.command, self.user, self.variables, self.settings)
        return hashlib.sha256(repr(parts).encode()).hexdigest()


@dataclass(frozen=True)
class Record:
    """What is kept on disk about a server that was started."""

    name: str
    pid: int
    birth: str
    port: int
    digest: str
    stop_signal: int

    def alive(self) -> bool:
        """Tell whether the process is there and still the one that was started."""
        return bool(self.birth) and _birth(self.pid) == self.birth


def start(place: Place, daemon: Daemon) -> None:
    """Start a server, unless it runs already with the same settings."""
    record = find_record(place, daemon.name)
    if record and record.alive():
        if record.digest == daemon.digest():
            say(daemon.name, f"runs already on 127.0.0.1:{daemon.port}")
            return
        say(daemon.name, "its settings changed")
        stop(place, record)
    say(daemon.name, f"starting on 127.0.0.1:{daemon.port}")
    with server_log(place, daemon.name).open("wb") as log:
        process = spawn(daemon.command, user=daemon.user, variables=daemon.variables, output=log, errors=log)
    record = Record(
        name=daemon.name,
        pid=process.pid,
        birth=_birth(process.pid),
        port=daemon.port,
        digest=daemon.digest(),
        stop_signal=daemon.stop_signal,
    )
    _record_file(place, daemon.name).write_text(json.dumps(asdict(record)), encoding="utf-8")


def wait_ready(place: Place, name: str, ready: Callable[[], bool], seconds: int) -> None:
    """Wait until a server answers; fail when it dies or takes too long."""
    deadline = time.monotonic() + seconds
    while not ready():
        record = find_record(place, name)
        if record is None or not record.alive():
            # A web server reports its own end after the cause, so show more of the log.
            sentence = f"{name} stopped while it was starting"
            raise failure(sentence, server_log(place, name), lines=60)
        if time.monotonic() > deadline:
            sentence = f"{name} did not answer within {seconds} s"
            raise failure(sentence, server_log(place, name))
        if cancelled.is_set():
            raise StackError(f"{name}: given up")
        time.sleep(0.1)


def stop(place: Place, record: Record) -> None:
    """Stop a server that the stack started."""
    if record.alive():
        say(record.name, f"stopping pid {record.pid}")
        if not (_end(record, record.stop_signal, 20) or _end(record, signal.SIGKILL, 5)):
            raise StackError(f"{record.name} (pid {record.pid}) does not end")
    _record_file(place, record.name).unlink(missing_ok=True)


def find_record(place: Place, name: str) -> Record | None:
    """Return what is known of a server, if it was started."""
    try:
        return Record(**json.loads(_record_file(place, name).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def all_records(place: Place) -> tuple[Record, ...]:
    """Return the servers that were started and not stopped since."""
    names = sorted(path.name.removesuffix(".json") for path in place.run.glob("*.json"))
    return tuple(record for name in names if (record := find_record(place, name)))


def check_port(place: Place, name: str, port: int) -> None:
    """Fail when a process that is not the named server holds its port."""
    record = find_record(place, name)
    if record and record.alive() and record.port == port:
        return
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise StackError(
                f"port {port} ({name}) cannot be used: {error.strerror}; "
                "set STACK_PORT_BASE to shift all ports of the stack"
            ) from None


def server_log(place: Place, name: str) -> Path:
    """Return the file that takes what a server prints."""
    return place.log / f"{name}.log"


def _record_file(place: Place, name: str) -> Path:
    return place.run / f"{name}.json"


def _end(record: Record, number: int, seconds: int) -> bool:
    with contextlib.suppress(ProcessLookupError):
        os.kill(record.pid, number)
    deadline = time.monotonic() + seconds
    while record.alive() and time.monotonic() < deadline:
        time.sleep(0.05)
    return not record.alive()


def _birth(pid: int) -> str:
    """Return a mark of this very process: a pid alone may be given to another one later."""
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
        # The second field is the program's name, in brackets, and may hold spaces.
        fields = Path(f"/proc/{pid}/stat").read_bytes().rpartition(b")")[2].split()
    except OSError:
        return ""
    state, ticks = fields[0].decode(), fields[19].decode()
    return "" if state in "ZX" else f"{boot}:{ticks}"
