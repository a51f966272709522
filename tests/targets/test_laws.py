"""The laws of DESIGN that every target keeps, on a site folder and on a real CKAN with the same tests."""

from pathlib import Path

import pytest

from publisher.plan import Consent, Verb
from publisher.publish import apply, reasons_against
from tests.targets.worlds import (
    ENTRY,
    World,
    add_database,
    catalogue_of,
    declare_withdrawn,
    forget_database,
    planned,
    publish,
    refusals,
    refused_apply,
)

DATASET = "lighthouses"


def _rewrite(root: Path, file: str, old: str, new: str) -> None:
    place = root / file
    text = place.read_text("utf-8")
    assert old in text
    place.write_text(text.replace(old, new), "utf-8")


def _title(root: Path) -> str:
    return next(p.title["en"] for p in catalogue_of(root).packages if p.name == DATASET)


def _retitle(root: Path) -> None:
    _rewrite(root, f"datasets/{DATASET}/datapackage.yaml", f"title: {_title(root)}\n", "title: Another title\n")


def _multiply(root: Path, count: int) -> None:
    for number in range(count):
        add_database(root, f"copy-{number:02}")


def _withdraw(root: Path, *names: str) -> None:
    for name in names:
        forget_database(root, name)
    declare_withdrawn(root, *names)


def test_after_an_apply_the_plan_is_empty(world: World) -> None:
    outcome = publish(world)
    assert outcome.done
    assert planned(world)[2].changes == ()


def test_a_second_apply_writes_nothing(world: World) -> None:
    publish(world)
    before, seen = world.writes(), world.snapshot()
    assert publish(world).done == ()
    assert world.writes() == before
    assert world.snapshot() == seen


def test_an_update_changes_only_what_changed(world: World) -> None:
    publish(world)
    _retitle(world.root)
    changes = planned(world)[2].changes
    assert changes
    assert {change.verb for change in changes} == {Verb.UPDATE}
    publish(world)
    assert "Another title" in (world.shows(DATASET) or "")
    assert planned(world)[2].changes == ()


def test_what_is_not_ours_is_never_touched(world: World) -> None:
    publish(world)
    world.put_foreign()
    before = {key: value for key, value in world.snapshot().items() if "their" in key}
    _retitle(world.root)
    publish(world)
    after = {key: value for key, value in world.snapshot().items() if "their" in key}
    assert before
    assert list(after.values())[-len(before) :] == list(before.values())


def test_a_name_that_somebody_else_holds_is_refused(world: World) -> None:
    catalogue = world.root / "datasets" / "ferry-trips"
    away = catalogue.rename(world.root.parent / "away")
    open_data = world.root / "catalogue" / "open-data.yaml"
    whole = open_data.read_text("utf-8")
    open_data.unlink()
    publish(world)
    world.take_name("ferry-trips")
    away.rename(catalogue)
    open_data.write_text(whole, "utf-8")
    seen = world.shows("ferry-trips")
    assert "name-held-by-others" in {reason.code for reason in refusals(world)}
    assert world.shows("ferry-trips") == seen


def test_a_descriptor_that_vanished_is_refused_until_it_is_declared_withdrawn(world: World) -> None:
    _multiply(world.root, 2)
    publish(world)
    forget_database(world.root, "copy-00")
    assert [(r.code, dict(r.args)) for r in refusals(world, Consent(force=True))] == [("vanished", {"name": "copy-00"})]
    declare_withdrawn(world.root, "copy-00")
    publish(world)
    assert planned(world)[2].changes == ()


def test_withdrawing_more_than_thirty_percent_at_once_needs_force(world: World) -> None:
    _multiply(world.root, 10)  # with the example's five: fifteen packages, of which 4.5 are thirty percent
    publish(world)
    _withdraw(world.root, "copy-00", "copy-01", "copy-02", "copy-03")
    assert refusals(world) == []
    _withdraw(world.root, "copy-04")
    target, catalogue, found = planned(world)
    for consent in (Consent(), Consent(digests=(found.digest or "",))):
        assert [reason.code for reason in reasons_against(target, catalogue, found, consent)] == ["mass-withdrawal"]
    publish(world, Consent(force=True))
    assert planned(world)[2].changes == ()


@pytest.mark.parametrize("hand", ["edit", "delete"])
def test_what_somebody_changed_between_plan_and_apply_is_refused_and_kept(world: World, hand: str) -> None:
    publish(world)
    _retitle(world.root)
    target, _, found = planned(world)
    found = found.only(DATASET)
    getattr(world, hand)(DATASET)
    theirs = world.shows(DATASET)
    assert set(refused_apply(target, found)) == {"stale"}
    assert world.shows(DATASET) == theirs
    assert theirs is None or "Edited by hand" in theirs


def test_a_plan_is_carried_out_only_as_it_was_reviewed(world: World) -> None:
    publish(world)
    _retitle(world.root)
    digest = planned(world)[2].digest
    _rewrite(world.root, f"datasets/{DATASET}/datapackage.yaml", "Another title", "A third title")
    assert [reason.code for reason in refusals(world, Consent(digests=(digest or "",)))] == ["plan-differs"]
    assert refusals(world, Consent(digests=(planned(world)[2].digest or "",))) == []


def test_only_one_package_can_be_published(world: World) -> None:
    publish(world)
    _retitle(world.root)
    _rewrite(world.root, "datasets/ferry-trips/datapackage.yaml", "version: 1.0.0", "version: 1.0.1")
    target, _, found = planned(world)
    only = found.only(DATASET)
    assert {change.package for change in only.changes} == {DATASET}
    apply(target, only, ENTRY, lambda key: None)
    assert DATASET not in {change.package for change in planned(world)[2].changes}
    assert "ferry-trips" in {change.package for change in planned(world)[2].changes}


def test_every_apply_adds_one_line_to_the_journal(world: World) -> None:
    publish(world)
    _retitle(world.root)
    publish(world)
    publish(world)
    lines = world.journal()
    assert len(lines) == 2
    assert {key: lines[0][key] for key in ENTRY} == ENTRY
    assert lines[0]["create"] > 0
    assert lines[1]["update"] > 0
    assert lines[1]["create"] == 0
