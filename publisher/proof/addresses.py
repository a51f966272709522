"""Addresses on a site: which are its own, and which file one leads to. Pure."""

import posixpath
from urllib.parse import unquote, urlsplit

HOME = "index.html"


def is_own(site: str, link: str) -> bool:
    """Whether a link is of the site that lies at an address."""
    parts = urlsplit(link)
    return link.startswith(site) if parts.netloc else not parts.scheme


def target(site: str, path: str, link: str) -> tuple[str, str]:
    """The file that a link on a page leads to, and the anchor there; a path beyond the site is no file of it."""
    parts = urlsplit(link)
    base = urlsplit(site).path or "/"
    rooted = link.startswith(site) or parts.path.startswith("/")
    below = parts.path.removeprefix(base) if rooted else posixpath.join(posixpath.dirname(path), parts.path)
    if not (parts.path or rooted):
        below = path
    plain = posixpath.normpath(unquote(below) or ".")
    is_folder = parts.path.endswith(("/", "/.", "/..")) or plain == "." or parts.path in {".", ".."}
    file = posixpath.normpath(posixpath.join(plain, HOME)) if is_folder else plain
    return file, unquote(parts.fragment) if file.endswith(".html") else ""
