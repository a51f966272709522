"""What a browser notices on a page: errors, requests to others, words too wide, barriers that axe-core finds."""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, Dialog, Page, Response

NARROW, WIDE = 320, 1280
HEIGHT = 900
AXE_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN_AXE = "rules => axe.run(document, {runOnly: rules, resultTypes: ['violations']})"
MEASURE = """() => ({
  headings: document.querySelectorAll('h1').length,
  language: document.documentElement.lang,
  overflow: document.documentElement.scrollWidth - document.documentElement.clientWidth,
})"""
ACTIVE = (Path(__file__).parent / "active.js").read_text("utf-8")


def watch(context: BrowserContext, host: str | None) -> list[str]:
    """Note from now on what no page of ours should cause, in a list that grows; a disk has no host."""
    seen: list[str] = []

    def note_dialog(dialog: Dialog) -> None:
        seen.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def note_response(response: Response) -> None:
        if response.status >= 400:
            seen.append(f"{response.status}: {response.url}")

    def note_request(url: str) -> None:
        if urlsplit(url).hostname != host:
            seen.append(f"request: {url}")

    context.on("console", lambda message: seen.append(f"console: {message.text}") if message.type == "error" else None)
    context.on("weberror", lambda error: seen.append(f"error: {error.error}"))
    context.on("dialog", note_dialog)
    context.on("request", lambda request: note_request(request.url))
    context.on("response", note_response)
    return seen


def shape_faults(page: Page, language: str) -> list[str]:
    """What is wrong with the outline of the page that is open."""
    found = page.evaluate(MEASURE)
    wanted = {"headings": 1, "language": language, "overflow": 0}
    return [f"{key}: {found[key]}, not {wanted[key]}" for key in wanted if found[key] != wanted[key]]


def barriers(page: Page) -> list[str]:
    """What axe-core, which the context must bring in, finds on the page that is open."""
    violations: list[dict[str, Any]] = page.evaluate(RUN_AXE, AXE_RULES)["violations"]
    return [f"{found['id']}: {node['target']}" for found in violations for node in found["nodes"]]


def tab_to(page: Page, wanted: str) -> None:
    """Press Tab until what is wanted has the focus; everything on the way must show it."""
    for _ in range(120):
        page.keyboard.press("Tab")
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline != "none", page.evaluate("document.activeElement.outerHTML")
        if page.evaluate("wanted => document.activeElement.matches(wanted)", wanted):
            return
    raise AssertionError(f"no way to {wanted} with the keyboard")
