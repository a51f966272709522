"""Code lists: data of another time than the edition of its codes are told at the foreign key."""

import shutil
from pathlib import Path

import pytest

from publisher.load import load
from publisher.rules.code_lists import backwards, outside_edition
from tests.conftest import REPOSITORY
from tests.faults.catalogues import DESCRIPTOR, write
from tests.rules.catalogues import catalogue_of, codes, dataset

LIST = "datasets/codes/datapackage.yaml"
KEY = "      foreignKeys:\n        - {fields: [code], reference: {package: codes, resource: table, fields: [code]}}\n"
EDITION = "edition: {valid_from: 2008-08-01, valid_to: 2025-06-30}"


def _said(root: Path, more: str, edition: str = EDITION) -> list[str]:
    listed = dataset("Codes").replace("    encoding: utf-8\n", f"    encoding: utf-8\n    {edition}\n")
    catalogue = catalogue_of(root, {DESCRIPTOR: dataset(more=more, schema=KEY), LIST: listed})
    return codes([*outside_edition(catalogue), *backwards(catalogue)])


@pytest.mark.parametrize(
    ("more", "inside"),
    [
        ("temporal: {start: 2025-06-30, end: 2026-01-01}\n", True),
        ("temporal: {start: 2025-07-01, end: 2026-01-01}\n", False),
        ("temporal: {start: '2000', end: 2008-08}\n", True),
        ("temporal: {start: '2000', end: 2008-07}\n", False),
        ("temporal: {start: 2025-07}\n", False),
        ("temporal: {start: '2025'}\n", True),
        ("temporal: {end: 2008-07-31}\n", False),
        ("temporal: {end: '2008'}\n", True),
        ("data_as_of: '2025'\n", True),
        ("data_as_of: '2026'\n", False),
        ("temporal: {start: '2019'}\ndata_as_of: '2026'\n", True),
        ("", True),
    ],
)
def test_data_must_be_of_a_day_on_which_the_codes_hold(root: Path, more: str, inside: bool) -> None:
    assert _said(root, more) == ([] if inside else ["outside-edition"])


@pytest.mark.parametrize(
    ("edition", "inside"),
    [
        ("edition: {valid_to: 2018-12-31}", False),
        ("edition: {valid_to: 2019-01-01}", True),
        ("edition: {valid_from: 2019-12-31}", True),
        ("edition: {valid_from: 2020-01-01}", False),
        ("edition: {title: Of any time}", True),
        ("description: No code list.", True),
    ],
)
def test_a_side_that_no_source_tells_is_open(root: Path, edition: str, inside: bool) -> None:
    assert _said(root, "temporal: {start: '2019', end: '2019'}\n", edition) == ([] if inside else ["outside-edition"])


@pytest.mark.parametrize(("end", "said"), [("2025-07-01", []), ("2025-06-30", ["edition-backwards"])])
def test_an_edition_holds_for_a_day_at_least(root: Path, end: str, said: list[str]) -> None:
    assert _said(root, "", f"edition: {{valid_from: 2025-07-01, valid_to: {end}}}") == said


@pytest.mark.parametrize(
    "key", ["{}", "{fields: [code]}", "{fields: [code], reference: {package: none, resource: x, fields: [y]}}"]
)
def test_a_key_that_leads_nowhere_is_left_to_other_rules(root: Path, key: str) -> None:
    schema = f"      foreignKeys: [{key}]\n"
    write(root, {DESCRIPTOR: dataset(more="data_as_of: '2019'\n", schema=schema)})
    catalogue, _ = load(root)
    assert catalogue
    assert codes(outside_edition(catalogue)) == []


def test_the_census_of_2019_with_the_provinces_of_2025_would_be_found(tmp_path: Path) -> None:
    """Of the 34 codes since 1 July 2025 eight are codes of other provinces before."""
    for folder in ("catalogue", "datasets"):
        shutil.copytree(REPOSITORY / folder, tmp_path / folder)
    path = tmp_path / "datasets/dan-so-theo-dan-toc-va-tinh-2019/datapackage.yaml"
    text = path.read_text("utf-8")
    catalogue, problems = load(tmp_path)
    assert catalogue
    assert (problems, list(outside_edition(catalogue))) == ([], [])
    path.write_text(text.replace("resource: tinh-63", "resource: tinh-34"), "utf-8")
    catalogue, _ = load(tmp_path)
    assert catalogue
    (problem,) = outside_edition(catalogue)
    assert text.splitlines()[problem.place.line - 1].strip().startswith("- fields: [province_code_63]")
