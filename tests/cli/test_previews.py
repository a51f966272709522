"""A preview of the site: it says what it is on every page, differs in nothing else, and is never taken for the site."""

import re
from html import unescape
from pathlib import Path

import pytest

from publisher.load.schemas import defaults
from tests.cli.conftest import Publisher

TEXT = 'Bản xem trước của !42 & <b>"x"</b>'
CANONICAL = re.compile(rb'<link rel="(canonical|alternate" hreflang)[^>]*>\n')
NOINDEX = b'<meta name="robots" content="noindex">\n'
BANNER = re.compile(rb'<aside class="banner" aria-label="[^"]+"><p class="width">([^<]*)</p></aside>\n')


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The folders of the site and of previews are those of where the command is run."""
    monkeypatch.chdir(tmp_path)


def _files(folder: str) -> dict[str, bytes]:
    place = Path(folder)
    return {path.relative_to(place).as_posix(): path.read_bytes() for path in place.rglob("*") if path.is_file()}


def test_a_preview_differs_from_the_site_in_what_says_so_alone(root: Path, run: Publisher) -> None:
    assert run("--root", root, "apply", "site").code == 0
    assert run("--root", root, "apply", "site", "--preview", TEXT).code == 0
    site, preview = _files("public/"), _files("build/preview/")
    assert site.keys() == preview.keys()
    pages = {path for path in site if path.endswith(".html")}
    other = {path for path in site if site[path] != preview[path]}
    assert other == pages | {"robots.txt", "manifest.json"}
    for path in pages:
        assert [unescape(text.decode()) for text in BANNER.findall(preview[path])] == [TEXT]
        assert preview[path].count(NOINDEX) == 1
        assert b"canonical" not in preview[path]
        bare = BANNER.sub(b"", preview[path]).replace(NOINDEX, b"")
        assert bare == CANONICAL.sub(b"", site[path]).replace(NOINDEX, b"")
    assert preview["robots.txt"] == b"User-agent: *\nDisallow: /\n"


def test_what_is_remembered_of_one_is_not_taken_for_the_other(root: Path, run: Publisher) -> None:
    for command in ((), ("--preview", "One"), (), ("--preview", "Two"), ("--preview", "One")):
        assert run("--root", root, "apply", "site", *command).code == 0
        text = command[1].encode() if command else b""
        page = Path("build/preview/index.html" if command else "public/index.html").read_bytes()
        assert BANNER.findall(page) == ([text] if text else [])
    told = run("--root", root, "--lang", "en", "plan", "site", "--exit-code")
    assert told.code == 0
    told = run("--root", root, "--lang", "en", "plan", "site", "--preview", "One", "--exit-code")
    assert told.code == 0


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "is of the site alone"), ("vi", "chỉ dành cho site")],
)
@pytest.mark.parametrize("command", ["plan", "apply"])
def test_a_preview_is_never_for_ckan(command: str, language: str, words: str, root: Path, run: Publisher) -> None:
    told = run("--lang", language, "--root", root, command, "ckan", "--preview", "x")
    assert told.code == 2
    assert words in " ".join(told.err.split())


def test_publish_has_no_preview(root: Path, run: Publisher) -> None:
    assert run("--root", root, "publish", "--preview", "x").code == 2
    assert not Path("public").exists()


@pytest.mark.parametrize("folder", ["public", "./public", "build/../public"])
def test_the_folder_of_the_site_is_refused_even_before_there_is_one(folder: str, root: Path, run: Publisher) -> None:
    told = run("--lang", "en", "--root", root, "--site", folder, "apply", "site", "--preview", "x")
    assert told.code == 2
    assert "folder of the real site" in " ".join(told.err.split())
    assert not Path("public").exists()


def test_neither_is_written_into_a_folder_of_the_other(root: Path, run: Publisher) -> None:
    site, preview = ("--root", root, "--site", "a", "apply", "site"), ("--root", root, "--site", "b", "apply", "site")
    assert run(*site).code == 0
    assert run(*preview, "--preview", "x").code == 0
    before = _files("a/"), _files("b/")
    for told in (run(*site, "--preview", "x"), run(*preview)):
        assert told.code == 3
        assert "[folder-of-other-owner]" in told.err
    assert (_files("a/"), _files("b/")) == before


@pytest.mark.parametrize("text", ["", " \n", "a\u202eb", "a\x00b", "x" * 201])
def test_a_banner_is_a_line_that_can_be_seen(text: str, root: Path, run: Publisher) -> None:
    told = run("--lang", "en", "--root", root, "apply", "site", "--preview", text)
    assert told.code == 2
    assert "one line of 1 to 200 characters" in " ".join(told.err.split())


@pytest.mark.parametrize(("before", "after"), [("{{ m.banner() }}", ""), ('"noindex"', '"none"')])
def test_a_base_of_an_agency_that_does_not_say_so_is_refused(
    before: str, after: str, root: Path, run: Publisher
) -> None:
    ours = (defaults("site_templates") / "base.html").read_text("utf-8")
    own = root / "site_templates" / "base.html"
    own.parent.mkdir()
    own.write_text(ours.replace(before, after), "utf-8")
    told = run("--lang", "en", "--root", root, "apply", "site", "--preview", "xyz")
    assert told.code == 3
    assert "site_templates/base.html:1:1: error" in told.err
    assert "lacks its banner or noindex" in told.err
    assert not Path("build/preview").exists()
    assert run("--root", root, "apply", "site").code == 0


def test_a_preview_is_sound_as_a_whole(root: Path, run: Publisher) -> None:
    assert run("--root", root, "apply", "site", "--preview", TEXT).code == 0
    told = run("--lang", "en", "check-site", "build/preview")
    assert (told.code, told.out) == (0, "")
