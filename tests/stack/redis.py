"""The stack's own Redis; it keeps nothing on disk."""

import socket

from .daemons import Daemon, start, wait_ready
from .places import Place

NAME = "redis"


def up(place: Place) -> None:
    """Start Redis and wait for it."""
    port = str(place.redis_port)
    network = ("--bind", "127.0.0.1", "--port", port)
    storage = ("--save", "", "--appendonly", "no", "--dir", str(place.run))
    daemon = Daemon(NAME, ("redis-server", *network, *storage), place.redis_port)
    start(place, daemon)
    wait_ready(place, NAME, lambda: _answers(place.redis_port), 30)


def _answers(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=5) as connection:
            connection.sendall(b"PING\r\n")
            return connection.recv(16).startswith(b"+PONG")
    except OSError:
        return False
