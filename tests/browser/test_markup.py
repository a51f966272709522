"""Nu Html Checker and html-validate on every page, style sheet and picture of every site, in one run each."""

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


@pytest.mark.parametrize("name", ["tenant", "example", "opted", "hostile", "preview"])
def test_every_page_style_sheet_and_picture_is_valid(name: str, sites: dict[str, Published], errors: Errors) -> None:
    assert errors[sites[name].folder.resolve()] == []


def test_a_page_that_is_not_valid_is_caught(errors: Errors) -> None:
    assert any("alt" in error for error in errors[HERE / "browser" / "planted"])


@pytest.fixture(scope="module")
def other_errors(sites: dict[str, Published], tools: Path, tmp_path_factory: pytest.TempPathFactory) -> Errors:
    """What html-validate says of each folder, by the rules of `html-validate.json`."""
    folders = [*(site.folder.resolve() for site in sites.values()), HERE / "browser" / "planted"]
    checker = [tools / ".bin" / "html-validate", "--config", HERE / "browser" / "html-validate.json"]
    pages = [str(folder / "**" / "*.html") for folder in folders]
    told = tmp_path_factory.mktemp("html-validate") / "told.json"  # it cuts off what it writes into a pipe
    subprocess.run([*checker, "--formatter", f"json={told}", *pages], capture_output=True, check=False)
    found: Errors = {folder: [] for folder in folders}
    for result in json.loads(told.read_text("utf-8")):
        path = Path(result["filePath"])
        folder = next(folder for folder in folders if path.is_relative_to(folder))
        found[folder] += [
            f"{path.relative_to(folder)}:{message['line']}: {message['ruleId']}" for message in result["messages"]
        ]
    return found


@pytest.mark.parametrize("name", ["tenant", "example", "opted", "hostile", "preview"])
def test_every_page_is_valid_to_another_checker(name: str, sites: dict[str, Published], other_errors: Errors) -> None:
    assert other_errors[sites[name].folder.resolve()] == []


def test_a_page_that_is_not_valid_is_caught_by_the_other_checker(other_errors: Errors) -> None:
    caught = {error.rpartition(" ")[2] for error in other_errors[HERE / "browser" / "planted"]}
    assert caught >= {"no-inline-style", "wcag/h37"}
