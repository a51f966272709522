"""Hugo: the records as its content files, its templates beside them. Writes."""

import json
import shutil
from pathlib import Path

from tests.bench.sites.records import Record, Told

TEMPLATES = Path(__file__).with_name("hugo")
# The layout of a content file; pages of sections and terms find theirs by what they are.
_LAYOUTS = ("search", "changes", "prose", "home")
_LISTS = {"home", "databases", "datasets", "organizations", "organization", "themes", "theme", "groups", "group"}


def write(folder: Path, told: Told) -> None:
    """Write a site that Hugo can build."""
    shutil.copytree(TEMPLATES, folder)
    (folder / "data").mkdir()
    (folder / "data" / "site.json").write_text(json.dumps(told.site, ensure_ascii=False), "utf-8")
    home = {language: shared["home"] for language, shared in told.site.items()}
    for record in told.records:
        if record.template != "not_found":
            _write(folder / "content" / record.language, record, record.folder.removeprefix(home[record.language]))


def _write(content: Path, record: Record, plain: str) -> None:
    said = dict(record.said)
    place = content / plain / "_index.md" if record.template in _LISTS else content / f"{plain.rstrip('/')}.md"
    place.parent.mkdir(parents=True, exist_ok=True)
    text = said.pop("text" if record.template == "prose" else "description", "")
    matter = {"title": said.get("title", record.template), "weight": said.pop("rank", 0), **said.pop("groups", {})}
    if record.template in _LAYOUTS:
        matter["layout"] = record.template
    if record.template == "resource":
        matter["type"] = record.template
    matter["params"] = said
    place.write_text(f"{json.dumps(matter, ensure_ascii=False)}\n\n{text}\n", "utf-8")
