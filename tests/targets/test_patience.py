"""How a connection waits: reads are tried again, writes never by themselves, and as long as the portal asks."""

import pytest

from publisher.problem import Unreachable
from publisher.targets.ckan.connection import Connection, Doubtful
from publisher.targets.ckan.pace import Patience
from tests.targets.scripted import Answer, refusal, result, scripted

PATIENCE = Patience(connect=1, answer=2, pauses=(0.001, 0.001), longest=0.05)
FINE = result("fine")
BUSY = Answer(503, "busy", {"Retry-After": "0"})


def test_a_read_is_tried_again_until_it_is_answered() -> None:
    with scripted(BUSY, BUSY, FINE) as (url, asked):
        assert Connection(url, None, PATIENCE).call("status_show", {}) == "fine"
    assert asked == ["status_show"] * 3


@pytest.mark.parametrize("action", ["organization_list", "group_list"])
def test_a_list_of_which_something_is_purged_while_it_is_made_is_asked_for_again(action: str) -> None:
    gone = refusal(404, "Not Found Error")
    with scripted(gone, FINE) as (url, asked):
        assert Connection(url, None, PATIENCE).call(action, {}) == "fine"
    assert asked == [action] * 2


def test_a_read_is_given_up_after_as_many_tries_as_there_are_pauses_and_one() -> None:
    with scripted(BUSY) as (url, asked), pytest.raises(Unreachable, match="bad-answer"):
        Connection(url, None, PATIENCE).call("package_search", {})
    assert len(asked) == len(PATIENCE.pauses) + 1


def test_a_write_is_sent_once_and_its_doubt_is_said() -> None:
    with scripted(BUSY, FINE) as (url, asked), pytest.raises(Doubtful):
        Connection(url, None, PATIENCE).call("package_create", {})
    assert asked == ["package_create"]


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (refusal(404, "Not Found Error"), "status_show"),
        (refusal(403, "Authorization Error"), "action-not-allowed"),
        (refusal(409, "Validation Error", name=["bad"]), "portal-refused"),
        (refusal(409, "Validation Error", match=["id"]), "stale"),
    ],
    ids=["not found", "forbidden", "invalid", "changed meanwhile"],
)
def test_a_clear_no_is_not_asked_twice(answer: Answer, error: str) -> None:
    with scripted(answer) as (url, asked), pytest.raises(Exception, match=error):
        Connection(url, None, PATIENCE).call("status_show", {})
    assert len(asked) == 1


@pytest.mark.parametrize(
    ("asked_for", "waited"),
    [("", 0.001), ("0", 0.001), ("1", 0.05), ("tomorrow", 0.001)],
    ids=["nothing", "none", "more than the longest", "no number"],
)
def test_the_pause_is_as_long_as_the_portal_asks_up_to_a_limit(
    monkeypatch: pytest.MonkeyPatch, asked_for: str, waited: float
) -> None:
    pauses: list[float] = []
    monkeypatch.setattr("publisher.targets.ckan.pace.time.sleep", pauses.append)
    with scripted(Answer(503, "busy", {"Retry-After": asked_for} if asked_for else {}), FINE) as (url, _):
        Connection(url, None, PATIENCE).call("status_show", {})
    assert pauses == [pytest.approx(waited, rel=0.25)]


def test_a_port_where_nobody_listens_is_said_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("publisher.targets.ckan.pace.time.sleep", lambda seconds: pytest.fail("waited"))
    with pytest.raises(Unreachable, match="no-answer"):
        Connection("http://127.0.0.1:9", None, PATIENCE).call("status_show", {})
