"""Asking the tables in SQL: every table as the checks read it, text as Vietnamese needs it, in a real SQLite."""

import csv
import io
import itertools
import json
import sqlite3
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page

from publisher.tables.rows import typed_rows
from publisher.targets.site.sql import quoted, tables
from tests import needs
from tests.browser.asking import ask, open_sql
from tests.browser.sites import Published, serve
from tests.conftest import HERE, REPOSITORY, need

VECTORS = json.loads((HERE / "data" / "folds.json").read_text("utf-8"))
PARSE = """async ([delimiter, quote, pieces]) => {
  const { makeParser } = await import("./sql/csv.js");
  const records = [], parser = makeParser(delimiter, quote, record => records.push(record));
  pieces.forEach(parser.push);
  parser.end();
  return records;
}"""
WRITE = "async records => { const { written } = await import('./sql/csv.js'); return written(records).join(''); }"
LIKE = "async pairs => { const { like } = await import('./sql/like.js'); return pairs.map(args => like(...args)); }"
READ = """async ([field, schema, cells]) => {
  const { makeReader } = await import("./sql/cells.js");
  return cells.map(makeReader(field, schema));
}"""
# A field, its cells, their values.
CELLS: list[tuple[dict[str, Any], list[str], list[str | None]]] = [
    ({"type": "string"}, [" a ", "", "01"], [" a ", None, "01"]),
    ({"type": "string", "missingValues": ["-", {"value": "x", "label": "none"}]}, ["", "-", "x"], ["", None, None]),
    ({"type": "integer"}, [" 12 ", "-3"], ["12", "-3"]),
    ({"type": "integer", "groupChar": "."}, ["1.234.567"], ["1234567"]),
    ({"type": "number", "groupChar": ".", "decimalChar": ","}, ["1.234,5", "-,5"], ["1234.5", "-.5"]),
    ({"type": "number", "bareNumber": False}, ["12.5 %", "USD -3"], ["12.5", "-3"]),
    ({"type": "boolean"}, ["true", "False", "1", "0"], ["1", "0", "1", "0"]),
    ({"type": "boolean", "trueValues": ["có"], "falseValues": ["không"]}, ["có", "không"], ["1", "0"]),
    ({"type": "date"}, ["2019-04-01"], ["2019-04-01"]),
    ({"type": "date", "format": "%d/%m/%Y"}, ["1/4/2019", "31/12/1999"], ["2019-04-01", "1999-12-31"]),
    ({"type": "time", "format": "%H.%M"}, ["7.30"], ["07:30:00"]),
    ({"type": "datetime", "format": "%d.%m.%Y %H:%M:%S"}, ["01.04.2019 07:30:05"], ["2019-04-01T07:30:05"]),
    ({"type": "date", "format": "%d %B %Y"}, ["1 April 2019"], ["1 April 2019"]),
    ({"type": "list"}, [" a,b "], ["a,b"]),
]
PATTERNS = st.text("aAb%_", max_size=8)
once = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="module")
def scripts(browser: Browser) -> Iterator[Page]:
    """A page beside the scripts of the site."""
    with serve(REPOSITORY / "site_templates" / "static") as address, browser.new_page() as page:
        page.goto(address)
        yield page


@pytest.fixture(scope="module")
def page(sites: dict[str, Published], browser: Browser) -> Iterator[Page]:
    """The page of the tenant's site."""
    need(needs.libraries)
    with browser.new_page() as page:
        open_sql(page, f"{sites['opted'].base}sql.html")
        yield page


def _same(found: str, wanted: Any) -> bool:
    """Whether a cell of a result is the value that the checks read; a number may be written otherwise."""
    if wanted is None or isinstance(wanted, bool):
        return found == ("" if wanted is None else str(int(wanted)))
    try:
        return found == str(wanted) or float(found) == float(wanted)
    except ValueError:
        return False


def test_every_table_is_in_the_database_as_the_checks_read_it(sites: dict[str, Published], page: Page) -> None:
    known = list(tables(sites["opted"].catalogue))
    assert len(known) == 15
    for table in known:
        found = ask(page, f"SELECT * FROM {quoted(table.name)}")
        wanted = list(typed_rows(table.resource))
        assert len(found) == len(wanted) == table.rows
        cells = zip(itertools.chain(*found), itertools.chain(*wanted), strict=True)
        assert [pair for pair in cells if not _same(*pair)] == []


