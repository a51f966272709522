"""Templates: Jinja, Markdown made safe, the words of the interface. Reads; the only door to its libraries."""

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

import jinja2
import nh3
from jinja2.bccache import Bucket
from markdown_it import MarkdownIt
from markupsafe import Markup, escape

from publisher import __version__
from publisher.load.schemas import defaults
from publisher.source import read
from publisher.targets.site.libraries import brought
from publisher.words import date, number

ENGINES = ("jinja2", "markdown-it-py", "nh3", "babel")
_TAGS = {"p", "br", "em", "strong", "code", "pre", "ul", "ol", "li", "a", "blockquote", "table", "thead", "tbody"} | {
    "tr",
    "th",
    "td",
    "hr",
}

_HEADINGS = {"h2", "h3"}  # only the texts of a site have headings of their own
_PLACE = re.compile(r"([<(]?)\{([a-z_]+)\}")  # after < or ( an address stands as it is
_INDENT = re.compile(r"(<pre\b.*?</pre>)|\n\s+", re.DOTALL)  # but of what is shown as it is written
_MARKS = re.compile(r"([\\`*\[\]<>|!])")


def _put(before: str, text: str) -> str:
    """A value within Markdown, without a meaning of its own there."""
    return before + text if before else _MARKS.sub(r"\\\1", text)


def _code(text: str) -> Markup:
    """A text between tags, where quotes mean nothing: code has many, and each would take five bytes."""
    return Markup(str(escape(text)).replace("&#34;", '"').replace("&#39;", "'"))


class _Compiled(jinja2.BytecodeCache):
    """Templates that this process has compiled already, by their sources: a live preview builds again and again."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give a template as it was compiled; Jinja itself sees that the source is the same."""
        if bucket.key in self._kept:
            bucket.bytecode_from_string(self._kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a template as it was compiled."""
        self._kept[bucket.key] = bucket.bytecode_to_string()


_COMPILED = _Compiled()


class Templates:
    """The templates of a catalogue: its own `site_templates/`, file by file before those that come with us."""

    def __init__(self, root: Path, languages: Sequence[str]) -> None:
        self._folders = list(dict.fromkeys([root / "site_templates", defaults("site_templates")]))
        self._searches = bool(brought())
        self.words = {language: self._text(language) for language in languages}
        self._markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
        self._environment = jinja2.Environment(
            loader=jinja2.FileSystemLoader(self._folders),
            autoescape=True,
            bytecode_cache=_COMPILED,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
        )
        self._environment.filters["code"] = _code
        self._environment.filters["markdown"] = self._safe_markdown
        self._environment.filters["document"] = lambda text: self._safe_markdown(text, _TAGS | _HEADINGS)
        self.digest = self._digest()

    def render(self, template: str, context: Mapping[str, Any]) -> str:
        """Render one page; `root` leads from its folder to the root of the site, if the page has no root of its own."""
        language = context["language"]
        root = context["page"].get("root") or "../" * context["path"].count("/") or "./"
        home = root + context["page"]["home"]
        rendered = self._environment.get_template(template).render(
            **context,
            root=root,
            searches=self._searches,
            **self._spoken(language),
            words_of=lambda start: self._beginning(language, start),
            prose=lambda name, said: self._prose(name, language, {**said, "root": root, "home": home}),
        )
        # Pages are read by browsers; indentation would be a tenth of what they weigh.
        return _INDENT.sub(lambda found: found[1] or "\n", rendered)

    def render_text(self, template: str, context: Mapping[str, Any]) -> str:
        """Render a plain text."""
        return self._environment.get_template(template).render(**context, **self._spoken(context["language"]))

    def _spoken(self, language: str) -> dict[str, Callable[..., str]]:
        """What puts words, days and numbers into a language."""
        words = self.words[language]
        return {
            "t": lambda key, **args: words[key].format(**args),
            "date": lambda value: date(value, language),
            "number": lambda value: number(value, language),
        }

    def _beginning(self, language: str, start: str) -> list[tuple[str, str]]:
        """The words whose keys begin alike, by the rest of the key."""
        words = self.words[language]
        return [(key.removeprefix(start), words[key]) for key in words if key.startswith(start)]

    def static_files(self) -> Iterator[tuple[str, Path]]:
        """Yield the files that are published as they are, by name."""
        yield from self._files("static")

    def fonts(self) -> Iterator[tuple[str, Path]]:
        """Yield the fonts that pictures are drawn with, by name."""
        yield from self._files("fonts")

    def offline_scripts(self) -> Iterator[tuple[str, Path]]:
        """Yield the modules that stand for others of their name where pages lie on a disk."""
        yield from self._files("offline")

    def style(self, *names: str) -> bytes:
        """The look of the site: the files of `style/`, or those of these names, one after the other in their order."""
        return b"\n".join(path.read_bytes() for name, path in self._files("style") if not names or name in names)

    def _files(self, folder: str) -> list[tuple[str, Path]]:
        """The files of a folder by name; one of the catalogue stands for ours of the same name."""
        found = {
            path.relative_to(home / folder).as_posix(): path
            for home in reversed(self._folders)
            for path in sorted((home / folder).rglob("*"))
            if path.is_file()
        }
        return sorted(found.items())

    def _text(self, language: str) -> Mapping[str, str]:
        """The words of the interface in a language; English where it has none."""
        words: dict[str, str] = {}
        for name in ("en", language):
            for folder in reversed(self._folders):
                path = folder / "text" / f"{name}.yaml"
                document = read(path, path.name)[0] if path.is_file() else None
                words |= document.data if document else {}
        return words

    def _prose(self, name: str, language: str, said: Mapping[str, str]) -> str:
        """A text of `prose/` in a language, else in English; a line that says what is not known is left out."""
        texts = dict(self._files("prose"))
        path = texts.get(f"{name}.{language}.md") or texts[f"{name}.en.md"]
        lines = path.read_text("utf-8").splitlines()
        known = [line for line in lines if all(said.get(key, "") for _, key in _PLACE.findall(line))]
        return "\n".join(_PLACE.sub(lambda found: _put(found[1], said[found[2]]), line) for line in known)

    def _safe_markdown(self, text: str, tags: set[str] = _TAGS) -> Markup:
        html = self._markdown.render(text)
        safe = nh3.clean(html, tags=tags, url_schemes={"http", "https", "mailto"}, link_rel="noopener noreferrer")
        return Markup(safe)

    def _digest(self) -> str:
        """A digest of all that every page depends on: templates, words, and the engines that render them."""
        hasher = hashlib.sha256()
        for name in ENGINES:
            hasher.update(f"{name} {version(name)}\n".encode())
        hasher.update(f"publisher {__version__}\nsearches {self._searches}\n".encode())
        for folder in self._folders:
            for path in sorted(folder.rglob("*")):
                name = path.relative_to(folder).as_posix()
                ours = path.suffix in {".html", ".yaml", ".md", ".txt"} and not name.startswith("libraries/")
                if path.is_file() and ours:
                    hasher.update(name.encode() + b"\0" + path.read_bytes() + b"\0")
        return hasher.hexdigest()
