"""What the DataStore should hold of a CSV file: columns, key, data dictionary. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from publisher.model import Data, Resource, text
from publisher.plan import canonical
from publisher.targets.ckan.state import short

# A time stays text: PostgreSQL's own type would drop the offset from UTC that it may have. What PostgreSQL has no
# plain type for is text too: a list is told as JSON, all else as it is written.
TYPES = {
    "string": "text",
    "number": "numeric",
    "integer": "int8",
    "boolean": "bool",
    "date": "date",
    "datetime": "timestamp",
    "time": "text",
    "year": "int4",
    "yearmonth": "text",
    "duration": "text",
    "object": "text",
    "array": "text",
    "list": "text",
    "geopoint": "text",
    "geojson": "text",
    "any": "text",
}
# What decides how the cells of a column are read, beside its type.
READING = ("format", "decimalChar", "groupChar", "bareNumber", "trueValues", "falseValues", "delimiter", "itemType")
# What CKAN calls the properties of a field in a data dictionary.
DICTIONARY = {"title": "label", "description": "notes", "unit": "unit"}

# PostgreSQL keeps these names of columns for itself; CKAN answers 500.
RESERVED = {"ctid", "cmax", "cmin", "tableoid", "xmax", "xmin"}

Shape = tuple[tuple[tuple[str, str], ...], frozenset[str]]


@dataclass(frozen=True)
class Column:
    """A column: its name, its type in PostgreSQL, and what the data dictionary says of it."""

    id: str
    type: str
    info: Mapping[str, str]


@dataclass(frozen=True)
class Table:
    """A table as it should be; `reading` is all of the descriptor that decides how cells are read."""

    columns: tuple[Column, ...]
    key: tuple[str, ...]
    reading: str

    @property
    def shape(self) -> Shape:
        """What cannot be changed in place: names and types in their order, and the columns of the key."""
        return tuple((column.id, column.type) for column in self.columns), frozenset(self.key)


def table_of(resource: Resource, languages: Sequence[str]) -> Table | None:
    """The table of a resource; None where it has none, or PostgreSQL could not hold it."""
    if not resource.is_csv_table or any(f["name"] in RESERVED for f in resource.fields):
        return None
    columns = tuple(Column(f["name"], TYPES[f["type"]], _info(f, languages)) for f in resource.fields)
    told = [list(map(_reading, resource.fields)), resource.schema.get("missingValues", [""])]
    told += [resource.data.get("dialect", {}), *(match for match in [resource.schema.get("fieldsMatch")] if match)]
    return Table(columns, _key(resource), canonical(told).decode())


def _reading(field: Data) -> Any:
    """The type of a field, with what else decides how its cells are read."""
    more = {name: field[name] for name in (*READING, "missingValues") if name in field}
    return [field["type"], more] if more else field["type"]


def _key(resource: Resource) -> tuple[str, ...]:
    """The primary key, if no part of it may be empty: by an empty part no row is found again."""
    key: Sequence[str] = resource.schema.get("primaryKey", ())
    required = {field["name"] for field in resource.fields if field.get("constraints", {}).get("required")}
    return tuple(key) if required.issuperset(key) else ()


def _info(field: Data, languages: Sequence[str]) -> dict[str, str]:
    """The data dictionary of a column: the main language under CKAN's names, another under `label_en`."""
    return {
        name if language == languages[0] else f"{name}_{language}": said
        for key, name in DICTIONARY.items()
        for language, said in text(field, key, languages).items()
    }


def marks(table: Table, sha256: str) -> dict[str, str]:
    """A short hash each of rows, columns and dictionary; `sha256` is that of the file."""
    return {
        "rows": short([sha256, table.reading]),
        "columns": short([[(column.id, column.type) for column in table.columns], table.key]),
        "dictionary": short([dict(column.info) for column in table.columns]),
    }
