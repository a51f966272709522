"""From values to places: steps that people count in, and how far along a value is. Pure."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

ZERO = Decimal(0)
_STEPS = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10))
ENOUGH = Decimal("0.9")
"""Values that all lie above this part of the greatest are shown without zero, or lines would look flat."""


def ticks(low: Decimal, high: Decimal, most: int = 5) -> list[Decimal]:
    """At most `most` + 1 round numbers, evenly apart, the first at or below `low`, the last at or above `high`."""
    if low == high:
        low, high = min(low, ZERO), max(high, ZERO) or low + 1
    rough = (high - low) / most
    power = Decimal(1).scaleb(rough.adjusted())
    for step in (*_STEPS, Decimal(20)):
        first, last = math.floor(low / (step * power)), math.ceil(high / (step * power))
        if last - first <= most:
            break
    return [(step * power * count).normalize() for count in range(first, last + 1)]


def span(values: Sequence[Decimal], zero: bool = True) -> tuple[Decimal, Decimal]:
    """From the least to the greatest value; with zero, if it is asked for or near."""
    low, high = min(values, default=ZERO), max(values, default=ZERO)
    far = not zero and (low > high * ENOUGH > 0 or high < low * ENOUGH < 0)
    return (low, high) if far else (min(low, ZERO), max(high, ZERO))


@dataclass(frozen=True)
class Scale:
    """A straight way from values between `low` and `high` to places between `start` and `end`."""

    low: Decimal
    high: Decimal
    start: float
    end: float

    def at(self, value: Decimal) -> float:
        """Where a value is."""
        width = self.high - self.low
        part = float((value - self.low) / width) if width else 0.5
        return self.start + part * (self.end - self.start)
