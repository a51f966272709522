"""Datasets whose one table is in another form than CSV."""

import dataclasses
import shutil
from pathlib import Path

from publisher.load import load
from publisher.model import Catalogue
from tests.faults.catalogues import DATASET, DESCRIPTOR, write

EXAMPLE = Path(__file__).parents[2] / "example"
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


def alone(root: Path, form: str, more: str = "", dataset: str = DATASET) -> Catalogue:
    """A catalogue that holds a dataset of one table in a form and nothing else; the table is empty."""
    shutil.copytree(EXAMPLE, root)
    add(root, form, b"", more, dataset)
    catalogue, _ = load(root)
    assert catalogue
    invented = catalogue.package("invented")
    assert invented
    return dataclasses.replace(catalogue, packages=(invented,))
