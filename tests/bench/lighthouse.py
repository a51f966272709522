"""Lighthouse on pages of the tenant's site: how soon a page is there on a phone. Reads; writes a site to look at."""

from collections.abc import Mapping, Sequence
from statistics import median_low

from tests import needs
from tests.bench.run import Run, Table
from tests.browser.lighthouse import PAGES, QUALITIES, scores
from tests.browser.sites import publish, serve
from tests.needs import REPOSITORY

NAME = "lighthouse"
CATEGORIES = ("performance", *QUALITIES)
NOTES = (
    "Scores out of 100 of Lighthouse, the middle one of {repeats}, as on a phone in a slow network; served by Python's"
    " own server, without compression.",
)


def measure(run: Run) -> list[Table]:
    """Publish the tenant's site and look at its pages."""
    folder = run.folder / "site-for-lighthouse"
    publish(REPOSITORY, folder)
    with serve(folder) as address:
        rows = [[page, *map(str, _middle(address + path, run.sizes.repeats).values())] for page, path in PAGES.items()]
    notes = [note.format(repeats=run.sizes.repeats) for note in NOTES]
    return [Table("Pages on a phone", ["Page", *(name.replace("-", " ") for name in CATEGORIES)], rows, notes)]


def _middle(url: str, repeats: int) -> Mapping[str, int]:
    """The middle score of each category."""
    found: Sequence[Mapping[str, int]] = [
        scores(needs.npm_tools(), needs.browser(), url, CATEGORIES) for _ in range(repeats)
    ]
    return {name: median_low(each[name] for each in found) for name in CATEGORIES}
