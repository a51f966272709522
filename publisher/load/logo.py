"""The agency's logo: is it there, is it small, is it a picture and nothing else. Reads.

The site shows it as a picture, in which nothing runs. It can also be opened by its own address; so an SVG may hold
nothing that acts, leads away or loads something.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from publisher.model import Descriptor
from publisher.problem import Problem

MAX_BYTES = 100 * 1024
MAX_SIDE = 4096  # of a PNG, in pixels
_SVG = "{http://www.w3.org/2000/svg}"
_ACTING = {"script", "foreignObject", "a", "iframe", "object", "embed", "handler", "listener", "animate", "set"}
_HARMLESS_ADDRESS = re.compile(r"#|data:image/(png|jpeg);")
_LOADING = re.compile(r"@import|url\(\s*['\"]?(?!#|data:image/)")
_BEFORE = re.compile(rb"<!(DOCTYPE|ENTITY)|<\?xml-stylesheet")  # they define and load anything
_LENGTH = re.compile(r"(\d+(?:\.\d+)?)(?:px)?")
_PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"


@dataclass(frozen=True)
class Logo:
    """A picture: its name as a file of `catalogue/`, what it holds, its measures."""

    name: str
    content: bytes
    width: int
    height: int


def read_logo(root: Path, name: str) -> Logo | None:
    """Read a logo that was checked; none if it is not there any more or is no picture."""
    path = root / "catalogue" / name
    content = path.read_bytes() if path.is_file() else b""
    size = _svg_size(content) if path.suffix == ".svg" else _png_size(content)
    return Logo(name, content, *size) if size else None


def check(root: Path, fitted: Mapping[str, Descriptor]) -> Iterator[Problem]:
    """Yield what is wrong with the logo that the catalogue names."""
    for descriptor in fitted.values():
        name = descriptor.data.get("logo") if descriptor.kind == "catalogue" else None
        if name:
            path, args = root / "catalogue" / name, {"file": f"catalogue/{name}"}
            if code := _fault(path, root, name):
                limit = {"limit": str(MAX_BYTES // 1024)} if code == "logo-too-large" else {}
                yield Problem(descriptor.document.at("logo"), code, {**args, **limit})


def _fault(path: Path, root: Path, name: str) -> str | None:
    if path.is_symlink() or not path.is_file():
        return "logo-missing"
    if path.stat().st_size > MAX_BYTES:
        return "logo-too-large"
    return None if read_logo(root, name) else "logo-unusable"


def _png_size(content: bytes) -> tuple[int, int] | None:
    head = content[: len(_PNG) + 8]
    if not head.startswith(_PNG) or len(head) < len(_PNG) + 8:
        return None
    width, height = (int.from_bytes(head[start : start + 4], "big") for start in (len(_PNG), len(_PNG) + 4))
    return (width, height) if 0 < width <= MAX_SIDE and 0 < height <= MAX_SIDE else None


def _svg_size(content: bytes) -> tuple[int, int] | None:
    if _BEFORE.search(content):
        return None
    try:
        root = ElementTree.fromstring(content)
    except (ElementTree.ParseError, ValueError):
        return None
    if root.tag != f"{_SVG}svg" or any(_acts(element) for element in root.iter()):
        return None
    return _measures(root)


def _acts(element: ElementTree.Element) -> bool:
    """Tell whether an element could run, lead away or load something."""
    if element.tag.rpartition("}")[2] in _ACTING:
        return True
    names = {name.rpartition("}")[2]: value for name, value in element.attrib.items()}
    if any(name.startswith("on") for name in names) or not _HARMLESS_ADDRESS.match(names.get("href", "#")):
        return True
    return any(_LOADING.search(text) for text in (element.text or "", *names.values()))


def _measures(root: ElementTree.Element) -> tuple[int, int] | None:
    """The proportions of a drawing: of its view box, else its width and height."""
    box = root.get("viewBox", "").replace(",", " ").split()
    sides = box[2:] if len(box) == 4 else [root.get("width", ""), root.get("height", "")]
    found = [match for match in map(_LENGTH.fullmatch, sides) if match]
    if len(found) != len(sides):
        return None
    width, height = (max(1, round(float(match[1]))) for match in found)
    return width, height
