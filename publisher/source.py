"""YAML in which every value knows its file, line and column. Reads; the only door to PyYAML."""

import re
import sys
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from publisher import encodings
from publisher.problem import Place, Problem

MAX_BYTES = 1_000_000
MAX_DEPTH = 50
MAX_NODES = 50_000

Pointer = tuple[str | int, ...]
Spot = tuple[int, int]
Spots = Mapping[Pointer, Spot]

_INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]{0,17})")
_FLOAT = re.compile(r"[-+]?([0-9]+\.[0-9]*|\.[0-9]+|[0-9]+)([eE][-+]?[0-9]+)?")
_CONSTANTS: dict[str, Any] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
# Plain words and figures that YAML 1.1 tools turn into something else: booleans, octal, hex and base-60 numbers.
_TREACHEROUS = re.compile(
    r"(?i:yes|no|on|off|y|n)|[-+]?0([0-9_]+|[box][0-9a-fA-F_]+)|[-+]?\d[\d_]*(:[0-5]?\d)+|\d[\d_]*_\d*"
)
# Controls, bidirectional overrides and zero-width characters: they make text that is not what it looks like.
HIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ud800-\udfff\ufeff\ufffe\uffff]"
)


@dataclass(frozen=True)
class Document:
    """A parsed file: plain data, and the text that tells where each value and each key stands.

    Places are asked for when something is wrong, so they are found by parsing again; kept for every file of a large
    catalogue they would need more memory than all else. What was never a file has no text.
    """

    file: str
    data: Any
    raw: bytes = field(default=b"{}", repr=False)

    @property
    def values(self) -> Spots:
        """For each pointer where its value stands."""
        return _spots(self.raw)[0]

    @property
    def keys(self) -> Spots:
        """For each pointer where its key stands."""
        return _spots(self.raw)[1]

    def at(self, *pointer: str | int) -> Place:
        """Say where a value stands; for what is not written, where its nearest parent stands."""
        return self._place(self.values, pointer)

    def at_key(self, *pointer: str | int) -> Place:
        """Say where a property's name stands; for a list item, where the item stands."""
        return self._place(self.keys if pointer in self.keys else self.values, pointer)

    def _place(self, spots: Mapping[Pointer, Spot], pointer: Pointer) -> Place:
        written = pointer
        while written and written not in spots:
            written = written[:-1]
        line, column = spots.get(written, (1, 1))
        return Place(self.file, line, column, json_pointer(pointer))


@lru_cache(maxsize=8)
def _spots(raw: bytes) -> tuple[Spots, Spots]:
    """Where each value and each key of a file stands."""
    builder = _Builder("", yaml.parse(raw.decode(), Loader=_LOADER))
    builder.document()
    return builder.values, builder.keys


@dataclass(frozen=True)
class Node:
    """Where a value stands in a text, from one character to before another, with what is below it.

    `style` is the sign that a text begins with, nothing for a plain one; `[` for what stands in brackets, `-` else.
    The parts of a mapping go by key; where the key stands is its part under `keys`.
    """

    start: int
    end: int
    style: str
    parts: Mapping[str | int, "Node"] = field(default_factory=dict)
    keys: Mapping[str | int, "Node"] = field(default_factory=dict)


def tree(text: str) -> Node:
    """Where every value of a text without faults stands; the end of a block may lie behind blank lines."""
    return _node(yaml.compose(text, Loader=_LOADER))


def _node(node: Any) -> Node:
    spots = (node.start_mark.index, node.end_mark.index)
    if isinstance(node, yaml.ScalarNode):
        return Node(*spots, node.style or "")
    style = "[" if node.flow_style else "-"
    if isinstance(node, yaml.SequenceNode):
        return Node(*spots, style, dict(enumerate(map(_node, node.value))))
    parts = {key.value: _node(value) for key, value in node.value}
    return Node(*spots, style, parts, {key.value: _node(key) for key, _ in node.value})


def json_pointer(pointer: Pointer) -> str:
    """Write a pointer as RFC 6901 does."""
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in pointer)


