"""Catalogues as values, for rules that are told what they judge and read nothing."""

import datetime
from pathlib import Path
from typing import Any

from publisher.load import load
from publisher.model import Catalogue
from tests.conftest import DAY
from tests.faults.catalogues import DATABASE, DATASET, write


def catalogue_of(root: Path, files: dict[str, str], day: datetime.date = DAY) -> Catalogue:
    """The example with more files in it, as it is on a day."""
    write(root, files)
    catalogue, problems = load(root, day)
    assert catalogue
    assert problems == []
    return catalogue


def database(title: str, more: str = "") -> str:
    """A database of a title."""
    return DATABASE.replace("Invented database", title) + more


def dataset(title: str = "Invented table", more: str = "", schema: str = "") -> str:
    """A dataset of a title, with more properties of its own and of its Table Schema."""
    return DATASET.replace("Invented table", title).replace("version: 1.0.0\n", f"version: 1.0.0\n{more}") + schema


def codes(problems: Any) -> list[str]:
    """What kinds of problem were found, in their order."""
    return [problem.code for problem in problems]
