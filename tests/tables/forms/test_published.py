"""What is published of a table in another form: the file itself, and what was measured of its table."""

import hashlib
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from publisher.cli.commands import publisher
from publisher.report.words import LANGUAGES, Words
from publisher.source import read
from publisher.tables import forms
from publisher.targets.ckan.table import table_of
from publisher.targets.ckan.views import wanted_views
from tests.conftest import REPOSITORY
from tests.faults.catalogues import DATASET, checked
from tests.tables.forms import making
from tests.tables.forms.broken import CSV, ROWS
from tests.tables.forms.catalogues import add, file_of

SOUND = {
    "xlsx": making.xlsx({"Data": ROWS}),
    "ods": making.ods({"Data": ROWS}),
    "json": b'[{"code": "a", "size": 1}, {"code": "b", "size": 2}]',
    "parquet": making.parquet({"code": ["a", "b"], "size": [1, 2]}),
    "csv.gz": making.gzipped(CSV),
    "csv.zip": making.zipped({"a.csv": CSV}),
}


@pytest.mark.parametrize("form", SOUND)
def test_the_site_offers_the_file_itself_and_shows_the_rows_of_its_table(root: Path, tmp_path: Path, form: str) -> None:
    add(root, form, SOUND[form])
    site = tmp_path / "public"
    told = ["--lang", "en", "--root", str(root), "--site", str(site), "publish"]
    result = CliRunner().invoke(publisher, told)
    assert result.exit_code == 0, result.output
    folder = site / "dataset" / "invented"
    assert (folder / f"table.{form}").read_bytes() == SOUND[form]
    resource = json.loads((folder / "datapackage.json").read_text("utf-8"))["resources"][0]
    assert resource["bytes"] == len(SOUND[form])
    assert resource["hash"] == f"sha256:{hashlib.sha256(SOUND[form]).hexdigest()}"
    page = (folder / "index.html").read_text("utf-8")
    assert ">b</td>" in page


@pytest.mark.parametrize("form", SOUND)
def test_the_portal_gets_no_table_and_no_view_of_a_file_that_is_no_plain_csv(root: Path, form: str) -> None:
    add(root, form, SOUND[form])
    catalogue = checked(root).sound
    assert catalogue
    package = catalogue.package("invented")
    assert package
    resource = package.resources[0]
    assert resource.measure
    assert resource.measure.rows == len(ROWS) - 1
    assert table_of(resource, catalogue.languages) is None
    assert wanted_views(resource, ["datatables_view", "geojson_view"], "en") == ()


def test_the_formats_that_the_vocabulary_calls_tables_are_those_that_are_read() -> None:
    document, _ = read(REPOSITORY / "schemas" / "vocabularies" / "formats.yaml", "formats.yaml")
    assert document
    assert {name for name, entry in document.data.items() if entry.get("table")} == forms.FORMATS


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_name_the_sheet_and_the_cell(root: Path, language: str) -> None:
    add(root, "xlsx", making.xlsx({"Số liệu": [ROWS[0], ["a", "x"]]}))
    said = [Words(language).what(problem) for problem in checked(root).problems]
    assert len(said) == 1
    assert said[0].count("B2") == 1
    assert said[0].count("Số liệu") == 1


def test_a_header_below_headings_is_read_where_the_dialect_says(root: Path) -> None:
    sheet = [["Invented table"], [None], ROWS[0], ["a", 1], ["b", "x"]]
    add(root, "xlsx", making.xlsx({"Data": sheet}), "    dialect: {headerRows: [3]}\n")
    found = [(each.place.line, each.place.column, each.code) for each in checked(root).problems]
    assert found == [(5, 2, "table-type-error")]


def test_a_table_within_a_json_object_is_read_where_the_dialect_says(root: Path) -> None:
    content = b'{"count": 2, "rows": [\n  {"code": "a", "size": 1},\n  {"code": "b", "size": "x"}]}'
    add(root, "json", content, "    dialect: {property: rows}\n")
    place = checked(root).problems[0].place
    assert (place.file, place.line, place.column, place.pointer) == (file_of("json"), 3, 3, "/rows/1")


def test_the_file_that_is_meant_in_a_zip_archive_is_read(root: Path) -> None:
    other = making.zipped({"readme.txt": "Invented.", "data/a.csv": CSV})
    add(root, "csv.zip", other, "    innerPath: data/a.csv\n")
    assert checked(root).problems == ()


def test_keys_to_a_table_in_another_form_are_checked(root: Path) -> None:
    key = (
        "      foreignKeys:\n"
        "        - {fields: [code], reference: {package: lighthouses, resource: lighthouses, fields: [code]}}\n"
    )
    add(root, "xlsx", making.xlsx({"Data": [ROWS[0], ["nowhere", 1]]}), key)
    found = [(each.code, each.place.line, each.args.get("cell")) for each in checked(root).problems]
    assert found == [("foreign-key", 2, "A2")]


def test_two_resources_of_a_dataset_may_be_in_different_forms(root: Path) -> None:
    second = DATASET[DATASET.index("  - name: table") :].replace("name: table", "name: other", 1)
    add(root, "xlsx", SOUND["xlsx"], second.replace("table.csv", "other.csv"))
    (root / "datasets" / "invented" / "other.csv").write_bytes(b"code,size\na,x\n")
    found = [(each.place.file, each.place.line, each.code) for each in checked(root).problems]
    assert found == [("datasets/invented/other.csv", 2, "table-type-error")]


@pytest.mark.parametrize(("form", "compared"), [("csv", True), ("xlsx", False), ("csv.gz", False)])
def test_of_a_changed_file_the_rows_are_compared_if_it_is_plain_csv(
    root: Path, tmp_path: Path, form: str, compared: bool
) -> None:
    told = ["--lang", "en", "--root", str(root), "--site", str(tmp_path / "public")]
    before, after = {
        "csv": (CSV, CSV + b"c,3\n"),
        "xlsx": (SOUND["xlsx"], making.xlsx({"Data": [*ROWS, ["c", 3]]})),
        "csv.gz": (SOUND["csv.gz"], making.gzipped(CSV + b"c,3\n")),
    }[form]
    add(root, form, before)
    assert CliRunner().invoke(publisher, [*told, "publish"]).exit_code == 0
    add(root, form, after)
    result = CliRunner().invoke(publisher, [*told, "plan", "site", "--format", "json"])
    assert result.exit_code == 0
    rows = json.loads(result.output)["rows"]
    assert (f"dataset/invented/table.{form}#table" in rows) is compared
