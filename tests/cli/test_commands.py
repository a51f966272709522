"""Each command on the example: what it says, what it writes, how it ends."""

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from publisher.cli import commands
from publisher.cli.commands import publisher as group
from publisher.cli.session import Session
from publisher.plan import Consent
from publisher.publish import check, plan
from publisher.report.words import Words
from tests.cli.conftest import Portal, Publisher
from tests.report.test_output import VALIDATORS
from tests.test_publish import HELD, WANTED, Memory

BROKEN = "catalogue/databases/lights-register.yaml"


def _edit(root: Path, file: str, old: str, new: str) -> None:
    text = (root / file).read_text("utf-8")
    assert old in text
    (root / file).write_text(text.replace(old, new, 1), encoding="utf-8")


def _break(root: Path) -> None:
    _edit(root, BROKEN, "title:", "titel:")


def _drop(root: Path, name: str = "ferry-trips") -> None:
    shutil.rmtree(root / "datasets" / name)


def _withdraw(root: Path, name: str) -> None:
    entry = f"\n{name}:\n  kind: dataset\n  title: Gone\n  date: 2026-11-21\n  reason: For a test.\n"
    file = root / "catalogue/withdrawn.yaml"
    file.write_text(file.read_text("utf-8") + entry, encoding="utf-8")


