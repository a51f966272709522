"""Servers for tests: on loopback, below the ports that outgoing connections may hold."""

import contextlib
import os
import socket
from http.server import ThreadingHTTPServer
from typing import Any

from publisher.serve.server import Patient

VARIABLE = "TEST_PORTS"  # of two processes side by side each has its own, or one would take what the other found free
PORTS = range(*map(int, os.environ.get(VARIABLE, "20000-32000").split("-")))


def free(count: int = 1) -> list[int]:
    """Ports that nobody listens on."""
    found: list[int] = []
    for port in PORTS:
        with contextlib.suppress(OSError), socket.create_server(("127.0.0.1", port)):
            found.append(port)
        if len(found) == count:
            return found
    raise OSError("no free port")


def listen(handler: Any) -> ThreadingHTTPServer:
    """Bind a server to the first free port."""
    for port in PORTS:
        try:
            return Patient(("127.0.0.1", port), handler)
        except OSError:
            continue
    raise OSError("no free port")
