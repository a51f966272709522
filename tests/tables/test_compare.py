"""Two states of a table: counts agree with a naive model, equal tables are equal, no bytes break it."""

import csv
import io

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from publisher.tables import RowChange, compare
from publisher.tables.compare import SAMPLES

Rows = dict[str, tuple[str, str]]

VALUES = st.sampled_from(["", "1", "01", "NA", "a,b", 'say "x"', "two\nlines", "é"])
KEYED = st.dictionaries(st.sampled_from(["a", "b", "NULL", "0", "é", "x y", "1"]), st.tuples(VALUES, VALUES))
LISTED = st.lists(st.tuples(st.sampled_from("ab"), VALUES), max_size=6)


def _csv(header: list[str], rows: list[tuple[str, ...]], delimiter: str = ",") -> bytes:
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=delimiter, lineterminator="\n")
    writer.writerows([header, *rows])
    return stream.getvalue().encode()


def _keyed(rows: Rows, delimiter: str = ",") -> bytes:
    return _csv(["key", "one", "two"], [(key, *values) for key, values in rows.items()], delimiter)


@given(KEYED, KEYED, st.sampled_from(",;\t|"))
def test_rows_with_a_key_are_counted_as_a_naive_model_counts_them(before: Rows, after: Rows, delimiter: str) -> None:
    changes = compare(_keyed(before, delimiter), _keyed(after, delimiter), ["key"], delimiter)
    assert changes.added == len(after.keys() - before.keys())
    assert changes.removed == len(before.keys() - after.keys())
    assert changes.changed == sum(before[key] != after[key] for key in before.keys() & after.keys())


@given(KEYED, KEYED)
def test_a_sample_shows_what_differs_and_no_more(before: Rows, after: Rows) -> None:
    for change in compare(_keyed(before), _keyed(after), ["key"]).samples:
        (key,) = change.key
        old, new = (dict(zip(("one", "two"), rows.get(key, ()), strict=False)) for rows in (before, after))
        if change.before is None or change.after is None:
            assert (change.before is None, change.after is None) == (not old, not new)
        else:
            assert change.before == {column: old[column] for column in old if old[column] != new[column]}
            assert set(change.before) == set(change.after)


@given(LISTED, LISTED)
@example([("a", "1")], [("a", "1"), ("a", "1")])
def test_rows_without_a_key_are_counted_as_whole_rows(
    before: list[tuple[str, str]], after: list[tuple[str, str]]
) -> None:
    changes = compare(_csv(["one", "two"], before), _csv(["one", "two"], after), [])
    left = list(before)
    added = [row for row in after if not (row in left and not left.remove(row))]
    assert (changes.added, changes.removed, changes.changed) == (len(added), len(left), 0)


@given(KEYED, st.sampled_from([[], ["key"], ["one"], ["nothing"]]))
def test_a_table_does_not_differ_from_itself(rows: Rows, key: list[str]) -> None:
    changes = compare(_keyed(rows), _keyed(rows), key)
    assert changes == changes.__class__(0, 0, 0, (), (), ())


@given(st.binary(max_size=40) | st.text(alphabet='a,"\n1', max_size=30).map(str.encode))
@example(b'a,b\n1,"2\n')
@example(b"a,b\n1\n")
@example(b"a\n\n\n")
@example(b"a,a\n1,2\n")
@example(b"a,b\n1,2,3\n4,5,6\n")
@example(b"\xff")
@example(b"")
def test_no_bytes_of_a_portal_break_the_comparison(table: bytes) -> None:
    changes = compare(table, table, ["a"])
    assert (changes.added, changes.removed, changes.changed) == (0, 0, 0)


@pytest.mark.parametrize(
    ("before", "after", "counts"),
    [
        pytest.param(b"", b"key,one\na,1\n", (1, 0, 0), id="from nothing"),
        pytest.param(b"key,one\na,1\n", b"", (0, 0, 1), id="to nothing"),
        pytest.param(b"\xff\xfe", b"key,one\na,1\n", (1, 0, 0), id="from another encoding"),
        pytest.param(b"key,one\na,1\n", b"key,one\na,2\n", (0, 1, 0), id="a value"),
        pytest.param(b"key,one\na,1\n", b"one,key\n1,a\n", (0, 0, 0), id="columns in another order"),
        pytest.param(b"key,one\na,1\na,2\n", b"key,one\na,1\n", (0, 0, 1), id="a key that did not identify"),
        pytest.param(b"key,one\na,01\n", b"key,one\na,1\n", (0, 1, 0), id="text stays text"),
    ],
)
def test_rows_are_counted(before: bytes, after: bytes, counts: tuple[int, int, int]) -> None:
    changes = compare(before, after, ["key"])
    assert (changes.added, changes.changed, changes.removed) == counts


def test_columns_that_come_and_go_are_named_and_change_no_row() -> None:
    changes = compare(b"key,old\na,1\n", b"key,new\na,1\n", ["key"])
    assert (changes.columns_added, changes.columns_removed) == (("new",), ("old",))
    assert (changes.added, changes.changed, changes.removed) == (0, 0, 0)


@pytest.mark.parametrize("count", [SAMPLES, SAMPLES + 1])
def test_no_more_samples_are_shown_than_anyone_reads(count: int) -> None:
    rows = {f"k{number}": ("1", "") for number in range(count)}
    changes = compare(_keyed({}), _keyed(rows), ["key"])
    assert changes.added == count
    assert len(changes.samples) == SAMPLES
    assert changes.samples[0] == RowChange(("k0",), None, {"key": "k0", "one": "1", "two": ""})
