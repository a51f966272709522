"""The list of pages for search engines (https://www.sitemaps.org/protocol.html), and what they may look at. Pure."""

from collections.abc import Iterator, Sequence
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from publisher.model import Catalogue
from publisher.targets.site.edition import Page

MOST = 50_000  # addresses of one file, by the protocol
_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
_XHTML = "http://www.w3.org/1999/xhtml"
_HIDDEN = {"withdrawn.html", "not_found.html", "embed.html"}  # old or wrong, or a part of another


def sitemaps(catalogue: Catalogue, pages: Sequence[Page], most: int = MOST) -> Iterator[tuple[str, bytes]]:
    """Yield `sitemap.xml`; where there are more pages than a file may list, an index and its files."""
    listed = [page for page in pages if page.template not in _HIDDEN]
    parts = [listed[start : start + most] for start in range(0, len(listed), most)]
    if len(parts) <= 1:
        yield "sitemap.xml", _list(catalogue, listed)
        return
    names = [f"sitemap-{number}.xml" for number in range(1, len(parts) + 1)]
    yield "sitemap.xml", _index(catalogue, names)
    yield from ((name, _list(catalogue, part)) for name, part in zip(names, parts, strict=True))


def robots(catalogue: Catalogue, preview: str = "") -> bytes:
    """`robots.txt` (RFC 9309): everything may be looked at, of a preview nothing."""
    if preview:
        return b"User-agent: *\nDisallow: /\n"
    return f"User-agent: *\nAllow: /\n\nSitemap: {catalogue.url}sitemap.xml\n".encode()


def _list(catalogue: Catalogue, pages: Sequence[Page]) -> bytes:
    root = Element("urlset", {"xmlns": _NAMESPACE, "xmlns:xhtml": _XHTML})
    for page in pages:
        node = SubElement(root, "url")
        SubElement(node, "loc").text = catalogue.url + page.context["folder"]
        package = catalogue.package(page.package or "")
        modified = package.data.get("modified") if package else None
        if modified:
            SubElement(node, "lastmod").text = modified
        for other in page.context["languages"]:
            for code in (other["code"], "x-default") if other["main"] else (other["code"],):
                told = {"rel": "alternate", "hreflang": code, "href": catalogue.url + other["path"]}
                SubElement(node, "xhtml:link", told)
    return _written(root)


def _index(catalogue: Catalogue, names: Sequence[str]) -> bytes:
    root = Element("sitemapindex", {"xmlns": _NAMESPACE})
    for name in names:
        SubElement(SubElement(root, "sitemap"), "loc").text = catalogue.url + name
    return _written(root)


def _written(root: Element) -> bytes:
    indent(root)
    text: bytes = tostring(root, "utf-8", xml_declaration=True)
    return text + b"\n"
