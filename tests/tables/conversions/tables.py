"""Checked tables to convert: written, measured, and read back from what was made of them."""

import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import python_calamine
from hypothesis import strategies as st

from publisher.model import Kind, Package, Resource
from publisher.source import Document
from publisher.tables import measure_dataset
from publisher.tables.conversions import Words, convert

LETTERS = st.characters(exclude_categories=("Cc", "Cs", "Cn", "Zl", "Zp"))
COMPOSED = st.text(LETTERS, max_size=12).map(partial(unicodedata.normalize, "NFC"))  # anything else is no sound table
TEXTS = COMPOSED | st.sampled_from(
    ["=1+1", "+84", "-x", "@a", "007", "1" * 20, "1e5", "true", "2026-01-01", "<r>x</r>", "<r><t>&</t></r>", "<b>&amp;",
     "_x0041_", "_x005F_", " a ", "  ", 'a"b', "a\nb", "NULL", "#N/A", "http://x.example/", "Đắk Lắk", "\U0001f3e0"]
)  # fmt: skip
WORDS = Words("Table", "Data dictionary", ("Column", "Meaning"), (("c0", "=what it means"),))


def dataset(
    folder: Path, fields: Sequence[dict[str, Any]], content: bytes, path: str = "table.csv", **data: Any
) -> Package:
    """A dataset of one sound table, measured."""
    (folder / path).write_bytes(content)
    told = {"name": "table", "path": path, "schema": {"fields": list(fields), "missingValues": ["", "-"]}, **data}
    format = str(data.get("format", "csv"))
    resource = Resource("table", {"en": "Table"}, path, format, told, folder / path, ("resources", 0))
    document = Document("datasets/d/datapackage.yaml", {})
    package = Package(Kind.DATASET, "d", {}, {}, "", (), (), None, (resource,), {}, document)
    measures, problems = measure_dataset(package)
    assert not problems, problems
    return replace(package, resources=(replace(resource, measure=measures["table"]),))


def of_cells(folder: Path, kinds: Sequence[str], rows: Sequence[Sequence[str]]) -> Package:
    """A dataset of a table of some types; the fields are called c0, c1 and so on."""
    fields = [{"name": f"c{at}", "type": kind, "title": f"C{at}"} for at, kind in enumerate(kinds)]
    lines = [[field["name"] for field in fields], *rows]
    text = "".join(",".join('"' + cell.replace('"', '""') + '"' for cell in line) + "\r\n" for line in lines)
    return dataset(folder, fields, text.encode())


def converted(package: Package, format: str) -> Path:
    """The table of a dataset in a format."""
    (resource,) = package.resources
    place = resource.file.with_name(f"made.{format}")
    convert(package, resource, format, WORDS, place)
    return place


def sheets(place: Path) -> list[list[list[Any]]]:
    """The sheets of a workbook, cell by cell."""
    book = python_calamine.CalamineWorkbook.from_path(str(place))
    return [book.get_sheet_by_name(name).to_python() for name in book.sheet_names]
