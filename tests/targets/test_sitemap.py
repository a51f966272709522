"""The list of pages for search engines: every page that should be found, in every language, split where it must be."""

from pathlib import Path
from xml.etree import ElementTree

import pytest

from publisher.model import Catalogue
from publisher.targets.site.edition import editions
from publisher.targets.site.pages import pages
from publisher.targets.site.render import Templates
from publisher.targets.site.sitemap import MOST, robots, sitemaps
from tests.faults.catalogues import checked

APART = {"withdrawn.html", "not_found.html"}


@pytest.fixture
def catalogue(root: Path) -> Catalogue:
    """The example."""
    sound = checked(root).sound
    assert sound
    return sound


def _addresses(content: bytes) -> list[str]:
    return [node.text or "" for node in ElementTree.fromstring(content).iter() if node.tag.endswith("}loc")]


def test_it_lists_every_page_that_should_be_found_with_its_translations(catalogue: Catalogue) -> None:
    made = list(pages(editions(catalogue, Templates(catalogue.root, catalogue.languages).words)))
    ((name, content),) = sitemaps(catalogue, made)
    gone = {f"{page.path.removesuffix('index.html')}" for page in made if page.template in APART}
    wanted = {page.path.removesuffix("index.html") for page in made} - gone
    assert name == "sitemap.xml"
    assert sorted(_addresses(content)) == sorted(catalogue.url + path for path in wanted)
    assert gone
    others = [node.get("href") for node in ElementTree.fromstring(content).iter() if node.tag.endswith("}link")]
    assert len(others) == len(wanted) * (len(catalogue.languages) + 1)  # and for those of no language
    assert set(others) == set(_addresses(content))


def test_the_limit_is_that_of_the_protocol() -> None:
    assert MOST == 50_000


@pytest.mark.parametrize(
    ("over", "files"), [(0, ["sitemap.xml"]), (1, ["sitemap.xml", "sitemap-1.xml", "sitemap-2.xml"])]
)
def test_more_pages_than_a_file_may_list_go_into_several_under_an_index(
    catalogue: Catalogue, over: int, files: list[str]
) -> None:
    made = list(pages(editions(catalogue, Templates(catalogue.root, catalogue.languages).words)))
    listed = [page for page in made if page.template not in APART]
    told = dict(sitemaps(catalogue, made, most=len(listed) - over))
    assert list(told) == files
    found = [
        address
        for name, content in told.items()
        if name != "sitemap.xml" or not over
        for address in _addresses(content)
    ]
    assert len(found) == len(set(found)) == len(listed)
    if over:
        assert _addresses(told["sitemap.xml"]) == [catalogue.url + name for name in files[1:]]


def test_robots_are_shown_nothing_of_a_preview(catalogue: Catalogue) -> None:
    assert robots(catalogue, "x") == b"User-agent: *\nDisallow: /\n"


def test_robots_are_shown_the_list(catalogue: Catalogue) -> None:
    assert robots(catalogue).decode().splitlines()[-1] == f"Sitemap: {catalogue.url}sitemap.xml"
