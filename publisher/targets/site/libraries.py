"""What the pages use of others: files of npm packages as `make libraries` brings them in. Reads."""

from collections.abc import Mapping
from pathlib import Path

from publisher.load.schemas import defaults

HOME = defaults("site_templates") / "libraries" / "node_modules"
# Where each is published below static/libraries/, and where it lies; a library never goes without its licence.
FILES = {
    "minisearch.js": "minisearch/dist/es/index.js",
    "minisearch.LICENSE.txt": "minisearch/LICENSE.txt",
    "sql-wasm.js": "sql.js/dist/sql-wasm.js",
    "sql-wasm.wasm": "sql.js/dist/sql-wasm.wasm",
    "sql-wasm.LICENSE.txt": "sql.js/LICENSE",
}


def brought() -> Mapping[str, Path]:
    """The files of libraries by the name under which they are published; none unless all of them are there."""
    found = {name: HOME / path for name, path in FILES.items()}
    return found if all(path.is_file() for path in found.values()) else {}
