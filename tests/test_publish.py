"""The whole way, on the example and on the tenant, to real targets: the site, and one in memory."""

import threading
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from publisher.model import Catalogue
from publisher.plan import Change, Consent, Item, Reason, State, Verb
from publisher.problem import Place, PublisherError, Refused, Severity, Unreachable, has_errors
from publisher.publish import Checked, Terms, apply, check, counts, plan, reasons_against, row_changes, totals
from publisher.tables import RowChange
from publisher.targets import Entry, Table
from publisher.targets.site import Site
from tests.conftest import DAY, HERE, REPOSITORY


def _silent(_: str) -> None:
    """Tell nobody."""


def _sound(root: Path) -> Catalogue:
    checked = check(root, _silent, Terms(DAY))
    assert checked.problems == ()
    assert checked.sound
    return checked.sound


@pytest.mark.parametrize("root", [HERE / "example", REPOSITORY], ids=["example", "tenant"])
def test_nothing_is_wrong_with(root: Path) -> None:
    checked = check(root, _silent, Terms(DAY))
    assert [problem for problem in checked.problems if problem.severity is Severity.ERROR] == []
    assert checked.sound is checked.catalogue is not None


def test_the_check_tells_each_dataset_that_is_done(root: Path) -> None:
    told: list[str] = []
    check(root, told.append)
    assert told == ["ferry-trips", "lighthouses"]


def test_a_checked_catalogue_has_its_files_measured(root: Path) -> None:
    measures = [resource.measure for package in _sound(root).packages for resource in package.resources]
    assert [measure.rows for measure in measures if measure] == [12, 3, 8]


def test_an_empty_folder_is_no_catalogue(tmp_path: Path) -> None:
    checked = check(tmp_path, _silent)
    assert (checked.catalogue, checked.sound) == (None, None)
    assert [problem.place.file for problem in checked.problems] == ["catalogue/catalogue.yaml", "catalogue/themes.yaml"]


def test_a_catalogue_with_an_error_is_not_sound_and_its_problems_are_in_order(root: Path) -> None:
    (root / "datasets/lighthouses/lighthouses.csv").unlink()
    (root / "catalogue/databases/note.txt").write_text("?", encoding="utf-8")
    checked = check(root, _silent, Terms(DAY))
    assert checked.catalogue is not None
    assert checked.sound is None
    places = [problem.place for problem in checked.problems]
    assert len(places) > 1
    assert places == sorted(places)


def test_a_warning_does_not_keep_a_catalogue_from_going_out(root: Path) -> None:
    catalogue = _sound(root)
    (root / "catalogue/databases/note.txt").write_text("?", encoding="utf-8")
    warnings = tuple(
        replace(problem, severity=Severity.WARNING) for problem in check(root, _silent, Terms(DAY)).problems
    )
    assert warnings
    assert Checked(catalogue, warnings).sound is catalogue


def test_a_column_that_another_dataset_refers_to_may_be_lost_without_a_traceback(root: Path) -> None:
    table = root / "datasets/lighthouses/lighthouses.csv"
    table.write_text(table.read_text("utf-8").replace("code,", "kode,", 1), encoding="utf-8")
    codes = {problem.code for problem in check(root, _silent, Terms(DAY)).problems}
    assert "table-incorrect-label" in codes


def test_an_own_table_that_does_not_fit_its_schema_is_an_error(root: Path) -> None:
    (root / "schemas/tables").mkdir(parents=True)
    schema = "fields:\n  - {name: name, type: integer, label: {en: Name}}\nlabel: {en: Themes}\n"
    (root / "schemas/tables/themes.yaml").write_text(schema, encoding="utf-8")
    checked = check(root, _silent, Terms(DAY))
    assert checked.sound is None
    assert {(problem.code, problem.place) for problem in checked.problems} == {
        ("own-table", Place("catalogue/catalogue.yaml"))
    }
    assert {problem.args["code"] for problem in checked.problems} >= {"table-type-error"}


def test_totals_count_what_a_catalogue_holds(root: Path) -> None:
    assert totals(_sound(root)) == {"organizations": 2, "databases": 3, "datasets": 2, "files": 3, "rows": 23}


class Memory:
    """A target in memory, which refuses the keys it is told to refuse."""

    name = "memory"
    owner = "tests"
    limit_updates = True
    public_view = False
    writers = 1

    def __init__(
        self, held: State, refused: Sequence[str] = (), all_or_nothing: bool = False, interrupted: str = ""
    ) -> None:
        self.held = dict(held)
        self.deaf = False
        self.interrupted = interrupted
        self.all_or_nothing = all_or_nothing
        self.refused = refused
        self.wanted: State = {}
        self.objected: tuple[Reason, ...] = ()
        self.begun = 0
        self.aborted = 0
        self.entries: list[Entry] = []

    def desired(self, catalogue: Catalogue) -> State:
        return self.wanted

    def actual(self) -> State:
        return dict(self.held)

    def objections(self, changes: Sequence[Change]) -> Iterator[Reason]:
        yield from self.objected

    def tables(self, change: Change) -> Iterator[Table]:
        yield from ()

    def begin(self, changes: Sequence[Change]) -> None:
        self.begun += 1

    def apply(self, change: Change) -> None:
        if change.key in self.refused:
            raise Refused("stale", key=change.key)
        if change.key == self.interrupted:
            raise KeyboardInterrupt
        if change.after is None:
            del self.held[change.key]
        else:
            self.held[change.key] = change.after

    def commit(self, entry: Entry) -> None:
        if self.deaf:
            raise Unreachable("no-answer")
        self.entries.append(entry)

    def abort(self) -> None:
        self.aborted += 1

    def place(self) -> str:
        return "nowhere"


