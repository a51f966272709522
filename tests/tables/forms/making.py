"""Files in other forms, made from values: XLSX, ODS, zip, gz; a part more or less makes the fault of a test."""

import datetime
import gzip
import io
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import pyarrow
import pyarrow.parquet

from publisher.tables.forms.placing import cell_name

Rows = Sequence[Sequence[Any]]
Parts = Mapping[str, str | bytes]

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OPC = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_CONTENT = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_DAY_ZERO = datetime.datetime(1899, 12, 30)
_PLAIN, _DAY, _MOMENT = 0, 1, 2  # cell formats of the style sheet below


def zipped(parts: Parts, comment: bytes = b"", compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip archive, the same bytes each time."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", compression) as archive:
        archive.comment = comment
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content, compression)
    return stream.getvalue()


def gzipped(content: bytes) -> bytes:
    """A gz file, the same bytes each time."""
    return gzip.compress(content, mtime=0)


def xlsx(
    sheets: Mapping[str, Rows | str], more: Parts | None = None, book: str = "", states: Mapping[str, str] | None = None
) -> bytes:
    """An XLSX workbook; a sheet is its rows, or the XML of its `worksheet` where a test needs that."""
    states = states or {}
    names = list(sheets)
    listed = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{n}" r:id="rId{n}"{_state(states.get(name))}/>'
        for n, name in enumerate(names, 1)
    )
    related = "".join(
        _relation(f"rId{n}", f"{_OFFICE}/worksheet", f"worksheets/sheet{n}.xml") for n in range(1, len(names) + 1)
    )
    related += _relation("rIdS", f"{_OFFICE}/styles", "styles.xml")
    overrides = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{_CONTENT}.worksheet+xml"/>'
        for n in range(1, len(names) + 1)
    )
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": f'{_HEAD}<Types xmlns="{_OPC}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_CONTENT}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{_CONTENT}.styles+xml"/>{overrides}</Types>',
        "_rels/.rels": _relations(_relation("rId1", f"{_OFFICE}/officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">'
        f"<sheets>{listed}</sheets>{book}</workbook>",
        "xl/_rels/workbook.xml.rels": _relations(related),
        "xl/styles.xml": f'{_HEAD}<styleSheet xmlns="{_MAIN}">'
        '<fonts count="1"><font/></fonts><fills count="1"><fill/></fills><borders count="1"><border/></borders>'
        '<cellStyleXfs count="1"><xf numFmtId="0"/></cellStyleXfs>'
        '<cellXfs count="3"><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="22"/></cellXfs></styleSheet>',
    }
    for number, rows in enumerate(sheets.values(), 1):
        inner = rows if isinstance(rows, str) else sheet_data(rows)
        parts[f"xl/worksheets/sheet{number}.xml"] = f'{_HEAD}<worksheet xmlns="{_MAIN}">{inner}</worksheet>'
    return zipped({**parts, **(more or {})})


def sheet_data(rows: Rows) -> str:
    """The rows of a sheet as XML."""
    return "<sheetData>" + "".join(sheet_row(n, cells) for n, cells in enumerate(rows, 1)) + "</sheetData>"


def sheet_row(number: int, cells: Sequence[Any], attributes: str = "") -> str:
    """A row of a sheet as XML."""
    told = "".join(_xlsx_cell(cell_name(number, n), cell) for n, cell in enumerate(cells, 1) if cell is not None)
    return f'<row r="{number}"{attributes}>{told}</row>'


def _xlsx_cell(name: str, value: Any) -> str:
    if isinstance(value, bool):
        return f'<c r="{name}" t="b"><v>{int(value)}</v></c>'
    if isinstance(value, datetime.datetime):
        return f'<c r="{name}" s="{_MOMENT}"><v>{(value - _DAY_ZERO) / datetime.timedelta(days=1)!r}</v></c>'
    if isinstance(value, datetime.date):
        return f'<c r="{name}" s="{_DAY}"><v>{(value - _DAY_ZERO.date()).days}</v></c>'
    if isinstance(value, int | float):
        return f'<c r="{name}"><v>{value!r}</v></c>'
    return f'<c r="{name}" t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'


def _state(state: str | None) -> str:
    return f' state="{state}"' if state else ""


def _relation(id: str, type: str, target: str) -> str:
    return f'<Relationship Id="{id}" Type="{type}" Target="{target}"/>'


def _relations(inner: str) -> str:
    return f'{_HEAD}<Relationships xmlns="{_OPC}/relationships">{inner}</Relationships>'


_ODF = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in {"office": "office", "table": "table", "text": "text", "style": "style", "meta": "meta"}.items()
)
ODS_TYPE = "application/vnd.oasis.opendocument.spreadsheet"


