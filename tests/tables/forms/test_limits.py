"""The limits of other forms: at the limit a file is read, one past it the file is refused, and nothing hangs."""

import json
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from publisher.tables.forms import geometry, grid, json_text, markup, packed, parquet, sheets, writing
from tests.faults.catalogues import Found, found
from tests.tables.forms import making
from tests.tables.forms.broken import CSV, ROWS
from tests.tables.forms.catalogues import BARE, add, file_of

ITEM = '{"code": "a", "size": 1}'
LONG = b"code,size\n" + b"".join(b"%d,%d\n" % (n, n) for n in range(2_000))


def _codes(root: Path, form: str, content: bytes, **told: str) -> list[str]:
    add(root, form, content, **told)
    return [code for *_, code in found(root)]


def _nested(depth: int) -> bytes:
    """A row whose value lies in so many lists and objects, the row itself counted."""
    return f'[{{"code": "a", "size": 1, "more": {"[" * (depth - 1)}{"]" * (depth - 1)}}}]'.encode()


def _gz(content: bytes, size: int) -> bytes:
    """A gz file of a certain size: its header holds a comment as long as needed."""
    raw = zlib.compressobj(9, zlib.DEFLATED, -15)
    body = raw.compress(content) + raw.flush()
    tail = zlib.crc32(content).to_bytes(4, "little") + len(content).to_bytes(4, "little")
    head = b"\x1f\x8b\x08\x10\0\0\0\0\0\xff"
    return head + b"c" * (size - len(head) - 1 - len(body) - len(tail)) + b"\0" + body + tail


