"""Every page in a real browser: calm, narrow, in its language; one of each kind without barriers."""

from io import BytesIO
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, ViewportSize
from pypdf import PdfReader

from publisher.model import Kind
from tests.browser.sites import Published
from tests.browser.watching import HEIGHT, NARROW, WIDE, barriers, shape_faults, watch
from tests.conftest import REPOSITORY

HOST = "127.0.0.1"
POPULATIONS = "dan-so-theo-dan-toc"
# Template, site, page: of each kind the one that holds most.
KINDS = [
    ("home", "tenant", ""),
    ("databases", "tenant", "database/"),
    ("database", "tenant", "database/thong-ke-53-dan-toc-thieu-so/"),
    ("datasets", "tenant", "dataset/"),
    ("dataset", "tenant", "dataset/don-vi-hanh-chinh-cap-tinh/"),
    ("resource", "tenant", "dataset/don-vi-hanh-chinh-cap-tinh/tinh-63/"),
    ("figures", "tenant", "dataset/dan-so-theo-dan-toc/figures/"),
    ("statistics", "tenant", "statistics/"),
    ("organizations", "tenant", "organization/"),
    ("organization", "tenant", "organization/uy-ban-dan-toc/"),
    ("themes", "tenant", "theme/"),
    ("theme", "tenant", "theme/dan-so-va-dan-toc/"),
    ("open_data", "tenant", "open-data/"),
    ("changes", "tenant", "changes/"),
    ("prose", "tenant", "reuse/"),
    ("groups", "tenant", "tag/"),
    ("group", "tenant", "tag/dan-toc-thieu-so/"),
    ("search", "tenant", "search/"),
    ("sql", "opted", "sql.html"),
    ("embed", "opted", "dataset/dan-so-theo-dan-toc/embed/dan-toc-thieu-so-dong-nhat-2019/"),
    ("withdrawn", "example", "dataset/harbour-lights/"),
    ("not_found", "at the root", "404.html"),
]
MOST_BYTES = 30 * 1024  # of the HTML of the page of a table
# Three of another catalogue, with a colour and a logo of its own.
OF_THE_EXAMPLE = [
    ("home", "example", ""),
    ("database", "example", "database/lights-register/"),
    ("dataset", "example", "dataset/lighthouses/"),
]
ALL = KINDS + OF_THE_EXAMPLE
Scheme = Literal["light", "dark"]
LOOKS: list[tuple[Scheme, int]] = [("light", WIDE), ("light", NARROW), ("dark", WIDE), ("dark", NARROW)]
OTHER_WIDTHS = (390, 768, 1920)
PAPER = 718  # an A4 sheet without its margins, at 96 dots an inch
# Words of the page that nobody sees; what is folded away opens without a script too, a picture is told by its words,
# and the means of pages that a script alone can use are of no use to show without one.
UNSEEN = """() => {
  const words = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT), unseen = [];
  while (words.nextNode()) {
    const {parentElement: element, data} = words.currentNode;
    const apart = element.closest(
       'details:not([open]) > :not(summary), .visually-hidden, option, svg.figure > :is(title, desc), ' +
       ':is(#search, #sql)[hidden]');
    if (data.trim() && !apart && !element.checkVisibility()) unseen.push(data.trim());
  }
  return unseen;
}"""


def _size(width: int) -> ViewportSize:
    return {"width": width, "height": HEIGHT}


def test_each_template_has_its_page_among_the_kinds() -> None:
    templates = {path.stem for path in (REPOSITORY / "site_templates").glob("[!_]*.html")}
    assert {kind for kind, _, _ in KINDS} == templates - {"base"}


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize(("kind", "name", "path"), ALL, ids=[f"{kind} of {name}" for kind, name, _ in ALL])
def test_a_page_has_no_barriers_light_or_dark_wide_or_narrow(
    kind: str, name: str, path: str, language: str, sites: dict[str, Published], browser: Browser, tools: Path
) -> None:
    found = {}
    with browser.new_context(bypass_csp=True) as context:
        context.add_init_script(path=tools / "axe-core" / "axe.min.js")
        page = context.new_page()
        page.goto(sites[name].in_language(path, language))
        for scheme, width in LOOKS:
            page.emulate_media(color_scheme=scheme)
            page.set_viewport_size(_size(width))
            found[scheme, width] = [*barriers(page), *shape_faults(page, language)]
        for width in OTHER_WIDTHS:
            page.set_viewport_size(_size(width))
            found["dark", width] = shape_faults(page, language)
    assert {look: faults for look, faults in found.items() if faults} == {}


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize(("kind", "name", "path"), ALL, ids=[f"{kind} of {name}" for kind, name, _ in ALL])
def test_without_javascript_every_word_of_a_page_can_be_read(
    kind: str, name: str, path: str, language: str, sites: dict[str, Published], browser: Browser
) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(sites[name].in_language(path, language))
        assert page.evaluate(UNSEEN) == []
        assert (
            page.evaluate(
                "document.querySelectorAll(':is(button, main input):not(form *, :is(#search, #sql)[hidden] *)').length"
            )
            == 0
        )


