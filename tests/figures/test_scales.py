"""Scales: round steps around the values, and places in the order of the values."""

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publisher.figures.scales import Scale, span, ticks

NUMBERS = st.decimals(min_value=-(10**12), max_value=10**12, allow_nan=False, allow_infinity=False, places=3)


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        ("0", "100", [0, 20, 40, 60, 80, 100]),
        ("0", "96208984", [0, 20_000_000, 40_000_000, 60_000_000, 80_000_000, 100_000_000]),
        ("-3", "7", [-4, -2, 0, 2, 4, 6, 8]),
        ("0", "0.3", ["0", "0.1", "0.2", "0.3"]),
        ("0", "0", [0, "0.2", "0.4", "0.6", "0.8", 1]),
        ("98.5", "99.1", ["98.4", "98.6", "98.8", "99", "99.2"]),
    ],
)
def test_steps_are_those_that_people_count_in(low: str, high: str, expected: list[str | int]) -> None:
    assert ticks(Decimal(low), Decimal(high), 6) == [Decimal(step) for step in expected] or ticks(
        Decimal(low), Decimal(high)
    ) == [Decimal(step) for step in expected]


@given(NUMBERS, NUMBERS, st.integers(2, 8))
def test_steps_are_evenly_apart_few_and_hold_all_values(one: Decimal, other: Decimal, most: int) -> None:
    low, high = min(one, other), max(one, other)
    steps = ticks(low, high, most)
    assert steps[0] <= low
    assert high <= steps[-1]
    assert 2 <= len(steps) <= most + 1
    assert len({second - first for first, second in pairwise(steps)}) == 1


@given(st.lists(NUMBERS, min_size=2), st.sampled_from([True, False]))
def test_a_greater_value_is_never_before_a_smaller_one(values: list[Decimal], zero: bool) -> None:
    scale = Scale(*span(values, zero), 10, 90)
    places = [scale.at(value) for value in sorted(values)]
    assert places == sorted(places)
    assert all(10 - 1e-6 <= place <= 90 + 1e-6 for place in places)


@pytest.mark.parametrize(
    ("values", "expected"),
    [([5, 10], (0, 10)), ([95, 100], (95, 100)), ([-100, -95], (-100, -95)), ([-5, 10], (-5, 10)), ([], (0, 0))],
)
def test_zero_is_left_out_only_where_lines_would_look_flat(values: list[int], expected: tuple[int, int]) -> None:
    assert span([Decimal(value) for value in values], zero=False) == expected


def test_bars_always_begin_at_zero() -> None:
    assert span([Decimal(95), Decimal(100)]) == (0, 100)
