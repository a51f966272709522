"""A change of a descriptor as a change of its text: what stays the same stays as it is written. Pure.

The text is cut and mended where a value stands; comments, quotes, order and blank lines around it are not touched.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from publisher.desk import yaml_text
from publisher.plan import canonical
from publisher.problem import PublisherError
from publisher.source import Node, Pointer, parse, tree


@dataclass(frozen=True)
class Step:
    """One change: a value set, added after a key or at an index, or taken out."""

    verb: str  # set, add, drop
    pointer: Pointer
    value: Any = None
    after: str | None = None


def edited(text: str, new: Mapping[str, Any], file: str) -> str:
    """The text of a descriptor that says something new; what it says is read again before it is given back."""
    document, _ = parse(text, file)
    for step in steps(document.data if document else {}, new, ()):
        text = _Text(text).after(step)
    document, problems = parse(text, file)
    if document is None or problems or document.data != new:
        raise PublisherError("not-edited", file=file)
    return text


def steps(old: Any, new: Any, pointer: Pointer) -> Iterator[Step]:
    """Yield what makes one value of another, in an order in which each step finds what the last one left."""
    if isinstance(old, dict) and isinstance(new, dict) and new and old:
        yield from _of_mapping(old, new, pointer)
    elif isinstance(old, list) and isinstance(new, list) and new and old:
        yield from _of_list(old, new, pointer)
    elif canonical(old) != canonical(new):
        yield Step("set", pointer, new)


def _of_mapping(old: Mapping[str, Any], new: Mapping[str, Any], pointer: Pointer) -> Iterator[Step]:
    for key in old:
        if key in new:
            yield from steps(old[key], new[key], (*pointer, key))
    before = None
    for key in new:
        if key not in old:
            yield Step("add", (*pointer, key), new[key], before)
        before = key
    yield from (Step("drop", (*pointer, key)) for key in old if key not in new)


def _of_list(old: Sequence[Any], new: Sequence[Any], pointer: Pointer) -> Iterator[Step]:
    """Yield the steps from the end of a list, so that the places before stay as they are."""
    if len(old) == len(new):
        for index in range(len(old)):
            yield from steps(old[index], new[index], (*pointer, index))
        return
    marks = [[canonical(item) for item in items] for items in (old, new)]
    blocks = SequenceMatcher(a=marks[0], b=marks[1], autojunk=False).get_opcodes()
    for tag, start, end, first, last in reversed(blocks):
        if tag == "equal":
            continue
        pairs = min(end - start, last - first)
        yield from (Step("add", (*pointer, end), item) for item in reversed(new[first + pairs : last]))
        yield from (Step("drop", (*pointer, index)) for index in reversed(range(start + pairs, end)))
        for offset in range(pairs):
            yield from steps(old[start + offset], new[first + offset], (*pointer, start + offset))


class _Text:
    """A text and where its values stand."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.root = tree(text)
        self.line_end = "\r\n" if "\r\n" in text else "\n"

    def after(self, step: Step) -> str:
        """The text after a step."""
        if not step.pointer:
            return self._cut(self.root.start, self.root.end, yaml_text.document(step.value).rstrip("\n"))
        *above, last = step.pointer
        parent = self._at(above)
        if step.verb == "add":
            return self._added(parent, last, step.value, step.after)
        if step.verb == "drop":
            return self._dropped(parent, last)
        return self._set(parent, last, step.value)

    def _at(self, pointer: Sequence[str | int]) -> Node:
        node = self.root
        for part in pointer:
            node = node.parts[part]
        return node

    def _set(self, parent: Node, key: str | int, value: Any) -> str:
        node = parent.parts[key]
        if parent.style == "[":
            return self._cut(node.start, node.end, yaml_text.flow(value))
        if isinstance(value, list) and node.style == "[":
            return self._cut(node.start, node.end, yaml_text.flow(value))
        if isinstance(value, (list, dict)) or node.parts:
            return self._written_anew(parent, key, value)
        if isinstance(value, str) and ("\n" in value or node.style in {"|", ">"}):
            return self._written_anew(parent, key, value) if node.style not in {"|", ">"} else self._block(node, value)
        space = " " if node.start == node.end else ""
        return self._cut(node.start, self._end(node), space + yaml_text.styled(value, node.style))

    def _block(self, node: Node, value: str) -> str:
        """A text after `|`, with the indent that it had."""
        body = self.text[node.start : node.end].split("\n", 1)[-1]
        indent = len(body) - len(body.lstrip(" "))
        lines = yaml_text.literal(value, indent) or [yaml_text.scalar(value)]
        return self._cut(node.start, self._end(node), self.line_end.join(lines))

    def _written_anew(self, parent: Node, key: str | int, value: Any) -> str:
        """A property or an item of a block, with its key or dash."""
        start, indent = self._head(parent, key)
        first, *others = self._lines(key, value, indent)
        end = self._end(parent.parts[key])
        if others:  # a comment behind the old value stays on the line of the key
            first, end = first + self.text[end : self._line_end(end)], self._line_end(end)
        return self._cut(start, end, self.line_end.join([first, *others]).lstrip(" "))

    def _added(self, parent: Node, key: str | int, value: Any, after: str | None) -> str:
        parts = list(parent.parts)
        if isinstance(key, int):
            before = parts[key - 1] if key else None
        else:
            before = after if after in parent.parts else parts[0]
        if parent.style == "[":
            return self._added_inside(parent, key, value, before)
        if before is None:
            start, indent = self._head(parent, parts[0])
            line = self.text.rfind("\n", 0, start) + 1
            return self._cut(line, line, "".join(f"{each}{self.line_end}" for each in self._lines(key, value, indent)))
        _, indent = self._head(parent, before)
        end = self._line_end(self._end(parent.parts[before]))
        return self._cut(end, end, "".join(f"{self.line_end}{each}" for each in self._lines(key, value, indent)))

    def _added_inside(self, parent: Node, key: str | int, value: Any, before: str | int | None) -> str:
        """Add between brackets."""
        told = yaml_text.flow(value) if isinstance(key, int) else yaml_text.flow({key: value})[1:-1]
        if before is None:
            first = self._start(parent, next(iter(parent.parts)))
            return self._cut(first, first, f"{told}, ")
        end = parent.parts[before].end
        return self._cut(end, end, f", {told}")

    def _dropped(self, parent: Node, key: str | int) -> str:
        parts = list(parent.parts)
        place = parts.index(key)
        start, end = self._start(parent, key), self._end(parent.parts[key])
        if parent.style == "[":
            if place + 1 < len(parts):
                return self._cut(start, self._start(parent, parts[place + 1]), "")
            return self._cut(parent.parts[parts[place - 1]].end if place else start, end, "")
        head, _ = self._head(parent, key)
        line = self.text.rfind("\n", 0, head) + 1
        if self.text[line:head].strip(" "):  # beside the dash of an item
            return self._cut(head, self._head(parent, parts[place + 1])[0], "")
        return self._cut(line, min(self._line_end(end) + len(self.line_end), len(self.text)), "")

    def _lines(self, key: str | int, value: Any, indent: int) -> Iterator[str]:
        return yaml_text.item(value, indent) if isinstance(key, int) else yaml_text.entry(key, value, indent)

    def _start(self, parent: Node, key: str | int) -> int:
        """Where a part begins: at its key if it has one."""
        return (parent.keys.get(key) or parent.parts[key]).start

    def _head(self, parent: Node, key: str | int) -> tuple[int, int]:
        """Where a part of a block begins, with its key or dash, and in which column."""
        start = self._start(parent, key)
        if isinstance(key, int):
            start = self.text.rfind("-", 0, start)
        return start, start - (self.text.rfind("\n", 0, start) + 1)

    def _end(self, node: Node) -> int:
        """Where a value really ends: a block scalar and a block reach over the blank lines behind them."""
        if node.style == "-" and node.parts:
            return self._end(list(node.parts.values())[-1])
        if node.style in {"|", ">"}:
            return self._line_end(node.start + len(self.text[node.start : node.end].rstrip()))
        return node.end

    def _line_end(self, spot: int) -> int:
        end = self.text.find("\n", spot)
        end = len(self.text) if end < 0 else end
        return end - 1 if self.text[end - 1 : end] == "\r" else end

    def _cut(self, start: int, end: int, told: str) -> str:
        return self.text[:start] + told + self.text[end:]