def _tree(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_sound_catalogue_is_checked_with_nothing_to_say(publisher: Publisher) -> None:
    told = publisher("check")
    assert (told.code, told.out) == (0, "")
    assert "Nothing is wrong." in told.err
    assert "2 datasets, 3 files, 23 rows" in told.err


def test_a_broken_catalogue_ends_in_1_and_says_where_and_how_to_mend_it(publisher: Publisher, root: Path) -> None:
    _break(root)
    told = publisher("check")
    assert told.code == 1
    assert f"{BROKEN}:1:1: error: there is no property 'titel' [unknown-property]" in told.out
    assert "    fix: delete it or mend its name. Did you mean 'title'?" in told.out
    assert "Errors: 2; warnings: 0." in told.err
    assert "publisher explain CODE" in told.err


@pytest.mark.parametrize(
    ("form", "begins"),
    [
        ("text", f"{BROKEN}:1:1: error: "),
        ("json", '{\n  "version": 1,'),
        ("markdown", "| Place | Severity | Problem | Fix |\n"),
        ("github", f"::error file={BROKEN},line=1,col=1,"),
    ],
    ids=["text", "json", "markdown", "github"],
)
def test_problems_are_printed_as(form: str, begins: str, publisher: Publisher, root: Path) -> None:
    _break(root)
    told = publisher("check", "--format", form)
    assert told.code == 1
    assert told.out.startswith(begins)
    assert bool(told.err) == (form == "text")


def test_problems_as_json_fit_their_schema(publisher: Publisher, root: Path) -> None:
    _break(root)
    VALIDATORS["problems"].validate(json.loads(publisher("check", "--format", "json").out))
    VALIDATORS["problems"].validate(json.loads(publisher("--lang", "vi", "check", "--format", "json").out))


@pytest.mark.parametrize("weight", ["error", "warning"])
def test_nothing_to_say_is_0_whatever_is_weighed(weight: str, publisher: Publisher) -> None:
    assert publisher("check", "--fail-on", weight).code == 0


def test_a_plan_of_the_site_writes_nothing(publisher: Publisher, root: Path, site: Path) -> None:
    before = _tree(root)
    told = publisher("plan", "site")
    assert told.code == 0
    assert "  + about/index.html\n" in told.out
    assert "  … and " in told.out
    assert "to create, 0 to update, 0 to withdraw, 0 unchanged; plan " in told.out
    assert _tree(root) == before
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
    _edit(root, "datasets/lighthouses/lighthouses.csv", "41.5", "41.6")
    found = json.loads(publisher("plan", "site", "--format", "json").out)
    VALIDATORS["plan"].validate(found)
    table = "dataset/lighthouses/lighthouses.csv"
    assert found["rows"] == {f"{table}#lighthouses": {"added": 0, "changed": 1, "removed": 0}}


@pytest.mark.parametrize("form", ["text", "markdown"])
def test_a_plan_says_which_cell_changes(form: str, publisher: Publisher, root: Path) -> None:
    publisher("apply", "site")
    _edit(root, "datasets/lighthouses/lighthouses.csv", "41.5", "41.6")
    told = publisher("plan", "site", "--format", form)
    assert "lighthouses: rows: 0 added, 1 changed, 0 removed\n" in told.out
    assert "~ 001: height: 41.5 → 41.6\n" in told.out


def test_a_plan_says_what_would_be_refused_and_how_to_mend_it(publisher: Publisher, root: Path) -> None:
    publisher("apply", "site")
    _drop(root)
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


def test_apply_publishes_and_says_where(publisher: Publisher, site: Path) -> None:
    told = publisher("apply", "site")
    assert told.code == 0
    assert "0 updated, 0 withdrawn, 0 unchanged" in told.out
    assert f"Look at {site / 'index.html'}" in told.out
    assert (site / "index.html").is_file()


def test_apply_of_one_entry_publishes_that_entry_only(publisher: Publisher, root: Path, site: Path) -> None:
    publisher("apply", "site")
    _edit(root, "datasets/lighthouses/lighthouses.csv", "41.5", "41.6")
    _edit(root, "datasets/ferry-trips/trips.csv", "01,2026-01-05,1,001,120", "01,2026-01-05,1,001,121")
    assert publisher("apply", "site", "--only", "lighthouses").code == 0
    assert "41.6" in (site / "dataset/lighthouses/lighthouses.csv").read_text("utf-8")
    assert ",120," in (site / "dataset/ferry-trips/trips.csv").read_text("utf-8")


def test_publish_a_second_time_changes_nothing(publisher: Publisher, site: Path) -> None:
    assert publisher("publish").code == 0
    before, release = _tree(site), site.resolve()
    told = publisher("publish")
    assert told.code == 0
    assert "site: 0 created, 0 updated, 0 withdrawn, " in told.out
    assert " 0 unchanged" not in told.out
    assert (_tree(site), site.resolve()) == (before, release)


def test_publish_without_a_portal_says_how_to_have_one(publisher: Publisher) -> None:
    assert "CKAN: skipped" in publisher("publish").out


@pytest.mark.parametrize("arguments", [("apply", "site"), ("publish",), ("plan", "site")], ids=" ".join)
def test_a_broken_catalogue_writes_nothing(
    arguments: tuple[str, ...], publisher: Publisher, root: Path, site: Path
) -> None:
    _break(root)
    told = publisher(*arguments)
    assert (told.code, told.out) == (1, "")
    assert "[unknown-property]" in told.err
    assert "Nothing was written.\n" in told.err
    assert sorted(path.name for path in site.parent.iterdir()) == [root.name]


def test_a_broken_catalogue_leaves_what_is_published_as_it_is(publisher: Publisher, root: Path, site: Path) -> None:
    publisher("publish")
    before = _tree(site)
    _break(root)
    assert publisher("publish").code == 1
    assert _tree(site) == before


@pytest.mark.parametrize("arguments", [("apply", "site"), ("publish",)], ids=" ".join)
def test_a_folder_that_is_not_ours_is_refused(arguments: tuple[str, ...], publisher: Publisher, site: Path) -> None:
    site.mkdir()
    (site / "index.html").write_text("mine", encoding="utf-8")
    told = publisher(*arguments)
    assert told.code == 3
    assert "[folder-not-ours]" in told.err
    assert _tree(site) == {"index.html": b"mine"}


@pytest.mark.parametrize("force", [(), ("--force",)], ids=["without force", "with force"])
@pytest.mark.parametrize("arguments", [("apply", "site"), ("publish",)], ids=" ".join)
def test_a_dataset_that_vanished_is_refused(
    arguments: tuple[str, ...], force: tuple[str, ...], publisher: Publisher, root: Path, site: Path
) -> None:
    publisher("publish")
    before = _tree(site)
    _drop(root)
    told = publisher(*arguments, *force)
    assert told.code == 3
    assert "[vanished]" in told.err
    assert "Nothing was written.\n" in told.err
    assert _tree(site) == before


def test_a_dataset_that_is_withdrawn_goes_and_leaves_a_page(publisher: Publisher, root: Path, site: Path) -> None:
    publisher("publish")
    _drop(root)
    _withdraw(root, "ferry-trips")
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
    _edit(root, "datasets/lighthouses/lighthouses.csv", "41.5", "41.6")
    told = publisher(*arguments, "--expect", digest)
    assert told.code == 3
    assert "[plan-differs]" in told.err
    assert not site.exists()


def test_the_digest_shown_is_the_one_to_expect(publisher: Publisher) -> None:
    shown = publisher("plan", "site").out.rpartition("plan ")[2].strip()
    assert _digest(publisher).startswith(shown)
    assert publisher("apply", "site", "--expect", shown).code == 0


def test_a_code_is_explained(publisher: Publisher, golden: Callable[[str, str], None]) -> None:
    told = publisher("explain", "unknown-property")
    assert (told.code, told.err) == (0, "")
    golden("cli/explain.en.txt", told.out)
    golden("cli/explain.vi.txt", publisher("--lang", "vi", "explain", "unknown-property").out)


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        pytest.param(
            "missing-file", ["there is no file datasets/invented/table.csv", "    | code,size\n"], id="a file"
        ),
        pytest.param("bad-name", ["databases/New_Lights.yaml\n", "databases/new-lights.yaml\n"], id="another name"),
        pytest.param("not-utf8", ["no example", "RFC 3629"], id="none that could be written out"),
        pytest.param("vanished", ["no example"], id="a refusal"),
    ],
)
def test_an_example_is_shown_as_what_it_is(code: str, expected: list[str], publisher: Publisher) -> None:
    told = publisher("explain", code).out
    assert [words for words in expected if words not in told] == []


