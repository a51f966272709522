"""Tables in the sheets of XLSX and ODS files; the only door to calamine. Reads."""

import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from publisher.model import Data, Resource
from publisher.problem import Severity
from publisher.tables.forms import opendocument, packed, workbook
from publisher.tables.forms.found import Fault, Row, Table, Tell, Unreadable, unreadable
from publisher.tables.forms.grid import Grid
from publisher.words import nearest

MAX_BYTES = 500_000_000  # of all parts, unpacked
_PICTURES = ("xl/media/", "Pictures/", "Thumbnails/", "docProps/thumbnail")
_LOOKS: Mapping[str, Callable[[zipfile.ZipFile, Tell], list[Grid]]] = {
    workbook.FORMAT: workbook.look,
    opendocument.FORMAT: opendocument.look,
}


def read(file: Path, resource: Resource, folder: Path, tell: Tell) -> Table | None:
    """Look at all that a workbook holds; give the table in the sheet that is meant, if there is a Table Schema."""
    form = resource.format
    copy = folder / f"looked-at.{form}"
    with packed.archive(file, form) as original:
        packed.copy(original, copy, file.stat().st_size, lambda name: not name.startswith(_PICTURES), MAX_BYTES)
    with packed.archive(copy, form) as archive:
        grids = _LOOKS[form](archive, tell)
    for grid in grids:
        grid.secrets(tell)
    return _table(copy, resource, grids, tell) if resource.fields else None


def _table(copy: Path, resource: Resource, grids: Sequence[Grid], tell: Tell) -> Table:
    dialect: Data = resource.data.get("dialect", {})
    grid = _chosen(grids, dialect)
    for other in grids:
        if other is not grid and other.height and not other.is_hidden:
            tell(Fault(1, 1, "unchecked-sheet", {"sheet": other.name}, Severity.WARNING))
    header = next(iter(dialect.get("headerRows", ())), 1)
    grid.faults(tell, header)
    rows = _rows(copy, resource.format, grid, header)
    first = next(rows, None)
    if first is None:
        raise Unreadable(Fault(1, 1, "empty-file"))
    labels = _trimmed(first.cells)
    return Table(header, labels, (_padded(row, len(labels)) for row in rows), grid.name)


def _chosen(grids: Sequence[Grid], dialect: Data) -> Grid:
    """The sheet that the dialect names, else the only one that holds anything."""
    names = [grid.name for grid in grids]
    told = ", ".join(names)
    if name := dialect.get("sheetName"):
        if name not in names:
            raise Unreadable(
                Fault(1, 1, "unknown-sheet", {"sheet": name, "names": told, "nearest": nearest(name, names) or ""})
            )
        return grids[names.index(name)]
    if number := int(dialect.get("sheetNumber", 0)):
        if number > len(grids):
            raise Unreadable(Fault(1, 1, "unknown-sheet", {"sheet": str(number), "names": told}))
        return grids[number - 1]
    filled = [grid for grid in grids if grid.height]
    if not filled:
        raise Unreadable(Fault(1, 1, "empty-file"))
    if len(filled) > 1:
        raise Unreadable(Fault(1, 1, "sheet-not-chosen", {"names": told}))
    return filled[0]


def _rows(copy: Path, form: str, grid: Grid, header: int) -> Iterator[Row]:
    """The rows of a sheet from the header on; the last is the last that holds anything."""
    try:
        sheet = CalamineWorkbook.from_path(copy).get_sheet_by_name(grid.name)
    except CalamineError as error:
        raise unreadable(form, str(error)) from None
    left = [None] * sheet.start[1] if sheet.start else []
    for number, cells in enumerate(sheet.iter_rows(), start=1):
        if header <= number <= grid.height:
            yield Row(number, 1, [*left, *(None if cell == "" else cell for cell in cells)])


def _trimmed(cells: Sequence[Any]) -> list[Any]:
    """Cells up to the last that holds anything."""
    end = next((number for number in range(len(cells), 0, -1) if cells[number - 1] is not None), 0)
    return list(cells[:end])


def _padded(row: Row, width: int) -> Row:
    cells = _trimmed(row.cells)
    return Row(row.line, row.column, cells + [None] * (width - len(cells)))
