"""The program as people run it: through main(), because only there do words, exit codes and errors come together."""

import json
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest

from publisher.cli import main
from tests.cli.repository import OLD, Git, commit, spoil
from tests.ports import listen

_SERVERS = ("GITHUB_ACTIONS", "GITLAB_CI", "GITHUB_STEP_SUMMARY", "GITHUB_BASE_REF", "CI_MERGE_REQUEST_DIFF_BASE_SHA")
CANARY = "canary-8f14e45fceea167a"


@dataclass(frozen=True)
class Run:
    """What came of a run."""

    code: int
    out: str
    err: str

    @property
    def told(self) -> str:
        """All that was said."""
        return self.out + self.err


Publisher = Callable[..., Run]


@pytest.fixture(autouse=True)
def _nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test depends on who runs it, or on what terminal."""
    for key in (*_SERVERS, "GITHUB_ACTOR", "GITLAB_USER_LOGIN", "FORCE_COLOR", "TTY_COMPATIBLE", "TTY_INTERACTIVE"):
        monkeypatch.delenv(key, raising=False)
    monkeypatch.setenv("COLUMNS", "80")


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Publisher:
    """Run the program in this process."""

    def run(*arguments: object) -> Run:
        monkeypatch.setattr(sys, "argv", ["publisher", *map(str, arguments)])
        capsys.readouterr()
        with pytest.raises(SystemExit) as caught:
            main()
        told = capsys.readouterr()
        return Run(caught.value.code if isinstance(caught.value.code, int) else -1, told.out, told.err)

    return run


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """Where the site goes."""
    return tmp_path / "public"


@pytest.fixture
def publisher(run: Publisher, root: Path, site: Path) -> Publisher:
    """Run the program on a copy of the example."""
    return lambda *arguments: run("--root", root, "--site", site, *arguments)


Answers = dict[str, tuple[int, Any]]
FORBIDDEN = (403, {"success": False, "error": {"__type": "Authorization Error", "message": "no"}})
NOT_FOUND = (404, {"success": False, "error": {"__type": "Not Found Error", "message": "no"}})


def _answer(result: Any) -> tuple[int, Any]:
    return 200, {"success": True, "result": result}


PUBLIC: Answers = {
    "status_show": _answer({"ckan_version": "2.11.4"}),
    "license_list": _answer([{"id": "cc-zero"}]),
    "organization_list": _answer([]),
    "group_list": _answer([]),
    "package_search": _answer({"count": 0, "results": []}),
}


@dataclass(frozen=True)
class Portal:
    """A portal on this machine that gives fixed answers, and what it was asked."""

    url: str
    answers: Answers
    asked: list[str]


@pytest.fixture
def portal() -> Iterator[Portal]:
    """A portal that shows the public an empty catalogue; a test may give it other answers."""
    answers, asked = dict(PUBLIC), []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            action = self.path.rpartition("/")[2]
            asked.append(action)
            status, body = answers.get(action, answers.get("*", NOT_FOUND))
            told = json.dumps(body).encode() if not isinstance(body, str) else body.encode()
            told = told.replace(b"AUTHORIZATION", self.headers.get("Authorization", "").encode())
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(told)))
            self.end_headers()
            self.wfile.write(told)

        do_GET = do_POST  # noqa: N815, the name that http.server asks for

        def log_message(self, format: str, *args: Any) -> None:
            """Say nothing."""

    with listen(Handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield Portal(f"http://127.0.0.1:{server.server_port}", answers, asked)
        server.shutdown()
        thread.join()


@pytest.fixture
def closed_port() -> str:
    """The address of a port on this machine where nobody listens."""
    with listen(BaseHTTPRequestHandler) as server:
        return f"http://127.0.0.1:{server.server_port}"


@pytest.fixture
def git(root: Path, monkeypatch: pytest.MonkeyPatch) -> Git:
    """Git in the example, which is one commit on main; whoever runs the tests has no part in it."""
    for key, value in {"GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_NOSYSTEM": "1"}.items():
        monkeypatch.setenv(key, value)
    for role in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{role}_NAME", "Tester")
        monkeypatch.setenv(f"GIT_{role}_EMAIL", "tester@example.org")

    def run(*asked: str, at: Path = root) -> str:
        return subprocess.run(["git", "-C", str(at), *asked], capture_output=True, text=True, check=True).stdout

    run("init", "--quiet", "--initial-branch", "main")
    commit(run)
    return run


@pytest.fixture
def debt(root: Path, git: Git) -> None:
    """The example with an old fault on main."""
    spoil(root, OLD)
    commit(git)
