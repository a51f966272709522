"""The command withdraw: what it says, what it writes, how it ends, whatever else is wrong."""

import datetime
import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from publisher.publish import Terms, check
from publisher.source import parse
from tests.cli.conftest import CANARY, FORBIDDEN, NOT_FOUND, Portal, Publisher
from tests.cli.edits import drop, edit, tree
from tests.conftest import DAY

WITHDRAWN = "catalogue/withdrawn.yaml"
FILES = 24  # of ferry-trips: pages and feeds in two languages, citations, descriptor, picture, tables, answer of an API
PURGE = ("withdraw", "ferry-trips", "--purge", "--reason", "Names of people")
CKAN = "\nckan:\n  owner: example-catalogue\n"


@pytest.fixture
def alone(root: Path) -> Path:
    """The example without a portal."""
    edit(root, "catalogue/catalogue.yaml", _ckan_part(root), "")
    return root


def _ckan_part(root: Path) -> str:
    text = (root / "catalogue/catalogue.yaml").read_text("utf-8")
    return text[text.index("\nckan:") :]


@pytest.fixture
def published(publisher: Publisher, alone: Path, site: Path) -> Publisher:
    """A catalogue without a portal, published on its site."""
    assert publisher("publish").code == 0
    assert (site / "dataset/ferry-trips/trips.csv").is_file()
    return publisher


def _entry(root: Path, name: str) -> dict[str, str]:
    document, problems = parse((root / WITHDRAWN).read_text("utf-8"), WITHDRAWN)
    assert document
    assert problems == []
    entry: dict[str, str] = document.data[name]
    return entry


def test_withdraw_enters_the_name_and_says_what_to_do_next(published: Publisher, alone: Path, site: Path) -> None:
    before, public = (alone / WITHDRAWN).read_text("utf-8"), tree(site)
    told = published("withdraw", "ferry-trips", "--reason", "It was: wrong", "--reason-in", "vi", "Số liệu sai")
    assert told.code == 0
    assert (alone / WITHDRAWN).read_text("utf-8").startswith(before)
    assert _entry(alone, "ferry-trips") == {
        "kind": "dataset",
        "title": "Ferry trips between the Fictional Islands, January 2026",
        "title_vi": "Chuyến phà giữa các đảo của Quần đảo Hư cấu, tháng 1 năm 2026",
        "date": datetime.date.today().isoformat(),
        "reason": "It was: wrong",
        "reason_vi": "Số liệu sai",
    }
    assert "git rm -r datasets/ferry-trips" in told.out
    assert tree(site) == public
    assert (alone / "datasets/ferry-trips/trips.csv").is_file()


def test_what_is_withdrawn_so_is_published_so(published: Publisher, alone: Path, site: Path) -> None:
    published("withdraw", "ferry-trips", "--reason", "It was wrong")
    assert {problem.code for problem in check(alone, lambda name: None, Terms(DAY)).problems} == {"name-withdrawn"}
    assert published("publish").code == 1
    drop(alone)
    assert published("publish").code == 0
    assert "It was wrong" in (site / "dataset/ferry-trips/index.html").read_text("utf-8")


def test_withdraw_says_which_datasets_belong_to_a_database(published: Publisher) -> None:
    told = published("withdraw", "ferry-operations", "--reason", "It was wrong")
    assert told.code == 0
    assert "git rm -r catalogue/databases/ferry-operations.yaml" in told.out
    assert "Dataset 'ferry-trips' belongs to 'ferry-operations'" in told.out


def test_a_name_that_stands_there_already_is_not_entered_again(published: Publisher, alone: Path) -> None:
    published("withdraw", "ferry-trips", "--reason", "It was wrong")
    before = (alone / WITHDRAWN).read_bytes()
    told = published("withdraw", "ferry-trips", "--reason", "Another reason")
    assert told.code == 0
    assert "stands there already" in told.out
    assert (alone / WITHDRAWN).read_bytes() == before


