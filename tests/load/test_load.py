"""Finding descriptors and building the catalogue: what is there, what is left out, what does not stop the rest."""

from pathlib import Path

import pytest

from publisher.load import load
from publisher.model import Catalogue, Kind, Portal
from tests.faults.catalogues import DATABASE, DATASET, DESCRIPTOR, add_table, found, write

CATALOGUE = "catalogue/catalogue.yaml"
MINIMAL = "title: A\nurl: https://a.example/\npublisher: a\nlanguages: [en]\nlicence: cc0-1.0\n"


def _loaded(root: Path) -> Catalogue:
    catalogue, problems = load(root)
    assert catalogue
    assert problems == []
    return catalogue


def test_the_smallest_catalogue_is_three_files(tmp_path: Path) -> None:
    organization = {"catalogue/organizations/aa.yaml": "title: A\n"}
    write(tmp_path, {CATALOGUE: MINIMAL.replace("publisher: a", "publisher: aa"), "catalogue/themes.yaml": "{}\n"})
    write(tmp_path, organization)
    catalogue = _loaded(tmp_path)
    assert (catalogue.packages, catalogue.portal, catalogue.open_data, catalogue.withdrawn) == ((), None, {}, ())
    assert found(tmp_path) == []


@pytest.mark.parametrize(
    ("content", "code"),
    [
        pytest.param(None, "missing-descriptor", id="not there"),
        pytest.param("a: [", "yaml-syntax", id="not YAML"),
        pytest.param("", "empty-file", id="empty"),
    ],
)
def test_without_a_catalogue_to_understand_there_is_none(root: Path, content: str | None, code: str) -> None:
    (root / CATALOGUE).unlink()
    if content is not None:
        write(root, {CATALOGUE: content})
    catalogue, problems = load(root)
    assert catalogue is None
    assert [(problem.place.file, problem.code) for problem in problems] == [(CATALOGUE, code)]


def test_an_empty_folder_lacks_a_catalogue_and_themes(tmp_path: Path) -> None:
    files = [(CATALOGUE, "missing-descriptor"), ("catalogue/themes.yaml", "missing-descriptor")]
    assert [(file, code) for file, _, _, code in found(tmp_path)] == files


@pytest.mark.parametrize("content", ["5\n", "- a\n", "text\n", "true\n", "null\n"])
@pytest.mark.parametrize(
    "file", ["catalogue/databases/invented.yaml", "catalogue/organizations/invented.yaml", DESCRIPTOR]
)
def test_a_descriptor_that_is_no_mapping_is_one_problem(root: Path, file: str, content: str) -> None:
    write(root, {file: content})
    assert found(root) == [(file, 1, 1, "wrong-type")]


@pytest.mark.parametrize("content", ["5\n", "- a\n", "languages: 5\n", "languages: [5, 6]\n", "languages: []\n"])
def test_a_catalogue_without_languages_is_read_as_english(root: Path, content: str) -> None:
    write(root, {CATALOGUE: content})
    catalogue, problems = load(root)
    assert catalogue
    assert catalogue.languages == ("en",)
    assert (CATALOGUE, "wrong-type") in {(p.place.file, p.code) for p in problems} or "[]" in content


def test_a_language_that_stands_twice_counts_once(root: Path) -> None:
    text = (root / CATALOGUE).read_text("utf-8")
    write(root, {CATALOGUE: text.replace("languages: [en, vi]", "languages: [en, vi, en]")})
    catalogue, problems = load(root)
    assert catalogue
    assert catalogue.languages == ("en", "vi")
    assert [problem.code for problem in problems] == ["repeated-item"]


@pytest.mark.parametrize("name", [".hidden.yaml", ".gitkeep", ".x.yaml.swp"])
def test_files_that_begin_with_a_dot_are_passed_over(root: Path, name: str) -> None:
    write(root, {f"catalogue/databases/{name}": "a: [", f"catalogue/organizations/{name}": "", f"datasets/{name}": ""})
    assert found(root) == []


@pytest.mark.parametrize("name", ["x.yml", "x.txt", "yaml", "folder.yaml/inner.yaml"])
def test_what_is_no_descriptor_is_named(root: Path, name: str) -> None:
    write(root, {f"catalogue/databases/{name}": DATABASE})
    assert found(root) == [(f"catalogue/databases/{name.partition('/')[0]}", 1, 1, "stray-file")]


def test_a_file_among_the_folders_of_datasets_is_no_dataset(root: Path) -> None:
    write(root, {"datasets/README.md": "About."})
    assert found(root) == []