def read(path: Path, file: str) -> tuple[Document | None, list[Problem]]:
    """Read one YAML file that is called `file` in problems; None if it cannot be understood."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        return None, [Problem(Place(file), "unreadable-file", {"reason": error.strerror or "?"})]
    if len(raw) > MAX_BYTES:
        return None, [_limit(Place(file), "bytes", MAX_BYTES)]
    if wide := encodings.wide(raw):
        return None, [Problem(Place(file), "other-encoding", {"encoding": wide})]
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        return None, [_not_utf8(raw, error.start, file)]
    return parse(text.removeprefix("\ufeff"), file)


def parse(text: str, file: str) -> tuple[Document | None, list[Problem]]:
    """Parse YAML text; every fault that does not stop the parser is collected."""
    if hidden := HIDDEN.search(text):
        return None, [_hidden(text, hidden, file)]
    builder = _Builder(file, yaml.parse(text, Loader=_LOADER))
    try:
        data = builder.document()
    except yaml.MarkedYAMLError as error:
        return None, [*builder.problems, _syntax(error, text, file)]
    except _Unfit:
        return None, builder.problems
    return Document(file, data, text.encode()), builder.problems


_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Unfit(Exception):
    """The rest of the file has no meaning for us; the reason is already a problem."""


class _Builder:
    """Builds plain data from parser events, and notes where everything stands."""

    def __init__(self, file: str, events: Iterator[Any]) -> None:
        self.file = file
        self.events = events
        self.values: dict[Pointer, Spot] = {}
        self.keys: dict[Pointer, Spot] = {}
        self.problems: list[Problem] = []
        self.nodes = 0

    def document(self) -> Any:
        """Build the one document of the stream."""
        next(self.events)
        event = next(self.events)
        if isinstance(event, yaml.StreamEndEvent):
            self.stop(event, (), "empty-file")
        data = self.value(next(self.events), ())
        next(self.events)
        event = next(self.events)
        if not isinstance(event, yaml.StreamEndEvent):
            self.stop(event, (), "several-documents")
        return data

    def value(self, event: Any, pointer: Pointer) -> Any:
        """Build the value that starts with `event`."""
        self.values[pointer] = _spot(event)
        self.nodes += 1
        if self.nodes > MAX_NODES or len(pointer) > MAX_DEPTH:
            deep = len(pointer) > MAX_DEPTH
            limit = ("depth", MAX_DEPTH) if deep else ("values", MAX_NODES)
            self.problems.append(_limit(self.place(event, pointer), *limit))
            raise _Unfit
        if isinstance(event, yaml.AliasEvent):
            self.say(event, pointer, "yaml-alias", name=str(event.anchor))
            return None
        if event.tag is not None:
            self.say(event, pointer, "yaml-tag", tag=event.tag)
        if isinstance(event, yaml.MappingStartEvent):
            return self.mapping(pointer)
        if isinstance(event, yaml.SequenceStartEvent):
            return self.sequence(pointer)
        return self.scalar(event, pointer)

    def mapping(self, pointer: Pointer) -> dict[str, Any]:
        """Build a mapping; a key that stands twice is a problem at its second place."""
        data: dict[str, Any] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            if not isinstance(event, yaml.ScalarEvent):
                self.stop(event, pointer, "yaml-key")
            key = sys.intern(self.text(event, (*pointer, event.value)))
            here = (*pointer, key)
            if key in data:
                first = self.keys[here][0]
                self.say(event, here, "duplicate-key", key=key, first=str(first))
                self.value(next(self.events), (*pointer, f"{key}#{_spot(event)[0]}"))
                continue
            self.keys[here] = _spot(event)
            data[key] = self.value(next(self.events), here)
        return data

    def sequence(self, pointer: Pointer) -> list[Any]:
        """Build a list."""
        data: list[Any] = []
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            data.append(self.value(event, (*pointer, len(data))))
        return data

    def scalar(self, event: Any, pointer: Pointer) -> Any:
        """Resolve one scalar by the core schema of YAML 1.2; figures with a leading zero stay text."""
        text = self.text(event, pointer)
        if not event.implicit[0] or event.style:
            return text
        if _TREACHEROUS.fullmatch(text):
            self.say(event, pointer, "ambiguous-scalar", value=text)
            return text
        if text in _CONSTANTS:
            return _CONSTANTS[text]
        if _INTEGER.fullmatch(text):
            return int(text)
        if _FLOAT.fullmatch(text) and not text.lstrip("+-").isdigit():
            return float(text)
        return text

    def text(self, event: Any, pointer: Pointer) -> str:
        """Give a scalar's text, composed as Unicode NFC."""
        text: str = event.value
        if hidden := HIDDEN.search(text):
            self.say(event, pointer, "hidden-character", character=f"U+{ord(hidden[0]):04X}")
        if unicodedata.is_normalized("NFC", text):
            return text
        self.say(event, pointer, "not-nfc", value=text[:40])
        return unicodedata.normalize("NFC", text)

    def say(self, event: Any, pointer: Pointer, code: str, **args: str) -> None:
        """Note a problem and go on."""
        self.problems.append(Problem(self.place(event, pointer), code, args))

    def stop(self, event: Any, pointer: Pointer, code: str, **args: str) -> None:
        """Note a problem after which the file has no meaning."""
        self.say(event, pointer, code, **args)
        raise _Unfit

    def place(self, event: Any, pointer: Pointer) -> Place:
        """Say where an event stands."""
        return Place(self.file, *_spot(event), json_pointer(pointer))


def _spot(event: Any) -> Spot:
    return event.start_mark.line + 1, event.start_mark.column + 1


def _not_utf8(raw: bytes, start: int, file: str) -> Problem:
    line = raw.count(b"\n", 0, start) + 1
    begins = raw.rfind(b"\n", 0, start) + 1
    place = Place(file, line, len(raw[begins:start].decode("utf-8")) + 1)
    older = encodings.legacy(raw[begins:])
    return Problem(place, "other-encoding", {"encoding": older}) if older else Problem(place, "not-utf8")


def _limit(place: Place, what: str, limit: int) -> Problem:
    return Problem(place, "over-limit", {"what": what, "limit": f"{limit}"})


def _hidden(text: str, match: re.Match[str], file: str) -> Problem:
    start = match.start()
    line, column = text.count("\n", 0, start) + 1, start - text.rfind("\n", 0, start)
    name = f"U+{ord(match[0]):04X}"
    return Problem(Place(file, line, column), "hidden-character", {"character": name})


def _syntax(error: yaml.MarkedYAMLError, text: str, file: str) -> Problem:
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line, mark.column) if mark else (0, 0)
    lines = text.splitlines()[line : line + 1]
    indented_by_tab = any("\t" in shown[: len(shown) - len(shown.lstrip())] for shown in lines)
    code = "yaml-tab" if indented_by_tab else "yaml-syntax"
    return Problem(Place(file, line + 1, column + 1), code, {"reason": error.problem or ""})
