"""A wrong and a right example of each code, made from the folders here; what `publisher explain` shows.

`right:` in a folder's expected.yaml says how it is mended: a text that is replaced in a file, a file or folder that is
moved, or a file that is added; or a list of such steps, of which the first is shown.
"""

import difflib
import json
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from publisher import source

HERE = Path(__file__).parent
EXAMPLE = HERE.parent / "example"
AROUND = 1  # lines shown before and after those that differ
MAX_LINES, MAX_LENGTH = 16, 100
HEAD = "# Made by `python -m tests.docs.reference` from tests/rules/. Do not edit.\n"

Expected = Mapping[str, Any]


def folders() -> dict[str, Path]:
    """For each code the folder that shows it; of several the one that is called after the code alone."""
    found: dict[str, Path] = {}
    for path in sorted(HERE.glob("*/expected.yaml")):
        found.setdefault(path.parent.name.partition(".")[0], path.parent)
    return found


def expected(folder: Path) -> Expected:
    """What a folder says must be found, and how it is mended."""
    document, faults = source.read(folder / "expected.yaml", "expected.yaml")
    assert document
    assert not faults
    data: Expected = document.data
    return data


def mend(root: Path, folder: Path) -> None:
    """Carry out what `right:` says in a broken catalogue."""
    right = expected(folder)["right"]
    for step in right if isinstance(right, list) else [right]:
        _mend(root, step)


def _mend(root: Path, right: Mapping[str, str]) -> None:
    path = root / right["file"]
    if "moved" in right:
        path.rename(root / right["moved"])
    elif "text" in right:
        path.write_text(right["text"], encoding="utf-8")
    else:
        text = path.read_text("utf-8")
        assert text.count(right["from"]) == 1, f"{right['file']}: {right['from']!r} must stand there once"
        path.write_text(text.replace(right["from"], right["to"]), encoding="utf-8")


def text() -> str:
    """The file of examples as it should be."""
    lines = [f"{code}: {json.dumps(_example(folder), ensure_ascii=False)}\n" for code, folder in folders().items()]
    return HEAD + "".join(lines)


def _example(folder: Path) -> Mapping[str, Any]:
    told = expected(folder)
    right = told.get("right")
    if right is None:
        return _wrong(folder, told["problems"][0])
    right = right[0] if isinstance(right, list) else right
    if "moved" in right:
        return {"file": right["file"], "moved": right["moved"]}
    if "text" in right:
        return {"file": right["file"], "right": _short(right["text"].splitlines())}
    before = _read(folder, right["file"])
    after = before.replace(right["from"], right["to"])
    return {"file": right["file"], **_beside(before.splitlines(), after.splitlines())}


def _wrong(folder: Path, problem: Mapping[str, Any]) -> Mapping[str, Any]:
    """The lines around a place that nobody has said how to mend."""
    lines = _read(folder, problem["file"]).splitlines()
    start = max(0, problem["line"] - 1 - AROUND)
    wrong = _short(lines[start : problem["line"] + AROUND])
    return {"file": problem["file"], "line": start + 1, "wrong": wrong} if wrong else {"file": problem["file"]}


def _read(folder: Path, file: str) -> str:
    path = next((path for path in (folder / file, EXAMPLE / file) if path.is_file()), None)
    try:
        return path.read_text("utf-8") if path else ""
    except UnicodeDecodeError:
        return ""


def _beside(before: list[str], after: list[str]) -> Mapping[str, Any]:
    """The lines that differ, with their neighbours."""
    matcher = difflib.SequenceMatcher(a=before, b=after, autojunk=False)
    spans = [span[1:] for span in matcher.get_opcodes() if span[0] != "equal"]
    a, b = max(0, spans[0][0] - AROUND), max(0, spans[0][2] - AROUND)
    wrong, right = before[a : spans[-1][1] + AROUND], after[b : spans[-1][3] + AROUND]
    return {"line": a + 1, "wrong": _short(wrong), "right": _short(right)}


def _short(lines: list[str]) -> list[str]:
    shown = [line if len(line) <= MAX_LENGTH else line[: MAX_LENGTH - 1] + "…" for line in _plain(lines)]
    return shown if len(shown) <= MAX_LINES else [*shown[: MAX_LINES - 1], "…"]


def _plain(lines: list[str]) -> Iterator[str]:
    """Lines as a terminal can show them: a tab as an arrow, controls as a replacement."""
    for line in lines:
        yield "".join(c if c.isprintable() else "→" if c == "\t" else "\ufffd" for c in line)


def broken(folder: Path, root: Path) -> None:
    """Lay a folder over a copy of the example."""
    shutil.copytree(folder, root, dirs_exist_ok=True, ignore=shutil.ignore_patterns("expected.yaml"))