def ods(sheets: Mapping[str, Rows | str], more: Parts | None = None, styles: str = "", after: str = "") -> bytes:
    """An ODS spreadsheet; a sheet is its rows, or the XML within its `table` where a test needs that."""
    tables = "".join(
        f"<table:table table:name={quoteattr(name)} table:style-name={quoteattr(name)}>"
        f"{rows if isinstance(rows, str) else ods_rows(rows)}</table:table>"
        for name, rows in sheets.items()
    )
    content = (
        f'{_HEAD}<office:document-content {_ODF} office:version="1.3">'
        f"<office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:spreadsheet>{tables}{after}</office:spreadsheet></office:body></office:document-content>"
    )
    manifest = (
        f'{_HEAD}<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{ODS_TYPE}"/></manifest:manifest>'
    )
    return zipped({"mimetype": ODS_TYPE, "content.xml": content, "META-INF/manifest.xml": manifest, **(more or {})})


def ods_meta(inner: str) -> str:
    """The properties of a spreadsheet as XML."""
    dc = 'xmlns:dc="http://purl.org/dc/elements/1.1/"'
    return f"{_HEAD}<office:document-meta {_ODF} {dc}><office:meta>{inner}</office:meta></office:document-meta>"


def ods_rows(rows: Rows) -> str:
    """The rows of a sheet as XML."""
    return "".join(ods_row(cells) for cells in rows)


def ods_row(cells: Sequence[Any], attributes: str = "") -> str:
    """A row of a sheet as XML."""
    return f"<table:table-row{attributes}>{''.join(map(_ods_cell, cells))}</table:table-row>"


def _ods_cell(value: Any) -> str:
    if value is None:
        return "<table:table-cell/>"
    if isinstance(value, bool):
        return _typed("boolean", "boolean-value", str(value).lower())
    if isinstance(value, datetime.date):
        return _typed("date", "date-value", value.isoformat())
    if isinstance(value, int | float):
        return _typed("float", "value", repr(value))
    lines = "".join(f"<text:p>{_spaced(line)}</text:p>" for line in value.split("\n"))
    return f'<table:table-cell office:value-type="string">{lines}</table:table-cell>'


def _spaced(line: str) -> str:
    """Text whose spaces count, as OpenDocument spells them."""
    return escape(line).replace(" ", "<text:s/>")


def _typed(type: str, attribute: str, value: str) -> str:
    text = f"<text:p>{value}</text:p>"
    return f'<table:table-cell office:value-type="{type}" office:{attribute}="{value}">{text}</table:table-cell>'


def parquet(columns: Mapping[str, Sequence[Any]]) -> bytes:
    """A Parquet file; the types of its columns are those of the values."""
    stream = io.BytesIO()
    pyarrow.parquet.write_table(pyarrow.table(dict(columns)), stream)
    return stream.getvalue()


def group_size(content: bytes) -> int:
    """The bytes of the first row group of a Parquet file, unpacked."""
    size: int = pyarrow.parquet.ParquetFile(io.BytesIO(content)).metadata.row_group(0).total_byte_size
    return size
