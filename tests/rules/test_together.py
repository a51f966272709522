"""Negative examples together: those that fit into one catalogue are checked in one run, which names all their faults.

Each is put into the example under a name and a title of its own. What a catalogue has only one of (its own descriptor,
themes, rule sets, a name that is itself the fault) cannot be broken in two ways at once: such examples run alone.
"""

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from publisher import source
from tests.faults.catalogues import Found, found
from tests.rules.test_rules import FOLDERS, MADE

_OURS = re.compile(r"(?P<place>catalogue/databases/|datasets/)invented(?P<rest>(-too)?(\.yaml|/.+))")
_NAMED = re.compile(r"(?m)(?<=[:/ ])invented(?=(-too)?(/|[\s,}\]]|$))")
_TITLE = re.compile(r"(?m)^title: Invented (table|database)$")
# What is said of examples only because they lie beside each other: many share a table, those about titles a title.
BESIDE = {"same-file", "same-title"}
ENOUGH = 200


@dataclass(frozen=True)
class Example:
    """The files of an example in a folder of its own, and what must be found of it."""

    folder: Path
    expected: tuple[Found, ...]

    @property
    def files(self) -> list[str]:
        """The paths of its files and links."""
        paths = (path for path in self.folder.rglob("*") if path.is_symlink() or path.is_file())
        return sorted(path.relative_to(self.folder).as_posix() for path in paths)


def _examples(scratch: Path) -> Iterator[Example]:
    """Yield every negative example, laid out in a folder."""
    for number, folder in enumerate(FOLDERS):
        home = scratch / f"folder-{number}"
        shutil.copytree(folder, home, ignore=shutil.ignore_patterns("expected.yaml"))
        document, _ = source.read(folder / "expected.yaml", "expected.yaml")
        assert document
        items = document.data["problems"]
        yield Example(home, tuple((item["file"], item["line"], item["column"], item["code"]) for item in items))
    for number, (make, expected) in enumerate(MADE.values()):
        home = scratch / f"made-{number}"
        home.mkdir()
        try:
            make(home)
        except FileNotFoundError:  # it breaks a file of the example
            continue
        yield Example(home, (expected,))


def _join(example: Example, number: int, root: Path) -> list[Found]:
    """Put an example into a catalogue under a name of its own; give what must be found there."""
    name = f"invented-{number}"

    def moved(path: str) -> str:
        return _OURS.sub(rf"\g<place>{name}\g<rest>", path)

    for path in example.files:
        origin, target = example.folder / path, root / moved(path)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(origin, target, follow_symlinks=False)
        if path.endswith(".yaml") and not origin.is_symlink():
            is_about_titles = any("title" in code for *_, code in example.expected)
            target.write_bytes(_renamed(origin.read_bytes(), name, "" if is_about_titles else f" {number}"))
    return [(moved(file), line, column, code) for file, line, column, code in example.expected]


def _renamed(raw: bytes, name: str, mark: str) -> bytes:
    """A descriptor with its own title, and references to its new name; the bytes of a fault stay as they are."""
    text = raw.decode("utf-8", "surrogateescape")
    text = _TITLE.sub(lambda found: f"{found[0]}{mark}", text, count=1)
    return _NAMED.sub(name, text).encode("utf-8", "surrogateescape")


def test_all_that_fit_into_one_catalogue_are_found_in_one_run(root: Path, tmp_path: Path) -> None:
    examples = [each for each in _examples(tmp_path / "examples") if all(map(_OURS.fullmatch, each.files))]
    expected = [spot for number, each in enumerate(examples) for spot in _join(each, number, root)]
    seen = found(root)
    assert [spot for spot in expected if spot not in seen] == []
    assert {code for *_, code in set(seen) - set(expected)} <= BESIDE
    assert len(examples) >= ENOUGH
