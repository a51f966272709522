"""The sites of three catalogues, served; a browser that can reach nothing but this machine; the checkers from npm.

Playwright keeps an event loop running, so all of this ends with the folder, not with the session.
"""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests import needs
from tests.browser.hostile import make_hostile
from tests.browser.sites import Published, opted, publish, serve
from tests.conftest import HERE, REPOSITORY, need

UNDER = "/a/sub/path/"
PREVIEW = 'Bản xem trước của !42: "<b onclick=x()>https://data.example/averyveryverylongaddresswithoutanyplacetobreak"'
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]


@pytest.fixture(scope="package")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Published]]:
    """Sites of the tenant, also with all that is opt-in, of the example, a preview of it, one full of hostile text."""
    folder = tmp_path_factory.mktemp("sites")
    roots = {
        "tenant": REPOSITORY,
        "example": HERE / "example",
        "opted": opted(REPOSITORY, folder / "opted-catalogue"),
        "hostile": make_hostile(HERE / "example", folder / "catalogue"),
    }
    with ExitStack() as servers:
        found = {}
        for name, root in roots.items():
            catalogue = publish(root, folder / name)
            found[name] = Published(catalogue, folder / name, servers.enter_context(serve(folder / name, UNDER)))
        catalogue = publish(opted(roots["example"], folder / "previewed-catalogue"), folder / "preview", PREVIEW)
        found["preview"] = Published(
            catalogue, folder / "preview", servers.enter_context(serve(folder / "preview", UNDER))
        )
        tenant = found["tenant"]  # also where it says that it lies: links of the page for wrong addresses begin there
        found["at the root"] = replace(tenant, base=servers.enter_context(serve(tenant.folder)))
        yield found


@pytest.fixture(scope="package")
def planted() -> Iterator[str]:
    """The address of a page on which everything is wrong, for the checkers to prove themselves."""
    with serve(HERE / "browser" / "planted") as address:
        yield address


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Chromium, without a network."""
    executable = need(needs.browser)
    with (
        sync_playwright() as playwright,
        playwright.chromium.launch(executable_path=executable, args=FLAGS) as browser,
    ):
        yield browser


@pytest.fixture(scope="package")
def tools() -> Path:
    """The folder of the checkers from npm."""
    folder: Path = need(needs.npm_tools)
    return folder
