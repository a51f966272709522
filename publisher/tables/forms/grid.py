"""The cells of one sheet as its file describes them: how far they reach, what is hidden. Pure."""

import re
from dataclasses import dataclass, field

from publisher.tables.forms.found import Fault, Tell, over
from publisher.tables.forms.placing import cell_name

MAX_ROWS = 1_048_576  # what Excel and LibreOffice can hold
MAX_COLUMNS = 16_384
MAX_AREA = 5_000_000  # cells between the first and the last; all are in memory at once
_CELL = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")

MAX_FLAWS = 1_000
_LETTERS = 26

Spot = tuple[int, int]
Flaw = tuple[str, int, int]


@dataclass
class Grid:
    """What was found of a sheet so far."""

    name: str
    is_hidden: bool = False
    height: int = 0
    width: int = 0
    hidden: Spot | None = None
    flaws: list[Flaw] = field(default_factory=list)

    def reach(self, row: int, column: int) -> None:
        """Note a cell that holds something."""
        self.height, self.width = max(self.height, row), max(self.width, column)
        if self.height > MAX_ROWS or self.width > MAX_COLUMNS or self.height * self.width > MAX_AREA:
            raise over("cells", MAX_AREA, row, column)

    def note(self, code: str, row: int, column: int) -> None:
        """Note a cell that is no plain value."""
        if len(self.flaws) < MAX_FLAWS:
            self.flaws.append((code, row, column))

    def secrets(self, tell: Tell) -> None:
        """Tell of what the sheet holds without showing it."""
        if self.is_hidden:
            tell(Fault(1, 1, "hidden-sheet", {"sheet": self.name}))
        elif self.hidden:
            tell(self._fault("hidden-cells", *self.hidden))

    def faults(self, tell: Tell, header: int) -> None:
        """Tell of cells that are no plain values, from the header row on."""
        for code, row, column in self.flaws:
            if row >= header:
                tell(self._fault(code, row, column))

    def _fault(self, code: str, row: int, column: int) -> Fault:
        return Fault(row, column, code, {"sheet": self.name, "cell": cell_name(row, column)})


def spot_of(name: str) -> Spot | None:
    """The row and column of a cell's name, such as B7."""
    found = _CELL.fullmatch(name)
    if not found:
        return None
    column = 0
    for letter in found[1]:
        column = column * _LETTERS + ord(letter) - ord("A") + 1
    return int(found[2]), column
