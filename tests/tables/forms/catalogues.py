"""Datasets whose one table is in another form than CSV."""

from pathlib import Path

from tests.faults.catalogues import DATASET, DESCRIPTOR, write

FOLDER = "datasets/invented"
BARE = DATASET.partition("    schema:")[0]  # the same table without a Table Schema


def file_of(form: str) -> str:
    """The file of a table by its form, such as xlsx or csv.gz."""
    return f"{FOLDER}/table.{form}"


def add(root: Path, form: str, content: bytes, more: str = "", dataset: str = DATASET) -> None:
    """Add a dataset of one table in a form, such as xlsx or csv.gz; `more` is appended to its resource."""
    told = dataset.replace("path: table.csv", f"path: table.{form}")
    told = told.replace("format: csv", f"format: {form.partition('.')[0]}")
    write(root, {DESCRIPTOR: told + more, file_of(form): content})
