"""Tables whose rows have a place, as GeoJSON."""

import json
from pathlib import Path
from typing import Any

import pytest

from publisher.tables.conversions import obstacle
from tests.tables.conversions.tables import converted, dataset


def _features(package: Any) -> list[dict[str, Any]]:
    collection = json.loads(converted(package, "geojson").read_text("utf-8"))
    assert collection["type"] == "FeatureCollection"
    features: list[dict[str, Any]] = collection["features"]
    return features


@pytest.mark.parametrize("names", [("lon", "lat"), ("longitude", "latitude"), ("kinh_do", "vi_do")])
def test_a_table_with_degrees_is_offered_as_geojson(tmp_path: Path, names: tuple[str, str]) -> None:
    fields = [{"name": "code", "type": "string"}, *({"name": name, "type": "number"} for name in names)]
    package = dataset(tmp_path, fields, f"code,{','.join(names)}\n01,105.83,21.0\n02,,\n".encode())
    assert obstacle(package.resources[0], "geojson") is None
    first, second = _features(package)
    assert first["geometry"] == {"type": "Point", "coordinates": [105.83, 21.0]}
    assert first["properties"] == {"code": "01", names[0]: 105.83, names[1]: 21.0}
    assert second["geometry"] is None


@pytest.mark.parametrize(
    ("cells", "offered"),
    [("180,-90", True), ("180.1,0", False), ("0,90.5", False), ("585000,2325000", False), (",", False)],
)
def test_numbers_that_are_no_degrees_make_no_map(tmp_path: Path, cells: str, offered: bool) -> None:
    fields = [{"name": "code", "type": "string"}, *({"name": name, "type": "number"} for name in ("lon", "lat"))]
    (resource,) = dataset(tmp_path, fields, f"code,lon,lat\n01,{cells}\n".encode()).resources
    assert (obstacle(resource, "geojson") is None) is offered


@pytest.mark.parametrize(
    ("field", "cell", "geometry"),
    [
        ({"type": "geopoint"}, "90.5, 45.50", {"type": "Point", "coordinates": [90.5, 45.5]}),
        ({"type": "geopoint", "format": "array"}, "[90.5, 45.5]", {"type": "Point", "coordinates": [90.5, 45.5]}),
        ({"type": "geojson"}, '{"type": "Point", "coordinates": [1, 2]}', {"type": "Point", "coordinates": [1, 2]}),
    ],
)
def test_a_column_of_places_becomes_the_geometry(
    tmp_path: Path, field: dict[str, Any], cell: str, geometry: Any
) -> None:
    quoted = cell.replace('"', '""')
    package = dataset(
        tmp_path, [{"name": "n", "type": "integer"}, {"name": "at", **field}], f'n,at\n1,"{quoted}"\n2,\n'.encode()
    )
    first, second = _features(package)
    assert (first["geometry"], first["properties"]) == (geometry, {"n": 1})
    assert (second["geometry"], second["properties"]) == (None, {"n": 2})
