"""Figures and tables in the pages of other sites: framed from another origin, whole, and they alone."""

import html
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FrameLocator, Page, expect

from publisher.exports.servers import SERVERS
from publisher.model import Kind
from tests.browser.sites import Published, serve
from tests.browser.watching import ACTIVE, HEIGHT, NARROW, WIDE, barriers, shape_faults, watch
from tests.exports import serving

HOST = "127.0.0.1"
BASE = "/a/sub/path/"
POPULATIONS = "dataset/dan-so-theo-dan-toc/"
RESOURCE = "dan-so-theo-dan-toc/"
FIGURE = f"{POPULATIONS}embed/dan-toc-thieu-so-dong-nhat-2019/"
TABLE = f"{POPULATIONS}embed/table/dan-so-theo-dan-toc/"
MARKUP = re.compile(
    r'<iframe src="([^"]+)" title="([^"]+)" loading="lazy" height="\d+" style="width:100%;border:0"></iframe>'
)
PARSE = """text =>
  [...new DOMParser().parseFromString(text, "text/html").body.children].map(each => each.localName)"""
CONTEXTS: dict[str, Callable[[Path, Path, str], AbstractContextManager[str]]] = {
    "nginx": serving.nginx,
    "apache": serving.apache,
}


@dataclass(frozen=True)
class Host:
    """A site on a real server with our configuration, and another site on another port that shows it in frames."""

    site: str
    other: str
    folder: Path

    def frame(self, page: Page, source: str) -> FrameLocator:
        """Open a page of the other site that frames an address."""
        frame = f'<iframe src="{source}" title="framed" width="600" height="600"></iframe>'
        (self.folder / "index.html").write_text(f'<!doctype html><html lang="en"><title>other</title>{frame}')
        page.goto(self.other)
        return page.frame_locator("iframe")


@pytest.fixture(scope="module", params=list(SERVERS))
def host(request: pytest.FixtureRequest, sites: dict[str, Published]) -> Iterator[Host]:
    """The tenant's site by each server."""
    opted = sites["opted"]
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        place.chmod(0o755)
        for name in ("work", "root", "other"):
            (place / name).mkdir()
        shutil.copytree(opted.folder.resolve(), place / "root" / BASE.strip("/"))
        piece = SERVERS[request.param](replace(opted.catalogue, url=f"https://dulieu.example{BASE}"))
        with CONTEXTS[request.param](place / "work", place / "root", piece) as address, serve(place / "other") as other:
            yield Host(address + BASE, other, place / "other")


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page of a reader."""
    with browser.new_page(viewport={"width": WIDE, "height": HEIGHT}) as page:
        yield page


@pytest.mark.parametrize("prefix", ["", "en/"])
@pytest.mark.parametrize("path", [FIGURE, TABLE])
def test_another_site_shows_what_is_made_for_it(path: str, prefix: str, host: Host, page: Page) -> None:
    frame = host.frame(page, f"{host.site}{prefix}{path}")
    expect(frame.locator("h1")).to_be_visible()
    expect(frame.locator(f"main a[href$='/{prefix}{POPULATIONS}']")).to_be_visible()
    assert page.frames[1].url == f"{host.site}{prefix}{path}"


@pytest.mark.parametrize("path", ["", POPULATIONS, f"{POPULATIONS}figures/", f"{POPULATIONS}{RESOURCE}", "sql.html"])
def test_no_other_page_lets_itself_be_framed(path: str, host: Host, page: Page) -> None:
    with page.expect_console_message(lambda message: "frame-ancestors" in message.text):
        host.frame(page, host.site + path)
    assert page.frames[1].url.startswith("chrome-error:")


def test_a_link_in_a_frame_leads_out_of_it(host: Host, page: Page) -> None:
    host.frame(page, host.site + FIGURE).locator(f"main a[href$='/{POPULATIONS}']").click()
    page.wait_for_url(host.site + POPULATIONS)


def test_a_frame_loads_nothing_that_others_see_and_breaks_no_policy(host: Host, browser: Browser) -> None:
    with browser.new_context() as context:
        seen, page = watch(context, HOST), context.new_page()
        frame = host.frame(page, host.site + FIGURE)
        expect(frame.locator("svg.figure")).to_be_visible()
        assert page.frames[1].locator("script").count() == 0
    assert [fault for fault in seen if "favicon" not in fault and "404" not in fault] == []


@pytest.fixture(scope="module")
def embeds(sites: dict[str, Published]) -> list[str]:
    """The paths of all frames of the tenant's site in its main language."""
    return [path for path in sites["opted"].pages if path.startswith("dataset/") and "/embed/" in path]


