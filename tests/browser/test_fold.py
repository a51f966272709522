"""The fold of the search page: it is that of `publisher/words.py`, letter by letter."""

import json
import random
import sys
import unicodedata
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from publisher.words import fold
from tests.browser.sites import serve
from tests.conftest import HERE, REPOSITORY

VECTORS = json.loads((HERE / "data" / "folds.json").read_text("utf-8"))
FOLD = """async texts => {
  const { fold, words } = await import("./scripts/fold.js");
  return texts.map(text => ({ fold: fold(text), words: words(text) }));
}"""
# Of these no version of Unicode that a browser may have says anything else.
KNOWN = [chr(code) for code in range(sys.maxunicode) if unicodedata.category(chr(code)) not in {"Cn", "Cs", "Co"}]


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    """A page beside the scripts of the site."""
    with serve(REPOSITORY / "site_templates" / "static") as address, browser.new_page() as page:
        page.goto(address)
        yield page


def _folded(page: Page, texts: list[str]) -> list[dict[str, Any]]:
    folded: list[dict[str, Any]] = page.evaluate(FOLD, texts)
    return folded


def test_the_browser_gives_what_the_vectors_say(page: Page) -> None:
    told = [{"fold": vector["fold"], "words": vector["words"]} for vector in VECTORS]
    assert _folded(page, [vector["text"] for vector in VECTORS]) == told


def test_the_words_of_a_vector_that_can_be_typed_make_its_slug(page: Page) -> None:
    typed = [vector for vector in VECTORS if "".join(vector["words"]).isascii()]
    found = _folded(page, [vector["text"] for vector in typed])
    assert ["-".join(each["words"]) for each in found] == [vector["slug"] for vector in typed]


def test_each_character_and_any_mixture_of_them_folds_alike_in_both_languages(page: Page) -> None:
    chance = random.Random(6)
    texts = [*KNOWN, *("".join(chance.choices(KNOWN, k=chance.randint(2, 9))) for _ in range(5000))]
    found = [each["fold"] for each in _folded(page, texts)]
    assert [(text, each) for text, each in zip(texts, found, strict=True) if each != fold(text)] == []
