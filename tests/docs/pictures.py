"""The pictures of the README, taken of the tenant's site; run as `python -m tests.docs.pictures`."""

import base64
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
    ("search", "search/?q=dan%20toc", 1120, 800, "light"),
    ("statistics", "statistics/", 1120, 800, "light"),
)
# The browser knows WebP; no library is needed for it.
SMALLER = """async source => {
  const image = new Image();
  image.src = source;
  await image.decode();
  const canvas = new OffscreenCanvas(image.width, image.height);
  canvas.getContext('2d').drawImage(image, 0, 0);
  const blob = await canvas.convertToBlob({type: 'image/webp', quality: 0.7});
  return new Promise(done => {
    const reader = new FileReader();
    reader.onload = () => done(reader.result);
    reader.readAsDataURL(blob);
  });
}"""


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
        page.goto(base + path, wait_until="networkidle")
        page.evaluate("document.fonts.ready")
        picture = base64.b64encode(page.screenshot()).decode()
        page.goto("about:blank")
        small = page.evaluate(SMALLER, f"data:image/png;base64,{picture}")
    (PICTURES / f"{name}.webp").write_bytes(base64.b64decode(small.partition(",")[2]))
    sys.stdout.write(f"wrote docs/pictures/{name}.webp\n")


if __name__ == "__main__":
    main()
