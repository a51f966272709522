"""A bare loop that sends to a portal what the publisher sent: the same payloads under other names. Reads and writes."""

import json
import re
import threading
import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import ckanapi

from publisher.targets.ckan import Connection
from tests.bench.corner import Corner
from tests.bench.measures import READS

UUID = re.compile(r"\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b")


@dataclass(frozen=True)
class Call:
    """A write: the action, its data, and by form field the files that it brings, with name and media type."""

    action: str
    data: Mapping[str, Any]
    files: Mapping[str, tuple[str, Path, str]]

    @property
    def about(self) -> str:
        """The id of the package that is written; empty for groups and for the journal, whose id is the portal's."""
        id: str = self.data.get("match", self.data).get("id", "")
        return id if id and uuid.UUID(id).version == 5 else ""


class Recording(Connection):
    """A connection that keeps what it writes."""

    calls: list[Call]

    def call(self, action: str, data: Mapping[str, Any], files: Mapping[str, Any] | None = None) -> Any:
        """Call an action; keep it if it writes."""
        if not action.endswith(READS):
            brought = {field: (name, Path(stream.name), kind) for field, (name, stream, kind) in (files or {}).items()}
            self.calls.append(Call(action, data, brought))
        return super().call(action, data, files)

    @classmethod
    def of(cls, corner: Corner) -> "Recording":
        """A connection to a corner that has kept nothing yet."""
        recording = cls(corner.url, corner.token)
        recording.calls = []
        return recording


def moved(calls: Iterable[Call], theirs: str, ours: str) -> list[Call]:
    """The same calls in another corner: its mark instead of the first one, and ids of its own; not the journal's."""
    kept = (call for call in calls if call.about or not call.action.startswith("package_"))
    return [replace(call, data=json.loads(_moved(json.dumps(call.data), theirs, ours))) for call in kept]


def _moved(text: str, theirs: str, ours: str) -> str:
    fresh = UUID.sub(lambda match: str(uuid.uuid5(uuid.NAMESPACE_URL, match[0] + ours)), text)
    return fresh.replace(theirs, ours)


def by_package(calls: Iterable[Call]) -> list[list[Call]]:
    """The calls of each package of a catalogue, in their order."""
    found: dict[str, list[Call]] = {}
    for call in calls:
        if call.about:
            found.setdefault(call.about, []).append(call)
    return list(found.values())


def send(corner: Corner, jobs: Sequence[Sequence[Call]], threads: int) -> None:
    """Send the calls, package by package, by so many threads, each over a session of its own."""
    own = threading.local()

    def work(job: Sequence[Call]) -> None:
        if not hasattr(own, "api"):
            own.api = corner.api()
        for call in job:
            _send(own.api, call)

    if threads == 1:
        for job in jobs:
            work(job)
        return
    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(work, jobs))


def _send(api: ckanapi.RemoteCKAN, call: Call) -> None:
    data = {**call.data, "match": {"id": call.about}} if "match" in call.data else call.data
    with ExitStack() as stack:
        files = {
            field: (name, stack.enter_context(path.open("rb")), kind)
            for field, (name, path, kind) in call.files.items()
        }
        if files:
            data = {key: json.dumps(value) for key, value in data.items()}
        api.call_action(call.action, data, files=files or None)


def as_patch(job: Sequence[Call]) -> list[Call]:
    """What `package_revise` sets, set by `package_patch`."""
    return [Call("package_patch", {**call.data["update"], "id": call.about}, {}) for call in job]


def edited(jobs: Iterable[Sequence[Call]], edit: Callable[[str], str]) -> list[list[Call]]:
    """The same calls with other words."""
    return [[replace(call, data=json.loads(edit(json.dumps(call.data)))) for call in job] for job in jobs]
