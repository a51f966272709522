"""The live preview in a real browser: an edit is seen without a hand on the page; an error lies above it."""

import re
import threading
from pathlib import Path

from playwright.sync_api import Browser, expect

from publisher.publish import Terms
from publisher.serve import Preview
from publisher.serve.server import HOST, listen
from tests.browser.watching import watch
from tests.conftest import DAY
from tests.ports import free

ENTRY = Path("catalogue/databases/ferry-operations.yaml")


def test_the_page_follows_the_file_and_shows_what_is_wrong_with_it(
    root: Path, tmp_path: Path, browser: Browser
) -> None:
    preview = Preview(root, tmp_path / "preview", Terms(DAY))
    preview.build()
    server = listen(preview, free()[0], lambda built: [error.code for error in built.errors], "Errors")
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    entry = root / ENTRY
    sound = entry.read_text("utf-8")
    try:
        with browser.new_context() as context:
            seen, page = watch(context, HOST), context.new_page()
            page.goto(f"http://{HOST}:{server.server_port}/database/ferry-operations/")
            entry.write_text(re.sub("^title: .*", "title: Ferries anew", sound), encoding="utf-8")
            preview.build()
            expect(page.locator("h1")).to_have_text("Ferries anew")
            entry.write_text("title: [\n", encoding="utf-8")
            preview.build()
            expect(page.get_by_role("alert")).to_contain_text("yaml-syntax")
            expect(page.locator("h1")).to_have_text("Ferries anew")
            entry.write_text(sound, encoding="utf-8")
            preview.build()
            expect(page.get_by_role("alert")).to_have_count(0)
            expect(page.locator("h1")).not_to_have_text("Ferries anew")
        assert seen == []
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
