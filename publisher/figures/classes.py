"""Classes of values: between fixed breaks, or of about as many values each. Pure."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

from publisher.figures.speech import Speech


def breaks(values: Sequence[Decimal], classes: int) -> list[Decimal]:
    """Where classes begin that hold about as many values each; equal values stay together, so there may be fewer."""
    ordered = sorted(values)
    starts = [ordered[index * len(ordered) // classes] for index in range(1, classes)] if ordered else []
    return [start for start in dict.fromkeys(starts) if start > ordered[0]]


def class_of(value: Decimal, starts: Sequence[Decimal]) -> int:
    """Which class a value is in, from 0: a class begins with its break."""
    return bisect_right(starts, value)


def between(starts: Sequence[Decimal], speech: Speech) -> list[str]:
    """What each class between fixed breaks holds."""
    ends = [speech.number(start) for start in starts]
    middle = [speech.say("figure_class_between", low=low, high=high) for low, high in pairwise(ends)]
    return [speech.say("figure_class_below", high=ends[0]), *middle, speech.say("figure_class_from", low=ends[-1])]


def spans(starts: Sequence[Decimal], values: Sequence[Decimal], speech: Speech) -> list[str]:
    """What each class holds, by its least and its greatest value."""
    ordered = sorted(values)
    ends = [0, *(bisect_left(ordered, start) for start in starts), len(ordered)]
    return [_span(ordered[first:last], speech) for first, last in pairwise(ends) if last > first]


def _span(members: Sequence[Decimal], speech: Speech) -> str:
    low, high = speech.number(members[0]), speech.number(members[-1])
    return low if low == high else speech.say("figure_class", low=low, high=high)
