"""Links: all of them lead somewhere, none leaves the path that the site lies under, every page is reached."""

import pytest

from tests.browser.crawling import Walk, walk
from tests.browser.sites import Published

SITES = ["tenant", "example", "opted", "hostile"]


@pytest.fixture(scope="module")
def walks(sites: dict[str, Published]) -> dict[str, Walk]:
    """A walk through each site."""
    return {name: walk(site.base) for name, site in sites.items()}


@pytest.mark.parametrize("name", SITES)
def test_every_link_and_every_anchor_leads_somewhere_below_the_same_path(name: str, walks: dict[str, Walk]) -> None:
    assert walks[name].faults == []


@pytest.mark.parametrize("name", SITES)
def test_every_page_is_reached_from_the_home_page_but_those_of_what_was_withdrawn(
    name: str, sites: dict[str, Published], walks: dict[str, Walk]
) -> None:
    site = sites[name]
    withdrawn = {
        site.in_language(f"{item.kind}/{item.name}/", language)
        for item in site.catalogue.withdrawn
        for language in site.catalogue.languages
    }
    framed = {site.base + path for path in site.pages if "/embed/" in path}  # for the pages of other sites
    assert {site.base + path for path in site.pages} - set(walks[name].pages) == withdrawn | framed


@pytest.mark.parametrize("name", SITES)
def test_every_data_file_is_reached(name: str, sites: dict[str, Published], walks: dict[str, Walk]) -> None:
    wanted = {
        f"{sites[name].base}dataset/{package.name}/{path}"
        for package in sites[name].catalogue.packages
        for path in [resource.path for resource in package.resources] + ["datapackage.json"] * bool(package.resources)
    }
    assert wanted - walks[name].files == set()
    assert wanted


@pytest.mark.parametrize("name", SITES)
def test_the_addresses_that_a_page_claims_are_its_own_and_its_translations(
    name: str, sites: dict[str, Published], walks: dict[str, Walk]
) -> None:
    site, found = sites[name], walks[name]
    for url, document in found.pages.items():
        url = url.partition("?")[0]
        path = url.removeprefix(site.base).removeprefix("vi/").removeprefix("en/")
        own = {
            language: site.in_language(path, language).replace(site.base, site.catalogue.url)
            for language in site.catalogue.languages
        }
        canonical = url.replace(site.base, site.catalogue.url)
        assert document.claims == {"canonical": canonical, "x-default": own[site.catalogue.language], **own}


def test_a_page_on_which_everything_is_wrong_is_caught(planted: str) -> None:
    assert walk(planted).faults == [
        f"{planted}: leads to javascript:alert(2)",
        f"{planted}missing.png: 404",
        f"{planted}missing/: 404",
        f"{planted}: no anchor {planted}#nowhere",
    ]
