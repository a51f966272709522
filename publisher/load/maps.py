"""Maps that figures are drawn on: SVG files of `site_templates/maps/`, a catalogue's own before ours. Reads.

Others make these files, so nothing of one is published as it stands: outlines, names and labels are taken out of it,
and what else it holds makes it a problem.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

from publisher.load.schemas import defaults
from publisher.model import Map, Shape, in_language
from publisher.problem import Place, Problem

MAX_BYTES = 2_000_000
MAX_SHAPES = 1_000
FOLDER = "site_templates/maps"
_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_CODE = re.compile(r"[A-Za-z0-9][\w.-]{0,39}", re.ASCII)
_PATH = re.compile(r"[MmLlHhVvCcSsQqTtAaZz0-9eE+\-.,\s]+")
_ELEMENTS = {"svg", "g", "path", "title", "desc", "text"}


class _Unusable(Exception):
    """Why a file is no map."""


def read_maps(root: Path) -> tuple[dict[str, Map], list[Problem]]:
    """Read all maps; one that cannot be used is a problem and is left out."""
    folders = dict.fromkeys([defaults("site_templates") / "maps", root / FOLDER])
    files = {path.stem: path for folder in folders for path in sorted(folder.glob("*.svg"))}
    maps: dict[str, Map] = {}
    problems: list[Problem] = []
    for name, path in sorted(files.items()):
        try:
            maps[name] = _map(name, path)
        except _Unusable as fault:
            problems.append(Problem(Place(f"{FOLDER}/{path.name}"), "bad-map", {"reason": str(fault)}))
    return maps, problems


def _map(name: str, path: Path) -> Map:
    if not _NAME.fullmatch(name):
        raise _Unusable(path.name)
    root = _tree(path)
    box = tuple(map(_number, root.get("viewBox", "").replace(",", " ").split()))
    if len(box) != 4 or min(box[2:]) <= 0:
        raise _Unusable("viewBox")
    shapes = dict(_shapes(root))
    return Map(name, box, shapes, tuple(_labels(root)), _told(root, "title"), _told(root, "desc"))


def _tree(path: Path) -> ElementTree.Element:
    """The file as a tree of elements that a map may have."""
    if path.is_symlink() or path.stat().st_size > MAX_BYTES:
        raise _Unusable(f"> {MAX_BYTES} bytes" if not path.is_symlink() else "link")
    try:
        text = path.read_bytes().decode()
        if "<!DOCTYPE" in text or "<!ENTITY" in text:
            raise _Unusable("<!DOCTYPE>")
        root = ElementTree.fromstring(text)
    except (ElementTree.ParseError, ValueError) as error:
        raise _Unusable(f"XML: {error}") from None
    for node in root.iter():
        strange = _tag(node) not in _ELEMENTS or node.get("transform") is not None
        if strange:
            raise _Unusable("transform" if node.get("transform") is not None else f"<{_tag(node)}>")
    if _tag(root) != "svg":
        raise _Unusable(f"<{_tag(root)}>")
    return root


def _shapes(root: ElementTree.Element) -> Iterator[tuple[str, Shape]]:
    seen: set[str] = set()
    for node in root.iter():
        if _tag(node) == "path":
            code, path = node.get("id", ""), node.get("d", "")
            if not _CODE.fullmatch(code) or code in seen:
                raise _Unusable(f"id: {code}")
            if not _PATH.fullmatch(path):
                raise _Unusable(f"d: {code}")
            seen.add(code)
            yield code, Shape(" ".join(path.split()), in_language(_told(node, "title"), ""))
    if not 0 < len(seen) <= MAX_SHAPES:
        raise _Unusable(f"path: {len(seen)}")


def _labels(root: ElementTree.Element) -> Iterator[tuple[float, float, str]]:
    for node in root.iter():
        if _tag(node) == "text":
            yield _number(node.get("x", "0")), _number(node.get("y", "0")), " ".join((node.text or "").split())


def _told(node: ElementTree.Element, tag: str) -> dict[str, str]:
    """What the titles or descriptions of an element say, by their language."""
    told = {child.get("lang", ""): " ".join((child.text or "").split()) for child in node if _tag(child) == tag}
    return {language: words for language, words in told.items() if words}


def _number(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        raise _Unusable(text) from None
    if not abs(value) < 1e9:
        raise _Unusable(text)
    return value


def _tag(node: ElementTree.Element) -> str:
    return str(node.tag).rpartition("}")[2]
