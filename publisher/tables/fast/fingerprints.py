"""Do all texts of a long column differ? 64 bits of each are kept, beyond a limit on disk. Pure, but for that.

Equal texts have equal fingerprints; different ones hardly ever. So no repetition of fingerprints proves that there is
none of texts, and a repetition proves nothing: then the texts themselves are compared elsewhere. Whole numbers are
their own fingerprints.
"""

import secrets
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy
import numpy.typing
import pyarrow

IN_MEMORY = 2_000_000
_PARTS = 16  # files on disk, by four bits; each is sorted in memory by itself
_SCATTER = numpy.uint64(0x9E3779B97F4A7C15)  # 2**64 by the golden ratio: the first bits of multiples are spread evenly

Prints = numpy.typing.NDArray[numpy.uint64]


class Fingerprints:
    """The fingerprints of a column, chunk by chunk."""

    def __init__(self, in_memory: int = IN_MEMORY) -> None:
        self._in_memory, self._held, self._count = in_memory, list[Prints](), 0
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._powers = _Powers(secrets.randbits(64) | 1)

    def add(self, cells: pyarrow.Array) -> None:
        """Take a chunk of texts without missing ones, or of numbers of 64 bits: all of a column are of one kind."""
        figures = isinstance(cells, pyarrow.Int64Array)
        self._held.append(_figures(cells) if figures else _prints(cells, self._powers))
        self._count += len(cells)
        if self._count > self._in_memory:
            self._spill()

    def repeated(self) -> bool:
        """Tell whether any fingerprint occurs twice; the fingerprints are gone afterwards."""
        return any(map(_repeats, self._parts()))

    def _spill(self) -> None:
        self._folder = self._folder or tempfile.TemporaryDirectory()
        prints = numpy.concatenate(self._held)
        parts = prints * _SCATTER >> numpy.uint64(60)
        for part in range(_PARTS):
            with Path(self._folder.name, str(part)).open("ab") as file:
                prints[parts == part].tofile(file)
        self._held, self._count = [], 0

    def _parts(self) -> Iterator[Prints]:
        if self._folder is None:
            yield numpy.concatenate(self._held) if self._held else numpy.empty(0, numpy.uint64)
            return
        if self._held:
            self._spill()
        with self._folder as folder:
            for part in range(_PARTS):
                yield numpy.fromfile(Path(folder, str(part)), numpy.uint64)


def _repeats(part: Prints) -> bool:
    """Whether a fingerprint occurs twice; what ascends, like running numbers, need not be sorted for that."""
    if bool((part[1:] > part[:-1]).all()):
        return False
    part.sort()
    return bool((part[1:] == part[:-1]).any())


class _Powers:
    """The powers of an odd number modulo 2**64 and of its inverse, as many as were ever asked for."""

    def __init__(self, base: int) -> None:
        self._bases = (base, pow(base, -1, 1 << 64))
        self._known = [numpy.ones(1, numpy.uint64)] * 2

    def up_to(self, count: int) -> tuple[Prints, Prints]:
        """Both, from 0 to a count."""
        if len(self._known[0]) <= count:
            self._known = [_powers(base, count) for base in self._bases]
        powers, inverses = (known[: count + 1] for known in self._known)
        return powers, inverses


def _figures(cells: pyarrow.Array) -> Prints:
    figures = numpy.frombuffer(cells.buffers()[1], numpy.uint64)
    return figures[cells.offset : cells.offset + len(cells)]


def _prints(cells: pyarrow.Array, powers: _Powers) -> Prints:
    """Each text as a polynomial of its bytes modulo 2**64, all from one running sum over the bytes of the chunk.

    The base is odd, so it has an inverse, by which a text's sum is brought back from where the text stands.
    """
    _, offsets, data = cells.buffers()
    ends = numpy.frombuffer(offsets, numpy.int32)[cells.offset : cells.offset + len(cells) + 1]
    start, stop = int(ends[0]), int(ends[-1])
    letters = numpy.frombuffer(data, numpy.uint8)[start:stop] if stop > start else numpy.empty(0, numpy.uint8)
    weights, inverses = powers.up_to(len(letters))
    sums = numpy.zeros(len(letters) + 1, numpy.uint64)
    numpy.cumsum((letters.astype(numpy.uint64) + numpy.uint64(1)) * weights[:-1], out=sums[1:])
    places = ends - start
    return (sums[places[1:]] - sums[places[:-1]]) * inverses[places[:-1]]


def _powers(base: int, count: int) -> Prints:
    powers = numpy.full(count + 1, base, numpy.uint64)
    powers[0] = 1
    return numpy.multiply.accumulate(powers)
