"""A page of the site as a browser can use it from a disk. Pure.

There a folder shows no page, nothing may be fetched, no module be loaded, and no shape be taken from another file.
Only tags that have to do with these are written anew; all else stays as it is.
"""

import posixpath
import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from html import escape, unescape
from urllib.parse import quote, unquote, urlsplit, urlunsplit

from publisher.proof.addresses import HOME, is_own, target

Given = dict[str, str | None]

# Quotes may hold a ">"; what was passed once is not tried again, so that no text takes long.
_TAG = re.compile(
    r"<!--.*?-->|<(?P<name>a|area|audio|button|form|image|img|input|link|meta|script|source|track|use|video)(?=[\s/>])"
    r"""(?P<given>(?:[^>"']++|"[^"]*"|'[^']*')*+)>""",
    re.IGNORECASE | re.DOTALL,
)
_GIVEN = re.compile(r"""([^\s=/>"']+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?""")
_LINKS = ("href", "src", "action", "formaction", "poster", "data-here")
_MAP = re.compile(r"static/maps/(?P<name>[^/]+)\.svg$")
_EARLY = {"preload", "modulepreload", "prefetch"}  # from a disk nothing comes sooner by being asked for early
_STAYS = {"canonical", "alternate", "external"}  # an address by which a page says where it, or another, is served
_SHAPE = "map.{name}.{id}"


@dataclass(frozen=True)
class Disk:
    """What lies on the disk: where the site is when it is served, which of its files are there, the shapes of maps."""

    url: str
    files: Collection[str]
    outline: Callable[[str, str], str | None]
    """The outline of a shape by the name of its map and its id there."""

    def page(self, path: str, text: str) -> str:
        """Write the page at a path anew."""
        shapes: dict[str, str] = {}
        body = _TAG.sub(lambda tag: self._tag(path, tag, shapes), text)
        return _with_shapes(body, shapes) if shapes else body

    def scripts(self, path: str, text: str) -> dict[str, bool]:
        """The scripts of the site that a page begins, by their paths, and whether each is a module."""
        tags = [_given(tag["given"]) for tag in _TAG.finditer(text) if (tag["name"] or "").lower() == "script"]
        own = [given for given in tags if given.get("src") and is_own(self.url, given["src"] or "")]
        return {target(self.url, path, given["src"] or "")[0]: given.get("type") == "module" for given in own}

    def _tag(self, path: str, tag: re.Match[str], shapes: dict[str, str]) -> str:
        """One tag: as it was, written anew, or nothing."""
        name, told = tag["name"], tag["given"]
        if not name:
            return tag[0]
        before = _given(told)
        if name.lower() == "link" and before.get("rel") in _EARLY:
            return ""
        given = self._linked(path, name.lower(), dict(before), shapes)
        return tag[0] if given == before else f"<{name}{_written(given)}{'/' if told.endswith('/') else ''}>"

    def _linked(self, path: str, name: str, given: Given, shapes: dict[str, str]) -> Given:
        """The attributes of a tag, where they lead to what lies on the disk."""
        if name == "meta":
            if (given.get("http-equiv") or "").lower() == "content-security-policy":
                # In Firefox a form may not lead from one file to another as "'self'".
                given["content"] = (given.get("content") or "").replace("form-action ", "form-action file: ")
            return given
        if name == "use" and (shape := self._shape(path, given.get("href") or "", shapes)):
            return {**given, "href": shape}
        for attribute in _LINKS:
            if given.get(attribute) and not _stays(given):
                given[attribute] = self._link(path, given[attribute] or "")
        if name == "form" and given.get("data-here"):
            given["action"] = given.pop("data-here")  # the portal that searches without a script is far away
        return _classic(given) if name == "script" and given.get("type") == "module" else given

    def _link(self, path: str, link: str) -> str:
        """Where a link leads from the disk; what was left out is on the site alone."""
        link = link.strip()
        parts = urlsplit(link)
        if not is_own(self.url, link) or not (parts.path or parts.netloc):
            return link
        file, _ = target(self.url, path, link)
        if file not in self.files:
            below = "" if file == HOME else file.removesuffix(f"/{HOME}") + "/" * file.endswith(f"/{HOME}")
            return urlunsplit(urlsplit(self.url + quote(below))._replace(query=parts.query, fragment=parts.fragment))
        if parts.netloc or parts.path.startswith("/"):
            found = quote(posixpath.relpath(file, posixpath.dirname(path) or "."))
        else:
            named = unquote(posixpath.basename(parts.path)) == posixpath.basename(file)
            found = parts.path if named else _within(parts.path)
        return urlunsplit(("", "", found, parts.query, parts.fragment))

    def _shape(self, path: str, link: str, shapes: dict[str, str]) -> str:
        """Where a shape of a map stands within the page; it is noted as one that has to stand there."""
        file = target(self.url, path, link)[0]
        found, id = _MAP.search(file), urlsplit(link).fragment
        outline = self.outline(found["name"], id) if found else None
        if not found or outline is None:
            return ""
        place = _SHAPE.format(name=found["name"], id=id)
        shapes[place] = outline
        return f"#{place}"


def _within(folder: str) -> str:
    """The page that a folder shows."""
    return f"{folder}{'' if folder.endswith('/') else '/'}{HOME}"


def _stays(given: Given) -> bool:
    return given.get("rel") in _STAYS and bool(urlsplit(given.get("href") or "").netloc)


def _classic(given: Given) -> Given:
    """A script that is no module: one that the first picture waits for at once, any other when the page is read."""
    kept = {name: value for name, value in given.items() if name not in {"type", "blocking", "crossorigin"}}
    if "blocking" in given:
        kept.pop("async", None)
        return kept
    return kept if "async" in kept else {**kept, "defer": None}


def _with_shapes(text: str, shapes: dict[str, str]) -> str:
    """The shapes of maps at the end of the page, not shown there."""
    paths = "".join(f'<path id="{_quoted(id)}" d="{_quoted(shapes[id])}"/>' for id in sorted(shapes))
    end = text.rfind("</body>")
    end = len(text) if end < 0 else end
    return f'{text[:end]}<svg width="0" height="0" display="none" aria-hidden="true">{paths}</svg>\n{text[end:]}'


def _given(told: str) -> Given:
    """The attributes of a tag; one without a value has none."""
    found: Given = {}
    for each in _GIVEN.finditer(told):
        place = each.lastindex or 1
        found.setdefault(each[1].lower(), unescape(each[place]) if place > 1 else None)
    return found


def _written(given: Given) -> str:
    return "".join(f" {name}" if value is None else f' {name}="{_quoted(value)}"' for name, value in given.items())


def _quoted(value: str) -> str:
    return escape(value, quote=False).replace('"', "&quot;")
