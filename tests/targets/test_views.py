"""Views on the resources of a portal: the right ones, once; made on a real CKAN."""

from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from publisher.model import Resource
from publisher.problem import PublisherError
from publisher.targets.ckan.connection import Connection, Patience
from publisher.targets.ckan.views import View, ensure, wanted_views
from tests.targets.faults import TIMEOUT, WRITE, Point, bad_line
from tests.targets.worlds import CkanWorld

FIELDS = [{"name": "code", "type": "string", "title": "Mã"}]
TABLE, MAP = View("datatables_view", "Bảng"), View("geojson_view", "Bản đồ")


def _resource(format: str, fields: list[Any]) -> Resource:
    return Resource("t", {}, "t", format, {"schema": {"fields": fields}}, Path("t"), ())


@pytest.mark.parametrize(
    ("format", "fields", "plugins", "language", "expected"),
    [
        pytest.param("csv", FIELDS, ["datastore", "datatables_view"], "vi", [TABLE], id="a table"),
        pytest.param("csv", FIELDS, ["datatables_view"], "en", [View("datatables_view", "Table")], id="in English"),
        pytest.param("csv", FIELDS, ["datatables_view"], "km", [View("datatables_view", "Table")], id="without a word"),
        pytest.param("csv", FIELDS, ["datastore", "geojson_view"], "vi", [], id="no plugin for a table"),
        pytest.param("csv", [], ["datatables_view"], "vi", [], id="a table that nobody described"),
        pytest.param("geojson", [], ["geo_view", "geojson_view"], "vi", [MAP], id="a map, by the better plugin"),
        pytest.param("geojson", [], ["geo_view"], "en", [View("geo_view", "Map")], id="a map, by the other plugin"),
        pytest.param("geojson", [], ["datatables_view", "text_view"], "vi", [], id="no plugin for a map"),
        pytest.param("pdf", [], ["datatables_view", "geojson_view"], "vi", [], id="neither table nor map"),
    ],
)
def test_a_resource_has_the_views_that_suit_it_and_the_portal(
    format: str, fields: list[Any], plugins: list[str], language: str, expected: list[View]
) -> None:
    assert list(wanted_views(_resource(format, fields), plugins, language)) == expected


@pytest.mark.parametrize("view", [TABLE, MAP, View("x", "a: b")], ids=["a table", "a map", "a colon in its title"])
def test_a_view_is_remembered_by_its_label(view: View) -> None:
    assert View.of(view.label) == view


@pytest.fixture
def resource(ckan: CkanWorld) -> str:
    """The id of a resource on the portal."""
    ckan.foreign.append(f"{ckan.prefix}views")
    resources = [{"url": "https://data.example.org/table.csv", "format": "CSV"}]
    made = ckan.api.action.package_create(name=f"{ckan.prefix}views", owner_org="editors-only", resources=resources)
    return str(made["resources"][0]["id"])


def _there(ckan: CkanWorld, resource: str) -> list[tuple[str, str]]:
    return sorted((view["view_type"], view["title"]) for view in ckan.api.action.resource_view_list(id=resource))


@pytest.mark.ckan
def test_a_view_is_made_once_beside_those_of_others(ckan: CkanWorld, resource: str) -> None:
    ckan.api.action.resource_view_create(resource_id=resource, view_type="text_view", title="Bảng")
    ckan.api.action.resource_view_create(resource_id=resource, view_type="datatables_view", title="Theirs")
    connection = Connection(ckan.portal["url"], ckan.token)
    for _ in range(2):
        ensure(connection, resource, [TABLE])
    expected = [("datatables_view", "Bảng"), ("datatables_view", "Theirs"), ("text_view", "Bảng")]
    assert _there(ckan, resource) == expected


@pytest.mark.ckan
@pytest.mark.parametrize("fault", ["lost", "never_sent"], ids=["made, but not told", "not made"])
def test_a_view_is_made_once_though_the_answer_is_lost(ckan: CkanWorld, resource: str, fault: str) -> None:
    patience = Patience(connect=TIMEOUT, answer=TIMEOUT, pauses=(0.001,))
    with bad_line(ckan.portal["url"], Point(WRITE, 1, fault)) as (url, line), suppress(PublisherError):
        ensure(Connection(url, ckan.token, patience), resource, [TABLE])
    assert line.spoilt
    ensure(Connection(ckan.portal["url"], ckan.token), resource, [TABLE])
    assert _there(ckan, resource) == [("datatables_view", "Bảng")]


@pytest.mark.ckan
def test_a_view_that_somebody_made_first_meanwhile_stays_alone(
    ckan: CkanWorld, resource: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    connection = Connection(ckan.portal["url"], ckan.token)
    call = connection.call

    def late(action: str, data: dict[str, Any]) -> Any:
        """Another run of ours makes the view between our look and our write."""
        if action == "resource_view_create":
            made.append(ckan.api.call_action(action, data)["id"])
        return call(action, data)

    made: list[str] = []
    monkeypatch.setattr(connection, "call", late)
    ensure(connection, resource, [TABLE])
    assert [view["id"] for view in ckan.api.action.resource_view_list(id=resource)] == made


def test_where_no_view_is_wanted_nothing_is_asked() -> None:
    ensure(Connection("http://127.0.0.1:9", "token"), "no-such-resource", [])
