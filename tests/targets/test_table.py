"""What decides how a table is held: every type has its column, and whatever changes how cells are read is noticed."""

from pathlib import Path
from typing import Any

import pytest

from publisher.load.schemas import read_schemas
from publisher.model import Resource
from publisher.targets.ckan.table import TYPES, table_of


def _reading(field: dict[str, Any], **schema: Any) -> str:
    fields = [{"name": "size", "title": "Size", "type": "number", **field}]
    data = {"schema": {"fields": fields, **schema}}
    table = table_of(Resource("table", {}, "table.csv", "csv", data, Path("table.csv"), ()), ("en",))
    assert table
    return table.reading


def test_every_type_of_a_field_has_a_type_of_column() -> None:
    schemas, _ = read_schemas(Path(), ("en",))
    assert set(TYPES) == set(schemas.kinds["dataset"]["$defs"]["field"]["properties"]["type"]["enum"])


@pytest.mark.parametrize(
    ("field", "schema"),
    [
        pytest.param({"type": "integer"}, {}, id="another type"),
        pytest.param({"decimalChar": ","}, {}, id="a decimal comma"),
        pytest.param({"bareNumber": False}, {}, id="words around numbers"),
        pytest.param({"missingValues": ["-"]}, {}, id="missing values of the field"),
        pytest.param({}, {"missingValues": ["-"]}, id="missing values of the table"),
        pytest.param({}, {"fieldsMatch": "subset"}, id="columns found by name"),
    ],
)
def test_what_changes_how_cells_are_read_is_noticed(field: dict[str, Any], schema: dict[str, Any]) -> None:
    assert _reading(field, **schema) != _reading({})


@pytest.mark.parametrize(
    "field", [{"description": "x"}, {"constraints": {"minimum": 1}}, {"rdfType": "https://a.example/"}]
)
def test_what_does_not_change_how_cells_are_read_makes_no_work(field: dict[str, Any]) -> None:
    assert _reading(field) == _reading({})
