"""Lighthouse: accessibility, best practices and what search engines need, on the pages that most readers meet.

Performance depends on the machine, so it is measured by `make bench` (`tests/bench/lighthouse.py`) and asserts nothing.
"""

from pathlib import Path

import pytest

from tests import needs
from tests.browser.lighthouse import PAGES, scores
from tests.browser.sites import Published
from tests.conftest import need

LEAST = 98


@pytest.mark.parametrize("page", PAGES)
def test_a_page_scores_well(page: str, sites: dict[str, Published], tools: Path) -> None:
    found = scores(tools, need(needs.browser), sites["tenant"].base + PAGES[page])
    assert {name: score for name, score in found.items() if score < LEAST} == {}
    assert set(found) == {"accessibility", "best-practices", "seo"}


def test_a_page_on_which_everything_is_wrong_scores_badly(planted: str, tools: Path) -> None:
    found = scores(tools, need(needs.browser), planted)
    assert all(score < LEAST for score in found.values())
