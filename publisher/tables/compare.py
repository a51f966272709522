"""Two states of a table, row by row. Pure; the only door to pandas."""

import io
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas

SAMPLES = 5

Row = Mapping[str, str]


@dataclass(frozen=True)
class RowChange:
    """One row that came, went or changed; `before` and `after` hold the columns that differ."""

    key: tuple[str, ...]
    before: Row | None
    after: Row | None


@dataclass(frozen=True)
class RowChanges:
    """How many rows came, went and changed, and the first few of them by key."""

    added: int
    changed: int
    removed: int
    columns_added: tuple[str, ...]
    columns_removed: tuple[str, ...]
    samples: tuple[RowChange, ...]


@cache
def _pandas() -> ModuleType:
    """Import pandas when two tables are compared: it takes longer than a whole check, and most runs compare none."""
    import pandas

    return pandas


def compare(before: bytes, after: bytes, key: Sequence[str], delimiter: str = ",") -> RowChanges:
    """Compare two CSV tables by their key; without a usable key, whole rows are compared."""
    old, new = _frame(before, delimiter), _frame(after, delimiter)
    shared = [column for column in new.columns if column in old.columns]
    if not (key and _identifies(old, key) and _identifies(new, key)):
        return _compare_whole(old, new, shared)
    old_rows, new_rows = _rows(old, key), _rows(new, key)
    added = [row for row in new_rows if row not in old_rows]
    removed = [row for row in old_rows if row not in new_rows]
    changed = [
        RowChange(row, *_differences(old_rows[row], new_rows[row], shared))
        for row in new_rows
        if row in old_rows and any(old_rows[row][c] != new_rows[row][c] for c in shared)
    ]
    samples = [RowChange(row, None, new_rows[row]) for row in added[:SAMPLES]]
    samples += [RowChange(row, old_rows[row], None) for row in removed[:SAMPLES]]
    return RowChanges(
        added=len(added),
        changed=len(changed),
        removed=len(removed),
        columns_added=_beyond(new, shared),
        columns_removed=_beyond(old, shared),
        samples=(*changed[:SAMPLES], *samples),
    )


def _compare_whole(old: "pandas.DataFrame", new: "pandas.DataFrame", shared: Sequence[str]) -> RowChanges:
    """Compare rows as wholes, as often as each occurs: without a key none is the other one changed."""
    before = Counter(map(tuple, old[list(shared)].to_numpy().tolist()))
    after = Counter(map(tuple, new[list(shared)].to_numpy().tolist()))
    added, removed = after - before, before - after
    samples = [RowChange(row, None, dict(zip(shared, row, strict=True))) for row in list(added)[:SAMPLES]]
    samples += [RowChange(row, dict(zip(shared, row, strict=True)), None) for row in list(removed)[:SAMPLES]]
    return RowChanges(added.total(), 0, removed.total(), _beyond(new, shared), _beyond(old, shared), tuple(samples))


def _beyond(frame: "pandas.DataFrame", shared: Sequence[str]) -> tuple[str, ...]:
    return tuple(column for column in frame.columns if column not in shared)


def _frame(table: bytes, delimiter: str) -> "pandas.DataFrame":
    there = _pandas()
    errors = there.errors
    try:
        frame: pandas.DataFrame = there.read_csv(
            io.BytesIO(table), sep=delimiter, dtype=str, keep_default_na=False, encoding="utf-8", on_bad_lines="skip"
        )
    except (errors.EmptyDataError, errors.ParserError, UnicodeDecodeError):
        frame = there.DataFrame()
    return frame


def _identifies(frame: "pandas.DataFrame", key: Sequence[str]) -> bool:
    return set(key) <= set(frame.columns) and not frame.duplicated(list(key)).any()


def _rows(frame: "pandas.DataFrame", by: Sequence[str]) -> dict[tuple[str, ...], dict[str, str]]:
    records: list[dict[Any, Any]] = frame.to_dict("records")
    return {tuple(record[column] for column in by): record for record in records}


def _differences(old: Row, new: Row, shared: Sequence[str]) -> tuple[Row, Row]:
    differing = [column for column in shared if old[column] != new[column]]
    return {c: old[c] for c in differing}, {c: new[c] for c in differing}
