"""The page that asks the tables in SQL: only where it is wanted, with names that SQLite takes, gone with its data."""

import sqlite3
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publisher.targets.site import libraries
from publisher.targets.site.sql import quoted, table_name
from tests.browser.sites import opt_in
from tests.targets.worlds import ENTRY, SiteWorld, publish

WORDS = ["select", "from", "order", "group", "table", "values", "name", "Index", "rows", "without", "current_date"]


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder in which npm leaves packages, with all that is published of them."""
    home = tmp_path / "node_modules"
    for path in libraries.FILES.values():
        (home / path).parent.mkdir(parents=True, exist_ok=True)
        (home / path).write_text(f"// {path}\n")
    monkeypatch.setattr(libraries, "HOME", home)
    return home


def _of_it(site: SiteWorld) -> set[str]:
    """The files of the site that are for that page alone."""
    paths = (path.relative_to(site.folder.resolve()).as_posix() for path in site.folder.resolve().rglob("*"))
    return {path for path in paths if "sql" in path}


def test_a_catalogue_that_does_not_ask_for_it_has_nothing_of_it(site: SiteWorld) -> None:
    publish(site)
    assert _of_it(site) == set()
    pages = [page.read_text("utf-8") for page in site.folder.resolve().rglob("*.html")]
    assert not any("sql" in page for page in pages)


def test_a_catalogue_that_asks_for_it_has_a_page_in_each_language_linked_from_the_others(site: SiteWorld) -> None:
    opt_in(site.root)
    publish(site)
    assert _of_it(site) >= {"sql.html", "vi/sql.html", "static/sql/page.js", "static/libraries/sql-wasm.wasm"}
    table = (site.folder / "dataset/lighthouses/lighthouses/index.html").read_text("utf-8")
    assert 'href="../../../sql.html?q=SELECT+%2A%0AFROM+lighthouses%0ALIMIT+20%3B"' in table
    assert 'href="../vi/sql.html"' in (site.folder / "vi/index.html").read_text("utf-8")
    assert "<loc>https://data.fictional-islands.example/sql.html</loc>" in (site.folder / "sitemap.xml").read_text()


def test_a_catalogue_that_asks_no_more_loses_it(site: SiteWorld) -> None:
    place = site.root / "catalogue" / "catalogue.yaml"
    before = place.read_text("utf-8")
    opt_in(site.root)
    publish(site)
    place.write_text(before, "utf-8")
    publish(site)
    assert _of_it(site) == set()


@pytest.mark.parametrize("missing", ["sql-wasm.js", "sql-wasm.wasm"])
def test_without_its_library_the_page_is_there_without_its_script(missing: str, site: SiteWorld, home: Path) -> None:
    (home / libraries.FILES[missing]).unlink()
    opt_in(site.root)
    publish(site)
    page = (site.folder / "sql.html").read_text("utf-8")
    assert "page.js" not in page
    assert 'id="query"' not in page
    assert "DuckDB" in page
    assert 'href="./dataset/lighthouses/lighthouses.csv"' in page


def test_a_take_down_leaves_of_a_table_only_lists_that_name_it_until_they_are_made_anew(site: SiteWorld) -> None:
    opt_in(site.root)
    publish(site)
    removal = site.target().take_down("lighthouses", ENTRY)
    assert {"sql.html", "vi/sql.html"} <= set(removal.naming)
    whole = b"".join(path.read_bytes() for path in site.folder.resolve().rglob("*sql*") if path.is_file())
    assert b"Gulls" not in whole, "a name of a light"


def test_names_of_datasets_and_files_make_names_that_are_no_other_table_s() -> None:
    assert table_name("dan-toc") == "dan_toc"
    assert table_name("a-b", "c") != table_name("a", "b-c")


@given(st.text(min_size=1, max_size=10).filter(str.isprintable) | st.sampled_from(WORDS))
def test_sqlite_takes_every_name_as_it_is_quoted(name: str) -> None:
    with sqlite3.connect(":memory:") as database:
        database.execute(f"CREATE TABLE {quoted(name)} ({quoted(name)})")
        database.execute(f"SELECT {quoted(name)} FROM {quoted(name)}")
        found = database.execute("SELECT name FROM sqlite_schema").fetchall()
    assert found == [(name,)]
