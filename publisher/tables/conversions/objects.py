"""A table as JSON: a list of objects, one a line. Reads a table, writes a file.

A number is written with the digits that it has; JSON bounds none. Days and times are texts. A missing value is there as
null, so that all rows have the same names. What is JSON in the cell is JSON here.
"""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from publisher.model import Data, Resource
from publisher.tables.conversions.workbook import Words
from publisher.tables.rows import typed_rows

Put = Callable[[Any], str]


def write(table: Resource, place: Path, words: Words) -> None:
    """Write a checked table as JSON."""
    with place.open("w", encoding="utf-8", newline="") as stream:
        stream.write("[")
        for number, row in enumerate(lines(table)):
            stream.write(f"{',' if number else ''}\n{{{', '.join(row)}}}")
        stream.write("\n]\n")


def lines(table: Resource) -> Iterator[list[str]]:
    """Yield each record as the members of a JSON object."""
    names = [f"{json.dumps(field['name'])}: " for field in table.fields]
    puts = [put(field) for field in table.fields]
    for row in typed_rows(table):
        yield [
            name + ("null" if value is None else to_json(value))
            for name, to_json, value in zip(names, puts, row, strict=True)
        ]


def put(field: Data) -> Put:
    """How a value of a field, as `typed_rows` gives it, is written in JSON."""
    match field.get("type"):
        case "number":
            return number
        case "object" | "array" | "list" | "geojson":
            return str
        case "integer" | "year":
            return str
    return _text


def number(value: str) -> str:
    """The digits of a number; what JSON has no number for is a text."""
    return value if value[-1].isdigit() else json.dumps(value)


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
