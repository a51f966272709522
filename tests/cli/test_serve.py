"""The command `serve` as a process: it says where to look, tells of each build, and ends with Ctrl-C."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.request import ProxyHandler, build_opener

import pytest

from tests.ports import free

ENTRY = Path("catalogue/databases/ferry-operations.yaml")
OPENER = build_opener(ProxyHandler({}))


@pytest.fixture
def running(root: Path, tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """The command, on the example."""
    command = [
        sys.executable,
        "-m",
        "publisher",
        "--lang",
        "en",
        "--root",
        str(root),
        "serve",
        "--port",
        str(free()[0]),
    ]
    surroundings = {**os.environ, "XDG_CACHE_HOME": str(tmp_path / "cache"), "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=surroundings
    ) as run:
        yield run
        run.kill()


def _line(running: subprocess.Popen[str], pattern: str) -> re.Match[str]:
    """The next line of the command that says something."""
    assert running.stdout
    for line in running.stdout:
        if found := re.search(pattern, line):
            return found
    raise AssertionError(f"no line says {pattern}")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_says_where_to_look_tells_of_errors_and_of_their_end_and_stops(
    running: subprocess.Popen[str], root: Path, number: int
) -> None:
    _line(running, r"Built anew in [0-9.]+ s\.")
    address = _line(running, r"http://127\.0\.0\.1:[0-9]+/")[0]
    assert b"<h1>" in OPENER.open(address).read()
    sound = (root / ENTRY).read_text("utf-8")
    (root / ENTRY).write_text("title: [\n", encoding="utf-8")
    assert _line(running, r"^(.*): .*\[yaml-syntax\]")[1].startswith(f"{ENTRY}:")
    (root / ENTRY).write_text(sound, encoding="utf-8")
    _line(running, "Built anew")
    running.send_signal(number)
    assert running.wait(60) == 0


def test_a_port_that_is_taken_is_told(running: subprocess.Popen[str], root: Path) -> None:
    port = _line(running, r"http://127\.0\.0\.1:([0-9]+)/")[1]
    command = [sys.executable, "-m", "publisher", "--lang", "en", "--root", str(root), "serve", "--port", port]
    second = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert second.returncode == 2
    assert "Traceback" not in second.stderr
    assert f"port {port}" in second.stderr
