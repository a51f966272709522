"""What a server should do with the site: types, headers, redirects, the answers of CKAN's Action API. Pure.

nginx and Apache take a piece of their own configuration, which is printed; Netlify, Cloudflare Pages and GitLab Pages
read `_headers` and `_redirects` beside the pages. All four say the same.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from publisher.exports.ckan_shape import FOLDER
from publisher.model import Catalogue

SECURITY = {
    "Content-Security-Policy": "base-uri 'none'; frame-ancestors 'self'",  # the rest is said by each page
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cache-Control": "public, max-age=300",  # names say nothing of content, so a reader asks again soon
}
FRAMED = {"Content-Security-Policy": "base-uri 'none'; frame-ancestors *"}  # pages made to be shown in those of others
OPEN = {"Access-Control-Allow-Origin": "*"}  # data, for pages of others
SANDBOX = {"Content-Security-Policy": "sandbox; default-src 'none'; frame-ancestors 'none'"}  # data that could act
_FOLDERS = ("api", "catalogue", "dataset")
_ACTIVE = "html?|xhtml|xml|svg"
_JSON = "application/json; charset=utf-8"
_TYPES = {
    "atom": "application/atom+xml",
    "bib": "application/x-bibtex; charset=utf-8",
    "cff": "application/yaml",
    "csv": "text/csv; charset=utf-8",
    "geojson": "application/geo+json",
    "json": "application/json",
    "jsonld": "application/ld+json",
    "parquet": "application/vnd.apache.parquet",
    "rdf": "application/rdf+xml",
    "ris": "application/x-research-info-systems; charset=utf-8",
    "ttl": "text/turtle; charset=utf-8",
    "wasm": "application/wasm",
    "woff2": "font/woff2",
}
_TEXT = ("html", "css", "js", "mjs", "xml", "svg", "txt", "md")
_SHOWN = "(package|organization|group)_show"


@dataclass(frozen=True)
class _Site:
    """What a server must know of a catalogue: the path it lies under, its languages, where old addresses lead."""

    base: str
    languages: tuple[str, ...]
    moved: Mapping[str, str]
    types: Mapping[str, str]
    embeds: bool = False

    @property
    def pattern(self) -> str:
        """The path as a regular expression."""
        return re.escape(self.base)

    @property
    def data(self) -> str:
        """What addresses of data files look like; the pages lie in the same folders."""
        return rf"^{self.pattern}(datapackage\.json|(catalogue|dataset)/.*[^/](?<!/index\.html))$"

    @property
    def framed(self) -> Mapping[str, str]:
        """What addresses of pages that others may frame look like, by the part of the path that names the language."""
        prefixes = ("", *(f"{language}/" for language in self.languages)) if self.embeds else ()
        pages = r"dataset/[a-z0-9-]+/embed/([A-Za-z0-9_-]+/)+(index\.html)?$"
        return {prefix: f"^{self.pattern}{prefix}{pages}" for prefix in prefixes}

    @property
    def active(self) -> str:
        """What addresses of data files look like that a browser might let act."""
        return rf"^{self.pattern}dataset/.*(?<!/index)\.({_ACTIVE})$"


def _site(catalogue: Catalogue) -> _Site:
    formats = catalogue.schemas.vocabularies["formats"]
    known = {name: str(term["mediatype"]) for name, term in formats.items() if term.get("mediatype")}
    moved = {}
    for old in catalogue.withdrawn:
        if successor := catalogue.package(old.successor or ""):
            for prefix in ("", *(f"{language}/" for language in catalogue.languages[1:])):
                moved[f"{prefix}{old.kind}/{old.name}/"] = f"{prefix}{successor.kind}/{successor.name}/"
    base = urlsplit(catalogue.url).path or "/"
    types = dict(sorted({**known, **_TYPES}.items()))
    embeds = bool(catalogue.data.get("site", {}).get("embeds"))
    return _Site(base, catalogue.languages[1:], dict(sorted(moved.items())), types, embeds)


def headers_file(catalogue: Catalogue) -> bytes:
    """`_headers`, as Netlify and Cloudflare Pages read it; the types of files they know by themselves."""
    site = _site(catalogue)
    blocks = [(f"{site.base}*", SECURITY), *((f"{site.base}{folder}/*", OPEN) for folder in _FOLDERS)]
    blocks += [(f"{site.base}datapackage.json", OPEN), (f"{site.base}{FOLDER}*", {"Content-Type": _JSON})]
    text = "".join(
        f"{path}\n" + "".join(f"  {name}: {value}\n" for name, value in told.items()) for path, told in blocks
    )
    return (text + _headers_framed(site)).encode()


def _headers_framed(site: _Site) -> str:
    """Framing for what others may frame. Policies add up, so the one of all pages is taken off first (Cloudflare)."""
    name, policy = next(iter(FRAMED.items()))
    return "".join(
        f"{site.base}{prefix}dataset/:name/embed/*\n  ! {name}\n  {name}: {policy}\n" for prefix in site.framed
    )


def redirects_file(catalogue: Catalogue) -> bytes:
    """`_redirects`: old addresses, what CKAN's clients ask for, pages for wrong ones; a host skips what it lacks."""
    site = _site(catalogue)
    lines = [f"{site.base}{old}* {site.base}{new} 301!" for old, new in site.moved.items()]
    for action in ("package_show", "organization_show", "group_show"):
        for path in (FOLDER, "api/action/"):
            lines.append(f"{site.base}{path}{action} id=:id {site.base}{FOLDER}{action}/:id.json 200!")
    lines.append(f"{site.base}api/action/* {site.base}{FOLDER}:splat 200")
    lines += [f"{site.base}{language}/* {site.base}{language}/404.html 404" for language in site.languages]
    return "".join(f"{line}\n" for line in lines).encode()


