"""The datasets that go with a dataset: each once, for the closest reason, never itself, no more than a page bears."""

from dataclasses import replace
from pathlib import Path

from publisher.model import Catalogue, Kind, Package, Resource
from publisher.source import Document
from publisher.targets.site.neighbours import MOST, neighbours
from tests.conftest import REPOSITORY
from tests.faults.catalogues import checked

GROUPS, PROVINCES, MATRIX = "dan-toc", "don-vi-hanh-chinh-cap-tinh", "dan-so-theo-dan-toc-va-tinh-2019"


def _dataset(name: str, *codes: str, database: str = "register") -> Package:
    keys = [{"fields": ["code"], "reference": {"package": code, "fields": ["code"]}} for code in codes]
    schema = {"fields": [{"name": "code", "type": "string"}], "foreignKeys": keys}
    resource = Resource("table", {}, "table.csv", "csv", {"schema": schema}, Path("table.csv"), ("resources", 0))
    data = {"database": database} if database else {}
    return Package(
        Kind.DATASET, name, {"en": name}, {}, "", (), (), None, (resource,), data, Document("datapackage.yaml", data)
    )


def _catalogue(*datasets: Package) -> Catalogue:
    known = checked(REPOSITORY / "tests" / "example").sound
    assert known
    return replace(known, packages=datasets)


def test_the_matrix_of_the_tenant_goes_with_its_two_code_lists_and_they_with_it() -> None:
    catalogue = checked(REPOSITORY).sound
    assert catalogue
    found = neighbours(catalogue)
    assert found[MATRIX]["codes"] == [GROUPS, PROVINCES]
    assert MATRIX in found[GROUPS]["users"]
    assert MATRIX in found[PROVINCES]["users"]


def test_none_is_told_twice_and_none_of_itself() -> None:
    found = neighbours(_catalogue(_dataset("a", "b", "a"), _dataset("b", "a"), _dataset("c", "absent")))
    assert found == {
        "a": {"codes": ["b"], "database": ["c"]},
        "b": {"codes": ["a"], "database": ["c"]},
        "c": {"database": ["a", "b"]},
    }


def test_datasets_without_a_database_have_none_in_common() -> None:
    assert neighbours(_catalogue(_dataset("a", database=""), _dataset("b", database=""))) == {"a": {}, "b": {}}


def test_of_each_reason_as_many_are_told_as_a_page_bears() -> None:
    others = [_dataset(f"user-{number}", "list", database=f"register-{number}") for number in range(MOST + 1)]
    for count in (MOST, MOST + 1):
        found = neighbours(_catalogue(_dataset("list"), *others[:count]))
        assert len(found["list"]["users"]) == MOST
