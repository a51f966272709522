"""Prove the tables of a dataset, one pass over each, then the keys between them. Reads."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import pyarrow
import pyarrow.compute

from publisher.model import Resource
from publisher.tables.arrays import text, texts, truth
from publisher.tables.fast.batches import Columns, Unreadable, batches
from publisher.tables.fast.fingerprints import Fingerprints
from publisher.tables.fast.grammars import all_of, any_of, grammar, spelled
from publisher.tables.fast.understood import Key, Understood, understood
from publisher.tables.layout import dialect

MAX_VALUES = 5_000_000  # different values of a key that are compared with another table's
_FEW = 1_000
_MAX_KNOWN = 65_536  # cells of a column whose verdict is remembered

# Tells whether a cell is what its field demands, as frictionless judges it.
Judge = Callable[[str], bool]
Judges = Callable[[Resource], Sequence[Judge]]
# Sees the columns of a batch, and of each what different cells it has and how often, if that was counted.
Watch = Callable[[Columns, Sequence[pyarrow.StructArray | None]], None]


@dataclass(frozen=True)
class Proof:
    """The table is sound; it has so many rows."""

    rows: int


@dataclass(frozen=True)
class Doubt:
    """The table is not proven; where a record is named, something is wrong with it."""

    reason: str
    record: int | None = None


class _Doubtful(Exception):
    def __init__(self, reason: str, row: int | None = None) -> None:
        super().__init__(reason)
        self.reason, self.row = reason, row


@dataclass
class _Column:
    """One column on its way: its grammar, its judge, the cells that the judge let pass."""

    proven: Callable[[pyarrow.Array], pyarrow.Array]
    judge: Callable[[], Judge]
    required: bool
    key: str | None
    """The type of a column of a key."""
    known: set[str] = field(default_factory=set)
    varied: bool = False
    """Whether most cells differ, so that it is quicker to look at them all."""

    def counted(self, cells: pyarrow.Array) -> pyarrow.StructArray | None:
        """The cells without repetitions and how often each occurs, unless few are repeated."""
        if self.varied:
            return None
        counted = pyarrow.compute.value_counts(cells)
        self.varied = 2 * len(counted) > len(cells) > _FEW
        return counted

    def refused(self, cells: pyarrow.Array) -> str | None:
        """The first of some different cells that the field does not allow."""
        proven = self.proven(cells)
        if all_of(proven):
            return None
        for cell in cells.filter(pyarrow.compute.invert(proven)).to_pylist():
            if cell not in self.known and not self.judge()(cell):
                return str(cell)
            if len(self.known) < _MAX_KNOWN:
                self.known.add(cell)
        return None


def prove(
    tables: Sequence[Resource], judges: Judges, watches: Mapping[str, Watch] | None = None
) -> dict[str, Proof | Doubt]:
    """Prove each table of a dataset or say what is doubtful; a watch sees the columns of its table go by."""
    by_name = {table.name: table for table in tables}
    grasped = {name: understood(table, by_name) for name, table in by_name.items()}
    wanted = _wanted(filter(None, grasped.values()))
    found: dict[str, Proof | Doubt] = {}
    values: dict[tuple[str, Key], _Values] = {}
    for name, table in grasped.items():
        watch = (watches or {}).get(name)
        passed = _Pass(table, wanted[name], judges, watch) if table else None
        found[name] = passed.verdict() if passed else Doubt("not-understood")
        if passed:
            values |= {(name, key): held for key, held in passed.values.items()}
    return {name: _linked(grasped[name], verdict, found, values) for name, verdict in found.items()}


def _wanted(tables: Iterable[Understood]) -> dict[str, set[Key]]:
    """The keys of each table whose values are compared with another's."""
    wanted: dict[str, set[Key]] = {}
    for table in tables:
        wanted.setdefault(table.resource.name, set())
        for reference in table.references:
            wanted[table.resource.name].add(reference.key)
            wanted.setdefault(reference.resource, set()).add(reference.target)
    return wanted


def _linked(
    table: Understood | None,
    verdict: Proof | Doubt,
    found: Mapping[str, Proof | Doubt],
    values: Mapping[tuple[str, Key], "_Values"],
) -> Proof | Doubt:
    """A table proven by itself is sound if all it refers to is there, in a table that is proven by itself."""
    if table is None or isinstance(verdict, Doubt):
        return verdict
    for reference in table.references:
        if isinstance(found[reference.resource], Doubt):
            return Doubt("target-doubtful")
        own, others = values[table.resource.name, reference.key], values[reference.resource, reference.target]
        if not own.within(others):
            return Doubt("foreign-key")
    return verdict


class _Values:
    """The different values of a key, of several columns joined by a character that no table holds."""

    def __init__(self) -> None:
        self._chunks: list[pyarrow.Array] = []
        self._limit = 1 << 16

    def add(self, cells: pyarrow.Array) -> None:
        """Take the values of a chunk."""
        self._chunks.append(pyarrow.compute.unique(cells))
        if sum(map(len, self._chunks)) > self._limit:
            self._chunks = [self.all()]
            self._limit = max(self._limit, 2 * len(self._chunks[0]))
            if len(self._chunks[0]) > MAX_VALUES:
                raise _Doubtful("too-many-values")

    def all(self) -> pyarrow.Array:
        """Every value once."""
        chunks = pyarrow.chunked_array(self._chunks, pyarrow.string())
        return pyarrow.compute.unique(chunks)

    def within(self, others: "_Values") -> bool:
        """Tell whether all values are among others."""
        return all_of(pyarrow.compute.is_in(self.all(), value_set=others.all()))


