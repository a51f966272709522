"""ckanapi's own command line, from the same environment. Reads and writes."""

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from tests.bench.bare import Call
from tests.bench.corner import Corner

PROCESSES = (1, 3)  # 3 is the most that it allows itself


def lines(jobs: Iterable[Sequence[Call]]) -> list[str]:
    """What the calls make of each package, as the JSON line that `ckanapi load datasets` takes.

    It cannot send files from disk: resources whose file travelled become links.
    """
    return [json.dumps(_record(job)) for job in jobs]


def _record(job: Sequence[Call]) -> dict[str, Any]:
    whole: dict[str, Any] = {}
    for call in job:
        whole |= call.data.get("update", call.data)
    resources = [_as_link(resource) for resource in whole.get("resources", ())]
    return {**whole, "id": job[0].about, "resources": resources}


def _as_link(resource: Mapping[str, Any]) -> dict[str, Any]:
    return {**resource, "url": f"https://bench.example/{resource['id']}.csv", "url_type": ""}


def load(corner: Corner, descriptors: Path, processes: int) -> int:
    """Load packages from JSON lines; what is there is updated. Tell how many came through."""
    told = _run(corner, "load", "datasets", "-I", str(descriptors), "-p", str(processes), "-l", "/dev/stdout", "-q")
    return told.count(b"\n")


def dump(corner: Corner, names: Sequence[str], processes: int) -> int:
    """Dump packages by name; tell how many came."""
    return _run(corner, "dump", "datasets", *names, "-p", str(processes), "-q").count(b"\n")


def search(corner: Corner, query: str) -> int:
    """Dump packages by search; tell how many came."""
    return _run(corner, "search", "datasets", f"fq={query}", "include_private:true").count(b"\n")


def _run(corner: Corner, *arguments: str) -> bytes:
    folder = Path(sys.executable).parent
    # The workers that it starts are looked up on PATH.
    surroundings = {**os.environ, "PATH": f"{folder}:{os.environ['PATH']}"}
    command = [sys.executable, str(folder / "ckanapi"), *arguments, "-r", corner.url, "-a", corner.token]
    done = subprocess.run(command, capture_output=True, check=False, env=surroundings)
    if done.returncode:
        raise ChildProcessError(f"ckanapi {arguments[0]}: {done.stderr.decode()[-500:]}")
    return done.stdout
