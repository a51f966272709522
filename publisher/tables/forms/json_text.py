"""A JSON text (RFC 8259) value by value, with the line and column of each; as strict as JSON is. Reads.

A list of a million rows is never in memory as a whole: only the value in hand is, and that is bounded.
"""

import json
import re
from collections.abc import Iterator
from typing import Any, TextIO

from publisher.tables.forms.found import Fault, Figure, Unreadable, over

MAX_VALUE = 10_000_000  # characters of one row, feature or other value
MAX_DEPTH = 50
_CHUNK = 1 << 16
_NO_SPACE = re.compile(r"[^ \t\n\r]")


class NotJson(ValueError):
    """What Python's reader would take, and JSON does not know; the code says what."""

    def __init__(self, code: str, **args: str) -> None:
        super().__init__(code)
        self.code = code
        self.args_by_name = args


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    whole = dict(pairs)
    if len(whole) < len(pairs):
        names = [name for name, _ in pairs]
        raise NotJson("json-repeated-key", key=next(name for name in names if names.count(name) > 1))
    return whole


def _constant(name: str) -> Any:
    raise NotJson("json-not-a-number", value=name)


_DECODER = json.JSONDecoder(
    object_pairs_hook=_pairs, parse_int=Figure, parse_float=Figure, parse_constant=_constant, strict=True
)


class Cursor:
    """A place in a JSON text that goes forward only."""

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream
        self.buffer = ""
        self.at = 0
        self.line = self.column = 1
        self.is_whole = False
        if self.peek() == "\ufeff":
            raise Unreadable(Fault(1, 1, "byte-order-mark"))

    def peek(self) -> str:
        """The next character that is no space; nothing at the end."""
        while True:
            found = _NO_SPACE.search(self.buffer, self.at)
            self._go((found.start() if found else len(self.buffer)) - self.at)
            if found:
                return found[0]
            if not self._more(_CHUNK):
                return ""

    def take(self, characters: str) -> str:
        """The next character, which must be one of some."""
        found = self.peek()
        if not found or found not in characters:
            raise self.fault("json-syntax", reason=f"{found or 'end of file'!r}: {' or '.join(characters)} expected")
        self._go(1)
        return found

    def value(self) -> Any:
        """The next value, whole."""
        self.peek()
        while True:
            try:
                value, end = _DECODER.raw_decode(self.buffer, self.at)
                if end < len(self.buffer) or not self._more(_CHUNK):
                    self._go(end - self.at)
                    return value
            except json.JSONDecodeError as error:
                before = max(error.pos - self.at, 0)
                if self._grown():
                    continue
                self._go(before)
                raise self.fault("json-syntax", reason=error.msg) from None
            except NotJson as error:
                raise self.fault(error.code, **error.args_by_name) from None
            except RecursionError:
                raise over("depth", MAX_DEPTH, self.line, self.column) from None

    def _grown(self) -> bool:
        """Read on behind a value that may be cut off: twice as much each time, up to the limit."""
        have = len(self.buffer) - self.at
        if have > MAX_VALUE and not self.is_whole:
            raise over("characters of a value", MAX_VALUE, self.line, self.column)
        return self._more(max(have, _CHUNK))

    def _more(self, count: int) -> bool:
        """Read on; False at the end of the text."""
        try:
            text = self.stream.read(count)
        except UnicodeDecodeError:
            raise self.fault("not-utf8") from None
        self.buffer, self.at = self.buffer[self.at :] + text, 0
        self.is_whole = not text
        return bool(text)

    def _go(self, count: int) -> None:
        passed = self.buffer[self.at : self.at + count]
        lines = passed.count("\n")
        self.line += lines
        self.column = len(passed) - passed.rfind("\n") if lines else self.column + len(passed)
        self.at += count

    def fault(self, code: str, **args: str) -> Unreadable:
        """What is wrong here."""
        return Unreadable(Fault(self.line, self.column, code, args))


def items(cursor: Cursor) -> Iterator[tuple[int, int, Any]]:
    """The items of the list at the cursor, each with its line and column."""
    cursor.take("[")
    if cursor.peek() == "]":
        cursor.take("]")
        return
    while True:
        cursor.peek()
        line, column = cursor.line, cursor.column
        value = cursor.value()
        if depth(value) > MAX_DEPTH:
            raise over("depth", MAX_DEPTH, line, column)
        yield line, column, value
        if cursor.take(",]") == "]":
            return


def members(cursor: Cursor) -> Iterator[str]:
    """The names in the object at the cursor; whoever hears one takes its value."""
    cursor.take("{")
    seen: set[str] = set()
    if cursor.peek() == "}":
        cursor.take("}")
        return
    while True:
        if cursor.peek() != '"':
            cursor.take('"')
        line, column, name = cursor.line, cursor.column, cursor.value()
        if name in seen:
            raise Unreadable(Fault(line, column, "json-repeated-key", {"key": name}))
        seen.add(name)
        cursor.take(":")
        yield name
        if cursor.take(",}") == "}":
            return


def depth(value: Any) -> int:
    """How deep lists and objects lie in each other."""
    level, found = [value], 0
    while level := [each for each in level if isinstance(each, dict | list)]:
        found += 1
        level = [inner for each in level for inner in (each.values() if isinstance(each, dict) else each)]
    return found


def ended(cursor: Cursor) -> None:
    """Nothing may follow the one value that a JSON text is."""
    if cursor.peek():
        raise cursor.fault("json-syntax", reason="text behind the end")
