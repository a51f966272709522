"""Hostile text: it is shown as it was written, and nothing of it acts."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.hostile import ALL, CORPUS
from tests.browser.sites import Published
from tests.browser.watching import ACTIVE, watch

PLACES = [
    pytest.param("", "h1", id="title of the catalogue"),
    pytest.param("", ".lead-text", id="description of the catalogue"),
    pytest.param("theme/", ".card-title", id="title of a theme"),
    pytest.param("theme/navigation/", ".lead-text", id="description of a theme"),
    pytest.param("organization/islands-maritime-office/", "h1", id="title of an organization"),
    pytest.param("organization/islands-maritime-office/", "dl.lines", id="legal basis of an organization"),
    pytest.param("database/", "table tbody th", id="title of a database in a list"),
    pytest.param("database/lights-register/", ".lead-text", id="description of a database"),
    pytest.param("database/mooring-permits/", ".lines .wide", id="reason of a relation"),
    pytest.param("dataset/lighthouses/", "h1", id="title of a dataset"),
    pytest.param("dataset/lighthouses/", ".lead-text", id="description of a dataset"),
    pytest.param("dataset/lighthouses/", ".card-title", id="title of a file"),
    pytest.param("dataset/lighthouses/", ".box-notice .prose", id="caveat"),
    pytest.param("dataset/lighthouses/", "table.data caption", id="title of a file above its preview"),
    pytest.param("dataset/lighthouses/", "table.data thead th", id="title of a column"),
    pytest.param("dataset/lighthouses/", "table.data tbody td", id="cell"),
    pytest.param("dataset/lighthouses/", "table.fields tbody td:last-child", id="description of a column"),
    pytest.param("dataset/lighthouses/lighthouses/", "h1", id="title of a table"),
    pytest.param("dataset/lighthouses/lighthouses/", "table.holdings tbody th", id="title of a column above its facts"),
    pytest.param("dataset/lighthouses/figures/", "figure.figure .figure-title", id="title of a figure"),
    pytest.param("dataset/lighthouses/figures/", "figure.figure svg title", id="title of a figure within it"),
    pytest.param("dataset/lighthouses/figures/", "figure.figure svg desc", id="name within the words for a figure"),
    pytest.param("dataset/lighthouses/figures/", "figure.figure .prose", id="note of a figure"),
    pytest.param("dataset/lighthouses/figures/", "figure.figure tbody th", id="name in the table of a figure"),
    pytest.param("statistics/", ".card-figure", id="title of a figure in a list"),
    pytest.param("dataset/lighthouses/", ".cite", id="attribution"),
    pytest.param("dataset/lighthouses/", "#changelog ~ dl dd", id="changelog"),
    pytest.param("dataset/harbour-lights/", "h1", id="title of what was withdrawn"),
    pytest.param("dataset/harbour-lights/", "dl.facts", id="reason of a withdrawal"),
    pytest.param("open-data/", "#decision ~ dl", id="title of a decision"),
    pytest.param("search/", "#letters li", id="title in the list from A to Z"),
    pytest.param("search/?kind=dataset", "#hits .card-title", id="title among what was found"),
    pytest.param("search/", "#filters li", id="title of a value to filter by"),
]


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    """One page for all that only read."""
    with browser.new_page() as page:
        yield page


def _words(text: str | None) -> str:
    return " ".join((text or "").split())


def _active(page: Page, url: str) -> list[str]:
    page.goto(url)
    found: list[str] = page.evaluate(ACTIVE)
    return found


def test_no_hostile_text_acts_on_any_page_even_without_the_content_policy(
    sites: dict[str, Published], browser: Browser
) -> None:
    site = sites["hostile"]
    with browser.new_context(bypass_csp=True) as context:
        seen, page = watch(context, "127.0.0.1"), context.new_page()
        active = {path: _active(page, site.base + path) for path in site.pages}
    assert seen == []
    assert {path: elements for path, elements in active.items() if elements} == {}


def test_no_hostile_text_acts_in_a_picture_that_is_opened_alone(sites: dict[str, Published], browser: Browser) -> None:
    site = sites["hostile"]
    with browser.new_context() as context:
        seen, page = watch(context, "127.0.0.1"), context.new_page()
        active = {path: _active(page, site.base + path) for path in site.pictures}
    assert active
    assert {path: elements for path, elements in active.items() if elements} == {}
    assert {fault.partition(":")[0] for fault in seen} <= {"console", "404"}, "only an icon, which no picture has"


def test_what_acts_on_a_page_is_caught(planted: str, browser: Browser) -> None:
    with browser.new_context(bypass_csp=True) as context:
        seen, page = watch(context, "127.0.0.1"), context.new_page()
        active = _active(page, planted)
    assert "dialog: 3" in seen
    assert [element.partition(">")[0] for element in active] == [
        '<h1 onclick="alert(1)"',
        '<p style="width: 2000px; color: #eee; background: #fff"',
        '<a href="javascript:alert(2)"',
        '<svg class="spark" viewBox="0 0 5 5"',
        "<a",
        '<path d="M0 24v-1h5v1z"',
        "<script",
    ]


@pytest.mark.parametrize(
    ("place", "element"),
    [
        ("head", '<script type="module" src="static/scripts/box.js">alert(1)</script>'),
        ("head", '<script type="module" src="dataset/box.js"></script>'),
        ("head", '<script type="module" src="static/scripts/../../dataset/box.js"></script>'),
        ("head", '<script type="module" src="https://elsewhere.example/static/scripts/box.js"></script>'),
        ("head", '<script type="module" src="static/scripts/box.js" integrity="x"></script>'),
        ("head", '<script src="static/scripts/box.js"></script>'),
        ("body", '<script type="module" src="static/scripts/box.js"></script>'),
        ("body", '<form role="search" method="get" action="https://elsewhere.example/search/"></form>'),
        ("body", '<form role="search" method="get" action="//elsewhere.example/a/sub/path/search/"></form>'),
        ("body", '<form role="search" method="get" action="javascript:alert(2)"></form>'),
        ("body", '<form role="search" method="get" action="dataset/"></form>'),
        ("body", '<form role="search" method="get"></form>'),
        ("body", '<form role="search" method="post" action="search/"></form>'),
        ("body", '<form role="search" method="get" action="search/" target="x"></form>'),
        ("body", '<form method="get" action="search/"></form>'),
        ("body", '<button formaction="https://elsewhere.example/">x</button>'),
    ],
)
def test_only_the_very_module_and_form_that_are_ours_may_act(
    place: str, element: str, sites: dict[str, Published], page: Page
) -> None:
    assert _active(page, sites["example"].base) == []
    page.evaluate("([place, element]) => document[place].insertAdjacentHTML('beforeend', element)", [place, element])
    assert page.evaluate(ACTIVE) == [element]


@pytest.mark.parametrize(
    "planted",
    [
        "<svg></svg>",
        "<script></script>",
        "<style></style>",
        "<image href='x.png'/>",
        "<a href='x'><text>here</text></a>",
        "<animate attributeName='href'/>",
        "<foreignObject></foreignObject>",
        "<rect onload='alert(1)'/>",
        "<use href='x.svg#a'/>",
        "<use href='//elsewhere.example/static/maps/vn-63.svg#c01'/>",
        "<use href='data:image/svg+xml,x#a'/>",
    ],
)
def test_what_acts_in_a_figure_is_caught(planted: str, browser: Browser) -> None:
    outside = planted == "<svg></svg>"
    with browser.new_page() as page:
        page.set_content(planted if outside else f"<svg class='figure'><g>{planted}</g></svg>")
        found = page.evaluate(ACTIVE)
    assert len(found) == 1
    assert found[0].startswith(planted.partition(" ")[0].partition(">")[0])


def test_a_figure_of_shapes_and_words_is_not_taken_for_what_acts(browser: Browser) -> None:
    shapes = "<g><svg><polyline points='0,0'/></svg><use href='../static/maps/vn-63.svg#c01'/><text>a</text></g>"
    with browser.new_page() as page:
        page.set_content(f"<svg class='figure'><title>a</title>{shapes}</svg>")
        assert page.evaluate(ACTIVE) == []


@pytest.mark.parametrize("language", ["en", "vi"])
@pytest.mark.parametrize(("path", "place"), PLACES)
def test_hostile_text_is_shown_as_it_was_written(
    path: str, place: str, language: str, sites: dict[str, Published], page: Page
) -> None:
    page.goto(sites["hostile"].in_language(path, language))
    page.locator(place).first.wait_for(state="attached")
    texts = [_words(text) for text in page.locator(place).all_text_contents()]
    shown = max(texts, key=lambda text: sum(hostile in text for hostile in CORPUS))
    assert [hostile for hostile in CORPUS if hostile not in shown] == []
    assert ALL in page.title()
