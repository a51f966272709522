"""A delimited file of any dialect as one that a dataset may hold: UTF-8, one header, then records. Reads, writes.

A file that is such already is copied byte for byte.
"""

import codecs
import csv
import json
import re
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from publisher.model import Data
from publisher.tables import encoding_of
from publisher.tables.raw import DELIMITERS

Record = Sequence[str]
# Gives the labels that a header gets.
Rename = Callable[[Record], list[str]]
_MARK = "\ufeff"
_COLUMN = re.compile(r"[a-z][a-z0-9_]{0,54}")
# What a dialect may say that makes a file other than what a dataset may hold; with the values that change nothing.
_PLAIN: Mapping[str, Any] = {
    "header": True,
    "headerRows": [1],
    "doubleQuote": True,
    "skipInitialSpace": False,
    "commentChar": None,
    "commentRows": None,
    "escapeChar": None,
}
_NAMES = {
    name.lower(): name for name in (*_PLAIN, "delimiter", "quoteChar", "headerJoin", "nullSequence", "lineTerminator")
}
_SILENT = {"csvddfversion", "casesensitiveheader", "$schema", "lineterminator"}


@dataclass(frozen=True)
class Taken:
    """A file as it was taken: its dialect here, its labels, and what was changed about it."""

    dialect: dict[str, str]
    labels: list[str]
    changes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Dialect:
    """How a file of somebody else is written; `unknown` is what no program can be told here."""

    told: Data = field(default_factory=dict)
    unknown: tuple[str, ...] = ()

    def get(self, name: str, default: Any = None) -> Any:
        """What a dialect says, in the words of Table Dialect v2."""
        return self.told.get(name, default)


def dialect_of(written: Data) -> Dialect:
    """Read a dialect of any version: CSV Dialect, Table Dialect, or with the part of frictionless of its own."""
    nested = written.get("csv")
    flat = {**{k: v for k, v in written.items() if k != "csv"}, **(nested if isinstance(nested, dict) else {})}
    told = {_NAMES[key.lower()]: value for key, value in flat.items() if key.lower() in _NAMES}
    unknown = tuple(key for key in flat if key.lower() not in _NAMES and key.lower() not in _SILENT)
    return Dialect(told, unknown)


def take(
    files: Sequence[Path], target: Path, dialect: Dialect, encoding: str, names: Sequence[str], rename: Rename
) -> Taken:
    """Write files one after another as one; a ValueError where they cannot be read, or their headers differ."""
    encodings = [_encoding(file, encoding) for file in files]
    delimiter, quote = dialect.get("delimiter", ","), dialect.get("quoteChar", '"')
    header = _header(files[0], encodings[0], dialect)
    labels = header or _made_up(names, _records(files[0], encodings[0], dialect))
    new = rename(labels)
    changes = [f"encoding {code}" for code in dict.fromkeys(encodings) if code != "utf-8"]
    changes += [name for name, value in _PLAIN.items() if dialect.get(name, value) not in (value, None)]
    changes += ["multipart"] if len(files) > 1 else []
    changes += ["delimiter"] if delimiter not in DELIMITERS else []
    kept = {"delimiter": delimiter} if delimiter in DELIMITERS and delimiter != "," else {}
    if not changes and new == header and quote in {'"', "'"}:
        shutil.copyfile(files[0], target, follow_symlinks=False)
        return Taken({**kept, **({"quoteChar": quote} if quote != '"' else {})}, new)
    with target.open("x", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, delimiter=kept.get("delimiter", ","), lineterminator="\n")
        writer.writerow(new)
        for file, code in zip(files, encodings, strict=True):
            if header and _header(file, code, dialect) != header:
                raise ValueError("headers")
            writer.writerows(_records(file, code, dialect))
    return Taken(kept, new, tuple(changes))


def write_inline(data: Any, target: Path, names: Sequence[str], rename: Rename) -> Taken:
    """Write rows that stood in a descriptor; a ValueError where they are no rows."""
    records = _rows(data, names)
    labels = rename(records[0])
    with target.open("x", encoding="utf-8", newline="") as stream:
        csv.writer(stream, lineterminator="\n").writerows([labels, *records[1:]])
    return Taken({}, labels, ("inline",))


