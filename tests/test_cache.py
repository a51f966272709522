"""What is remembered: nothing is parsed or judged again, nothing stale believed; a broken file does no harm."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from publisher.cache import Cache, digest
from publisher.publish import Checked, Terms, check
from publisher.tables import Engine, Way
from tests.conftest import DAY
from tests.faults.catalogues import plant

TABLE = "datasets/lighthouses/lighthouses.csv"


def _check(root: Path, cache: Cache, way: Way | None = None) -> Checked:
    return check(root, lambda name: None, Terms(DAY, way or Way(), cache))


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    """A cache that is kept in a file."""
    return Cache(tmp_path / "cache" / "check.sqlite")


@pytest.fixture
def nothing_is_read(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """From now on a file that is parsed, and a dataset that is measured, is a failure."""

    def forbid() -> None:
        for what in ("publisher.load.remembered.read", "publisher.tables.measure_dataset"):
            monkeypatch.setattr(what, lambda *args: pytest.fail(f"read again: {args}"))

    return forbid


def test_an_unchanged_catalogue_is_checked_without_parsing_anything(
    root: Path, cache: Cache, nothing_is_read: Callable[[], None]
) -> None:
    first = _check(root, cache)
    nothing_is_read()
    assert _check(root, cache) == first


def test_problems_are_remembered_as_they_were_found(root: Path, cache: Cache) -> None:
    plant(root)
    first = _check(root, cache)
    assert len(first.problems) > 40
    assert _check(root, cache) == first == _check(root, Cache())


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        (TABLE, "001", "0x1"),
        ("datasets/lighthouses/datapackage.yaml", "type: integer", "type: boolean"),
        ("datasets/ferry-trips/routes.csv", "Hush - Kettle", "Hush - Kettles"),
        ("catalogue/catalogue.yaml", "languages: [en, vi]", "languages: [en]"),
    ],
    ids=["data", "a descriptor", "another table of the dataset", "the languages"],
)
def test_whatever_changes_is_looked_at_again(root: Path, cache: Cache, file: str, old: str, new: str) -> None:
    before = _check(root, cache)
    text = (root / file).read_text("utf-8")
    assert old in text
    (root / file).write_text(text.replace(old, new), encoding="utf-8")
    after = _check(root, cache)
    assert after == _check(root, Cache())
    assert after != before


def test_the_engine_that_judged_is_part_of_what_is_remembered(root: Path, cache: Cache) -> None:
    _check(root, cache)
    told: list[str] = []
    check(root, told.append, Terms(DAY, Way(Engine.FRICTIONLESS), cache))
    assert told


@pytest.mark.parametrize(
    "content", [b"", b"no database", b"SQLite format 3\0" + b"\xff" * 5000], ids=["empty", "text", "bytes"]
)
def test_a_broken_cache_is_as_good_as_none(root: Path, tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "check.sqlite"
    file.write_bytes(content)
    assert _check(root, Cache(file)) == _check(root, Cache())
    assert _check(root, Cache(file)) == _check(root, Cache())


def test_a_cache_that_cannot_be_written_is_as_good_as_none(root: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    assert _check(root, Cache(tmp_path / "file" / "check.sqlite")) == _check(root, Cache())


def test_a_result_that_makes_no_sense_is_not_believed(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "check.sqlite")
    cache.keep({"key": 1})
    assert cache.known(["key", "other"]) == {"key": 1}
    with closing(sqlite3.connect(tmp_path / "check.sqlite")) as base, base:
        base.execute("UPDATE results SET value = '{'")
    assert cache.known(["key"]) == {}


def test_a_key_tells_where_one_part_ends_and_the_next_begins() -> None:
    assert len({digest("a", "bc"), digest("ab", "c"), digest("abc"), digest(b"abc", ""), digest("", b"abc")}) == 5
