"""Law 4 on real portals: whatever happens to an answer, one more run makes the portal what it should be.

On a plain CKAN 2.12 every answer to a write is spoilt in every way, on the other portals a sample that changes from day
to day (SWEEP_SEED names another). With SWEEP=every it is every answer to every request on every portal.
"""

import csv
import datetime
import io
import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from random import Random

import pytest

from publisher.model import Kind
from tests.targets.conftest import VARIANTS
from tests.targets.corners import FOREIGN, JOURNAL, Access
from tests.targets.faults import Point, is_write
from tests.targets.sweeping import ALL, LANES, Apply, Clean, Sweep

EVERY = os.environ.get("SWEEP") == "every"
SEED = os.environ.get("SWEEP_SEED", datetime.date.today().isoformat())
WHOLE = "ckan-2.12"  # swept whole, by a sysadmin; the others by a sample
WRITES = {
    "package_create",
    "package_revise",
    "organization_create",
    "organization_patch",
    "group_create",
    "group_patch",
}

pytestmark = [pytest.mark.ckan, pytest.mark.timeout(0 if EVERY else 2400)]


def _chosen(clean: Clean, name: str, faults: set[str]) -> list[Point]:
    """The points to try: of the sample, one a fault."""
    points = [point for point in clean.points(reads=EVERY or name != WHOLE) if point.fault in faults]
    if EVERY or name == WHOLE:
        return points
    return [Random(f"{SEED} {name} {f}").choice([p for p in points if p.fault == f]) for f in sorted(faults)]


@pytest.fixture(scope="module")
def sweep(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, tell: Callable[[str], None]
) -> Iterator[Callable[[str], Sweep]]:
    """Give the sweep of a portal, which begins when it is first asked for."""
    swept = Apply.under(tmp_path_factory.mktemp("sweep"))
    here = [item for item in request.session.items if getattr(item, "module", None) is request.module]
    asked = [item.callspec.params for item in here if "fault" in item.fixturenames]
    begun: dict[str, Sweep] = {}
    with ThreadPoolExecutor(LANES) as pool:

        @cache
        def begin(name: str) -> Sweep:
            faults = {params["fault"] for params in asked if params["variant"] == name}
            access = Access(request.getfixturevalue(VARIANTS[name].portal), VARIANTS[name].editor)
            begun[name] = Sweep(access, swept, pool, lambda clean: _chosen(clean, name, faults))
            return begun[name]

        yield begin
        for name, found in begun.items():
            tell(f"sweep {name}: {_counted(name, found)}, {found.summary()}")


def _counted(name: str, found: Sweep) -> str:
    if EVERY or name == WHOLE:
        what = "requests" if EVERY else "writes"
        answers, faults = ({p[:2] for p in found.points}, {p.fault for p in found.points})
        return f"{len(answers)} {what} \N{MULTIPLICATION SIGN} {len(faults)} = {len(found.points)} points"
    return f"{len(found.points)} of {len(found.clean.points(reads=True))} points (SWEEP_SEED={SEED})"


@pytest.mark.parametrize("fault", ALL)
@pytest.mark.parametrize("variant", VARIANTS)
def test_whatever_happens_to_an_answer_one_more_run_is_enough(
    sweep: Callable[[str], Sweep], variant: str, fault: str
) -> None:
    found = sweep(variant)
    assert any(point.fault == fault for point in found.points)
    failing = found.failing(fault)
    assert not failing, "\n".join(failing)


@pytest.mark.parametrize("variant", VARIANTS)
def test_the_apply_that_is_swept_makes_what_the_catalogue_says(sweep: Callable[[str], Sweep], variant: str) -> None:
    found = sweep(variant)
    portrait = found.clean.portrait
    packages = found.swept.after.catalogue.packages
    assert set(portrait) == {*(package.name for package in packages), FOREIGN, JOURNAL, "organization", "group"}
    tables = any(request.startswith("datastore") for request in found.clean.requests)
    for package in packages:
        held = [resource for resource in portrait[package.name]["resources"] if resource["url_type"] == "upload"]
        for live, resource in zip(held, package.resources, strict=True):
            text = resource.file.read_text("utf-8")
            assert live["url"] == text
            if tables:
                assert _as_text(live["table"]["rows"]) == list(csv.DictReader(io.StringIO(text)))


def _as_text(rows: list[dict[str, object]]) -> list[dict[str, str]]:
    return [{key: "" if cell is None else str(cell) for key, cell in row.items()} for row in rows]


@pytest.mark.parametrize("variant", VARIANTS)
def test_the_apply_that_is_swept_creates_updates_and_withdraws(sweep: Callable[[str], Sweep], variant: str) -> None:
    found = sweep(variant)
    last = found.clean.journal[-1]
    assert all(last[verb] for verb in ("create", "update", "withdraw"))
    assert {name for name in found.clean.requests if is_write(name)} >= {
        name for name in WRITES if name.startswith("package") or not VARIANTS[variant].editor
    }
    kinds = {package.kind for package in found.swept.after.catalogue.packages}
    assert kinds == {Kind.DATABASE, Kind.DATASET}
