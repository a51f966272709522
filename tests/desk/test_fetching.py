"""Files are fetched from the portal alone, part by part, none too large, and none outside its folder."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest

from publisher.desk.draft import Fetch
from publisher.desk.fetching import MAX_RESOURCES, Fetcher
from publisher.load.schemas import read_schemas
from publisher.problem import PublisherError
from publisher.targets.ckan import Connection
from publisher.targets.ckan.descriptors import Reader
from publisher.targets.ckan.pace import Patience
from tests.ports import listen

BODY = b"a,b\n1,2\n"
LIMIT = len(BODY)
TOKEN = "canary-token"


@pytest.fixture
def portal() -> Iterator[tuple[str, list[str]]]:
    """A server of files, some of them odd; and the tokens that it was sent."""
    heard: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            heard.append(self.headers.get("Authorization", ""))
            name = self.path.rpartition("/")[2]
            if name == "moved.csv":
                self.send_response(302)
                self.send_header("Location", "http://127.0.0.1:1/elsewhere.csv")
                self.end_headers()
                return
            self.send_response(404 if name == "gone.csv" else 200)
            self.send_header("Content-Length", str(LIMIT + 5 if name == "cut.csv" else LIMIT))
            self.end_headers()
            self.wfile.write(BODY)

        def log_message(self, format: str, *args: Any) -> None:
            """Say nothing."""

    with listen(Handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}", heard
        server.shutdown()
        thread.join()


def _connection(url: str) -> Connection:
    return Connection(url, TOKEN, Patience(connect=1, answer=1, pauses=(0.001,)))


def _fetcher(url: str, folder: Path, limit: int = LIMIT) -> Fetcher:
    schemas, _ = read_schemas(folder, ["en"])
    return Fetcher(_connection(url), Reader(schemas, ("en",)), folder, limit)


def test_a_file_at_the_limit_is_fetched_and_the_portal_gets_the_token(
    portal: tuple[str, list[str]], tmp_path: Path
) -> None:
    url, heard = portal
    _connection(url).save(f"{url}/x.csv", tmp_path / "x.csv", LIMIT)
    assert ((tmp_path / "x.csv").read_bytes(), heard) == (BODY, [TOKEN])


@pytest.mark.parametrize(
    ("name", "limit", "code"),
    [
        ("x.csv", LIMIT - 1, "over-size"),
        ("gone.csv", LIMIT, "not-served"),
        ("moved.csv", LIMIT, "not-served"),
        ("cut.csv", LIMIT + 5, "no-answer"),
    ],
)
def test_what_cannot_be_fetched_whole_is_refused(
    portal: tuple[str, list[str]], tmp_path: Path, name: str, limit: int, code: str
) -> None:
    with pytest.raises(PublisherError, match=code):
        _connection(portal[0]).save(f"{portal[0]}/{name}", tmp_path / name, limit)


@pytest.mark.parametrize(
    "prefix", ["http://127.0.0.1:1", "http://portal.example", "{url}.example", "file://", "{url}@x"]
)
def test_what_lies_elsewhere_is_not_even_asked_for(portal: tuple[str, list[str]], tmp_path: Path, prefix: str) -> None:
    url, heard = portal
    with pytest.raises(PublisherError, match="served-elsewhere"):
        _connection(url).save(f"{prefix.format(url=url)}/x.csv", tmp_path / "x.csv", LIMIT)
    assert heard == []


def test_an_upload_is_fetched_where_we_reach_the_portal(portal: tuple[str, list[str]], tmp_path: Path) -> None:
    resource = {"url": "https://official.example/base/dataset/1/resource/2/download/x.csv", "url_type": "upload"}
    fetch = Fetch("mot", {**resource, "name": "X", "hash": ""}, "x.csv")
    assert list(_fetcher(portal[0], tmp_path).ours(fetch)) == []
    assert (tmp_path / "datasets/mot/x.csv").read_bytes() == BODY


@pytest.mark.parametrize("path", ["../x.csv", "/etc/x.csv", "a/b.csv", "", ".hidden", "X.csv", "a\\b.csv"])
def test_no_path_that_a_portal_tells_leads_out_of_the_folder(
    portal: tuple[str, list[str]], tmp_path: Path, path: str
) -> None:
    fetch = Fetch("mot", {"url": f"{portal[0]}/dataset/x.csv", "name": "X"}, path)
    assert [note.code for note in _fetcher(portal[0], tmp_path).ours(fetch)] == ["import-not-fetched"]
    assert list(tmp_path.rglob("*")) == []


def test_a_file_that_is_not_the_one_we_published_is_named(portal: tuple[str, list[str]], tmp_path: Path) -> None:
    fetch = Fetch("mot", {"url": f"{portal[0]}/x.csv", "name": "X", "hash": "0" * 64}, "x.csv")
    assert [note.code for note in _fetcher(portal[0], tmp_path).ours(fetch)] == ["import-other-bytes"]


def test_a_dataset_takes_two_hundred_files_and_no_more(portal: tuple[str, list[str]], tmp_path: Path) -> None:
    fetcher, resource = _fetcher(portal[0], tmp_path), {"url": f"{portal[0]}/xy.csv", "name": "X"}
    used = {f"file-{number}" for number in range(MAX_RESOURCES - 1)}
    taken, _ = fetcher.theirs(Fetch("mot", resource), used)
    assert (taken or {})["path"] == "xy.csv"
    taken, problem = fetcher.theirs(Fetch("mot", resource), used)
    assert (taken, problem and problem.args["reason"]) == (None, "> 200")


@pytest.mark.parametrize(
    ("resource", "format"),
    [
        ({"format": "CSV", "url": "x"}, "csv"),
        ({"format": "csv", "url": "x.zip"}, "csv"),
        ({"format": "", "url": "https://a.example/x.GeoJSON?y=1"}, "geojson"),
        ({"format": None, "url": None}, None),
        ({"format": "DOCX", "url": "x.csv"}, None),
    ],
)
def test_a_format_is_known_by_its_label_or_else_by_the_address(
    tmp_path: Path, resource: dict[str, Any], format: str | None
) -> None:
    taken, problem = _fetcher("http://127.0.0.1:1", tmp_path).theirs(Fetch("mot", resource), set())
    assert taken is None
    assert problem
    assert problem.code == ("import-elsewhere" if format else "import-format")