def test_the_file_is_made_where_there_is_none_and_its_mode_is_kept_where_there_is(
    published: Publisher, alone: Path
) -> None:
    (alone / WITHDRAWN).chmod(0o640)
    published("withdraw", "ferry-trips", "--reason", "It was wrong")
    assert (alone / WITHDRAWN).stat().st_mode & 0o777 == 0o640
    (alone / WITHDRAWN).unlink()
    assert published("withdraw", "lighthouses", "--reason", "It was wrong").code == 0
    assert _entry(alone, "lighthouses")["kind"] == "dataset"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        pytest.param(("ferry-trip", "--reason", "x"), "Did you mean 'ferry-trips'?", id="a name like another"),
        pytest.param(("../catalogue", "--reason", "x"), "There is no entry '../catalogue'", id="a path"),
        pytest.param(("ferry-trips", "--reason", " \n"), "--reason", id="an empty reason"),
        pytest.param(("ferry-trips", "--reason", "x" * 501), "at most 500", id="a reason over the limit"),
        pytest.param(("ferry-trips",), "--reason", id="no reason"),
        pytest.param(("ferry-trips", "--reason", "x", "--reason-in", "fr", "y"), "'fr'", id="another language"),
    ],
)
@pytest.mark.parametrize("purge", [(), ("--purge",)], ids=["withdraw", "purge"])
def test_wrong_usage_does_nothing(
    published: Publisher, alone: Path, site: Path, arguments: tuple[str, ...], said: str, purge: tuple[str, ...]
) -> None:
    before = tree(alone), tree(site)
    told = published("withdraw", *arguments, *purge)
    assert told.code == 2
    assert said in told.err
    assert (tree(alone), tree(site)) == before


def test_a_reason_at_the_limit_is_taken(published: Publisher, alone: Path) -> None:
    assert published("withdraw", "ferry-trips", "--reason", "x" * 500).code == 0
    assert len(_entry(alone, "ferry-trips")["reason"]) == 500


def test_a_purge_removes_the_data_at_once_and_says_what_it_did(published: Publisher, alone: Path, site: Path) -> None:
    told = published(*PURGE)
    assert (told.code, told.err) == (0, "")
    assert f"site: {FILES} files of 'ferry-trips' removed from 1 releases" in told.out
    assert "  catalogue/datasets.csv\n" in told.out
    assert "catalogue/withdrawn.yaml: 'ferry-trips' entered" in told.out
    assert "git rm -r datasets/ferry-trips" in told.out
    assert "history of git" in told.out
    assert [path for path in tree(site) if path.startswith("dataset/ferry-trips/")] == []
    assert _entry(alone, "ferry-trips")["reason"] == "Names of people"
    assert (alone / "datasets/ferry-trips/trips.csv").is_file(), "nothing of the steward's is deleted"


def test_after_a_purge_nothing_can_be_published_until_the_files_are_gone(
    published: Publisher, alone: Path, site: Path
) -> None:
    published(*PURGE)
    assert published("publish").code == 1
    drop(alone)
    assert published("publish").code == 0
    assert "Names of people" in (site / "dataset/ferry-trips/index.html").read_text("utf-8")
    assert "ferry-trips" not in (site / "catalogue/datasets.csv").read_text("utf-8")


def test_a_second_purge_finds_nothing_left(published: Publisher, alone: Path, site: Path) -> None:
    published(*PURGE)
    before = tree(alone), tree(site)
    told = published(*PURGE)
    assert (told.code, told.err) == (0, "")
    assert "site: no release holds a file of 'ferry-trips'" in told.out
    assert (tree(alone), tree(site)) == before


@pytest.mark.parametrize("file", ["catalogue/databases/lights-register.yaml", "catalogue/themes.yaml"])
@pytest.mark.parametrize("damage", ["titel: x\n", "title: [\n", "\t- x\n", "\udcff"])
def test_a_purge_works_while_the_catalogue_has_errors(
    published: Publisher, alone: Path, site: Path, file: str, damage: str
) -> None:
    (alone / file).write_bytes(damage.encode("utf-8", "surrogateescape"))
    assert published("check").code == 1
    assert published(*PURGE).code == 0
    assert not (site / "dataset/ferry-trips").exists()
    assert _entry(alone, "ferry-trips")


