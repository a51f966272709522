"""Questions in SQL as a reader asks them, and what the page answers."""

import csv
import io
from pathlib import Path

from playwright.sync_api import Page, expect

PATIENCE = 30_000  # milliseconds, for a machine with much else to do


def open_sql(page: Page, address: str) -> None:
    """Open the page, whatever its address asks."""
    page.goto(address)
    expect(page.locator("#sql")).to_be_visible()


def run(page: Page, query: str) -> None:
    """Type a query, run it, and wait until it is done."""
    page.locator("#query").fill(query)
    page.locator("#query").press("Control+Enter")
    done(page)


def done(page: Page) -> None:
    """Wait until nothing is being done."""
    expect(page.locator("#run")).to_have_attribute("aria-disabled", "false", timeout=PATIENCE)


def failure(page: Page) -> str:
    """What the page says is wrong."""
    return page.locator("#failure").inner_text()


def downloaded(page: Page) -> list[list[str]]:
    """The result as its file has it."""
    with page.expect_download() as download:
        page.locator("#result a[download]").click()
    text = Path(download.value.path()).read_bytes().decode()
    return list(csv.reader(io.StringIO(text, newline="")))


def ask(page: Page, query: str) -> list[list[str]]:
    """Run a query that gives rows; give them as texts, without the names of the columns."""
    run(page, query)
    assert failure(page) == ""
    return downloaded(page)[1:]
