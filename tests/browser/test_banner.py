"""The banner of a preview: a landmark with a name, read in every look, on paper and in the reader's own colours."""

from io import BytesIO
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page
from pypdf import PdfReader

from tests.browser.conftest import PREVIEW
from tests.browser.sites import Published
from tests.browser.test_pages import HOST, LOOKS, _size
from tests.browser.watching import NARROW, barriers, shape_faults, watch

NAMES = {"vi": "Bản xem trước của trang", "en": "Preview of the site"}
LANGUAGES = ["vi", "en"]
COLOURS: list[Literal["none", "active"]] = ["none", "active"]
# A line of the banner that is cut off or lies under something else.
HIDDEN = """element => {
  const box = element.getBoundingClientRect();
  const top = document.elementFromPoint(box.left + 20, box.top + box.height / 2);
  return element.scrollWidth > element.clientWidth || !element.contains(top);
}"""

# Whether it is set off from what follows even where its colours are the reader's own.
EDGED = """element => {
  const style = getComputedStyle(element);
  return style.borderBottomStyle === "solid" && style.borderBottomColor !== style.backgroundColor;
}"""


def _open(page: Page, site: Published, language: str) -> Page:
    page.goto(site.in_language("", language))
    return page


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_banner_is_a_landmark_that_is_read_in_every_look(
    language: str, sites: dict[str, Published], browser: Browser, tools: Path
) -> None:
    found = {}
    with browser.new_context(bypass_csp=True) as context:
        context.add_init_script(path=tools / "axe-core" / "axe.min.js")
        seen, page = watch(context, HOST), _open(context.new_page(), sites["preview"], language)
        banner = page.get_by_role("complementary", name=NAMES[language], exact=True)
        assert banner.inner_text() == PREVIEW
        for scheme, width in LOOKS:
            page.set_viewport_size(_size(width))
            for colours in COLOURS:
                page.emulate_media(color_scheme=scheme, forced_colors=colours)
                told = [*barriers(page), *shape_faults(page, language)]
                # In the reader's own colours the checker may still go by ours, so that only the banner is asked for.
                found[scheme, width, colours] = [each for each in told if colours == "none" or "banner" in each]
                assert not banner.evaluate(HIDDEN)
                assert banner.evaluate(EDGED)
    assert {look: faults for look, faults in found.items() if faults} == {}
    assert seen == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_banner_is_on_paper(language: str, sites: dict[str, Published], browser: Browser) -> None:
    with browser.new_context() as context:
        sheet = PdfReader(BytesIO(_open(context.new_page(), sites["preview"], language).pdf(format="A4"))).pages[0]
    assert "".join(PREVIEW.split()) in "".join(sheet.extract_text().split())


def test_the_way_to_the_content_comes_before_the_banner_and_is_seen_above_it(
    sites: dict[str, Published], browser: Browser
) -> None:
    with browser.new_context(viewport=_size(NARROW)) as context:
        page = _open(context.new_page(), sites["preview"], "en")
        page.keyboard.press("Tab")
        skip = page.locator("a.skip")
        assert skip.evaluate("element => element === document.activeElement")
        assert not skip.evaluate(HIDDEN)
