"""What cells tell: columns that look like personal data, small counts of people, each column as a whole. Reads.

Fed with batches of columns, so that whoever reads the file anyway can feed it. What it tells of a column that may
be personal are counts, never a cell.
"""

import csv
import itertools
from collections.abc import Iterator, Sequence
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from publisher.measures import ColumnFacts, SmallCounts, Suspicion
from publisher.model import Data, Resource
from publisher.tables import columns
from publisher.tables.arrays import texts, whole
from publisher.tables.layout import dialect
from publisher.tables.personal import KINDS, TAX_WEIGHTS, Kind, header
from publisher.tables.spread import Column

SAMPLE = 10_000
"""So many rows of a table are looked at for personal data."""
MIN_CELLS = 5
"""Without a telling header a kind needs so many cells that look like it, whatever their share."""
LONG = 25
"""Cells that are longer on average, with spaces, are texts: within them numbers and addresses are looked for."""
MAX_SMALL = 20
"""Counts of people below this are counted one by one: the largest threshold that a catalogue can set."""
BATCH = 10_000

Columns = Sequence[Any]
_TEXTS = {"string", "any", ""}
_SMALL = texts(str(count) for count in range(1, MAX_SMALL))


class Facts:
    """Gathers facts about a table while its rows pass by: `add` batches in order, then ask what was `found`."""

    def __init__(self, resource: Resource) -> None:
        self.columns = [_Column(field, resource) for field in resource.fields]
        self.rows = 0

    def add(self, columns: Columns, counted: Columns = ()) -> None:
        """Take the next rows: a string array a column, in the order of the fields, missing values as written.

        Where somebody has counted the different cells of each column already, that need not be done again.
        """
        sampled = SAMPLE - self.rows
        for column, cells, counts in itertools.zip_longest(self.columns, columns, counted):
            if sampled > 0:
                column.sample(cells.slice(0, sampled))
            column.count(cells)
            column.whole.add(cells, counts)
        self.rows += len(columns[0]) if columns else 0

    def found(self) -> tuple[tuple[Suspicion, ...], tuple[SmallCounts, ...]]:
        """What looks like personal data, and how many small counts there are."""
        suspicions = [suspicion for column in self.columns if (suspicion := column.suspicion())]
        small = [SmallCounts(column.name, tuple(column.small)) for column in self.columns if any(column.small)]
        return tuple(suspicions), tuple(small)

    def described(self) -> tuple[ColumnFacts, ...]:
        """What each column is as a whole."""
        return tuple(column.whole.found(private=column.is_private()) for column in self.columns)


class _Look:
    """How many cells of a column look like one kind."""

    def __init__(self, kind: Kind, header: str) -> None:
        self.kind = kind
        self.told = kind.tells(header)
        self.pattern = kind.told if self.told else kind.alone
        self.alike = self.inside = 0

    def at(self, cells: Any, text: str, prose: bool) -> None:
        """Look at cells, and within them if they are prose; `text` has all of them, to see soon if there is a hint."""
        if not self.told and self.kind.hint and not self.kind.hint.search(text):
            return
        self.alike += _matching(cells, self.kind, self.pattern) if self.pattern else 0
        self.inside += _trues(pc.match_substring_regex(cells, self.kind.inside)) if prose and self.kind.inside else 0

    def share(self, cells: int) -> float:
        """The share of cells that count; 0 where they are too few to say anything."""
        enough = self.told or (self.alike >= MIN_CELLS and self.alike >= self.kind.share * cells)
        return max(self.alike if enough else 0, self.inside) / max(1, cells)


