"""How a package is written on portals of different make: typed fields where the portal has them, extras elsewhere."""

from collections.abc import Mapping
from typing import Any

import pytest

from publisher.targets.ckan import form
from publisher.targets.ckan.offer import Offer

CONTACT = {"field_name": "contact", "repeating_subfields": [{"field_name": "name"}, {"field_name": "email"}]}
THEME = {"field_name": "theme", "preset": "multiple_text"}
ISSUED = {"field_name": "issued", "preset": "dcat_date"}
NAME = {"field_name": "contact_name"}
OBJECT = {"field_name": "limits", "preset": "json_object"}


def _fields(*fields: Mapping[str, Any]) -> dict[str, Any]:
    return {field["field_name"]: field for field in fields}


@pytest.mark.parametrize(
    ("fields", "told", "typed", "extras"),
    [
        ((), {"issued": "2026-01-01"}, {}, {"issued": "2026-01-01"}),
        ((ISSUED,), {"issued": "2026-01-01"}, {"issued": "2026-01-01"}, {}),
        ((ISSUED,), {"issued": 2026}, {"issued": "2026"}, {}),
        ((ISSUED,), {"issued": ["a", "b"]}, {}, {"dataset_issued": '["a", "b"]'}),
        ((), {"theme": ["b", "a"]}, {}, {"theme": '["b", "a"]'}),
        ((THEME,), {"theme": ["b", "a"]}, {"theme": ["b", "a"]}, {}),
        ((THEME,), {"theme": "a"}, {"theme": ["a"]}, {}),
        ((THEME,), {"theme": [1]}, {}, {"dataset_theme": "[1]"}),
        ((), {"contact": [{"name": "A", "email": "a@b.c"}]}, {}, {"contact_name": "A", "contact_email": "a@b.c"}),
        ((CONTACT,), {"contact": [{"name": "A"}]}, {"contact": [{"name": "A"}]}, {}),
        ((CONTACT,), {"contact": [{"uri": "u"}]}, {}, {"contact_uri": "u"}),
        ((NAME,), {"contact": [{"name": "A"}]}, {"contact_name": "A"}, {}),
        ((OBJECT,), {"limits": {"a": 1}}, {"limits": {"a": 1}}, {}),
        ((OBJECT,), {"limits": "a"}, {}, {"dataset_limits": "a"}),
        ((), {"temporal_coverage": [{"start": "1", "end": "2"}]}, {}, {"temporal_start": "1", "temporal_end": "2"}),
        ((), {"spatial_coverage": [{"text": "A", "bbox": "{}"}]}, {}, {"spatial_text": "A", "spatial": "{}"}),
    ],
)  # fmt: skip
def test_what_fits_a_field_of_the_portal_is_put_there_and_all_else_is_an_extra(
    fields: tuple[Mapping[str, Any], ...], told: dict[str, Any], typed: dict[str, Any], extras: dict[str, str]
) -> None:
    assert form.split(_fields(*fields), "dataset", told) == (typed, extras)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ((), {"title_en": "Two"}),
        (({"field_name": "title_translated"},), {"title_translated": {"vi": "Hai", "en": "Two"}}),
    ],
    ids=["plain", "with a field for all languages"],
)
def test_translations_go_where_the_portal_has_a_place_for_them(
    fields: tuple[Mapping[str, Any], ...], expected: dict[str, Any]
) -> None:
    assert form.translated(_fields(*fields), {"title": {"vi": "Hai", "en": "Two"}}, "vi") == expected


def test_text_stays_text_and_all_else_is_json_with_its_letters() -> None:
    assert form.text("đ") == "đ"
    assert form.text({"b": "đ", "a": [1, None]}) == '{"a": [1, null], "b": "đ"}'


@pytest.mark.parametrize(
    ("plugins", "takes"),
    [((), False), (("datastore",), True), (("datastore", "xloader"), False), (("datastore", "datapusher"), False)],
)
def test_tables_are_sent_only_where_no_extension_loads_them_by_itself(plugins: tuple[str, ...], takes: bool) -> None:
    assert Offer("2.12.0", True, plugins=frozenset(plugins)).takes_tables is takes
