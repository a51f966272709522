"""Are the bytes of a file a table at all? Reads, line by line.

These are faults that frictionless lets through or stumbles over: another encoding, an unclosed quote that
swallows the rest of the file, a line so long that guessing its dialect never ends, text that is not NFC.
"""

import csv
import itertools
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from publisher import encodings
from publisher.model import Package, Resource
from publisher.problem import Place, Problem
from publisher.tables.layout import MAX_LINE, Dialect, dialect, faulty_quote, lines, opened
from publisher.tables.plain_bytes import is_plain, lines_are_below

MAX_CELLS = 1_000  # of a row; as many as a Table Schema may have fields
CHUNK = 1 << 18
# How each delimiter is shown to people, and written in a descriptor.
DELIMITERS = {",": ",", ";": ";", "\t": "\\t", "|": "|"}
_LINES_BELOW = 200  # as many as are read to tell an encoding
_NOT_UTF8 = re.compile("[\udc80-\udcff]")

Fault = tuple[int, int, str, dict[str, str]]  # line, column, code, args


def place(dataset: Package, resource: Resource, line: int = 1, column: int = 1) -> Place:
    """A place in the data file of a resource."""
    return Place(f"datasets/{dataset.name}/{resource.path}", line, column)


def faults(dataset: Package, resource: Resource) -> Iterator[Problem]:
    """Yield the first fault of a CSV file's bytes; other formats pass."""
    if resource.format != "csv":
        return
    path, written = resource.file, dialect(resource)
    found = _of_bytes(path, written) or _of_header(path, resource)
    if found:
        line, column, code, args = found
        yield Problem(place(dataset, resource, line, column), code, args)


def _of_bytes(path: Path, dialect: Dialect) -> Fault | None:
    """The first fault of the lines, else of the quotes; most files are proven to have none chunk by chunk."""
    if (quoted := _clean(path, dialect)) is None:
        return _of_encoding(path) or _of_lines(path) or _of_quotes(path, dialect)
    return _of_quotes(path, dialect) if quoted else None


def _clean(path: Path, dialect: Dialect) -> bool | None:
    """Whether there are quotes in a file whose lines are surely well; None where each has to be looked at."""
    quoted, rest = False, b""
    with path.open("rb") as stream:
        for chunk in iter(lambda: stream.read(CHUNK), b""):
            read = rest + chunk
            end = read.rfind(b"\n") + 1
            whole, rest = read[:end], read[end:]
            if len(rest) > CHUNK or not _surely_well(whole):
                return None
            quoted = quoted or dialect.quote.encode() in whole
        sound = _surely_well(rest) and not _blank_start(path)
    return (quoted or dialect.quote.encode() in rest) if sound else None


def _surely_well(chunk: bytes) -> bool:
    return lines_are_below(chunk, MAX_CELLS) and (is_plain(chunk) or _normal(chunk))


def _normal(chunk: bytes) -> bool:
    try:
        return b"\0" not in chunk and unicodedata.is_normalized("NFC", chunk.decode("utf-8"))
    except UnicodeDecodeError:
        return False


def _blank_start(path: Path) -> bool:
    with opened(path) as stream:
        first = next(lines(stream), "")
    return not first.strip() or first.startswith("\ufeff")


def _of_lines(path: Path) -> Fault | None:
    with opened(path) as stream:
        first = next(lines(stream), "")
        if first.startswith("\ufeff"):
            return 1, 1, "byte-order-mark", {}
        if not first.strip():
            empty = all(not line.strip() for line in lines(stream))
            return (1, 1, "empty-file", {}) if empty else (1, 1, "table-blank-header", {})
        everything = enumerate(itertools.chain([first], lines(stream)), start=1)
        faults = ((fault, line) for number, line in everything if (fault := _of_line(number, line.rstrip("\r\n"))))
        fault, line = next(faults, (None, ""))
        return _named(fault, line, lines(stream)) if fault and fault[2] == "not-utf8" else fault


def _of_encoding(path: Path) -> Fault | None:
    """UTF-16 and UTF-32, whose zeros and marks would be told as faults of single characters."""
    with path.open("rb") as stream:
        wide = encodings.wide(stream.read(encodings.SAMPLE))
    return (1, 1, "other-encoding", {"encoding": wide}) if wide else None


def _named(fault: Fault, line: str, rest: Iterator[str]) -> Fault:
    """The fault of a line that is not UTF-8, with the encoding that it and the lines below it seem to have."""
    below = itertools.islice(rest, _LINES_BELOW)
    text = "".join([line, *below]).encode("utf-8", "surrogateescape")
    older = encodings.legacy(text)
    return (fault[0], fault[1], "other-encoding", {"encoding": older}) if older else fault


def _of_line(number: int, line: str) -> Fault | None:
    if len(line) > MAX_LINE:
        return number, MAX_LINE + 1, "over-limit", {"what": "line", "limit": str(MAX_LINE)}
    if "\0" in line:
        return number, line.index("\0") + 1, "hidden-character", {"character": "U+0000"}
    if line.isascii():
        return None
    if wrong := _NOT_UTF8.search(line):
        return number, wrong.start() + 1, "not-utf8", {}
    if not unicodedata.is_normalized("NFC", line):
        return number, _first_not_nfc(line), "not-nfc", {"value": line[:40]}
    return None


def _first_not_nfc(line: str) -> int:
    composed = unicodedata.normalize("NFC", line)
    same = (index for index, (a, b) in enumerate(zip(line, composed, strict=False)) if a != b)
    return next(same, len(composed)) + 1


def _of_quotes(path: Path, dialect: Dialect) -> Fault | None:
    """The first record that is not well-formed, or has more cells or a longer cell than any table needs."""
    start = 1
    with opened(path) as stream:
        reader = dialect.reader(stream)
        try:
            for record in reader:
                if len(record) > MAX_CELLS:
                    return start, 1, "over-limit", {"what": "cells", "limit": str(MAX_CELLS)}
                start = reader.line_num + 1
        except csv.Error:
            return _faulty(path, start, reader.line_num, dialect)
    return None


def _faulty(path: Path, start: int, end: int, dialect: Dialect) -> Fault:
    """Where the quote opens that spoils a record; one still open after MAX_CELL characters counts as never closed."""
    with opened(path) as stream:
        seen = itertools.islice(lines(stream), start - 1, end)
        (line, column), closed = faulty_quote(seen, start, dialect)
    return line, column, "bad-quote" if closed else "unclosed-quote", {}


def _of_header(path: Path, resource: Resource) -> Fault | None:
    """Faults of the header that frictionless does not name: another delimiter, spaces around a label."""
    with opened(path) as stream:
        header = stream.readline(MAX_LINE).rstrip("\r\n")
    declared = dialect(resource).delimiter
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