HELD = {"a": Item(1, "a"), "b": Item(1, "b")}
WANTED = {"a": Item(2, "a"), "c": Item(1, "c")}


@pytest.fixture
def catalogue() -> Catalogue:
    """The example; the target in memory knows by itself what it wants."""
    return _sound(HERE / "example")


def _memory(wanted: State = WANTED, **options: Any) -> Memory:
    target = Memory(HELD, **options)
    target.wanted = wanted
    return target


def test_after_apply_the_plan_is_empty_and_the_journal_says_what_was_done(catalogue: Catalogue) -> None:
    target = _memory()
    told: list[str] = []
    planned = plan(target, catalogue)
    outcome = apply(target, planned, {"who": "me"}, told.append)
    assert told == ["a", "c", "b"]
    assert outcome.done == planned.changes
    assert target.held == WANTED
    assert target.entries == [{"who": "me", "create": 1, "update": 1, "withdraw": 1, "failed": 0, "left": 0}]
    assert plan(target, catalogue).changes == ()


def test_a_plan_without_changes_writes_nothing_at_all(catalogue: Catalogue) -> None:
    target = _memory(HELD)
    outcome = apply(target, plan(target, catalogue), {}, _silent)
    assert (outcome.done, outcome.failed) == ((), ())
    assert (target.begun, target.entries) == (0, [])


def test_one_that_fails_does_not_keep_the_others(catalogue: Catalogue) -> None:
    target = _memory(refused=["a"])
    outcome = apply(target, plan(target, catalogue), {}, _silent)
    assert [(change.key, error.code, error.args_by_name) for change, error in outcome.failed] == [
        ("a", "stale", {"key": "a"})
    ]
    assert [change.key for change in outcome.done] == ["c", "b"]
    assert target.entries == [{"create": 1, "update": 0, "withdraw": 1, "failed": 1, "left": 0}]
    assert target.aborted == 0
    assert [change.key for change in plan(target, catalogue).changes] == ["a"]


def test_where_it_is_all_or_nothing_the_first_that_fails_ends_it(catalogue: Catalogue) -> None:
    target = _memory(refused=["c"], all_or_nothing=True)
    with pytest.raises(Refused) as caught:
        apply(target, plan(target, catalogue), {}, _silent)
    assert caught.value.code == "stale"
    assert (target.entries, target.aborted) == ([], 1)


def test_a_journal_that_cannot_be_written_is_said_and_takes_nothing_back(catalogue: Catalogue) -> None:
    target = _memory()
    target.deaf = True
    outcome = apply(target, plan(target, catalogue), {}, _silent)
    assert len(outcome.done) == 3
    assert outcome.unnoted
    assert (outcome.unnoted.code, target.aborted, target.held) == ("no-answer", 0, WANTED)


def test_a_journal_that_cannot_be_written_makes_void_what_is_all_or_nothing(catalogue: Catalogue) -> None:
    target = _memory(all_or_nothing=True)
    target.deaf = True
    with pytest.raises(Unreachable):
        apply(target, plan(target, catalogue), {}, _silent)
    assert target.aborted == 1


def test_ctrl_c_begins_no_other_change_and_says_what_is_left(catalogue: Catalogue) -> None:
    target = _memory(interrupted="c")
    outcome = apply(target, plan(target, catalogue), {}, _silent)
    assert [change.key for change in outcome.done] == ["a"]
    assert [change.key for change in outcome.left] == ["c", "b"]
    assert outcome.failed == ()
    assert target.entries == [{"create": 0, "update": 1, "withdraw": 0, "failed": 0, "left": 2}]


def test_ctrl_c_gives_up_where_it_is_all_or_nothing(catalogue: Catalogue) -> None:
    target = _memory(interrupted="c", all_or_nothing=True)
    with pytest.raises(KeyboardInterrupt):
        apply(target, plan(target, catalogue), {}, _silent)
    assert (target.entries, target.aborted) == ([], 1)


