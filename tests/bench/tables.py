"""Loading tables into the DataStore, beside a bare loop that inserts the same records. Reads and writes."""

import random
from dataclasses import replace
from functools import partial

from publisher.model import Catalogue, Package, Resource
from publisher.plan import Change, Item
from publisher.publish import plan
from publisher.targets.ckan import datastore, payload, tables
from publisher.targets.ckan.state import State
from tests.bench import bare, catalogue, ours
from tests.bench.bare import Call, Recording
from tests.bench.contest import COMPARED, Contest
from tests.bench.measures import Lap, timed
from tests.bench.run import Run, Table, sound

NAME = "tables"
LETTERS = OURS, THEIRS = "t", "u"
DATASET = f"figures-m-{catalogue.GROUP - 1:05}"
BATCH = 5_000  # records of a call; the fastest, as reference measurements of CKAN say
HEAD = ("Contender", "Rows, all rounds", "Rows/s", "Requests a table", COMPARED)


def measure(run: Run) -> list[Table]:
    """Load a small and a large table, each by turns."""
    for letter in LETTERS:
        run.corner(letter).purge()
    found = _with_tables(run)
    connection = _fill(run, found)
    laps = {resource.name: Contest() for resource in _package(found).resources}
    for _ in range(run.sizes.repeats):
        for resource in _package(found).resources:
            _round(run, found, connection, resource, laps[resource.name])
    rows = [row for contest in laps.values() for row in contest.rows(len(contest.sizes))]
    return [Table("Loading tables into the DataStore", HEAD, rows, NOTES)]


def _with_tables(run: Run) -> Catalogue:
    """A catalogue of one group of packages, whose dataset has a small and a large table."""
    root = run.folder / "catalogues" / f"{run.corner(OURS).mark}-tables"
    catalogue.write(root, catalogue.GROUP, catalogue.GROUP, run.corner(OURS).settings())
    for path, rows in (("counts.csv", run.sizes.rows // 5), ("places.csv", run.sizes.rows)):
        (root / "datasets" / DATASET / path).write_text(catalogue.table(random.Random(path), rows), "utf-8")
    return sound(root)


def _fill(run: Run, found: Catalogue) -> Recording:
    """Publish the packages without tables, ours and the bare loop's."""
    without = replace(found, portal=found.portal and replace(found.portal, datastore=False))
    target, connection = ours.target(run.corner(OURS), without)
    whole = plan(target, without)
    ours.carry_out(target, whole, whole.changes)
    theirs = run.corner(THEIRS)
    bare.send(theirs, [bare.moved(connection.calls, run.corner(OURS).mark, theirs.mark)], 1)
    return connection


def _round(run: Run, found: Catalogue, connection: Recording, resource: Resource, contest: Contest) -> None:
    connection.calls.clear()
    change, measured = _change(run, found, resource), resource.measure
    if found.portal is None or measured is None:
        raise ValueError("the catalogue has no portal, or its files are not measured")
    load = partial(tables.bring, connection, found.portal, found, change, State())
    table = f"a table of {measured.rows:,} rows"
    theirs = {f"bare loop of `datastore_upsert`, {table}": partial(_loop, run, connection, measured.rows)}
    contest.round((f"{ours.PUBLISHER}, {table}", partial(timed, load)), theirs, measured.rows)
    datastore.drop(connection, _id(found, resource))


def _change(run: Run, found: Catalogue, resource: Resource) -> Change:
    """The change that brings one table, and no view."""
    target, _ = ours.target(run.corner(OURS), found)
    key = f"dataset/{DATASET}"
    value = target.desired(found)[key].value
    wanted = next(each for each in value["resources"] if each["id"] == _id(found, resource))
    return Change(key, None, Item({**value, "resources": [{**wanted, "views": []}]}, DATASET))


def _loop(run: Run, connection: Recording, count: int) -> Lap:
    """Create the table that the publisher created, and insert the records that it sent."""
    corner = run.corner(THEIRS)
    calls = bare.moved(connection.calls, run.corner(OURS).mark, corner.mark)
    records = [record for call in calls for record in call.data.get("records", ())]
    if len(records) != count:
        raise RuntimeError(f"the publisher sent {len(records)} records instead of {count}")
    declared = next(call for call in calls if call.action == "datastore_create")
    always = {"resource_id": declared.data["resource_id"], "force": True}
    inserts = [
        Call("datastore_upsert", {**always, "method": "insert", "records": records[start : start + BATCH]}, {})
        for start in range(0, count, BATCH)
    ]
    found = timed(partial(bare.send, corner, [[declared, *inserts]], 1))
    bare.send(corner, [[Call("datastore_delete", always, {})]], 1)
    return found


def _package(found: Catalogue) -> Package:
    package = found.package(DATASET)
    if package is None:
        raise ValueError(f"no {DATASET}")
    return package


def _id(found: Catalogue, resource: Resource) -> str:
    return payload.resource_id(found.portal, DATASET, resource) if found.portal else ""


NOTES = (
    "Five columns (two texts, a whole number, a number, a day) with a key; a new table each time. The publisher reads "
    "the CSV file, types its cells, creates the table with its data dictionary, inserts and counts; the bare loop "
    f"gets the ready records and the same `datastore_create`, and inserts {BATCH:,} at a time. No views. "
    "Wanted: 0.90 or more.",
)
