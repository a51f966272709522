"""A portal behind a bad line: a proxy on loopback that spoils the answer to one request."""

import http.client
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from typing import NamedTuple
from urllib.parse import urlsplit

from tests.ports import listen
from tests.targets.worlds import READS

TIMEOUT = 3.0  # of the client; longer than the portal needs, so that only what is held back is late
PATIENCE = 60.0  # of the line itself
NEXT_PAGE = ", next page"
WRITE = "write"  # of whatever name
CARRIED = ("Authorization", "Content-Type", "User-Agent", "X-CKAN-API-Key")


class Point(NamedTuple):
    """One answer, to the request of that name and number (or the write of that number), and what happens to it."""

    request: str
    number: int
    fault: str

    def fits(self, request: str) -> bool:
        """Whether a request is one of those that are counted."""
        return request == self.request or (self.request == WRITE and is_write(request))

    def __str__(self) -> str:
        return f"{self.request} {self.number} {self.fault}"


@dataclass
class Line:
    """The line to a portal: which answer is spoilt, what is killed, whose turn it is, and what was seen."""

    portal: str
    point: Point | None = None
    kill: Callable[[], None] = lambda: None
    turn: Callable[[], AbstractContextManager[None]] = nullcontext
    seen: list[str] = field(default_factory=list)
    spoilt: bool = False
    _underway: int = 0
    _change: threading.Condition = field(default_factory=threading.Condition)

    def take(self, request: str) -> str:
        """Note a request; give the fault of its answer, if any."""
        with self._change:
            self.seen.append(request)
            if not self.point or not self.point.fits(request):
                return ""
            here = sum(map(self.point.fits, self.seen)) == self.point.number
            self.spoilt |= here
            return self.point.fault if here else ""

    @contextmanager
    def underway(self) -> Iterator[None]:
        """Count what the portal is at, even when nobody waits for the answer any more."""
        with self._change:
            self._underway += 1
        try:
            yield
        finally:
            with self._change:
                self._underway -= 1
                self._change.notify_all()

    def settle(self) -> None:
        """Wait until the portal has done all that reached it."""
        with self._change:
            assert self._change.wait_for(lambda: not self._underway, PATIENCE)


def is_write(request: str) -> bool:
    """Whether a request may change the portal."""
    return not request.startswith("GET") and not request.removesuffix(NEXT_PAGE).endswith(READS)


class _Handler(BaseHTTPRequestHandler):
    line: Line
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # else each answer waits 40 ms for an acknowledgement

    def handle(self) -> None:
        """Serve a connection until the client gives it up, or is killed."""
        with suppress(ConnectionError):
            super().handle()

    def do_POST(self) -> None:
        """Pass a request on, or spoil its answer."""
        self._handle(self._body())

    def do_GET(self) -> None:
        """Pass a download on, or spoil it."""
        self._handle(b"")

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def _handle(self, body: bytes) -> None:
        with self.line.turn():
            fault = self.line.take(self._name(body))
            if fault:
                getattr(self, f"_{fault}")(body)
            else:
                self._answer(*self._forward(body))

    def _name(self, body: bytes) -> str:
        """The action; how many further pages of a list there are depends on what others put on the portal."""
        if self.command == "GET":
            return "GET " + self.path.split("/")[1]
        action = self.path.rpartition("/")[2]
        asked = json.loads(body) if self.headers["Content-Type"].startswith("application/json") else {}
        return action + NEXT_PAGE if asked.get("offset") or asked.get("start") else action

    def _body(self) -> bytes:
        """What was sent, of a known length or in chunks."""
        if "chunked" not in self.headers.get("Transfer-Encoding", ""):
            return self.rfile.read(int(self.headers.get("Content-Length", "0")))
        parts = []
        while size := int(self.rfile.readline(), 16):
            parts.append(self.rfile.read(size))
            self.rfile.readline()
        self.rfile.readline()
        return b"".join(parts)

    def _forward(self, body: bytes) -> tuple[int, str, bytes]:
        portal = urlsplit(self.line.portal)
        with self.line.underway():
            connection = http.client.HTTPConnection(portal.hostname or "", portal.port, timeout=PATIENCE)
            headers = {key: self.headers[key] for key in CARRIED if key in self.headers}
            connection.request(self.command, self.path, body, headers)
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
        self.connection.settimeout(PATIENCE)
        self.rfile.read(1)  # until the client has given up
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
def bad_line(portal: str, point: Point | None = None) -> Iterator[tuple[str, Line]]:
    """Serve a portal over a line that spoils one answer; give its address."""
    line = Line(portal, point)
    handler = type("Handler", (_Handler,), {"line": line})
    server = listen(handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", line
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
        line.settle()
