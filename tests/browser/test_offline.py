"""The copy of a site as it lies on a disk, in the real browser: nothing is served, and nothing is missing."""

import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlencode, urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from publisher.targets.site.offline.script import classic
from tests import needs
from tests.browser.hostile import make_hostile
from tests.browser.searching import TITLES, make_searched
from tests.browser.sites import Published, opt_in, publish
from tests.browser.watching import watch
from tests.conftest import HERE, REPOSITORY, need
from tests.targets.offline import taken, unpacked

FIGURES = "dataset/dan-so-theo-dan-toc-va-tinh-2019/figures/"
DARK = "rgb(18, 22, 31)"
PAPER = "getComputedStyle(document.body).backgroundColor"
LED = "() => [...document.querySelectorAll('a[href], area[href]')].map((link) => link.href)"
SHAPES = """() => [...document.querySelectorAll('svg.figure use')].map((shape) => {
  const { x, y, width, height } = shape.getBBox();
  return [x, y, width, height].map(Math.round);
})"""
LETTERS = """async () => {
  await document.fonts.ready;
  return [...document.fonts].filter(({ family }) => family.includes('Vietnam')).map(({ status }) => status);
}"""


@pytest.fixture(scope="module")
def disk(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The copies of three catalogues, unpacked: the tenant's, one full of hostile text, one to search in."""
    need(needs.libraries)
    home = tmp_path_factory.mktemp("disk")
    roots = {
        "tenant": opt_in(taken(REPOSITORY, home / "tenant")),
        "hostile": make_hostile(HERE / "example", home / "hostile"),
        "searched": opt_in(make_searched(HERE / "example", home / "searched", "https://portal.example/")),
    }
    found = {}
    for name, root in roots.items():
        publish(root, home / f"{name}-site")
        found[name] = unpacked(home / f"{name}-site", home / f"{name}-disk")
    return found


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A reader whose system prefers light pages."""
    with browser.new_context(color_scheme="light") as context:
        yield context


def _address(folder: Path, path: str, **asked: str) -> str:
    return (folder / path).as_uri() + (f"?{urlencode(asked)}" if asked else "")


def _search(page: Page, folder: Path, text: str) -> list[str]:
    """Open the search page with a search in its address; give the titles that it shows."""
    page.goto(_address(folder, "search/index.html", q=text))
    page.locator("#search").wait_for()
    return page.locator("#hits .card-title").all_text_contents()


@pytest.mark.parametrize("name", ["tenant", "hostile"])
def test_every_page_opens_without_an_error_asks_for_nothing_outside_and_leads_to_what_is_there(
    name: str, disk: dict[str, Path], context: BrowserContext
) -> None:
    folder, found = disk[name], {}
    seen, page = watch(context, None), context.new_page()
    page.on("request", lambda request: seen.append(request.url) if not _lies_in(folder, request.url) else None)
    for path in sorted(folder.rglob("*.html")):
        page.goto(path.as_uri())
        led = [link for link in page.evaluate(LED) if link.startswith("file:") and not _lies_in(folder, link)]
        found[path.relative_to(folder).as_posix()] = [*seen, *led]
        seen.clear()
    assert {path: faults for path, faults in found.items() if faults} == {}
    assert len(found) > 60


def _lies_in(folder: Path, address: str) -> bool:
    place = Path(unquote(urlsplit(address).path))
    return folder in place.parents and place.is_file()


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("duong ong", "pipes"),
        ("dân tộc thiểu số", "minorities"),
        ("thong ke 2020", "later"),
        ("daan toocj", "minorities"),
    ],
)
def test_what_is_meant_comes_first(text: str, first: str, disk: dict[str, Path], context: BrowserContext) -> None:
    assert _search(context.new_page(), disk["searched"], text)[:1] == [TITLES[first]]


@pytest.mark.parametrize("script", [True, False])
def test_the_search_box_of_a_page_leads_to_the_search_of_the_copy(
    script: bool, disk: dict[str, Path], browser: Browser
) -> None:
    with browser.new_context(java_script_enabled=script) as context:
        page = context.new_page()
        page.goto(_address(disk["searched"], "dataset/lighthouses/index.html"))
        page.fill("#q", "duong ong")
        page.keyboard.press("Enter")
        page.wait_for_url("**/search/index.html?q=duong+ong")
        expect(page.locator("#hits" if script else "#letters")).to_be_visible()


def test_a_hit_opens_its_page_and_the_way_back_leads_to_what_was_chosen(
    disk: dict[str, Path], context: BrowserContext
) -> None:
    page = context.new_page()
    _search(page, disk["searched"], "so")
    page.check("#filters input[name=kind][value=database]")
    assert "kind=database" in page.url
    titles = page.locator("#hits .card-title").all_text_contents()
    page.locator("#hits a").first.click()
    expect(page.locator("h1")).to_have_text(titles[0])
    page.go_back()
    expect(page.locator("#hits .card-title")).to_have_text(titles)


def test_words_of_another_language_are_sought_in_the_cards_of_that_language(
    disk: dict[str, Path], context: BrowserContext
) -> None:
    page = context.new_page()
    page.goto(_address(disk["searched"], "vi/search/index.html", q="hai dang"))
    page.locator("#hits a").first.click()
    page.wait_for_url("**/vi/dataset/*/index.html")
    expect(page.locator("html")).to_have_attribute("lang", "vi")


def test_dark_pages_stay_dark_and_letters_are_our_own(disk: dict[str, Path], context: BrowserContext) -> None:
    page = context.new_page()
    page.goto(_address(disk["tenant"], "index.html"))
    page.locator("[data-choice=dark]").click()
    page.locator("nav.sections a").first.click()
    page.wait_for_url("**/database/index.html")
    assert page.evaluate(PAPER) == DARK
    assert page.evaluate(LETTERS) == ["loaded", "loaded"]


def test_tables_are_sorted_and_filtered(disk: dict[str, Path], context: BrowserContext) -> None:
    page = context.new_page()
    page.goto(_address(disk["tenant"], "database/index.html"))
    rows = page.locator("main table tbody tr")
    assert rows.count() > 30
    page.locator(".filter input").fill("dan toc thieu so")
    assert 0 < rows.locator("visible=true").count() < 30
    page.locator("th button.sort").first.click()
    expect(page.locator("th[aria-sort=ascending]")).to_have_count(1)


@pytest.mark.parametrize("script", [True, False])
def test_maps_show_every_shape_where_the_site_shows_it(
    script: bool, disk: dict[str, Path], sites: dict[str, Published], browser: Browser
) -> None:
    shapes = []
    with browser.new_context(java_script_enabled=script) as context:
        page = context.new_page()
        for address in (f"{sites['tenant'].base}{FIGURES}", _address(disk["tenant"], f"{FIGURES}index.html")):
            page.goto(address, wait_until="networkidle")
            shapes.append(page.evaluate(SHAPES))
    assert shapes[1] == shapes[0]
    assert len(shapes[1]) > 60
    assert all(width and height for _, _, width, height in shapes[1])


FORMS = {
    "a.js": (
        "import whole, { b, c as other } from './b.js';\nimport * as all from \"./b.js\";\n"
        "import {\n  twice,\n} from './d/d.js';\n"
        "globalThis.found = [whole, b(), other, Object.keys(all).length, twice(4)];\n"
    ),
    "b.js": "export default 1;\nexport function b() {\n  return c + 1;\n}\nexport const c = 2;\n",
    "d/d.js": "import { c as own } from '../b.js';\nconst two = (n) => own * n;\nexport { two as twice };\n",
}


def test_modules_that_were_put_together_do_what_they_do_apart(context: BrowserContext) -> None:
    page = context.new_page()
    page.evaluate(classic("a.js", FORMS.__getitem__))
    assert page.evaluate("globalThis.found") == [1, 3, 2, 3, 8]
    assert (
        json.loads(page.evaluate("JSON.stringify(Object.keys(globalThis).filter((key) => key.includes('js')))")) == []
    )