def _rows(data: Any, names: Sequence[str]) -> list[list[str]]:
    if isinstance(data, str):
        return list(csv.reader(data.splitlines(keepends=True)))
    if not isinstance(data, list) or not data or not isinstance(data[0], (list, dict)):
        raise ValueError("data")
    if isinstance(data[0], dict):
        keys = list(dict.fromkeys([*names, *(key for row in data if isinstance(row, dict) for key in row)]))
        return [keys, *([_cell(row.get(key)) for key in keys] for row in data if isinstance(row, dict))]
    return [[_cell(cell) for cell in row] for row in data if isinstance(row, list)]


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _encoding(file: Path, declared: str) -> str:
    """The encoding that a file can be read by: UTF-8 if it is that, else what is declared, else what it looks like."""
    for code in ("utf-8-sig", declared, encoding_of(file)):
        try:
            known = codecs.lookup(code).name
            with file.open(encoding=known, newline="") as stream:
                marked = stream.read(1) == _MARK if known == "utf-8-sig" else False
                while stream.read(1 << 20):
                    pass
        except (LookupError, ValueError):
            continue
        return ("utf-8-sig" if _is_marked(file) or marked else "utf-8") if known == "utf-8-sig" else known
    raise ValueError("not-utf8")


def _is_marked(file: Path) -> bool:
    with file.open("rb") as stream:
        return stream.read(3) == codecs.BOM_UTF8


def _lines(file: Path, encoding: str, dialect: Dialect) -> Iterator[str]:
    """The lines of a file that are no comments."""
    sign, rows = dialect.get("commentChar"), set(dialect.get("commentRows") or ())
    with file.open(encoding=encoding, newline="") as stream:
        for number, line in enumerate(stream, start=1):
            if number not in rows and not (sign and line.startswith(sign)):
                yield line


def _all(file: Path, encoding: str, dialect: Dialect) -> Iterator[list[str]]:
    csv.field_size_limit(sys.maxsize)
    delimiter = str(dialect.get("delimiter", ","))
    escape = dialect.get("escapeChar") or None
    quote = dialect.get("quoteChar", '"') or None
    try:
        yield from csv.reader(
            _lines(file, encoding, dialect),
            delimiter=delimiter,
            quotechar=quote,
            quoting=csv.QUOTE_MINIMAL if quote else csv.QUOTE_NONE,
            doublequote=bool(dialect.get("doubleQuote", True)),
            escapechar=escape,
            skipinitialspace=bool(dialect.get("skipInitialSpace", False)),
            strict=True,
        )
    except (csv.Error, TypeError) as error:
        raise ValueError(str(error)) from None


def _header_rows(dialect: Dialect) -> list[int]:
    rows = dialect.get("headerRows", [1])
    is_list = isinstance(rows, list) and all(isinstance(row, int) for row in rows)
    return [] if dialect.get("header", True) is False or rows is None else (rows if is_list else [1])


def _header(file: Path, encoding: str, dialect: Dialect) -> list[str]:
    """The labels of a file; none where it has no header."""
    wanted = _header_rows(dialect)
    parts = (
        [row for number, row in enumerate(_all(file, encoding, dialect), start=1) if number in wanted] if wanted else []
    )
    join = str(dialect.get("headerJoin", " "))
    return (
        [join.join(filter(None, labels)) for labels in zip(*parts, strict=False)]
        if len(parts) > 1
        else (parts or [[]])[0]
    )


def _records(file: Path, encoding: str, dialect: Dialect) -> Iterable[list[str]]:
    last = max(_header_rows(dialect), default=0)
    return (row for number, row in enumerate(_all(file, encoding, dialect), start=1) if number > last)


def _made_up(names: Sequence[str], records: Iterable[Record]) -> list[str]:
    """Labels for a file without any: the names of the fields, and numbers for columns beyond them."""
    width = len(next(iter(records), ()))
    return [*names, *(f"field{number}" for number in range(len(names) + 1, width + 1))]


def column_names(labels: Sequence[str], known: dict[str, str], slug: Callable[[str], str]) -> list[str]:
    """Names that columns may bear, the same for the same label; `known` remembers them."""
    for label in sorted(labels, key=lambda label: not _COLUMN.fullmatch(label)):
        if label not in known:
            base = re.sub(r"[^a-z0-9_]+", "_", slug(label).replace("-", "_")).strip("_")[:55]
            base = base if re.match("[a-z]", base) else f"c_{base}".rstrip("_")
            taken = {*known.values()}
            numbered = (base if number == 1 else f"{base}_{number}" for number in range(1, len(taken) + 2))
            known[label] = next(name for name in numbered if name not in taken)
    return [known[label] for label in labels]
