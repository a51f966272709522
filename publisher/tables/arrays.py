"""Arrow arrays and scalars of Python values, made from their bytes. Pure.

pyarrow.array() and pyarrow.scalar() would do, but they import pandas to ask whether they were given
one of its values, which takes longer than the check of a small catalogue.
"""

from collections.abc import Iterable

import numpy
import numpy.typing
import pyarrow


def texts(values: Iterable[str]) -> pyarrow.Array:
    """An array of texts."""
    raw = [value.encode() for value in values]
    offsets = numpy.cumsum([0, *map(len, raw)], dtype=numpy.int32)
    return pyarrow.StringArray.from_buffers(len(raw), pyarrow.py_buffer(offsets), pyarrow.py_buffer(b"".join(raw)))


def booleans(values: Iterable[bool]) -> pyarrow.Array:
    """An array of truth values."""
    return _packed(numpy.fromiter(values, numpy.bool_))


def everywhere(value: bool, length: int) -> pyarrow.Array:
    """An array of one truth value."""
    return _packed(numpy.full(length, value))


def _packed(told: numpy.typing.NDArray[numpy.bool_]) -> pyarrow.Array:
    bits = pyarrow.py_buffer(numpy.packbits(told, bitorder="little"))
    return pyarrow.BooleanArray.from_buffers(pyarrow.bool_(), len(told), [None, bits])


def text(value: str) -> pyarrow.Scalar:
    """A text."""
    return texts([value])[0]


def truth(value: bool) -> pyarrow.Scalar:
    """A truth value."""
    return booleans([value])[0]


def whole(value: int) -> pyarrow.Scalar:
    """A whole number of 64 bits."""
    return pyarrow.Int64Array.from_buffers(pyarrow.int64(), 1, [None, pyarrow.py_buffer(numpy.array([value]))])[0]


def fraction(value: float) -> pyarrow.Scalar:
    """A binary fraction of 64 bits."""
    return pyarrow.Array.from_buffers(pyarrow.float64(), 1, [None, pyarrow.py_buffer(numpy.array([value]))])[0]
