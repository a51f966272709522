"""What a browser notices on a page: errors, requests to others, words too wide, barriers that axe-core finds."""

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
# What could act, whatever made it. Our pages need none of these, but for a module of ours, which holds no text, and the
# search box, which leads to our search page. Both are told by where they lead and by having no other attribute, so that
# nothing from a descriptor can be one: no descriptor can put a file there.
ACTIVE = """() => {
  const look = document.querySelector('head > link[rel=stylesheet]');
  const home = look ? new URL('..', look.href).href : null;
  const within = (address, pattern) =>
    home && address.startsWith(home) && pattern.test(address.slice(home.length));
  const only = (element, ...names) => element.getAttributeNames().every(name => names.includes(name));
  const isModule = element => element.matches('head > script[type=module][src]') && element.textContent === ''
    && only(element, 'type', 'src') && within(element.src, /^static\\/scripts\\/[a-z]+\\.js$/);
  const isBox = element => element.matches('form[role=search][method=get]')
    && only(element, 'class', 'role', 'method', 'action')
    && within(new URL(element.getAttribute('action'), document.baseURI).href, /^([a-z]{2,3}\\/)?search\\/$/);
  return [...document.querySelectorAll('*')].filter(element =>
    element.matches('style, iframe, frame, object, embed, base, svg, math, template, [style], [srcdoc], [formaction]')
    || (element.matches('script') && !isModule(element))
    || (element.matches('form') && !isBox(element))
    || [...element.attributes].some(attribute => attribute.name.startsWith('on'))
    || (element.matches('[href]') && !/^(https?|mailto):$/.test(new URL(element.href, document.baseURI).protocol))
  ).map(element => element.outerHTML);
}"""


def watch(context: BrowserContext, host: str) -> list[str]:
    """Note from now on what no page of ours should cause; the list grows while pages are visited."""
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