def test_each_example_gives_rows(sites: dict[str, Published], browser: Browser) -> None:
    need(needs.libraries)
    with browser.new_page() as page:
        for language in ("vi", "en"):
            open_sql(page, sites["opted"].in_language("sql.html", language))
            queries = page.locator("#sql pre").all_inner_texts()
            assert len(queries) == 4
            assert all(ask(page, query) for query in queries)


def test_numbers_are_numbers_and_codes_stay_text(page: Page) -> None:
    query = "SELECT DISTINCT typeof(ethnic_code), typeof(population), population / 2"
    place = "FROM dan_so_theo_dan_toc_va_tinh_2019 WHERE population = 7945411"
    assert ask(page, f"{query} {place}") == [["text", "integer", "3972705"]]


def test_whole_numbers_keep_every_digit(page: Page) -> None:
    assert ask(page, "SELECT 9007199254740993, -9223372036854775807") == [["9007199254740993", "-9223372036854775807"]]


def test_the_fold_of_a_query_gives_what_the_vectors_say(page: Page) -> None:
    rows = ", ".join("('" + vector["text"].replace("'", "''") + "')" for vector in VECTORS)
    found = ask(page, f"SELECT fold(column1) FROM (VALUES {rows})")
    assert [row[0] for row in found] == [vector["fold"] for vector in VECTORS]


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("'ĐƯỜNG ống' LIKE 'đường%'", "1"),
        ("'Duong' LIKE 'đường%'", "0"),
        ("fold('Đường') LIKE fold('DUONG')", "1"),
        ("'50%' LIKE '50!%' ESCAPE '!'", "1"),
        ("'50x' LIKE '50!%' ESCAPE '!'", "0"),
        ("12 LIKE '1_'", "1"),
        ("NULL LIKE 'a'", ""),
        ("lower('ĐƯỜNG')", "đường"),
        ("upper('đường')", "ĐƯỜNG"),
        ("fold(NULL)", ""),
    ],
)
def test_text_is_compared_as_readers_of_vietnamese_expect(expression: str, value: str, page: Page) -> None:
    assert ask(page, f"SELECT {expression}") == [[value]]


def test_of_several_statements_the_last_that_gives_rows_is_shown_and_a_dropped_table_comes_back(page: Page) -> None:
    first = "CREATE TEMP VIEW few AS SELECT * FROM dan_toc LIMIT 3; SELECT count(*) FROM few"
    assert ask(page, f"{first}; DROP VIEW few; DROP TABLE dan_toc") == [["3"]]
    assert ask(page, "SELECT count(*) FROM dan_toc") == [["54"]]


@once
@given(st.text("aAbB", max_size=8), PATTERNS)
def test_like_is_that_of_sqlite_where_sqlite_knows_the_letters(scripts: Page, text: str, pattern: str) -> None:
    with sqlite3.connect(":memory:") as database:
        wanted = database.execute("SELECT ? LIKE ?", (text, pattern)).fetchone()[0]
    assert scripts.evaluate(LIKE, [[pattern, text]]) == [wanted]


def test_a_pattern_made_to_take_long_does_not(scripts: Page) -> None:
    assert scripts.evaluate(LIKE, [["%a" * 2000 + "b", "a" * 20_000]]) == [0]


@once
@given(
    st.lists(st.lists(st.text("aé\"';,\r\n ", max_size=6), min_size=2, max_size=3), max_size=5),
    st.sampled_from([(",", '"'), (";", "'")]),
    st.integers(1, 4),
)
def test_csv_is_read_as_it_is_written_in_pieces_of_any_size(
    scripts: Page, records: list[list[str]], dialect: tuple[str, str], size: int
) -> None:
    delimiter, quote = dialect
    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter=delimiter, quotechar=quote).writerows(records)
    text = stream.getvalue()
    pieces = [text[start : start + size] for start in range(0, len(text), size)]
    assert scripts.evaluate(PARSE, [delimiter, quote, pieces]) == records


@once
@given(st.lists(st.lists(st.text("aé\"',\r\n ", max_size=6), min_size=1, max_size=3), max_size=5))
def test_what_is_written_as_csv_is_read_by_others_as_it_was(scripts: Page, records: list[list[str]]) -> None:
    text = scripts.evaluate(WRITE, records)
    assert list(csv.reader(io.StringIO(text, newline=""))) == records


@pytest.mark.parametrize(("field", "cells", "values"), CELLS)
def test_cells_are_read_by_their_table_schema(
    field: dict[str, Any], cells: list[str], values: list[str | None], scripts: Page
) -> None:
    assert scripts.evaluate(READ, [field, {}, cells]) == values
