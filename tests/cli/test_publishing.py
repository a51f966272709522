"""`apply` and `publish` on the example: what is written, what is refused, how they end."""

import json
from pathlib import Path

import pytest

from publisher.cli import commands
from publisher.cli.session import Session
from publisher.plan import Consent
from publisher.publish import check, plan
from publisher.report.words import Words
from tests.cli.conftest import Portal, Publisher
from tests.cli.edits import drop, edit, spoil, tree, withdraw
from tests.test_publish import HELD, WANTED, Memory


def test_apply_publishes_and_says_where(publisher: Publisher, site: Path) -> None:
    told = publisher("apply", "site")
    assert told.code == 0
    assert "0 updated, 0 withdrawn, 0 unchanged" in told.out
    assert f"Look at {site / 'index.html'}" in told.out
    assert (site / "index.html").is_file()


def test_apply_of_one_entry_publishes_that_entry_only(publisher: Publisher, root: Path, site: Path) -> None:
    publisher("apply", "site")
    edit(root, "datasets/lighthouses/lighthouses.csv", "41.5", "41.6")
    edit(root, "datasets/ferry-trips/trips.csv", "01,2026-01-05,1,001,120", "01,2026-01-05,1,001,121")
    assert publisher("apply", "site", "--only", "lighthouses").code == 0
    assert "41.6" in (site / "dataset/lighthouses/lighthouses.csv").read_text("utf-8")
    assert ",120," in (site / "dataset/ferry-trips/trips.csv").read_text("utf-8")


def test_publish_a_second_time_changes_nothing(publisher: Publisher, site: Path) -> None:
    assert publisher("publish").code == 0
    before, release = tree(site), site.resolve()
    told = publisher("publish")
    assert told.code == 0
    assert "site: 0 created, 0 updated, 0 withdrawn, " in told.out
    assert " 0 unchanged" not in told.out
    assert (tree(site), site.resolve()) == (before, release)


def test_publish_without_a_portal_says_how_to_have_one(publisher: Publisher) -> None:
    assert "CKAN: skipped" in publisher("publish").out


@pytest.mark.parametrize("arguments", [("apply", "site"), ("publish",), ("plan", "site")], ids=" ".join)
def test_a_broken_catalogue_writes_nothing(
    arguments: tuple[str, ...], publisher: Publisher, root: Path, site: Path
) -> None:
    spoil(root)
    told = publisher(*arguments)
    assert (told.code, told.out) == (1, "")
    assert "[unknown-property]" in told.err
    assert "Nothing was written.\n" in told.err
    assert sorted(path.name for path in site.parent.iterdir()) == [root.name]


def test_a_broken_catalogue_leaves_what_is_published_as_it_is(publisher: Publisher, root: Path, site: Path) -> None:
    publisher("publish")
    before = tree(site)
    spoil(root)
    assert publisher("publish").code == 1
    assert tree(site) == before


@pytest.mark.parametrize("arguments", [("apply", "site"), ("publish",)], ids=" ".join)
def test_a_folder_that_is_not_ours_is_refused(arguments: tuple[str, ...], publisher: Publisher, site: Path) -> None:
    site.mkdir()
    (site / "index.html").write_text("mine", encoding="utf-8")
    told = publisher(*arguments)
    assert told.code == 3
    assert "[folder-not-ours]" in told.err
    assert tree(site) == {"index.html": b"mine"}


@pytest.mark.parametrize("force", [(), ("--force",)], ids=["without force", "with force"])
@pytest.mark.parametrize("arguments", [("apply", "site"), ("publish",)], ids=" ".join)
def test_a_dataset_that_vanished_is_refused(
    arguments: tuple[str, ...], force: tuple[str, ...], publisher: Publisher, root: Path, site: Path
) -> None:
    publisher("publish")
    before = tree(site)
    drop(root)
    told = publisher(*arguments, *force)
    assert told.code == 3
    assert "[vanished]" in told.err
    assert "Nothing was written.\n" in told.err
    assert tree(site) == before


def test_a_dataset_that_is_withdrawn_goes_and_leaves_a_page(publisher: Publisher, root: Path, site: Path) -> None:
    publisher("publish")
    drop(root)
    withdraw(root, "ferry-trips")
    told = publisher("publish")
    assert (told.code, told.err.count("[")) == (0, 0)
    assert not (site / "dataset/ferry-trips/trips.csv").exists()
    assert (site / "dataset/ferry-trips/index.html").is_file()


def _digest(publisher: Publisher) -> str:
    return str(json.loads(publisher("plan", "site", "--format", "json").out)["digest"])


