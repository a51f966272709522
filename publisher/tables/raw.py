"""Are the bytes of a file a table at all? Reads.

These are faults that frictionless lets through or stumbles over: another encoding, an unclosed quote that
swallows the rest of the file, a line so long that guessing its dialect never ends, text that is not NFC.
"""

import csv
import unicodedata
from collections.abc import Iterator

from publisher.model import Package, Resource
from publisher.problem import Place, Problem
from publisher.tables.layout import Dialect, dialect, faulty_quote, lines_of

MAX_LINE = 65_536
MAX_CELLS = 1_000  # of a row; as many as a Table Schema may have fields
# How each delimiter is shown to people, and written in a descriptor.
DELIMITERS = {",": ",", ";": ";", "\t": "\\t", "|": "|"}

Fault = tuple[int, int, str, dict[str, str]]  # line, column, code, args


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
        start = raw.rfind(b"\n", 0, error.start) + 1
        column = len(raw[start : error.start].decode("utf-8")) + 1
        yield Problem(place(dataset, resource, line, column), "not-utf8")
        return
    found = _fault(text, resource)
    if found:
        line, column, code, args = found
        yield Problem(place(dataset, resource, line, column), code, args)


def _fault(text: str, resource: Resource) -> Fault | None:
    if not text.strip():
        return 1, 1, "empty-file", {}
    if text.startswith("\ufeff"):
        return 1, 1, "byte-order-mark", {}
    lines = lines_of(text)
    if not lines[0].strip():
        return 1, 1, "table-blank-header", {}
    by_line = (fault for number, line in enumerate(lines, start=1) if (fault := _line(number, line.rstrip("\r\n"))))
    return next(by_line, None) or _malformed(lines, dialect(resource)) or _header(lines, resource)


def _line(number: int, line: str) -> Fault | None:
    if len(line) > MAX_LINE:
        return number, MAX_LINE + 1, "over-limit", {"what": "line", "limit": str(MAX_LINE)}
    if "\0" in line:
        return number, line.index("\0") + 1, "hidden-character", {"character": "U+0000"}
    if not unicodedata.is_normalized("NFC", line):
        return number, _first_not_nfc(line), "not-nfc", {"value": line[:40]}
    return None


def _first_not_nfc(line: str) -> int:
    composed = unicodedata.normalize("NFC", line)
    same = (index for index, (a, b) in enumerate(zip(line, composed, strict=False)) if a != b)
    return next(same, len(composed)) + 1


def _malformed(lines: list[str], dialect: Dialect) -> Fault | None:
    reader = dialect.reader(lines)
    start = 1
    try:
        for record in reader:
            if len(record) > MAX_CELLS:
                return start, 1, "over-limit", {"what": "cells", "limit": str(MAX_CELLS)}
            start = reader.line_num + 1
    except csv.Error:
        (line, column), closed = faulty_quote(lines, start, dialect)
        if closed:
            return line, column, "bad-quote", {}
        return line, column, "unclosed-quote", {}
    return None


def _header(lines: list[str], resource: Resource) -> Fault | None:
    """Faults of the header that frictionless does not name: another delimiter, spaces around a label."""
    header, declared = lines[0].rstrip("\r\n"), dialect(resource).delimiter
    if len(resource.fields) > 1 and declared not in header:
        found = next((other for other in DELIMITERS if other in header), None)
        if found:
            args = {"declared": DELIMITERS[declared], "found": DELIMITERS[found]}
            return 1, header.index(found) + 1, "wrong-delimiter", args
    column = 1
    for label in header.split(declared):
        if label != label.strip():
            return 1, column, "table-incorrect-label", {"label": label, "field": label.strip()}
        column += len(label) + 1
    return None
