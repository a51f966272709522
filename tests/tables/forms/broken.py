"""Files in other forms, each with one fault, as negative examples: none is kept in git, each is made anew."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from tests.faults.catalogues import DATASET, DESCRIPTOR, Found
from tests.tables.forms.catalogues import BARE, add, file_of
from tests.tables.forms.making import gzipped, ods, ods_meta, ods_row, parquet, sheet_data, sheet_row, xlsx, zipped

Made = tuple[Callable[[Path], None], Found]

ROWS = [["code", "size"], ["a", 1], ["b", 2]]
CSV = b"code,size\na,1\nb,2\n"
EMPTY = "<x/>"


def _case(
    form: str, content: bytes, code: str, line: int = 1, column: int = 1, more: str = "", dataset: str = DATASET
) -> Made:
    return lambda root: add(root, form, content, more, dataset), (file_of(form), line, column, code)


def _rows(cells: str, before: str = "") -> str:
    """A sound sheet whose third row is written out by the test."""
    return f'{before}<sheetData>{sheet_row(1, ROWS[0])}{sheet_row(2, ROWS[1])}<row r="3">{cells}</row></sheetData>'


def _core(element: str) -> str:
    return f'<coreProperties xmlns:dc="http://purl.org/dc/elements/1.1/">{element}</coreProperties>'


_PARTS = {
    "workbook-macro": "xl/vbaProject.bin",
    "workbook-pivot": "xl/pivotCache/pivotCacheDefinition1.xml",
    "workbook-link": "xl/externalLinks/externalLink1.xml",
    "workbook-connection": "xl/connections.xml",
    "workbook-comment": "xl/comments1.xml",
    "workbook-embedded": "xl/embeddings/oleObject1.bin",
    "workbook-changes": "xl/revisions/revisionHeaders.xml",
}
_RELATION = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/pivotCacheDefinition" Target="x.xml"/>'
    "</Relationships>"
)
_DISPLAY = '<style:table-properties table:display="false"/>'
_HIDDEN_STYLE = f'<style:style style:name="Secret" style:family="table">{_DISPLAY}</style:style>'
_HEAD = ods_row(ROWS[0])


def _workbooks() -> Iterator[tuple[str, Made]]:
    for code, part in _PARTS.items():
        yield code, _case("xlsx", xlsx({"Data": ROWS}, {part: EMPTY}), code)
        yield f"{code} without a schema", _case("xlsx", xlsx({"Data": ROWS}, {part: EMPTY}), code, dataset=BARE)
    hidden = xlsx({"Data": ROWS, "Secret": ROWS}, states={"Secret": "hidden"})
    very = xlsx({"Data": ROWS, "Secret": ROWS}, states={"Secret": "veryHidden"})
    named = "    dialect: {sheetName: Data}\n"
    yield "hidden-sheet", _case("xlsx", hidden, "hidden-sheet", more=named)
    yield "hidden-sheet, very", _case("xlsx", very, "hidden-sheet", more=named)
    related = {"xl/worksheets/_rels/sheet1.xml.rels": _RELATION}
    yield "workbook-pivot by its relation", _case("xlsx", xlsx({"Data": ROWS}, related), "workbook-pivot")
    for name, attributes in {"hidden": ' hidden="1"', "of no height": ' ht="0" customHeight="1"'}.items():
        sheet = f"<sheetData>{sheet_row(1, ROWS[0])}{sheet_row(2, ROWS[1], attributes)}</sheetData>"
        yield f"hidden-cells in a row {name}", _case("xlsx", xlsx({"Data": sheet}), "hidden-cells", 2)
    columns = f'<cols><col min="2" max="3" hidden="1"/></cols>{sheet_data(ROWS)}'
    yield "hidden-cells in a column", _case("xlsx", xlsx({"Data": columns}), "hidden-cells", 1, 2)
    zero = f'<sheetFormatPr zeroHeight="1"/>{sheet_data(ROWS)}'
    yield "hidden-cells in all rows", _case("xlsx", xlsx({"Data": zero}), "hidden-cells", 1, 1)
    author = {"docProps/core.xml": _core("<dc:creator>Somebody Invented</dc:creator>")}
    yield "workbook-author", _case("xlsx", xlsx({"Data": ROWS}, author), "workbook-author")
    merged = _rows('<c r="A3" t="inlineStr"><is><t>b</t></is></c><c r="B3"><v>2</v></c>') + (
        '<mergeCells count="1"><mergeCell ref="A3:A4"/></mergeCells>'
    )
    yield "merged-cells", _case("xlsx", xlsx({"Data": merged}), "merged-cells", 3)
    code = '<c r="A3" t="inlineStr"><is><t>b</t></is></c>'
    formula = _rows(f'{code}<c r="B3"><f>1+1</f></c>')
    yield "uncalculated-formula", _case("xlsx", xlsx({"Data": formula}), "uncalculated-formula", 3, 2)
    error = _rows(f'{code}<c r="B3" t="e"><f>1/0</f><v>#DIV/0!</v></c>')
    yield "cell-error", _case("xlsx", xlsx({"Data": error}), "cell-error", 3, 2)
    yield "not-text", _case("xlsx", xlsx({"Data": [ROWS[0], ROWS[1], [7, 2]]}), "not-text", 3, 1)
    yield "sheet-not-chosen", _case("xlsx", xlsx({"Data": ROWS, "Notes": ROWS}), "sheet-not-chosen")
    yield "unchecked-sheet", _case("xlsx", xlsx({"Data": ROWS, "Notes": ROWS}), "unchecked-sheet", more=named)
    unknown = xlsx({"Dat": ROWS})
    yield "unknown-sheet", _case("xlsx", unknown, "unknown-sheet", more=named)
    number = "    dialect: {sheetNumber: 2}\n"
    yield "unknown-sheet by its number", _case("xlsx", unknown, "unknown-sheet", more=number)
    yield "empty-file in a sheet", _case("xlsx", xlsx({"Data": []}), "empty-file")
    yield "not-this-format", _case("xlsx", CSV, "not-this-format")
    yield "not-this-format, another zip", _case("xlsx", zipped({"a": "b"}), "not-this-format")
    yield "not-this-format, broken XML", _case("xlsx", xlsx({"Data": "<sheetData>"}), "not-this-format")
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]><coreProperties>&b;</coreProperties>'
    yield "unsafe-xml", _case("xlsx", xlsx({"Data": ROWS}, {"docProps/core.xml": bomb}), "unsafe-xml")
    blank = xlsx({"Data": [[None, "size"], ["a", 1]]})
    yield "a blank label in a sheet", _case("xlsx", blank, "table-blank-label", 1, 1)
    apart = xlsx({"Data": [["code", "size"], ["a", "x"]]})
    yield "a cell of the wrong type in a sheet", _case("xlsx", apart, "table-type-error", 2, 2)


def _spreadsheets() -> Iterator[tuple[str, Made]]:
    named = "    dialect: {sheetName: Data}\n"
    secret = ods({"Data": ROWS, "Secret": ROWS}, styles=_HIDDEN_STYLE)
    yield "hidden-sheet in ODS", _case("ods", secret, "hidden-sheet", more=named)
    hidden = _HEAD + ods_row(ROWS[1], ' table:visibility="filter"')
    yield "hidden-cells in a row of ODS", _case("ods", ods({"Data": hidden}), "hidden-cells", 2)
    column = '<table:table-column/><table:table-column table:visibility="collapse"/>' + _HEAD + ods_row(ROWS[1])
    yield "hidden-cells in a column of ODS", _case("ods", ods({"Data": column}), "hidden-cells", 1, 2)
    elements = {
        "workbook-pivot": "<table:data-pilot-tables><table:data-pilot-table/></table:data-pilot-tables>",
        "workbook-link": "<table:dde-links><table:dde-link/></table:dde-links>",
        "workbook-connection": "<table:database-ranges><table:database-range><table:database-source-sql/>"
        "</table:database-range></table:database-ranges>",
        "workbook-changes": "<table:tracked-changes/>",
    }
    for code, element in elements.items():
        yield f"{code} in ODS", _case("ods", ods({"Data": ROWS}, after=element), code)
    parts = {
        "workbook-macro": "Basic/Standard/script-lb.xml",
        "workbook-embedded": "Object 1/content.xml",
        "workbook-changes": "Versions/Version1",
    }
    for code, part in parts.items():
        yield f"{code} as a part of ODS", _case("ods", ods({"Data": ROWS}, {part: EMPTY}), code)
    noted = _HEAD + (
        '<table:table-row><table:table-cell office:value-type="string"><office:annotation/><text:p>a</text:p>'
        '</table:table-cell><table:table-cell office:value-type="float" office:value="1"/></table:table-row>'
    )
    yield "workbook-comment in ODS", _case("ods", ods({"Data": noted}), "workbook-comment")
    meta = ods_meta("<meta:initial-creator>Somebody Invented</meta:initial-creator>")
    yield "workbook-author in ODS", _case("ods", ods({"Data": ROWS}, {"meta.xml": meta}), "workbook-author")
    for code, cell in {
        "uncalculated-formula": '<table:table-cell table:formula="of:=1+1"/>',
        "cell-error": '<table:table-cell table:formula="of:=1/0" office:value-type="error"/>',
        "merged-cells": '<table:table-cell office:value-type="float" office:value="1" table:number-rows-spanned="2"/>',
    }.items():
        row = (
            f'<table:table-row><table:table-cell office:value-type="string"><text:p>a</text:p></table:table-cell>{cell}'
        )
        yield f"{code} in ODS", _case("ods", ods({"Data": f"{_HEAD}{row}</table:table-row>"}), code, 2, 2)
    yield "not-text in ODS", _case("ods", ods({"Data": [ROWS[0], [7, 1]]}), "not-text", 2, 1)
    yield "not-this-format of ODS", _case("ods", zipped({"a": "b"}), "not-this-format")


def _texts() -> Iterator[tuple[str, Made]]:
    good = '{"code": "a", "size": 1}'
    for name, (text, code, line, column) in {
        "json-syntax": (f"[{good}\n {good}]", "json-syntax", 2, 2),
        "json-syntax, a comma at the end": (f"[{good},\n]", "json-syntax", 2, 1),
        "json-syntax, text behind": (f"[{good}]\n[]", "json-syntax", 2, 1),
        "json-syntax, cut off": (f"[{good}", "json-syntax", 1, 26),
        "json-repeated-key": ('[{"code": "a", "code": "b", "size": 1}]', "json-repeated-key", 1, 2),
        "json-not-a-number": ('[\n{"code": "a", "size": NaN}]', "json-not-a-number", 2, 1),
        "json-no-list": (good, "json-no-list", 1, 1),
        "json-mixed-rows": (f'[{good},\n["b", 2]]', "json-mixed-rows", 2, 1),
        "json-unknown-property": (f'[{good},\n{{"code": "b", "size": 2, "sise": 3}}]', "json-unknown-property", 2, 1),
        "json-absent-property": ('[{"code": "a"}]', "json-absent-property", 1, 1),
        "not-text in JSON": ('[\n  {"code": 1, "size": 1}]', "not-text", 2, 3),
        "byte-order-mark in JSON": (f"\ufeff[{good}]", "byte-order-mark", 1, 1),
        "hidden-character in JSON": ('[{"code": "\\ud800", "size": 1}]', "hidden-character", 1, 2),
        "a cell of the wrong type in JSON": (f'[{good},\n\n {{"code": "b", "size": "x"}}]', "table-type-error", 3, 2),
        "a missing cell in JSON": ('[["code", "size"],\n["a", 1],\n["b"]]', "table-missing-cell", 3, 1),
    }.items():
        yield name, _case("json", text.encode(), code, line, column)
    yield "not-utf8 in JSON", _case("json", f'[{good},\n{{"code": "é"}}]'.encode("latin-1"), "not-utf8", 1, 1)
    within = "    dialect: {property: rows}\n"
    absent = b'{"row": [{"code": "a", "size": 1}]}'
    yield "json-no-list in a property", _case("json", absent, "json-no-list", more=within)
    repeated = b'{"rows": [],\n"rows": []}'
    yield "json-repeated-key of the whole", _case("json", repeated, "json-repeated-key", 2, 1, more=within)


def _feature(geometry: str, properties: str = '{"code": "a", "size": 1}') -> str:
    return f'{{"type": "Feature", "properties": {properties}, "geometry": {geometry}}}'


def _collection(*features: str, more: str = "") -> bytes:
    listed = ",\n".join(features)
    return f'{{"type": "FeatureCollection", {more}"features": [\n{listed}]}}'.encode()


def _shape(kind: str, coordinates: str) -> str:
    return f'{{"type": "{kind}", "coordinates": {coordinates}}}'


def _maps() -> Iterator[tuple[str, Made]]:
    point = _shape("Point", "[105.8, 21]")
    ring = "[[0,0],[1,0],[1,1],[0,0]]"
    for name, (content, code, line) in {
        "geojson-type": (_collection(_feature(_shape("point", "[1,2]"))), "geojson-type", 2),
        "geojson-type of a feature": (_collection(point), "geojson-type", 2),
        "geojson-type of the whole": (b'{"type": "Topology", "features": []}', "geojson-type", 1),
        "geojson-member": (
            _collection('{"type": "Feature", "properties": {"code": "a", "size": 1}}'),
            "geojson-member",
            2,
        ),
        "geojson-member of the whole": (b'{"type": "FeatureCollection"}', "geojson-member", 1),
        "geojson-shape": (_collection(_feature(_shape("Point", "[[1,2]]"))), "geojson-shape", 2),
        "geojson-shape of a line": (_collection(_feature(_shape("LineString", "[[1,2]]"))), "geojson-shape", 2),
        "geojson-coordinates": (
            _collection(_feature(point), _feature(_shape("Point", "[21, 105]"))),
            "geojson-coordinates",
            3,
        ),
        "geojson-ring": (_collection(_feature(_shape("Polygon", "[[[0,0],[1,0],[1,1],[0,1]]]"))), "geojson-ring", 2),
        "geojson-orientation": (
            _collection(_feature(_shape("Polygon", f"[{ring[0]}[0,0],[1,1],[1,0],[0,0]]]"))),
            "geojson-orientation",
            2,
        ),
        "geojson-orientation of a hole": (
            _collection(_feature(_shape("Polygon", f"[{ring},{ring}]"))),
            "geojson-orientation",
            2,
        ),
        "geojson-crs": (_collection(_feature(point), more='"crs": {},'), "geojson-crs", 1),
        "a cell of the wrong type in GeoJSON": (
            _collection(_feature(point, '{"code": "a", "size": "x"}')),
            "table-type-error",
            2,
        ),
        "json-unknown-property in GeoJSON": (
            _collection(_feature(point, '{"code": "a", "size": 1, "x": 2}')),
            "json-unknown-property",
            2,
        ),
    }.items():
        column = 38 if name == "geojson-crs" else 1
        yield name, _case("geojson", content, code, line, column)
    bare = _shape("Point", "[200, 0]").encode()
    yield "geojson-coordinates without a schema", _case("geojson", bare, "geojson-coordinates", dataset=BARE)


def _columns() -> Iterator[tuple[str, Made]]:
    yield "column-type", _case("parquet", parquet({"code": [1, 2], "size": [1, 2]}), "column-type", 1, 1)
    lists = parquet({"code": ["a", "b"], "size": [[1], [2]]})
    yield "nested-column", _case("parquet", lists, "nested-column", 1, 2)
    yield "not-this-format of Parquet", _case("parquet", CSV, "not-this-format")
    apart = parquet({"code": ["a", None, "c"], "size": ["1", "2", "x"]})
    yield "a cell of the wrong type in Parquet", _case("parquet", apart, "table-type-error", 3, 2)


def _archives() -> Iterator[tuple[str, Made]]:
    two = zipped({"a.csv": CSV, "b.csv": CSV})
    inner = "    innerPath: c.csv\n"
    for name, (form, content, code) in {
        "archive-members": ("csv.zip", two, "archive-members"),
        "archive-name": ("csv.zip", zipped({"../a.csv": CSV}), "archive-name"),
        "archive-name, absolute": ("csv.zip", zipped({"/a.csv": CSV}), "archive-name"),
        "archive-nested": ("csv.zip", zipped({"a.zip": two}), "archive-nested"),
        "archive-nested in gz": ("csv.gz", gzipped(gzipped(CSV)), "archive-nested"),
        "archive-ratio": ("csv.gz", gzipped(CSV + b"c,3\n" * 100_000), "archive-ratio"),
        "archive-ratio of zip": ("csv.zip", zipped({"a.csv": CSV + b"c,3\n" * 100_000}), "archive-ratio"),
        "not-this-format of gz": ("csv.gz", CSV, "not-this-format"),
        "not-this-format, gz cut off": ("csv.gz", gzipped(CSV)[:-9], "not-this-format"),
        "not-this-format of zip": ("csv.zip", CSV, "not-this-format"),
    }.items():
        yield name, _case(form, content, code)
    yield "archive-inner", _case("csv.zip", two, "archive-inner", more=inner)
    wrong = gzipped(b"code,size\na,1\nb,x\n")
    yield "a cell of the wrong type in gz", _case("csv.gz", wrong, "table-type-error", 3, 3)


def _unused() -> Iterator[tuple[str, Made]]:
    make = _case("csv", CSV, "", more="    dialect: {sheetName: Data}\n")[0]
    yield "unused-dialect", (make, (DESCRIPTOR, 19, 15, "unused-dialect"))


BROKEN: Mapping[str, Made] = dict(
    case for cases in (_workbooks, _spreadsheets, _texts, _maps, _columns, _archives, _unused) for case in cases()
)
