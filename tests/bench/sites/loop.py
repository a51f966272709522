"""The bare loop: load YAML with the C loader, fill Jinja templates, write. No checks, no digests. Writes.

Run by its path with a folder, which is measured.
"""

import shutil
import sys
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

import jinja2
import yaml
from markdown_it import MarkdownIt
from markupsafe import Markup

Page = dict[str, Any]
TEMPLATES = Path(__file__).with_name("templates")
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def write(folder: Path, told: Any) -> None:
    """Write what the loop reads."""
    place = folder / "content"
    place.mkdir(parents=True)
    (folder / "site.yaml").write_text(_dumped(told.site), "utf-8")
    for number, record in enumerate(told.records):
        (place / f"{number:06}.yaml").write_text(_dumped(record.said), "utf-8")


def _dumped(value: Any) -> str:
    return str(yaml.dump(value, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False, width=120))


def build(folder: Path) -> None:
    """Make the site."""
    out = folder / "public"
    site = _loaded(folder / "site.yaml")
    pages = [_loaded(path) for path in sorted((folder / "content").iterdir())]
    environment = _environment(site)
    lists = {language: _gathered([page for page in pages if page["language"] == language]) for language in site}
    for page in pages:
        text = environment.get_template(f"{page['template']}.html").render(it=page, lists=lists[page["language"]])
        place = out / page["file"]
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, "utf-8")
    listed = [page for page in pages if page["template"] != "not_found"]
    (out / "sitemap.xml").write_text(environment.get_template("sitemap.xml").render(all=listed), "utf-8")
    shutil.copytree(folder / "static", out, dirs_exist_ok=True)


def _loaded(path: Path) -> Any:
    with path.open("rb") as stream:
        return yaml.load(stream, Loader=yaml.CSafeLoader)


def _gathered(pages: Sequence[Page]) -> dict[str, Any]:
    """What the lists of a language hold."""
    ranked = sorted((page for page in pages if "rank" in page), key=lambda page: page["rank"])
    packages = [page for page in ranked if "groups" in page]
    groups = {(page.get("kind") or page["template"], page["file"].split("/")[-2]): page for page in ranked}
    lists: dict[str, Any] = {"theme": [], "organization": [], "tag": [], "format": []}
    for (kind, _), page in groups.items():
        if kind in lists:
            page["group"] = {"databases": [], "datasets": []}
            lists[kind].append(page)
    for page in packages:
        for kind, names in page["groups"].items():
            for name in names:
                groups[kind, name]["group"][f"{page['template']}s"].append(page)
    for kind in ("database", "dataset"):
        lists[f"{kind}s"] = [page for page in packages if page["template"] == kind]
    letters = groupby(packages, key=lambda page: page["letter"])
    lists["letters"] = [{"letter": letter, "entries": [*entries]} for letter, entries in letters]
    lists["tally"] = [*_tally(lists["databases"])]
    return lists


def _tally(databases: Sequence[Page]) -> Iterator[Mapping[str, Any]]:
    for is_open in (True, False):
        classes = [page["class"] for page in databases if page.get("open", False) == is_open]
        yield from ({"open": is_open, "class": each, "count": classes.count(each)} for each in sorted(set(classes)))


def _environment(site: Mapping[str, Any]) -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    environment.globals["site"] = site
    environment.filters |= {
        "markdown": lambda text: Markup(markdown.render(text).strip()),
        "summary": lambda text: Markup(markdown.render(text)).striptags()[:200],
        "number": _number,
        "day": _day,
        "fill": lambda text, name, value: text.replace(f"{{{name}}}", str(value)),
        "begins": lambda text, start: text.startswith(start),
        "short": lambda items: all(len(item.get("text", "") or " " * 40) < 40 for item in items),
        "first_rows": lambda rows, most: rows[:most],
    }
    return environment


def _number(value: float, language: str) -> str:
    text = f"{int(value) if value == int(value) else value:,}"
    return text.replace(",", " ").replace(".", ",").replace(" ", ".") if language == "vi" else text


def _day(value: str, language: str) -> str:
    year, month, day = value.split("-")
    return f"{day}/{month}/{year}" if language == "vi" else f"{int(day)} {MONTHS[int(month) - 1]} {year}"


if __name__ == "__main__":
    build(Path(sys.argv[1]))
