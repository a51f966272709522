"""The program from its first line: exit codes from outside, and no traceback whatever it is given."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from publisher import __version__
from tests.cli.conftest import CANARY, Publisher, Run

CATALOGUE = "catalogue/catalogue.yaml"


def _outside(*arguments: object, **environment: str) -> Run:
    """Run the program as a process of its own."""
    kept = {key: os.environ[key] for key in ("PATH", "HOME") if key in os.environ}
    done = subprocess.run(
        [sys.executable, "-m", "publisher", *map(str, arguments)],
        capture_output=True,
        check=False,
        env={**kept, "LC_ALL": "C.UTF-8", **environment},
    )
    return Run(done.returncode, done.stdout.decode(errors="replace"), done.stderr.decode(errors="replace"))


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        pytest.param(("check",), 0, id="0 nothing to say"),
        pytest.param(("plan", "site", "--exit-code"), 1, id="1 found something"),
        pytest.param(("plan", "moon"), 2, id="2 wrong usage"),
        pytest.param(("apply", "site", "--expect", "f" * 64), 3, id="3 refused"),
    ],
)
def test_the_process_ends_in(arguments: tuple[str, ...], code: int, root: Path, site: Path) -> None:
    told = _outside("--root", root, "--site", site, *arguments)
    assert told.code == code
    assert "Traceback" not in told.err


def test_the_process_ends_in_5_where_the_portal_does_not_answer(root: Path, site: Path, closed_port: str) -> None:
    told = _outside("--root", root, "--site", site, "publish", CKAN_URL=closed_port, CKAN_API_TOKEN=CANARY)
    assert told.code == 5
    assert "[no-answer]" in told.err
    assert CANARY not in told.told
    assert not site.exists()


def test_words_come_through_on_a_terminal_that_knows_no_vietnamese(root: Path) -> None:
    told = _outside("--root", root, "--lang", "vi", "check", PYTHONIOENCODING="ascii")
    assert told.code == 0
    assert "Traceback" not in told.err


def test_a_reader_that_closes_early_sees_no_traceback(root: Path, site: Path) -> None:
    command = [sys.executable, "-m", "publisher", "--root", str(root), "--site", str(site), "plan", "site", "--all"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        assert b"Traceback" not in process.stderr.read()


def test_the_version_is_said(run: Publisher) -> None:
    told = run("--version")
    assert told.code == 0
    assert __version__ in told.out


def _file(path: Path, content: str | bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())


WRECKS: dict[str, Callable[[Path], object]] = {
    "an empty folder": lambda root: None,
    "a list": lambda root: _file(root / CATALOGUE, "- a\n"),
    "a word": lambda root: _file(root / CATALOGUE, "word"),
    "a folder called catalogue.yaml": lambda root: (root / CATALOGUE).mkdir(parents=True),
    "a file called catalogue": lambda root: _file(root / "catalogue", "x"),
    "an empty catalogue.yaml": lambda root: _file(root / CATALOGUE, ""),
    "bytes": lambda root: _file(root / CATALOGUE, b"\xff\x00"),
    "no YAML": lambda root: _file(root / CATALOGUE, "a: [\n"),
    "wrong types": lambda root: _file(root / CATALOGUE, "title: [1]\nlanguages: {a: 1}\nckan: 3\nrules: x\n"),
    "languages that are not": lambda root: _file(root / CATALOGUE, "title: A\nlanguages: [[x], 1, null, '']\n"),
    "a dangling link": lambda root: ((root / "catalogue").mkdir(), (root / CATALOGUE).symlink_to("nowhere")),
    "a link to itself": lambda root: ((root / "catalogue").mkdir(), (root / CATALOGUE).symlink_to("catalogue.yaml")),
    "themes that are a list": lambda root: (
        _file(root / CATALOGUE, "title: A\n"),
        _file(root / "catalogue/themes.yaml", "- a\n"),
    ),
    "a dataset that is a list": lambda root: (
        _file(root / CATALOGUE, "title: A\n"),
        _file(root / "datasets/d/datapackage.yaml", "- a\n"),
    ),
    "a file called datasets": lambda root: (_file(root / CATALOGUE, "title: A\n"), _file(root / "datasets", "x")),
    "schemas that are none": lambda root: (
        _file(root / CATALOGUE, "title: A\n"),
        _file(root / "schemas/dataset.yaml", "- a\n"),
    ),
}


@pytest.mark.parametrize("arguments", [("check",), ("publish",)], ids=" ".join)
@pytest.mark.parametrize("wreck", WRECKS)
def test_a_folder_that_is_no_catalogue_is_found_faulty_and_nothing_is_written(
    wreck: str, arguments: tuple[str, ...], run: Publisher, tmp_path: Path, site: Path
) -> None:
    root = tmp_path / "wreck"
    root.mkdir()
    WRECKS[wreck](root)
    told = run("--root", root, "--site", site, *arguments)
    assert told.code == 1
    assert ": error: " in told.told
    assert not site.exists()


def test_a_root_that_is_not_there_is_found_faulty(run: Publisher, tmp_path: Path) -> None:
    told = run("--root", tmp_path / "nowhere", "check")
    assert told.code == 1
    assert "[missing-descriptor]" in told.out


def test_a_root_that_is_a_file_is_wrong_usage(run: Publisher, tmp_path: Path) -> None:
    _file(tmp_path / "file", "x")
    assert run("--root", tmp_path / "file", "check").code == 2


@pytest.mark.parametrize(
    "place",
    [
        pytest.param("file", id="a file"),
        pytest.param("file/public", id="below a file"),
        pytest.param("dangling", id="a dangling link"),
        pytest.param("elsewhere", id="a link elsewhere"),
        pytest.param("x" * 300, id="a name that is too long"),
    ],
)
def test_a_place_where_no_site_can_be_is_refused(place: str, run: Publisher, root: Path, tmp_path: Path) -> None:
    _file(tmp_path / "file", "x")
    (tmp_path / "dangling").symlink_to("nowhere")
    (tmp_path / "elsewhere").symlink_to(root)
    told = run("--root", root, "--site", tmp_path / place, "publish")
    assert told.code in {3, 5}
    assert "    fix: " in told.err
    assert (tmp_path / "file").read_text() == "x"


def test_the_root_of_the_disk_is_no_place_for_a_site(run: Publisher, root: Path) -> None:
    assert run("--root", root, "--site", "/", "plan", "site").code in {2, 3}


@pytest.mark.parametrize(
    "url",
    ["portal", "not a url", "ftp://portal.example", "http://", "https://", "http://[::1", "http://127.0.0.1:99999"],
)
@pytest.mark.parametrize("token", ["", CANARY], ids=["without a token", "with a token"])
def test_an_address_that_is_none_ends_in_5(
    url: str, token: str, run: Publisher, root: Path, site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CKAN_URL", url)
    monkeypatch.setenv("CKAN_API_TOKEN", token)
    told = run("--root", root, "--site", site, "publish")
    assert told.code == 5
    assert CANARY not in told.told
    assert not site.exists()


def test_a_password_in_the_address_is_not_repeated(
    run: Publisher, root: Path, site: Path, closed_port: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CKAN_URL", closed_port.replace("http://", f"http://steward:{CANARY}@"))
    told = run("--root", root, "--site", site, "publish")
    assert told.code == 5
    assert CANARY not in told.told
