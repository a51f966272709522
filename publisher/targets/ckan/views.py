"""The views under which a portal shows a resource: a table, a map. Reads and writes."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from publisher.model import Resource
from publisher.targets.ckan.connection import Connection, Record

# For each kind of view the plugins that make it, the best first, and its title. `datatables_view` was tried on a real
# portal; those of ckanext-geoview were not: their names are from its version 0.3.2.
TABLE = (("datatables_view",), {"vi": "Bảng", "en": "Table"})
MAP = (("geojson_view", "geo_view"), {"vi": "Bản đồ", "en": "Map"})


@dataclass(frozen=True)
class View:
    """A view of a resource: the plugin that makes it, and its title."""

    view_type: str
    title: str

    @property
    def label(self) -> str:
        """The view as one text, in which a package remembers it."""
        return f"{self.view_type}:{self.title}"

    @classmethod
    def of(cls, label: str) -> "View":
        """The view of a label."""
        view_type, _, title = label.partition(":")
        return cls(view_type, title)


def wanted_views(resource: Resource, plugins: Collection[str], language: str) -> tuple[View, ...]:
    """The views that a resource should have on a portal with these plugins, titled in a language."""
    kinds = [TABLE] * resource.is_csv_table + [MAP] * (resource.format == "geojson")
    found = ((next((name for name in names if name in plugins), None), titles) for names, titles in kinds)
    return tuple(View(name, titles.get(language, titles["en"])) for name, titles in found if name)


def ensure(connection: Connection, resource_id: str, wanted: Sequence[View]) -> None:
    """Create the views that are not there; what is there is nobody's to change, and never made twice."""
    there = {View(view["view_type"], view["title"]) for view in _list(connection, resource_id)} if wanted else set()
    for view in wanted:
        if view not in there:
            sent = {"resource_id": resource_id, "view_type": view.view_type, "title": view.title}
            made = connection.call("resource_view_create", sent)
            _give_way(connection, resource_id, view, made["id"])


def _give_way(connection: Connection, resource_id: str, view: View, made: str) -> None:
    """Take a view back if somebody else has made the same meanwhile: the first in the portal's own order stays."""
    same = [each["id"] for each in _list(connection, resource_id) if View(each["view_type"], each["title"]) == view]
    if same[:1] not in ([], [made]):
        connection.call("resource_view_delete", {"id": made})


def _list(connection: Connection, resource_id: str) -> list[Record]:
    views: list[Record] = connection.call("resource_view_list", {"id": resource_id})
    return views