def test_the_plan_that_was_reviewed_is_applied(publisher: Publisher, site: Path) -> None:
    digest = _digest(publisher)
    assert publisher("apply", "site", "--expect", digest[:12]).code == 0
    assert site.exists()


@pytest.mark.parametrize("arguments", [("apply", "site"), ("publish",)], ids=" ".join)
def test_another_plan_than_the_reviewed_one_is_refused(
    arguments: tuple[str, ...], publisher: Publisher, root: Path, site: Path
) -> None:
    digest = _digest(publisher)
    edit(root, "datasets/lighthouses/lighthouses.csv", "41.5", "41.6")
    told = publisher(*arguments, "--expect", digest)
    assert told.code == 3
    assert "[plan-differs]" in told.err
    assert not site.exists()


def test_the_digest_shown_is_the_one_to_expect(publisher: Publisher) -> None:
    shown = publisher("plan", "site").out.rpartition("plan ")[2].strip()
    assert _digest(publisher).startswith(shown)
    assert publisher("apply", "site", "--expect", shown).code == 0


def test_a_catalogue_without_a_portal_has_no_ckan(
    publisher: Publisher, root: Path, portal: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CKAN_URL", portal.url)
    text = (root / "catalogue/catalogue.yaml").read_text("utf-8")
    (root / "catalogue/catalogue.yaml").write_text(text.partition("ckan:")[0], encoding="utf-8")
    assert publisher("plan", "ckan").code == 2
    assert publisher("publish").code == 0
    assert portal.asked == []


def test_publish_without_a_token_writes_nothing_anywhere(
    publisher: Publisher, portal: Portal, site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CKAN_URL", portal.url)
    told = publisher("publish")
    assert told.code in {3, 5}
    assert "[no-token]" in told.err
    assert not site.exists()


def _session(root: Path) -> Session:
    return Session(root, Words("en"), root / "public")


def test_what_is_only_partly_applied_ends_in_4_with_the_list(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    catalogue = check(root, lambda _: None).sound
    assert catalogue
    target = Memory(HELD, refused=["c"])
    target.wanted = {**HELD, **WANTED}
    code = commands.carry_out(_session(root), catalogue, [(target, plan(target, catalogue))], Consent())
    told = capsys.readouterr()
    assert code == 4
    assert "memory: 0 created, 1 updated, 0 withdrawn, 1 unchanged\n  Look at nowhere\n" in told.out
    assert "1 changes could not be carried out:\n  c: 'c' was changed after the plan was made [stale]\n" in told.err
    assert "    fix: " in told.err


def test_what_was_interrupted_or_not_noted_ends_in_4_with_the_list(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    catalogue = check(root, lambda _: None).sound
    assert catalogue
    target = Memory(HELD, interrupted="c")
    target.wanted, target.deaf = {**HELD, **WANTED}, True
    assert commands.carry_out(_session(root), catalogue, [(target, plan(target, catalogue))], Consent()) == 4
    told = capsys.readouterr().err
    assert "1 changes were not begun (stopped by Ctrl-C):\n  c\n" in told
    assert "The journal on the portal could not be written:" in told


def test_what_was_interrupted_before_anything_was_written_ends_in_130(root: Path) -> None:
    catalogue = check(root, lambda _: None).sound
    assert catalogue
    target = Memory(HELD, interrupted="a")
    target.wanted = WANTED | {"b": HELD["b"]}
    assert commands.carry_out(_session(root), catalogue, [(target, plan(target, catalogue))], Consent()) == 130


def test_if_one_target_refuses_none_is_written(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    catalogue = check(root, lambda _: None).sound
    assert catalogue
    willing, refusing = Memory(HELD), Memory(HELD)
    willing.wanted, refusing.wanted = {**HELD, **WANTED}, WANTED
    planned = [(target, plan(target, catalogue)) for target in (willing, refusing)]
    assert commands.carry_out(_session(root), catalogue, planned, Consent()) == 3
    assert (willing.held, refusing.held) == (HELD, HELD)
    assert "memory: refused\n" in capsys.readouterr().err


def test_a_digest_for_each_target_consents_to_both(
    publisher: Publisher, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    catalogue = check(root, lambda _: None).sound
    assert catalogue
    first, second = Memory(HELD), Memory({})
    second.owner = "others"
    first.wanted = second.wanted = {**HELD, **WANTED}
    planned = [(target, plan(target, catalogue)) for target in (first, second)]
    both = tuple(one.digest or "" for _, one in planned)
    assert commands.carry_out(_session(root), catalogue, planned, Consent(both[:1])) == commands.REFUSED
    assert commands.carry_out(_session(root), catalogue, planned, Consent(both)) == 0
