"""The rows that figures are drawn from: those that are asked for, as texts, up to a limit."""

from pathlib import Path

import pytest

from publisher.cache import Cache
from publisher.measures import FigureRows, Measure
from publisher.publish import Terms, check
from publisher.tables.figure_rows import MAX_ROWS
from tests.conftest import DAY
from tests.faults.catalogues import DATASET, add_table, checked

TABLE = "code,size\na,1\nb,\nc,3\n"
FIELDS = """\
        - {name: code, type: string, title: Code}
        - {name: size, type: integer, title: Size}
"""


def _figure(where: str = "") -> str:
    condition = f", where: {where}" if where else ""
    return f"    figures: [{{name: sizes, type: bar, title: Sizes, fields: {{x: code, y: size}}{condition}}}]\n"


def _measure(root: Path, cache: Cache | None = None) -> Measure:
    found = check(root, lambda name: None, Terms(DAY, cache=cache or Cache()))
    package = found.sound.package("invented") if found.sound else None
    assert package, found.problems
    measure = package.resources[0].measure
    assert measure
    return measure


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        ("", (("a", "1"), ("b", ""), ("c", "3"))),
        ("{code: a}", (("a", "1"),)),
        ("{code: [a, c]}", (("a", "1"), ("c", "3"))),
        ("{size: 3}", (("c", "3"),)),
        ("{size: [1, 3], code: [b, c]}", (("c", "3"),)),
    ],
)
def test_the_rows_are_those_that_fit_every_condition(
    where: str, expected: tuple[tuple[str, str], ...], root: Path
) -> None:
    add_table(root, TABLE, _figure(where))
    assert _measure(root).figures == (FigureRows(("code", "size"), expected, len(expected)),)


def test_a_table_without_figures_keeps_no_rows_for_them(root: Path) -> None:
    add_table(root, TABLE)
    assert _measure(root).figures == ()


def test_values_are_texts_whatever_the_cells_look_like(root: Path) -> None:
    schema = DATASET.replace(
        FIELDS,
        """\
        - {name: code, type: boolean, title: Code, trueValues: ['Yes'], falseValues: ['No']}
        - {name: size, type: number, title: Size, decimalChar: ',', groupChar: '.'}
      missingValues: ['-']
""",
    )
    add_table(root, 'code,size\nYes,"1.234,5"\nNo,-\n', _figure("{code: [true, false]}"), schema)
    assert _measure(root).figures[0].rows == (("true", "1234.5"), ("false", ""))


def test_rows_are_kept_up_to_the_limit_and_none_of_one_more(root: Path) -> None:
    rows = [f"n{number},{number}\n" for number in range(MAX_ROWS)]
    add_table(root, "".join(["code,size\n", *rows]), _figure())
    assert len(_measure(root).figures[0].rows) == MAX_ROWS
    add_table(root, "".join(["code,size\n", *rows, "one,1\n"]), _figure())
    assert [problem.code for problem in checked(root).problems] == ["figure-many"]
    add_table(root, "".join(["code,size\n", *rows, "one,1\n"]), _figure("{code: [n1, one]}"))
    assert _measure(root).figures[0].rows == (("n1", "1"), ("one", "1"))


def test_a_figure_that_changed_is_not_taken_from_what_is_remembered(root: Path, tmp_path: Path) -> None:
    add_table(root, TABLE, _figure("{code: a}"))
    cache = Cache(tmp_path / "cache" / "check.sqlite")
    first = _measure(root, cache)
    assert _measure(root, cache) == first
    add_table(root, TABLE, _figure("{code: c}"))
    assert _measure(root, cache).figures[0].rows == (("c", "3"),)
