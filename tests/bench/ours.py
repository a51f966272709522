"""The publisher at work in a corner of a portal. Reads and writes."""

from collections.abc import Sequence
from dataclasses import replace

from publisher.model import Catalogue
from publisher.plan import Change, Consent, Plan
from publisher.publish import Outcome, apply, reasons_against
from publisher.targets.ckan import Ckan
from tests.bench.bare import Recording
from tests.bench.catalogue import number
from tests.bench.corner import Corner

ENTRY = {"time": "2026-11-21T00:00:00+00:00", "commit": "0" * 40, "who": "bench"}
WRITERS = 2
PUBLISHER = "publisher"
NAME = f"{PUBLISHER} apply, {WRITERS} writers"


def target(corner: Corner, catalogue: Catalogue) -> tuple[Ckan, Recording]:
    """A fresh target in a corner, and the connection that keeps what it writes."""
    connection = Recording.of(corner)
    if catalogue.portal is None:
        raise ValueError("the catalogue has no portal")
    return Ckan(catalogue.portal, connection, WRITERS), connection


def carry_out(target: Ckan, plan: Plan, changes: Sequence[Change]) -> Outcome:
    """Carry out some changes of a plan; none may fail."""
    outcome = apply(target, replace(plan, changes=tuple(changes)), ENTRY, lambda key: None)
    if outcome.failed:
        raise RuntimeError(f"{len(outcome.failed)} changes failed: {outcome.failed[0]}")
    return outcome


def accepted(target: Ckan, catalogue: Catalogue, plan: Plan) -> None:
    """Ask for everything that stands against a plan, as the command does; there must be nothing."""
    if reasons := reasons_against(target, catalogue, plan, Consent(force=True)):
        raise RuntimeError(f"refused: {reasons}")


def in_turn(plan: Plan) -> tuple[list[Change], list[Change]]:
    """The changes of organizations and themes, and those of packages in the order of their numbers: a mix of kinds."""
    groups = [change for change in plan.changes if change.package is None]
    return groups, sorted((change for change in plan.changes if change.package), key=lambda change: number(change.key))
