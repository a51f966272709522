"""withdrawn.yaml with one more entry, every other byte as it was. Pure."""

import re
from collections.abc import Mapping

from publisher.desk import yaml_text
from publisher.source import Document, parse

_EMPTY = re.compile(r"\{\s*\}")


def entry_text(name: str, entry: Mapping[str, str]) -> str:
    """The lines of one entry."""
    return "".join(f"{line}\n" for line in yaml_text.entry(name, entry, 0))


def with_entry(text: str, name: str, entry: Mapping[str, str]) -> str | None:
    """Add an entry at the end; None where added lines would not mean just that."""
    bare = text.removeprefix("\ufeff")
    document, faults = parse(bare, "")
    if document is None and [fault.code for fault in faults] != ["empty-file"]:
        return None
    known = document.data if document else {}
    if not isinstance(known, dict):
        return None
    newline = "\r\n" if "\r\n" in text else "\n"
    added = entry_text(name, entry).replace("\n", newline)
    whole = _without_braces(bare, document, added) if document and not known else _with_end(bare, newline) + added
    understood, after = parse(whole, "")
    same = understood is not None and understood.data == {**known, name: dict(entry)}
    return text[: len(text) - len(bare)] + whole if same and len(after) <= len(faults) else None


def _with_end(text: str, newline: str) -> str:
    return text if not text or text.endswith("\n") else text + newline


def _without_braces(text: str, document: Document, added: str) -> str:
    """The text with the entry in place of the `{}` that said there was none."""
    line, column = document.values[()]
    start = sum(map(len, text.splitlines(keepends=True)[: line - 1])) + column - 1
    braces = _EMPTY.match(text, start)
    return text[:start] + added.rstrip("\r\n") + text[braces.end() :] if braces else text
