"""Days, moments and lengths of time, as descriptors write them. Pure."""

import calendar
import datetime
import re

_LENGTH = re.compile(r"P([1-9]\d*)([YMWD])")
_MONTHS = {"Y": 12, "M": 1}
_DAYS = {"W": 7, "D": 1}


def is_length(text: str) -> bool:
    """Whether a text is a length of time that `later` knows: ISO 8601 with one figure, like P3M."""
    return bool(_LENGTH.fullmatch(text))


def later(day: datetime.date, length: str) -> datetime.date | None:
    """The day that is a length of time after another; None beyond the calendar.

    A month ends on its last day: P1M after 31 January is the last day of February.
    """
    found = _LENGTH.fullmatch(length)
    if not found:
        return None
    unit = found[2]
    try:
        count = int(found[1])
        if unit in _DAYS:
            return day + datetime.timedelta(days=count * _DAYS[unit])
        year, month = divmod(day.year * 12 + day.month - 1 + count * _MONTHS[unit], 12)
        last = calendar.monthrange(year, month + 1)[1]
        return datetime.date(year, month + 1, min(day.day, last))
    except (ValueError, OverflowError):
        return None


def first_day(moment: str) -> datetime.date | None:
    """The first day of a year, a month or a day; None for a day that no calendar has."""
    try:
        return datetime.date.fromisoformat(moment + "-01" * (2 - moment.count("-")))
    except ValueError:
        return None


def last_day(moment: str) -> datetime.date | None:
    """The last day of a year, a month or a day."""
    first = first_day(moment)
    if first is None or moment.count("-") == 2:
        return first
    months = 12 if moment.count("-") == 0 else 1
    after = later(first, f"P{months}M")
    return after - datetime.timedelta(days=1) if after else datetime.date.max
