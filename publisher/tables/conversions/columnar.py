"""A table as Parquet: columns of the types of the Table Schema, compressed by Snappy. Reads a table, writes a file.

Codes are texts and stay so. A number becomes a binary fraction of 64 bits if each of the column has no more than 15
digits, for then every one of them comes back as it was written; with more it is an exact decimal of up to 38 digits,
and beyond that text. Whole numbers likewise. A moment with an offset from UTC is text: Parquet would drop the offset.
"""

import datetime
import itertools
from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow
import pyarrow.compute
import pyarrow.parquet

from publisher.model import Data, Resource
from publisher.tables.arrays import booleans, texts
from publisher.tables.conversions.workbook import DIGITS, Words
from publisher.tables.rows import typed_rows

GROUP = 50_000  # rows that are written at a time
MOST = 38  # digits of an exact decimal
_LEAST, _GREATEST = -(2**63), 2**63 - 1
_FARTHEST = 300  # powers of ten that a binary fraction surely holds
_PLAIN = {"boolean": pyarrow.bool_(), "date": pyarrow.date32()}


def write(table: Resource, place: Path, words: Words) -> None:
    """Write a checked table as Parquet."""
    widths = [_Width(field) for field in table.fields]
    for row in typed_rows(table):
        for width, value in zip(widths, row, strict=True):
            width.see(value)
    types = [width.type() for width in widths]
    schema = pyarrow.schema([(field["name"], type) for field, type in zip(table.fields, types, strict=True)])
    with pyarrow.parquet.ParquetWriter(place, schema, compression="snappy") as writer:
        for rows in _groups(typed_rows(table)):
            columns = [_array(column, type) for column, type in zip(zip(*rows, strict=True), types, strict=True)]
            writer.write_table(pyarrow.Table.from_arrays(columns, schema=schema))


class _Width:
    """What a column needs: how large its numbers are, whether its moments have offsets."""

    def __init__(self, field: Data) -> None:
        self._kind = field.get("type", "")
        self._whole = self._kind in {"integer", "year"}
        self._fits = self._finite = self._near = self._bare = True
        self._digits = self._before = self._after = 0

    def see(self, value: Any) -> None:
        """Take one value, as `typed_rows` gives it."""
        if value is None:
            return
        if self._whole:
            self._fits = self._fits and _LEAST <= value <= _GREATEST
            self._before = max(self._before, 0 if self._fits else len(str(abs(value))))
        elif self._kind == "number":
            self._number(Decimal(value))
        elif self._kind == "datetime":
            self._bare = self._bare and datetime.datetime.fromisoformat(value).tzinfo is None

    def type(self) -> Any:
        """The narrowest type that holds every value as it is."""
        if self._kind in _PLAIN:
            return _PLAIN[self._kind]
        if self._kind == "datetime" and self._bare:
            return pyarrow.timestamp("us")
        if self._whole and self._fits:
            return pyarrow.int64()
        if self._kind == "number" and self._digits <= DIGITS and self._near:
            return pyarrow.float64()
        if (self._whole or self._kind == "number") and self._finite and self._before + self._after <= MOST:
            return pyarrow.decimal128(max(1, self._before + self._after), self._after)
        return pyarrow.string()

    def _number(self, value: Decimal) -> None:
        if not value.is_finite():
            self._finite = False
            return
        digits, exponent = significant(value)
        self._digits = max(self._digits, digits)
        self._before = max(self._before, digits + exponent)
        self._after = max(self._after, -exponent)
        self._near = self._near and abs(value.adjusted()) <= _FARTHEST


def significant(value: Decimal) -> tuple[int, int]:
    """How many digits a finite number has without zeros at its ends, and the power of ten of the last one."""
    _, digits, exponent = value.as_tuple()
    written = "".join(map(str, digits)).lstrip("0")
    bare = written.rstrip("0")
    return len(bare), (int(exponent) + len(written) - len(bare) if bare else 0)


def _groups(rows: Iterator[list[Any]]) -> Iterator[list[list[Any]]]:
    while group := list(itertools.islice(rows, GROUP)):
        yield group


def _array(values: Sequence[Any], type: Any) -> Any:
    """A column of a type; it is cast from texts, because pyarrow.array() imports pandas."""
    there = [value is not None for value in values]
    told = texts("0" if value is None else _text(value, type) for value in values)
    if not all(there):
        none = pyarrow.nulls(1, pyarrow.string())[0]
        told = pyarrow.compute.if_else(booleans(there), told, none)
    return pyarrow.compute.cast(told, type)


def _text(value: Any, type: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return format(Decimal(value), "f") if pyarrow.types.is_decimal(type) else str(value)
