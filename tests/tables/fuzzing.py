"""Random tables with their descriptors, mostly sound, then spoilt, to hold the fast path against frictionless."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from publisher.model import Kind, Package, Resource
from publisher.source import Document
from publisher.tables import canonical, fast, raw

# Cells that are right for a type, and cells that some reader or other takes for right.
CELLS: dict[str, tuple[str, ...]] = {
    "string": ("a", "b", "Hà Nội", "x y", "a\nb", 'say "a"', "a,b", "a;b", "K0000001", "K12", "é", "nữ", "'", "|"),
    "integer": (
        "0",
        "1",
        "-1",
        "7",
        "42",
        "007",
        "999999999999999999",
        "1000000000000000000",
        "+5",
        "1_000",
        "٣",
        "-0",
    ),
    "number": (
        "0",
        "1.5",
        "-2.25",
        "100",
        "1e5",
        ".5",
        "1.",
        "nan",
        "INF",
        "0.10",
        "99.999999999999999",
        "1,5",
        "-0.0",
    ),
    "boolean": ("true", "false", "True", "FALSE", "1", "0", "tRUE", "yes", "t"),
    "date": (
        "2024-01-31",
        "2024-02-29",
        "2023-02-29",
        "2024-1-5",
        "0001-01-01",
        "0000-01-01",
        "24-01-05",
        "2024-13-01",
    ),
    "datetime": ("2024-01-31T10:00:00Z", "2024-01-31T10:00:00", "2024-01-31", "2024-01-31T25:00:00"),
    "time": ("10:00:00", "10:00", "24:00:00", "1:2:3", "10:00:00Z"),
    "year": ("2024", "0000", "24", "+024", "20_4", "-001", "9999"),
    "yearmonth": ("2024-01", "2024-13", "24-01", "2024-1"),
    "any": ("a", "1", "x\ty"),
}
ODD = (
    "",
    " ",
    "-",
    "n/a",
    " 1",
    "1 ",
    "\u00a05",
    "5\n",
    "1\r",
    "\r",
    "0x10",
    "1.0",
    "x" * 40,
    "\u2028",
    "\\N",
    '"',
    "None",
)
PATTERNS = (
    "^a$",
    "^a|b$",
    "a\\$",
    "^[0-9]{4}$",
    "K[0-9]{7}",
    "a|b",
    "[a-z]+",
    "\\d+",
    "\\w*",
    "(?:a|b)+",
    "[^a]",
    ".",
    "a{,2}",
    "a{1,2}",
    "a?",
    "\\s*",
    "\\.",
)
DELIMITERS, QUOTES, ENDS = ",;\t|", "\"'", ("\n", "\r\n", "\r")
MISSING = ([""], ["", "-"], ["n/a"], [], ["", " "])


@dataclass(frozen=True)
class Case:
    """Two tables of a dataset; the second refers to itself, to the first, or to nothing."""

    tables: tuple[Resource, ...]

    @property
    def dataset(self) -> Package:
        """A dataset of these tables."""
        return Package(Kind.DATASET, "d", {}, {}, "", (), (), None, self.tables, {}, Document("d", {}))

    def readable(self) -> bool:
        """Tell whether the tables pass the gate before the judges."""
        return not any(list(raw.faults(self.dataset, table)) for table in self.tables)

    def proven(self) -> dict[str, int]:
        """The rows of each table that the fast path accepts."""
        verdicts = fast.prove(self.tables, canonical.strict_judges)
        return {name: verdict.rows for name, verdict in verdicts.items() if isinstance(verdict, fast.Proof)}

    def judged(self) -> tuple[dict[str, int], set[str]]:
        """The rows that frictionless counts, and the tables that it finds faults with."""
        rows, problems = canonical.check(self.dataset, self.tables)
        return rows, {Path(problem.place.file).stem for problem in problems}

    def told(self) -> str:
        """The case as somebody would have to write it to see it again."""
        return "\n".join(f"{table.data}\n{table.file.read_bytes()!r}" for table in self.tables)


def cases(seed: str, count: int, folder: Path) -> Iterator[Case]:
    """Yield cases that depend on nothing but the seed; each is written over the one before."""
    for number in range(count):
        yield case(Random(f"{seed} {number}"), folder)


def case(chance: Random, folder: Path) -> Case:
    """Make one case."""
    first = _table(chance, "one", folder, None)
    second = _table(chance, "two", folder, first)
    return Case((first, second) if chance.random() < 0.8 else (second, first))


def _table(chance: Random, name: str, folder: Path, other: Resource | None) -> Resource:
    kinds = [chance.choice(list(CELLS)) for _ in range(chance.randint(1, 4))]
    schema: dict[str, Any] = {"fields": [_field(chance, f"f{index}", kind) for index, kind in enumerate(kinds)]}
    if chance.random() < 0.4:
        schema["missingValues"] = chance.choice(MISSING)
    if chance.random() < 0.5:
        schema["primaryKey"] = _some(chance, schema["fields"])
    if other is not None and chance.random() < 0.5:
        schema["foreignKeys"] = [_reference(chance, schema, other)]
    dialect = (
        {"delimiter": chance.choice(DELIMITERS), "quoteChar": chance.choice(QUOTES)} if chance.random() < 0.3 else {}
    )
    file = folder / f"{name}.csv"
    file.write_bytes(_spoilt(chance, _written(chance, schema["fields"], schema.get("primaryKey", ()), dialect)))
    data = {"schema": schema, "dialect": dialect} if dialect else {"schema": schema}
    return Resource(name, {}, file.name, "csv", data, file, ())


def _field(chance: Random, name: str, kind: str) -> dict[str, Any]:
    constraints: dict[str, Any] = {}
    if chance.random() < 0.3:
        constraints["required"] = True
    if chance.random() < 0.15:
        constraints["unique"] = True
    if kind in {"integer", "number", "year"} and chance.random() < 0.4:
        constraints |= {"minimum": chance.choice((-1, 0, 1)), "maximum": chance.choice((7, 42, 100, 2024))}
    if kind in {"integer", "number", "year"} and chance.random() < 0.2:
        constraints["enum"] = [0, 1, 7, 42, 2024]
    if kind == "string" and chance.random() < 0.4:
        constraints |= chance.choice(
            ({"minLength": 2}, {"maxLength": 3}, {"pattern": chance.choice(PATTERNS)}, {"enum": ["a", "b", "nữ", "é"]})
        )
    return {"name": name, "type": kind, "title": name, **({"constraints": constraints} if constraints else {})}


def _some(chance: Random, fields: list[dict[str, Any]]) -> list[str]:
    return [field["name"] for field in chance.sample(fields, chance.randint(1, min(2, len(fields))))]


def _reference(chance: Random, schema: dict[str, Any], other: Resource) -> dict[str, Any]:
    own, others = chance.choice(schema["fields"]), chance.choice(other.fields)
    to_itself = chance.random() < 0.3
    target = chance.choice(schema["fields"]) if to_itself else others
    return {"fields": [own["name"]], "reference": {"resource": "" if to_itself else "one", "fields": [target["name"]]}}


def _written(chance: Random, fields: list[dict[str, Any]], key: Any, dialect: dict[str, str]) -> bytes:
    stream = io.StringIO()
    writer = csv.writer(
        stream,
        delimiter=dialect.get("delimiter", ","),
        quotechar=dialect.get("quoteChar", '"'),
        quoting=chance.choice((csv.QUOTE_MINIMAL, csv.QUOTE_MINIMAL, csv.QUOTE_ALL)),
        lineterminator=chance.choice(("\n", "\n", *ENDS)),
    )
    writer.writerow([field["name"] for field in fields])
    odd = chance.choice((0, 0, 0.02, 0.2))
    for number in range(chance.choice((0, 1, 2, 5, 20))):
        writer.writerow([_cell(chance, field, number, odd, field["name"] in key) for field in fields])
    return stream.getvalue().encode()


def _cell(chance: Random, field: dict[str, Any], number: int, odd: float, in_key: bool) -> str:
    """A cell that likely fits: counted up where cells may not repeat, one of the first of its kind elsewhere."""
    if chance.random() < odd:
        return chance.choice((*ODD, *CELLS[field["type"]]))
    unique = in_key or field.get("constraints", {}).get("unique")
    if unique and field["type"] in {"string", "integer", "number", "any"} and chance.random() < 0.95:
        return str(number + 1)
    return chance.choice(CELLS[field["type"]][: chance.choice((2, 4, 20))])


def _spoilt(chance: Random, text: bytes) -> bytes:
    """The bytes, in half of the cases with some of them deleted, doubled or replaced."""
    for _ in range(chance.choice((0, 0, 1, 3))):
        place = chance.randrange(len(text) + 1)
        piece = chance.choice(
            (b"", b"\n", b'"', b",", b"\r", b"'", b" ", b";", b"\n\n", b'""', b"\xc3\xa9", b"1", b"-")
        )
        text = text[:place] + piece + text[place + chance.choice((0, 0, 1, 2)) :]
    return text
