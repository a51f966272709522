"""Fetched files that are no CSV: which may not be published, and why."""

from pathlib import Path

import pytest

from publisher.desk.tabular import faulty
from tests.tables.forms import making
from tests.tables.forms.broken import ROWS

AUTHOR = {"docProps/app.xml": "<Properties><Manager>Somebody Invented</Manager></Properties>"}


@pytest.mark.parametrize(
    ("format", "content", "code"),
    [
        ("xlsx", making.xlsx({"Data": ROWS}), None),
        ("xlsx", making.xlsx({"Data": ROWS}, AUTHOR), None),
        ("xlsx", making.xlsx({"Data": ROWS}, states={"Data": "hidden"}), "hidden-sheet"),
        ("xlsx", b"PK\x03\x04 not really a workbook", "not-this-format"),
        ("ods", making.ods({"Data": ROWS}, {"Basic/a.xml": "<x/>"}), "workbook-macro"),
        ("geojson", b'{"type": "Point", "coordinates": [200, 0]}', "geojson-coordinates"),
        ("json", b'{"anything": "at all"}', None),
        ("pdf", b"%PDF-1.4 invented", None),
    ],
)
def test_a_fetched_file_may_not_hide_anything(tmp_path: Path, format: str, content: bytes, code: str | None) -> None:
    file = tmp_path / f"file.{format}"
    file.write_bytes(content)
    found = faulty(file, format)
    assert (found.code if found else None) == code
