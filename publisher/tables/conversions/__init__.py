"""A checked table in other formats than its own: CSV, Excel, JSON, Parquet, GeoJSON. Reads, and writes one file.

Each is made from the rows that were checked, one at a time, so that a long table needs no more memory than a short
one; equal rows give equal bytes. What a format cannot hold as the value that it is stays text: no number loses a digit.
"""

import functools
import hashlib
import shutil
from collections.abc import Callable, Mapping
from importlib.metadata import version
from pathlib import Path

from publisher.model import Package, Resource
from publisher.tables.conversions import archive, columnar, features, limits, objects, records, workbook
from publisher.tables.conversions.archive import Member
from publisher.tables.conversions.workbook import Words

__all__ = ["FORMATS", "ZIP", "Member", "Words", "convert", "engine", "obstacle", "write_archive"]

ZIP = "zip"
_LIBRARIES = ("numpy", "pyarrow", "python-calamine", "xlsxwriter")

write_archive = archive.write


def _csv(table: Resource, place: Path, words: Words) -> None:
    shutil.copyfile(table.file, place)


# What writes a checked CSV table in each format, in the order in which they are offered.
_WRITERS: Mapping[str, Callable[[Resource, Path, Words], None]] = {
    "csv": _csv,
    "xlsx": workbook.write,
    "json": objects.write,
    "parquet": columnar.write,
    "geojson": features.write,
}
FORMATS = tuple(_WRITERS)


def obstacle(resource: Resource, format: str) -> str | None:
    """Why a table is not offered in a format: the limit that it passes; nothing if it is, and "" if it never would be.

    A file that is no table, or is in the format already, is not converted.
    """
    if not resource.fields or resource.measure is None or not resource.measure.columns:
        return ""
    if format == resource.format and not resource.compression:
        return ""
    if format == "geojson":
        return None if features.place_of(resource) else ""
    return limits.passed(resource) if format == "xlsx" else None


def convert(dataset: Package, resource: Resource, format: str, words: Words, place: Path) -> None:
    """Write a table in a format to a place; it must still be the table that was checked."""
    with records.checked(dataset, resource) as table:
        _WRITERS[format](table, place, words)


@functools.cache
def engine() -> str:
    """A digest of what converts: this folder and its libraries."""
    whole = hashlib.sha256()
    for name in _LIBRARIES:
        whole.update(f"{name} {version(name)}\n".encode())
    for path in sorted(Path(__file__).parent.glob("*.py")):
        whole.update(path.read_bytes())
    return whole.hexdigest()
