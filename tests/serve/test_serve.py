"""The live preview: what is edited is seen, a fault leaves the page as it was, nobody else may look."""

import json
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from http import HTTPStatus
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from publisher.problem import Refused
from publisher.publish import Terms
from publisher.serve import Built, Preview
from publisher.serve.server import HOST, OWN, Patient, listen
from tests.conftest import DAY
from tests.ports import free

ENTRY = Path("catalogue/databases/ferry-operations.yaml")
PAGE = "/database/ferry-operations/"
HEAD = "The catalogue has errors"


@pytest.fixture
def preview(root: Path, tmp_path: Path) -> Iterator[Preview]:
    """A preview of the example that has been built once."""
    made = Preview(root, tmp_path / "preview", Terms(DAY))
    made.build()
    yield made
    made.close()
    assert not (tmp_path / "preview").exists()


def _retitled(root: Path, title: str) -> None:
    entry = root / ENTRY
    lines = entry.read_text("utf-8").splitlines()
    entry.write_text("\n".join([f"title: {title}", *lines[1:], ""]), encoding="utf-8")


@contextmanager
def _served(preview: Preview) -> Iterator[int]:
    """Serve a preview; give the port."""
    server = listen(preview, free()[0], lambda built: [problem.code for problem in built.errors], HEAD)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _get(port: int, path: str, host: str = HOST) -> tuple[int, str]:
    connection = HTTPConnection(HOST, port, timeout=60)
    connection.request("GET", path, headers={"Host": host})
    answer = connection.getresponse()
    content = answer.read().decode()
    connection.close()
    return answer.status, content


def test_an_edit_is_on_the_page_after_the_next_build(preview: Preview, root: Path) -> None:
    with _served(preview) as port:
        _retitled(root, "Ferries anew")
        before = _get(port, PAGE)
        preview.build()
        after = _get(port, PAGE)
    assert before[0] == after[0] == HTTPStatus.OK
    assert "Ferries anew" not in before[1]
    assert "Ferries anew" in after[1]


def test_a_fault_is_told_and_leaves_the_pages_as_they_were(preview: Preview, root: Path) -> None:
    with _served(preview) as port:
        before = _get(port, PAGE)
        _retitled(root, "[")
        preview.build()
        assert _get(port, PAGE) == before
        news = json.loads(_get(port, f"{OWN}news?after=1")[1])
    assert news == {"number": 2, "head": HEAD, "errors": ["yaml-syntax"]}


def test_a_template_that_is_wrong_is_told_and_leaves_the_pages_as_they_were(preview: Preview, root: Path) -> None:
    template = root / "site_templates" / "database.html"
    template.parent.mkdir()
    with _served(preview) as port:
        before = _get(port, PAGE)
        for text in ("{% if %}", "{{ nope }}"):
            template.write_text(text, encoding="utf-8")
            assert [problem.code for problem in preview.build().errors] == ["bad-template"]
            assert _get(port, PAGE) == before
        news = json.loads(_get(port, f"{OWN}news?after=2")[1])
        template.unlink()
        assert preview.build().errors == ()
    assert news["errors"] == ["bad-template"]


def test_a_catalogue_that_was_never_sound_gets_an_empty_page_with_its_errors(root: Path, tmp_path: Path) -> None:
    _retitled(root, "[")
    preview = Preview(root, tmp_path / "preview", Terms(DAY))
    preview.build()
    with _served(preview) as port:
        assert f"{OWN}page.js" in _get(port, PAGE)[1]
        assert json.loads(_get(port, f"{OWN}news")[1])["errors"] == ["yaml-syntax"]


def test_a_preview_makes_no_copy_for_a_disk(preview: Preview, root: Path) -> None:
    place = root / "catalogue" / "catalogue.yaml"
    place.write_text(place.read_text("utf-8") + "site: {offline: true}\n", "utf-8")
    assert preview.build().errors == ()
    assert not (preview.site / "offline.zip").exists()