@pytest.mark.parametrize(("kind", "name", "path"), KINDS, ids=[kind for kind, _, _ in KINDS])
def test_a_page_can_be_printed(kind: str, name: str, path: str, sites: dict[str, Published], browser: Browser) -> None:
    with browser.new_context(viewport=_size(PAPER)) as context:
        page = context.new_page()
        page.goto(sites[name].base + path)
        heading = page.locator("h1").inner_text()
        page.emulate_media(media="print")
        assert shape_faults(page, "en" if name == "example" else "vi") == []
        sheets = PdfReader(BytesIO(page.pdf(format="A4"))).pages
    text = "".join("".join(sheet.extract_text() for sheet in sheets).split())
    assert "".join(heading.split()) in text


@pytest.mark.parametrize("name", ["tenant", "example", "opted", "hostile"])
def test_every_page_fits_a_narrow_screen_has_no_errors_and_asks_nobody_else(
    name: str, sites: dict[str, Published], browser: Browser
) -> None:
    site, found = sites[name], {}
    with browser.new_context(viewport=_size(NARROW)) as context:
        seen, page = watch(context, HOST), context.new_page()
        for path in site.pages:
            page.goto(site.base + path)
            found[path] = [*shape_faults(page, site.language_of(path)), *seen]
            seen.clear()
    assert {path: faults for path, faults in found.items() if faults} == {}
    assert len(found) > 20


def test_what_is_told_of_a_table_is_light(sites: dict[str, Published]) -> None:
    site = sites["tenant"]
    tables = [
        f"{prefix}dataset/{dataset.name}/{resource.name}"
        for prefix in ("", "en/")
        for dataset in site.catalogue.of(Kind.DATASET)
        for resource in dataset.resources
    ]
    sizes = {path: (site.folder / path / "index.html").stat().st_size for path in tables}
    assert len(sizes) == 30
    assert {path: size for path, size in sizes.items() if size > MOST_BYTES} == {}


def test_a_page_on_which_everything_is_wrong_is_caught(planted: str, browser: Browser, tools: Path) -> None:
    with browser.new_context(viewport=_size(NARROW)) as context:
        context.add_init_script(path=tools / "axe-core" / "axe.min.js")
        seen, page = watch(context, HOST), context.new_page()
        page.goto(planted)
        kinds = {fault.partition(":")[0] for fault in [*shape_faults(page, "en"), *barriers(page), *seen]}
    assert kinds >= {"console", "error", "dialog", "request", "404", "headings", "language", "overflow"}
    assert kinds >= {"color-contrast", "image-alt", "html-lang-valid"}


@pytest.mark.parametrize("language", ["vi", "en"])
def test_without_javascript_a_dataset_shows_its_figures_and_gives_its_file(
    language: str, sites: dict[str, Published], browser: Browser
) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(sites["tenant"].in_language(f"dataset/{POPULATIONS}/", language))
        cells = page.locator("table.data tbody tr").first.locator("th, td").all_text_contents()
        with page.expect_download() as download:
            page.locator("#downloads ~ ul a[download]").first.click()
        given = Path(download.value.path()).read_bytes()
    assert cells == ["01", "Kinh", "1999-04-01", "65795718", "2"]
    assert given == (REPOSITORY / "datasets" / POPULATIONS / f"{POPULATIONS}.csv").read_bytes()


@pytest.mark.parametrize("language", ["vi", "en"])
def test_without_javascript_a_map_shows_its_provinces_its_table_and_gives_its_picture(
    language: str, sites: dict[str, Published], browser: Browser
) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(sites["tenant"].in_language("dataset/don-vi-hanh-chinh-cap-tinh/figures/", language))
        figure = page.locator("figure.figure").first
        provinces = [figure.locator("use").nth(number).bounding_box() for number in range(63)]
        assert all(box and box["width"] > 1 and box["height"] > 1 for box in provinces)
        assert figure.locator("svg.figure text", has_text="Sa").all_text_contents() == ["Hoàng Sa", "Trường Sa"]
        figure.locator("summary").click()
        assert figure.locator("tbody tr").first.is_visible()
        with page.expect_download() as download:
            figure.locator("a[href$='.svg']").click()
        picture = Path(download.value.path()).read_text("utf-8")
    assert picture.count("<path") == 63 + picture.count('class="point')
