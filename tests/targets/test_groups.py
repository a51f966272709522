"""Keywords and formats have pages, whatever the spelling; an organization has a history both ways."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publisher.model import Catalogue, Organization
from publisher.source import Document
from publisher.targets.site.edition import Page, editions
from publisher.targets.site.groups import by_format, by_keyword, spoken, tag_name
from publisher.targets.site.pages import pages
from publisher.targets.site.render import Templates
from publisher.targets.site.succession import Line
from tests.faults.catalogues import checked


@pytest.fixture
def catalogue(root: Path) -> Catalogue:
    """The example."""
    sound = checked(root).sound
    assert sound
    return sound


def _with_keywords(catalogue: Catalogue, *keywords: tuple[str, ...]) -> Catalogue:
    """The catalogue with as many packages as lists of keywords are given."""
    packages = tuple(replace(p, keywords=k) for p, k in zip(catalogue.packages, keywords, strict=False))
    return replace(catalogue, packages=packages)


def _made(catalogue: Catalogue) -> dict[str, Page]:
    return {
        page.path: page for page in pages(editions(catalogue, Templates(catalogue.root, catalogue.languages).words))
    }


@pytest.mark.parametrize(
    ("keyword", "name"),
    [("Dân số", "dan-so"), ("đường ống", "duong-ong"), ("DTTS", "dtts"), ("census 2019", "census-2019")],
)
def test_a_keyword_has_the_address_that_its_letters_make(keyword: str, name: str) -> None:
    assert tag_name(keyword) == name


@given(st.text(min_size=1))
def test_every_keyword_has_an_address_of_plain_letters(keyword: str) -> None:
    assert tag_name(keyword).replace("-", "").isalnum()
    assert tag_name(keyword).isascii()


def test_two_keywords_without_latin_letters_have_two_addresses() -> None:
    assert tag_name("ខ្មែរ") != tag_name("人口")


def test_spellings_that_fold_alike_are_one_keyword_called_as_most_spell_it(catalogue: Catalogue) -> None:
    told = _with_keywords(catalogue, ("dan so",), ("Dân số", "x1"), ("Dân số",))
    groups = {group.name: group for group in by_keyword(told)}
    assert list(groups) == ["dan-so", "x1"]
    assert groups["dan-so"].title == "Dân số"
    assert [package.name for package in groups["dan-so"].packages] == [package.name for package in told.packages]


def test_a_package_that_spells_a_keyword_twice_stands_there_once(catalogue: Catalogue) -> None:
    told = _with_keywords(catalogue, ("lights", "Lights"))
    assert [len(group.packages) for group in by_keyword(told)] == [1]


@pytest.mark.parametrize(
    ("keyword", "languages", "language"),
    [
        ("dân số", ("vi", "en"), "vi"),
        ("hải đăng", ("en", "vi"), "vi"),
        ("population", ("vi", "en"), ""),
        ("dân số", ("vi", "en", "fr"), ""),
        ("café", ("en",), ""),
    ],
)
def test_a_keyword_has_a_language_only_if_its_letters_tell(
    keyword: str, languages: tuple[str, ...], language: str
) -> None:
    assert spoken(keyword, languages) == language


def test_formats_are_those_of_the_files(catalogue: Catalogue) -> None:
    (group,) = by_format(catalogue)
    assert (group.name, {package.name for package in group.packages}) == ("csv", {"ferry-trips", "lighthouses"})


def test_a_catalogue_without_keywords_has_no_page_of_them_and_no_link_to_one(catalogue: Catalogue) -> None:
    made = _made(_with_keywords(catalogue, *[()] * len(catalogue.packages)))
    assert not [path for path in made if path.startswith(("tag/", "vi/tag/"))]
    assert made["dataset/index.html"].context["browse"] == ["format/"]


def test_the_page_for_wrong_addresses_has_links_that_begin_at_the_path_of_the_site(catalogue: Catalogue) -> None:
    below = replace(catalogue, url="https://example.org/a/sub/path/")
    made = _made(below)
    assert {made[path].context["root"] for path in ("404.html", "vi/404.html")} == {"/a/sub/path/"}
    assert {made[path].context["canonical"] for path in ("404.html", "vi/404.html")} == {""}


def test_the_page_of_what_was_withdrawn_names_its_successor_as_the_one_to_look_for(catalogue: Catalogue) -> None:
    made = _made(catalogue)
    assert made["dataset/harbour-lights/index.html"].context["canonical"] == f"{catalogue.url}dataset/lighthouses/"
    assert (
        made["vi/dataset/harbour-lights/index.html"].context["canonical"] == f"{catalogue.url}vi/dataset/lighthouses/"
    )


def _organization(name: str, successor: str = "", ended: str = "") -> Organization:
    data = {"successor": successor} if successor else {}
    return Organization(name, {"en": name}, {}, None, {**data, "valid_to": ended}, Document("x.yaml", {}))


@pytest.mark.parametrize(
    ("links", "asked", "line"),
    [
        ({"a": "b", "b": "c", "c": ""}, "a", "abc"),
        ({"a": "b", "b": "c", "c": ""}, "b", "abc"),
        ({"a": "b", "b": "c", "c": ""}, "c", "abc"),
        ({"a": "c", "b": "c", "c": ""}, "c", "abc"),
        ({"a": "c", "b": "c", "c": ""}, "a", "ac"),
        ({"a": "b", "b": "a"}, "a", "ab"),
        ({"a": "a"}, "a", "a"),
        ({"a": "gone"}, "a", "a"),
        ({"a": ""}, "a", "a"),
    ],
)
def test_an_organization_stands_between_those_before_and_after_it(links: dict[str, str], asked: str, line: str) -> None:
    organizations = {name: _organization(name, successor) for name, successor in links.items()}
    told = Line(list(organizations.values())).of(organizations[asked])
    assert "".join(organization.name for organization in told) == line


def test_of_two_that_were_joined_the_one_that_ended_first_stands_first() -> None:
    joined = [_organization("a", "c", "2001-12-31"), _organization("b", "c", "2000-12-31"), _organization("c")]
    assert [organization.name for organization in Line(joined).of(joined[2])] == ["b", "a", "c"]


def test_the_page_of_an_organization_tells_its_history_both_ways(catalogue: Catalogue) -> None:
    made = _made(catalogue)
    names = ("harbour-board", "islands-maritime-office")
    told = {name: made[f"organization/{name}/index.html"].context["history"] for name in names}
    assert [[(card["path"], card["here"]) for card in told[name]] for name in names] == [
        [("organization/harbour-board/", True), ("organization/islands-maritime-office/", False)],
        [("organization/harbour-board/", False), ("organization/islands-maritime-office/", True)],
    ]
