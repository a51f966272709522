"""Whatever stands in a descriptor from elsewhere, it is taken or refused in words, and never more than it says."""

import copy
import json
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from publisher.desk.datapackages import take
from publisher.problem import Refused
from tests.desk.wild import CITIES, FIELDS, WILD, write

WHOLE: dict[str, Any] = {
    "name": "cities",
    "version": "1.0",
    "created": "2026-01-01T00:00:00Z",
    "licenses": [{"name": "cc0-1.0", "path": "https://example.org/"}],
    "contributors": [{"title": "Ada", "roles": ["creator"]}],
    "sources": [{"title": "Census", "path": "https://example.org/"}],
    "keywords": ["cities"],
    "resources": [
        {
            "name": "cities",
            "path": ["cities.csv"],
            "format": "csv",
            "encoding": "utf-8",
            "dialect": {"delimiter": ",", "quoteChar": '"', "header": True, "headerRows": [1], "commentRows": [9]},
            "schema": {
                "fields": [
                    {**FIELDS[0], "constraints": {"enum": ["01", "02"]}, "categories": ["01", "02"]},
                    *FIELDS[1:],
                ],
                "primaryKey": ["code"],
                "uniqueKeys": [["name"]],
                "missingValues": [""],
                "fieldsMatch": "exact",
                "foreignKeys": [{"fields": ["code"], "reference": {"resource": "", "fields": ["code"]}}],
            },
        }
    ],
}
STRANGE = st.sampled_from(
    [
        None,
        True,
        0,
        -1,
        10**30,
        1.5,
        "",
        "x",
        "../x",
        "\0",
        ";;",
        [],
        [None],
        [[]],
        {},
        {"": None},
        [{}],
        ["x", "x"],
        "é" * 300,
    ]
)


def _places(value: Any, above: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield where something stands in a descriptor."""
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in parts:
        yield (*above, key)
        yield from _places(part, (*above, key))


PLACES = st.sampled_from(list(_places(WHOLE)))


# Frictionless leaves a file open where it stumbles.
@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")
@settings(max_examples=120, suppress_health_check=list(HealthCheck))
@given(st.lists(st.tuples(PLACES, STRANGE), min_size=1, max_size=2))
def test_a_strange_value_anywhere_ends_in_words(changes: list[tuple[tuple[Any, ...], Any]]) -> None:
    told = copy.deepcopy(WHOLE)
    for place, value in changes:
        node: Any = told
        try:
            for part in place[:-1]:
                node = node[part]
            node[place[-1]] = value
        except (TypeError, KeyError, IndexError):
            continue  # the first change took away the place of the second
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "catalogue"
        source = write(Path(folder) / "wild", {"datapackage.json": json.dumps(told), "cities.csv": CITIES})
        try:
            taken = take(source, root)
        except Refused:
            assert not list(root.rglob("*.yaml"))
        else:
            assert (root / "datasets" / taken.name / "datapackage.yaml").is_file()


@settings(max_examples=30, suppress_health_check=list(HealthCheck))
@given(st.binary(max_size=200))
def test_whatever_the_bytes_of_a_table_are_it_is_taken_or_named(content: bytes) -> None:
    descriptor = WILD["a plain package of version 2"]["datapackage.json"]
    with tempfile.TemporaryDirectory() as folder:
        source = write(Path(folder) / "wild", {"datapackage.json": descriptor, "cities.csv": content})
        taken = take(source, Path(folder) / "catalogue")
        there = any(name.endswith(".csv") for name in taken.files)
        assert there != ("import-not-taken" in {note.code for note in taken.notes})
