"""Servers for tests: on loopback, below the ports that outgoing connections may hold."""

from http.server import ThreadingHTTPServer
from typing import Any

PORTS = range(20000, 32000)


def listen(handler: Any) -> ThreadingHTTPServer:
    """Bind a server to the first free port."""
    for port in PORTS:
        try:
            return ThreadingHTTPServer(("127.0.0.1", port), handler)
        except OSError:
            continue
    raise OSError("no free port")
