"""YAML files that are still the same are not parsed again. Reads."""

from collections.abc import Mapping
from pathlib import Path

from publisher.cache import Cache, digest
from publisher.problem import Problem, read_back, written
from publisher.source import MAX_BYTES, Document, read

Understood = tuple[Document | None, list[Problem]]

_MARK = "\ufeff".encode()


def read_all(files: Mapping[str, Path], cache: Cache) -> dict[str, Understood]:
    """Read YAML files, by what they are called in problems; what the cache knows of their bytes is not found anew."""
    raws = {file: raw for file, path in files.items() if (raw := _bytes(path)) is not None}
    keys = {file: digest("document", file, raw) for file, raw in raws.items()}
    known = cache.known(keys.values())
    found: dict[str, Understood] = {}
    fresh = {}
    for file, path in files.items():
        if kept := known.get(keys.get(file, "")):
            data, problems = kept
            found[file] = Document(file, data, raws[file].removeprefix(_MARK)), [*map(read_back, problems)]
            continue
        document, problems = found[file] = read(path, file)
        if document and file in keys:
            fresh[keys[file]] = [document.data, [*map(written, problems)]]
    cache.keep(fresh)
    return found


def _bytes(path: Path) -> bytes | None:
    """The bytes of a file; None where reading it is a problem, or would be one."""
    try:
        return path.read_bytes() if path.stat().st_size <= MAX_BYTES else None
    except OSError:
        return None
