"""What scripts add: the switch of colours, the order and the filter of tables, copying; and that nothing needs them."""

import gzip
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from publisher.words import fold, order
from tests.browser.sites import Published
from tests.browser.watching import NARROW, tab_to, watch
from tests.conftest import REPOSITORY

SCRIPTS = sorted((REPOSITORY / "site_templates/static/scripts").glob("*.js"))
PROVINCES = "dataset/don-vi-hanh-chinh-cap-tinh/"
DARK, LIGHT = "rgb(18, 22, 31)", "rgb(255, 255, 255)"
PAPER = "getComputedStyle(document.body).backgroundColor"
ORDER = "async args => { const { order } = await import('./static/scripts/order.js'); return order(...args); }"
FOLD = "async texts => { const { fold } = await import('./static/scripts/fold.js'); return texts.map(fold); }"
# Language, are numbers written as in files, texts in order.
ORDERS = [
    pytest.param("vi", False, ["-2", "3,5", "12", "3.402", "65.795.718"], id="numbers as Vietnamese writes them"),
    pytest.param("en", False, ["-2", "3.5", "12", "3,402", "65,795,718"], id="numbers as English writes them"),
    pytest.param("vi", False, ["8,5 %", "12 %", "100 %"], id="shares"),
    pytest.param("vi", True, ["3.402", "65", "1e3"], id="numbers as files write them"),
    pytest.param("vi", False, ["3.14", "12", "100.25"], id="numbers that no Vietnamese number can be"),
    pytest.param("vi", False, ["31/12/1999", "01/02/2019", "21/11/2026"], id="days"),
    pytest.param("vi", False, ["Mục 2", "Mục 10", "Mục a"], id="words with numbers"),
    pytest.param("vi", False, ["da", "đa", "ê", "ga", "ô", "ơ", "u", "ư"], id="letters of Vietnamese"),
    pytest.param("vi", False, ["1", "2", "", ""], id="what is empty comes last"),
]


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A reader who may copy."""
    with browser.new_context(permissions=["clipboard-read", "clipboard-write"], color_scheme="light") as context:
        yield context


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """A page of that reader."""
    return context.new_page()


def _with_imports(*names: str) -> set[Path]:
    """The modules that a page without a search loads."""
    found, ahead = set(), list(names)
    while ahead:
        path = SCRIPTS[0].parent / ahead.pop()
        if path not in found:
            found.add(path)
            ahead += re.findall(r'from "\./([a-z]+\.js)"', path.read_text("utf-8"))
    return found


def test_scripts_are_light_build_no_markup_from_text_and_load_nothing_from_elsewhere() -> None:
    assert sum(len(gzip.compress(path.read_bytes())) for path in _with_imports("site.js", "theme.js")) <= 10 * 1024
    text = "\n".join(path.read_text("utf-8") for path in SCRIPTS)
    assert (
        re.findall(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|new Function|https?://", text) == []
    )


def test_a_reader_chooses_dark_keeps_it_on_the_next_page_and_goes_back_to_the_system(
    sites: dict[str, Published], page: Page
) -> None:
    site = sites["tenant"]
    page.goto(site.base)
    assert page.evaluate(PAPER) == LIGHT
    page.get_by_role("button", name="Tối").click()
    assert page.evaluate(PAPER) == DARK
    page.goto(site.base + "dataset/")
    assert page.evaluate(PAPER) == DARK
    expect(page.get_by_role("button", name="Tối")).to_have_attribute("aria-pressed", "true")
    page.get_by_role("button", name="Theo máy").click()
    assert page.evaluate(PAPER) == LIGHT
    page.emulate_media(color_scheme="dark")
    assert page.evaluate(PAPER) == DARK
    page.get_by_role("button", name="Sáng").click()
    assert page.evaluate(PAPER) == LIGHT


def test_where_a_browser_keeps_nothing_the_choice_holds_for_the_page(
    sites: dict[str, Published], context: BrowserContext, page: Page
) -> None:
    page.add_init_script("Object.defineProperty(window, 'localStorage', { get() { throw new Error('no storage'); } })")
    seen = watch(context, "127.0.0.1")
    page.goto(sites["tenant"].base)
    page.get_by_role("button", name="Tối").click()
    assert page.evaluate(PAPER) == DARK
    assert seen == []


def test_on_paper_a_page_is_never_dark(sites: dict[str, Published], page: Page) -> None:
    page.goto(sites["tenant"].base)
    page.get_by_role("button", name="Tối").click()
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate(PAPER) == LIGHT


@pytest.mark.parametrize("name", ["10-tokens.css", "45-figures.css"])
def test_dark_by_choice_and_dark_by_the_system_are_the_same_colours(name: str) -> None:
    style = (REPOSITORY / "site_templates/style" / name).read_text("utf-8")
    by_system, by_choice = re.findall(r":root[^{,]*data-theme[^{]*\{([^}]*)\}", style)
    assert by_system.split() == by_choice.split()
    assert by_choice.count("--") > 10


@pytest.mark.parametrize(("language", "raw", "texts"), ORDERS)
def test_cells_are_put_in_order(
    language: str, raw: bool, texts: list[str], sites: dict[str, Published], page: Page
) -> None:
    page.goto(sites["tenant"].base)
    for given in (texts, texts[::-1]):
        up = page.evaluate(ORDER, [given, language, 1, raw])
        assert [given[place] for place in up] == texts
        down = page.evaluate(ORDER, [given, language, -1, raw])
        filled = [text for text in texts if text]
        assert [given[place] for place in down] == filled[::-1] + texts[len(filled) :]


def test_words_are_put_in_the_order_that_the_lists_of_the_site_have(sites: dict[str, Published], page: Page) -> None:
    site = sites["tenant"]
    titles = [package.title["vi"] for package in site.catalogue.packages]
    page.goto(site.base)
    places = page.evaluate(ORDER, [titles, "vi", 1, False])
    assert [titles[place] for place in places] == sorted(titles, key=lambda title: order(title, "vi"))


def test_words_are_folded_as_the_publisher_folds_them(sites: dict[str, Published], page: Page) -> None:
    words = [
        "Đường ống DẪN nước",
        "dân tộc thiểu số",
        "Ðặc biệt",
        "ﬁle",
        "ÉCOLE",
        "\uff37\uff49\uff44\uff45",
        "e\u0302\u0301",
    ]
    page.goto(sites["tenant"].base)
    assert page.evaluate(FOLD, words) == [fold(word) for word in words]


def test_a_table_is_sorted_up_down_and_back_by_buttons_in_its_head(sites: dict[str, Published], page: Page) -> None:
    page.goto(sites["tenant"].base + PROVINCES + "tinh-63/")
    table = "table.data >> nth=0"
    head = page.locator(table).locator("thead th").nth(4)
    cells = page.locator(table).locator("tbody td:nth-child(5)")
    first = cells.all_text_contents()
    numbers = sorted(float(text) for text in first if text)
    button = head.get_by_role("button")
    expect(head).to_have_attribute("aria-sort", "none")
    button.click()
    expect(head).to_have_attribute("aria-sort", "ascending")
    assert [float(text) for text in cells.all_text_contents()] == numbers
    button.press("Enter")
    expect(head).to_have_attribute("aria-sort", "descending")
    assert [float(text) for text in cells.all_text_contents()] == numbers[::-1]
    expect(page.get_by_role("status").last).to_contain_text("giảm dần")
    button.press("Space")
    expect(head).to_have_attribute("aria-sort", "none")
    assert cells.all_text_contents() == first


def test_a_long_table_is_filtered_without_marks_and_tells_how_many_rows_are_left(
    sites: dict[str, Published], page: Page
) -> None:
    page.goto(sites["tenant"].base + "database/")
    rows = page.locator("main tbody tr")
    total = rows.count()
    page.get_by_label("Lọc trong bảng").fill("thong ke dan toc")
    shown = [fold(text) for text in page.locator("main tbody tr:visible").all_text_contents()]
    assert 0 < len(shown) < total
    assert all(word in text for text in shown for word in ("thong", "ke", "dan", "toc"))
    expect(page.locator(".filter [role=status]")).to_have_text(f"{len(shown)}/{total} dòng")
    page.get_by_label("Lọc trong bảng").fill("")
    expect(page.locator("main tbody tr:visible")).to_have_count(total)


def test_on_a_phone_the_cards_of_a_table_can_be_sorted(sites: dict[str, Published], page: Page) -> None:
    page.set_viewport_size({"width": NARROW, "height": 800})
    page.goto(sites["tenant"].base + "database/")
    page.get_by_role("button", name="Tên mục").click()
    titles = page.locator("main tbody th > a").all_text_contents()
    assert titles == sorted(titles, key=lambda title: order(title, "vi"))


@pytest.mark.parametrize("place", ["blockquote.cite", "details code"])
def test_what_is_copied_is_what_is_shown(place: str, sites: dict[str, Published], page: Page) -> None:
    page.goto(sites["tenant"].base + PROVINCES)
    for closed in page.locator("details > summary").all():
        closed.click()
    shown = page.locator(place).first
    button = page.locator(f"{place} + button").first
    expect(button).to_have_text(re.compile("^Sao chép: "))
    button.click()
    expect(button).to_have_text(re.compile("^Đã chép"))
    expect(page.locator("body > [role=status]")).to_have_text("Đã chép")
    assert page.evaluate("navigator.clipboard.readText()") == shown.inner_text().strip()


def test_only_what_can_be_copied_has_a_button_for_it(sites: dict[str, Published], page: Page) -> None:
    for path in ("", PROVINCES, "reuse/"):
        page.goto(sites["tenant"].base + path)
        assert page.locator(".copy").count() == page.locator("main pre, main [data-copy]").count()
        assert page.locator("main .copy").count() == page.locator(".copy").count()


def test_without_javascript_no_button_stands_there_that_would_do_nothing(
    sites: dict[str, Published], browser: Browser
) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(sites["tenant"].base + PROVINCES)
        assert page.locator("button:not(form *), main input:not(form *)").count() == 0


def test_a_reader_with_a_keyboard_comes_from_the_home_page_to_a_file(sites: dict[str, Published], page: Page) -> None:
    site = sites["tenant"]
    page.goto(site.base)
    tab_to(page, f"a[href$='{PROVINCES}']")
    page.keyboard.press("Enter")
    page.wait_for_url(site.base + PROVINCES)
    tab_to(page, ".skip")
    page.keyboard.press("Enter")
    tab_to(page, "a[download]")
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    assert download.value.suggested_filename.endswith(".csv")
