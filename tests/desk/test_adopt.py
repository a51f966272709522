"""A package that somebody made by hand becomes ours, and what they have there stays; on a real CKAN."""

import sys
from typing import Any

import pytest

from tests.desk.changes import texts
from tests.desk.conftest import Desk
from tests.targets.worlds import CkanWorld, planned, publish

pytestmark = pytest.mark.ckan

EXTRAS = [{"key": "reviewed_by", "value": "somebody"}, {"key": "caveat", "value": "Old words"}]
FILES = [{"name": "Map", "url": "https://elsewhere.example/map.png", "format": "PNG"}]


@pytest.fixture
def theirs(ckan: CkanWorld) -> dict[str, Any]:
    """Everything of ours is there but the lighthouses, which somebody keeps by hand."""
    publish(ckan)
    ckan.api.action.dataset_purge(id=f"{ckan.prefix}lighthouses")
    ckan.foreign.append(f"{ckan.prefix}lighthouses")
    record: dict[str, Any] = ckan.api.action.package_create(
        name=ckan.foreign[0],
        title="Their lighthouses",
        owner_org="editors-only",
        tags=[{"name": "lamp"}],
        extras=EXTRAS,
        resources=FILES,
    )
    return record


def test_a_package_is_taken_over_and_what_others_have_there_stays(
    ckan: CkanWorld, desk: Desk, theirs: dict[str, Any]
) -> None:
    assert desk("apply", "ckan").code == 3
    before = texts(ckan.root)
    adopted = desk("adopt", "ckan", "lighthouses", "--yes")
    assert adopted.code == 0
    assert "  ~ dataset/lighthouses" in adopted.out
    assert "title: 'Their lighthouses' → 'Lighthouses of the Fictional Islands, 2026'" in adopted.out
    assert "What others have there is kept: reviewed_by, Map" in adopted.out
    assert "Their extra 'caveat' is written over; it is 'Old words' now." in adopted.out
    assert "ckan: 0 created, 1 updated, 0 withdrawn" in adopted.out

    record = ckan.show("lighthouses")
    extras = {extra["key"]: extra["value"] for extra in record["extras"]}
    assert (record["id"], extras["managed_by"], extras["reviewed_by"]) == (theirs["id"], ckan.mark, "somebody")
    assert extras["caveat"].startswith("Every figure is invented")
    names = [(resource["name"], resource["url_type"]) for resource in record["resources"]]
    assert names == [("Lighthouses", "upload"), ("Map", None)]
    assert record["resources"][1]["id"] == theirs["resources"][0]["id"]
    assert planned(ckan)[2].changes == ()
    assert (desk("drift", "ckan", "--exit-code").code, texts(ckan.root)) == (0, before)
    assert "is this catalogue's already" in desk("adopt", "ckan", "lighthouses", "--yes").err


@pytest.mark.parametrize(("answer", "code"), [("n\n", 0), ("y\n", 0), ("", 130)])
def test_on_a_terminal_it_is_asked_for(
    ckan: CkanWorld,
    desk: Desk,
    theirs: dict[str, Any],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Any,
    answer: str,
    code: int,
) -> None:
    keyboard = tmp_path / "keyboard"
    keyboard.write_text(answer, "utf-8")
    with keyboard.open(encoding="utf-8") as typed:
        monkeypatch.setattr(sys, "stdin", typed)
        monkeypatch.setattr(typed, "isatty", lambda: True, raising=False)
        adopted = desk("adopt", "ckan", "lighthouses")
    assert adopted.code == code
    extras = {extra["key"] for extra in ckan.show("lighthouses")["extras"]}
    assert ("managed_by" in extras) is (answer == "y\n")


def test_nothing_is_taken_over_unasked_or_from_nobody_or_from_another_catalogue(ckan: CkanWorld, desk: Desk) -> None:
    nobody = desk("adopt", "ckan", "lighthouses", "--yes")
    assert (nobody.code, "There is no package 'lighthouses' on the portal" in nobody.err) == (2, True)
    ckan.take_name("lighthouses")
    unasked = desk("adopt", "ckan", "lighthouses")
    assert (unasked.code, "--yes" in unasked.err) == (2, True)
    mark = [{"key": "managed_by", "value": "another"}]
    ckan.api.action.package_patch(id=f"{ckan.prefix}lighthouses", extras=mark)
    other = desk("adopt", "ckan", "lighthouses", "--yes")
    assert (other.code, "the owner mark 'another' of another catalogue" in other.err) == (2, True)
    assert ckan.show("lighthouses")["title"] == "Theirs"


def test_nothing_is_taken_over_without_a_token(ckan: CkanWorld, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    ckan.take_name("lighthouses")
    monkeypatch.delenv("CKAN_API_TOKEN")
    assert desk("adopt", "ckan", "lighthouses", "--yes").code == 5
