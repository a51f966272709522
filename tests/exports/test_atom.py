"""Feeds of changes: what RFC 4287 asks of them, whatever stands in a title."""

from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publisher.exports.atom import MOST, NAMESPACE, Entry, feed
from publisher.exports.changes import by_folder, revisions
from tests.faults.catalogues import checked

TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc")))
DAYS = st.dates().map(lambda day: day.isoformat())


def _feed(entries: list[Entry]) -> ElementTree.Element:
    return ElementTree.fromstring(feed("https://a.example/feed.atom", "https://a.example/", "A", "B", "vi", entries))


def _texts(node: ElementTree.Element, name: str) -> list[str | None]:
    return [child.text for child in node.iter(f"{{{NAMESPACE}}}{name}")]


@given(st.lists(st.builds(Entry, st.uuids().map(lambda id: f"https://a.example/{id}"), TEXT, DAYS, TEXT), min_size=1))
def test_every_entry_keeps_its_words_and_has_an_id_of_its_own(entries: list[Entry]) -> None:
    root = _feed(entries)
    assert [text or "" for text in _texts(root, "title")] == ["A", *(entry.title for entry in entries)]
    assert _texts(root, "id") == ["https://a.example/feed.atom", *(entry.url for entry in entries)]
    assert _texts(root, "updated")[0] == f"{entries[0].day}T00:00:00Z"


@pytest.mark.parametrize(("count", "given"), [(MOST, MOST), (MOST + 1, MOST)])
def test_a_feed_holds_the_latest_entries_up_to_a_limit(count: int, given: int) -> None:
    entries = [Entry(f"https://a.example/{number}", "T", "2026-01-01") for number in range(count)]
    assert len(list(_feed(entries).iter(f"{{{NAMESPACE}}}entry"))) == given


@pytest.mark.parametrize(("day", "moment"), [("2026", "2026-01-01"), ("2026-05", "2026-05-01"), ("2026-05-09",) * 2])
def test_a_day_a_month_or_a_year_is_told_by_its_beginning(day: str, moment: str) -> None:
    assert _texts(_feed([Entry("https://a.example/1", "T", day)]), "updated")[0] == f"{moment}T00:00:00Z"


def test_the_latest_revision_comes_first_and_each_is_with_its_dataset_owner_and_themes(root: Path) -> None:
    catalogue = checked(root).sound
    assert catalogue
    told = revisions(catalogue)
    assert told == sorted(told, key=lambda revision: revision.day, reverse=True)
    folders = by_folder(catalogue)
    for revision in told:
        dataset = revision.dataset
        homes = ["", f"dataset/{dataset.name}/", f"organization/{dataset.organization}/"]
        assert all(revision in folders[home] for home in [*homes, *(f"theme/{name}/" for name in dataset.themes)])
