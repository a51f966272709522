"""A duration as XML Schema has it: months and seconds, and an order that is only partly told. Pure.

Source: https://www.w3.org/TR/xmlschema-2/#duration, which Table Schema v2 follows to the letter.
"""

import re
from decimal import Decimal
from itertools import accumulate
from typing import NamedTuple

_DURATION = re.compile(
    r"(-)?P(?=.)(?:([0-9]+)Y)?(?:([0-9]+)M)?(?:([0-9]+)D)?"
    r"(?:T(?=.)(?:([0-9]+)H)?(?:([0-9]+)M)?(?:([0-9]+(?:\.[0-9]+)?)S)?)?"
)
# Of two durations one is longer if it is so from each of these months on (XML Schema, order relation on duration).
_FROM = ((1696, 9), (1697, 2), (1903, 3), (1903, 7))
_BEFORE = (0, *accumulate((31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30)))  # days of a year before each month
_DAY = 86_400


class Duration(NamedTuple):
    """A year is twelve months, a day 24 hours; months and seconds cannot be told in each other."""

    months: int
    seconds: Decimal


def duration(text: str) -> Duration:
    """Read a duration; a ValueError where it is none."""
    found = _DURATION.fullmatch(text)
    if not found:
        raise ValueError(text)
    years, months, days, hours, minutes = (int(part or 0) for part in found.groups()[1:6])
    seconds = ((days * 24 + hours) * 60 + minutes) * 60 + Decimal(found[7] or 0)
    sign = -1 if found[1] else 1
    return Duration(sign * (12 * years + months), sign * seconds)


def moments(length: Duration) -> list[Decimal]:
    """The moments that end a duration, in seconds, for each of the months that durations are compared from."""
    return [_days(12 * year + month - 1 + length.months) * _DAY + length.seconds for year, month in _FROM]


def _days(month: int) -> int:
    """The days before a month, counted from the year nought."""
    year, index = divmod(month, 12)
    past = year - 1
    leap = index > 1 and year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return 365 * year + past // 4 - past // 100 + past // 400 + _BEFORE[index] + leap
