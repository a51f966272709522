"""Two processes side by side: one after the other to read, ended together, as bad as the worse of them."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.conftest import REPOSITORY, portal
from tests.side_by_side import SIDES
from tests.stack.places import DEFAULT_PORT_BASE

BOTH = "import sys; from tests.side_by_side import both; sys.exit(both(sys.argv[1:]))"
# Two sides that wait for each other at a pipe, and then do what they are told to.
MEET = '''
import asyncio, sys
from tests.side_by_side import Side, run
met = """
import signal, sys
try:
    open(*sys.argv[1:3])
    print(sys.argv[2], "met", flush=True)
    signal.pause() if sys.argv[3] == "wait" else print(sys.argv[3])
except KeyboardInterrupt:
    print("tidied up")
"""
sides = [Side(way, [sys.executable, "-c", met, sys.argv[1], way, sys.argv[2]]) for way in "rw"]
code = asyncio.run(run(sides))
print([side.code for side in sides])
sys.exit(code)
'''
WORK = "def one():\n    return 1\n\n\ndef two():\n    return 2\n"
SUITE = """
import pytest, work

@pytest.mark.ckan
def test_one():
    assert work.one() == {}

def test_two():
    assert work.two() == {}
"""
CONFIGURATION = "[tool:pytest]\nmarkers = ckan: needs a portal\n[coverage:run]\nsource = work\n"


def _start(script: str, folder: Path, *arguments: str) -> subprocess.Popen[str]:
    surroundings = {**os.environ, "PYTHONPATH": str(REPOSITORY)}
    command = [sys.executable, "-c", script, *arguments]
    return subprocess.Popen(
        command, cwd=folder, env=surroundings, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )


@pytest.fixture
def pipe(tmp_path: Path) -> str:
    """A pipe that opens when both of its ends are opened."""
    os.mkfifo(tmp_path / "pipe")
    return str(tmp_path / "pipe")


def test_both_are_under_way_at_once_and_told_one_after_the_other(pipe: str, tmp_path: Path) -> None:
    with _start(MEET, tmp_path, pipe, "done") as process:
        told = process.communicate(timeout=60)[0].splitlines()
    lines = [line for line in told if line and "ended" not in line]
    assert lines == ["== tests r", "r met", "done", "== tests w", "w met", "done", "[0, 0]"]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_who_is_asked_to_stop_stops_both_once(number: signal.Signals, pipe: str, tmp_path: Path) -> None:
    with _start(MEET, tmp_path, pipe, "wait") as process:
        assert process.stdout
        while process.stdout.readline() != "r met\n":
            assert process.poll() is None
        process.send_signal(number)
        told = process.communicate(timeout=60)[0]
    assert told.count("tidied up") == 2
    assert told.endswith("[0, 0]\n")
    assert process.returncode == 128 + number


@pytest.mark.parametrize(
    ("one", "two", "failed"),
    [(0, 2, ["test_one"]), (1, 0, ["test_two"]), (0, 0, ["test_one", "test_two"])],
    ids=["the first fails", "the second fails", "both fail"],
)
def test_each_side_tells_its_end_and_what_failed_is_told_last(
    one: int, two: int, failed: Sequence[str], tmp_path: Path
) -> None:
    (tmp_path / "work.py").write_text(WORK)
    (tmp_path / "test_work.py").write_text(SUITE.format(one, two))
    (tmp_path / "setup.cfg").write_text(CONFIGURATION)
    with _start(BOTH, tmp_path, "-ra") as process:
        told = process.communicate(timeout=120)[0].splitlines()
    assert process.returncode == 1
    ends = [found[1] for line in told if (found := re.search(r"1 (\w+), 1 deselected in ", line))]
    assert ends == ["failed" if name in failed else "passed" for name in ("test_one", "test_two")]
    assert [line.split("::")[1].split()[0] for line in told[len(told) - len(failed) :]] == failed


def test_what_both_have_measured_is_one(tmp_path: Path) -> None:
    (tmp_path / "work.py").write_text(WORK)
    (tmp_path / "test_work.py").write_text(SUITE.format(1, 2))
    (tmp_path / "setup.cfg").write_text(CONFIGURATION)
    with _start(BOTH, tmp_path) as process:
        told = process.communicate(timeout=120)[0]
    assert told.count("1 passed, 1 deselected in ") == 2
    assert process.returncode == 0
    report = [sys.executable, "-m", "coverage", "report"]
    assert subprocess.run([*report, "--fail-under=100"], cwd=tmp_path, capture_output=True, check=False).returncode == 0
    with _start(BOTH, tmp_path, "-k", "two") as process:  # nothing to do for one of them
        process.communicate(timeout=120)
    assert process.returncode == 0
    assert subprocess.run([*report, "--fail-under=100"], cwd=tmp_path, capture_output=True, check=False).returncode == 2


def test_ports_are_of_one_side_only_and_none_is_of_a_portal() -> None:
    ranges = [range(*map(int, ports.split("-"))) for _, ports, _ in SIDES.values()]
    assert all(set(ranges[0]).isdisjoint(other) for other in (ranges[1], range(DEFAULT_PORT_BASE, 1 << 16)))
    assert max(ranges[1]) < DEFAULT_PORT_BASE


def test_only_the_side_that_has_them_may_use_a_portal(
    pytestconfig: pytest.Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pytestconfig.option, "markexpr", SIDES["without-ckan"][0])
    with pytest.raises(AssertionError, match="is marked"):
        portal("ckan-2.12", pytestconfig)
