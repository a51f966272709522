"""Searches as a reader makes them: a catalogue to search in, and what the search page shows."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

from playwright.sync_api import Page

from tests.browser.sites import Published, publish, serve
from tests.faults.catalogues import DATABASE

# Name, title, description of entries that are alike in one way and differ in another.
ENTRIES = [
    ("pipes", "Đường ống dẫn nước", "Ống nước của các đảo."),
    ("sugar", "Sổ đường mía", "Các lô mía và đường."),
    ("calendar", "Dương lịch của cảng", "Lịch tàu."),
    ("names", "Duong road names", "Names of roads."),
    ("minorities", "Điều tra dân tộc thiểu số", "Số hộ."),
    ("turned", "Số thiểu của tộc dân", "Các từ trên, theo thứ tự khác."),
    ("cucumbers", "Sổ hải sâm", "Nơi nuôi."),
    ("harbours", "Sổ bến cảng", "Bến, cầu cảng và các lô nuôi hải sâm."),
    ("statistics", "Niên giám thống kê 2019", "Các bảng của năm."),
    ("later", "Niên giám thống kê 2020", "Các bảng của năm."),
]
TITLES = {name: title for name, title, _ in ENTRIES}


def make_searched(example: Path, root: Path, portal: str = "") -> Path:
    """Copy the example and add the entries, each changed a day after the one before it; perhaps it has a portal."""
    shutil.copytree(example, root)
    for number, (name, title, description) in enumerate(ENTRIES):
        text = DATABASE.replace("Invented database", title)
        text += f"description: {description}\nkeywords: [khóa {name}]\nmodified: '2026-01-{number + 10}'\n"
        (root / "catalogue" / "databases" / f"{name}.yaml").write_text(text, "utf-8")
    place = root / "catalogue" / "catalogue.yaml"
    if portal:
        place.write_text(place.read_text("utf-8").replace("ckan:\n", f"ckan:\n  url: {portal}\n"), "utf-8")
    return root


@contextmanager
def searched(example: Path, folder: Path, portal: str = "") -> Iterator[Published]:
    """The site of that catalogue, served below a path."""
    catalogue = publish(make_searched(example, folder / "catalogue", portal), folder / "public")
    with serve(folder / "public", "/a/sub/path/") as base:
        yield Published(catalogue, folder / "public", base)


def address(base: str, text: str = "", **chosen: str | list[str]) -> str:
    """The address of a search."""
    return f"{base}search/?{urlencode({'q': text, **chosen}, doseq=True)}"


def search(page: Page, base: str, text: str = "", **chosen: str | list[str]) -> list[str]:
    """Open the search page with a search in its address; give the titles that it shows."""
    page.goto(address(base, text, **chosen))
    page.locator("#search").wait_for()
    return titles(page)


def titles(page: Page) -> list[str]:
    """The titles of what is shown as found."""
    return page.locator("#hits .card-title").all_text_contents()


def found(page: Page) -> int:
    """How many entries the page says were found."""
    return int("".join(filter(str.isdigit, page.locator("#found").text_content() or "")))
