"""The traps of CKAN that lie on the way: pages, large files, answers that are not its own. See test_gotchas.py."""

import tracemalloc
from dataclasses import replace
from pathlib import Path

import pytest

from publisher.problem import Unreachable
from publisher.targets.ckan import reading
from publisher.targets.ckan.connection import Connection, Doubtful
from publisher.targets.ckan.pace import Patience
from tests.targets.corners import Corner, Edition
from tests.targets.scripted import Answer, result, scripted

MEGABYTE = 1_000_000
PATIENCE = Patience(pauses=(0.001,))


@pytest.mark.ckan
def test_more_organizations_than_a_list_gives_at_once_are_all_seen(corner: Corner, small: Edition) -> None:
    (office,) = small.catalogue.organizations
    others = [replace(office, name=f"office-{number:02}") for number in range(reading.GROUPS)]
    many = replace(small, catalogue=replace(small.catalogue, organizations=(office, *others)))
    corner.publish(many)
    seen = [
        record["name"] for record in reading.groups(Connection(corner.access.url, corner.access.token), "organization")
    ]
    ours = [name for name in seen if name.startswith(corner.prefix)]
    assert sorted(ours) == sorted(corner.prefix + each.name for each in (office, *others))
    assert corner.planned(many)[1].changes == ()


@pytest.mark.ckan
def test_pages_of_a_search_miss_nothing_when_others_write_meanwhile(
    corner: Corner, small: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    lamps = [replace(small.package("old-register"), name=f"register-{number}") for number in range(4)]
    edition = small.having(*lamps)
    corner.publish(edition)
    monkeypatch.setattr(reading, "ROWS", 1)
    connection = Connection(corner.access.url, corner.access.token)
    expected = sorted(record["id"] for name, record in corner.records().items() if name.startswith("register-"))
    pages = reading.packages(connection, f'managed_by:"{corner.mark}"')
    seen = [next(pages)["id"], next(pages)["id"]]
    corner.api.action.package_delete(id=seen[0])  # moves all that follow by one place
    seen += [record["id"] for record in pages]
    assert seen == expected


@pytest.mark.parametrize("found", [0, 1], ids=["nothing", "less"])
def test_a_view_that_is_not_whole_is_refused(found: int) -> None:
    record = {"id": "00000000-0000-0000-0000-000000000000", "name": "one"}
    pages = [{"count": 2, "results": [record] * found}, {"count": 1, "results": []}]
    with scripted(*map(result, pages)) as (url, _), pytest.raises(Unreachable, match="partial-view"):
        list(reading.packages(Connection(url, None), "managed_by:us"))


def test_a_file_is_sent_without_being_held_in_memory(tmp_path: Path) -> None:
    most = []
    with scripted(result("taken")) as (url, asked):
        for size in (1, 32 * MEGABYTE):  # the first also pays for what is loaded once
            file = tmp_path / f"{size}.csv"
            with file.open("wb") as stream:
                stream.truncate(size)
            with file.open("rb") as stream:
                files = {"update__resources__0__upload": (file.name, stream, "text/csv")}
                tracemalloc.start()
                assert Connection(url, None).call("package_revise", {"match": {"id": "x"}}, files) == "taken"
                most.append(tracemalloc.get_traced_memory()[1])
                tracemalloc.stop()
    assert asked == ["package_revise"] * 2
    assert most[1] < 4 * MEGABYTE


def test_a_large_file_is_given_more_time() -> None:
    patience = Patience(connect=1, answer=10, slowest=1_000)
    assert patience.of(0) == (1, 10)
    assert patience.of(60_000) == (1, 70)


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (413, b"<html><title>413 Request Entity Too Large</title></html>"),
        (415, b"<html><title>415 Unsupported Media Type</title></html>"),
        (502, b"<html><title>502 Bad Gateway</title></html>"),
        (200, b"<html><title>Sign in</title></html>"),
        (400, "Bad request - Action name not known: package_revise"),
    ],
    ids=["413", "415", "502", "200", "a bare string"],
)
def test_an_answer_that_is_not_ckans_leaves_a_write_in_doubt(status: int, body: object) -> None:
    with scripted(Answer(status, body)) as (url, asked), pytest.raises(Doubtful) as doubt:
        Connection(url, None, PATIENCE).call("package_revise", {})
    assert doubt.value.code == "bad-answer"
    assert asked == ["package_revise"]


@pytest.mark.parametrize("status", [301, 302, 307, 308])
@pytest.mark.parametrize("action", ["package_show", "package_revise"])
def test_a_redirect_is_not_followed_and_the_token_goes_nowhere_else(status: int, action: str) -> None:
    with (
        scripted(result("stolen")) as (other, asked_there),
        scripted(Answer(status, b"", {"Location": other})) as (url, asked),
        pytest.raises(Unreachable) as caught,
    ):
        Connection(url, "secret", PATIENCE).call(action, {})
    assert caught.value.code == "redirected"
    assert asked == [action]
    assert asked_there == []
