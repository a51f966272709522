"""What a descriptor follows: official profiles are known, those of the catalogue are applied, nothing is fetched."""

from pathlib import Path

import pytest

from publisher.load.profiles import official
from tests.faults.catalogues import DATASET, DESCRIPTOR, add_table, found, write

TABLE = "code,size\na,1\n"
AT = {
    "datapackage": "$schema: {}\n" + DATASET,
    "dataresource": DATASET.replace("    schema:\n", "    $schema: {}\n    schema:\n"),
    "tableschema": DATASET.replace("    schema:\n", "    schema:\n      $schema: {}\n"),
}


def _found(root: Path, kind: str, named: str) -> list[str]:
    add_table(root, TABLE, descriptor=AT[kind].replace("{}", named))
    return [code for file, _, _, code in found(root) if file == DESCRIPTOR]


@pytest.mark.parametrize(("kind", "address"), [(kind, address) for kind in AT for address in official(kind)])
def test_an_official_profile_is_known_at_its_place(root: Path, kind: str, address: str) -> None:
    assert _found(root, kind, address) == []


@pytest.mark.parametrize("kind", AT)
@pytest.mark.parametrize(
    "address",
    [
        "https://example.org/profile.json",
        "https://datapackage.org/profiles/2.0/tabledialect.json",
        "file:///etc/passwd",
        "/etc/hostname.json",
        "../profile.json",
        "profiles/agency.txt",
    ],
)
def test_any_other_address_is_a_problem(root: Path, kind: str, address: str) -> None:
    assert _found(root, kind, address) == ["unknown-profile"]


@pytest.mark.parametrize("kind", AT)
def test_a_profile_of_the_catalogue_is_applied_to_its_part(root: Path, kind: str) -> None:
    required = {"datapackage": "title", "dataresource": "mediatype", "tableschema": "fields"}[kind]
    write(root, {"profiles/agency.yaml": f"required: [{required}]\n"})
    assert _found(root, kind, "profiles/agency.yaml") == []
    write(root, {"profiles/agency.yaml": f"required: [{required}, absent]\n"})
    assert _found(root, kind, "profiles/agency.yaml") == ["profile-misfit"]


def test_a_profile_that_refers_elsewhere_is_not_followed(root: Path) -> None:
    write(root, {"profiles/agency.json": '{"$ref": "https://example.org/profile.json"}'})
    assert _found(root, "datapackage", "profiles/agency.json") == ["unusable-schema"]


@pytest.mark.parametrize("link", ["profiles", "profiles/agency.json"])
def test_a_profile_behind_a_link_is_not_read(root: Path, tmp_path: Path, link: str) -> None:
    write(tmp_path / "elsewhere", {"agency.json": "{}"})
    (root / link).parent.mkdir(exist_ok=True)
    (root / link).symlink_to(tmp_path / "elsewhere" / ("agency.json" if link.endswith(".json") else ""))
    assert _found(root, "datapackage", "profiles/agency.json") == ["missing-profile"]


@pytest.mark.parametrize("content", ["[", "5", ""])
def test_a_file_that_is_no_schema_is_no_profile(root: Path, content: str) -> None:
    write(root, {"profiles/agency.json": content})
    assert _found(root, "datapackage", "profiles/agency.json") == ["missing-profile"]
