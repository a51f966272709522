"""What an XLSX workbook holds besides what it shows (ECMA-376): parts, hidden sheets and cells. Reads.

Hidden sheets, hidden rows and the caches of pivot tables are how personal data has got out of published workbooks;
so a workbook that has any is refused, whether or not the part holds anything.
"""

import posixpath
import zipfile
from collections.abc import Mapping

from publisher.problem import Severity
from publisher.tables.forms import markup
from publisher.tables.forms.found import Fault, Tell, unreadable
from publisher.tables.forms.grid import Grid, spot_of

FORMAT = "xlsx"
_BOOK = "xl/workbook.xml"
_RELATIONS = "xl/_rels/workbook.xml.rels"
# By code, what the name of a part, or of the relation that leads to it, then holds.
_REFUSED: Mapping[str, tuple[str, ...]] = {
    "workbook-macro": ("vbaproject", "macrosheet"),
    "workbook-pivot": ("pivotcache", "pivottable", "slicercache", "timelinecache"),
    "workbook-link": ("externallink",),
    "workbook-connection": ("connections", "querytable", "xl/model/", "powerpivotdata"),
    "workbook-comment": ("comments", "threadedcomment", "xl/persons/", "relationships/person"),
    "workbook-embedded": ("embeddings/", "oleobject", "activex", "ctrlprop", "customxml"),
    "workbook-changes": ("revisions/", "revisionheaders"),
}
_AUTHORS = {"creator", "lastModifiedBy", "Manager"}


def look(packed: zipfile.ZipFile, tell: Tell) -> list[Grid]:
    """Tell of all that the workbook hides; give its sheets in their order."""
    names = {entry.filename for entry in packed.infolist()}
    if not {_BOOK, _RELATIONS} <= names:
        raise unreadable(FORMAT, _BOOK)
    relations = {name: _relations(packed, name) for name in sorted(names) if name.endswith(".rels")}
    _refuse(names, relations, tell)
    _authors(packed, names, tell)
    targets = {id: target for id, _, target in relations[_RELATIONS]}
    grids = []
    for sheet in _sheets(packed):
        grid = Grid(sheet["name"], is_hidden=sheet.get("state", "visible") != "visible")
        part = posixpath.normpath(posixpath.join("/xl", targets.get(sheet.get("id", ""), ""))).lstrip("/")
        if part not in names:
            raise unreadable(FORMAT, f"sheet {sheet['name']}")
        _cells(packed, part, grid)
        grids.append(grid)
    return grids


def _relations(packed: zipfile.ZipFile, name: str) -> list[tuple[str, str, str]]:
    """Id, type and target of each relation in a part that lists them."""
    found: list[tuple[str, str, str]] = []

    def opened(element: str, attributes: Mapping[str, str]) -> None:
        if element == "Relationship":
            found.append((attributes.get("Id", ""), attributes.get("Type", ""), attributes.get("Target", "")))

    with packed.open(name) as stream:
        markup.look(stream, FORMAT, opened)
    return found


def _refuse(names: set[str], relations: Mapping[str, list[tuple[str, str, str]]], tell: Tell) -> None:
    """Tell of each sort of part that may not be there: by its name, or by the relation that leads to it."""
    parts = {name: name for name in names}
    parts |= {type: target for each in relations.values() for _, type, target in each}
    for code, marks in _REFUSED.items():
        found = sorted(part for name, part in parts.items() if any(mark in name.lower() for mark in marks))
        if found:
            tell(Fault(1, 1, code, {"part": found[0]}))


def _authors(packed: zipfile.ZipFile, names: set[str], tell: Tell) -> None:
    """Warn of names of people in the properties; which name is not told."""
    found: set[str] = set()

    def closed(element: str, text: str) -> None:
        if element in _AUTHORS and text.strip():
            found.add(element)

    for part in sorted(names & {"docProps/core.xml", "docProps/app.xml"}):
        with packed.open(part) as stream:
            markup.look(stream, FORMAT, lambda name, attributes: None, closed)
    if found:
        tell(Fault(1, 1, "workbook-author", {"properties": ", ".join(sorted(found))}, Severity.WARNING))


def _sheets(packed: zipfile.ZipFile) -> list[Mapping[str, str]]:
    found: list[Mapping[str, str]] = []

    def opened(element: str, attributes: Mapping[str, str]) -> None:
        if element == "sheet" and "name" in attributes:
            found.append(attributes)

    with packed.open(_BOOK) as stream:
        markup.look(stream, FORMAT, opened)
    return found


def _cells(packed: zipfile.ZipFile, part: str, grid: Grid) -> None:
    reader = _Reader(grid)
    with packed.open(part) as stream:
        markup.look(stream, FORMAT, reader.opened, reader.closed)


class _Reader:
    """Hears the elements of a sheet, and notes in its grid what they tell."""

    def __init__(self, grid: Grid) -> None:
        self.grid = grid
        self.row = self.column = 0
        self.row_hidden = self.rows_hidden = False
        self.columns_hidden: list[tuple[int, int]] = []
        self.type = ""
        self.has_formula = self.has_value = False

    def opened(self, element: str, attributes: Mapping[str, str]) -> None:
        if element == "c":
            self._cell(attributes)
        elif element == "row":
            self.row, self.column = _number(attributes.get("r"), self.row + 1), 0
            self.row_hidden = _is_true(attributes, "hidden") or _is_zero(attributes, "ht") or self.rows_hidden
        elif element == "f":
            self.has_formula = True
        elif element == "col" and (_is_true(attributes, "hidden") or _is_zero(attributes, "width")):
            self.columns_hidden.append((_number(attributes.get("min")), _number(attributes.get("max"))))
        elif element == "sheetFormatPr":
            self.rows_hidden = _is_true(attributes, "zeroHeight")
        elif element == "mergeCell" and (spot := spot_of(attributes.get("ref", "").partition(":")[0])):
            self.grid.note("merged-cells", *spot)

    def _cell(self, attributes: Mapping[str, str]) -> None:
        self.column += 1
        if "r" in attributes:
            spot = spot_of(attributes["r"])
            if spot is None or spot[0] != self.row:
                raise unreadable(FORMAT, f"cell {attributes['r'][:20]}")
            self.column = spot[1]
        self.type, self.has_formula, self.has_value = attributes.get("t", "n"), False, False

    def closed(self, element: str, text: str) -> None:
        if element in {"v", "is"}:
            self.has_value = self.has_value or element == "is" or bool(text) or self.type in {"str", "s"}
        elif element == "c" and (self.has_value or self.has_formula):
            spot = self.row, self.column
            self.grid.reach(*spot)
            if self.row_hidden or any(first <= self.column <= last for first, last in self.columns_hidden):
                self.grid.hidden = self.grid.hidden or spot
            if self.has_formula and not self.has_value:
                self.grid.note("uncalculated-formula", *spot)
            if self.type == "e":
                self.grid.note("cell-error", *spot)


def _number(text: str | None, otherwise: int = 0) -> int:
    if text is None:
        return otherwise
    if not (text.isascii() and text.isdigit() and len(text) <= 7):
        raise unreadable(FORMAT, f"number {text[:20]}")
    return int(text)


def _is_true(attributes: Mapping[str, str], name: str) -> bool:
    return attributes.get(name, "").strip().lower() in {"1", "true", "on"}


def _is_zero(attributes: Mapping[str, str], name: str) -> bool:
    return bool(attributes.get(name)) and not attributes[name].strip().strip("0.")