def test_all_codes_are_explained_as_markdown(publisher: Publisher) -> None:
    told = publisher("--lang", "vi", "explain", "--all").out
    assert re.findall(r"^### (.+)$", told, re.MULTILINE) == Words("vi").codes()
    assert told.startswith("## YAML\n\n### unreadable-file\n\n- **Vấn đề**: ")
    assert "Sai: catalogue/databases/invented.yaml, từ dòng 7\n" in told


def test_an_unknown_code_is_asked_back(publisher: Publisher) -> None:
    told = publisher("explain", "unknown-propety")
    assert told.code == 2
    assert "There is no code 'unknown-propety'. Did you mean 'unknown-property'?" in told.err


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param((), id="no command"),
        pytest.param(("publsh",), id="an unknown command"),
        pytest.param(("plan",), id="no target"),
        pytest.param(("plan", "moon"), id="an unknown target"),
        pytest.param(("plan", "site", "--format", "github"), id="a form that plans do not have"),
        pytest.param(("check", "--format", "xml"), id="an unknown form"),
        pytest.param(("check", "--nope"), id="an unknown option"),
        pytest.param(("--lang", "fr", "check"), id="an unknown language"),
        pytest.param(("apply", "ckan"), id="a portal without CKAN_URL"),
        pytest.param(("explain",), id="no code"),
    ],
)
def test_wrong_usage_ends_in_2(arguments: tuple[str, ...], publisher: Publisher, site: Path) -> None:
    told = publisher(*arguments)
    assert told.code == 2
    assert told.err
    assert not site.exists()


def test_a_catalogue_without_a_portal_has_no_ckan(
    publisher: Publisher, root: Path, portal: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CKAN_URL", portal.url)
    text = (root / "catalogue/catalogue.yaml").read_text("utf-8")
    (root / "catalogue/catalogue.yaml").write_text(text.partition("ckan:")[0], encoding="utf-8")
    assert publisher("plan", "ckan").code == 2
    assert publisher("publish").code == 0
    assert portal.asked == []


def test_a_plan_of_a_portal_without_a_token_is_the_public_view(
    publisher: Publisher, portal: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CKAN_URL", portal.url)
    told = publisher("plan", "ckan")
    assert told.code == 0
    assert "Without a token only the public view was read" in told.out


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


def test_a_command_gives_its_exit_code_to_click(root: Path, tmp_path: Path) -> None:
    arguments = ["--root", str(root), "--site", str(tmp_path / "public"), "plan", "site", "--exit-code"]
    result = CliRunner().invoke(group, arguments, standalone_mode=False)
    assert (result.return_value, result.exception) == (1, None)
