"""Templates and the words of the interface: what a page looks like. Reads."""

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache, partial
from importlib.metadata import version
from pathlib import Path
from typing import Any

from publisher import __version__
from publisher.load.schemas import defaults
from publisher.source import read
from publisher.targets.site import markdown
from publisher.targets.site.engine import Environment
from publisher.targets.site.libraries import brought
from publisher.words import date, number

ENGINES = ("jinja2", "markdown-it-py", "nh3", "babel")
PLACE = re.compile(r"([<(]?)\{([a-z_]+)\}")  # after < or ( an address stands as it is
_MARKS = re.compile(r"([\\`*\[\]<>|!])")


def _put(before: str, text: str) -> str:
    """A value within Markdown, without a meaning of its own there."""
    return before + text if before else _MARKS.sub(r"\\\1", text)


def _beginning(words: Mapping[str, str], start: str) -> list[tuple[str, str]]:
    """The words whose keys begin alike, by the rest of the key."""
    return [(key.removeprefix(start), words[key]) for key in words if key.startswith(start)]


class Templates:
    """The templates of a catalogue: its own `site_templates/`, file by file before those that come with us."""

    def __init__(self, root: Path, languages: Sequence[str]) -> None:
        self.root, self.languages = root, tuple(languages)
        self._folders = list(dict.fromkeys([root / "site_templates", defaults("site_templates")]))
        self._searches = bool(brought())
        self.words = {language: self._text(language) for language in languages}
        self._environments = {language: self._environment(language) for language in languages}
        self.digest = self._digest()

    @property
    def folders(self) -> Sequence[Path]:
        """Where the templates lie, those of the catalogue first."""
        return self._folders

    def render(self, template: str, context: Mapping[str, Any]) -> str:
        """Render one page; `root` leads from its folder to the root of the site, if the page has no root of its own."""
        language = context["language"]
        root = context["page"].get("root") or "../" * context["path"].count("/") or "./"
        home = root + context["page"]["home"]
        return (
            self._environments[language]
            .get_template(template)
            .render(
                **context,
                root=root,
                prose=lambda name, said: self._prose(name, language, {**said, "root": root, "home": home}),
            )
        )

    def asked(self, template: str, source: str) -> Iterator[tuple[int, list[str]]]:
        """Compile a template; yield the lines on which it asks for others by name, one of which must be there."""
        return self._environments[self.languages[0]].asked(template, source)

    def names(self) -> list[str]:
        """The names of all files that a template may ask for."""
        return self._environments[self.languages[0]].list_templates()

    def render_text(self, template: str, context: Mapping[str, Any]) -> str:
        """Render a plain text."""
        return self._environments[context["language"]].get_template(template).render(**context)

    def _environment(self, language: str) -> Environment:
        """What templates have at hand: what puts words, days, numbers and Markdown into a language."""
        words = self.words[language]
        environment = Environment(self._folders, words)
        environment.filters |= {"code": markdown.code, "markdown": markdown.prose, "document": markdown.document}
        environment.globals |= {
            "searches": self._searches,
            "t": lambda key, **args: words[key].format(**args),
            "words_of": lru_cache(partial(_beginning, words)),
            "date": partial(date, language=language),
            "number": partial(number, language=language),
        }
        return environment

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
                words |= document.data if document and isinstance(document.data, dict) else {}
        return words

    def _prose(self, name: str, language: str, said: Mapping[str, str]) -> str:
        """A text of `prose/` in a language, else in English; a line that says what is not known is left out."""
        texts = dict(self._files("prose"))
        path = texts.get(f"{name}.{language}.md") or texts[f"{name}.en.md"]
        lines = path.read_text("utf-8").splitlines()
        known = [line for line in lines if all(said.get(key, "") for _, key in PLACE.findall(line))]
        return "\n".join(PLACE.sub(lambda found: _put(found[1], said[found[2]]), line) for line in known)

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
