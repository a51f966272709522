"""The page that asks the tables in SQL, as a reader uses it: by keyboard, told of errors, able to stop, safe."""

import json
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests import needs
from tests.browser.asking import ask, done, downloaded, failure, open_sql, run
from tests.browser.hostile import ALL, CORPUS
from tests.browser.sites import Published
from tests.browser.watching import ACTIVE, HEIGHT, NARROW, WIDE, barriers, shape_faults, tab_to, watch
from tests.conftest import REPOSITORY, need

ENDLESS = "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT count(*) FROM c"
LONG = "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c LIMIT {}) SELECT x FROM c"
HOST = "127.0.0.1"
# What is asked, and what of the answer is the reader's own.
FAULTS = {
    "SELEC 1": ("syntax", "SELEC"),
    "SELECT 1 +": ("incomplete", ""),
    "SELECT * FROM nothing_here": ("no_table", "nothing_here"),
    "SELECT nowhere": ("no_column", "nowhere"),
    "SELECT x FROM (SELECT 1 AS x), (SELECT 2 AS x)": ("ambiguous", "x"),
    "SELECT nonsense(1)": ("no_function", "nonsense"),
    "SELECT fold()": ("arguments", "fold"),
    "SELECT '": ("token", "'"),
    "SELECT abs(-9223372036854775807 - 1)": ("other", "integer overflow"),
}


