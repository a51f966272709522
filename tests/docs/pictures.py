"""The pictures of the README, taken of the tenant's site; run as `python -m tests.docs.pictures`."""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, sync_playwright

from tests.browser.conftest import FLAGS
from tests.browser.sites import publish, serve
from tests.needs import REPOSITORY, browser

PICTURES = REPOSITORY / "docs" / "pictures"
# Name, page, width, height, light or dark.
SHOTS = (
    ("home", "", 1280, 860, "light"),
    ("database", "database/thong-ke-53-dan-toc-thieu-so/", 1120, 800, "light"),
    ("dataset-phone", "dataset/dan-so-theo-dan-toc/", 390, 800, "light"),
    ("dataset-dark", "dataset/dan-so-theo-dan-toc/", 1120, 800, "dark"),
)


def main() -> None:
    """Publish the site and take the pictures."""
    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        site = Path(folder) / "site"
        publish(REPOSITORY, site)
        with serve(site) as base, playwright.chromium.launch(executable_path=browser(), args=FLAGS) as chromium:
            for shot in SHOTS:
                _take(chromium, base, *shot)


def _take(chromium: Browser, base: str, name: str, path: str, width: int, height: int, scheme: str) -> None:
    dark = scheme == "dark"
    with chromium.new_context(
        viewport={"width": width, "height": height}, color_scheme="dark" if dark else "light"
    ) as context:
        page = context.new_page()
        page.goto(base + path)
        page.evaluate("document.fonts.ready")
        page.screenshot(path=PICTURES / f"{name}.png")
    sys.stdout.write(f"wrote docs/pictures/{name}.png\n")


if __name__ == "__main__":
    main()
