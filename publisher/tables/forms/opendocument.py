"""What an ODS spreadsheet holds besides what it shows (OpenDocument 1.3): parts, hidden sheets and cells. Reads.

It is held to the same as an XLSX workbook.
"""

import zipfile
from collections.abc import Mapping

from publisher.problem import Severity
from publisher.tables.forms import markup
from publisher.tables.forms.found import Fault, Tell, unreadable
from publisher.tables.forms.grid import Grid

FORMAT = "ods"
_CONTENT = "content.xml"
# By code, how the names of parts begin that may not be there, and what elements are called.
_PARTS: Mapping[str, tuple[str, ...]] = {
    "workbook-macro": ("Basic/", "Scripts/", "Dialogs/"),
    "workbook-embedded": ("Object",),
    "workbook-changes": ("Versions/", "VersionList.xml"),
}
_ELEMENTS: Mapping[str, str] = {
    **dict.fromkeys(("script", "event-listener"), "workbook-macro"),
    **dict.fromkeys(("data-pilot-table",), "workbook-pivot"),
    **dict.fromkeys(("table-source", "cell-range-source", "dde-source", "dde-link"), "workbook-link"),
    **dict.fromkeys(("database-source-sql", "database-source-table", "database-source-query"), "workbook-connection"),
    **dict.fromkeys(("annotation",), "workbook-comment"),
    **dict.fromkeys(("object", "object-ole", "plugin", "applet"), "workbook-embedded"),
    **dict.fromkeys(("tracked-changes",), "workbook-changes"),
}
_AUTHORS = {"initial-creator", "creator", "printed-by"}


def look(packed: zipfile.ZipFile, tell: Tell) -> list[Grid]:
    """Tell of all that the spreadsheet hides; give its sheets in their order."""
    names = {entry.filename for entry in packed.infolist()}
    if _CONTENT not in names:
        raise unreadable(FORMAT, _CONTENT)
    reader = _Reader()
    with packed.open(_CONTENT) as stream:
        markup.look(stream, FORMAT, reader.opened, reader.closed)
    refused = dict(reader.refused)
    for code, heads in _PARTS.items():
        found = sorted(name for name in names if name.startswith(heads))
        if found:
            refused.setdefault(code, found[0])
    for code, part in refused.items():
        tell(Fault(1, 1, code, {"part": part}))
    if "meta.xml" in names:
        _authors(packed, tell)
    return reader.grids


def _authors(packed: zipfile.ZipFile, tell: Tell) -> None:
    """Warn of names of people in the properties; which name is not told."""
    found: set[str] = set()

    def closed(element: str, text: str) -> None:
        if element in _AUTHORS and text.strip():
            found.add(element)

    with packed.open("meta.xml") as stream:
        markup.look(stream, FORMAT, lambda name, attributes: None, closed)
    if found:
        tell(Fault(1, 1, "workbook-author", {"properties": ", ".join(sorted(found))}, Severity.WARNING))


class _Reader:
    """Hears the elements of the content, and notes in a grid a sheet what they tell."""

    def __init__(self) -> None:
        self.grids: list[Grid] = []
        self.refused: dict[str, str] = {}
        self.is_open = False
        self.style = ""
        self.styles_hidden: set[str] = set()
        self.row = self.rows = self.column = 0
        self.row_hidden = False
        self.columns = 0
        self.columns_hidden: list[tuple[int, int]] = []

    def opened(self, element: str, attributes: Mapping[str, str]) -> None:
        if element in {"table-cell", "covered-table-cell"}:
            self._cell(attributes)
        elif element == "table-row":
            self.row, self.column = self.row + self.rows, 0
            self.rows, self.row_hidden = _number(attributes, "number-rows-repeated"), _is_hidden(attributes)
        elif element == "table-column":
            first, self.columns = self.columns + 1, self.columns + _number(attributes, "number-columns-repeated")
            if _is_hidden(attributes):
                self.columns_hidden.append((first, self.columns))
        elif element == "table":
            self._sheet(attributes)
        elif element == "style":
            self.style = attributes.get("name", "")
        elif element == "table-properties" and attributes.get("display") == "false":
            self.styles_hidden.add(self.style)
        elif element in _ELEMENTS:
            self.refused.setdefault(_ELEMENTS[element], element)

    def closed(self, element: str, text: str) -> None:
        if element == "table":
            self.is_open = False

    def _sheet(self, attributes: Mapping[str, str]) -> None:
        if self.is_open:
            raise unreadable(FORMAT, "table within a table")
        hidden = attributes.get("style-name", "") in self.styles_hidden
        self.grids.append(Grid(attributes.get("name", ""), is_hidden=hidden))
        self.is_open, self.row, self.rows, self.columns, self.columns_hidden = True, 1, 0, 0, []

    def _cell(self, attributes: Mapping[str, str]) -> None:
        if not self.grids:
            raise unreadable(FORMAT, "cell without a table")
        grid, first = self.grids[-1], self.column + 1
        self.column += _number(attributes, "number-columns-repeated")
        if any(_number(attributes, f"number-{what}-spanned") > 1 for what in ("columns", "rows")):
            grid.note("merged-cells", self.row, first)
        if "value-type" not in attributes and "formula" not in attributes:
            return
        grid.reach(self.row + self.rows - 1, self.column)
        if self.row_hidden or any(a <= self.column and first <= b for a, b in self.columns_hidden):
            grid.hidden = grid.hidden or (self.row, first)
        if "value-type" not in attributes:
            grid.note("uncalculated-formula", self.row, first)
        elif attributes["value-type"] == "error":
            grid.note("cell-error", self.row, first)


def _number(attributes: Mapping[str, str], name: str) -> int:
    text = attributes.get(name, "1")
    if not (text.isascii() and text.isdigit() and len(text) <= 7):
        raise unreadable(FORMAT, f"{name} {text[:20]}")
    return int(text)


def _is_hidden(attributes: Mapping[str, str]) -> bool:
    return attributes.get("visibility", "visible") != "visible"
