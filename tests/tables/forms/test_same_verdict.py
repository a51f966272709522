"""A table has the same faults at the same rows and columns, whichever form it is written in."""

import csv
import datetime
import hashlib
import io
import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publisher.problem import Problem
from publisher.tables import measure
from publisher.tables.forms.spelling import speller
from tests.tables.forms import making
from tests.tables.forms.catalogues import BARE, alone

# A column each: its type and constraints as YAML, values that fit, and values of the same native kind that do not.
DAYS = st.dates(datetime.date(1950, 1, 1), datetime.date(2100, 1, 1))
TEXT = st.text(alphabet="abĐễ ,\"'\n;0", min_size=1, max_size=8).filter(lambda text: text == text.strip())
COLUMNS: Mapping[str, tuple[str, st.SearchStrategy[Any]]] = {
    "code": ("{name: code, type: string, title: Code, constraints: {required: true}}", TEXT),
    "rank": ("{name: rank, type: integer, title: Rank, constraints: {minimum: 0}}", st.integers(-3, 1_000_000)),
    "share": (
        "{name: share, type: number, title: Share, constraints: {maximum: 100}}",
        st.integers(-1_000, 110_000).map(lambda n: (n * 2 + 1) / 2_000),
    ),
    "open": ("{name: open, type: boolean, title: Open}", st.booleans()),
    "day": ("{name: day, type: date, title: Day, constraints: {minimum: 1960-01-01}}", DAYS),
    "letter": ("{name: letter, type: string, title: Letter, constraints: {pattern: '[ab]'}}", st.sampled_from("abcd")),
}
SCHEMA = "    schema:\n      fields:\n" + "".join(f"        - {said}\n" for said, _ in COLUMNS.values())
KEY = "      primaryKey: [code]\n      uniqueKeys: [[rank]]\n"

Rows = list[list[Any]]
ROWS: st.SearchStrategy[Rows] = st.lists(
    st.tuples(*(st.none() | values for _, values in COLUMNS.values())).map(list).filter(any), min_size=1, max_size=6
)


def _csv(rows: Rows) -> bytes:
    stream = io.StringIO()
    spell = [speller({"type": said.partition("type: ")[2].partition(",")[0]}, {}) for said, _ in COLUMNS.values()]
    writer = csv.writer(stream, lineterminator="\n", quoting=csv.QUOTE_ALL)
    writer.writerow(COLUMNS)
    writer.writerows([[put(cell) for put, cell in zip(spell, row, strict=True)] for row in rows])
    return stream.getvalue().encode()


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime.date) else value


def _objects(rows: Rows) -> bytes:
    return json.dumps([{name: _plain(cell) for name, cell in zip(COLUMNS, row, strict=True)} for row in rows]).encode()


def _lists(rows: Rows) -> bytes:
    return json.dumps([list(COLUMNS), *([_plain(cell) for cell in row] for row in rows)]).encode()


def _features(rows: Rows) -> bytes:
    told = [{name: _plain(cell) for name, cell in zip(COLUMNS, row, strict=True)} for row in rows]
    features = [{"type": "Feature", "geometry": None, "properties": each} for each in told]
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def _parquet(rows: Rows) -> bytes:
    return making.parquet({name: [row[number] for row in rows] for number, name in enumerate(COLUMNS)})


def _sheet(make: Callable[..., bytes]) -> Callable[[Rows], bytes]:
    return lambda rows: make({"Data": [list(COLUMNS), *rows]})


FORMS: Mapping[str, tuple[str, Callable[[Rows], bytes]]] = {
    "csv": ("csv", _csv),
    "xlsx": ("xlsx", _sheet(making.xlsx)),
    "ods": ("ods", _sheet(making.ods)),
    "JSON objects": ("json", _objects),
    "JSON lists": ("json", _lists),
    "geojson": ("geojson", _features),
    "parquet": ("parquet", _parquet),
    "gz": ("csv.gz", lambda rows: making.gzipped(_csv(rows))),
    "zip": ("csv.zip", lambda rows: making.zipped({"a.csv": _csv(rows)})),
}


Found = tuple[list[Problem], int, Any]
Check = Callable[[str, Rows], Found]


@pytest.fixture(scope="module")
def check(tmp_path_factory: pytest.TempPathFactory) -> Check:
    """Say what is found of rows that are written in a form."""
    catalogues = {
        name: alone(tmp_path_factory.mktemp("forms") / "root", form, SCHEMA + KEY, BARE)
        for name, (form, _) in FORMS.items()
    }

    def found(name: str, rows: Rows) -> Found:
        content = FORMS[name][1](rows)
        catalogues[name].packages[0].resources[0].file.write_bytes(content)
        measures, problems = measure(catalogues[name], lambda name: None)
        told = measures["invented", "table"]
        assert (told.bytes, told.sha256) == (len(content), hashlib.sha256(content).hexdigest())
        return problems, told.rows, told.preview

    return found


def _spots(problems: Sequence[Problem]) -> list[tuple[str, str, str]]:
    return sorted((each.code, each.args.get("field", ""), each.args.get("value", "")) for each in problems)


@given(rows=ROWS)
@settings(max_examples=100)
def test_a_table_has_the_same_faults_in_every_form(check: Check, rows: Rows) -> None:
    expected, count, preview = check("csv", rows)
    for name in FORMS:
        problems, found, shown = check(name, rows)
        assert _spots(problems) == _spots(expected), name
        assert (found, shown) == (count, preview), name
        if name in {"xlsx", "ods"}:
            _stand_in_their_cells(problems, rows)


def _stand_in_their_cells(problems: Sequence[Problem], rows: Rows) -> None:
    """Each problem stands at the row and column of a cell that holds its value."""
    names = list(COLUMNS)
    for problem in problems:
        line, column = problem.place.line, problem.place.column
        assert problem.args["cell"] == f"{'ABCDEF'[column - 1]}{line}"
        assert problem.args["sheet"] == "Data"
        name = problem.args.get("field", "").partition(",")[0]
        if name in names:
            assert names[column - 1] == name
        if value := problem.args.get("value"):
            spell = speller({"type": "date"} if name == "day" else {}, {})
            assert value == ", ".join(
                spell(rows[line - 2][names.index(each)]) for each in problem.args["field"].split(", ")
            )


@pytest.mark.parametrize("name", ["xlsx", "ods"])
def test_the_row_above_that_a_key_repeats_is_told_by_its_row_in_the_sheet(check: Check, name: str) -> None:
    rows: Rows = [[code, rank, 0.5, None, None, None] for code, rank in (("a\nb\nc", 1), ("b", 2), ("c", 1))]
    problems, _, _ = check(name, rows)
    assert [(each.code, each.args["first"], each.args["cell"]) for each in problems] == [("unique-key", "2", "B4")]
