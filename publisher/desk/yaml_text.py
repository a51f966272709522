"""Plain data as YAML text, in the manner of the catalogue's files. Pure.

What is written is what `publisher.source` reads: a text stands without quotes only where no program takes it for
something else.
"""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

MAX_FLOW = 100  # characters of a list that stands on one line
# A text that needs no quotes begins with a letter, or with a number and a word, and holds no sign of YAML's own.
_START = r"(?:[^\W\d_]|[$^(]|\d+ [^\W\d_]{2})"
_BLOCK = re.compile(rf"{_START}(?:[^:#\x00-\x1f\x7f-\xa0\u2028\u2029]|:(?=\S)|(?<=\S)#)*")
_FLOW = re.compile(rf"{_START}[^:#\[\]{{}},\x00-\x1f\x7f-\xa0\u2028\u2029]*")
_WORDS = re.compile(r"(?i:true|false|null|yes|no|on|off|y|n)")
_VERSION = re.compile(r"\d+\.\d+\.\d+")
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff\ufffe\uffff]")


def document(data: Mapping[str, Any]) -> str:
    """The text of a whole file."""
    return "".join(f"{line}\n" for line in mapping(data, 0)) or "{}\n"


def mapping(data: Mapping[str, Any], indent: int) -> Iterator[str]:
    """Yield the lines of a mapping, each indented by so many spaces."""
    for key, value in data.items():
        yield from entry(key, value, indent)


def entry(key: str, value: Any, indent: int) -> Iterator[str]:
    """Yield the lines of one property."""
    yield from _after(f"{' ' * indent}{scalar(key)}:", value, indent)


def item(value: Any, indent: int) -> Iterator[str]:
    """Yield the lines of one item of a list."""
    dash = f"{' ' * indent}-"
    if isinstance(value, Mapping) and value:
        first, *others = mapping(value, indent + 2)
        yield f"{dash} {first.lstrip(' ')}"
        yield from others
    elif isinstance(value, list) and value and _flow(value) is None:
        first, *others = (line for each in value for line in item(each, indent + 2))
        yield f"{dash} {first.lstrip(' ')}"
        yield from others
    else:
        yield from _after(dash, value, indent)


def scalar(value: Any, plain: re.Pattern[str] = _BLOCK) -> str:
    """One value on one line."""
    if not isinstance(value, str):
        return json.dumps(value)
    if _UNPRINTABLE.search(value) or "\n" in value or "\t" in value:
        return _escaped(value)
    return value if _is_plain(value, plain) else _quoted(value)


def styled(value: Any, style: str) -> str:
    """One value on one line, in the quotes that stood there before, if it may stand in such."""
    if isinstance(value, str) and style == '"':
        return _escaped(value)
    if isinstance(value, str) and style == "'" and not _UNPRINTABLE.search(value) and "\t" not in value:
        return _quoted(value)
    return scalar(value)


def literal(text: str, indent: int) -> list[str] | None:
    """The lines of a text of several lines after a `|`, the first being that sign; None where YAML has no such form."""
    body = text.removesuffix("\n")
    lines = body.split("\n")
    if _UNPRINTABLE.search(text) or body.endswith("\n") or not body.strip() or lines[0][:1] in {" ", "\t", ""}:
        return None
    sign = "|-" if body == text else "|"
    return [sign, *(f"{' ' * indent}{line}" if line else "" for line in lines)]


def flow(value: Any) -> str:
    """A value inside brackets, on one line."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{scalar(key, _FLOW)}: {flow(part)}" for key, part in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(flow(part) for part in value) + "]"
    return scalar(value, _FLOW)


def _after(head: str, value: Any, indent: int) -> Iterator[str]:
    """Yield the lines of a value that follows `key:` or a dash."""
    if isinstance(value, Mapping) and value:
        yield head
        yield from mapping(value, indent + 2)
    elif isinstance(value, list) and (line := _flow(value)) is not None:
        yield f"{head} {line}"
    elif isinstance(value, list):
        yield head
        for each in value:
            yield from item(each, indent + 2)
    elif isinstance(value, str) and "\n" in value and (lines := literal(value, indent + 2)):
        yield f"{head} {lines[0]}"
        yield from lines[1:]
    else:
        yield f"{head} {flow(value) if isinstance(value, Mapping) else scalar(value)}"


def _flow(value: list[Any]) -> str | None:
    """A list on one line, if it is short and holds nothing but single values."""
    if any(isinstance(each, (list, Mapping)) for each in value):
        return None
    line = flow(value)
    return line if len(line) <= MAX_FLOW else None


def _is_plain(text: str, plain: re.Pattern[str]) -> bool:
    """Whether every YAML program reads a text without quotes as just this text."""
    told = plain.fullmatch(text) and not _WORDS.fullmatch(text) and text == text.rstrip()
    return bool(told or _VERSION.fullmatch(text))


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _escaped(text: str) -> str:
    escaped = json.dumps(text, ensure_ascii=False)
    return _UNPRINTABLE.sub(lambda match: f"\\u{ord(match[0]):04x}", escaped)