class _Column:
    """The counts of one column."""

    def __init__(self, field: Data, resource: Resource) -> None:
        self.name, self.kind = str(field.get("name", "")), str(field.get("type", ""))
        self.missing = texts(["", *_missing(field, resource)])
        measures = any(key == "counts" or key.startswith("unit") for key in field)
        said = header(field)
        looks = [_Look(kind, said) for kind in KINDS] if self.kind in _TEXTS else []
        if self.kind == "integer" and not measures:
            looks = [look for kind in KINDS if (look := _Look(kind, said)).told]
        self.looks = looks
        self.counted = measures and self.kind in {"integer", "number"}
        self.small = [0] * len(_SMALL)
        self.cells = 0
        self.told = "waiver" in field or any(kind.tells(said) for kind in KINDS)
        self.whole = Column(field, resource.schema)

    def sample(self, cells: Any) -> None:
        """Look at cells for personal data."""
        if self.looks:
            there = cells.filter(pc.invert(pc.is_in(cells, self.missing))).drop_null()
            self.cells += len(there)
            text, prose = "\n".join(there.to_pylist()), _long(there)
            for look in self.looks:
                look.at(there, text, prose)

    def count(self, cells: Any) -> None:
        """Count the small ones."""
        if not self.counted:
            return
        bare = pc.ascii_ltrim(cells, "+0")
        if self.kind == "number":
            bare = pc.replace_substring_regex(bare, r"\.0*$", "")
        for pair in pc.value_counts(pc.index_in(bare, _SMALL).drop_null()).to_pylist():
            self.small[pair["values"]] += pair["counts"]

    def is_private(self) -> bool:
        """Whether the column may be personal: by its looks, by its header, or because somebody waived that."""
        return self.told or self.suspicion() is not None

    def suspicion(self) -> Suspicion | None:
        """The first kind that the column as a whole looks like."""
        shares = ((look.kind.name, round(look.share(self.cells), 4)) for look in self.looks)
        return next((Suspicion(self.name, name, share) for name, share in shares if share), None)


def facts(resource: Resource) -> Facts:
    """Read a sound CSV file for its facts."""
    gathered = Facts(resource)
    for batch in _batches(resource):
        gathered.add(batch)
    return gathered


def _batches(resource: Resource) -> Iterator[list[Any]]:
    with resource.file.open(encoding="utf-8", newline="") as stream:
        records = columns.in_order(resource, dialect(resource).reader(stream))
        width = len(resource.fields)
        try:
            while rows := list(itertools.islice(records, BATCH)):
                whole = ((*row, *[""] * (width - len(row)))[:width] for row in rows)
                yield [texts(column) for column in zip(*whole, strict=True)]
        except csv.Error:
            return  # not a table; that is a problem already


def _missing(field: Data, resource: Resource) -> Iterator[str]:
    for value in (*resource.schema.get("missingValues", ()), *field.get("missingValues", ())):
        yield str(value.get("value", "") if isinstance(value, dict) else value)


def _matching(cells: Any, kind: Kind, pattern: str) -> int:
    alike = pc.match_substring_regex(cells, rf"^\s*(?:{pattern})\s*$")
    return _tax_codes(cells.filter(alike)) if kind.name == "tax-code" else _trues(alike)


def _tax_codes(cells: Any) -> int:
    """How many of these codes have the right check digit."""
    bare = pc.ascii_trim_whitespace(cells)
    digits = [pc.cast(pc.utf8_slice_codeunits(bare, at, at + 1), pa.int64()) for at in range(10)]
    total = pc.multiply(digits[0], whole(TAX_WEIGHTS[0]))
    for digit, weight in zip(digits[1:9], TAX_WEIGHTS[1:], strict=True):
        total = pc.add(total, pc.multiply(digit, whole(weight)))
    rest = pc.subtract(total, pc.multiply(pc.divide(total, whole(11)), whole(11)))
    return _trues(pc.equal(pc.subtract(whole(10), rest), digits[9]))


def _long(cells: Any) -> bool:
    lengths = pc.mean(pc.utf8_length(cells)).as_py() or 0
    return bool(lengths > LONG and _trues(pc.match_substring(cells, " ")))


def _trues(answers: Any) -> int:
    return int(pc.sum(answers).as_py() or 0)