def test_every_figure_and_every_table_has_its_frame_with_what_belongs_to_it(
    embeds: list[str], sites: dict[str, Published], browser: Browser
) -> None:
    site = sites["opted"]
    tables = [resource for dataset in site.catalogue.of(Kind.DATASET) for resource in dataset.resources]
    assert len([path for path in embeds if "/embed/table/" in path]) == len(tables)
    assert len([path for path in embeds if "/embed/table/" not in path]) == sum(len(each.figures) for each in tables)
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        for path in embeds:
            page.goto(site.base + path)
            assert page.locator("h1").inner_text()
            assert page.locator("main a[rel=license]").count() >= 1
            assert page.locator("main a:not([target=_top])").count() == 0
            assert page.locator("main a[download]").count() >= 1
            assert page.locator("meta[name=robots]").get_attribute("content") == "noindex"
            dataset = "/".join(path.split("/")[:2])
            canonical = page.locator("link[rel=canonical]").get_attribute("href")
            assert canonical == f"{site.catalogue.url}{dataset}/"
            rows = page.locator("table.data tbody tr").count()
            assert rows >= 1
            if "/embed/table/" not in path:
                assert page.locator("svg.figure desc").first.text_content()


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("path", [FIGURE, TABLE])
def test_a_frame_has_no_barriers(
    path: str, language: str, sites: dict[str, Published], browser: Browser, tools: Path
) -> None:
    faults = {}
    with browser.new_context(bypass_csp=True) as context:
        context.add_init_script(path=tools / "axe-core" / "axe.min.js")
        page = context.new_page()
        page.goto(sites["opted"].in_language(path, language))
        for width in (WIDE, NARROW):
            page.set_viewport_size({"width": width, "height": HEIGHT})
            for scheme in ("light", "dark"):
                page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
                faults[width, scheme] = [*barriers(page), *shape_faults(page, language)]
    assert {look: found for look, found in faults.items() if found} == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_frame_is_dark_where_the_reader_wants_that(scheme: str, sites: dict[str, Published], page: Page) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.goto(sites["opted"].base + FIGURE)
    colour = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert colour == {"light": "rgb(255, 255, 255)", "dark": "rgb(18, 22, 31)"}[scheme]


@pytest.mark.parametrize("language", ["vi", "en"])
def test_pages_show_the_markup_to_copy_as_text(language: str, sites: dict[str, Published], browser: Browser) -> None:
    site = sites["opted"]
    prefix = "" if language == "vi" else "en/"
    with browser.new_context(permissions=["clipboard-read", "clipboard-write"]) as context:
        page = context.new_page()
        for path, framed in ((f"{POPULATIONS}figures/", FIGURE), (f"{POPULATIONS}{RESOURCE}", TABLE)):
            page.goto(site.in_language(path, language))
            shown = page.locator("main details", has_text=f"/{prefix}{framed}")
            shown.locator("summary").click()
            assert page.locator("main iframe").count() == 0
            text = shown.locator("code").inner_text()
            found = MARKUP.fullmatch(text)
            assert found
            assert found[1] == f"{site.catalogue.url}{prefix}{framed}"
            shown.get_by_role("button").click()
            assert page.evaluate("navigator.clipboard.readText()") == text
            page.goto(site.base + prefix + framed)
            assert page.locator("h1").inner_text() == html.unescape(found[2])


def test_hostile_titles_in_frames_and_in_their_markup_stay_text(sites: dict[str, Published], browser: Browser) -> None:
    site = sites["hostile"]
    paths = [path for path in site.pages if "/embed/" in path]
    assert len(paths) == 4 * 2
    with browser.new_context(bypass_csp=True) as context:
        seen, page = watch(context, HOST), context.new_page()
        for path in [*paths, "dataset/lighthouses/figures/", "dataset/lighthouses/lighthouses/"]:
            page.goto(site.base + path)
            assert page.evaluate(ACTIVE) == []
        for code in page.locator("details code", has_text="<iframe").all():
            assert page.evaluate(PARSE, code.text_content()) == ["iframe"]
    assert seen == []
