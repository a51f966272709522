"""No problem shows a cell of a personal column."""

from pathlib import Path

import pytest

from publisher.publish import Terms, check
from publisher.report.words import LANGUAGES, Words
from publisher.tables import Engine, Way
from publisher.tables.echoes import MASK
from tests.conftest import DAY
from tests.faults.catalogues import DATASET, DESCRIPTOR, TABLE, write

CITIZENS = ["001099012345", "079185000123", "031202004567", "048090001111", "001301009999"]
PHONES = ["0912345678", "+84 38 765 4321", "0987654321", "0356789012", "0701234567"]
MAILS = ["an.nguyen@example.org", "binh@example.net", "chi@example.com", "dung@example.org", "giang@example.org"]
NAMES = {"cccd": CITIZENS, "so_dien_thoai": PHONES, "email": MAILS}
SILENT = {"ma": CITIZENS, "lien_he": PHONES, "gui_den": MAILS}


def _told(root: Path, column: str, field: str, cells: list[str], engine: Engine = Engine.FAST) -> list[str]:
    """All that is said of a table of one column beside another, in every part and language, and its arguments."""
    rows = "".join(f"{cell},{number}x\n" for number, cell in enumerate(cells))
    descriptor = DATASET.replace("{name: code, type: string, title: Code}", f"{{name: {column}, title: Cột, {field}}}")
    write(root, {DESCRIPTOR: descriptor, TABLE: f"{column},size\n{rows}"})
    found = [
        p for p in check(root, lambda name: None, Terms(DAY, Way(engine=engine))).problems if p.place.file == TABLE
    ]
    assert len(found) > len(cells)
    parts = [Words(lang).problem(p.code, p.args, part) for p in found for lang in LANGUAGES for part in ("what", "fix")]
    return [*parts, *(value for problem in found for value in problem.args.values())]


@pytest.mark.parametrize("engine", Engine)
@pytest.mark.parametrize(("column", "cells"), [*NAMES.items(), *SILENT.items()])
@pytest.mark.parametrize(
    "field",
    ["type: string, constraints: {maxLength: 3}", "type: string, constraints: {unique: true}", "type: boolean"],
    ids=["constraint", "repeated", "type"],
)
def test_a_cell_that_is_personal_is_masked_and_others_are_shown(
    root: Path, column: str, cells: list[str], field: str, engine: Engine
) -> None:
    told = _told(root, column, field, [*cells, cells[0]], engine)
    assert not [text for text in told for cell in cells if cell in text]
    assert MASK in told
    assert "0x" in told, "the cells of the other column are shown"


def test_a_column_with_a_waiver_is_personal(root: Path) -> None:
    waiver = "waiver: {reason: Numbers of offices, approver: Head, decision: 1/QĐ, expires: 2027-01-01}"
    told = _told(root, "code", f"type: string, constraints: {{maxLength: 3}}, {waiver}", ["Trịnh An"])
    assert not [text for text in told if "Trịnh" in text]


def test_a_cell_of_no_personal_column_is_shown(root: Path) -> None:
    assert "abcd" in _told(root, "code", "type: string, constraints: {maxLength: 3}", ["abcd"])


def test_a_foreign_key_over_a_personal_column_shows_no_value(root: Path) -> None:
    key = "\n      foreignKeys: [{fields: [cccd], reference: {resource: '', fields: [size]}}]\n"
    descriptor = DATASET.replace("name: code, type: string", "name: cccd, type: string")
    write(
        root,
        {
            DESCRIPTOR: descriptor.replace("type: integer", "type: string") + key.lstrip("\n"),
            TABLE: "cccd,size\n001099012345,1\n",
        },
    )
    found = check(root, lambda name: None, Terms(DAY)).problems
    assert "table-foreign-key" in {problem.code for problem in found}
    assert not [value for problem in found for value in problem.args.values() if "001099012345" in value]