def test_packages_are_written_at_the_same_time_and_withdrawn_after_all_else(
    catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = _memory()
    target.writers = 2
    together = threading.Barrier(2, timeout=30)  # opens only when both are under way
    order: list[str] = []

    def write(change: Change) -> None:
        if change.after:
            together.wait()
        order.append(change.key)

    monkeypatch.setattr(target, "apply", write)
    outcome = apply(target, plan(target, catalogue), {}, _silent)
    assert sorted(order[:2]) == ["a", "c"]
    assert order[2] == "b"
    assert outcome.done == plan(target, catalogue).changes


def test_where_all_fail_nothing_is_called_done(catalogue: Catalogue) -> None:
    target = _memory(refused=["a", "b", "c"])
    outcome = apply(target, plan(target, catalogue), {}, _silent)
    assert outcome.done == ()
    assert {error.code for _, error in outcome.failed} == {"stale"}
    assert (target.held, target.entries) == (HELD, [])


def test_what_is_no_failure_of_ours_is_not_swallowed(catalogue: Catalogue) -> None:
    target = _memory()
    planned = plan(target, catalogue)
    del target.held["b"]
    with pytest.raises(KeyError):
        apply(target, planned, {}, _silent)


@pytest.mark.parametrize(
    ("wanted", "objected", "expected"),
    [
        pytest.param({**WANTED, "b": HELD["b"]}, (), [], id="none"),
        pytest.param(WANTED, (), ["vanished"], id="those of the guard"),
        pytest.param(HELD, (Reason("stale", {}),), ["stale"], id="those of the target"),
        pytest.param(WANTED, (Reason("stale", {}),), ["stale", "vanished"], id="both"),
        pytest.param({}, (), ["vanished", "vanished", "mass-withdrawal"], id="an empty catalogue"),
    ],
)
def test_the_reasons_against_a_plan_are(
    wanted: State, objected: tuple[Reason, ...], expected: list[str], catalogue: Catalogue
) -> None:
    target = _memory(wanted)
    target.objected = objected
    found = reasons_against(target, catalogue, plan(target, catalogue), Consent())
    assert [reason.code for reason in found] == expected


def test_what_the_catalogue_calls_withdrawn_may_go(catalogue: Catalogue) -> None:
    target = Memory({"dataset/harbour-lights": Item(1, "harbour-lights"), **HELD})
    target.wanted = HELD
    assert reasons_against(target, catalogue, plan(target, catalogue), Consent()) == []


def test_a_plan_of_the_public_view_is_refused_before_anything_is_written(catalogue: Catalogue) -> None:
    target = _memory({**HELD, "c": Item(1, "c")})
    target.public_view = True
    with pytest.raises(Unreachable, match="no-token"):
        reasons_against(target, catalogue, plan(target, catalogue), Consent())


def test_a_public_view_on_which_nothing_changes_is_not_refused(catalogue: Catalogue) -> None:
    target = _memory(HELD)
    target.public_view = True
    assert reasons_against(target, catalogue, plan(target, catalogue), Consent()) == []


def test_counts_have_every_verb() -> None:
    changes = [Change("a", None, Item(1)), Change("b", Item(1), None), Change("c", None, Item(1))]
    assert counts(changes) == {"create": 2, "update": 0, "withdraw": 1}
    assert set(counts([])) == {str(verb) for verb in Verb}


@pytest.fixture
def site(root: Path, tmp_path: Path) -> Site:
    """The example, published as a site."""
    target = Site(tmp_path / "public", "tests")
    apply(target, plan(target, _sound(root)), {}, _silent)
    return target


LIGHTS = "dataset/lighthouses/lighthouses.csv#lighthouses"


def _edit(root: Path, old: str, new: str) -> None:
    table = root / "datasets/lighthouses/lighthouses.csv"
    text = table.read_text("utf-8")
    assert old in text
    table.write_text(text.replace(old, new), encoding="utf-8")


def _row_changes(site: Site, root: Path) -> Any:
    return row_changes(site, plan(site, _sound(root)))


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
    planned = plan(site, _sound(root))
    assert planned.count(Verb.UPDATE) > 0
    assert row_changes(site, planned) == {}


def test_a_table_that_is_new_has_no_row_changes(root: Path, tmp_path: Path) -> None:
    target = Site(tmp_path / "public", "tests")
    assert row_changes(target, plan(target, _sound(root))) == {}


def test_what_changes_between_the_check_and_the_apply_is_not_published(site: Site, root: Path) -> None:
    _edit(root, "41.5", "41.6")
    planned = plan(site, _sound(root))
    _edit(root, "41.6", "41.7")
    with pytest.raises(PublisherError) as caught:
        apply(site, planned, {}, _silent)
    assert caught.value.code == "file-changed"
    assert "41.5" in (Path(site.place()).parent / "dataset/lighthouses/lighthouses.csv").read_text("utf-8")


def test_an_error_of_ours_carries_its_code_and_its_arguments() -> None:
    error = Unreachable("no-answer", url="http://x/", reason="Timeout")
    assert (error.code, error.args_by_name) == ("no-answer", {"url": "http://x/", "reason": "Timeout"})
    assert not has_errors(())
