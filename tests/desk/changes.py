"""What differs between two states of a catalogue's files, and hands that edit on a portal."""

from collections.abc import Mapping
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from tests.targets.worlds import CkanWorld

PARTS = ("catalogue", "datasets", "schemas")


def texts(root: Path) -> dict[str, str]:
    """Every file of a catalogue, by path."""
    files = (path for part in PARTS for path in (root / part).rglob("*") if path.is_file())
    return {path.relative_to(root).as_posix(): path.read_bytes().decode("utf-8") for path in files}


def lines(old: str, new: str) -> list[str]:
    """The lines that went and came, in their order."""
    before, after = old.splitlines(), new.splitlines()
    found: list[str] = []
    for tag, a, b, c, d in SequenceMatcher(a=before, b=after, autojunk=False).get_opcodes():
        if tag != "equal":
            found += [*(f"-{line}" for line in before[a:b]), *(f"+{line}" for line in after[c:d])]
    return found


def changed(before: Mapping[str, str], after: Mapping[str, str]) -> dict[str, list[str]]:
    """The lines that went and came, by file; no file may come or go."""
    assert before.keys() == after.keys()
    return {file: lines(before[file], after[file]) for file in before if before[file] != after[file]}


def patch(world: CkanWorld, package: str, **fields: Any) -> None:
    """Change fields of a package by hand."""
    world.api.action.package_patch(id=f"{world.prefix}{package}", **fields)


def set_extras(world: CkanWorld, package: str, **extras: str | None) -> None:
    """Change extras of a package by hand; None takes one away."""
    now = {extra["key"]: extra["value"] for extra in world.show(package)["extras"]} | extras
    patch(world, package, extras=[{"key": key, "value": value} for key, value in now.items() if value is not None])


def set_resource(world: CkanWorld, package: str, **fields: Any) -> None:
    """Change fields of the first file of a package by hand."""
    world.api.action.resource_patch(id=world.show(package)["resources"][0]["id"], **fields)
