"""A table on a real CKAN: what is loaded into it, what is there then, what was called meanwhile."""

import hashlib
import json
import uuid
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from publisher.model import Resource
from publisher.targets.ckan.connection import Connection
from publisher.targets.ckan.datastore import Table, load, marks, table_of
from tests.targets.worlds import CkanWorld

Row = list[Any]

CODE = {"name": "code", "type": "string", "title": "Mã tỉnh", "title_en": "Code", "constraints": {"required": True}}
NAME = {"name": "name", "type": "string", "title": "Tên"}
YEAR = {"name": "year", "type": "year", "title": "Năm", "constraints": {"required": True}}
SIZE = {
    "name": "size",
    "type": "integer",
    "title": "Dân số",
    "title_en": "Population",
    "description": "Dân số thường trú, 50% \"ước tính\":\nxem 'ghi chú' \\ phụ lục.",
    "description_en": "Residents",
    "unit": "người",
    "unit_en": "persons",
}
ROWS: list[Row] = [["01", "Hà Nội", 8], ["02", "Hà Giang", 1], ["04", "Cao Bằng", 2], ["06", "Bắc Kạn", None]]


def resource_with(*fields: Mapping[str, Any], **schema: Any) -> Resource:
    """A file with a Table Schema of these fields."""
    data = {"schema": {"fields": list(fields), **schema}}
    return Resource("table", {"vi": "Bảng"}, "table.csv", "csv", data, Path("table.csv"), ())


def table_with(*fields: Mapping[str, Any], key: tuple[str, ...] = (), **schema: Any) -> Table:
    """The table that such a file becomes."""
    made = table_of(resource_with(*fields, **schema, **({"primaryKey": list(key)} if key else {})), ("vi", "en"))
    assert made
    return made


KEYED = table_with(CODE, NAME, SIZE, key=("code",))
PLAIN = table_with(CODE, NAME, SIZE)


class Spot:
    """A resource on the portal whose table is loaded, and what was called meanwhile."""

    def __init__(self, world: CkanWorld) -> None:
        self.world = world
        self.api = world.api
        name = f"{world.prefix}table-{uuid.uuid4().hex[:6]}"
        resources = [{"url": "https://data.example.org/table.csv", "format": "CSV", "name": "table"}]
        made = self.api.action.package_create(name=name, owner_org="editors-only", resources=resources)
        world.foreign.append(name)
        self.id: str = made["resources"][0]["id"]
        self.calls: list[tuple[str, Mapping[str, Any]]] = []
        self.connection = _Heard(world.portal["url"], world.token, self.calls)

    def load(
        self, table: Table, rows: list[Row], held: Mapping[str, str] | None = None, through: Connection | None = None
    ) -> dict[str, str]:
        """Load some rows; give the marks to hold."""
        self.calls.clear()
        wanted = marks(table, hashlib.sha256(json.dumps(rows).encode()).hexdigest())
        load(through or self.connection, self.id, table, lambda: map(list, rows), len(rows), wanted, held or {})
        return wanted

    def rows(self) -> list[Row]:
        """The records of the portal in the order of their ids, without them."""
        return [record[1:] for record in self._records()]

    def ids(self) -> dict[str, int]:
        """The portal's own number of each record by the first of its cells."""
        return {record[1]: record[0] for record in self._records()}

    def _records(self) -> list[Row]:
        found: list[Row] = self.api.action.datastore_search(
            resource_id=self.id, records_format="lists", sort="_id", limit=32_000
        )["records"]
        return found

    def fields(self) -> list[dict[str, Any]]:
        """The columns with types and dictionary."""
        found: list[dict[str, Any]] = self.api.action.datastore_info(id=self.id)["fields"]
        return found

    def insert(self, *rows: Row, names: tuple[str, ...] = ("code", "name", "size")) -> None:
        """Let somebody else add records."""
        told = [dict(zip(names, row, strict=True)) for row in rows]
        self.api.action.datastore_upsert(resource_id=self.id, force=True, method="insert", records=told)

    def writes(self) -> list[str]:
        """What the last load wrote, by action or method."""
        return [data.get("method", action) for action, data in self.calls if not action.endswith(("_info", "_search"))]


class _Heard(Connection):
    """A connection that notes what is called."""

    def __init__(self, url: str, token: str, calls: list[tuple[str, Mapping[str, Any]]]) -> None:
        super().__init__(url, token)
        self._calls = calls

    def call(self, action: str, data: Mapping[str, Any], files: Mapping[str, Any] | None = None) -> Any:
        self._calls.append((action, data))
        return super().call(action, data, files)


# Where the two versions work in different ways.
VERSIONS = pytest.mark.parametrize("spot", ["ckan_portal", "old_portal"], ids=["2.12", "2.11"], indirect=True)
