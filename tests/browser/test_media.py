"""Figures on paper and in the colours that a reader's system forces on every page."""

from io import BytesIO

import pytest
from playwright.sync_api import Browser
from pypdf import PdfReader

from tests.browser.sites import Published

MAPS = "dataset/don-vi-hanh-chinh-cap-tinh/figures/"
# What is written in the pictures, in a colour that is not the system's colour of text.
STRANGE = """() => {
  const own = document.body.appendChild(document.createElement('p'));
  own.style.color = 'CanvasText';
  const {color} = getComputedStyle(own);
  return [...document.querySelectorAll('svg.figure text')]
    .filter((text) => getComputedStyle(text).fill !== color)
    .map((text) => text.textContent);
}"""


def test_a_figure_begins_on_the_sheet_of_its_title(sites: dict[str, Published], browser: Browser) -> None:
    with browser.new_page() as page:
        page.goto(sites["tenant"].base + MAPS)
        begun = [
            (figure.locator("figcaption").inner_text(), figure.locator("svg text").first.text_content() or "")
            for figure in page.locator("figure.figure").all()
        ]
        sheets = ["".join(sheet.extract_text().split()) for sheet in PdfReader(BytesIO(page.pdf(format="A4"))).pages]
    assert len(begun) == 4
    assert len(sheets) > 1
    for title, first in begun:
        assert [sheet for sheet in sheets if all("".join(told.split()) in sheet for told in (title, first))], title


@pytest.mark.parametrize("chosen", ["light", "dark"])
@pytest.mark.parametrize("forced", ["light", "dark"])
def test_where_colours_are_forced_figures_are_written_in_them_whatever_look_was_chosen(
    forced: str, chosen: str, sites: dict[str, Published], browser: Browser
) -> None:
    with browser.new_context(forced_colors="active", color_scheme=forced, bypass_csp=True) as context:  # type: ignore[arg-type]
        page = context.new_page()
        page.goto(sites["tenant"].base + MAPS)
        page.evaluate("look => { document.documentElement.dataset.theme = look }", chosen)
        assert page.locator("svg.figure text").count() > 40
        assert page.evaluate(STRANGE) == []
