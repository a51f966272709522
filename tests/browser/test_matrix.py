"""What is looked at, and by whom: every kind of page in every language and look, none of them left out by and by."""

from collections.abc import Callable, Iterator
from itertools import product
from typing import Any

import pytest

from publisher.targets.site.edition import editions
from publisher.targets.site.pages import pages
from publisher.targets.site.render import Templates
from tests.browser import test_lighthouse, test_links, test_markup, test_pages, watching
from tests.browser.conftest import UNDER
from tests.browser.lighthouse import PAGES, QUALITIES
from tests.browser.sites import Published
from tests.browser.test_pages import ALL, KINDS, LOOKS, OF_THE_EXAMPLE

LANGUAGES = {"vi", "en"}
# Of each kind of page, in each language.
SHOWN = [
    test_pages.test_a_page_has_no_barriers_light_or_dark_wide_or_narrow,
    test_pages.test_without_javascript_every_word_of_a_page_can_be_read,
]
# Of every page of a site.
WHOLE = [
    test_pages.test_every_page_fits_a_narrow_screen_has_no_errors_and_asks_nobody_else,
    test_markup.test_every_page_style_sheet_and_picture_is_valid,
    test_markup.test_every_page_is_valid_to_another_checker,
    test_links.test_every_link_and_every_anchor_leads_somewhere_below_the_same_path,
    test_links.test_every_page_is_reached_from_the_home_page_but_those_of_what_was_withdrawn,
]
Test = Callable[..., None]


def _cases(test: Test) -> Iterator[dict[str, Any]]:
    """What a test is tried with."""
    marks = [mark for mark in getattr(test, "pytestmark", []) if mark.name == "parametrize"]
    for values in product(*(mark.args[1] for mark in marks)):
        case: dict[str, Any] = {}
        for mark, value in zip(marks, values, strict=True):
            names = mark.args[0]
            case |= {names: value} if isinstance(names, str) else dict(zip(names, value, strict=True))
        yield case


def test_every_template_of_which_a_page_is_made_is_among_the_kinds_with_such_a_page(
    sites: dict[str, Published],
) -> None:
    made: dict[tuple[str, str], str] = {}
    for name, site in sites.items():
        spoken = editions(site.catalogue, Templates(site.catalogue.root, site.catalogue.languages).words)
        made |= {(name, page.path): page.template.removesuffix(".html") for page in pages(spoken)}
    assert set(made.values()) == {kind for kind, _, _ in KINDS}
    for kind, name, path in ALL:
        assert made[name, path if path.endswith(".html") else f"{path}index.html"] == kind


@pytest.mark.parametrize("test", SHOWN, ids=lambda test: test.__name__)
def test_each_kind_of_page_is_shown_in_each_language(test: Test) -> None:
    assert {(case["kind"], case["name"], case["path"], case["language"]) for case in _cases(test)} == {
        (*shown, language) for shown in ALL for language in LANGUAGES
    }
    assert len({kind for kind, name, _ in OF_THE_EXAMPLE if name == "example"}) >= 3


@pytest.mark.parametrize("test", WHOLE, ids=lambda test: test.__name__)
def test_every_page_of_each_catalogue_is_checked(test: Test) -> None:
    assert {case["name"] for case in _cases(test)} >= {"tenant", "example", "hostile"}


def test_pages_are_shown_light_and_dark_wide_and_at_320_pixels_below_a_path() -> None:
    assert set(LOOKS) == set(product(("light", "dark"), (1280, 320)))
    assert UNDER == "/a/sub/path/"


def test_axe_has_all_rules_of_wcag_2_2_aa_and_of_best_practice() -> None:
    assert set(watching.AXE_RULES) == {"wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"}


def test_lighthouse_scores_what_most_readers_meet() -> None:
    assert set(PAGES) >= {"home", "dataset", "search", "map"}
    assert {case["page"] for case in _cases(test_lighthouse.test_a_page_scores_well)} == set(PAGES)
    assert set(QUALITIES) == {"accessibility", "best-practices", "seo"}
    assert test_lighthouse.LEAST >= 98
