"""Are the bytes of a file a table at all? Reads.

These are faults that frictionless lets through or stumbles over: another encoding, an unclosed quote that
swallows the rest of the file, a line so long that guessing its dialect never ends, text that is not NFC.
"""

import csv
import io
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from publisher.model import Package, Resource
from publisher.problem import Place, Problem

MAX_LINE = 65_536
# How each delimiter is shown to people, and written in a descriptor.
DELIMITERS = {",": ",", ";": ";", "\t": "\\t", "|": "|"}

Fault = tuple[int, int, str, dict[str, str]]  # line, column, code, args


@dataclass(frozen=True)
class Dialect:
    """How a CSV file is written; all that is not said is fixed, so that nothing is guessed."""

    delimiter: str = ","
    quote: str = '"'

    def reader(self, lines: Iterator[str]) -> Any:
        """A reader of records that refuses what is not well-formed."""
        return csv.reader(
            lines, delimiter=self.delimiter, quotechar=self.quote, doublequote=True, skipinitialspace=False, strict=True
        )


def dialect(resource: Resource) -> Dialect:
    """The dialect of a resource."""
    written: Mapping[str, str] = resource.data.get("dialect", {})
    return Dialect(written.get("delimiter", ","), written.get("quoteChar", '"'))


def place(dataset: Package, resource: Resource, line: int = 1, column: int = 1) -> Place:
    """A place in the data file of a resource."""
    return Place(f"datasets/{dataset.name}/{resource.path}", line, column)


def faults(dataset: Package, resource: Resource) -> Iterator[Problem]:
    """Yield the first fault of a CSV file's bytes; other formats pass."""
    if resource.format != "csv":
        return
    raw = resource.file.read_bytes()
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        column = len(raw[raw.rfind(b"\n", 0, error.start) + 1 : error.start].decode("utf-8")) + 1
        yield Problem(place(dataset, resource, line, column), "not-utf8")
        return
    found = _fault(text, dialect(resource)) or _delimiter(text, resource)
    if found:
        line, column, code, args = found
        yield Problem(place(dataset, resource, line, column), code, args)


def _fault(text: str, dialect: Dialect) -> Fault | None:
    if not text.strip():
        return 1, 1, "empty-file", {}
    if text.startswith("\ufeff"):
        return 1, 1, "byte-order-mark", {}
    for number, line in enumerate(text.split("\n"), start=1):
        if len(line) > MAX_LINE:
            return number, MAX_LINE + 1, "over-limit", {"what": "line", "limit": str(MAX_LINE)}
        if "\0" in line:
            return number, line.index("\0") + 1, "hidden-character", {"character": "U+0000"}
        if not unicodedata.is_normalized("NFC", line):
            return number, _first_not_nfc(line), "not-nfc", {"value": line[:40]}
    return _malformed(text, dialect)


def _delimiter(text: str, resource: Resource) -> Fault | None:
    """A header without the declared delimiter, but with another: what a spreadsheet of another country writes."""
    header, declared = text.partition("\n")[0], dialect(resource).delimiter
    if len(resource.fields) < 2 or declared in header:
        return None
    found = next((other for other in DELIMITERS if other in header), None)
    args = {"declared": DELIMITERS[declared], "found": DELIMITERS.get(found or "", "")}
    return (1, header.index(found) + 1, "wrong-delimiter", args) if found else None


def _first_not_nfc(line: str) -> int:
    composed = unicodedata.normalize("NFC", line)
    same = (index for index, (a, b) in enumerate(zip(line, composed, strict=False)) if a != b)
    return next(same, len(composed)) + 1


def _malformed(text: str, dialect: Dialect) -> Fault | None:
    reader = dialect.reader(io.StringIO(text, newline=""))
    start = 1
    try:
        for _ in reader:
            start = reader.line_num + 1
    except csv.Error as error:
        line = text.split("\n")[start - 1]
        code = "unclosed-quote" if "unexpected end" in str(error) else "bad-quote"
        return start, line.find(dialect.quote) + 1, code, {}
    return None


class Layout:
    """Where the records and cells of a CSV file stand, as physical lines and columns."""

    def __init__(self, text: str, dialect: Dialect) -> None:
        self.dialect = dialect
        self.lines = text.split("\n")
        reader = dialect.reader(io.StringIO(text, newline=""))
        self.starts = [1]
        for _ in reader:
            self.starts.append(reader.line_num + 1)

    def cell(self, record: int, field: int) -> tuple[int, int]:
        """Line and column at which a cell begins; records and fields count from 1, the header is record 1."""
        line, column, seen, quoted = self.starts[min(record, len(self.starts)) - 1], 1, 1, False
        for char in "\n".join(self.lines[line - 1 :]):
            if seen == field or (char == "\n" and not quoted):
                break
            if char == "\n":
                line, column = line + 1, 1
                continue
            column += 1
            quoted ^= char == self.dialect.quote
            seen += char == self.dialect.delimiter and not quoted
        return line, column
