"""Libraries of others on the site: with their licences, or not at all; the site does without."""

import configparser
from pathlib import Path

import pytest

from publisher.plan import Consent
from publisher.publish import check, plan, reasons_against
from publisher.targets.site import Site, libraries
from tests.browser.sites import opt_in
from tests.conftest import REPOSITORY
from tests.targets.worlds import SiteWorld, publish


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder in which npm leaves packages, with all that is published of them."""
    home = tmp_path / "node_modules"
    for path in libraries.FILES.values():
        (home / path).parent.mkdir(parents=True, exist_ok=True)
        (home / path).write_text(f"// {path}\n")
    monkeypatch.setattr(libraries, "HOME", home)
    return home


def _published(site: SiteWorld) -> dict[str, str]:
    folder = site.folder / "static" / "libraries"
    return {path.name: path.read_text() for path in folder.glob("*")}


def test_a_library_is_published_as_it_was_brought_with_its_licence(site: SiteWorld, home: Path) -> None:
    opt_in(site.root)
    publish(site)
    assert _published(site) == {name: f"// {path}\n" for name, path in libraries.FILES.items()}
    assert {name.partition(".")[0] for name in libraries.FILES if "LICENSE" in name} == {
        name.partition(".")[0] for name in libraries.FILES
    }


@pytest.mark.parametrize("missing", sorted(libraries.FILES.values()))
def test_where_a_file_is_missing_none_is_published_and_the_search_page_asks_for_none(
    missing: str, site: SiteWorld, home: Path
) -> None:
    (home / missing).unlink()
    publish(site)
    assert _published(site) == {}
    page = (site.folder / "search" / "index.html").read_text("utf-8")
    assert "static/scripts/search.js" not in page
    assert 'id="letters"' in page


def test_a_library_that_comes_later_changes_the_pages_that_use_it(site: SiteWorld, home: Path) -> None:
    licence = home / libraries.FILES["minisearch.LICENSE.txt"]
    text = licence.read_text()
    licence.unlink()
    publish(site)
    licence.write_text(text)
    assert {"search/index.html", "static/libraries/minisearch.js"} <= {change.key for change in publish(site).done}
    assert "static/scripts/search.js" in (site.folder / "search" / "index.html").read_text("utf-8")


@pytest.mark.parametrize(
    ("strict", "there", "codes"), [(True, False, ["no-library"]), (True, True, []), (False, False, [])]
)
def test_a_library_that_is_missing_is_refused_only_where_nothing_may_lack(
    strict: bool, there: bool, codes: list[str], root: Path, tmp_path: Path, home: Path
) -> None:
    if not there:
        (home / libraries.FILES["minisearch.js"]).unlink()
    catalogue = check(root, lambda _: None).sound
    assert catalogue
    site = Site(tmp_path / "public", "tests", strict=strict)
    found = reasons_against(site, catalogue, plan(site, catalogue), Consent())
    assert [reason.code for reason in found] == codes


def test_a_wheel_carries_what_was_brought_and_the_lock_that_brings_it() -> None:
    parser = configparser.ConfigParser()
    parser.read(REPOSITORY / "setup.cfg", encoding="utf-8")
    patterns = parser["options.package_data"]["publisher.site_templates"].replace("\n", "").split(",")
    carried = [f"libraries/node_modules/{path}" for path in libraries.FILES.values()]
    for path in [*carried, "libraries/package-lock.json", "static/scripts/search.js"]:
        assert any(Path(path).match(pattern.strip()) and path.count("/") == pattern.count("/") for pattern in patterns)
