"""A catalogue in a git repository, and what somebody does to it."""

from collections.abc import Callable
from pathlib import Path

from publisher.report.words import Words

ENGLISH = Words("en")
OLD, NEW = "catalogue/databases/mooring-permits.yaml", "catalogue/databases/lights-register.yaml"
Git = Callable[..., str]


def commit(git: Git) -> None:
    """Commit everything."""
    git("add", "--all")
    git("commit", "--quiet", "--message", "A step")


def spoil(root: Path, file: str) -> None:
    """Misspell a property of a descriptor."""
    text = (root / file).read_text("utf-8")
    (root / file).write_text(text.replace("title:", "titel:", 1), encoding="utf-8")


def append(root: Path, file: str, text: str) -> None:
    """Add to a file."""
    (root / file).write_text((root / file).read_text("utf-8") + text, encoding="utf-8")
