"""A portal of lines: a server on loopback that gives the answers it is told, in turn."""

import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from typing import Any

from tests.ports import listen

CHUNK = 65_536


@dataclass(frozen=True)
class Answer:
    """What is answered; a body of bytes goes as it is, any other as JSON."""

    status: int
    body: Any
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def sent(self) -> bytes:
        """The body as bytes."""
        return self.body if isinstance(self.body, bytes) else json.dumps(self.body).encode()


def result(told: Any) -> Answer:
    """An action that was carried out."""
    return Answer(200, {"success": True, "result": told})


def refusal(status: int, kind: str, **errors: Any) -> Answer:
    """An action that was refused."""
    return Answer(status, {"success": False, "error": {"__type": kind, **errors}})


@contextmanager
def scripted(*answers: Answer) -> Iterator[tuple[str, list[str]]]:
    """Serve these answers, the last of them for ever; give the address and the actions that were asked for."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            answer = answers[min(len(asked), len(answers) - 1)]
            asked.append(self.path.rpartition("/")[2])
            left = int(self.headers["Content-Length"])
            while left > 0:
                left -= len(self.rfile.read(min(left, CHUNK)))
            self.send_response(answer.status)
            for key, value in {"Content-Length": str(len(answer.sent)), **answer.headers}.items():
                self.send_header(key, value)
            self.end_headers()
            self.wfile.write(answer.sent)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with listen(Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}", asked
        server.shutdown()
        thread.join()
