"""What a search finds, and in which order, in the real browser."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests import needs
from tests.browser.searching import TITLES, found, search, searched
from tests.browser.sites import Published
from tests.conftest import HERE, need


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Published]:
    """A catalogue to search in."""
    need(needs.libraries)
    with searched(HERE / "example", tmp_path_factory.mktemp("searched")) as site:
        yield site


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    """One page for all that only search."""
    with browser.new_page() as page:
        yield page


@pytest.mark.parametrize(
    ("text", "first"),
    [
        pytest.param("duong ong", "pipes", id="no marks, and the letter that no decomposition splits"),
        pytest.param("đường ống", "pipes", id="all marks"),
        pytest.param("ĐƯỜNG ỐNG", "pipes", id="capitals"),
        pytest.param("Du\u031bo\u031b\u0300ng o\u0302\u0301ng", "pipes", id="marks written apart"),
        pytest.param("dan toc thieu so", "minorities", id="a phrase without marks"),
        pytest.param("dân tộc thiểu số", "minorities", id="a phrase with marks"),
        pytest.param("nuoc dan ong", "pipes", id="words in another order"),
        pytest.param("thong ke 2020", "later", id="figures"),
        pytest.param("khoa calendar", "calendar", id="a keyword"),
        pytest.param("lich tau", "calendar", id="a description"),
        pytest.param("minoriti", "minorities", id="the beginning of a word that is being typed"),
    ],
)
def test_what_is_meant_comes_first(text: str, first: str, site: Published, page: Page) -> None:
    assert search(page, site.base, text)[:1] == [TITLES[first]]
    assert page.locator("#notice").is_hidden()


@pytest.mark.parametrize("text", ["dân tộc thiểu số", "dan toc thieu so", "dân toc thiểu so", "DAN TOC, thieu-so!"])
def test_the_same_words_find_the_same_entries_whatever_their_marks(text: str, site: Published, page: Page) -> None:
    assert set(search(page, site.base, text)) == {TITLES["minorities"], TITLES["turned"]}


@pytest.mark.parametrize(
    ("text", "better", "less"),
    [
        pytest.param("đường", {"sugar", "pipes"}, {"calendar", "names"}, id="marks that were typed"),
        pytest.param("dương", {"calendar"}, {"names", "pipes", "sugar"}, id="other marks"),
        pytest.param("hai sam", {"cucumbers"}, {"harbours"}, id="in a title before in a description"),
        pytest.param("dan toc thieu so", {"minorities"}, {"turned"}, id="words that stand together"),
    ],
)
def test_what_fits_better_comes_before_what_fits_less(
    text: str, better: set[str], less: set[str], site: Published, page: Page
) -> None:
    given = search(page, site.base, text)
    assert set(given[: len(better)]) == {TITLES[name] for name in better}
    assert set(given[len(better) :]) == {TITLES[name] for name in less}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param('"dân tộc thiểu số"', {"minorities"}, id="in order"),
        pytest.param('"dan toc thieu so"', {"minorities"}, id="without marks"),
        pytest.param("“dân tộc thiểu số”", {"minorities"}, id="with the quotes of print"),
        pytest.param('"so thieu"', {"turned"}, id="the other order"),
        pytest.param('điều tra "dân tộc"', {"minorities"}, id="with a word beside it"),
        pytest.param('"mía các"', set(), id="not across two texts"),
        pytest.param('"dan toc thieu so', {"minorities", "turned"}, id="a quote that is not closed is none"),
        pytest.param('""', set(), id="nothing in quotes"),
    ],
)
def test_words_in_quotes_stand_in_this_order(text: str, expected: set[str], site: Published, page: Page) -> None:
    assert set(search(page, site.base, text)) == {TITLES[name] for name in expected}


@pytest.mark.parametrize(
    ("text", "first"),
    [
        pytest.param("dduwowngf oongs", "pipes", id="Telex that nothing turned into letters"),
        pytest.param('ddieeuf tra "daan toocj thieeur soos"', "minorities", id="a phrase in Telex"),
        pytest.param("duongg ong", "pipes", id="a letter too many"),
        pytest.param("thog ke 2019", "statistics", id="a letter too few"),
        pytest.param("dieu tra dan toc thieeu so", "minorities", id="one word of many"),
        pytest.param("statiztycs", "statistics", id="two letters of a long word"),
    ],
)
def test_a_misspelling_is_forgiven_and_said(text: str, first: str, site: Published, page: Page) -> None:
    assert search(page, site.base, text)[:1] == [TITLES[first]]
    assert page.locator("#notice").text_content() == "No entry has exactly these words. These have similar ones."


@pytest.mark.parametrize(
    ("text", "first"),
    [
        pytest.param("hai sam tren sao hoa", "cucumbers", id="words that are nowhere"),
        pytest.param("thong ke 2091", "later", id="a figure is never misspelled"),
        pytest.param("duo nuoc", "pipes", id="only the last word may go on"),
        pytest.param("xyz statiztycs", "statistics", id="a misspelled word among others"),
    ],
)
def test_where_no_entry_has_all_words_some_will_do_and_it_is_said(
    text: str, first: str, site: Published, page: Page
) -> None:
    assert TITLES[first] in search(page, site.base, text)[:2]
    assert page.locator("#notice").text_content() == "No entry has all of these words. These have some of them."


@pytest.mark.parametrize("text", ["qqqqq", "!!!", "ab12", '"hai sam sao hoa"'])
def test_what_is_nowhere_is_not_found_and_the_list_from_a_to_z_is_there(text: str, site: Published, page: Page) -> None:
    assert search(page, site.base, text) == []
    assert found(page) == 0
    assert page.locator("#nothing li").count() == 3
    assert page.locator("#letters").is_visible()
    assert page.locator("#more, #notice").filter(visible=True).count() == 0


@pytest.mark.parametrize("text", ["", "   "])
def test_nothing_typed_shows_all_entries_by_their_titles(text: str, site: Published, page: Page) -> None:
    cards = json.loads((site.folder / "cards.json").read_text("utf-8"))
    assert search(page, site.base, text) == cards["title"]
    assert found(page) == len(cards["title"]) == len(site.catalogue.packages)
    assert page.locator("#letters, #nothing, #notice").filter(visible=True).count() == 0


def test_the_order_can_be_chosen(site: Published, page: Page) -> None:
    cards = json.loads((site.folder / "cards.json").read_text("utf-8"))
    assert search(page, site.base, "cang", sort="title") == [TITLES["calendar"], TITLES["harbours"]]
    days = {title: max(of, default=-1) for title, of in zip(cards["title"], cards["modified"]["of"], strict=True)}
    newest = search(page, site.base, sort="newest")
    assert [days[title] for title in newest] == sorted(days.values(), reverse=True)
    page.locator("#sort").select_option("title")
    assert page.locator("#hits .card-title").all_text_contents() == cards["title"]
    assert page.url.endswith("search/?sort=title")


def test_a_very_long_text_is_searched_by_its_beginning(site: Published, page: Page) -> None:
    long = "hai sam " + "x" * 200
    assert TITLES["cucumbers"] in search(page, site.base, long)
    assert search(page, site.base, "x" * 200 + " hai sam") == []


def test_each_language_is_searched_in_its_own_words(sites: dict[str, Published], page: Page) -> None:
    need(needs.libraries)
    site = sites["tenant"]
    for text, words in (("dan toc thieu so", "dân tộc thiểu số"), ("dân tộc thiểu số", "dân tộc thiểu số")):
        assert words in search(page, site.base, text)[0]
    assert "ethnic" in search(page, site.in_language("", "en"), "ethnic")[0].lower()


def test_the_folder_of_a_site_holds_the_library_with_its_licence(site: Published) -> None:
    folder = Path(site.folder) / "static" / "libraries"
    assert "Permission is hereby granted" in (folder / "minisearch.LICENSE.txt").read_text("utf-8")
    assert (folder / "minisearch.js").stat().st_size > 10_000
