"""What was found of bytes that are still the same. Reads and writes a file of its own, which may always be deleted.

A result goes by a digest of all that it was made from: the program and its libraries, the schemas, the descriptor, the
data. The file lies with the user and not in the repository, so that no change can bring a forged result along.
A file that cannot be read or written costs time, and nothing else.
"""

import hashlib
import json
import platform
import sqlite3
import unicodedata
from collections.abc import Iterable
from contextlib import closing
from functools import cache
from pathlib import Path
from typing import Any

MOST_BYTES = 500_000_000
LIBRARIES = ("frictionless", "jsonschema-rs", "numpy", "pyarrow", "python-calamine", "pyyaml")
_SELECT = "SELECT key, value FROM results WHERE key = ?"
_TABLE = "CREATE TABLE IF NOT EXISTS results (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID"


class Cache:
    """Results by key; without a file it knows nothing and keeps nothing."""

    def __init__(self, file: Path | None = None) -> None:
        self._file = file
        self._found: dict[str, Any] = {}

    def known(self, keys: Iterable[str]) -> dict[str, Any]:
        """Give the results that are known, by key."""
        wanted = list(keys)
        if self._file is None or not self._file.is_file():
            return {}
        try:
            with closing(sqlite3.connect(self._file)) as base:
                rows = [
                    base.execute("SELECT key, value FROM results WHERE key = ?", (key,)).fetchone() for key in wanted
                ]
            return {row[0]: json.loads(row[1]) for row in rows if row}
        except (sqlite3.Error, ValueError):
            return {}

    def keep(self, results: dict[str, Any]) -> None:
        """Keep results, of JSON's types."""
        if self._file is None or not results:
            return
        written = [(key, json.dumps(value, ensure_ascii=False)) for key, value in sorted(results.items())]
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            if self._file.is_file() and self._file.stat().st_size > MOST_BYTES:
                self._file.unlink()
            self._write(written)
        except sqlite3.DatabaseError:
            self._file.unlink(missing_ok=True)
        except OSError:
            return

    def _write(self, written: list[tuple[str, str]]) -> None:
        with closing(sqlite3.connect(str(self._file))) as base, base:
            base.execute(_TABLE)
            base.executemany("INSERT OR REPLACE INTO results VALUES (?, ?)", written)


def digest(*parts: bytes | str) -> str:
    """The key of what was made from these parts by this program."""
    whole = hashlib.sha256(_program())
    for part in parts:
        raw = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        whole.update(len(raw).to_bytes(8, "big") + raw)
    return whole.hexdigest()


@cache
def _program() -> bytes:
    """A digest of this program: its own files, Python, the libraries that judge."""
    from importlib import metadata  # it takes long, and only where something is remembered it is needed

    whole = hashlib.sha256(f"{platform.python_version()} {unicodedata.unidata_version}".encode())
    for name in LIBRARIES:
        whole.update(f"{name} {metadata.version(name)}".encode())
    for path in sorted(Path(__file__).parent.rglob("*.py")):
        whole.update(path.read_bytes())
    return whole.digest()
