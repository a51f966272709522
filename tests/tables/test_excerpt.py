"""A large table that is refused: one fault is told at its place, and that there may be more."""

from pathlib import Path

import pytest

from publisher.tables import excerpt
from tests.faults.catalogues import TABLE, add_table, checked, found, spot

SOUND = "".join(f'"a\nb{row}",{row}\n' for row in range(50))


@pytest.fixture
def small_limit(monkeypatch: pytest.MonkeyPatch) -> int:
    """A limit that a small table reaches."""
    monkeypatch.setattr(excerpt, "EXPLAINED_BYTES", 300)
    return 300


@pytest.mark.parametrize(
    ("row", "column", "code"),
    [("c,x", 3, "table-type-error"), (",", 1, "table-blank-row"), ('"c\nd",1.5', 4, "table-type-error")],
)
def test_one_fault_is_told_at_its_physical_place(
    root: Path, small_limit: int, row: str, column: int, code: str
) -> None:
    add_table(root, f"code,size\n{SOUND}{row}\nz,9\n")
    line = 102 + row.count("\n")
    assert found(root) == [(TABLE, 1, 1, "one-fault-only"), (TABLE, line, column, code)]


def test_the_rest_of_a_small_table_is_told_too(root: Path) -> None:
    add_table(root, f"code,size\n{SOUND}c,x\nz,also wrong\n")
    assert [code for *_, code in found(root)] == ["table-type-error", "table-type-error"]


@pytest.mark.parametrize(("more", "cut"), [(0, False), (1, True)], ids=["at the limit", "one byte more"])
def test_the_limit_is_a_size_of_the_file(root: Path, small_limit: int, more: int, cut: bool) -> None:
    table = "code,size\nc,x\n"
    add_table(root, table + "a" * (small_limit - len(table) - 3 + more) + ",1\n")
    assert ("one-fault-only" in {spot(problem)[3] for problem in checked(root).problems}) is cut
