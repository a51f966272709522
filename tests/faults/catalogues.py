"""Small catalogues to be broken: write files into one, make a dataset of one table, list what the check finds."""

import shutil
from collections.abc import Mapping
from pathlib import Path

from publisher.problem import Problem
from publisher.publish import Checked, Terms, check
from tests.conftest import DAY

HERE = Path(__file__).parent
Found = tuple[str, int, int, str]

DATABASE = """\
title: Invented database
form: database
organization: islands-maritime-office
class: open
legal_basis: [{document: Invented Act on Open Registers}]
evidence: illustrative
source_of_entry: [{title: Invented for tests}]
"""

DATASET = """\
title: Invented table
description: A table that is invented for one test and holds as little as a table can hold.
database: lights-register
version: 1.0.0
licenses: [{name: cc0-1.0}]
sources: [{title: Invented for tests}]
contributors: [{title: Registers desk, roles: [contact]}]
resources:
  - name: table
    title: Table
    path: table.csv
    format: csv
    mediatype: text/csv
    encoding: utf-8
    schema:
      fields:
        - {name: code, type: string, title: Code}
        - {name: size, type: integer, title: Size}
"""
TABLE = "datasets/invented/table.csv"
DESCRIPTOR = "datasets/invented/datapackage.yaml"


def plant(root: Path) -> Path:
    """Add the faults of planted/ to the example, and those that git or an editor would not keep as they are."""
    shutil.copytree(HERE / "planted", root, dirs_exist_ok=True)
    tables = root / "datasets" / "faulty-tables"
    (tables / "linked.csv").symlink_to("/etc/hostname")
    (tables / "not-composed.csv").write_text("code,size\nBa Tha\u0300nh,1\n", encoding="utf-8")
    hidden = (root / "catalogue" / "databases" / "typo.yaml").read_text("utf-8").partition("keyword")[0]
    (root / "catalogue" / "databases" / "hidden.yaml").write_text(f"{hidden}purpose: a\u202eb\n", encoding="utf-8")
    return root


def write(root: Path, files: Mapping[str, str | bytes]) -> None:
    """Write files below a folder, with the folders that they need."""
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)


def add_table(root: Path, table: str | bytes, schema: str = "", descriptor: str = DATASET) -> None:
    """Add a dataset of one table; `schema` is appended to its Table Schema, at the indent of `fields`."""
    write(root, {DESCRIPTOR: descriptor + schema, TABLE: table})


def checked(root: Path) -> Checked:
    """Check a catalogue in silence."""
    return check(root, lambda name: None, Terms(DAY))


def found(root: Path) -> list[Found]:
    """Say where which problem is found."""
    return [spot(problem) for problem in checked(root).problems]


def spot(problem: Problem) -> Found:
    """Say where and what a problem is."""
    return problem.place.file, problem.place.line, problem.place.column, problem.code