@pytest.mark.parametrize(("code", "ends"), [("file-changed", False), ("stale", True)])
def test_a_file_that_changes_during_a_build_is_left_to_the_next_one(
    preview: Preview, code: str, ends: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise Refused(code, file="table.csv", key="table.csv")

    monkeypatch.setattr("publisher.serve.apply", refuse)
    with pytest.raises(Refused) if ends else nullcontext():
        assert preview.build().errors == ()


def test_whoever_waits_for_news_is_told_at_the_next_build(preview: Preview) -> None:
    told: list[Built] = []
    waiting = threading.Thread(target=lambda: told.append(preview.after(1, 60)))
    waiting.start()
    built = preview.build()
    waiting.join()
    assert told == [built]
    assert preview.after(built.number, 0) == built


def test_a_name_that_was_removed_or_renamed_goes_from_the_preview_without_a_withdrawal(
    preview: Preview, root: Path
) -> None:
    shutil.rmtree(root / "datasets" / "ferry-trips")
    with _served(preview) as port:
        assert _get(port, "/dataset/ferry-trips/")[0] == HTTPStatus.OK
        assert preview.build().errors == ()
        assert _get(port, "/dataset/ferry-trips/")[0] == HTTPStatus.NOT_FOUND


def test_watching_builds_when_a_file_changes_and_ends_when_it_is_told(preview: Preview, root: Path) -> None:
    stop = threading.Event()
    builds = preview.builds(stop)
    again = threading.Event()

    def edit() -> None:
        number = 0
        while not again.wait(0.2):  # until the watcher, which takes its time to begin, has seen one
            number += 1
            _retitled(root, f"Ferries {number}")

    editing = threading.Thread(target=edit)
    editing.start()
    built = next(builds)
    again.set()
    editing.join()
    stop.set()
    for _ in builds:
        pass
    assert built.number >= 2


@pytest.mark.parametrize(
    ("path", "host", "status"),
    [
        ("/", HOST, HTTPStatus.OK),
        ("/", "localhost:8000", HTTPStatus.OK),
        ("/", "elsewhere.example", HTTPStatus.FORBIDDEN),
        (f"{OWN}news", "elsewhere.example", HTTPStatus.FORBIDDEN),
        (f"{OWN}page.js", HOST, HTTPStatus.OK),
        (f"{OWN}__init__.py", HOST, HTTPStatus.NOT_FOUND),
        (f"{OWN}../server.py", HOST, HTTPStatus.NOT_FOUND),
        ("/../../../etc/hostname", HOST, HTTPStatus.NOT_FOUND),
        ("/static/site.css", HOST, HTTPStatus.OK),
        ("/nothing/", HOST, HTTPStatus.NOT_FOUND),
    ],
)
def test_only_the_site_is_given_and_only_to_this_machine(
    preview: Preview, path: str, host: str, status: HTTPStatus
) -> None:
    with _served(preview) as port:
        assert _get(port, path, host)[0] == status


def test_the_pages_of_a_preview_may_run_its_script_and_those_of_the_site(preview: Preview) -> None:
    with _served(preview) as port:
        page = _get(port, "/")[1]
    published = (preview.site / "index.html").read_text("utf-8")
    assert page.count("default-src 'none'; script-src 'self'; connect-src 'self'; style-src") == 1
    assert page.count('<script type="module"') == page.count("<script") == published.count("<script") + 1
    assert "unsafe" not in page


def test_a_template_that_breaks_pages_is_told_and_the_pages_stay_as_they_were(root: Path, preview: Preview) -> None:
    before = preview.site.resolve()
    template = root / "site_templates" / "themes.html"
    template.parent.mkdir()
    template.write_text('{% extends "base.html" %}\n{% block main %}<h1>x</h1><style>x</style>{% endblock %}\n')
    broken = preview.build()
    assert {problem.code for problem in broken.errors} == {"page-active"}
    assert preview.site.resolve() == before
    template.unlink()
    assert preview.build().errors == ()


def test_a_reader_who_goes_away_in_the_midst_of_an_answer_is_no_error(capsys: pytest.CaptureFixture[str]) -> None:
    with Patient(("127.0.0.1", 0), BaseHTTPRequestHandler, bind_and_activate=False) as server:
        for error in (BrokenPipeError(), ConnectionResetError(), ValueError("something else")):
            try:
                raise error
            except (OSError, ValueError):
                server.handle_error(None, ("127.0.0.1", 1))
    told = capsys.readouterr().err
    assert "something else" in told
    assert "BrokenPipe" not in told
    assert "ConnectionReset" not in told
