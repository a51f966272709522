"""`plan` on the example: what it shows, to whom, and how it ends."""

import json
import re
from pathlib import Path

import pytest

from tests.cli.conftest import Portal, Publisher
from tests.cli.edits import drop, edit, tree
from tests.report.test_output import VALIDATORS


def test_a_plan_of_the_site_writes_nothing(publisher: Publisher, root: Path, site: Path) -> None:
    before = tree(root)
    told = publisher("plan", "site")
    assert told.code == 0
    assert "  + about/index.html\n" in told.out
    assert "  … and " in told.out
    assert "to create, 0 to update, 0 to withdraw, 0 unchanged; plan " in told.out
    assert tree(root) == before
    assert sorted(path.name for path in site.parent.iterdir()) == [root.name]


def test_a_plan_shows_every_change_if_asked(publisher: Publisher) -> None:
    told = publisher("plan", "site", "--all")
    assert "--all" not in told.out
    assert told.out.count("  + ") > 30


@pytest.mark.parametrize(
    ("arguments", "code"), [((), 0), (("--exit-code",), 1)], ids=["without --exit-code", "with --exit-code"]
)
def test_a_plan_with_changes_ends_in(arguments: tuple[str, ...], code: int, publisher: Publisher) -> None:
    assert publisher("plan", "site", *arguments).code == code


def test_a_plan_without_changes_ends_in_0_with_exit_code_too(publisher: Publisher) -> None:
    assert publisher("apply", "site").code == 0
    told = publisher("plan", "site", "--exit-code")
    assert told.code == 0
    assert told.out.startswith("site: no changes (")


def test_a_plan_as_json_fits_its_schema(publisher: Publisher, root: Path) -> None:
    publisher("apply", "site")
    edit(root, "datasets/lighthouses/lighthouses.csv", "41.5", "41.6")
    found = json.loads(publisher("plan", "site", "--format", "json").out)
    VALIDATORS["plan"].validate(found)
    table = "dataset/lighthouses/lighthouses.csv"
    assert found["rows"] == {f"{table}#lighthouses": {"added": 0, "changed": 1, "removed": 0}}


@pytest.mark.parametrize("form", ["text", "markdown"])
def test_a_plan_says_which_cell_changes(form: str, publisher: Publisher, root: Path) -> None:
    publisher("apply", "site")
    edit(root, "datasets/lighthouses/lighthouses.csv", "41.5", "41.6")
    told = publisher("plan", "site", "--format", form)
    assert "lighthouses: rows: 0 added, 1 changed, 0 removed\n" in told.out
    assert "~ 001: height: 41.5 → 41.6\n" in told.out


def test_a_plan_says_what_would_be_refused_and_how_to_mend_it(publisher: Publisher, root: Path) -> None:
    publisher("apply", "site")
    drop(root)
    told = publisher("plan", "site")
    assert told.code == 0
    assert "'ferry-trips' is published but no longer in the catalogue [vanished]" in told.err
    assert "catalogue/withdrawn.yaml" in told.err


def test_a_plan_of_one_entry_has_only_its_changes(publisher: Publisher) -> None:
    found = json.loads(publisher("plan", "site", "--only", "lighthouses", "--format", "json").out)
    assert found["changes"]
    assert all(re.search(r"/lighthouses[/.]", change["key"]) for change in found["changes"])


@pytest.mark.parametrize("command", ["plan", "apply"])
def test_a_wrong_name_is_asked_back(command: str, publisher: Publisher, site: Path) -> None:
    told = publisher(command, "site", "--only", "lighthouse")
    assert told.code == 2
    assert "There is no entry 'lighthouse'. Did you mean 'lighthouses'?" in told.err
    assert not site.exists()


def test_a_name_like_no_other_is_not_asked_back(publisher: Publisher) -> None:
    told = publisher("plan", "site", "--only", "zzz")
    assert told.code == 2
    assert "There is no entry 'zzz'\n" in told.err


def test_a_plan_of_a_portal_without_a_token_is_the_public_view(
    publisher: Publisher, portal: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CKAN_URL", portal.url)
    told = publisher("plan", "ckan")
    assert told.code == 0
    assert "Without a token only the public view was read" in told.out
