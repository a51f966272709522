"""The token: it goes to the portal that was named, and nowhere else."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from tests.cli.conftest import CANARY, PUBLIC, Publisher
from tests.conftest import REPOSITORY
from tests.ports import listen

USER = (200, {"success": True, "result": {"name": "steward", "sysadmin": True}})
COMMANDS = (
    ("check",),
    ("plan", "ckan"),
    ("plan", "ckan", "--format", "json"),
    ("apply", "ckan"),
    ("publish",),
    ("drift", "ckan"),
    ("adopt", "ckan", "lighthouses", "--yes"),
    ("accept", "ckan", "lighthouses"),
    ("doctor", "ckan"),
    ("withdraw", "lighthouses", "--reason", "A test", "--purge", "--yes"),
)


@dataclass
class Heard:
    """What a portal was sent: the headers of each request."""

    headers: list[dict[str, str]] = field(default_factory=list)

    @property
    def tokens(self) -> set[str | None]:
        """The tokens that came with the requests."""
        return {each.get("Authorization") for each in self.headers}


@contextmanager
def _portal(redirect: str = "") -> Iterator[tuple[str, Heard]]:
    """A portal that repeats the token in every error, or sends everybody elsewhere."""
    heard = Heard()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            heard.headers.append(dict(self.headers))
            action = self.path.rpartition("/")[2]
            failure = {"success": False, "error": {"__type": "Validation Error", "token": [CANARY], "name": CANARY}}
            status, body = {**PUBLIC, "user_show": USER}.get(action, (409, failure))
            told = json.dumps(body).encode()
            self.send_response(307 if redirect else status)
            if redirect:
                self.send_header("Location", f"{redirect}{self.path}")
            self.send_header("Content-Length", str(len(told)))
            self.end_headers()
            self.wfile.write(told)

        do_GET = do_POST  # noqa: N815, the name that http.server asks for

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with listen(Handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}", heard
        server.shutdown()
        thread.join()


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_no_command_says_the_token_or_leaves_it_in_a_file(
    command: tuple[str, ...], publisher: Publisher, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with _portal() as (url, heard):
        monkeypatch.setenv("CKAN_URL", url)
        monkeypatch.setenv("CKAN_API_TOKEN", CANARY)
        told = publisher(*command)
    assert CANARY not in told.told
    assert heard.tokens <= {CANARY}
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert files
    assert [path for path in files if CANARY.encode() in path.read_bytes()] == []


def test_a_redirect_is_not_followed(publisher: Publisher, monkeypatch: pytest.MonkeyPatch) -> None:
    with _portal() as (elsewhere, others), _portal(redirect=elsewhere) as (url, heard):
        monkeypatch.setenv("CKAN_URL", url)
        monkeypatch.setenv("CKAN_API_TOKEN", CANARY)
        told = publisher("--lang", "en", "plan", "ckan")
    assert (told.code, heard.tokens, others.headers) == (5, {CANARY}, [])
    assert "[redirected]" in told.err
    assert elsewhere in told.err


def test_what_netrc_and_the_environment_say_of_hosts_and_proxies_is_ignored(
    publisher: Publisher, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".netrc").write_text("machine 127.0.0.1 login them password theirs\n", "utf-8")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    with _portal() as (url, heard):
        monkeypatch.setenv("CKAN_URL", url)
        monkeypatch.setenv("CKAN_API_TOKEN", CANARY)
        assert publisher("plan", "ckan").code == 0
    assert heard.tokens == {CANARY}


def test_a_proxy_that_is_named_is_used(publisher: Publisher, monkeypatch: pytest.MonkeyPatch, closed_port: str) -> None:
    with _portal() as (proxy, heard):
        monkeypatch.setenv("CKAN_URL", closed_port)
        monkeypatch.setenv("CKAN_PROXY", proxy)
        assert publisher("plan", "ckan").code == 0
    assert heard.headers


def test_a_ca_bundle_that_is_not_there_is_wrong_usage(publisher: Publisher, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CKAN_URL", "https://data.example.org")
    monkeypatch.setenv("CKAN_CA_BUNDLE", "/nowhere/ca.pem")
    told = publisher("plan", "ckan")
    assert told.code == 2
    assert "/nowhere/ca.pem" in told.err


def test_the_list_of_processes_does_not_show_the_token(root: Path) -> None:
    command = [sys.executable, "-m", "publisher", "--root", str(root), "plan", "ckan"]
    shown: list[bytes] = []
    with _portal() as (url, heard):
        surroundings = {**os.environ, "CKAN_URL": url, "CKAN_API_TOKEN": CANARY}
        with subprocess.Popen(command, cwd=REPOSITORY, env=surroundings, stdout=subprocess.PIPE) as process:
            while not heard.headers and process.poll() is None:
                shown.append(Path(f"/proc/{process.pid}/cmdline").read_bytes())
            shown.append(Path(f"/proc/{process.pid}/cmdline").read_bytes())
            process.communicate()
    assert heard.tokens == {CANARY}
    assert process.returncode == 0
    assert not any(CANARY.encode() in line for line in shown)
