"""A walk from the home page along every link, as a reader or a search engine would go."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.error import HTTPError
from urllib.parse import unquote, urldefrag, urljoin, urlsplit
from urllib.request import ProxyHandler, build_opener

_OPENER = build_opener(ProxyHandler({}))
_ELSEWHERE = {"http", "https", "mailto"}


class Document(HTMLParser):
    """The links and the anchors of a page, and the addresses it claims for itself and its translations."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.anchors: set[str] = set()
        self.claims: dict[str, str] = {}
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take up a link, an anchor or a claim."""
        given = {name: value or "" for name, value in attrs}
        if "id" in given:
            self.anchors.add(given["id"])
        if tag == "link" and (given.get("rel") == "canonical" or "hreflang" in given):
            self.claims[given.get("hreflang", "canonical")] = given["href"]
        else:
            self.links += [given[name] for name in ("href", "src") if name in given]


@dataclass
class Walk:
    """What was found on the way: pages by address, what else is there, and what is wrong."""

    base: str
    pages: dict[str, Document] = field(default_factory=dict)
    files: set[str] = field(default_factory=set)
    faults: list[str] = field(default_factory=list)


def walk(base: str) -> Walk:
    """Follow every link from the home page; then look up every anchor."""
    found, ahead, links = Walk(base), [base], []
    while ahead:
        url = ahead.pop()
        if url in found.pages or url in found.files:
            continue
        for target in _visit(found, url):
            links.append((url, target))
            ahead.append(urldefrag(target).url)
    found.faults += [f"{url}: no anchor {target}" for url, target in links if not _has_anchor(found, target)]
    return found


def _visit(found: Walk, url: str) -> list[str]:
    """Fetch what is at an address; give the links on it that stay on this machine."""
    try:
        with _OPENER.open(url) as response:
            content, kind, place = response.read(), response.headers.get_content_type(), response.url
    except HTTPError as error:
        found.files.add(url)
        found.faults.append(f"{url}: {error.code}")
        return []
    if place != url:
        found.faults.append(f"{url}: redirects to {place}")
    if kind != "text/html":
        found.files.add(url)
        return []
    document = found.pages[url] = Document(content.decode())
    targets = [urljoin(url, link) for link in document.links]
    found.faults += [f"{url}: leads to {target}" for target in targets if _is_astray(found, target)]
    return [target for target in targets if target.startswith(found.base)]


def _is_astray(found: Walk, target: str) -> bool:
    """Tell whether a link leaves our path on this machine, or is of a kind that no page of ours has."""
    parts, home = urlsplit(target), urlsplit(found.base)
    same = parts.netloc == home.netloc
    return parts.scheme not in _ELSEWHERE or (same and not target.startswith(found.base))


def _has_anchor(found: Walk, target: str) -> bool:
    url, anchor = urldefrag(target)
    return not anchor or url not in found.pages or unquote(anchor) in found.pages[url].anchors
