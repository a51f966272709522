"""A CSV file as batches of text columns, by PyArrow's tokenizer. Reads.

Of the fast tokenizers it is the one that takes no file that frictionless would read otherwise.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pyarrow
import pyarrow.csv

from publisher.tables.layout import Dialect

BLOCK = 4 << 20

Columns = Sequence[pyarrow.Array]


class Unreadable(Exception):
    """The tokenizer does not take the file for a table of these columns."""


def batches(path: Path, names: Sequence[str], dialect: Dialect, block: int = BLOCK) -> Iterator[Columns]:
    """Yield the columns of some thousand rows at a time as text; the header must name the columns in their order."""
    try:
        with pyarrow.csv.open_csv(path, *_options(names, dialect, block)) as reader:
            if reader.schema.names != list(names):
                raise Unreadable
            for batch in reader:
                yield batch.columns
    except pyarrow.ArrowInvalid as error:
        raise Unreadable from error


def _options(
    names: Sequence[str], dialect: Dialect, block: int
) -> tuple[pyarrow.csv.ReadOptions, pyarrow.csv.ParseOptions, pyarrow.csv.ConvertOptions]:
    return (
        pyarrow.csv.ReadOptions(use_threads=False, block_size=block),
        pyarrow.csv.ParseOptions(
            delimiter=dialect.delimiter,
            quote_char=dialect.quote,
            double_quote=True,
            escape_char=False,
            newlines_in_values=True,
            ignore_empty_lines=False,
        ),
        pyarrow.csv.ConvertOptions(
            column_types=dict.fromkeys(names, pyarrow.string()),
            null_values=[],
            strings_can_be_null=False,
            quoted_strings_can_be_null=False,
        ),
    )
