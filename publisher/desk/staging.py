"""A folder beside the catalogue in which files are made ready before they become part of it. Reads and writes."""

import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from publisher.problem import Refused

PARTS = ("catalogue", "datasets", "schemas")
MAX_SHOWN = 20


@contextmanager
def staging(root: Path) -> Iterator[Path]:
    """A new folder on the same file system; it is gone afterwards, whatever happens."""
    root.mkdir(parents=True, exist_ok=True)
    stage = Path(tempfile.mkdtemp(prefix=".publisher-", dir=root))
    try:
        yield stage
    finally:
        shutil.rmtree(stage)


def refuse_existing(root: Path, files: Iterable[str]) -> None:
    """Refuse to write where something is already; a dataset takes its folder whole."""
    wanted = sorted({file.rpartition("/")[0] if file.startswith("datasets/") else file for file in files})
    there = [file for file in wanted if os.path.lexists(root / file)]
    if there:
        shown = ", ".join(there[:MAX_SHOWN]) + (" …" if len(there) > MAX_SHOWN else "")
        raise Refused("would-overwrite", files=shown, count=str(len(there)))


def write(stage: Path, texts: Mapping[str, str]) -> None:
    """Write files below a folder."""
    for file, text in texts.items():
        place = stage / file
        place.parent.mkdir(parents=True, exist_ok=True)
        place.unlink(missing_ok=True)  # it may share its bytes with the file that it was copied from
        place.write_text(text, "utf-8", newline="")


def move(stage: Path, root: Path) -> None:
    """Move all that was made ready into place; where something is there by now, nothing is moved."""
    files = sorted((path for path in stage.rglob("*") if path.is_file()), reverse=True)  # catalogue.yaml comes late
    moved: list[Path] = []
    try:
        for path in files:
            place = root / path.relative_to(stage)
            place.parent.mkdir(parents=True, exist_ok=True)
            _put(path, place)
            moved.append(place)
    except OSError:
        for place in moved:
            place.unlink()
        raise


def replace(stage: Path, root: Path, texts: Mapping[str, str]) -> None:
    """Let files that were made ready take the place of those of the catalogue, which must be as they were."""
    for file, text in texts.items():
        if (root / file).read_bytes() != text.encode("utf-8"):
            raise Refused("file-changed", file=file)
        shutil.copymode(root / file, stage / file)
        (stage / file).replace(root / file)


def _put(path: Path, place: Path) -> None:
    """Give a file its place; unlike a renaming this never takes the place of another."""
    try:
        os.link(path, place)
    except FileExistsError:
        raise
    except OSError:  # a file system without links
        with path.open("rb") as source, place.open("xb") as target:
            shutil.copyfileobj(source, target)


def copy(root: Path, stage: Path) -> None:
    """Make a folder look like a catalogue, without copying its files."""
    for part in PARTS:
        if (root / part).is_dir():
            shutil.copytree(root / part, stage / part, copy_function=_link, symlinks=True)


def _link(source: str, target: str) -> None:
    try:
        os.link(source, target, follow_symlinks=False)
    except OSError:
        shutil.copy2(source, target, follow_symlinks=False)
