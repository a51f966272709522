"""Which cells are surely what their field demands: grammars narrower than frictionless' types. Pure.

A grammar gives a mask over a column of text. What it leaves out is not wrong, only not proven.
Source of the widths: every text of up to 18 digits is an integer for frictionless, and fits 64 bits.
"""

import datetime
import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Any

import pyarrow
import pyarrow.compute

from publisher.tables.arrays import booleans, everywhere, fraction, text, texts, whole

Grammar = Callable[[pyarrow.Array], pyarrow.Array]

INTEGER = r"\A-?[0-9]{1,18}\z"
NUMBER = r"\A-?[0-9]{1,15}(\.[0-9]{1,15})?\z"
DATE = r"\A[0-9]{4}-[0-9]{2}-[0-9]{2}\z"
_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
YEAR = r"\A[0-9]{4}\z"
BOOLEANS = ("true", "True", "TRUE", "1", "false", "False", "FALSE", "0")
# What means the same to Python and to RE2: letters, digits, positive classes, groups, choices, repetitions.
_PORTABLE = re.compile(
    r"(?:[A-Za-z0-9 _,:;/@%=<>!'\"&~#-]|\\[.\-+*?()|/dws]|\[[A-Za-z0-9 _.,:/-]+\]|\((?!\?)|[)|.?*+]|\{\d+(?:,\d*)?\})*"
)
_TOO_MANY = re.compile(r"[?*+}][*+?{]")  # lazy and possessive repetitions: not the same everywhere

# Values of a type that have one spelling, so that equal texts are equal values and others are not.
_SPELLINGS = {
    "integer": r"\A(?:0|-?[1-9][0-9]{0,17})\z",
    "number": r"\A(?:0|-?[1-9][0-9]{0,14}|-?(?:0|[1-9][0-9]{0,14})\.[0-9]{0,14}[1-9])\z",
    "boolean": r"\A(?:true|false)\z",
    "date": DATE,
    "year": YEAR,
}
COMPARABLE = {"string", *_SPELLINGS}


def spelled(cells: pyarrow.Array, kind: str) -> bool:
    """Tell whether each cell is in the one spelling that its value has in a key."""
    if kind == "string":
        return True
    if kind == "integer" and all_of(_digits(cells)):
        return not any_of(pyarrow.compute.starts_with(cells, "0"))
    return all_of(matches(cells, _SPELLINGS[kind]))


def all_of(mask: pyarrow.Array) -> bool:
    """Tell whether a mask is true everywhere."""
    return bool(pyarrow.compute.all(mask, min_count=0).as_py())


def any_of(mask: pyarrow.Array) -> bool:
    """Tell whether a mask is true anywhere."""
    return bool(pyarrow.compute.any(mask, min_count=0).as_py())


def grammar(field: Mapping[str, Any]) -> Grammar:
    """The grammar of a field with its constraints; one that proves nothing where the field has no simple form."""
    constraints = {name: value for name, value in field.get("constraints", {}).items() if name not in _OF_ROWS}
    make = _MAKERS.get(field["type"], _nothing)
    return make(constraints) if field.get("format", "default") == "default" else _unproven


_OF_ROWS = {"required", "unique"}  # missing cells are kept out of a grammar; equal ones are looked for elsewhere


def matches(cells: pyarrow.Array, pattern: str) -> pyarrow.Array:
    """Which texts match a pattern of RE2."""
    return pyarrow.compute.match_substring_regex(cells, pattern)


def _unproven(cells: pyarrow.Array) -> pyarrow.Array:
    return everywhere(False, len(cells))


def _nothing(constraints: Mapping[str, Any]) -> Grammar:
    return _unproven


def _all(*masks: pyarrow.Array) -> pyarrow.Array:
    first, *others = masks
    for mask in others:
        first = pyarrow.compute.and_(first, mask)
    return first


def _string(constraints: Mapping[str, Any]) -> Grammar:
    parts = [_TEXT[name](value) for name, value in constraints.items() if name in _TEXT]
    if len(parts) != len(constraints):
        return _unproven
    return lambda cells: _all(everywhere(True, len(cells)), *(part(cells) for part in parts))


def _any(constraints: Mapping[str, Any]) -> Grammar:
    return _unproven if constraints else lambda cells: everywhere(True, len(cells))


def _pattern(pattern: str) -> Grammar:
    pattern = _bare(pattern)
    if not _PORTABLE.fullmatch(pattern) or _TOO_MANY.search(pattern):
        return _unproven
    whole = rf"\A(?:{pattern})\z"
    try:
        matches(texts([""]), whole)
    except pyarrow.ArrowInvalid:
        return _unproven
    return lambda cells: matches(cells, whole)


def _bare(pattern: str) -> str:
    """The pattern without the anchors around it, which say nothing where the whole cell has to match."""
    if "|" in pattern:
        return pattern
    return re.sub(r"(?<!\\)\$\Z", "", pattern.removeprefix("^"))


def _enum(values: Sequence[Any]) -> Grammar:
    allowed = texts(map(str, values))
    return lambda cells: pyarrow.compute.is_in(cells, value_set=allowed)


def _shortest(limit: int) -> Grammar:
    return lambda cells: pyarrow.compute.greater_equal(pyarrow.compute.utf8_length(cells), whole(limit))


