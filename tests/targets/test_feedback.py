"""Whom a reader tells of a mistake: who answers for the data, at an address that cannot be led astray."""

from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from publisher.model import Catalogue, Package
from publisher.targets.site.feedback import feedback
from tests.conftest import REPOSITORY
from tests.faults.catalogues import checked

URL = "https://data.islands.example/dataset/lighthouses/"
NONE: dict[str, Any] = {}


def _catalogue(contact: dict[str, Any], database: dict[str, Any], **told: str) -> tuple[Catalogue, Package]:
    known = checked(REPOSITORY / "tests" / "example").sound
    assert known
    dataset = known.package("lighthouses")
    assert dataset
    packages = tuple(replace(each, data={**each.data, "contact": database}) for each in known.packages)
    data = {key: value for key, value in known.data.items() if not key.endswith("_url")}
    return replace(known, packages=packages, data={**data, "contact": contact, **told}), dataset


def _of(dataset: Package, *contributors: dict[str, Any]) -> Package:
    return replace(dataset, data={**dataset.data, "contributors": list(contributors)})


@pytest.mark.parametrize(
    ("contributor", "database", "contact", "asked"),
    [
        ({"roles": ["contact"], "email": "a@x.example"}, {"email": "b@x.example"}, {"email": "c@x.example"}, "a"),
        ({"roles": ["creator"], "email": "a@x.example"}, {"email": "b@x.example"}, {"email": "c@x.example"}, "b"),
        ({"roles": ["contact"]}, NONE, {"email": "c@x.example"}, "c"),
    ],
)
def test_the_one_nearest_to_the_data_is_asked(
    contributor: dict[str, Any], database: dict[str, Any], contact: dict[str, Any], asked: str
) -> None:
    catalogue, dataset = _catalogue(contact, database)
    assert feedback(catalogue, _of(dataset, contributor), URL, "en")["email"] == f"{asked}@x.example"


def test_what_nobody_tells_is_left_out() -> None:
    catalogue, dataset = _catalogue(NONE, NONE)
    assert feedback(catalogue, _of(dataset), URL, "en") == {"mail": "", "email": "", "issue": "", "edit": ""}


def test_a_title_stays_one_value_of_the_address_it_is_put_into() -> None:
    title = "Ships & boats? 100% {url} #1"
    told = {"issue_url": "https://git.example/new?title={title}&body={url}", "edit_url": "https://git.example/e/{path}"}
    catalogue, dataset = _catalogue({"email": "c@x.example"}, NONE, **told)
    said = feedback(catalogue, replace(dataset, title={"en": title}), URL, "en")
    assert parse_qs(urlsplit(said["issue"]).query) == {"title": [title], "body": [URL]}
    assert parse_qs(urlsplit(said["mail"]).query) == {"subject": [title], "body": [URL]}
    assert said["edit"] == "https://git.example/e/datasets/lighthouses/datapackage.yaml"
