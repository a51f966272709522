"""What can be said of the bytes of a text by looking at all of them at once. Pure."""

import numpy
import numpy.typing
import pyarrow

Bytes = numpy.typing.NDArray[numpy.uint8]

_NEWLINE = ord("\n")


def is_plain(chunk: bytes) -> bool:
    """Whether bytes are UTF-8 of characters that are NFC in any order, and surely so.

    These are ASCII but for zero, Latin letters (up to U+02FF, and U+1E00 to U+1EFF with the Vietnamese ones), dashes
    and quotes (U+2010 to U+2027).
    """
    if b"\0" in chunk:
        return False
    return chunk.isascii() or (_is_utf8(chunk) and _is_latin(numpy.frombuffer(chunk, numpy.uint8)))


def _is_utf8(chunk: bytes) -> bool:
    ends = pyarrow.py_buffer(numpy.array([0, len(chunk)], numpy.int32))
    whole = pyarrow.StringArray.from_buffers(1, ends, pyarrow.py_buffer(chunk))
    try:
        whole.validate(full=True)
    except pyarrow.ArrowInvalid:
        return False
    return True


def _is_latin(letters: Bytes) -> bool:
    """Whether all characters of valid UTF-8 are plain, by the bytes that begin those of several bytes."""
    leads = numpy.flatnonzero(letters >= 0xC2)
    leads = leads[letters[leads] > 0xCB]
    first, second = letters[leads], letters[leads + 1]
    if ((first != 0xE1) & (first != 0xE2)).any():
        return False
    extended = (first == 0xE1) & (second >= 0xB8) & (second <= 0xBB)
    third = letters[leads + 2]
    marks = (first == 0xE2) & (second == 0x80) & (third >= 0x90) & (third <= 0xA7)
    return bool((extended | marks).all())


def lines_are_below(chunk: bytes, limit: int) -> bool:
    """Whether each line, its end included, has fewer bytes than a limit; at least 2."""
    ends = numpy.frombuffer(chunk, numpy.uint8) == _NEWLINE
    half = limit // 2
    blocks = ends[: len(ends) - len(ends) % half].reshape(-1, half)
    # Two ends in neighbouring halves are less than the limit apart.
    return bool(blocks.any(axis=1).all()) or _longest(ends) < limit


def _longest(ends: numpy.typing.NDArray[numpy.bool_]) -> int:
    return int(numpy.diff(numpy.flatnonzero(ends), prepend=-1, append=len(ends)).max())
