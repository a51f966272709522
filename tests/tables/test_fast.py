"""The fast path never accepts what frictionless refuses; what it refuses costs time only."""

import datetime
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from publisher.model import Kind, Resource
from publisher.publish import Terms, check
from publisher.tables import canonical
from tests.conftest import DAY, REPOSITORY
from tests.tables.fuzzing import Case, cases

SEED = os.environ.get("FUZZ_SEED", datetime.date.today().isoformat())
CASES = int(os.environ.get("FUZZ", "5000"))


@pytest.mark.timeout(0 if CASES > 5_000 else 300)
def test_what_is_proven_frictionless_accepts(tmp_path: Path, tell: Callable[[str], None]) -> None:
    readable = accepted = 0
    for case in cases(SEED, CASES, tmp_path):
        if not case.readable():
            continue
        readable += 1
        if proven := case.proven():
            accepted += 1
            rows, faulty = case.judged()
            assert not faulty & set(proven), case.told()
            assert {name: rows[name] for name in proven} == proven, case.told()
    tell(f"fuzz (FUZZ_SEED={SEED}): {CASES} cases, {readable} readable, {accepted} with a table proven, 0 unsound")
    assert accepted > CASES / 10


FIELDS: dict[str, tuple[str, dict[str, Any]]] = {
    "code": ("string", {"required": True, "pattern": "[A-Z][0-9]{2}", "minLength": 3, "maxLength": 3}),
    "kind": ("string", {"enum": ["nam", "nữ"]}),
    "total": ("integer", {"minimum": 0, "maximum": 10}),
    "share": ("number", {"minimum": 0, "maximum": 1}),
    "year": ("year", {"enum": [2009, 2019]}),
    "seen": ("date", {}),
    "sure": ("boolean", {}),
    "serial": ("integer", {"unique": True}),
    "parent": ("string", {}),
}
SOUND = (
    "code,kind,total,share,year,seen,sure,serial,parent\n"
    "A01,nam,0,0.5,2009,2026-01-31,true,1,A01\n"
    "A02,nữ,10,1,2019,2024-02-29,0,2,A01\n"
)
ROW = "A03,nam,5,0.25,2009,2026-01-31,true,3,A02"


def _one_fault(error: str, row: str) -> Any:
    return pytest.param(SOUND + row + "\n", error, id=f"{error}: {row}")


@pytest.mark.parametrize(
    ("table", "error"),
    [
        pytest.param(SOUND.replace("code", ""), "blank-label", id="blank-label"),
        pytest.param(SOUND.replace("kind", "kinds"), "incorrect-label", id="incorrect-label"),
        pytest.param(SOUND.replace("kind", "code", 1), "duplicate-label", id="duplicate-label"),
        pytest.param(SOUND.replace(",parent", ""), "missing-label", id="missing-label"),
        pytest.param(SOUND.replace(",parent", ",parent,more"), "extra-label", id="extra-label"),
        _one_fault("blank-row", ""),
        _one_fault("blank-row", ",,,,,,,,"),
        _one_fault("extra-cell", f"{ROW},more"),
        _one_fault("missing-cell", ROW.removesuffix(",A02")),
        _one_fault("primary-key", ROW.replace("A03", "A02", 1)),
        _one_fault("primary-key", ROW.replace("A03", "", 1)),
        _one_fault("unique-error", ROW.replace("true,3", "true,2")),
        _one_fault("foreign-key", ROW.replace(",A02", ",A09")),
        _one_fault("constraint-error", ROW.replace("A03", "a03")),
        _one_fault("constraint-error", ROW.replace("A03", "A003")),
        _one_fault("constraint-error", ROW.replace("nam", "khác")),
        _one_fault("constraint-error", ROW.replace(",5,", ",-1,")),
        _one_fault("constraint-error", ROW.replace(",5,", ",11,")),
        _one_fault("constraint-error", ROW.replace("0.25", "1.000000000000001")),
        _one_fault("table-constraint-error", ROW.replace("2009", "2010")),
        _one_fault("type-error", ROW.replace(",5,", ",5.0,")),
        _one_fault("type-error", ROW.replace("0.25", "a quarter")),
        _one_fault("table-type-error", ROW.replace("2009", "20 09")),
        _one_fault("type-error", ROW.replace("2026-01-31", "2026-02-30")),
        _one_fault("table-type-error", ROW.replace("2026-01-31", "2026-1-31")),
        _one_fault("type-error", ROW.replace("true", "yes")),
    ],
)
def test_a_table_with_one_fault_is_not_proven(tmp_path: Path, table: str, error: str) -> None:
    case = _case(tmp_path, table)
    assert case.readable()
    assert case.proven() == {}
    _, problems = canonical.check(case.dataset, case.tables)
    assert f"table-{error.removeprefix('table-')}" in {problem.code for problem in problems}


def test_the_table_without_that_fault_is_proven(tmp_path: Path) -> None:
    assert _case(tmp_path, SOUND + ROW + "\n").proven() == {"one": 3}


def _case(folder: Path, table: str) -> Case:
    fields = [{"name": name, "type": kind, "constraints": told} for name, (kind, told) in FIELDS.items()]
    key = {"fields": ["parent"], "reference": {"resource": "", "fields": ["code"]}}
    file = folder / "one.csv"
    file.write_text(table, "utf-8")
    data = {"schema": {"fields": fields, "primaryKey": ["code"], "foreignKeys": [key]}}
    return Case((Resource("one", {}, file.name, "csv", data, file, ()),))


@pytest.mark.parametrize("root", [REPOSITORY, REPOSITORY / "tests" / "example"], ids=["tenant", "example"])
def test_every_table_of_our_catalogues_is_proven(root: Path) -> None:
    catalogue = check(root, lambda name: None, Terms(DAY)).catalogue
    assert catalogue
    for dataset in catalogue.of(Kind.DATASET):
        tables = [resource for resource in dataset.resources if resource.is_csv_table]
        assert Case(tuple(tables)).proven().keys() == {table.name for table in tables}