def test_a_purge_works_where_the_descriptor_is_broken_or_gone(published: Publisher, alone: Path, site: Path) -> None:
    (alone / "datasets/ferry-trips/datapackage.yaml").write_text("title: [")
    told = published(*PURGE)
    assert told.code == 0
    assert "git rm -r datasets/ferry-trips" in told.out
    assert not (site / "dataset/ferry-trips").exists()
    assert _entry(alone, "ferry-trips")["title"] == "Ferry trips between the Fictional Islands, January 2026"


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(("url:", "url: ["), id="wrong syntax"),
        pytest.param((CKAN, CKAN.replace("owner", "ownr")), id="a misspelt owner"),
        pytest.param((CKAN, f"{CKAN}  prefix: Not A Prefix\n"), id="a prefix that does not fit"),
        pytest.param((CKAN, f"{CKAN}  prefix: a-\n  prefix: b-\n"), id="two prefixes"),
        pytest.param((CKAN, CKAN.replace("ckan:\n", "ckan: []\nx:\n")), id="no mapping"),
    ],
)
def test_a_catalogue_that_does_not_tell_what_is_ours_is_refused_with_its_mend(
    publisher: Publisher, root: Path, site: Path, damage: tuple[str, str]
) -> None:
    edit(root, "catalogue/catalogue.yaml", _ckan_part(root), CKAN)
    assert publisher("publish").code == 0
    edit(root, "catalogue/catalogue.yaml", *damage)
    before = tree(root), tree(site)
    told = publisher(*PURGE)
    assert told.code == 3
    assert "[owner-unknown]" in told.err
    assert "catalogue/catalogue.yaml" in told.err
    assert "publisher check" in told.err
    assert (tree(root), tree(site)) == before


def test_a_fault_elsewhere_in_catalogue_yaml_hinders_nothing(publisher: Publisher, root: Path, site: Path) -> None:
    publisher("publish")
    edit(root, "catalogue/catalogue.yaml", "title:", "titel:")
    assert publisher(*PURGE).code == 4  # the portal is not looked at
    assert not (site / "dataset/ferry-trips").exists()


def test_a_folder_without_a_catalogue_is_wrong_usage(run: Publisher, tmp_path: Path) -> None:
    told = run("--root", tmp_path, *PURGE)
    assert told.code == 2
    assert "There is no catalogue/catalogue.yaml" in told.err


def test_a_portal_that_is_not_set_is_said_to_be_left(publisher: Publisher, root: Path, site: Path) -> None:
    publisher("publish")
    told = publisher(*PURGE)
    assert told.code == 4
    assert "CKAN_URL is not set" in told.err
    assert not (site / "dataset/ferry-trips").exists()