class _Pass:
    """One pass over a table."""

    def __init__(self, table: Understood, wanted: Iterable[Key], judges: Judges, watch: Watch | None) -> None:
        self.table, self.watch = table, watch
        self.missing = texts(sorted(table.missing))
        # Where there is one column, a cell of no character may be a blank line, which is no row at all.
        self.blank = texts(sorted({*table.missing, ""}))
        self.prints = {key: Fingerprints() for key in table.keys}
        self.values = {key: _Values() for key in wanted}
        self.rows = 0
        self._judges: Sequence[Judge] = ()
        self._make_judges = judges
        in_keys = {index for key in (*self.prints, *self.values) for index in key}
        self.columns = [self._column(index, index in in_keys) for index in range(len(table.fields))]

    def _column(self, index: int, in_key: bool) -> _Column:
        told = self.table.fields[index]
        required = bool(told.get("constraints", {}).get("required"))
        return _Column(grammar(told), lambda: self._judge(index), required, told["type"] if in_key else None)

    def _judge(self, index: int) -> Judge:
        self._judges = self._judges or self._make_judges(self.table.resource)
        return self._judges[index]

    def verdict(self) -> Proof | Doubt:
        """Read the whole table."""
        resource = self.table.resource
        names = [told["name"] for told in self.table.fields]
        try:
            for columns in batches(resource.file, names, dialect(resource)):
                self._look(columns)
            if any(prints.repeated() for prints in self.prints.values()):
                return Doubt("repeated-key")
        except Unreadable:
            return Doubt("not-tokenized")
        except _Doubtful as doubt:
            return Doubt(doubt.reason, None if doubt.row is None else self.rows + doubt.row + 2)
        return Proof(self.rows)

    def _look(self, columns: Columns) -> None:
        counted = [told.counted(cells) for told, cells in zip(self.columns, columns, strict=True)]
        gaps = [self._cells(*column) for column in zip(self.columns, columns, counted, strict=True)]
        if all(gaps) or len(columns) == 1:
            self._no_blank_row(columns)
        for key, prints in self.prints.items():
            self._no_gap(key, gaps)
            prints.add(self._comparable(columns, key))
        for key, values in self.values.items():
            values.add(self._present(columns, key, gaps))
        if self.watch:
            self.watch(columns, counted)
        self.rows += len(columns[0])

    def _cells(self, told: _Column, cells: pyarrow.Array, counted: pyarrow.StructArray | None) -> bool:
        """Look at the different cells of a column; tell whether some are missing."""
        different = cells if counted is None else counted.field(0)
        absent = pyarrow.compute.is_in(different, value_set=self.missing)
        gap = any_of(absent)
        present = different.filter(pyarrow.compute.invert(absent)) if gap else different
        if gap and told.required:
            raise _Doubtful("cell", self._first(cells, self.missing))
        if (refused := told.refused(present)) is not None:
            raise _Doubtful("cell", self._first(cells, texts([refused])))
        if told.key and not spelled(present, told.key):
            raise _Doubtful("spelling")
        return gap

    def _first(self, cells: pyarrow.Array, wanted: pyarrow.Array) -> int:
        found = pyarrow.compute.is_in(cells, value_set=wanted)
        return int(pyarrow.compute.index(found, truth(True)).as_py())

    def _no_blank_row(self, columns: Columns) -> None:
        absent = self.missing if len(columns) > 1 else self.blank
        masks: Iterator[pyarrow.Array] = (pyarrow.compute.is_in(cells, value_set=absent) for cells in columns)
        blank = next(masks)
        for mask in masks:
            blank = pyarrow.compute.and_(blank, mask)
        row = pyarrow.compute.index(blank, truth(True)).as_py()
        if row >= 0:
            raise _Doubtful("blank-row", row)

    def _no_gap(self, key: Key, gaps: Sequence[bool]) -> None:
        if any(gaps[index] for index in key):
            raise _Doubtful("gap-in-key")

    def _comparable(self, columns: Columns, key: Key) -> pyarrow.Array:
        """The values of a key without gaps; whole numbers, each in its one spelling, as numbers."""
        cells = _joined(columns, key)
        return pyarrow.compute.cast(cells, pyarrow.int64()) if self.table.kinds(key) == ["integer"] else cells

    def _present(self, columns: Columns, key: Key, gaps: Sequence[bool]) -> pyarrow.Array:
        """The values of a foreign key; a single missing cell refers to nothing, one of several is not proven."""
        if len(key) > 1:
            self._no_gap(key, gaps)
        cells = _joined(columns, key)
        absent = pyarrow.compute.is_in(cells, value_set=self.missing)
        return cells.filter(pyarrow.compute.invert(absent)) if any(gaps[index] for index in key) else cells


def _joined(columns: Columns, key: Key) -> pyarrow.Array:
    if len(key) == 1:
        return columns[key[0]]
    return pyarrow.compute.binary_join_element_wise(*(columns[index] for index in key), text("\0"))
