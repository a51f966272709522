"""A page as a browser reads it: where it leads, and what is wrong with it by itself. Pure; the only door to lxml."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from urllib.parse import urlsplit

from lxml import etree

Fault = tuple[int, str, dict[str, str]]

_POLICY = "default-src 'none'"
_DATA_BLOCKS = {"application/ld+json", "application/json"}  # a browser does not run these
_FRAMES = {"iframe", "frame", "object", "embed", "base"}
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_CONTROLS = {"input", "select", "textarea"}
_SELF_TOLD = {"hidden", "submit", "reset", "button", "image"}  # inputs that need no label
_LEADS = {"a", "area", "link"}
_SHOWS = {"img", "script", "source", "use", "image", "audio", "video", "track", "input"}
_FETCHED = {"stylesheet", "icon", "preload", "modulepreload", "manifest", "apple-touch-icon"}
_REFERENCES = {"for", "aria-labelledby", "aria-describedby", "aria-controls", "aria-owns", "list", "headers"}
_QUIET = {"class", "lang", "content", "scope", "rel", "datetime", "data-label"}
_SCHEMES = {"", "http", "https", "mailto", "tel"}
_TOLD = {*_HEADINGS, *_FRAMES, *_CONTROLS, "html", "title", "img", "style", "script"}  # even without attributes
_PICTURE = "og:image"


@dataclass
class Page:
    """What a page holds, each with its line."""

    links: list[tuple[int, str]] = field(default_factory=list)
    fetched: list[tuple[int, str]] = field(default_factory=list)
    ids: dict[str, int] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    headings: list[tuple[int, int]] = field(default_factory=list)
    references: list[tuple[int, str]] = field(default_factory=list)
    controls: list[tuple[int, str]] = field(default_factory=list)
    language: str = ""
    title: str = ""
    policy: str = ""
    canonical: str = ""


def read(content: bytes) -> Page:
    """Read a page, whatever it is; what is no HTML is an empty page."""
    page = Page()
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError:
        root = None
    for element in () if root is None else root.iter(etree.Element):
        _take(page, element)
    return page


def faults(page: Page, own: Callable[[str], bool]) -> Iterator[Fault]:
    """Yield what is wrong with a page by itself; `own` tells whether an address is of this site."""
    yield from page.faults
    if not page.language.strip():
        yield 1, "page-lang", {}
    if not page.title.strip():
        yield 1, "page-title", {}
    if not page.policy.startswith(_POLICY):
        yield 1, "page-policy", {"policy": _POLICY}
    yield from ((line, "page-foreign", {"link": link}) for line, link in page.fetched if not own(link))
    yield from _outline(page.headings)
    for line, name in page.references:
        if name not in page.ids:
            yield line, "page-reference", {"id": name}
    labelled = {name for _, name in page.references}
    yield from ((line, "page-label", {}) for line, name in page.controls if name not in labelled)


def _outline(headings: list[tuple[int, int]]) -> Iterator[Fault]:
    """One heading of the first level, and no level left out on the way down."""
    first = [line for line, level in headings if level == 1]
    if len(first) != 1:
        yield (first[1] if first else 1), "page-heading", {"count": str(len(first))}
    for (_, above), (line, level) in pairwise(headings):
        if level > above + 1:
            yield line, "page-outline", {"level": str(level), "above": str(above)}


def _take(page: Page, element: etree._Element) -> None:
    """Take up one element."""
    tag = str(element.tag)
    if tag not in _TOLD and _QUIET.issuperset(element.keys()):
        return
    given = dict(element.items())
    line = element.sourceline or 1
    if tag in _HEADINGS:
        page.headings.append((line, _HEADINGS[tag]))
    elif tag == "html":
        page.language = given.get("lang", "")
    elif tag == "title" and not page.title:
        page.title = element.text or ""
    elif tag == "img" and "alt" not in given:
        page.faults.append((line, "page-alt", {"link": given.get("src", "")}))
    elif tag == "meta":
        _meta(page, element, line)
    elif tag in _FRAMES or tag == "style":
        page.faults.append((line, "page-active", {"what": f"<{tag}>"}))
    elif tag == "script" and "src" not in given and given.get("type") not in _DATA_BLOCKS:
        page.faults.append((line, "page-active", {"what": "<script>"}))
    elif tag in _CONTROLS and given.get("type") not in _SELF_TOLD and not _named(element):
        page.controls.append((line, given.get("id", "")))
    for name, value in given.items():
        if name not in _QUIET:
            _attribute(page, tag, line, name, value, given.get("rel", ""))


def _attribute(page: Page, tag: str, line: int, name: str, value: str, relation: str) -> None:
    """Take up one attribute."""
    if name == "id":
        if value in page.ids:
            page.faults.append((line, "page-id", {"id": value}))
        page.ids.setdefault(value, line)
    elif name in {"href", "src", "action", "formaction"}:
        _address(page, tag, line, name, value.strip(), relation)
    elif name in _REFERENCES:
        page.references += [(line, one) for one in value.split()]
    elif name == "style" or name.startswith("on"):
        page.faults.append((line, "page-active", {"what": f"{name}="}))


def _address(page: Page, tag: str, line: int, name: str, value: str, relation: str) -> None:
    """Take up where something leads, or from where it is fetched."""
    try:
        scheme = urlsplit(value).scheme.lower()
    except ValueError:
        page.faults.append((line, "page-link", {"link": value, "more": "0"}))
        return
    if relation == "canonical":
        page.canonical = value
    if scheme not in _SCHEMES and not (scheme == "data" and tag in {"img", "image"}):
        page.faults.append((line, "page-active", {"what": f"{name}={scheme}:"}))
    elif tag in _SHOWS or (tag == "link" and relation in _FETCHED):
        if scheme != "data":
            page.fetched.append((line, value))
            page.links.append((line, value))
    elif tag in _LEADS:
        page.links.append((line, value))


def _meta(page: Page, element: etree._Element, line: int) -> None:
    content = element.get("content", "")
    if element.get("http-equiv", "").lower() == "content-security-policy":
        page.policy = content
    elif element.get("property") == "og:url":  # a preview has no other word of where the site will lie
        page.canonical = page.canonical or content
    elif element.get("property") == _PICTURE:
        _address(page, "a", line, "content", content, "")


def _named(control: etree._Element) -> bool:
    """Whether a control of a form says itself what it is for, or stands within its label."""
    said = any(control.get(name, "").strip() for name in ("aria-label", "aria-labelledby", "title"))
    return said or any(True for _ in control.iterancestors("label"))
