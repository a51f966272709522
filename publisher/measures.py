"""What data files were found to be: size, rows, and what their cells tell, as frozen values. Pure."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Suspicion:
    """A column that looks like personal data: of which kind, and what share of its looked-at cells. Never the cells."""

    column: str
    kind: str
    share: float


@dataclass(frozen=True)
class SmallCounts:
    """How many cells of a column hold 1, how many 2, and so on."""

    column: str
    cells: tuple[int, ...]

    def below(self, threshold: int) -> int:
        """How many cells hold at least 1 and less than a threshold."""
        return sum(self.cells[: max(0, threshold - 1)])


@dataclass(frozen=True)
class ColumnFacts:
    """What the cells of a column are as a whole; of one that may be personal, nothing that a cell says."""

    name: str
    missing: int
    distinct: int | None
    """How many different values; None where there are more than are told apart, or it is not told."""
    longest: int
    """Characters of the longest cell; of a very long one UTF-16 units, as spreadsheets count."""
    minimum: str = ""
    maximum: str = ""
    bars: tuple[int, ...] = ()
    """How many cells lie in each of some equal steps from minimum to maximum; else, how many hold a frequent value."""
    frequent: tuple[tuple[str, int], ...] = ()
    private: bool = False


@dataclass(frozen=True)
class FigureRows:
    """What a figure is drawn from: the rows that it asks for, of the columns that it names; `count` tells of all.

    Numbers are exact text, times in ISO form, no value an empty text. Of too many none are kept.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    count: int


@dataclass(frozen=True)
class Measure:
    """What a data file was found to be: rows without the header, size in bytes, sha256 in hex digits."""

    rows: int
    bytes: int
    sha256: str
    preview: tuple[tuple[str, ...], ...] = ()
    personal: tuple[Suspicion, ...] = ()
    small_cells: tuple[SmallCounts, ...] = ()
    columns: tuple[ColumnFacts, ...] = ()
    figures: tuple[FigureRows, ...] = ()
