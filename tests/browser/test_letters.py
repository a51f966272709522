"""The letters of the site: there for every word in every weight, figures in line, light enough for a phone."""

import unicodedata
from itertools import product

import pytest
from fontTools.ttLib import TTFont
from playwright.sync_api import Browser

from tests.browser.sites import Published
from tests.conftest import REPOSITORY

FOLDER = REPOSITORY / "site_templates" / "static" / "fonts"
FILES = sorted(FOLDER.glob("*.woff2"))
VOWELS, TONES = "aăâeêioôơuưy", ["", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323"]
WIDTHS = """([family, weight]) => ['0', '1', '4'].map(figure => {
  const line = document.querySelector('main').appendChild(document.createElement('span'));
  line.className = 'number';
  Object.assign(line.style, {fontFamily: family, fontWeight: weight, fontSize: '100px'});
  line.textContent = figure.repeat(9);
  const {width} = line.getBoundingClientRect();
  line.remove();
  return Math.round(width);
})"""
LOADED = """async () => {
  await document.fonts.ready;
  return [...document.fonts].map(({weight, status}) => [weight, status]);
}"""


def _letters(path: object) -> set[int]:
    return set(TTFont(path).getBestCmap())


def test_there_are_two_files_of_letters_with_their_licence_light_enough_for_a_phone() -> None:
    assert [path.stem for path in FILES] == ["be-vietnam-pro-400", "be-vietnam-pro-600"]
    assert sum(path.stat().st_size for path in FILES) <= 40 * 1024
    assert "SIL OPEN FONT LICENSE Version 1.1" in (FOLDER / "OFL.txt").read_text("utf-8")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_letter_of_vietnamese_is_in_every_weight(path: object) -> None:
    small = {unicodedata.normalize("NFC", vowel + tone) for vowel, tone in product(VOWELS, TONES)} | set(
        "bcdđghklmnpqrstvx"
    )
    assert {ord(letter) for one in small for letter in (one, one.upper())} - _letters(path) == set()
    assert len(small) == 12 * 6 + 17


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_letter_that_the_tenant_writes_is_in_every_weight(path: object, sites: dict[str, Published]) -> None:
    site, known = sites["tenant"], _letters(path)
    pages = "".join((site.folder / page / "index.html").read_text("utf-8") for page in site.pages)
    missing = {char for char in pages if unicodedata.category(char)[0] in "LMN" and ord(char) not in known}
    assert missing == set()


def test_both_weights_arrive_and_figures_of_a_column_have_one_width(
    sites: dict[str, Published], browser: Browser
) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(sites["tenant"].base)
        arrived = page.evaluate(LOADED)
        widths = [page.evaluate(WIDTHS, ["Be Vietnam Pro", weight]) for weight in (400, 600)]
    assert ["400", "loaded"] in arrived
    assert ["600 900", "loaded"] in arrived
    assert widths == [[612] * 3, [612] * 3]