def nginx(catalogue: Catalogue) -> str:
    """A piece of nginx configuration, to be included in the `server` block that has the site as its root."""
    site = _site(catalogue)
    api = f"{site.base}{FOLDER}"
    lines = [
        "# Include this in the server block whose root holds the site.",
        "index index.html;",
        "absolute_redirect off;",
        "include mime.types;",
        "types {",
        *(f'    "{kind}" {ending};' if ";" in kind else f"    {kind} {ending};" for ending, kind in site.types.items()),
        "}",
        "charset utf-8;",
        "etag on;",
        f"error_page 404 {site.base}404.html;",
        *_nginx_headers(SECURITY),
        "",
        *(f"location ^~ {site.base}{old} {{ return 301 {site.base}{new}; }}" for old, new in site.moved.items()),
        *(
            f"location {site.base}{language}/ {{ error_page 404 {site.base}{language}/404.html; }}"
            for language in site.languages
        ),
        "",
        f"location {site.base}api/action/ {{ rewrite ^{site.pattern}api/action/(.*)$ {api}$1 last; }}",
        f"location ~ ^{site.pattern}{FOLDER}{_SHOWN}$ {{",
        '    if ($arg_id ~ "^[a-z0-9_-]+$") { rewrite ^(.*)$ $1/$arg_id.json last; }',
        "    return 404;",
        "}",
        f"location {api} {{",
        '    if ($arg_offset ~ "^[1-9][0-9]*$") { rewrite ^(.*_with_resources)$ $1-$arg_offset; }',
        "    types { }",
        f'    default_type "{_JSON}";',
        *_nginx_headers(SECURITY | OPEN, "    "),
        "}",
        *_nginx_framed(site),
        f"location ~ {site.active} {{",
        *_nginx_headers(SECURITY | OPEN | SANDBOX, "    "),
        "}",
        f"location ~ {site.data} {{",
        *_nginx_headers(SECURITY | OPEN, "    "),
        "}",
    ]
    return "".join(f"{line}\n" for line in lines)


def _nginx_framed(site: _Site) -> Iterator[str]:
    for prefix, pattern in site.framed.items():
        yield f'location ~ "{pattern}" {{'
        if prefix:
            yield f"    error_page 404 {site.base}{prefix}404.html;"
        yield from _nginx_headers(SECURITY | FRAMED, "    ")
        yield "}"


def _nginx_headers(told: Mapping[str, str], indent: str = "") -> Iterator[str]:
    """Headers of a block, which inherits none as soon as it has one of its own."""
    return (f'{indent}add_header {name} "{value}" always;' for name, value in told.items())


def apache(catalogue: Catalogue) -> str:
    """A piece of Apache configuration, to be included in the `VirtualHost` that has the site as its root."""
    site = _site(catalogue)
    api, asked = f"{site.base}{FOLDER}", f"{site.pattern}{FOLDER}"
    lines = [
        "# Include this in the VirtualHost whose DocumentRoot holds the site. It needs: a2enmod headers rewrite",
        "DirectoryIndex index.html",
        f"AddCharset utf-8 {' '.join(f'.{ending}' for ending in _TEXT)}",
        *(f'AddType "{kind}" .{ending}' for ending, kind in site.types.items()),
        "FileETag MTime Size",
        f"ErrorDocument 404 {site.base}404.html",
        *(
            f'<Location "{site.base}{language}/">\n    ErrorDocument 404 {site.base}{language}/404.html\n</Location>'
            for language in site.languages
        ),
        *_apache_headers(SECURITY),
        *_apache_place(site.data, _apache_headers(OPEN)),
        *_apache_place(site.active, _apache_headers(SANDBOX)),
        *(line for each in site.framed.values() for line in _apache_place(each, _apache_headers(FRAMED))),
        *_apache_place(f"^{asked}", [f'ForceType "{_JSON}"', *_apache_headers(OPEN)]),
        "",
        *(f"RedirectMatch 301 ^{site.pattern}{old} {site.base}{new}" for old, new in site.moved.items()),
        "RewriteEngine On",
        f"RewriteRule ^{site.pattern}api/action/(.*)$ {api}$1",
        'RewriteCond %{QUERY_STRING} "(?:^|&)id=([a-z0-9_-]+)(?:&|$)"',
        f"RewriteRule ^{asked}{_SHOWN}$ {api}$1_show/%1.json [PT,L]",
        f"RewriteRule ^{asked}{_SHOWN}$ - [R=404,L]",
        'RewriteCond %{QUERY_STRING} "(?:^|&)offset=([1-9][0-9]*)(?:&|$)"',
        f"RewriteRule ^{asked}(.*_with_resources)$ {api}$1-%1",
        f"RewriteRule ^{asked} - [PT]",
    ]
    return "".join(f"{line}\n" for line in lines)


def _apache_headers(told: Mapping[str, str]) -> list[str]:
    return [f'Header always set {name} "{value}"' for name, value in told.items()]


def _apache_place(pattern: str, lines: list[str]) -> list[str]:
    return [f'<LocationMatch "{pattern}">', *(f"    {line}" for line in lines), "</LocationMatch>"]


# What is printed for whom.
SERVERS: Mapping[str, Callable[[Catalogue], str]] = {"nginx": nginx, "apache": apache}
