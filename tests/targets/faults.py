"""A portal behind a bad line: a proxy on loopback that spoils the answer to one write."""

import http.client
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from urllib.parse import urlsplit

from tests.ports import listen
from tests.targets.worlds import READS

TIMEOUT = 3.0  # of the client; longer than the portal needs, so that only what is held back is late


@dataclass
class Line:
    """The line to a portal: which write is spoilt, how, and what was seen."""

    portal: str
    fault: str = ""
    at: int = 0
    kill: Callable[[], None] = lambda: None
    writes: list[str] = field(default_factory=list)
    spoilt: bool = False


class _Handler(BaseHTTPRequestHandler):
    line: Line
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        """Pass a request on, or spoil it."""
        body = self.rfile.read(int(self.headers["Content-Length"]))
        action = self.path.rpartition("/")[2]
        fault = ""
        if not action.endswith(READS):
            self.line.writes.append(action)
            fault = self.line.fault if len(self.line.writes) == self.line.at else ""
        if fault:
            self.line.spoilt = True
            getattr(self, f"_{fault}")(body)
        else:
            self._answer(*self._forward(body))

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def _forward(self, body: bytes) -> tuple[int, str, bytes]:
        portal = urlsplit(self.line.portal)
        connection = http.client.HTTPConnection(portal.hostname or "", portal.port, timeout=60)
        kept = ("Authorization", "Content-Type", "User-Agent", "X-CKAN-API-Key")
        connection.request("POST", self.path, body, {key: self.headers[key] for key in kept if key in self.headers})
        answer = connection.getresponse()
        whole = answer.status, answer.headers["Content-Type"], answer.read()
        connection.close()
        return whole

    def _answer(self, status: int, kind: str, body: bytes, length: int | None = None, **headers: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body) if length is None else length))
        for key, value in headers.items():
            self.send_header(key.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def _hang_up(self) -> None:
        self.close_connection = True
        self.connection.close()

    def _lost(self, body: bytes) -> None:
        self._forward(body)
        self._hang_up()

    def _never_sent(self, body: bytes) -> None:
        self._hang_up()

    def _late(self, body: bytes) -> None:
        self._forward(body)
        time.sleep(TIMEOUT + 0.5)  # what is late is late; the client gives up meanwhile
        self._hang_up()

    def _truncated(self, body: bytes) -> None:
        status, kind, answer = self._forward(body)
        self._answer(status, kind, answer[: len(answer) // 2], length=len(answer))
        self._hang_up()

    def _unavailable(self, body: bytes) -> None:
        self._answer(503, "text/plain", b"busy", Retry_After="0")

    def _error_after(self, body: bytes) -> None:
        self._forward(body)
        self._answer(500, "application/json", b'{"success": false, "error": {"__type": "Internal Server Error"}}')

    def _page_after(self, body: bytes) -> None:
        self._forward(body)
        self._answer(200, "text/html", b"<!doctype html><title>Sign in to the network</title>")

    def _page_instead(self, body: bytes) -> None:
        self._answer(200, "text/html", b"<!doctype html><title>Sign in to the network</title>")

    def _killed_before(self, body: bytes) -> None:
        self.line.kill()
        self._hang_up()

    def _killed_after(self, body: bytes) -> None:
        self._forward(body)
        self.line.kill()
        self._hang_up()


FAULTS = (
    "lost",
    "never_sent",
    "late",
    "truncated",
    "unavailable",
    "error_after",
    "page_after",
    "page_instead",
)
KILLS = ("killed_before", "killed_after")


@contextmanager
def bad_line(portal: str, fault: str = "", at: int = 0) -> Iterator[tuple[str, Line]]:
    """Serve a portal over a line that spoils the write number `at`; give its address."""
    line = Line(portal, fault, at)
    handler = type("Handler", (_Handler,), {"line": line})
    server = listen(handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", line
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
