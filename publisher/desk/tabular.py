"""A CSV file of somebody else as a table of ours: its delimiter, its columns and their types. Reads and mends the file.

The types are guessed from the first rows; whether they hold for all of them is judged as in every check, and a column
for which they do not hold is text.
"""

import csv
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from publisher.model import Kind, Package, Resource
from publisher.problem import Problem, Severity
from publisher.source import Document
from publisher.tables import guess, measure_dataset
from publisher.tables.layout import dialect
from publisher.tables.raw import DELIMITERS

ROWS = 1000
MAX_HEADER = 1 << 16  # bytes
_MARK = b"\xef\xbb\xbf"
_CODE = re.compile(r"0\d+")  # what is no number: the zero would be lost
_NUMBERS = {"integer", "number", "year"}
# What a text may look like by chance: `12,5` is no point on the globe.
_NEVER_GUESSED = {"any", "geopoint", "geojson", "duration", "object", "array", "list"}


def without_mark(file: Path) -> bool:
    """Take the byte order mark off a file, if it has one."""
    with file.open("rb") as stream:
        if stream.read(len(_MARK)) != _MARK:
            return False
        rest = file.with_name(f"{file.name}.part")
        with rest.open("xb") as copy:
            while part := stream.read(1 << 20):
                copy.write(part)
    rest.replace(file)
    return True


def header_of(file: Path) -> tuple[str, list[str]]:
    """The delimiter of a file and the labels of its columns, by its first line."""
    with file.open("rb") as stream:
        line = stream.readline(MAX_HEADER).decode("utf-8", "replace").rstrip("\r\n")
    delimiter = max(DELIMITERS, key=line.count)
    try:
        return delimiter, next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        return delimiter, []


def described(
    file: Path, delimiter: str, labels: Sequence[str], types: Sequence[str]
) -> tuple[dict[str, Any], Problem | None]:
    """The dialect and Table Schema of a file, with what speaks against its being a table at all."""
    told = _told(delimiter, labels, ["string"] * len(labels))
    problem = next(iter(_problems(file, told)), None)
    if problem or not labels:
        return told, problem
    guessed = guess(_resource(file, told), ROWS)
    codes = _codes(file, told)
    found = [
        "string" if type not in types or type in _NEVER_GUESSED or (type in _NUMBERS and column in codes) else type
        for column, type in enumerate(guessed)
    ]
    told = _told(delimiter, labels, found)
    while wrong := [problem for problem in _problems(file, told) if problem.args.get("field") in labels]:
        misfits = {problem.args["field"] for problem in wrong}
        found = ["string" if label in misfits else type for label, type in zip(labels, found, strict=True)]
        told = _told(delimiter, labels, found)
    return told, next(iter(_problems(file, told)), None)


def faulty(file: Path, format: str) -> Problem | None:
    """Why a file that is no CSV may not be published: it cannot be read as what it should be, or hides something."""
    return next((each for each in _problems(file, {}, format) if each.severity is Severity.ERROR), None)


def _told(delimiter: str, labels: Sequence[str], types: Sequence[str]) -> dict[str, Any]:
    fields = [{"name": label, "type": type, "title": label} for label, type in zip(labels, types, strict=True)]
    return {**({} if delimiter == "," else {"dialect": {"delimiter": delimiter}}), "schema": {"fields": fields}}


def _problems(file: Path, told: Mapping[str, Any], format: str = "csv") -> list[Problem]:
    document = Document("", {})
    none: dict[str, str] = {}
    resources = (_resource(file, told, format),)
    _, problems = measure_dataset(Package(Kind.DATASET, "", none, none, "", (), (), None, resources, {}, document))
    return problems


def _resource(file: Path, told: Mapping[str, Any], format: str = "csv") -> Resource:
    return Resource("table", {}, file.name, format, told, file, ())


def _codes(file: Path, told: Mapping[str, Any]) -> set[int]:
    """The columns in which a number would lose its leading zero."""
    with file.open(encoding="utf-8", newline="") as stream:
        rows = dialect(_resource(file, told)).reader(stream)
        return {column for row in rows for column, cell in enumerate(row) if _CODE.fullmatch(cell)}