def test_what_does_not_fit_is_left_out_and_the_rest_stays(root: Path) -> None:
    write(root, {"catalogue/databases/invented.yaml": f"{DATABASE}number: x\nkeywords: [a, good]\npurpose: Stays.\n"})
    catalogue, problems = load(root)
    assert catalogue
    invented = catalogue.package("invented")
    assert invented
    assert ("number" in invented.data, "keywords" in invented.data) == (False, False)
    assert invented.data["purpose"] == "Stays."
    assert [problem.code for problem in problems] == ["wrong-type", "too-short"]


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        pytest.param("  - name: table\n", "  - title_vi: Bảng\n", "missing-property", id="without a name"),
        pytest.param("    path: table.csv\n", "", "missing-property", id="without a path"),
        pytest.param("name: table", "name: Table", "bad-pattern", id="with a bad name"),
    ],
)
def test_a_resource_that_cannot_be_named_is_not_built(root: Path, old: str, new: str, code: str) -> None:
    add_table(root, "code,size\na,1\n", descriptor=DATASET.replace(old, new, 1))
    catalogue, problems = load(root)
    assert catalogue
    invented = catalogue.package("invented")
    assert invented
    assert invented.resources == ()
    assert [problem.code for problem in problems] == [code]


def test_two_resources_without_a_path_are_not_called_equal(root: Path) -> None:
    second = DATASET[DATASET.index("  - name: table") :].replace("name: table", "name: other")
    both = (DATASET + second).replace("path: ", "path: ../")
    add_table(root, "code,size\n", descriptor=both)
    assert found(root) == [(DESCRIPTOR, 11, 11, "bad-pattern"), (DESCRIPTOR, 21, 11, "bad-pattern")]


def test_a_dataset_of_an_unknown_database_has_no_organization(root: Path) -> None:
    add_table(root, "code,size\n", descriptor=DATASET.replace("lights-register", "nowhere"))
    catalogue, _ = load(root)
    assert catalogue
    invented = catalogue.package("invented")
    assert invented
    assert (invented.organization, invented.themes) == ("", ())


def test_a_dataset_without_a_known_licence_has_none(root: Path) -> None:
    add_table(root, "code,size\n", descriptor=DATASET.replace("cc0-1.0", "mine"))
    catalogue, _ = load(root)
    assert catalogue
    invented = catalogue.package("invented")
    assert invented
    assert invented.licence is None


@pytest.mark.parametrize(
    ("written", "portal"),
    [
        pytest.param("{owner: aa}", Portal("aa"), id="only an owner"),
        pytest.param("{prefix: b-}", None, id="no owner"),
        pytest.param(
            "{owner: aa, prefix: b-, organization: cc, url: 'https://d.example', upload: link, max_bytes: 5, "
            "dataset_type: data, datastore: false}",
            Portal("aa", "b-", "cc", "data", True, False, 5, "https://d.example"),
            id="everything",
        ),
        pytest.param("{owner: aa, upload: file}", Portal("aa", links_only=False), id="files are sent"),
    ],
)
def test_the_portal_is_what_the_catalogue_says(root: Path, written: str, portal: Portal | None) -> None:
    text = (root / CATALOGUE).read_text("utf-8").partition("ckan:")[0]
    write(root, {CATALOGUE: f"{text}ckan: {written}\n"})
    catalogue, _ = load(root)
    assert catalogue
    assert catalogue.portal == portal


def test_a_withdrawn_entry_without_a_kind_is_left_out(root: Path) -> None:
    write(
        root, {"catalogue/withdrawn.yaml": "gone:\n  kind: planet\n  title: Gone\n  date: 2026-01-01\n  reason: Why\n"}
    )
    catalogue, problems = load(root)
    assert catalogue
    assert catalogue.withdrawn == ()
    assert [problem.code for problem in problems] == ["not-allowed"]


def test_everything_comes_in_the_order_of_names(root: Path) -> None:
    write(root, {"catalogue/databases/aaa.yaml": DATABASE, "catalogue/organizations/zzz.yaml": "title: Z\n"})
    catalogue = _loaded(root)
    names = [package.name for package in catalogue.of(Kind.DATABASE)]
    assert names == sorted(names)
    assert catalogue.organizations[-1].name == "zzz"
    assert catalogue.withdrawn[0].successor == "lighthouses"


def test_a_fault_below_what_is_left_out_already_is_said_too(root: Path) -> None:
    write(
        root, {"catalogue/databases/invented.yaml": f"{DATABASE}relations: [5, {{type: nothing, target: nowhere}}]\n"}
    )
    assert [code for *_, code in found(root)] == ["wrong-type", "not-allowed"]


def test_an_entry_of_the_open_data_list_without_a_database_is_one_problem(root: Path) -> None:
    write(root, {"catalogue/open-data.yaml": "decision: {title: A, status: announced}\nentries: [{note: B}]\n"})
    assert found(root) == [("catalogue/open-data.yaml", 2, 11, "missing-property")]


def test_a_property_of_an_own_schema_may_hold_what_no_schema_describes(root: Path) -> None:
    entry = root / "catalogue" / "databases" / "mooring-permits.yaml"
    own = "properties: {harbour: {type: object, properties: {port: {type: string, reference: themes}}}}\n"
    write(root, {"schemas/database.yaml": own})
    text = entry.read_text("utf-8").replace("harbour: Port Nowhere", "harbour: {berth: 4, port: nowhere}")
    entry.write_text(text, encoding="utf-8")
    assert [code for *_, code in found(root)] == ["unknown-theme"]
