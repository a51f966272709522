"""What a run takes from around it: language, token, who and when; and what it never gives away."""

import getpass
import json
import os
import pwd
from pathlib import Path
from typing import Any

import pytest
import pytest_socket

from publisher.cli.session import Session, chosen_language
from publisher.report.words import Words
from tests.cli.conftest import CANARY, FORBIDDEN, Portal, Publisher

VIETNAMESE, ENGLISH = "Không có lỗi.", "Nothing is wrong."


@pytest.mark.parametrize(
    ("environment", "arguments", "expected"),
    [
        pytest.param({}, (), ENGLISH, id="the catalogue's main language"),
        pytest.param({"LANG": "vi_VN.UTF-8"}, (), VIETNAMESE, id="LANG"),
        pytest.param({"LANG": "vi_VN.UTF-8", "LC_MESSAGES": "en_US"}, (), ENGLISH, id="LC_MESSAGES before LANG"),
        pytest.param({"LC_ALL": "vi_VN", "LC_MESSAGES": "en_US"}, (), VIETNAMESE, id="LC_ALL before LC_MESSAGES"),
        pytest.param({"LC_ALL": "", "LANG": "vi_VN"}, (), VIETNAMESE, id="an empty LC_ALL counts for nothing"),
        pytest.param({"LANG": "C.UTF-8"}, (), ENGLISH, id="a locale without a language"),
        pytest.param({"LANG": "lo_LA.UTF-8"}, (), ENGLISH, id="a language we do not speak"),
        pytest.param({"LANG": "vi_VN.UTF-8"}, ("--lang", "en"), ENGLISH, id="--lang before the locale"),
        pytest.param({"LANG": "en_US.UTF-8"}, ("--lang=vi",), VIETNAMESE, id="--lang= before the locale"),
    ],
)
def test_messages_are_in(
    environment: dict[str, str],
    arguments: tuple[str, ...],
    expected: str,
    publisher: Publisher,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for key, value in environment.items():
        monkeypatch.setenv(key, value)
    assert expected in publisher(*arguments, "check").err


@pytest.mark.parametrize("form", ["--root {root}", "--root={root}"])
def test_the_catalogue_that_is_asked_for_gives_the_language_of_help_and_errors_too(form: str, tmp_path: Path) -> None:
    (tmp_path / "catalogue").mkdir()
    (tmp_path / "catalogue/catalogue.yaml").write_text("languages: [vi]", encoding="utf-8")
    assert chosen_language([*form.format(root=tmp_path).split(), "publish"]) == "vi"


@pytest.mark.parametrize(
    ("catalogue", "expected"),
    [
        pytest.param("languages: [vi]", "vi", id="its first"),
        pytest.param("languages: [lo, vi]", "en", id="one we do not speak"),
        pytest.param("languages: []", "en", id="none"),
        pytest.param("languages: vi", "en", id="not a list"),
        pytest.param("languages: [[vi]]", "en", id="not a word"),
        pytest.param("- a list", "en", id="no mapping"),
        pytest.param("a: [", "en", id="no YAML"),
        pytest.param(None, "en", id="no file"),
    ],
)
def test_the_language_of_a_catalogue_is(catalogue: str | None, expected: str, tmp_path: Path) -> None:
    (tmp_path / "catalogue").mkdir()
    if catalogue is not None:
        (tmp_path / "catalogue/catalogue.yaml").write_text(catalogue, encoding="utf-8")
    assert chosen_language((), tmp_path) == expected


def _journal(site: Path) -> Any:
    lines = (site.parent / f".{site.name}.releases" / "journal.jsonl").read_text("utf-8").splitlines()
    return json.loads(lines[-1])


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        pytest.param({"GITHUB_ACTOR": "octo", "GITLAB_USER_LOGIN": "tanuki"}, "octo", id="GitHub"),
        pytest.param({"GITLAB_USER_LOGIN": "tanuki"}, "tanuki", id="GitLab"),
        pytest.param({"LOGNAME": "steward"}, "steward", id="this machine"),
    ],
)
def test_the_journal_says_who(
    environment: dict[str, str], expected: str, publisher: Publisher, site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for key, value in environment.items():
        monkeypatch.setenv(key, value)
    publisher("publish")
    assert _journal(site)["who"] == expected


def test_a_user_without_a_name_can_publish(publisher: Publisher, site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody(_: int) -> Any:
        raise KeyError("getpwuid(): uid not found")

    for key in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        monkeypatch.delenv(key, raising=False)
    monkeypatch.setattr(pwd, "getpwuid", nobody)
    assert publisher("publish").code == 0
    assert _journal(site)["who"] == str(os.getuid())


def test_the_journal_says_when_and_no_commit_outside_of_git(publisher: Publisher, site: Path) -> None:
    publisher("publish")
    entry = _journal(site)
    assert entry["time"].endswith("+00:00")
    assert entry["commit"] == ""


def test_the_journal_has_the_commit_of_the_catalogue() -> None:
    commit = Session(Path(__file__).parent, Words("en"), Path("public")).entry()["commit"]
    assert isinstance(commit, str)
    assert commit == "" or len(commit) in {40, 64}


def test_a_machine_without_git_can_publish(
    publisher: Publisher, site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert publisher("publish").code == 0
    assert _journal(site)["commit"] == ""


def test_an_interrupt_ends_in_130_and_publishes_nothing(
    publisher: Publisher, site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted() -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr(getpass, "getuser", interrupted)
    assert publisher("publish").code == 130
    assert not site.exists()


@pytest.fixture(params=["environment", "file"])
def token(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A token that may be seen nowhere, given in each of the two ways."""
    if request.param == "environment":
        monkeypatch.setenv("CKAN_API_TOKEN", CANARY)
        return
    file = tmp_path / "token"
    file.write_text(f"{CANARY}\n", encoding="utf-8")
    file.chmod(0o600)
    monkeypatch.setenv("CKAN_API_TOKEN_FILE", str(file))


COMMANDS = pytest.mark.parametrize("arguments", [("plan", "ckan"), ("apply", "ckan"), ("publish",)], ids=" ".join)


@COMMANDS
@pytest.mark.usefixtures("token")
def test_a_portal_that_does_not_answer_ends_in_5_and_nothing_is_written(
    arguments: tuple[str, ...], publisher: Publisher, site: Path, closed_port: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CKAN_URL", closed_port)
    told = publisher(*arguments)
    assert told.code == 5
    assert f"{closed_port} does not answer (ConnectionError) [no-answer]\n    fix: " in told.err
    assert CANARY not in told.told
    assert not site.exists()


@COMMANDS
@pytest.mark.usefixtures("token")
def test_a_token_does_not_travel_unencrypted(
    arguments: tuple[str, ...], publisher: Publisher, site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CKAN_URL", "http://portal.example")
    pytest_socket.disable_socket()
    told = publisher(*arguments)
    assert told.code == 5
    assert "[token-over-http]" in told.err
    assert CANARY not in told.told
    assert not site.exists()


@pytest.mark.usefixtures("token")
@pytest.mark.parametrize(
    ("answer", "code"),
    [
        pytest.param(FORBIDDEN, "not-allowed", id="it forbids"),
        pytest.param((500, "AUTHORIZATION"), "bad-answer", id="it breaks and repeats the token"),
        pytest.param((200, "<html>AUTHORIZATION</html>"), "bad-answer", id="it is no CKAN and repeats the token"),
        pytest.param((200, {"success": True, "result": {"ckan_version": "1.0"}}), "unknown-version", id="too old"),
    ],
)
def test_a_portal_that_answers_strangely_ends_in_5_and_learns_no_more(
    answer: tuple[int, Any],
    code: str,
    publisher: Publisher,
    site: Path,
    portal: Portal,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("CKAN_URL", portal.url)
    portal.answers.clear()
    portal.answers["*"] = answer
    told = publisher("publish")
    assert told.code == 5
    assert f"{code}]" in told.err
    assert CANARY not in told.told
    assert set(portal.asked) == {"status_show"}
    assert not site.exists()


def test_what_a_portal_forbids_is_said_in_words_of_its_own(
    publisher: Publisher, portal: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CKAN_URL", portal.url)
    portal.answers["status_show"] = FORBIDDEN
    assert "the portal does not allow 'status_show'" in publisher("plan", "ckan").err


@pytest.mark.usefixtures("token")
def test_a_token_that_is_not_accepted_ends_in_5(
    publisher: Publisher, portal: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CKAN_URL", portal.url)
    portal.answers["user_show"] = FORBIDDEN
    told = publisher("plan", "ckan")
    assert told.code == 5
    assert "[token-not-accepted]" in told.err
    assert CANARY not in told.told


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604, 0o660], ids=oct)
def test_a_token_file_that_others_can_read_is_refused(
    mode: int, publisher: Publisher, portal: Portal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "token"
    file.write_text(CANARY, encoding="utf-8")
    file.chmod(mode)
    monkeypatch.setenv("CKAN_URL", portal.url)
    monkeypatch.setenv("CKAN_API_TOKEN_FILE", str(file))
    told = publisher("plan", "ckan")
    assert told.code == 2
    assert f"{file} must be a file that only its owner can read (mode 600)." in told.err
    assert CANARY not in told.told
    assert portal.asked == []


@pytest.mark.parametrize("content", [pytest.param(None, id="missing"), pytest.param(b"\xff\xfe", id="not text")])
def test_a_token_file_that_cannot_be_used_is_refused(
    content: bytes | None, publisher: Publisher, portal: Portal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "token"
    if content is not None:
        file.write_bytes(content)
        file.chmod(0o600)
    monkeypatch.setenv("CKAN_URL", portal.url)
    monkeypatch.setenv("CKAN_API_TOKEN_FILE", str(file))
    assert publisher("plan", "ckan").code == 2
    assert portal.asked == []


@pytest.mark.parametrize("given", ["CKAN_API_TOKEN", "CKAN_API_TOKEN_FILE"])
def test_an_empty_token_is_none(
    given: str, publisher: Publisher, portal: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CKAN_URL", portal.url)
    monkeypatch.setenv(given, "")
    assert "Without a token" in publisher("plan", "ckan").out


def test_progress_is_shown_on_a_terminal_only(publisher: Publisher, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "Checking" not in publisher("check").err
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "Checking" in publisher("check").err