@pytest.mark.parametrize(
    ("environment", "code"),
    [
        pytest.param({"CKAN_API_TOKEN": CANARY}, "no-answer", id="nobody answers"),
        pytest.param({}, "no-token", id="no token"),
        pytest.param({"CKAN_URL": "http://data.example.org", "CKAN_API_TOKEN": CANARY}, "token-over-http", id="http"),
        pytest.param({"CKAN_URL": "ftp://data.example.org"}, "bad-address", id="no address"),
        pytest.param({"CKAN_API_TOKEN_FILE": "/nowhere"}, "not-set-up", id="no token file"),
    ],
)
def test_a_portal_that_fails_keeps_nothing_else_from_being_taken_down(
    publisher: Publisher,
    root: Path,
    site: Path,
    closed_port: str,
    environment: dict[str, str],
    code: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    publisher("publish")
    for key, value in {"CKAN_URL": closed_port, **environment}.items():
        monkeypatch.setenv(key, value)
    told = publisher(*PURGE)
    assert told.code == 4
    assert f"[{code}]" in told.err
    assert "    fix: " in told.err
    assert CANARY not in told.told
    assert not (site / "dataset/ferry-trips").exists()
    assert _entry(root, "ferry-trips")
    again = publisher(*PURGE)
    assert again.code == (3 if code == "not-set-up" else 5)


def test_a_token_that_the_portal_does_not_accept_is_said(
    publisher: Publisher, portal: Portal, site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publisher("publish")
    monkeypatch.setenv("CKAN_URL", portal.url)
    monkeypatch.setenv("CKAN_API_TOKEN", CANARY)
    portal.answers["user_show"] = NOT_FOUND
    told = publisher(*PURGE)
    assert told.code == 4
    assert "[token-not-accepted]" in told.err
    portal.answers["user_show"] = (200, {"success": True, "result": {"sysadmin": False}})
    portal.answers["package_show"] = FORBIDDEN
    assert "[action-not-allowed]" in publisher(*PURGE).err
    assert set(portal.asked) <= {"user_show", "package_show", "package_search"}


def test_a_name_that_nobody_knows_is_asked_back(published: Publisher, alone: Path) -> None:
    before = (alone / WITHDRAWN).read_bytes()
    told = published("withdraw", "ferry-trip", "--purge", "--reason", "x")
    assert told.code == 2
    assert "Did you mean 'ferry-trips'?" in told.err
    assert (alone / WITHDRAWN).read_bytes() == before


def test_what_only_the_site_knows_is_taken_down_and_entered(published: Publisher, alone: Path, site: Path) -> None:
    drop(alone)
    told = published(*PURGE)
    assert told.code == 0
    assert not (site / "dataset/ferry-trips").exists()
    assert _entry(alone, "ferry-trips")["title"] == "Ferry trips between the Fictional Islands, January 2026"
    assert "publisher publish" in told.out
    assert "git rm" not in told.out


@pytest.mark.parametrize("text", ["a: [\n", "{a: {kind: dataset}}\n", "\udcff"], ids=["syntax", "braces", "encoding"])
def test_an_entry_that_cannot_be_added_is_shown_to_be_written_by_hand(
    published: Publisher, alone: Path, site: Path, text: str
) -> None:
    raw = text.encode("utf-8", "surrogateescape")
    (alone / WITHDRAWN).write_bytes(raw)
    told = published(*PURGE)
    assert told.code == 4
    assert "[withdrawn-unreadable]" in told.err
    assert "reason: Names of people" in told.err
    assert not (site / "dataset/ferry-trips").exists()
    assert (alone / WITHDRAWN).read_bytes() == raw
    assert published("withdraw", "ferry-trips", "--reason", "x").code == 3


def test_a_site_that_is_not_ours_keeps_the_entry_from_nothing(published: Publisher, alone: Path, site: Path) -> None:
    release = site.resolve()
    site.unlink()
    release.rename(site)
    told = published(*PURGE)
    assert told.code == 4
    assert "[folder-not-ours]" in told.err
    assert _entry(alone, "ferry-trips")
    assert published(*PURGE).code == 3


def test_a_system_that_does_not_let_us_write_is_said(
    published: Publisher, alone: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path, missing_ok: bool = False) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "unlink", refuse)
    monkeypatch.setattr(Path, "write_bytes", lambda path, data: refuse(path))
    told = published(*PURGE)
    assert told.code == 3
    assert told.err.count("[system-refused]") == 2
    assert "Traceback" not in told.err


def test_the_site_notes_what_was_taken_down(published: Publisher, site: Path) -> None:
    published(*PURGE)
    line = json.loads((site.with_name(".public.releases") / "journal.jsonl").read_text("utf-8").splitlines()[-1])
    assert {"time", "commit", "who"} <= set(line)
    assert (line["taken_down"], line["files"], line["releases"]) == ("ferry-trips", FILES, 1)
    assert "Names of people" not in str(line)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_purge_speaks_both_languages(published: Publisher, language: str) -> None:
    told = published("--lang", language, *PURGE)
    assert told.code == 0
    assert (f"đã xóa {FILES} tệp" in told.out) == (language == "vi")


@pytest.mark.parametrize(
    ("answer", "options", "code"),
    [
        pytest.param("ferry-trips\n", (), 0, id="the name"),
        pytest.param("yes\n", (), 3, id="another word"),
        pytest.param("\n", (), 3, id="nothing"),
        pytest.param("", ("--yes",), 0, id="not asked"),
    ],
)
def test_on_a_terminal_the_name_is_asked_for(
    published: Publisher, alone: Path, site: Path, answer: str, options: tuple[str, ...], code: int
) -> None:
    ours, theirs = pty.openpty()
    os.write(ours, answer.encode())
    command = [sys.executable, "-m", "publisher", "--root", str(alone), "--site", str(site), *PURGE, *options]
    done = subprocess.run(
        command, stdin=theirs, capture_output=True, text=True, check=False, env={**os.environ, "LC_ALL": "en_US.UTF-8"}
    )
    os.close(ours)
    os.close(theirs)
    assert done.returncode == code, done.stderr
    assert (site / "dataset/ferry-trips").exists() == (code != 0)
    assert ("Type the name again" in done.stderr) == (not options)
    if code:
        assert "Nothing was written." in done.stderr
