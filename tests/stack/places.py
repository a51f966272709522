"""Where the stack keeps its files and which ports it uses."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from .report import StackError, say

DEFAULT_PORT_BASE = 25000
# Above 32767 an outgoing connection may hold a port just when a server wants to listen on it.
HIGHEST_PORT_BASE = 31000


@dataclass(frozen=True)
class Place:
    """The folder of the stack and the number from which its ports are counted."""

    home: Path
    port_base: int

    @property
    def downloads(self) -> Path:
        """Return the folder of what was fetched from the network."""
        return self.home / "downloads"

    @property
    def data(self) -> Path:
        """Return the folder of databases, search index, uploaded files and settings."""
        return self.home / "data"

    @property
    def log(self) -> Path:
        """Return the folder of logs."""
        return self.home / "log"

    @property
    def run(self) -> Path:
        """Return the folder of process records and tokens."""
        return self.home / "run"

    @property
    def postgres_port(self) -> int:
        """Return PostgreSQL's port."""
        return self.port_base + 432

    @property
    def redis_port(self) -> int:
        """Return Redis's port."""
        return self.port_base + 379

    @property
    def solr_port(self) -> int:
        """Return Solr's port."""
        return self.port_base + 983


def find_place() -> Place:
    """Read STACK_HOME and STACK_PORT_BASE from the environment."""
    return Place(_home(), _port_base())


@contextmanager
def locked(place: Place) -> Iterator[None]:
    """Let one command at a time change the stack, whichever clone it comes from."""
    _make_folders(place)
    with (place.home / "lock").open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("stack", f"waiting for another command that holds {place.home}/lock")
            fcntl.flock(handle, fcntl.LOCK_EX)
        _make_folders(place)
        yield


def _make_folders(place: Place) -> None:
    try:
        for folder in (place.home, place.downloads, place.data, place.log, place.run):
            folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        sentence = f"cannot make {error.filename}: {error.strerror}; set STACK_HOME"
        raise StackError(sentence) from None


def _home() -> Path:
    given = os.environ.get("STACK_HOME")
    if given:
        return Path(given).expanduser().resolve()
    if os.geteuid() == 0:
        return Path("/var/cache/publisher-stack")
    return Path("~/.cache/publisher-stack").expanduser()


def _port_base() -> int:
    given = os.environ.get("STACK_PORT_BASE") or str(DEFAULT_PORT_BASE)
    if given.isdecimal() and 1024 <= int(given) <= HIGHEST_PORT_BASE:
        return int(given)
    raise StackError(f"STACK_PORT_BASE={given} must be a number from 1024 to {HIGHEST_PORT_BASE}")
