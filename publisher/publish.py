"""The whole way: load, measure, check; plan every target; guard; apply. Reads, then writes through targets."""

import datetime
import itertools
import tempfile
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path

from publisher.cache import Cache
from publisher.exports.tables import ROWS, catalogue_package, table_csv
from publisher.load import load
from publisher.model import Catalogue, Kind
from publisher.plan import Change, Consent, Plan, Reason, Verb, guard, make_plan
from publisher.problem import Place, Problem, PublisherError, Unreachable, has_errors, in_order
from publisher.rules import check as check_rules
from publisher.tables import RowChanges, Way, compare, measure, measure_dataset
from publisher.targets import Entry, Target

Tell = Callable[[str], None]


def today() -> datetime.date:
    """The day on which a catalogue is looked at if none is told."""
    return datetime.date.today()


@dataclass(frozen=True)
class Terms:
    """On what terms a catalogue is checked; what is wrong depends on the day alone."""

    as_of: datetime.date = field(default_factory=lambda: today())
    way: Way = field(default_factory=Way)
    cache: Cache = field(default_factory=Cache)


@dataclass(frozen=True)
class Checked:
    """What the check found; the catalogue may go out only when there is no error."""

    catalogue: Catalogue | None
    problems: tuple[Problem, ...]

    @property
    def sound(self) -> Catalogue | None:
        """The catalogue, if nothing forbids publishing it."""
        return None if has_errors(self.problems) else self.catalogue


@dataclass(frozen=True)
class Outcome:
    """What came of a plan: the changes carried out, those that failed, with what happened, those not begun."""

    plan: Plan
    done: tuple[Change, ...] = ()
    failed: tuple[tuple[Change, PublisherError], ...] = ()
    left: tuple[Change, ...] = ()
    unnoted: PublisherError | None = None
    """Why the journal has no line of it, although changes were carried out."""


def check(root: Path, tell: Tell, terms: Terms | None = None) -> Checked:
    """Load the catalogue under `root` and find everything that is wrong with it."""
    terms = terms or Terms()
    catalogue, problems = load(root, terms.as_of, terms.cache)
    if catalogue is None:
        return Checked(None, tuple(in_order(problems)))
    measures, faults = measure(catalogue, tell, terms.way, terms.cache)
    catalogue = catalogue.with_measures(measures)
    problems = _without_echoes([*problems, *check_rules(catalogue), *faults])
    if not has_errors(problems):
        problems += _own_tables(catalogue)
    return Checked(catalogue, tuple(in_order(problems)))


def _without_echoes(problems: list[Problem]) -> list[Problem]:
    """Leave out that a Table Schema cannot be used where more is said of its descriptor."""
    said = {problem.place.file for problem in problems if problem.code != "table-schema"}
    return [problem for problem in problems if problem.code != "table-schema" or problem.place.file not in said]


def _own_tables(catalogue: Catalogue) -> list[Problem]:
    """Check the catalogue's own tables as any other: what we publish about ourselves must fit its schema too."""
    with tempfile.TemporaryDirectory() as folder:
        for table in ROWS:
            (Path(folder) / f"{table}.csv").write_bytes(table_csv(catalogue, table))
        _, problems = measure_dataset(catalogue_package(catalogue, Path(folder)))
    place = Place("catalogue/catalogue.yaml")
    return [
        replace(problem, place=place, code="own-table", args={"file": str(problem.place), "code": problem.code})
        for problem in problems
    ]


def plan(target: Target, catalogue: Catalogue) -> Plan:
    """Compare what should be on a target with what is there."""
    desired = target.desired(catalogue)
    return make_plan(target.name, target.owner, target.actual(), desired, public_view=target.public_view)


def reasons_against(target: Target, catalogue: Catalogue, plan: Plan, consent: Consent) -> list[Reason]:
    """Gather every reason not to carry out a plan."""
    if plan.public_view and plan.changes:
        raise Unreachable("no-token")
    withdrawn = {item.name for item in catalogue.withdrawn}
    guarded = guard(plan, withdrawn, consent, limit_updates=target.limit_updates)
    objections = [reason for reason in target.objections(plan.changes) if not consent.covers(reason)]
    return [*objections, *guarded]


