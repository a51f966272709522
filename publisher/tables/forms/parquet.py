"""Tables in Parquet: its columns are held against the Table Schema, its rows are read in batches. Reads."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pyarrow
from pyarrow import types

from publisher.model import Resource
from publisher.tables.forms.found import Fault, Row, Table, Tell, over, unreadable

FORMAT = "parquet"
MAX_GROUP = 1_000_000_000  # bytes of one row group, unpacked
MAX_CELLS = 1_000_000_000  # of the table
MAX_BATCH = 100_000  # cells that are Python values at once
_SHOWN = 60

# By what a column is, which types its field may have besides `any`. Text may spell a value of any type, as in CSV.
_KINDS: Sequence[tuple[Callable[[Any], bool], set[str]]] = (
    (types.is_integer, {"integer", "number", "year"}),
    (types.is_floating, {"number"}),
    (types.is_decimal, {"number"}),
    (types.is_boolean, {"boolean"}),
    (types.is_date, {"date"}),
    (types.is_timestamp, {"datetime"}),
    (types.is_time, {"time"}),
)


def read(file: Path, resource: Resource, folder: Path, tell: Tell) -> Table | None:
    """Give the table of a Parquet file, if there is a Table Schema and every column may be what it is."""
    if not resource.fields:
        return None
    from pyarrow import parquet  # what only Parquet needs takes longer to import than a small table to check

    try:
        table = parquet.ParquetFile(file)
    except (pyarrow.ArrowException, OSError) as error:
        raise _broken(error) from None
    _bound(table.metadata)
    kinds = {str(field.get("name")): str(field.get("type", "string")) for field in resource.fields}
    columns = enumerate(table.schema_arrow, start=1)
    faults = [fault for number, column in columns if (fault := _fault(number, column, kinds.get(column.name, "any")))]
    for fault in faults:
        tell(fault)
    return None if faults else Table(1, list(table.schema_arrow.names), _rows(table))


def _bound(metadata: Any) -> None:
    if metadata.num_rows * metadata.num_columns > MAX_CELLS:
        raise over("cells", MAX_CELLS)
    for group in range(metadata.num_row_groups):
        if metadata.row_group(group).total_byte_size > MAX_GROUP:
            raise over("bytes of a row group", MAX_GROUP)


def _fault(number: int, column: Any, kind: str) -> Fault | None:
    """What forbids a column: lists and objects in its cells, or a type that is not that of its field."""
    found = column.type.value_type if types.is_dictionary(column.type) else column.type
    args = {"field": column.name[:_SHOWN], "found": str(found)[:_SHOWN]}
    if types.is_nested(found):
        return Fault(1, number, "nested-column", args)
    if types.is_string(found) or types.is_large_string(found) or types.is_string_view(found) or types.is_null(found):
        return None
    allowed = next((allowed for holds, allowed in _KINDS if holds(found)), None)
    if allowed is None or kind not in allowed | {"any"}:
        return Fault(1, number, "column-type", {**args, "type": kind})
    return None


def _rows(table: Any) -> Iterator[Row]:
    """The rows; row 1 is the first below the names of the columns."""
    width = max(len(table.schema_arrow), 1)
    line = 0
    try:
        for batch in table.iter_batches(batch_size=max(MAX_BATCH // width, 1)):
            columns = [column.to_pylist() for column in batch.columns]
            for cells in zip(*columns, strict=True):
                line += 1
                yield Row(line, 1, cells)
    except (pyarrow.ArrowException, OSError, ValueError, OverflowError) as error:
        raise _broken(error) from None


def _broken(error: Exception) -> Exception:
    return unreadable(FORMAT, str(error).partition("\n")[0])
