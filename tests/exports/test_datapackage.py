"""A published dataset stands alone: by frictionless, by the official profile, by what the standard says."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import frictionless
import jsonschema_rs
import pytest

from publisher.exports.datapackage import datapackage
from publisher.model import Catalogue, Package
from publisher.publish import check
from tests import needs
from tests.conftest import need
from tests.exports.conftest import as_json
from tests.faults.catalogues import DESCRIPTOR, TABLE, write

DATASETS = ["ferry-trips", "lighthouses"]


def _dataset(catalogue: Catalogue, name: str) -> Package:
    package = catalogue.package(name)
    assert package
    return package


@pytest.mark.parametrize("name", DATASETS)
def test_the_descriptor_of_a_dataset_is(name: str, example: Catalogue, golden: Callable[[str, str], None]) -> None:
    golden(f"exports/{name}.datapackage.json", as_json(datapackage(example, _dataset(example, name))))


@pytest.mark.parametrize("name", ["example", "tenant"])
def test_frictionless_finds_nothing_wrong_with_what_is_published(name: str, sites: Callable[[str], Path]) -> None:
    found = list(_descriptors(sites(name)))
    assert len(found) > 2
    for file in found:
        report = frictionless.validate(str(file))
        errors = [
            (error.type, error.message) for error in (*report.errors, *(e for t in report.tasks for e in t.errors))
        ]
        assert (file.parent.name, errors) == (file.parent.name, [])


def _descriptors(site: Path) -> list[Path]:
    return [site / "datapackage.json", *sorted(site.glob("dataset/*/datapackage.json"))]


@pytest.fixture(scope="session")
def profile() -> Any:
    """The official profile of Data Package v2."""
    folder = need(needs.validators)
    return json.loads((folder / "frictionless/2.0/datapackage.json").read_text("utf-8"))


@pytest.mark.parametrize("name", ["example", "tenant"])
def test_what_is_published_fits_the_official_profile(name: str, sites: Callable[[str], Path], profile: Any) -> None:
    validator = jsonschema_rs.Draft7Validator(profile, validate_formats=True)
    for file in _descriptors(sites(name)):
        faults = list(validator.iter_errors(json.loads(file.read_text("utf-8"))))
        errors = [f"{error.instance_path}: {error.message}" for error in faults if not _fault_of_the_profile(error)]
        assert (file.parent.name, errors) == (file.parent.name, [])


def _fault_of_the_profile(error: jsonschema_rs.ValidationError) -> bool:
    """The profile 2.0 has `fieldsMatch` as a list and no type `list`, against its own standard, which has both."""
    is_list = isinstance(error.instance, dict) and error.instance.get("type") == "list"
    return is_list or ("fieldsMatch" in error.instance_path and isinstance(error.instance, str))


FULL = """\
$schema: https://datapackage.org/profiles/1.0/datapackage.json
title: Everything that a Table Schema may say
description: A table that is invented for one test and says all that a Table Schema may say.
database: lights-register
image: https://example.org/picture.png
version: 1.0.0
created: '2026-01-10'
licenses: [{name: cc0-1.0}]
sources: [{title: Invented for tests, version: '1', email: data@example.org}]
contributors: [{title: Registers desk, givenName: Ada, familyName: Ng, roles: [contact, rightsHolder]}]
resources:
  - name: table
    title: Table
    path: table.csv
    format: csv
    mediatype: text/csv
    encoding: utf-8
    $schema: profiles/any.json
    sources: [{title: Invented for tests, version: '1'}]
    licenses: [{name: cc0-1.0}]
    schema:
      $schema: https://datapackage.org/profiles/2.0/tableschema.json
      fieldsMatch: partial
      missingValues: [{value: '', label: Empty}, '-']
      primaryKey: [text]
      uniqueKeys: [[whole, day]]
      foreignKeys: [{fields: [text], reference: {fields: [text]}}]
      fields:
        - {name: text, type: string, title: T, format: email, rdfType: 'https://schema.org/email', missingValues: []}
        - {name: kind, type: string, title: T, categories: [a, {value: b, label: B}], categoriesOrdered: true}
        - {name: whole, type: integer, title: T, groupChar: ',', example: 5, constraints: {exclusiveMinimum: '1,000'}}
        - {name: part, type: number, title: T, decimalChar: ',', bareNumber: false, constraints: {maximum: 9}}
        - {name: truth, type: boolean, title: T, trueValues: [x], example: x, constraints: {enum: [x]}}
        - {name: day, type: date, title: T, format: '%d/%m/%Y', constraints: {minimum: 01/02/2026}}
        - {name: moment, type: datetime, title: T}
        - {name: hour, type: time, title: T, format: any}
        - {name: since, type: year, title: T, constraints: {minimum: 1900}}
        - {name: month, type: yearmonth, title: T}
        - {name: long, type: duration, title: T, constraints: {exclusiveMaximum: P1Y}}
        - {name: thing, type: object, title: T, example: {a: 1}, constraints: {jsonSchema: {type: object}}}
        - {name: many, type: array, title: T, constraints: {minLength: 1}}
        - {name: items, type: list, title: T, delimiter: ;, itemType: integer}
        - {name: spot, type: geopoint, title: T, format: array}
        - {name: place, type: geojson, title: T, format: topojson}
        - {name: other, type: any, title: T, constraints: {unique: true}}
