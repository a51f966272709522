"""The pages of a preview over HTTP, to this machine alone. A script is added to each that reloads it after a build.

What the published site says of scripts stays true of the published site: the addition is made on the way out.
"""

import functools
import json
import re
import sys
from collections.abc import Callable
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from publisher.serve import Built, Preview

HOST = "127.0.0.1"
OWN = "/-preview/"  # no entry of a catalogue can be called so
PATIENCE = 20  # seconds for which a page is left waiting for news
_NAMES = {HOST, "localhost"}
_OWN_FILES = {"page.js": "text/javascript; charset=utf-8", "page.css": "text/css; charset=utf-8"}
_POLICY = re.compile(rb"default-src 'none';( (?:script|connect)-src[^;]*;)*")
_ALLOWED = b"default-src 'none'; script-src 'self'; connect-src 'self';"
_HEAD = b"</head>"
# Shown until a build has gone well; the script puts the errors on it.
_EMPTY = b"<!doctype html><html><head><title>publisher serve</title></head><body></body></html>"

Tell = Callable[[Built], list[str]]


def listen(preview: Preview, port: int, tell: Tell, head: str) -> ThreadingHTTPServer:
    """A server of a preview on a port (0: any that is free).

    `tell` puts the errors of a build into lines, and `head` stands above them.
    """
    return Patient((HOST, port), functools.partial(_Handler, preview=preview, tell=tell, head=head))


class Patient(ThreadingHTTPServer):
    """A server to which a reader who goes away before the answer is whole is no error."""

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Tell of what went wrong, but for that."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class _Handler(SimpleHTTPRequestHandler):
    """Answers the browser on this machine."""

    def __init__(self, *args: Any, preview: Preview, tell: Tell, head: str) -> None:
        self._preview, self._tell, self._head = preview, tell, head
        super().__init__(*args, directory=str(preview.site))

    def do_GET(self) -> None:
        """Give a page, a file, or news of the build."""
        parts = urlsplit(self.path)
        if urlsplit(f"//{self.headers.get('Host', '')}").hostname not in _NAMES:
            # A name of somebody else that leads to this machine must not read what is not out yet.
            self.send_error(HTTPStatus.FORBIDDEN)
        elif parts.path == f"{OWN}news":
            self._give_news(parse_qs(parts.query))
        elif parts.path.startswith(OWN):
            self._give_own(parts.path.removeprefix(OWN))
        elif not self._preview.site.exists():
            self._give_page(_EMPTY)
        elif (page := self._place(parts.path)).suffix == ".html" and page.is_file():
            self._give_page(page.read_bytes())
        else:
            super().do_GET()

    def _place(self, path: str) -> Path:
        """The file at an address."""
        return Path(self.translate_path(path)) / ("index.html" if path.endswith("/") else "")

    def _give_page(self, page: bytes) -> None:
        added = f'<link rel="stylesheet" href="{OWN}page.css"><script type="module" src="{OWN}page.js"></script>'
        page = _POLICY.sub(_ALLOWED, page, count=1)
        self._give(page.replace(_HEAD, added.encode() + _HEAD, 1), "text/html; charset=utf-8")

    def _give_news(self, query: dict[str, list[str]]) -> None:
        """Tell of the next build after the one that the page knows."""
        known = query.get("after", ["0"])[0]
        built = self._preview.after(int(known) if known.isdecimal() else 0, PATIENCE)
        news = {"number": built.number, "head": self._head, "errors": self._tell(built)}
        self._give(json.dumps(news, ensure_ascii=False).encode(), "application/json")

    def _give_own(self, name: str) -> None:
        if name in _OWN_FILES:
            self._give(files(__package__).joinpath(name).read_bytes(), _OWN_FILES[name])
        else:
            self.send_error(HTTPStatus.NOT_FOUND)

    def _give(self, content: bytes, kind: str) -> None:
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing: the terminal tells of builds."""
