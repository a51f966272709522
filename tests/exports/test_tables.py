"""The catalogue as tables: every table, column and row as the descriptors say."""

import csv
import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from publisher.exports.datapackage import datapackage
from publisher.exports.tables import ROWS, catalogue_package, table_csv
from publisher.model import Catalogue
from tests.exports.conftest import as_json


@pytest.mark.parametrize("table", ROWS)
def test_the_table_is(table: str, example: Catalogue, golden: Callable[[str, str], None]) -> None:
    golden(f"exports/catalogue/{table}.csv", table_csv(example, table).decode())


def test_the_descriptor_of_the_catalogue_is(example: Catalogue, golden: Callable[[str, str], None]) -> None:
    golden("exports/catalogue.datapackage.json", as_json(datapackage(example, catalogue_package(example, Path()))))


@pytest.mark.parametrize("name", ["example", "tenant"])
@pytest.mark.parametrize("table", ROWS)
def test_a_table_has_the_columns_its_schema_says(name: str, table: str, catalogues: Callable[[str], Catalogue]) -> None:
    catalogue = catalogues(name)
    package = catalogue_package(catalogue, Path())
    resource = next(resource for resource in package.resources if resource.name == table)
    header, *rows = csv.reader(io.StringIO(table_csv(catalogue, table).decode(), newline=""))
    assert header == [field["name"] for field in resource.fields]
    assert all(len(row) == len(header) for row in rows)


def test_there_is_a_schema_for_every_table_and_a_table_for_every_schema(example: Catalogue) -> None:
    assert set(ROWS) == set(example.schemas.tables)


def test_a_translated_column_has_one_more_for_each_other_language(example: Catalogue) -> None:
    header = table_csv(example, "themes").decode().splitlines()[0]
    assert header == "name,title,title_vi,broad_match"
    alone = replace(example, languages=("en",))
    assert table_csv(alone, "themes").decode().splitlines()[0] == "name,title,broad_match"


def test_a_column_is_labelled_in_the_main_language_and_in_english_where_that_has_no_label(example: Catalogue) -> None:
    lao = replace(example, languages=("lo", "vi"))
    resource = catalogue_package(lao, Path()).resources[0]
    assert (resource.data["title"], resource.data["title_vi"]) == ("Databases", "Cơ sở dữ liệu")


def test_what_nobody_has_written_is_an_empty_cell_and_nought_is_not(example: Catalogue) -> None:
    package = example.packages[0]
    nought = replace(package, data={**package.data, "number": 0, "frequency": None})
    rows = csv.DictReader(io.StringIO(table_csv(replace(example, packages=(nought,)), "databases").decode()))
    assert [(row["number"], row["frequency"]) for row in rows] == [("0", "")]


def test_the_open_data_list_has_a_row_for_what_is_published_and_one_for_what_is_planned(example: Catalogue) -> None:
    rows = list(csv.DictReader(io.StringIO(table_csv(example, "open-data").decode())))
    assert [(row["database"], row["dataset"], row["planned"], row["due"]) for row in rows] == [
        ("lights-register", "lighthouses", "", ""),
        ("ferry-operations", "ferry-trips", "", ""),
        ("ferry-operations", "", "Ferry berths", "2027-06-30"),
    ]


def test_without_an_open_data_list_the_table_has_only_its_header(example: Catalogue) -> None:
    assert len(table_csv(replace(example, open_data={}), "open-data").splitlines()) == 1
