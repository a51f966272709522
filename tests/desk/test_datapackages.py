"""A Data Package from elsewhere: what maps is mapped, what does not is named, and frictionless has the verdict."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from publisher.desk.datapackages import take
from publisher.exports.datapackage import datapackage
from publisher.model import Kind
from publisher.problem import Refused
from publisher.publish import check
from publisher.source import read
from publisher.tables import typed_rows
from tests.conftest import HERE, REPOSITORY
from tests.desk.wild import BAD, CITIES, DISAGREED, WILD, package, table, write

# What a steward has to add to a description of somebody else.
UNTOLD = {"missing-property", "missing-licence", "missing-contact", "missing-source", "too-short"}


def _descriptor(root: Path, name: str) -> Any:
    document, problems = read(root / "datasets" / name / "datapackage.yaml", name)
    assert document
    assert problems == []
    return document.data


def _silent(_: str) -> None:
    """Tell nobody."""


@pytest.mark.parametrize("name", WILD)
def test_a_sound_package_is_taken_and_only_a_steward_s_words_are_missing(root: Path, tmp_path: Path, name: str) -> None:
    taken = take(write(tmp_path / "wild", WILD[name]), root)
    verdict = {DISAGREED[name]: 1} if name in DISAGREED else {}
    assert (taken.asked, dict(taken.verdict), dict(taken.ours)) == (True, verdict, {})
    assert ("import-only-frictionless" in {note.code for note in taken.notes}) == (name in DISAGREED)
    problems = check(root, _silent).problems
    here = {problem.code for problem in problems if problem.place.file.startswith(f"datasets/{taken.name}/")}
    assert here <= UNTOLD
    assert all("import-" in note.code for note in taken.notes)


@pytest.mark.parametrize("name", BAD)
def test_a_faulty_package_is_taken_with_the_verdict_of_frictionless_and_ours_agrees(
    root: Path, tmp_path: Path, name: str
) -> None:
    files, error = BAD[name]
    taken = take(write(tmp_path / "wild", files), root)
    assert dict(taken.verdict) == {error: 1}
    assert dict(taken.ours) == {f"table-{error}": 1}


def test_what_frictionless_takes_too_generously_is_said(root: Path, tmp_path: Path) -> None:
    files = {"datapackage.json": package(resources=[table()]), "cities.csv": CITIES.replace("8000000", "8_000_000")}
    taken = take(write(tmp_path / "wild", files), root)
    assert (dict(taken.verdict), dict(taken.ours)) == ({}, {"table-type-error": 1})
    assert [note.args["codes"] for note in taken.notes if note.code == "import-only-ours"] == ["table-type-error"]


def _taken(root: Path, tmp_path: Path, name: str) -> tuple[Any, dict[str, list[Any]], set[str]]:
    """The descriptor and the rows of a package of the wild, and what is said of it."""
    taken = take(write(tmp_path / "wild", WILD[name]), root)
    catalogue = check(root, _silent).catalogue
    assert catalogue
    dataset = catalogue.package(taken.name)
    assert dataset
    rows = {resource.name: list(typed_rows(resource)) for resource in dataset.resources}
    return _descriptor(root, taken.name), rows, {note.code for note in taken.notes}


def test_version_1_is_put_into_the_words_of_version_2(root: Path, tmp_path: Path) -> None:
    told, _, codes = _taken(root, tmp_path, "a tabular package of version 1")
    assert told["licenses"] == [{"name": "cc0-1.0"}]
    assert told["contributors"] == [{"title": "Ada Ng", "email": "ada@example.org", "roles": ["author"]}]
    assert told["sources"] == [{"title": "Census", "path": "https://example.org/census"}]
    assert told["resources"][0]["schema"]["primaryKey"] == ["code"]
    assert codes == {"import-no-database"}


def test_a_licence_is_known_by_its_address_and_an_unknown_one_is_kept(root: Path, tmp_path: Path) -> None:
    told, _, codes = _taken(root, tmp_path, "licences without a name")
    assert [licence["name"] for licence in told["licenses"]] == ["odbl-1.0"]
    assert told["custom"]["imported_licenses"] == [{"title": "Ask us"}]
    assert "import-value" in codes


def test_another_encoding_and_comments_are_written_anew_and_said(root: Path, tmp_path: Path) -> None:
    told, rows, codes = _taken(root, tmp_path, "another encoding, comments and spaces")
    assert rows == {"cities": [["01", "Orléans", 1]]}
    assert "import-rewritten" in codes
    assert told["resources"][0]["encoding"] == "utf-8"


def test_a_file_without_a_header_gets_the_names_of_its_fields(root: Path, tmp_path: Path) -> None:
    _, rows, _ = _taken(root, tmp_path, "no header")
    assert rows == {"cities": [["01", "Hà Nội", 8000000], ["02", "Huế", 1200000]]}
    assert (root / "datasets/cities/cities.csv").read_text("utf-8") == CITIES


def test_columns_get_names_that_every_program_can_use(root: Path, tmp_path: Path) -> None:
    told, _, codes = _taken(root, tmp_path, "relaxed names")
    schema = told["resources"][0]["schema"]
    assert [(field["name"], field["title"], field["type"]) for field in schema["fields"]] == [
        ("city_code", "City Code", "any"),
        ("ten", "Tên", "string"),
    ]
    assert schema["primaryKey"] == ["city_code"]
    assert schema["foreignKeys"] == [{"fields": ["city_code"], "reference": {"fields": ["city_code"]}}]
    assert {"import-columns", "import-renamed", "import-resource-renamed"} <= codes
    assert (root / "datasets/world-cities-2026").is_dir()


def test_a_key_between_tables_leads_to_the_table_here(root: Path, tmp_path: Path) -> None:
    told, _, _ = _taken(root, tmp_path, "two tables and a key between them")
    key = {"fields": ["city"], "reference": {"resource": "cities", "fields": ["code"]}}
    assert told["resources"][1]["schema"]["foreignKeys"] == [key]
    assert told["resources"][1]["schema"]["fields"][0]["name"] == "river"


def test_parts_become_one_table(root: Path, tmp_path: Path) -> None:
    _, rows, _ = _taken(root, tmp_path, "a table in parts")
    assert [row[0] for row in rows["cities"]] == ["01", "02", "03"]


def test_data_of_a_descriptor_becomes_a_file(root: Path, tmp_path: Path) -> None:
    _, rows, _ = _taken(root, tmp_path, "data in the descriptor")
    assert [[str(cell) for cell in row] for row in rows["cities"]] == [["01", "1"], ["02", "None"]]


def test_what_a_type_does_not_have_is_kept_apart(root: Path, tmp_path: Path) -> None:
    told, rows, _ = _taken(root, tmp_path, "a type of version 0 and a date by a pattern")
    assert rows == {"days": [["2026-01-31", "1.5"]]}
    assert told["contributors"] == [{"title": "Ada Ng", "email": "ada@example.org", "roles": ["author"]}]
    assert told["custom"]["imported_resources.days"] == {"sum.constraints.maxLength": 9}


def test_a_sign_for_null_is_a_missing_value_and_a_mark_is_taken_off(root: Path, tmp_path: Path) -> None:
    told, rows, _ = _taken(root, tmp_path, "a file of tabs with a mark")
    assert rows["cities"][1] == ["02", "Huế", None]
    assert told["resources"][0]["schema"]["missingValues"] == ["", "NA"]
    assert told["resources"][0]["dialect"] == {"delimiter": "\t"}


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("../secret.csv", "path"),
        ("/etc/passwd", "path"),
        ("~/secret.csv", "path"),
        ("link.csv", "symlink"),
        ("linked/secret.csv", "symlink"),
        ("absent.csv", "missing-file"),
        (".", "missing-file"),
    ],
)
def test_nothing_outside_the_folder_is_read(root: Path, tmp_path: Path, path: str, reason: str) -> None:
    (tmp_path / "secret.csv").write_text("secret\n1\n", "utf-8")
    folder = write(tmp_path / "wild", {"datapackage.json": package(resources=[{"name": "a1", "path": path}, table()])})
    write(folder, {"cities.csv": CITIES})
    (folder / "link.csv").symlink_to(tmp_path / "secret.csv")
    (folder / "linked").symlink_to(tmp_path)
    taken = take(folder, root)
    (said,) = [note for note in taken.notes if note.code in {"import-not-taken", "import-format"}]
    assert said.args.get("reason", reason) == reason
    assert [resource["name"] for resource in _descriptor(root, "cities")["resources"]] == ["cities"]
    assert not any("secret" in path.read_text("utf-8") for path in (root / "datasets/cities").glob("*.csv"))


@pytest.mark.parametrize("key", ["path", "schema", "dialect"])
def test_nothing_is_fetched(root: Path, tmp_path: Path, key: str) -> None:
    resource = {**table(), key: "https://example.org/a.csv"}
    taken = take(
        write(tmp_path / "wild", {"datapackage.json": package(resources=[resource]), "cities.csv": CITIES}), root
    )
    assert "import-address" in {note.code for note in taken.notes}
    assert taken.asked is False
    assert _descriptor(root, "cities")["custom"]["links"][0]["title"] == "cities"


@pytest.mark.parametrize(
    ("files", "code"),
    [
        pytest.param({}, "no-datapackage", id="no descriptor"),
        pytest.param({"datapackage.json": "{"}, "bad-datapackage", id="no JSON"),
        pytest.param({"datapackage.json": "[]"}, "bad-datapackage", id="a list"),
        pytest.param({"datapackage.json": "[" * 100_000}, "bad-datapackage", id="a depth without end"),
        pytest.param({"datapackage.json": '{"resources": 5}'}, "bad-datapackage", id="resources that are no list"),
        pytest.param({"datapackage.yaml": "a: &a [1]\nresources: *a\n"}, "bad-datapackage", id="YAML with an alias"),
    ],
)
def test_a_folder_without_a_sound_descriptor_is_refused(root: Path, tmp_path: Path, files: Any, code: str) -> None:
    (tmp_path / "wild").mkdir()
    before = sorted(root.rglob("*"))
    with pytest.raises(Refused) as refused:
        take(write(tmp_path / "wild", files), root)
    assert refused.value.code == code
    assert sorted(root.rglob("*")) == before


def test_what_is_there_is_not_written_over(root: Path, tmp_path: Path) -> None:
    wild = write(tmp_path / "wild", WILD["a plain package of version 2"])
    take(wild, root)
    with pytest.raises(Refused, match="would-overwrite"):
        take(wild, root)
    assert take(wild, root, "other-cities").name == "other-cities"
    with pytest.raises(Refused, match="bad-name"):
        take(wild, root, "Other Cities")


def test_a_line_on_which_frictionless_would_never_end_is_not_shown_to_it(root: Path, tmp_path: Path) -> None:
    line = '"a,' * 30_000 + '"\n'
    files = {"datapackage.json": package(resources=[{"name": "long", "path": "long.csv"}]), "long.csv": f"a\n{line}"}
    taken = take(write(tmp_path / "wild", files), root)
    assert taken.asked is False


@pytest.mark.parametrize(("name", "origin"), [("example", HERE / "example"), ("tenant", REPOSITORY)])
def test_what_we_publish_comes_back_as_it_was(tmp_path: Path, name: str, origin: Path) -> None:
    catalogue = check(origin, _silent).sound
    assert catalogue
    root = tmp_path / "catalogue"
    shutil.copytree(origin / "catalogue", root / "catalogue")
    if (origin / "schemas").is_dir():
        shutil.copytree(origin / "schemas", root / "schemas")
    for dataset in sorted(catalogue.of(Kind.DATASET), key=lambda dataset: bool(_refers(dataset))):
        folder = tmp_path / "published" / dataset.name
        folder.mkdir(parents=True)
        for resource in dataset.resources:
            shutil.copy(resource.file, folder)
        (folder / "datapackage.json").write_text(json.dumps(datapackage(catalogue, dataset)), "utf-8")
        taken = take(folder, root)
        assert (taken.name, dict(taken.verdict), dict(taken.ours)) == (dataset.name, {}, {})
        for resource in dataset.resources:
            assert (root / "datasets" / taken.name / resource.path).read_bytes() == resource.file.read_bytes()
    errors = [(p.place.file, p.code) for p in check(root, _silent).problems]
    before = [(p.place.file, p.code) for p in check(origin, _silent).problems]
    assert errors == before


def _refers(dataset: Any) -> list[str]:
    return [
        key["reference"]["package"]
        for resource in dataset.resources
        for key in resource.foreign_keys
        if "package" in key["reference"]
    ]
