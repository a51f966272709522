"""A large site is rendered by several processes; what is published is the same as if one had done it."""

from pathlib import Path
from unittest import mock

import pytest

from publisher.problem import Unsound
from publisher.targets.site import Site, drafts
from tests.targets.worlds import SiteWorld, planned, publish

PAGE = Path("site_templates/themes.html")


class ManyHands(SiteWorld):
    """A folder on disk that several processes render for."""

    def target(self) -> Site:
        return Site(self.folder, "example-catalogue", workers=2)


def _bytes(folder: Path) -> dict[str, bytes]:
    home = folder.resolve()
    return {path.relative_to(home).as_posix(): path.read_bytes() for path in home.rglob("*") if path.is_file()}


@pytest.fixture
def many(site: SiteWorld, monkeypatch: pytest.MonkeyPatch) -> ManyHands:
    """The example, taken for a large one."""
    monkeypatch.setattr("publisher.targets.site.FEW", 1)
    monkeypatch.setattr(drafts, "CHUNK", 7)
    return ManyHands(site.root)


def test_several_processes_publish_the_bytes_that_one_would(many: ManyHands, tmp_path: Path) -> None:
    publish(many)
    alone = SiteWorld(many.root)
    alone.folder = tmp_path / "alone"
    publish(alone)
    assert _bytes(many.folder) == _bytes(alone.folder)


def test_the_processes_end_with_the_publication(many: ManyHands, monkeypatch: pytest.MonkeyPatch) -> None:
    ended: list[drafts.Drafts] = []
    close = drafts.Drafts.close
    monkeypatch.setattr(drafts.Drafts, "close", lambda self: (ended.append(self), close(self)))
    publish(many)
    assert len(ended) == 1


def test_what_is_wrong_with_a_page_is_found_wherever_it_was_rendered(many: ManyHands) -> None:
    place = many.root / PAGE
    place.parent.mkdir(exist_ok=True)
    body = '<h1>x</h1><a href="gone/">x</a><script>x()</script>'
    place.write_text(f'{{% extends "base.html" %}}{{% block main %}}{body}{{% endblock %}}', "utf-8")
    with pytest.raises(Unsound) as several:
        publish(many)
    with pytest.raises(Unsound) as one:
        publish(SiteWorld(many.root))
    assert several.value.problems == one.value.problems
    assert {problem.code for problem in one.value.problems} == {"page-link", "page-active"}


@pytest.mark.parametrize(("spare", "expected"), [(0, True), (1, False)], ids=["as many as are many", "one fewer"])
def test_a_small_site_starts_no_process(
    spare: int, expected: bool, many: ManyHands, monkeypatch: pytest.MonkeyPatch
) -> None:
    started = mock.Mock()
    monkeypatch.setattr("publisher.targets.site.Drafts", started)
    target, _, found = planned(many)
    pages = [change for change in found.changes if change.key.endswith(".html")]
    monkeypatch.setattr("publisher.targets.site.FEW", len(pages) + spare)
    target.begin(pages)
    target.abort()
    assert started.called is expected
