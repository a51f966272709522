"""Rows of a table that a plan of the site would change, and files that change before they are published."""

from pathlib import Path
from typing import Any

import pytest

from publisher.plan import Verb
from publisher.problem import PublisherError
from publisher.publish import apply, plan, row_changes
from publisher.tables import RowChange
from publisher.targets.site import Site
from tests.sound import silent, sound


@pytest.fixture
def site(root: Path, tmp_path: Path) -> Site:
    """The example, published as a site."""
    target = Site(tmp_path / "public", "tests")
    apply(target, plan(target, sound(root)), {}, silent)
    return target


LIGHTS = "dataset/lighthouses/lighthouses.csv#lighthouses"


def _edit(root: Path, old: str, new: str) -> None:
    table = root / "datasets/lighthouses/lighthouses.csv"
    text = table.read_text("utf-8")
    assert old in text
    table.write_text(text.replace(old, new), encoding="utf-8")


def _row_changes(site: Site, root: Path) -> Any:
    return row_changes(site, plan(site, sound(root)))


def test_a_cell_that_changes_is_one_row_with_only_that_cell(site: Site, root: Path) -> None:
    _edit(root, "004,Kettle Rock,occulting,33,", "004,Kettle Rock,occulting,34,")
    changes = _row_changes(site, root)
    assert set(changes) == {LIGHTS}
    found = changes[LIGHTS]
    assert (found.added, found.changed, found.removed) == (0, 1, 0)
    assert found.samples == (RowChange(("004",), {"height": "33"}, {"height": "34"}),)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        pytest.param("002,", "010,", (1, 0, 1), id="another key"),
        pytest.param("002,", "010,New,fixed,1,1,,true\n002,", (1, 0, 0), id="a row more"),
        pytest.param('003,"Hush Point, lower",fixed,11.2,7,1855-03-17,false\n', "", (0, 0, 1), id="a row less"),
    ],
)
def test_rows_are_counted_by_their_key(old: str, new: str, expected: tuple[int, ...], site: Site, root: Path) -> None:
    _edit(root, old, new)
    found = _row_changes(site, root)[LIGHTS]
    assert (found.added, found.changed, found.removed) == expected


def test_the_order_of_rows_is_no_change_of_rows(site: Site, root: Path) -> None:
    table = root / "datasets/lighthouses/lighthouses.csv"
    header, *rows = table.read_text("utf-8").splitlines(keepends=True)
    table.write_text("".join([header, *reversed(rows)]), encoding="utf-8")
    found = _row_changes(site, root)[LIGHTS]
    assert (found.added, found.changed, found.removed, found.samples) == (0, 0, 0, ())


def test_a_plan_that_replaces_no_table_has_no_row_changes(site: Site, root: Path) -> None:
    path = root / "catalogue/themes.yaml"
    path.write_text(path.read_text("utf-8").replace("title: Navigation", "title: Finding the way"), encoding="utf-8")
    planned = plan(site, sound(root))
    assert planned.count(Verb.UPDATE) > 0
    assert row_changes(site, planned) == {}


def test_a_table_that_is_new_has_no_row_changes(root: Path, tmp_path: Path) -> None:
    target = Site(tmp_path / "public", "tests")
    assert row_changes(target, plan(target, sound(root))) == {}


def test_what_changes_between_the_check_and_the_apply_is_not_published(site: Site, root: Path) -> None:
    _edit(root, "41.5", "41.6")
    planned = plan(site, sound(root))
    _edit(root, "41.6", "41.7")
    with pytest.raises(PublisherError) as caught:
        apply(site, planned, {}, silent)
    assert caught.value.code == "file-changed"
    assert "41.5" in (Path(site.place()).parent / "dataset/lighthouses/lighthouses.csv").read_text("utf-8")