def row_changes(target: Target, plan: Plan) -> dict[str, RowChanges]:
    """Compare each table that the plan replaces with what the target holds, by key and resource name."""
    found: dict[str, RowChanges] = {}
    for change in plan.changes:
        for table in target.tables(change) if change.verb is Verb.UPDATE else ():
            resource = table.resource
            delimiter = resource.data.get("dialect", {}).get("delimiter", ",")
            key = resource.schema.get("primaryKey", ())
            changes = compare(table.before, resource.file.read_bytes(), key, delimiter)
            found[f"{change.key}#{resource.name}"] = changes
    return found


def apply(target: Target, plan: Plan, entry: Entry, tell: Tell) -> Outcome:
    """Carry out a plan that the guard let pass; a plan without changes writes nothing at all.

    A change that fails stops the others only where all or nothing holds; then the error is raised. Ctrl-C lets the
    changes in hand end and begins no other; a second one, or one where all or nothing holds, gives up.
    """
    if not plan.changes:
        return Outcome(plan)
    try:
        target.begin(plan.changes)
        outcome = _carry_out(target, plan, tell)
        return _committed(target, outcome, entry) if outcome.done else outcome
    except BaseException:
        target.abort()
        raise


def _committed(target: Target, outcome: Outcome, entry: Entry) -> Outcome:
    """Make the changes final; where each stands by itself, a journal that cannot be written takes none of them back."""
    try:
        target.commit({**entry, **counts(outcome.done), "failed": len(outcome.failed), "left": len(outcome.left)})
    except PublisherError as error:
        if target.all_or_nothing:
            raise
        return replace(outcome, unnoted=error)
    return outcome


def _carry_out(target: Target, plan: Plan, tell: Tell) -> Outcome:
    """Carry out all changes: what may go in any order at the same time, by as many writers as the target likes."""
    results: dict[str, PublisherError | None] = {}
    stopped = threading.Event()

    def write(change: Change) -> None:
        if stopped.is_set():
            return
        tell(change.key)
        try:
            target.apply(change)
            results[change.key] = None
        except BaseException as error:
            if target.all_or_nothing or not isinstance(error, PublisherError):
                stopped.set()
                raise
            results[change.key] = error

    with ThreadPoolExecutor(target.writers) as pool:
        for batch in _batches(plan.changes):
            writes = [pool.submit(write, change) for change in batch]
            try:
                for one in writes:
                    one.result()
            except KeyboardInterrupt:
                stopped.set()
                if target.all_or_nothing:
                    raise
    return Outcome(
        plan,
        done=tuple(change for change in plan.changes if results.get(change.key, change) is None),
        failed=tuple((change, error) for change in plan.changes if (error := results.get(change.key))),
        left=tuple(change for change in plan.changes if change.key not in results),
    )


def _batches(changes: Sequence[Change]) -> Iterator[list[Change]]:
    """Changes that may go in any order: those of packages, but deletions only after all else."""
    for (package, _), group in itertools.groupby(changes, key=lambda c: (c.package is not None, c.after is None)):
        batch = list(group)
        yield from [batch] if package else ([change] for change in batch)


def counts(changes: Sequence[Change]) -> dict[str, int]:
    """How many changes create, update and withdraw."""
    return {str(verb): sum(change.verb is verb for change in changes) for verb in Verb}


def totals(catalogue: Catalogue) -> dict[str, int]:
    """How much a catalogue holds: organizations, databases, datasets, files, rows."""
    resources = [resource for dataset in catalogue.of(Kind.DATASET) for resource in dataset.resources]
    return {
        "organizations": len(catalogue.organizations),
        "databases": sum(1 for _ in catalogue.of(Kind.DATABASE)),
        "datasets": sum(1 for _ in catalogue.of(Kind.DATASET)),
        "files": len(resources),
        "rows": sum(resource.measure.rows for resource in resources if resource.measure),
    }