"""


def test_all_that_a_table_schema_may_say_is_published_as_the_official_profile_has_it(root: Path, profile: Any) -> None:
    write(root, {DESCRIPTOR: FULL, TABLE: "text\na@example.org\n", "profiles/any.json": "{}"})
    catalogue = check(root, lambda name: None).sound
    assert catalogue
    told = datapackage(catalogue, _dataset(catalogue, "invented"))
    validator = jsonschema_rs.Draft7Validator(profile, validate_formats=True)
    errors = [f"{e.instance_path}: {e.message}" for e in validator.iter_errors(told) if not _fault_of_the_profile(e)]
    assert errors == []
    resource = told["resources"][0]
    assert "$schema" not in resource
    fields = {field["name"]: field for field in resource["schema"]["fields"]}
    assert resource["schema"]["missingValues"] == [{"value": "", "label": "Empty"}, {"value": "-"}]
    assert fields["kind"]["categories"] == [{"value": "a"}, {"value": "b", "label": "B"}]
    assert (fields["whole"]["example"], fields["thing"]["example"]) == ("5", '{"a": 1}')
    assert fields["truth"]["constraints"]["enum"] == [True]
    assert resource["schema"]["foreignKeys"] == [{"fields": ["text"], "reference": {"fields": ["text"]}}]


def test_the_profile_does_find_faults(profile: Any) -> None:
    validator = jsonschema_rs.Draft7Validator(profile, validate_formats=True)
    resource = {"name": "a", "path": "a.csv", "type": "table", "schema": {"fields": [{"name": "x"}]}}
    assert validator.is_valid({"resources": [resource], "created": "2026-11-21T00:00:00Z"})
    assert not validator.is_valid({"resources": [resource], "created": "2026-11-21"})
    assert not validator.is_valid({"resources": []})


def test_what_is_measured_is_published_with_the_file(example: Catalogue) -> None:
    dataset = _dataset(example, "lighthouses")
    resource, measure = dataset.resources[0], dataset.resources[0].measure
    assert measure
    described = datapackage(example, dataset)["resources"][0]
    assert described["bytes"] == resource.file.stat().st_size == measure.bytes
    assert described["hash"] == f"sha256:{measure.sha256}"


def test_the_day_it_was_made_becomes_a_moment_as_the_standard_demands(example: Catalogue) -> None:
    assert datapackage(example, _dataset(example, "lighthouses"))["created"] == "2026-01-10T00:00:00Z"


def test_a_key_to_another_dataset_is_set_apart_and_leads_to_its_published_descriptor(
    example: Catalogue, sites: Callable[[str], Path]
) -> None:
    schema = datapackage(example, _dataset(example, "ferry-trips"))["resources"][0]["schema"]
    assert [key["reference"] for key in schema["foreignKeys"]] == [{"resource": "routes", "fields": ["code"]}]
    address = "../lighthouses/datapackage.json"
    reference = {"package": address, "resource": "lighthouses", "fields": ["code"]}
    assert schema["externalForeignKeys"] == [{"fields": ["light_code"], "reference": reference}]
    assert (sites("example") / "dataset" / "ferry-trips" / address).is_file()


def test_the_catalogue_s_own_schema_line_gives_way_to_the_profile(example: Catalogue) -> None:
    told = datapackage(example, _dataset(example, "lighthouses"))
    assert list(told)[:2] == ["$schema", "name"]
    assert told["name"] == "lighthouses"


def _with(dataset: Package, **data: Any) -> Package:
    written = {key: value for key, value in {**dataset.data, **data}.items() if value is not None}
    return replace(dataset, data=written)


def test_what_a_dataset_does_not_say_is_not_published(example: Catalogue) -> None:
    told = datapackage(example, _with(_dataset(example, "lighthouses"), licenses=None, created=None))
    assert {"licenses", "created"} & set(told) == set()


@pytest.mark.parametrize(
    ("licence", "path"),
    [
        pytest.param({"name": "cc0-1.0"}, "https://creativecommons.org/publicdomain/zero/1.0/", id="the known one"),
        pytest.param({"name": "cc0-1.0", "path": "https://other.example/"}, "https://other.example/", id="its own"),
    ],
)
def test_a_licence_is_published_with_the_address(licence: Any, path: str, example: Catalogue) -> None:
    told = datapackage(example, _with(_dataset(example, "lighthouses"), licenses=[licence]))
    assert told["licenses"] == [{"name": "cc0-1.0", "path": path}]


def test_a_file_without_fields_is_no_table_and_without_a_measure_has_no_hash(example: Catalogue) -> None:
    dataset = _dataset(example, "lighthouses")
    plain = replace(dataset.resources[0], data={"name": "map", "path": "map.pdf"}, measure=None)
    told = datapackage(example, replace(dataset, resources=(plain,)))
    assert told["resources"] == [{"name": "map", "path": "map.pdf"}]
