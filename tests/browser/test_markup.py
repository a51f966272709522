"""Nu Html Checker on every page, style sheet and picture of every site, in one run."""

import json
import subprocess
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from tests.browser.sites import Published
from tests.conftest import HERE

Errors = dict[Path, list[str]]


@pytest.fixture(scope="module")
def errors(sites: dict[str, Published], tools: Path) -> Errors:
    """What the checker says of each folder."""
    folders = [*(site.folder.resolve() for site in sites.values()), HERE / "browser" / "planted"]
    checker = ["java", "-jar", str(tools / "vnu-jar/build/dist/vnu.jar"), "--stdout", "--format", "json"]
    scope = ["--errors-only", "--skip-non-html", "--also-check-css", "--also-check-svg"]
    done = subprocess.run([*checker, *scope, *map(str, folders)], capture_output=True, text=True, check=False)
    found: Errors = {folder: [] for folder in folders}
    for message in json.loads(done.stdout)["messages"]:
        path = Path(unquote(urlsplit(message["url"]).path))
        folder = next(folder for folder in folders if path.is_relative_to(folder))
        found[folder].append(f"{path.relative_to(folder)}:{message.get('lastLine')}: {message['message']}")
    return found


@pytest.mark.parametrize("name", ["tenant", "example", "hostile"])
def test_every_page_style_sheet_and_picture_is_valid(name: str, sites: dict[str, Published], errors: Errors) -> None:
    assert errors[sites[name].folder.resolve()] == []


def test_a_page_that_is_not_valid_is_caught(errors: Errors) -> None:
    assert any("alt" in error for error in errors[HERE / "browser" / "planted"])
