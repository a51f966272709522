"""What CKAN would answer, by itself: ids, limits, nothing unknown made up; test_servers has a client read it."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from publisher.exports import ckan_shape
from publisher.exports.ckan_shape import FOLDER, PAGE, answers
from publisher.model import Catalogue, Package

# What CKAN 2.12 tells of a package and of a file that anybody may see.
PACKAGE = [
    "author",
    "author_email",
    "creator_user_id",
    "extras",
    "groups",
    "id",
    "isopen",
    "license_id",
    "license_title",
    "license_url",
    "maintainer",
    "maintainer_email",
    "metadata_created",
    "metadata_modified",
    "name",
    "notes",
    "num_resources",
    "num_tags",
    "organization",
    "owner_org",
    "private",
    "relationships_as_object",
    "relationships_as_subject",
    "resources",
    "state",
    "tags",
    "title",
    "type",
    "url",
    "version",
]
RESOURCE = [
    "cache_last_updated",
    "cache_url",
    "created",
    "datastore_active",
    "description",
    "format",
    "hash",
    "id",
    "last_modified",
    "metadata_modified",
    "mimetype",
    "mimetype_inner",
    "name",
    "package_id",
    "position",
    "resource_type",
    "size",
    "state",
    "url",
    "url_type",
]


@pytest.fixture
def example(catalogues: Callable[[str], Catalogue]) -> Catalogue:
    """The example, checked."""
    return catalogues("example")


def _told(catalogue: Catalogue) -> dict[str, Any]:
    return {path.removeprefix(FOLDER): json.loads(content)["result"] for path, content, _ in answers(catalogue)}


def _with(catalogue: Catalogue, count: int) -> Catalogue:
    """The catalogue with as many packages."""
    first = catalogue.packages[0]
    return replace(catalogue, packages=tuple(replace(first, name=f"p-{number:05}") for number in range(count)))


def test_a_package_has_every_key_that_clients_may_look_for(example: Catalogue) -> None:
    told = _told(example)["package_show/lighthouses.json"]
    assert sorted(told) == sorted(PACKAGE)
    assert sorted(told["resources"][0]) == sorted(RESOURCE)


def test_each_answer_says_that_it_is_one_and_whose_it_is(example: Catalogue) -> None:
    for path, content, package in answers(example):
        told = json.loads(content)
        action = path.removeprefix(FOLDER).partition("/")[0]
        assert (told["success"], told["help"]) == (True, f"{example.url}{FOLDER}help_show?name={action}")
        assert package == (told["result"]["name"] if action == "package_show" else None)


def test_ids_are_the_same_every_time_and_different_for_each(example: Catalogue) -> None:
    first, second = ([told["id"] for path, told in _told(example).items() if "_show/" in path] for _ in range(2))
    assert first == second
    assert len(set(first)) == len(first)


@pytest.mark.parametrize(
    ("data", "created", "modified"),
    [
        ({}, None, None),
        ({"issued": "2026-01-02"}, "2026-01-02T00:00:00", "2026-01-02T00:00:00"),
        ({"issued": "2026-01-02", "modified": "2026-03"}, "2026-01-02T00:00:00", "2026-03-01T00:00:00"),
        ({"modified": "2026"}, "2026-01-01T00:00:00", "2026-01-01T00:00:00"),
    ],
)
def test_days_become_moments_and_what_is_not_known_is_nothing(
    example: Catalogue, data: dict[str, str], created: str | None, modified: str | None
) -> None:
    package = replace(example.packages[0], data=data)
    told = _told(replace(example, packages=(package,)))[f"package_show/{package.name}.json"]
    assert (told["metadata_created"], told["metadata_modified"]) == (created, modified)


@pytest.mark.parametrize(
    ("licence", "id", "is_open"), [("cc-by-4.0", "cc-by", True), ("their-own", "their-own", False), (None, None, False)]
)
def test_a_licence_has_the_id_of_ckans_own_list_if_it_is_there(
    example: Catalogue, licence: str | None, id: str | None, is_open: bool
) -> None:
    package: Package = replace(example.packages[0], licence=licence)
    told = _told(replace(example, packages=(package,)))[f"package_show/{package.name}.json"]
    assert (told["license_id"], told["isopen"]) == (id, is_open)


def test_what_ckan_has_no_field_for_is_an_extra_as_text_or_as_json(example: Catalogue) -> None:
    told = _told(example)["package_show/lights-register.json"]
    extras = {extra["key"]: extra["value"] for extra in told["extras"]}
    assert extras["kind"] == "database"
    assert extras["title_vi"] == "Sổ đăng ký đèn biển"
    assert json.loads(extras["items"])[0]["name"] == "lights"
    assert set(extras) & set(PACKAGE) == set()


@pytest.mark.parametrize(("count", "sizes"), [(0, [0]), (3, [3]), (4, [3, 1]), (6, [3, 3])])
def test_more_packages_than_one_answer_may_hold_go_into_several(
    example: Catalogue, count: int, sizes: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ckan_shape, "PAGE", 3)
    told = _told(_with(example, count))
    pages = {path: result for path, result in told.items() if path.startswith("current_package_list")}
    assert [len(page) for page in pages.values()] == sizes
    assert [path.rpartition("resources")[2] for path in pages] == ["", "-3"][: len(sizes)]


def test_the_limit_is_that_of_ckan() -> None:
    assert PAGE == 1_000