@pytest.fixture(scope="module")
def site(sites: dict[str, Published]) -> Published:
    """The tenant's site, with the library of the page."""
    need(needs.libraries)
    return sites["opted"]


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page with a history of its own."""
    with browser.new_page(viewport={"width": WIDE, "height": HEIGHT}) as page:
        yield page


def _says(site: Published, page: Page, key: str, **args: str) -> str:
    """Words of the page for its script."""
    words: dict[str, str] = json.loads(page.locator("#sql").get_attribute("data-words") or "")
    return words[key].format(**args)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_an_error_is_told_in_the_language_of_the_page(language: str, site: Published, page: Page) -> None:
    open_sql(page, site.in_language("sql.html", language))
    assert page.get_by_role("alert").count() == 0
    for query, (key, name) in FAULTS.items():
        run(page, query)
        told = _says(site, page, f"error_{key}", name=name)
        wanted = f"{told} {name}" if key == "other" else told
        assert (query, failure(page)) == (query, wanted)
        assert page.get_by_role("alert").count() == 1
    expect(page.locator("#failure [lang=en]")).to_have_text("integer overflow")
    assert ask(page, "SELECT 1") == [["1"]]
    expect(page.locator("#failure")).to_be_empty()


def test_an_endless_query_is_stopped_by_the_reader_and_the_page_goes_on(site: Published, page: Page) -> None:
    open_sql(page, site.base + "en/sql.html")
    ask(page, "SELECT count(*) FROM dan_toc")
    page.locator("#query").fill(ENDLESS)
    page.locator("#run").click()
    expect(page.locator("#told")).to_have_text(_says(site, page, "running"))
    page.locator("#stop").click()
    assert failure(page) == _says(site, page, "stopped")
    expect(page.locator("#query")).to_be_focused()
    assert ask(page, "SELECT count(*) FROM dan_toc") == [["54"]]


def test_a_query_that_takes_too_long_is_stopped_by_itself(site: Published, page: Page) -> None:
    page.clock.install()
    open_sql(page, site.base + "en/sql.html")
    page.locator("#query").fill(ENDLESS)
    page.locator("#query").press("Control+Enter")
    expect(page.locator("#told")).to_have_text(_says(site, page, "running"))
    page.clock.fast_forward(29_000)
    expect(page.locator("#stop")).to_be_visible()
    page.clock.fast_forward(2_000)
    done(page)
    assert failure(page) == _says(site, page, "too_long", seconds="30")


def test_more_rows_than_the_page_shows_are_told_and_are_in_the_file(site: Published, page: Page) -> None:
    open_sql(page, site.base + "en/sql.html")
    run(page, LONG.format(1234))
    expect(page.locator("#result caption")).to_have_text("200 rows are shown. In all: 1,234 rows")
    expect(page.locator("#result tbody tr")).to_have_count(200)
    assert downloaded(page) == [["x"], *([str(number)] for number in range(1, 1235))]


def test_what_is_kept_of_an_endless_result_has_a_limit(site: Published, page: Page) -> None:
    open_sql(page, site.base + "en/sql.html")
    run(page, LONG.format(-1))
    expect(page.locator("#told")).to_have_text("The first 100,000 rows; the rest was left out")
    assert len(downloaded(page)) == 100_001


def test_the_address_tells_the_query_and_the_way_back_leads_through_it(site: Published, page: Page) -> None:
    open_sql(page, site.base + "en/sql.html")
    ask(page, "SELECT 'Tày' AS one")
    first = page.url
    assert first.endswith("?q=SELECT+%27T%C3%A0y%27+AS+one")
    ask(page, "SELECT 2 AS two")
    page.go_back()
    expect(page.locator("#result th")).to_have_text("one")
    expect(page.locator("#query")).to_have_value("SELECT 'Tày' AS one")
    page.goto("about:blank")
    page.goto(first)
    expect(page.locator("#result td")).to_have_text("Tày")


def test_a_reader_with_a_keyboard_asks_and_takes_the_result_away(site: Published, page: Page) -> None:
    open_sql(page, site.base + "en/sql.html")
    tab_to(page, "#query")
    page.keyboard.type("SELECT ethnic_name_vi FROM dan_toc WHERE fold(ethnic_name_vi) LIKE 'ta%'")
    tab_to(page, "#run")
    page.keyboard.press("Enter")
    expect(page.locator("#result table")).to_be_visible()
    tab_to(page, "#result .scroll")
    tab_to(page, "#result a[download]")
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    assert download.value.suggested_filename == "result.csv"


def test_a_reader_with_a_keyboard_stops_a_query(site: Published, page: Page) -> None:
    open_sql(page, site.base + "en/sql.html")
    tab_to(page, "#query")
    page.keyboard.insert_text(ENDLESS)
    page.keyboard.press("Control+Enter")
    tab_to(page, "#stop")
    page.keyboard.press("Enter")
    expect(page.locator("#query")).to_be_focused()
    assert failure(page) == _says(site, page, "stopped")


def test_a_result_is_a_table_that_can_be_read_and_sorted(site: Published, page: Page) -> None:
    open_sql(page, site.base + "en/sql.html")
    run(page, "SELECT ethnic_name_vi AS name, NULL AS none, 1 AS n FROM dan_toc WHERE name IN ('Ê Đê', 'Dao', 'Tày')")
    table = page.get_by_role("table", name="3 rows")
    heads = table.locator("thead th")
    caption, head = table.locator("caption").bounding_box(), heads.first.get_by_role("button").bounding_box()
    assert caption
    assert head
    assert caption["y"] + caption["height"] <= head["y"]
    assert heads.evaluate_all("heads => heads.map(head => head.scope)") == ["col"] * 3
    expect(table.locator("tbody td.null")).to_have_text(["", "", ""])
    expect(table.locator("tbody td:last-child")).to_have_class(["number"] * 3)
    table.get_by_role("button", name="name").click()
    assert table.locator("tbody td:first-child").all_text_contents() == ["Dao", "Ê Đê", "Tày"]


def test_a_table_is_fetched_only_when_it_is_asked_for(site: Published, page: Page) -> None:
    fetched: list[str] = []
    page.on("request", lambda request: fetched.append(request.url.removeprefix(site.base)))
    open_sql(page, site.base + "en/sql.html")
    load = page.locator("[data-sql=dan_toc]").get_by_role("button", name="Load")
    expect(load).to_be_visible()
    assert [path for path in fetched if path.startswith(("dataset/", "static/libraries/"))] == []
    load.click()
    expect(page.locator("#told")).to_have_text("dan_toc is loaded: 54 rows.")
    expect(page.locator("#query")).to_have_value("SELECT * FROM dan_toc LIMIT 20;")
    ask(page, "SELECT d.ethnic_code FROM dan_toc d JOIN dan_so_theo_dan_toc p ON p.ethnic_code = d.ethnic_code")
    wanted = {"dataset/dan-toc/dan-toc.csv", "dataset/dan-so-theo-dan-toc/dan-so-theo-dan-toc.csv"}
    assert {path for path in fetched if path.endswith(".csv")} == wanted


def test_a_table_that_cannot_be_fetched_is_told_and_leaves_nothing_half_done(site: Published, page: Page) -> None:
    def cut(route: Route) -> None:
        route.fulfill(body="ethnic_code,ethnic_name_vi\n01")

    open_sql(page, site.base + "en/sql.html")
    page.context.route("**/dan-toc.csv", lambda route: route.abort())
    run(page, "SELECT count(*) FROM dan_toc")
    assert failure(page) == _says(site, page, "unreachable", address=f"{site.base}dataset/dan-toc/dan-toc.csv")
    page.context.unroute("**/dan-toc.csv")
    page.context.route("**/dan-toc.csv", cut)
    run(page, "SELECT count(*) FROM dan_toc")
    assert failure(page) != ""
    page.context.unroute("**/dan-toc.csv")
    assert ask(page, "SELECT count(*) FROM dan_toc") == [["54"]]


def test_without_a_library_that_loads_the_page_says_so(site: Published, page: Page) -> None:
    page.context.route("**/sql-wasm.js", lambda route: route.abort())
    open_sql(page, site.base + "en/sql.html")
    run(page, "SELECT 1")
    assert failure(page) == _says(site, page, "failed")


@pytest.mark.parametrize("script", ["delete window.WebAssembly", "delete window.Worker", None])
def test_where_nothing_can_be_asked_the_page_says_so_and_leads_to_files_and_code(
    script: str | None, site: Published, browser: Browser
) -> None:
    with browser.new_context(java_script_enabled=script is not None) as context:
        context.add_init_script(script or "")
        page = context.new_page()
        page.goto(site.base + "en/sql.html")
        expect(page.locator("#without")).to_contain_text("DuckDB")
        expect(page.locator("#sql")).to_be_hidden()
        assert page.locator(".sql-tables button").count() == 0
        with page.expect_download() as download:
            page.locator("[data-sql=dan_toc] a[download]").click()
        assert download.value.suggested_filename == "dan-toc.csv"
        page.locator("[data-sql=dan_toc] a[href$='#code']").click()
        assert page.url.endswith("dataset/dan-toc/dan-toc/#code")
        expect(page.locator("#code")).to_be_in_viewport()


def test_nothing_is_asked_of_others_and_no_policy_is_broken(site: Published, browser: Browser) -> None:
    with browser.new_context() as context:
        seen, page = watch(context, HOST), context.new_page()
        open_sql(page, site.base + "en/sql.html?q=SELECT+count(*)+FROM+dan_toc")
        expect(page.locator("#result td")).to_have_text("54")
        policy = page.locator("meta[http-equiv]").get_attribute("content") or ""
    assert seen == []
    assert "unsafe" not in policy
    assert "script-src 'self';" in policy


def test_hostile_cells_columns_and_errors_stay_text(sites: dict[str, Published], browser: Browser) -> None:
    need(needs.libraries)
    columns = ", ".join(f'1 AS "{text.replace(chr(34), chr(34) * 2)}"' for text in CORPUS)
    with browser.new_context(bypass_csp=True) as context:
        seen, page = watch(context, HOST), context.new_page()
        open_sql(page, sites["hostile"].base + "sql.html")
        run(page, "SELECT name FROM lighthouses")
        cells = page.locator("#result td").all_text_contents()
        assert any(ALL in cell for cell in cells)
        assert page.evaluate(ACTIVE) == []
        run(page, f"SELECT {columns}")
        assert page.locator("#result th").all_text_contents() == list(CORPUS)
        assert page.evaluate(ACTIVE) == []
        for text in CORPUS:
            run(page, 'SELECT "' + text.replace('"', '""') + '" FROM lighthouses; SELECT [' + text)
            assert page.evaluate(ACTIVE) == []
    assert seen == []


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("query", ["SELECT * FROM dan_toc", "SELECT 1 AS a, NULL AS b, '' AS \"\"", "SELEC"])
def test_neither_a_result_nor_an_error_is_a_barrier(
    query: str, language: str, site: Published, browser: Browser, tools: object
) -> None:
    faults = {}
    with browser.new_context(bypass_csp=True) as context:
        context.add_init_script(path=f"{tools}/axe-core/axe.min.js")
        page = context.new_page()
        open_sql(page, site.in_language("sql.html", language))
        run(page, query)
        for width in (WIDE, NARROW):
            page.set_viewport_size({"width": width, "height": HEIGHT})
            for scheme in ("light", "dark"):
                page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
                faults[width, scheme] = [*barriers(page), *shape_faults(page, language)]
    assert {look: found for look, found in faults.items() if found} == {}


def test_scripts_of_the_page_build_no_markup_from_text_and_load_nothing_from_elsewhere() -> None:
    scripts = sorted((REPOSITORY / "site_templates" / "static" / "sql").glob("*.js"))
    text = "\n".join(path.read_text("utf-8") for path in scripts)
    acting = re.findall(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|new Function", text)
    assert (acting, len(scripts)) == ([], 9)
