"""A portal with many packages, made of what a real one said of a few: recorded, multiplied, served at its rate."""

import hashlib
import json
import re
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from statistics import median
from typing import Any

import requests

from publisher.model import Catalogue, Package, Portal, Resource
from publisher.plan import canonical
from publisher.publish import plan
from publisher.targets.ckan import Ckan, Connection, payload
from publisher.targets.ckan.reading import ROWS, package_value
from publisher.targets.ckan.state import MANAGED_STATE, state_of, written
from tests.bench.catalogue import number, shifted
from tests.bench.corner import Corner
from tests.ports import listen

SEARCH = "package_search"
TOKEN = "served"
_AFTER = re.compile(r'id:\{"([^"]+)" TO')

Page = tuple[int, bytes]


@dataclass(frozen=True)
class Recording:
    """What a portal answered to a plan: its packages; all else by action and data; how many packages a second."""

    mark: str
    packages: Sequence[dict[str, Any]]
    answers: Mapping[str, Any]
    rate: float

    def save(self, place: Path) -> None:
        """Keep it in a file."""
        place.write_text(json.dumps(asdict(self)), "utf-8")

    @classmethod
    def load(cls, place: Path) -> "Recording":
        """Take it from a file."""
        return cls(**json.loads(place.read_text("utf-8")))


class _Listening(Connection):
    """A connection that keeps every answer."""

    heard: list[tuple[str, Mapping[str, Any], Any]]

    def call(self, action: str, data: Mapping[str, Any], files: Mapping[str, Any] | None = None) -> Any:
        """Call an action and keep the answer."""
        answer = super().call(action, data, files)
        self.heard.append((action, data, answer))
        return answer


def record(corner: Corner, catalogue: Catalogue, repeats: int) -> Recording:
    """Plan a published catalogue, and keep what the portal answers."""
    connection = _Listening(corner.url, corner.token)
    connection.heard = []
    if catalogue.portal is None or plan(Ckan(catalogue.portal, connection), catalogue).changes:
        raise ValueError("the catalogue is not what the portal holds")
    packages = [each for action, _, answer in connection.heard if action == SEARCH for each in answer["results"]]
    answers = {_key(action, data): answer for action, data, answer in connection.heard if action != SEARCH}
    asked = next(data for action, data, _ in connection.heard if action == SEARCH)
    rate = median(_rate(corner, asked) for _ in range(repeats))
    return Recording(corner.mark, packages, answers, rate)


def _rate(corner: Corner, asked: Mapping[str, Any]) -> float:
    """How many packages a second a search page brings, until its last byte is here."""
    headers, started = {"Authorization": corner.token}, time.perf_counter()
    answer = requests.post(f"{corner.url}/api/action/{SEARCH}", json=asked, headers=headers, timeout=300)
    seconds = time.perf_counter() - started
    return len(answer.json()["result"]["results"]) / seconds


def pages(recording: Recording, catalogue: Catalogue, count: int) -> dict[str, Page]:
    """The search pages of so many packages, by the id after which each begins: how many packages, which bytes."""
    packages = {f"{_portal(catalogue).prefix}{package.name}": package for package in catalogue.packages}
    moved = (
        _shifted(record, packages[record["name"]], _portal(catalogue), start)
        for start in range(0, count, len(recording.packages))
        for record in recording.packages
    )
    records = sorted((record for record in moved if number(record["name"]) < count), key=lambda r: str(r["id"]))
    starts = range(0, len(records), ROWS)
    return {
        records[start - 1]["id"] if start else "": _page(records[start : start + ROWS], len(records) - start)
        for start in starts
    }


def _portal(catalogue: Catalogue) -> Portal:
    if catalogue.portal is None:
        raise ValueError("the catalogue has no portal")
    return catalogue.portal


def _shifted(record: Mapping[str, Any], package: Package, portal: Portal, by: int) -> dict[str, Any]:
    """What the portal would say of a package so many numbers further on: names, ids and our own marks are others."""
    text, name = json.dumps(record), shifted(package.name, by)
    ids = {record["id"]: payload.package_id(portal, name)}
    for held, resource in zip(record["resources"], package.resources, strict=True):
        ids[held["id"]] = payload.resource_id(portal, name, resource)
        ids[_short(held["id"])] = _short(ids[held["id"]])
        ids[_digest(resource, 0)] = _digest(resource, by)
    for old, new in ids.items():
        text = text.replace(old, new)
    moved: dict[str, Any] = json.loads(shifted(text, by))
    value = {key: told for key, told in package_value(moved).items() if key != "edited"}
    mark = written(state_of(value))
    extras = [{**extra, "value": mark} if extra["key"] == MANAGED_STATE else extra for extra in moved["extras"]]
    return {**moved, "extras": extras}


def _digest(resource: Resource, by: int) -> str:
    """The digest of a file, or of the one that comes so many packages later."""
    return hashlib.sha256(shifted(resource.file.read_text("utf-8"), by).encode()).hexdigest()


def _short(id: str) -> str:
    """An id as the kept state has it."""
    return id.replace("-", "")[:12]


def _page(records: Sequence[Mapping[str, Any]], left: int) -> Page:
    told = {"success": True, "result": {"count": left, "results": records, "sort": "id asc"}}
    return len(records), json.dumps(told).encode()


def _key(action: str, data: Mapping[str, Any]) -> str:
    return f"{action} {canonical(data).decode()}"


class _Handler(BaseHTTPRequestHandler):
    pages: Mapping[str, Page]
    answers: Mapping[str, Any]
    rate: float
    protocol_version = "HTTP/1.1"
    wbufsize = -1  # head and body together, else the client waits for the second

    def do_POST(self) -> None:
        """Answer as the portal did; a search page when the portal would have had it ready."""
        started = time.perf_counter()
        data = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        action = self.path.rpartition("/")[2]
        if action != SEARCH:
            self._answer(json.dumps({"success": True, "result": self.answers[_key(action, data)]}).encode())
            return
        after = _AFTER.search(data["fq"])
        count, body = self.pages[after[1] if after else ""]
        time.sleep(max(0.0, count / self.rate - (time.perf_counter() - started)))
        self._answer(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def _answer(self, body: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/json;charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def served(recording: Recording, found: Mapping[str, Page]) -> Iterator[str]:
    """Serve the pages on loopback; give the address."""
    told = {"pages": found, "answers": recording.answers, "rate": recording.rate}
    server = listen(type("Handler", (_Handler,), told))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
