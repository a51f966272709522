"""The search page as a reader uses it: facets, the address, the keyboard, without scripts, without barriers."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from playwright.sync_api import Browser, Page, expect

from tests import needs
from tests.browser.searching import found, search, searched, titles
from tests.browser.sites import Published
from tests.browser.watching import ACTIVE, HEIGHT, NARROW, WIDE, barriers, shape_faults, watch
from tests.conftest import HERE, need

SHOWN = 20  # at a time


@pytest.fixture(scope="module")
def site(sites: dict[str, Published]) -> Published:
    """The tenant's site, with the library of its search page."""
    need(needs.libraries)
    return sites["tenant"]


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page with a history of its own."""
    with browser.new_page(viewport={"width": WIDE, "height": HEIGHT}) as page:
        yield page


@pytest.fixture(scope="module")
def cards(site: Published) -> dict[str, Any]:
    """What the search page reads."""
    read: dict[str, Any] = json.loads((site.folder / "cards.json").read_text("utf-8"))
    return read


def _with(cards: dict[str, Any], **chosen: set[str]) -> int:
    """How many entries have one of the values of each facet."""
    entries = range(len(cards["title"]))
    facets = cards["facets"]
    return sum(
        all({facets[name]["name"][place] for place in facets[name]["of"][entry]} & chosen[name] for name in chosen)
        for entry in entries
    )


def _counts(page: Page, facet: str) -> dict[str, int]:
    """The values of a facet that are offered, and how many entries each would give."""
    items = page.locator(f"[data-facet={facet}] li").filter(visible=True)
    boxes = items.locator("input").evaluate_all("boxes => boxes.map(box => box.value)")
    return dict(zip(boxes, map(int, items.locator(".under").all_text_contents()), strict=True))


def _tick(page: Page, facet: str, value: str) -> None:
    page.locator(f"[data-facet={facet}] input[value='{value}']").click()


def test_facets_offer_what_there_is_with_how_much_there_is_of_it(
    site: Published, page: Page, cards: dict[str, Any]
) -> None:
    search(page, site.base)
    for name, facet in cards["facets"].items():
        assert _counts(page, name) == {value: _with(cards, **{name: {value}}) for value in facet["name"]}


def test_values_of_one_facet_add_up_and_facets_narrow_each_other(
    site: Published, page: Page, cards: dict[str, Any]
) -> None:
    search(page, site.base)
    first, second = cards["facets"]["theme"]["name"][:2]
    _tick(page, "theme", first)
    assert found(page) == _with(cards, theme={first})
    _tick(page, "theme", second)
    assert found(page) == _with(cards, theme={first, second})
    _tick(page, "kind", "dataset")
    assert found(page) == _with(cards, theme={first, second}, kind={"dataset"})
    assert _counts(page, "kind") == {
        kind: _with(cards, theme={first, second}, kind={kind}) for kind in ("database", "dataset")
    }
    assert _counts(page, "theme")[first] == _with(cards, theme={first}, kind={"dataset"})
    _tick(page, "theme", first)
    assert found(page) == _with(cards, theme={second}, kind={"dataset"})


def test_counts_follow_what_is_typed(site: Published, page: Page) -> None:
    given = search(page, site.base, "bản đồ")
    assert 0 < found(page) == len(given) < SHOWN
    assert sum(_counts(page, "kind").values()) == found(page)


def test_all_filters_are_cleared_at_once(site: Published, page: Page, cards: dict[str, Any]) -> None:
    search(page, site.base, kind="dataset", format="csv")
    assert found(page) == _with(cards, kind={"dataset"}, format={"csv"})
    page.locator("#clear").click()
    assert found(page) == len(cards["title"])
    assert page.locator("#filters fieldset input:checked").count() == 0
    expect(page.locator("#filters summary")).to_be_focused()
    expect(page.locator("#clear")).to_be_hidden()


def test_the_address_tells_what_was_asked_and_the_way_back_leads_through_it(site: Published, page: Page) -> None:
    search(page, site.base)
    page.locator("#q").fill("dân tộc")
    page.locator("#q").press("Enter")
    expect(page).to_have_url(re.compile(r"\?q=d%C3%A2n\+t%E1%BB%99c$"))
    typed, typed_titles = page.url, titles(page)
    _tick(page, "kind", "dataset")
    page.locator("#sort").select_option("newest")
    expect(page).to_have_url(f"{typed}&kind=dataset&sort=newest")
    last = titles(page)
    page.go_back()
    page.go_back()
    expect(page).to_have_url(typed)
    assert titles(page) == typed_titles
    assert page.locator("#filters fieldset input:checked").count() == 0
    page.go_back()
    expect(page.locator("#q")).to_have_value("")
    for _ in range(3):
        page.go_forward()
    expect(page.locator("#q")).to_have_value("dân tộc")
    expect(page.locator("#sort")).to_have_value("newest")
    assert titles(page) == last


def test_an_address_shows_the_same_to_somebody_else(site: Published, page: Page, browser: Browser) -> None:
    given = search(page, site.base, "dân tộc", kind="dataset", sort="title")
    with browser.new_page() as other:
        other.goto(page.url)
        other.locator("#search").wait_for()
        assert titles(other) == given
        assert other.locator("[data-facet=kind] input[value=dataset]").is_checked()
        assert other.locator("#sort").input_value() == "title"


@pytest.mark.parametrize("wrong", ["theme=nothing", "sort=price", "kind=", "q=%00", "kind=%3Cscript%3E", "x=1"])
def test_an_address_that_names_what_is_not_there_shows_the_rest(
    wrong: str, site: Published, page: Page, cards: dict[str, Any]
) -> None:
    seen = watch(page.context, "127.0.0.1")
    page.goto(f"{site.base}search/?{wrong}")
    page.locator("#search").wait_for()
    assert seen == []
    assert found(page) == (0 if "q=" in wrong else len(cards["title"]))


def test_results_follow_the_typing(site: Published, page: Page) -> None:
    search(page, site.base)
    page.locator("#q").press_sequentially("ban do")
    expect(page.locator("#hits .card-title").first).to_contain_text("bản đồ")
    expect(page.locator("#found")).to_have_text(re.compile("Tìm thấy [1-9]"))
    assert page.locator("#found").get_attribute("role") == "status"
    expect(page).to_have_url(re.compile(r"\?q=ban\+do$"))


def test_more_is_shown_when_asked_for_and_the_reader_is_led_there(
    site: Published, page: Page, cards: dict[str, Any]
) -> None:
    assert len(search(page, site.base)) == SHOWN
    total = len(cards["title"])
    for begin in range(SHOWN, total, SHOWN):
        assert page.locator("#more").text_content() == f"Xem thêm {min(SHOWN, total - begin)} mục"
        page.locator("#more").click()
        expect(page.locator("#hits .card-title a").nth(begin)).to_be_focused()
    assert titles(page) == cards["title"]
    expect(page.locator("#more")).to_be_hidden()


def test_a_result_leads_to_its_page(site: Published, page: Page) -> None:
    title = search(page, site.base, "don vi hanh chinh cap tinh")[0]
    page.locator("#hits a").first.click()
    assert page.url == f"{site.base}dataset/don-vi-hanh-chinh-cap-tinh/"
    assert page.locator("h1").text_content() == title


def test_the_keyboard_alone_leads_from_the_home_page_to_a_dataset(site: Published, page: Page) -> None:
    page.goto(site.base)
    page.keyboard.press("/")
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.type("dân tộc/tỉnh")
    page.keyboard.press("Enter")
    page.locator("#search").wait_for()
    assert page.locator("#q").input_value() == "dân tộc/tỉnh"
    page.keyboard.press("/")
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.value") == "dataset":
            break
    page.keyboard.press("Space")
    expect(page).to_have_url(re.compile("&kind=dataset$"))
    for _ in range(200):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('#hits a')"):
            break
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/dataset/"))


def test_the_filters_can_be_skipped(site: Published, page: Page) -> None:
    search(page, site.base)
    page.locator("#q + button").focus()
    page.keyboard.press("Tab")
    expect(page.locator(".skip-filters")).to_be_focused()
    expect(page.locator(".skip-filters")).to_be_visible()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.locator("#sort")).to_be_focused()


def test_the_key_that_leads_to_the_box_can_be_turned_off_for_good(site: Published, page: Page) -> None:
    search(page, site.base)
    page.locator("#slash").click()
    page.goto(site.base)
    page.keyboard.press("/")
    expect(page.locator("#q")).not_to_be_focused()
    search(page, site.base)
    assert not page.locator("#slash").is_checked()
    page.locator("#slash").click()
    page.keyboard.press("/")
    expect(page.locator("#q")).to_be_focused()


@pytest.mark.parametrize("language", ["vi", "en"])
def test_without_javascript_the_form_leads_to_a_list_of_all_entries(
    language: str, site: Published, browser: Browser
) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(site.in_language("dataset/", language))
        page.locator("#q").fill("dân tộc")
        page.locator("#q").press("Enter")
        page.wait_for_url(re.compile(r"/search/\?q="))
        links = page.locator("#letters li a[href^='../']")
        assert links.count() == len(site.catalogue.packages)
        assert all(link.is_visible() for link in links.all())
        assert page.locator("#search").is_hidden()
        page.locator(".letters a").last.click()
        expect(page.locator(f"[id='{unquote(page.url.partition('#')[2])}']")).to_be_in_viewport()
        links.first.click()
        assert "search" not in page.url


def test_where_the_catalogue_has_a_portal_the_form_leads_there_only_without_javascript(
    tmp_path: Path, browser: Browser
) -> None:
    need(needs.libraries)
    with searched(HERE / "example", tmp_path, "https://ckan.example/open") as site:
        for script in (False, True):
            with browser.new_context(java_script_enabled=script) as context:
                context.route("https://ckan.example/**", lambda route: route.fulfill(body="the portal"))
                page = context.new_page()
                page.goto(site.in_language("dataset/", "vi"))
                page.locator("#q").fill("đèn")
                page.locator("#q").press("Enter")
                place = "vi/search/" if script else "https://ckan.example/open/dataset/"
                page.wait_for_url(lambda url, place=place: url.endswith(f"{place}?q=%C4%91%C3%A8n"))


def test_titles_that_try_to_do_harm_are_shown_as_they_were_written(
    sites: dict[str, Published], browser: Browser
) -> None:
    need(needs.libraries)
    site = sites["hostile"]
    cards = json.loads((site.folder / "cards.json").read_text("utf-8"))
    with browser.new_context(bypass_csp=True) as context:
        seen, page = watch(context, "127.0.0.1"), context.new_page()
        for text in ("", "alert", "<script>alert(1)</script>", '"onerror=alert'):
            given = search(page, site.base, text)
            assert set(given) <= set(cards["title"])
            assert page.evaluate(ACTIVE) == []
            assert given or text.startswith('"')
    assert seen == []


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("text", ["dan toc", "qqqqq", "dan tocc xyz"])
def test_neither_results_nor_their_absence_are_a_barrier(
    text: str, language: str, site: Published, browser: Browser, tools: Path
) -> None:
    faults = {}
    with browser.new_context(bypass_csp=True) as context:
        context.add_init_script(path=tools / "axe-core" / "axe.min.js")
        seen, page = watch(context, "127.0.0.1"), context.new_page()
        for width in (WIDE, NARROW):
            page.set_viewport_size({"width": width, "height": HEIGHT})
            search(page, site.in_language("", language), text, **({"kind": "dataset"} if text == "dan toc" else {}))
            page.locator("#filters").evaluate("filters => { filters.open = true; }")
            for scheme in ("light", "dark"):
                page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
                faults[width, scheme] = [*barriers(page), *shape_faults(page, language)]
    assert {look: found for look, found in faults.items() if found} == {}
    assert seen == []
