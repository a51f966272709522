"""check-site and server-config as people run them."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Publisher
from tests.conftest import HERE

EXAMPLE = HERE / "example"
POLICY = "<meta http-equiv=content-security-policy content=\"default-src 'none'\">"
PAGE = f"<!doctype html><html lang=en><title>x</title>{POLICY}<h1>x</h1><script>1</script>"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A site of one page, on which something is wrong."""
    (tmp_path / "index.html").write_text(PAGE)
    return tmp_path


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "index.html:1:1: error: the page holds '<script>'"), ("vi", "index.html:1:1: lỗi: trang có '<script>'")],
)
def test_what_is_wrong_with_a_site_is_said_with_its_place(
    language: str, words: str, folder: Path, run: Publisher
) -> None:
    told = run("--lang", language, "check-site", folder)
    assert told.code == 1
    assert words in told.out


def test_the_same_as_json(folder: Path, run: Publisher) -> None:
    told = run("check-site", folder, "--format", "json")
    assert [problem["code"] for problem in json.loads(told.out)["problems"]] == ["page-active"]


def test_a_warning_counts_only_if_it_is_to_count(folder: Path, run: Publisher) -> None:
    (folder / "index.html").write_text(PAGE.replace("<script>1</script>", "x" * 40_000))
    assert run("check-site", folder).code == 0
    assert run("check-site", folder, "--fail-on", "warning").code == 1


@pytest.mark.parametrize("command", [("apply", "site"), ("check-site",)], ids=" ".join)
def test_a_copy_for_a_disk_that_few_will_get_there_is_told(
    command: tuple[str, ...], root: Path, run: Publisher, monkeypatch: pytest.MonkeyPatch
) -> None:
    public = root.parent / "public"
    place = root / "catalogue" / "catalogue.yaml"
    place.write_text(place.read_text("utf-8") + "site: {offline: true}\n", "utf-8")
    run("--root", root, "--site", public, "apply", "site")
    monkeypatch.setattr("publisher.proof.folder.MAX_OFFLINE", 0)
    told = run("--lang", "en", "--root", root, "--site", public, *command)
    assert "offline.zip:1:1: warning: the offline copy weighs 0 MB" in told.out + told.err
    assert told.code == 0


def test_a_folder_without_a_site_is_refused(tmp_path: Path, run: Publisher) -> None:
    told = run("--lang", "en", "--site", tmp_path, "check-site")
    assert (told.code, "[no-site]" in told.err) == (3, True)


def test_a_template_that_breaks_pages_is_told_and_nothing_is_published(root: Path, run: Publisher) -> None:
    template = root / "site_templates" / "themes.html"
    template.parent.mkdir()
    template.write_text('{% extends "base.html" %}\n{% set heading = "x" %}')
    public = root.parent / "public"
    told = run("--lang", "en", "--root", root, "--site", public, "apply", "site")
    assert told.code == 3
    assert "theme/index.html:1:1: error: the page has 0 headings h1" in told.err
    assert "[site-unsound]" in told.err
    assert not public.exists()


@pytest.mark.parametrize(("server", "words"), [("nginx", "types {"), ("apache", "RewriteEngine On")])
def test_the_configuration_of_a_server_is_printed(server: str, words: str, run: Publisher) -> None:
    told = run("--root", EXAMPLE, "server-config", server)
    assert told.code == 0
    assert words in told.out
