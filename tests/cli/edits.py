"""What somebody does to the files of a catalogue between two commands."""

import shutil
from pathlib import Path

BROKEN = "catalogue/databases/lights-register.yaml"


def edit(root: Path, file: str, old: str, new: str) -> None:
    """Replace a text that stands in a file."""
    text = (root / file).read_text("utf-8")
    assert old in text
    (root / file).write_text(text.replace(old, new, 1), encoding="utf-8")


def spoil(root: Path) -> None:
    """Misspell a property of a descriptor."""
    edit(root, BROKEN, "title:", "titel:")


def drop(root: Path, name: str = "ferry-trips") -> None:
    """Delete a dataset."""
    shutil.rmtree(root / "datasets" / name)


def withdraw(root: Path, name: str) -> None:
    """Say that a dataset was withdrawn."""
    entry = f"\n{name}:\n  kind: dataset\n  title: Gone\n  date: 2026-11-21\n  reason: For a test.\n"
    file = root / "catalogue/withdrawn.yaml"
    file.write_text(file.read_text("utf-8") + entry, encoding="utf-8")


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below a folder."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
