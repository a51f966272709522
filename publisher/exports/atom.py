"""Feeds of changes (Atom, RFC 4287). Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement, indent, tostring

NAMESPACE = "http://www.w3.org/2005/Atom"
MOST = 50  # entries of a feed; older ones are on the pages


@dataclass(frozen=True)
class Entry:
    """A change: its address, which is its id for ever, the day, and what it says."""

    url: str
    title: str
    day: str
    content: str = ""


def feed(url: str, page: str, title: str, author: str, language: str, entries: Sequence[Entry]) -> bytes:
    """A feed at an address, of a page, with its entries from the latest on; there must be one at least."""
    root = Element("feed", {"xmlns": NAMESPACE, "xml:lang": language})
    _add(root, "id", url)
    _add(root, "title", title)
    _add(root, "updated", _moment(entries[0].day))
    _link(root, url, "self", "application/atom+xml")
    _link(root, page, "alternate", "text/html")
    _add(SubElement(root, "author"), "name", author)
    for entry in entries[:MOST]:
        node = SubElement(root, "entry")
        _add(node, "id", entry.url)
        _add(node, "title", entry.title)
        _add(node, "updated", _moment(entry.day))
        _link(node, entry.url, "alternate", "text/html")
        if entry.content:
            _add(node, "content", entry.content)
    indent(root)
    text: bytes = tostring(root, "utf-8", xml_declaration=True)
    return text + b"\n"


def _add(parent: Element, name: str, text: str) -> None:
    SubElement(parent, name).text = text


def _link(parent: Element, url: str, relation: str, kind: str) -> None:
    SubElement(parent, "link", {"rel": relation, "type": kind, "href": url})


def _moment(day: str) -> str:
    """The beginning of a day, a month or a year: RFC 4287 asks for a moment, and a catalogue knows days."""
    return f"{day}-01-01"[:10] + "T00:00:00Z"
