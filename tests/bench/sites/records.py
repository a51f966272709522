"""What the pages of a site say, as plain records for the peers: everything looked up and in words already. Reads.

The peers get more than a user of theirs would have: the properties of each page are chosen, in order, in the page's
language; tables are measured; related datasets are found. What is left is theirs to do: read, gather the members of
lists, groups and the sitemap, render Markdown, fill templates, write.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from publisher.model import Catalogue
from publisher.targets.site.edition import Page, editions
from publisher.targets.site.pages import pages
from publisher.targets.site.render import Templates
from tests.bench.run import sound

SHARED = (
    *("site", "url", "home", "publisher", "publisher_path", "licence", "prose", "browse"),
    *("has_changes", "locales", "languages"),
)
# What a page lists of others, which the peers gather themselves; by template.
GATHERED: Mapping[str, tuple[str, ...]] = {
    "home": ("datasets", "themes", "counts"),
    "databases": ("entries",),
    "datasets": ("entries",),
    "organizations": ("entries",),
    "organization": ("entries", "datasets"),
    "themes": ("entries",),
    "theme": ("entries", "published"),
    "groups": ("entries",),
    "group": ("entries", "published"),
    "search": ("letters",),
    "prose": ("said",),
}
RENAMED = {"organization": "owner"}  # so that it is not taken for the name of a group
EMPTY: tuple[object, ...] = ("", [], {})
NEVER = ("help", *SHARED, "portal", "logo", "has_open_data", "has_figures", "canonical", "root")


@dataclass(frozen=True)
class Record:
    """A page: its template without ending, its folder within the site, and what is said there."""

    template: str
    language: str
    folder: str
    said: dict[str, Any]


@dataclass(frozen=True)
class Told:
    """All pages of a catalogue, and what they share: by language, words among them."""

    records: list[Record]
    site: dict[str, Any]


def told(root: Path) -> Told:
    """Everything that the peers are told of a catalogue."""
    catalogue = sound(root)
    templates = Templates(root, catalogue.languages)
    spoken = editions(catalogue, templates.words)
    made = list(pages(spoken))
    ranks = {language: _ranks(page for page in made if page.language == language) for language in catalogue.languages}
    records, site = [], {}
    for page in made:
        template = page.template.removesuffix(".html")
        if template == "home":
            site[page.language] = _shared(catalogue, templates, page)
        records.append(Record(template, page.language, page.context["folder"], _said(templates, page, template, ranks)))
    return Told(records, site)


def _ranks(made: Iterable[Page]) -> dict[str, tuple[int, str]]:
    """The place of each package and group in the order of a language, and the letter of a package."""
    found: list[tuple[str, str]] = []
    for page in made:
        if page.template == "search.html":
            letters = page.context["letters"]
            found += [(entry["path"], group["letter"]) for group in letters for entry in group["entries"]]
        if page.template in ("themes.html", "organizations.html", "groups.html"):
            found += [(entry["path"], "") for entry in page.context["entries"]]
    return {path: (rank, letter) for rank, (path, letter) in enumerate(found, 1)}


def _shared(catalogue: Catalogue, templates: Templates, page: Page) -> dict[str, Any]:
    words = templates.words[page.language]
    scripts = [
        {"key": key.removeprefix("script_"), "word": word} for key, word in words.items() if key.startswith("script_")
    ]
    own = {"locales": [*dict.fromkeys(page.context["locales"])], "words": dict(words), "script_words": scripts}
    return {**{key: page.context[key] for key in SHARED}, **own}


def _said(templates: Templates, page: Page, template: str, ranks: Mapping[str, Any]) -> dict[str, Any]:
    home = page.context["home"]
    root = "../" * page.path.count("/") or "./"
    left = {key: value for key, value in page.context.items() if key not in GATHERED.get(template, ())}
    said: dict[str, Any] = _bare(left, page.language)
    said |= dict(_headed(templates.words[page.language], page.context, template))
    if template == "prose":
        known = {**page.context["said"], "root": root, "home": root + home}
        said["text"] = templates._prose(page.context["name"], page.language, known)
    if said.get("folder") in ranks[page.language]:
        said["rank"], said["letter"] = ranks[page.language][said["folder"]]
    if template in ("database", "dataset"):
        said["groups"] = dict(_groups(said))
    own = {
        "template": template,
        "language": page.language,
        "file": page.path,
        "plain": said.get("folder", "").removeprefix(home),
    }
    return {**said, **own, "root": page.context.get("root", root)}


def _headed(words: Mapping[str, str], said: Mapping[str, Any], template: str) -> Iterator[tuple[str, str]]:
    """The heading of a page, and what is said below that of a list."""
    match template:
        case "databases" | "datasets" | "organizations" | "themes" | "changes":
            yield from (("heading", words[f"{template}_heading"]), ("lead", words[f"{template}_intro"]))
        case "search" | "not_found":
            yield from (("heading", words[template]), ("lead", words[f"{template}_intro"]))
        case "groups":
            yield from (("heading", words[f"{said['kind']}_heading"]), ("lead", words[f"{said['kind']}_intro"]))
        case "group":
            yield "heading", words[f"{said['kind']}_of"].format(title=said["title"])
        case "prose":
            yield "heading", words[f"prose_{said['name']}"]
        case "resource":
            yield "heading", f"{said['title']} - {said['dataset']}"
        case _:
            yield "heading", said.get("title", "")


def _groups(said: Mapping[str, Any]) -> Iterator[tuple[str, list[str]]]:
    """The groups that a package belongs to, by kind."""
    keywords: list[dict[str, str]] = next(
        (row["values"] for row in said["properties"] if row["name"] == "keywords"), []
    )
    yield "theme", [_last(theme) for theme in said.get("themes", ())]
    yield "tag", [*dict.fromkeys(map(_last, keywords))]
    yield "format", [_last(each) for each in said.get("formats", ())]
    yield "organization", [said["organization_path"].rstrip("/").rpartition("/")[2]]


def _last(entry: Mapping[str, str]) -> str:
    return entry["path"].rstrip("/").rpartition("/")[2]


def _bare(value: Any, language: str) -> Any:
    """A value without what is empty or no template shows; a language is told of words in another one only."""
    if isinstance(value, dict):
        made = {RENAMED.get(key, key): _bare(each, language) for key, each in value.items() if key not in NEVER}
        words = str(made.get("text", made.get("markdown", made.get("title", ""))))
        if made.get("lang") == language or words.lower() == words.upper():
            made["lang"] = ""
        return {key: each for key, each in made.items() if each is not None and each is not False and each not in EMPTY}
    return [_bare(each, language) for each in value] if isinstance(value, list) else value