def _longest(limit: int) -> Grammar:
    return lambda cells: pyarrow.compute.less_equal(pyarrow.compute.utf8_length(cells), whole(limit))


_TEXT: dict[str, Callable[[Any], Grammar]] = {
    "pattern": _pattern,
    "enum": _enum,
    "minLength": _shortest,
    "maxLength": _longest,
}


def _bounds(constraints: Mapping[str, Any]) -> tuple[Decimal, Decimal] | None:
    """The least and the greatest value; None where more is demanded, or something that is no plain number."""
    try:
        low, high = (Decimal(str(constraints.get(name, default))) for name, default in _BOUNDS.items())
    except ArithmeticError:
        return None
    plain = set(constraints) <= set(_BOUNDS) and not (low.is_nan() or high.is_nan())
    return (low, high) if plain else None


_BOUNDS = {"minimum": "-Infinity", "maximum": "Infinity"}


def _integer(constraints: Mapping[str, Any]) -> Grammar:
    def plain(cells: pyarrow.Array) -> pyarrow.Array:
        digits = _digits(cells)
        return digits if all_of(digits) else matches(cells, INTEGER)

    return _whole(constraints, plain)


def _year(constraints: Mapping[str, Any]) -> Grammar:
    return _whole(constraints, lambda cells: matches(cells, YEAR))


def _whole(constraints: Mapping[str, Any], plain: Grammar) -> Grammar:
    """Whole numbers within their bounds."""
    bounds = _bounds(constraints)
    if bounds is None or not all(bound.is_infinite() or _fits(bound) for bound in bounds):
        return _unproven
    if not constraints:
        return plain
    low, high = (None if bound.is_infinite() else int(bound) for bound in bounds)

    def prove(cells: pyarrow.Array) -> pyarrow.Array:
        written = plain(cells)
        figures = pyarrow.compute.cast(_or_zero(written, cells), pyarrow.int64())
        above = [pyarrow.compute.greater_equal(figures, whole(low))] if low is not None else []
        below = [pyarrow.compute.less_equal(figures, whole(high))] if high is not None else []
        return _all(written, *above, *below)

    return prove


def _or_zero(written: pyarrow.Array, cells: pyarrow.Array) -> pyarrow.Array:
    """The cells that are written as figures, and zero for the others."""
    return cells if all_of(written) else pyarrow.compute.if_else(written, cells, text("0"))


def _digits(cells: pyarrow.Array) -> pyarrow.Array:
    """Which texts are up to 18 digits and nothing else: quicker than a pattern, and most figures are such."""
    short = pyarrow.compute.less_equal(pyarrow.compute.binary_length(cells), whole(18))
    return _all(pyarrow.compute.ascii_is_decimal(cells), short)


def _fits(bound: Decimal) -> bool:
    return bound == bound.to_integral_value() and abs(bound) < 10**18


def _number(constraints: Mapping[str, Any]) -> Grammar:
    """Numbers within their bounds: as binary fractions, and where rounding meets a bound as they are written.

    Rounding keeps the order, so what is greater than a bound after rounding was greater before.
    """
    bounds = _bounds(constraints)
    if bounds is None:
        return _unproven
    low, high = bounds

    def prove(cells: pyarrow.Array) -> pyarrow.Array:
        plain = matches(cells, NUMBER)
        if not constraints:
            return plain
        figures = pyarrow.compute.cast(_or_zero(plain, cells), pyarrow.float64())
        above = pyarrow.compute.greater(figures, fraction(float(low)))
        below = pyarrow.compute.less(figures, fraction(float(high)))
        inside = _all(plain, above, below)
        edge = _all(plain, pyarrow.compute.invert(inside))
        if not any_of(edge):
            return inside
        exact = [e and low <= Decimal(c) <= high for e, c in zip(edge.to_pylist(), cells.to_pylist(), strict=True)]
        return pyarrow.compute.or_(inside, booleans(exact))

    return prove


def _listed(make: Callable[[Mapping[str, Any]], Grammar]) -> Callable[[Mapping[str, Any]], Grammar]:
    """Values of a list, if there is one, that keep the other constraints too."""

    def of(constraints: Mapping[str, Any]) -> Grammar:
        rest = {name: value for name, value in constraints.items() if name != "enum"}
        if "enum" not in constraints:
            return make(rest)
        bounded, listed = make(rest), _enum(constraints["enum"])
        return lambda cells: _all(bounded(cells), listed(cells))

    return of


def _boolean(constraints: Mapping[str, Any]) -> Grammar:
    return _unproven if constraints else _enum(BOOLEANS)


def _date(constraints: Mapping[str, Any]) -> Grammar:
    return _unproven if constraints else _days


def _days(cells: pyarrow.Array) -> pyarrow.Array:
    return booleans(map(is_day, cells.to_pylist()))


@lru_cache(maxsize=65_536)
def is_day(text: str) -> bool:
    """Tell whether a text is a day of the calendar as ISO 8601 writes it, year first and with hyphens."""
    try:
        datetime.date.fromisoformat(text)
    except ValueError:
        return False
    return _DAY.fullmatch(text) is not None


_MAKERS: dict[str, Callable[[Mapping[str, Any]], Grammar]] = {
    "string": _string,
    "any": _any,
    "integer": _listed(_integer),
    "number": _listed(_number),
    "boolean": _boolean,
    "year": _listed(_year),
    "date": _listed(_date),
}
