"""The logo: pictures are taken with their measures; what could act, load or lead away is not."""

from pathlib import Path

import pytest

from publisher.load import load
from publisher.load.logo import MAX_BYTES, MAX_SIDE, read_logo

SVG = '<svg xmlns="http://www.w3.org/2000/svg" {}>{}</svg>'
BOX = 'viewBox="0 0 40 20"'


def _svg(inner: str, attributes: str = BOX) -> bytes:
    return SVG.format(attributes, inner).encode()


def _png(width: int, height: int) -> bytes:
    return b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + width.to_bytes(4, "big") + height.to_bytes(4, "big") + bytes(20)


@pytest.mark.parametrize(
    ("name", "content", "size"),
    [
        ("a.svg", _svg("<path d='M0 0'/>"), (40, 20)),
        ("a.svg", _svg("", 'viewBox="0,0,40.4,0.2"'), (40, 1)),
        ("a.svg", _svg("", 'width="64px" height="32"'), (64, 32)),
        ("a.svg", b'<?xml version="1.0"?><!-- drawn -->' + _svg(""), (40, 20)),
        ("a.svg", _svg("<defs><path id='p'/></defs><use href='#p' fill='url(#g)'/>"), (40, 20)),
        ("a.svg", _svg("<image href='data:image/png;base64,AA=='/>"), (40, 20)),
        ("a.png", _png(1, MAX_SIDE), (1, MAX_SIDE)),
    ],
)
def test_a_picture_is_read_with_its_measures(root: Path, name: str, content: bytes, size: tuple[int, int]) -> None:
    (root / "catalogue" / name).write_bytes(content)
    found = read_logo(root, name)
    assert found
    assert (found.name, found.content, found.width, found.height) == (name, content, *size)


UNUSABLE = {
    "no XML": ("a.svg", b"<svg"),
    "nothing": ("a.svg", b""),
    "not SVG": ("a.svg", b"<html/>"),
    "no measures": ("a.svg", _svg("", "")),
    "a share for a measure": ("a.svg", _svg("", 'width="100%" height="100%"')),
    "a document type": ("a.svg", b'<!DOCTYPE svg [<!ENTITY e "e">]>' + _svg("")),
    "a style sheet": ("a.svg", b"<?xml-stylesheet href='https://elsewhere.example/b.css'?>" + _svg("")),
    "a script": ("a.svg", _svg("<script/>")),
    "what an event starts": ("a.svg", _svg("<g onload='alert(1)'/>")),
    "HTML": ("a.svg", _svg("<foreignObject/>")),
    "a link": ("a.svg", _svg("<a/>")),
    "an animation, which could set an address": ("a.svg", _svg("<set attributeName='href' to='javascript:alert(1)'/>")),
    "a drawing from elsewhere": ("a.svg", _svg("<use href='https://elsewhere.example/a.svg#b'/>")),
    "an older kind of address": ("a.svg", _svg("<image xmlns:x='http://www.w3.org/1999/xlink' x:href='b.png'/>")),
    "a style from elsewhere": ("a.svg", _svg("<style>@import 'b.css'</style>")),
    "a fill from elsewhere": ("a.svg", _svg("<path fill=\"url('https://elsewhere.example/#b')\"/>")),
    "no PNG": ("a.png", b"GIF89a"),
    "a PNG cut short": ("a.png", _png(1, 1)[:20]),
    "a PNG without width": ("a.png", _png(0, 1)),
    "a PNG that is too wide": ("a.png", _png(MAX_SIDE + 1, 1)),
}


@pytest.mark.parametrize("case", UNUSABLE)
def test_what_is_more_or_less_than_a_picture_is_a_problem(root: Path, case: str) -> None:
    assert _found(root, *UNUSABLE[case]) == ["logo-unusable"]


@pytest.mark.parametrize(("beyond", "expected"), [(0, []), (1, ["logo-too-large"])])
def test_a_logo_has_a_limit_of_size(root: Path, beyond: int, expected: list[str]) -> None:
    content = _svg("")
    filled = content + b" " * (MAX_BYTES - len(content) + beyond)
    assert _found(root, "a.svg", filled) == expected


def test_a_logo_that_is_not_there_or_is_a_link_is_missing(root: Path) -> None:
    (root / "catalogue" / "logo.svg").rename(root / "elsewhere.svg")
    assert _codes(root) == ["logo-missing"]
    (root / "catalogue" / "logo.svg").symlink_to(root / "elsewhere.svg")
    assert _codes(root) == ["logo-missing"]


@pytest.mark.parametrize("name", ["../logo.svg", "logo.gif", "a/logo.svg", ".svg"])
def test_a_logo_is_a_file_of_the_catalogue_by_its_name(root: Path, name: str) -> None:
    _name(root, name)
    assert _codes(root) == ["bad-pattern"]


def _found(root: Path, name: str, content: bytes) -> list[str]:
    (root / "catalogue" / name).write_bytes(content)
    _name(root, name)
    return _codes(root)


def _name(root: Path, name: str) -> None:
    path = root / "catalogue" / "catalogue.yaml"
    path.write_text(path.read_text("utf-8").replace("logo: logo.svg", f"logo: {name}"), encoding="utf-8")


def _codes(root: Path) -> list[str]:
    return [problem.code for problem in load(root)[1]]