def test_an_archive_may_unpack_to_a_hundred_times_its_size_and_no_byte_more(root: Path) -> None:
    content = CSV + b"c,3\n" * 50_000
    content = content[: len(content) // packed.MAX_RATIO * packed.MAX_RATIO]
    content = content[: content.rfind(b"\n") + 1]
    size = -(-len(content) // packed.MAX_RATIO)
    assert _codes(root, "csv.gz", _gz(content, size)) == []
    assert _codes(root, "csv.gz", _gz(content, size - 1)) == ["archive-ratio"]


@pytest.mark.parametrize("form", ["csv.gz", "csv.zip"])
def test_an_archive_may_unpack_to_so_many_bytes(root: Path, monkeypatch: pytest.MonkeyPatch, form: str) -> None:
    content = making.gzipped(LONG) if form == "csv.gz" else making.zipped({"a.csv": LONG})
    monkeypatch.setattr(packed, "MAX_BYTES", len(LONG))
    assert _codes(root, form, content) == []
    monkeypatch.setattr(packed, "MAX_BYTES", len(LONG) - 1)
    assert _codes(root, form, content) == ["over-limit"]


def test_an_archive_may_hold_so_many_entries(root: Path) -> None:
    files = {f"{n}.txt": "" for n in range(packed.MAX_ENTRIES - 1)}
    inner = "    innerPath: a.csv\n"
    assert _codes(root, "csv.zip", making.zipped({"a.csv": CSV, **files}), more=inner) == []
    content = making.zipped({"a.csv": CSV, **files, "b.csv": CSV})
    assert _codes(root, "csv.zip", content, more=inner) == ["over-limit"]


def test_the_list_of_entries_may_take_so_many_bytes(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    content = making.zipped({"a.csv": CSV})
    size = int.from_bytes(content[-10:-6], "little")
    monkeypatch.setattr(packed, "MAX_DIRECTORY", size)
    assert _codes(root, "csv.zip", content) == []
    monkeypatch.setattr(packed, "MAX_DIRECTORY", size - 1)
    assert _codes(root, "csv.zip", content) == ["over-limit"]


def test_the_parts_of_a_workbook_may_take_so_many_bytes(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    content = making.xlsx({"Data": ROWS})
    add(root, "xlsx", content)
    with packed.archive(root / file_of("xlsx"), "xlsx") as archive:
        size = sum(entry.file_size for entry in archive.infolist())
    monkeypatch.setattr(sheets, "MAX_BYTES", size)
    assert _codes(root, "xlsx", content) == []
    monkeypatch.setattr(sheets, "MAX_BYTES", size - 1)
    assert _codes(root, "xlsx", content) == ["over-limit"]


@pytest.mark.parametrize("make", [making.xlsx, making.ods], ids=["xlsx", "ods"])
def test_a_sheet_may_reach_over_so_many_cells(
    root: Path, monkeypatch: pytest.MonkeyPatch, make: Callable[..., bytes]
) -> None:
    content = make({"Data": ROWS})
    monkeypatch.setattr(grid, "MAX_AREA", len(ROWS) * 2)
    assert _codes(root, make.__name__, content) == []
    monkeypatch.setattr(grid, "MAX_AREA", len(ROWS) * 2 - 1)
    assert _codes(root, make.__name__, content) == ["over-limit"]


def test_two_cells_at_the_ends_of_a_sheet_are_refused_before_anybody_makes_room_for_those_between(root: Path) -> None:
    cell = '<row r="{0}"><c r="{1}{0}"><v>1</v></c></row>'
    far = f"<sheetData>{cell.format(1, 'A')}{cell.format(1_048_576, 'XFD')}</sheetData>"
    assert _codes(root, "xlsx", making.xlsx({"Data": far})) == ["over-limit"]
    many = ' table:number-rows-repeated="1048576"'
    assert _codes(root, "ods", making.ods({"Data": making.ods_row(["a"] * 20, many)})) == ["over-limit"]


def test_blank_rows_that_a_program_left_below_a_sheet_are_no_rows(root: Path) -> None:
    blank = (
        '<table:table-row table:number-rows-repeated="1048000">'
        '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    )
    assert _codes(root, "ods", making.ods({"Data": making.ods_rows(ROWS) + blank})) == []


def test_xml_may_be_so_deep(root: Path) -> None:
    def part(depth: int) -> dict[str, str]:
        return {"docProps/core.xml": "<a>" * depth + "</a>" * depth}

    assert _codes(root, "xlsx", making.xlsx({"Data": ROWS}, part(markup.MAX_DEPTH))) == []
    assert _codes(root, "xlsx", making.xlsx({"Data": ROWS}, part(markup.MAX_DEPTH + 1))) == ["over-limit"]


def test_json_may_be_so_deep(root: Path) -> None:
    fields = "        - {name: more, type: any, title: More}\n"
    assert _codes(root, "json", _nested(json_text.MAX_DEPTH), more=fields) == []
    assert _codes(root, "json", _nested(json_text.MAX_DEPTH + 1), more=fields) == ["over-limit"]
    assert _codes(root, "json", _nested(100_000), more=fields) == ["over-limit"]


def test_a_json_value_may_have_so_many_characters(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_text, "_CHUNK", 16)

    def row(size: int) -> bytes:
        return f"[{ITEM[:-1]}{' ' * (size - len(ITEM))}}}, {ITEM}]".encode()

    monkeypatch.setattr(json_text, "MAX_VALUE", 1_024)
    assert _codes(root, "json", row(1_024)) == []
    assert _codes(root, "json", row(4_096)) == ["over-limit"]


def test_a_line_of_json_of_a_hundred_million_characters_is_no_hindrance(root: Path) -> None:
    rows = 20_000
    content = f"[{','.join([ITEM + ' ' * 5_000] * rows)}]".encode()
    assert len(content) > 100_000_000
    assert _codes(root, "json", content) == []


def test_a_json_text_of_one_endless_string_is_refused(root: Path) -> None:
    content = b'[{"code": "' + b"a" * (3 * json_text.MAX_VALUE)
    assert _codes(root, "json", content) == ["over-limit"]


@pytest.mark.parametrize(("limit", "size"), [("MAX_CELLS", 6), ("MAX_GROUP", 0)])
def test_a_parquet_file_may_be_so_large(root: Path, monkeypatch: pytest.MonkeyPatch, limit: str, size: int) -> None:
    content = making.parquet({"code": ["a", "b", "c"], "size": [1, 2, 3]})
    group = making.group_size(content)
    monkeypatch.setattr(parquet, limit, size or group)
    assert _codes(root, "parquet", content) == []
    monkeypatch.setattr(parquet, limit, (size or group) - 1)
    assert _codes(root, "parquet", content) == ["over-limit"]


def test_the_text_that_a_table_is_written_as_may_have_so_many_bytes(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    size = len(b"code,size\r\na,1\r\n")
    monkeypatch.setattr(writing, "MAX_BYTES", size)
    assert _codes(root, "json", f"[{ITEM}]".encode()) == []
    monkeypatch.setattr(writing, "MAX_BYTES", size - 1)
    assert _codes(root, "json", f"[{ITEM}]".encode()) == ["over-limit"]


def test_so_many_cells_are_told_of_and_no_more(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "MAX_FAULTS", 3)
    content = json.dumps([{"code": 1, "size": 1}] * 5).encode()
    assert _codes(root, "json", content) == ["not-text"] * 3
    monkeypatch.setattr(grid, "MAX_FLAWS", 2)
    cells = '<c r="A{0}" t="inlineStr"><is><t>a</t></is></c><c r="B{0}"><f>1</f></c>'
    rows = "".join(f'<row r="{n}">{cells.format(n)}</row>' for n in range(2, 6))
    content = making.xlsx({"Data": f"<sheetData>{making.sheet_row(1, ROWS[0])}{rows}</sheetData>"})
    assert _codes(root, "xlsx", content) == ["uncalculated-formula"] * 2
    monkeypatch.setattr(geometry, "MAX_FAULTS", 2)
    feature = {"type": "Feature", "properties": None, "geometry": {"type": "Point", "coordinates": [1]}}
    content = json.dumps({"type": "FeatureCollection", "features": [feature] * 4}).encode()
    assert _codes(root, "geojson", content, dataset=BARE) == ["geojson-shape"] * 2


def test_what_hides_in_a_sheet_is_at_its_first_cell(root: Path) -> None:
    row = making.sheet_row(2, ROWS[1], ' hidden="1"') + making.sheet_row(3, ROWS[2], ' hidden="1"')
    add(root, "xlsx", making.xlsx({"Data": f"<sheetData>{making.sheet_row(1, ROWS[0])}{row}</sheetData>"}))
    expected: list[Found] = [(file_of("xlsx"), 2, 1, "hidden-cells")]
    assert found(root) == expected


def test_rows_and_columns_that_are_hidden_and_hold_nothing_hide_nothing(root: Path) -> None:
    columns = '<cols><col min="3" max="16384" hidden="1"/></cols>'
    rows = making.sheet_data(ROWS).replace("</sheetData>", '<row r="9" hidden="1"/></sheetData>')
    assert _codes(root, "xlsx", making.xlsx({"Data": columns + rows})) == []
