"""A copy of the example in which every title, description and name tries to do harm."""

import csv
import re
import shutil
from itertools import cycle
from pathlib import Path

from tests.browser.sites import opt_in

# Each is tried in every place. One asterisk in all, since two would be Markdown.
CORPUS = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(2)>",
    "<svg/onload=alert(3)>",
    '"><script>alert(4)</script>',
    "' autofocus onfocus=alert(5) x='",
    "</title><script>alert(6)</script>",
    "[here](javascript:alert(7))",
    "[here](JaVaScRiPt:alert(8))",
    "[here](data:text/html,<script>alert(9)</script>)",
    "<javascript:alert(10)>",
    "![here](javascript:alert(11))",
    "{{7*7}}",
    "{% print(8) %}",
    "${9}",
    "<!--",
    "]]>",
)
ALL = " ".join(CORPUS)
_KEYS = "title|description|reason|changes|caveat|attribution|purpose|harbour|document|article|abbreviation|note"
_LINE = re.compile(rf"^(?P<key>[ -]*(?:{_KEYS})(?:_vi)?: )(?P<value>\S.*)$", re.MULTILINE)


def make_hostile(example: Path, folder: Path) -> Path:
    """Copy the example, and put the whole corpus behind every text and into the cells of names."""
    shutil.copytree(example, folder)
    for path in [*folder.glob("catalogue/**/*.yaml"), *folder.glob("datasets/*/*.yaml")]:
        path.write_text(_LINE.sub(_armed, path.read_text("utf-8")), encoding="utf-8")
    for path in folder.glob("datasets/*/*.csv"):
        _arm_names(path)
    opt_in(folder)
    return folder


def _armed(line: re.Match[str]) -> str:
    text = f"{line['value'].strip(chr(39))} {ALL}".replace("'", "''")
    return f"{line['key']}'{text}'"


def _arm_names(path: Path) -> None:
    """Put one of the corpus behind each name; the first name gets all."""
    with path.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    for row, one in zip(rows, cycle([ALL, *CORPUS]), strict=False):
        if "name" in row:
            row["name"] += f" {one}"
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
