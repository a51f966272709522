"""Tables in other forms than CSV: each is read into CSV text, which then goes through the same gates. Reads and writes.

What is wrong with a file in its own form is told here: what a workbook hides, what is no JSON, an archive without
bounds. The rest is found in the CSV text and placed back: at a row and cell of the sheet, at a line of the JSON text.
"""

import dataclasses
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from publisher.model import Package, Resource
from publisher.problem import Place, Problem, has_errors
from publisher.tables.forms import geojson, json_rows, packed, parquet, sheets, writing
from publisher.tables.forms.found import Fault, Table, Tell, Unreadable
from publisher.tables.forms.placing import Placing

__all__ = ["DIALECT", "FORMATS", "Placing", "as_csv"]

Reader = Callable[[Path, Resource, Path, Tell], Table | None]

_READERS: Mapping[str, Reader] = {
    "xlsx": sheets.read,
    "ods": sheets.read,
    "json": json_rows.read,
    "geojson": geojson.read,
    "parquet": parquet.read,
}
# The formats whose tables are checked by a Table Schema.
FORMATS = frozenset({"csv", *_READERS})
# Properties of a dialect that are not for CSV, and the formats that they are for.
DIALECT = {
    "sheetName": ("xlsx", "ods"),
    "sheetNumber": ("xlsx", "ods"),
    "headerRows": ("xlsx", "ods"),
    "property": ("json",),
}


def as_csv(dataset: Package, resource: Resource, folder: Path) -> tuple[Resource | None, list[Problem], Placing]:
    """Give a resource as CSV text in a folder, and the way back; itself if it is CSV already, or no table.

    Problems are those of its own form. Where there is a table all the same, more may be found in that.
    """
    faults: list[Fault] = []
    table, placing = None, Placing()
    try:
        table, placing = _converted(resource, folder, faults.append)
    except Unreadable as error:
        faults.append(error.fault)
    except UnicodeDecodeError:
        faults.append(Fault(1, 1, "not-utf8"))
    file = f"datasets/{dataset.name}/{resource.path}"
    problems = [Problem(Place(file, each.line, each.column), each.code, each.args, each.severity) for each in faults]
    return (None if table is resource and has_errors(problems) else table), problems, placing


def _converted(resource: Resource, folder: Path, tell: Tell) -> tuple[Resource, Placing]:
    if resource.format not in FORMATS or (resource.format == "csv" and not resource.compression):
        return resource, Placing()
    text = Path(tempfile.mkdtemp(dir=folder)) / "table.csv"
    if resource.format == "csv":
        packed.unpack(resource, text)
        return dataclasses.replace(resource, file=text), Placing()
    with tempfile.TemporaryDirectory(dir=folder) as scratch:
        file = resource.file
        if resource.compression:
            file = Path(scratch) / "unpacked"
            packed.unpack(resource, file)
        table = _READERS[resource.format](file, resource, Path(scratch), tell)
        if table is None:
            return resource, Placing()
        placing = writing.write(table, resource, text, tell)
    data = {key: value for key, value in resource.data.items() if key != "dialect"}
    return dataclasses.replace(resource, file=text, format="csv", data=data), placing
