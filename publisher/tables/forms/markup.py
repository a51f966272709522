"""XML of a stranger: element by element, with no entities, bounded in depth. Reads; the only door to expat."""

from collections.abc import Callable, Mapping
from typing import IO
from xml.parsers import expat

from publisher.tables.forms.found import Fault, Unreadable, over, unreadable

MAX_DEPTH = 100
MAX_TEXT = 1_000  # characters that are kept of an element

Opened = Callable[[str, Mapping[str, str]], None]
Closed = Callable[[str, str], None]


def look(stream: IO[bytes], format: str, opened: Opened, closed: Closed = lambda name, text: None) -> None:
    """Let `opened` hear each element with its attributes, `closed` its end and text; names without namespaces."""
    texts: list[str] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        texts.append("")
        if len(texts) > MAX_DEPTH:
            raise over("depth", MAX_DEPTH)
        opened(_local(name), {_local(key): value for key, value in attributes.items()})

    def text(data: str) -> None:
        if len(texts[-1]) < MAX_TEXT:
            texts[-1] += data[:MAX_TEXT]

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse  # the one place where entities are declared
    parser.StartElementHandler = start
    parser.EndElementHandler = lambda name: closed(_local(name), texts.pop())
    parser.CharacterDataHandler = text
    try:
        parser.ParseFile(stream)
    except expat.ExpatError as error:
        raise unreadable(format, f"XML: {error}") from None
    except UnicodeDecodeError:
        raise unreadable(format, "XML: encoding") from None


def _refuse(name: str, system: str | None, public: str | None, has_subset: bool) -> None:
    raise Unreadable(Fault(1, 1, "unsafe-xml"))


def _local(name: str) -> str:
    return name.rpartition(" ")[2]
