"""The table that was checked, as a CSV file, whatever its form. Reads, and writes a temporary file."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from publisher.model import Package, Resource
from publisher.problem import Refused
from publisher.tables import forms
from publisher.tables.files import sha256


@contextmanager
def checked(dataset: Package, resource: Resource) -> Iterator[Resource]:
    """Give the table of a resource as CSV; refuse a file that is not the one that was checked."""
    if resource.is_csv_table:
        yield resource
        return
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / resource.path
        shutil.copyfile(resource.file, copy)  # what is looked at is what is read
        if resource.measure is None or sha256(copy) != resource.measure.sha256:
            raise Refused("file-changed", file=str(resource.file))
        table, _, _ = forms.as_csv(dataset, replace(resource, file=copy), Path(folder))
        if table is None:
            raise Refused("file-changed", file=str(resource.file))
        yield replace(table, measure=replace(resource.measure, sha256=sha256(table.file)))
