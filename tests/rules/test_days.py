"""Days: lengths of time end where the calendar says; moments have a first and a last day."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publisher.rules.days import first_day, last_day, later

DAY = datetime.date.fromisoformat
DAYS = st.dates(datetime.date(1900, 1, 1), datetime.date(2200, 12, 31))


@pytest.mark.parametrize(
    ("day", "length", "end"),
    [
        ("2026-01-31", "P1M", "2026-02-28"),
        ("2024-01-31", "P1M", "2024-02-29"),
        ("2024-02-29", "P1Y", "2025-02-28"),
        ("2026-12-15", "P1M", "2027-01-15"),
        ("2026-08-31", "P6M", "2027-02-28"),
        ("2026-02-20", "P2W", "2026-03-06"),
        ("2026-02-28", "P1D", "2026-03-01"),
        ("2026-02-20", "P10Y", "2036-02-20"),
    ],
)
def test_a_length_of_time_ends_on_the_day_that_the_calendar_says(day: str, length: str, end: str) -> None:
    assert later(DAY(day), length) == DAY(end)


@pytest.mark.parametrize(
    "length", ["", "P", "1M", "P0M", "P1H", "P1M2D", "P1.5Y", "NEVER", "P8000Y", "P1" + "0" * 5000 + "D"]
)
def test_what_is_no_length_or_leaves_the_calendar_ends_on_no_day(length: str) -> None:
    assert later(DAY("2026-02-20"), length) is None


@given(DAYS, st.integers(1, 400), st.sampled_from("YMWD"))
def test_a_longer_time_never_ends_earlier(day: datetime.date, count: int, unit: str) -> None:
    one, more = later(day, f"P{count}{unit}"), later(day, f"P{count + 1}{unit}")
    assert one
    assert more
    assert day < one < more


@given(DAYS, st.integers(1, 200))
def test_years_are_twelve_months_and_weeks_seven_days(day: datetime.date, count: int) -> None:
    assert later(day, f"P{count}Y") == later(day, f"P{12 * count}M")
    assert later(day, f"P{count}W") == later(day, f"P{7 * count}D")


@pytest.mark.parametrize(
    ("moment", "first", "last"),
    [
        ("2019", "2019-01-01", "2019-12-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2025-12", "2025-12-01", "2025-12-31"),
        ("2019-04-01", "2019-04-01", "2019-04-01"),
        ("9999", "9999-01-01", "9999-12-31"),
    ],
)
def test_a_moment_has_a_first_and_a_last_day(moment: str, first: str, last: str) -> None:
    assert (first_day(moment), last_day(moment)) == (DAY(first), DAY(last))


@pytest.mark.parametrize("moment", ["", "2026-02-30", "0000", "x"])
def test_what_no_calendar_has_is_no_day(moment: str) -> None:
    assert first_day(moment) is None
    assert last_day(moment) is None
