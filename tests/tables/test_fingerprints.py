"""Fingerprints: equal texts are always seen, in memory and on disk, wherever they stand."""

import pyarrow
import pytest
from hypothesis import given
from hypothesis import strategies as st

from publisher.tables.arrays import texts
from publisher.tables.fast.fingerprints import Fingerprints

WORDS = st.text(alphabet=st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=8)


FIGURES = st.integers(-3, 3) | st.integers(1 - 10**18, 10**18 - 1)


def _repeated(chunks: list[list[str]], in_memory: int) -> bool:
    prints = Fingerprints(in_memory)
    for chunk in chunks:
        prints.add(texts(chunk))
    return prints.repeated()


@given(st.lists(st.lists(WORDS, max_size=6), max_size=6), st.sampled_from([0, 3, 1000]))
def test_a_text_that_occurs_twice_is_seen_and_different_ones_are_told_apart(
    chunks: list[list[str]], in_memory: int
) -> None:
    everything = [word for chunk in chunks for word in chunk]
    assert _repeated(chunks, in_memory) is (len(set(everything)) < len(everything))


@given(st.lists(st.lists(FIGURES, max_size=6), max_size=6), st.sampled_from([0, 3, 1000]))
def test_a_number_that_occurs_twice_is_seen_wherever_it_stands(chunks: list[list[int]], in_memory: int) -> None:
    prints = Fingerprints(in_memory)
    for chunk in chunks:
        prints.add(texts(map(str, chunk)).cast(pyarrow.int64()))
    everything = [figure for chunk in chunks for figure in chunk]
    assert prints.repeated() is (len(set(everything)) < len(everything))


@pytest.mark.parametrize("figures", [["1", "2", "3", "2"], ["3", "2", "1", "2"]], ids=["ascending", "descending"])
def test_the_numbers_of_a_slice_are_read_where_they_lie(figures: list[str]) -> None:
    whole = texts(figures).cast(pyarrow.int64())
    for start, repeated in ((0, True), (1, True), (2, False)):
        prints = Fingerprints()
        prints.add(whole.slice(start))
        assert prints.repeated() is repeated


@pytest.mark.parametrize("count", [9, 10, 11], ids=["below the limit", "at the limit", "one past it"])
@pytest.mark.parametrize("twice", [False, True])
def test_it_makes_no_difference_where_fingerprints_are_kept(count: int, twice: bool) -> None:
    words = [f"K{number}" for number in range(count)]
    assert _repeated([words, words[:1]] if twice else [words], in_memory=10) is twice


def test_a_slice_of_an_array_is_read_where_it_lies() -> None:
    whole = texts(["same", "other", "same", "third"])
    prints = Fingerprints()
    prints.add(whole.slice(1, 3))
    assert not prints.repeated()
    assert isinstance(whole, pyarrow.StringArray)
