"""Downloads: each table in every format that a catalogue wants, made anew only when it changed, under stable names."""

import json
import shutil
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from publisher.model import Catalogue, Package
from publisher.problem import Refused
from publisher.publish import apply
from publisher.targets.site.downloads import archive, offers
from publisher.targets.site.files import files
from tests.targets.worlds import ENTRY, LIGHTS, SiteWorld, catalogue_of, planned, publish

FOLDER = "dataset/lighthouses"
SUFFIXES = (".json", ".parquet", ".xlsx", ".zip")
MADE = [f"{FOLDER}/lighthouses.{format}" for format in ("json", "parquet", "xlsx", "zip")]


def _named(catalogue: Catalogue, *resources: tuple[str, str, str]) -> Package:
    """The dataset with the table of its first file under other names: of each resource name, path, format."""
    dataset = catalogue.package("lighthouses")
    assert dataset
    (first,) = dataset.resources
    made = [replace(first, name=name, path=path, format=format) for name, path, format in resources]
    return replace(dataset, resources=tuple(made))


def _offered(site: SiteWorld, *resources: tuple[str, str, str]) -> list[list[tuple[str, bool]]]:
    catalogue = catalogue_of(site.root)
    found = offers(catalogue, _named(catalogue, *resources))
    return [[(each.path, each.made) for each in found[name].downloads] for name, _, _ in resources]


def test_a_table_is_there_in_every_format_and_the_dataset_in_one_archive(site: SiteWorld) -> None:
    publish(site)
    folder = site.folder / FOLDER
    rows = json.loads((folder / "lighthouses.json").read_text("utf-8"))
    assert len(rows) == 8
    assert rows[0]["code"] == "001"
    with zipfile.ZipFile(folder / "lighthouses.zip") as whole:
        assert whole.testzip() is None
        names = ["README.txt", "README.vi.txt", "datapackage.json", "lighthouses.csv"]
        assert whole.namelist() == [f"lighthouses/{name}" for name in names]
        assert whole.read("lighthouses/datapackage.json") == (folder / "datapackage.json").read_bytes()
        assert whole.read("lighthouses/lighthouses.csv") == (folder / "lighthouses.csv").read_bytes()
        told, other = (whole.read(f"lighthouses/{name}").decode() for name in names[:2])
    for text in ("Lighthouses of the Fictional Islands, 2026", "Every figure is invented", "CC0", "- code (text"):
        assert text in told
    assert "Hải đăng của Quần đảo Hư cấu" in other
    assert "&" not in told.replace("&c.", "")


def test_the_page_links_every_format_and_only_files_that_are_there(site: SiteWorld) -> None:
    publish(site)
    page = (site.folder / FOLDER / "index.html").read_text("utf-8")
    for path in (f"{FOLDER}/lighthouses.csv", *MADE):
        assert f'href="../../{path}"' in page
        assert (site.folder / path).is_file()


def test_one_cell_makes_the_files_of_its_table_anew_and_no_others(site: SiteWorld) -> None:
    publish(site)
    place = site.root / LIGHTS
    place.write_text(place.read_text("utf-8").replace("41.5", "42.5"), "utf-8")
    changed = {change.key for change in planned(site)[2].changes}
    of_tables = {key for key in changed if key.startswith("dataset/") and Path(key).suffix in {".csv", *SUFFIXES}}
    assert {key for key in of_tables if key.count("/") == 2} == {
        f"{FOLDER}/lighthouses.csv",
        f"{FOLDER}/datapackage.json",
        *MADE,
    }


def test_another_title_of_a_column_makes_the_workbook_and_the_archive_anew(site: SiteWorld) -> None:
    publish(site)
    place = site.root / "datasets/lighthouses/datapackage.yaml"
    place.write_text(place.read_text("utf-8").replace("title: Code\n", "title: Number\n"), "utf-8")
    changed = {change.key for change in planned(site)[2].changes}
    assert {f"{FOLDER}/lighthouses.xlsx", f"{FOLDER}/lighthouses.zip"} <= changed


def test_a_plan_makes_no_content(site: SiteWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object) -> None:
        raise AssertionError("made")

    monkeypatch.setattr("publisher.targets.site.conversions.convert", never)
    monkeypatch.setattr("publisher.targets.site.conversions.write_archive", never)
    assert {file.path for file in files(catalogue_of(site.root))} >= set(MADE)


@pytest.mark.parametrize("downloads", [[], ["xlsx"], ["zip", "json"]])
def test_a_catalogue_says_which_formats_it_wants(site: SiteWorld, downloads: list[str]) -> None:
    place = site.root / "catalogue/catalogue.yaml"
    place.write_text(place.read_text("utf-8") + f"downloads: {json.dumps(downloads)}\n", "utf-8")
    publish(site)
    found = {path.suffix[1:] for path in (site.folder / FOLDER).glob("lighthouses.*")}
    assert found == {"csv", *downloads}
    page = (site.folder / FOLDER / "index.html").read_text("utf-8")
    assert [format for format in ("xlsx", "json", "parquet", "zip") if f"lighthouses.{format}" in page] == [
        format for format in ("xlsx", "json", "parquet", "zip") if format in downloads
    ]


def test_names_come_from_the_path_without_its_endings(site: SiteWorld) -> None:
    ((csv, *others),) = _offered(site, ("a", "v1.2.csv", "csv"))
    assert csv == ("v1.2.csv", False)
    assert others == [("v1.2.xlsx", True), ("v1.2.json", True), ("v1.2.parquet", True)]


@pytest.mark.parametrize(
    ("path", "format", "paths"),
    [
        ("a.csv.gz", "csv", ["a.csv", "a.csv.gz", "a.xlsx", "a.json", "a.parquet"]),
        ("a.ods", "ods", ["a.csv", "a.xlsx", "a.json", "a.parquet", "a.ods"]),
        ("a.geojson", "geojson", ["a.csv", "a.xlsx", "a.json", "a.parquet", "a.geojson"]),
    ],
)
def test_csv_comes_first_and_excel_second_whatever_the_file_is(
    site: SiteWorld, path: str, format: str, paths: list[str]
) -> None:
    (found,) = _offered(site, ("a", path, format))
    assert found == [(each, each != path) for each in paths]


def test_an_own_file_stands_for_the_one_that_would_be_made(site: SiteWorld) -> None:
    first, _ = _offered(site, ("a", "a.csv", "csv"), ("b", "a.pdf", "pdf"))
    assert ("a.xlsx", True) in first
    first, second = _offered(site, ("a", "a.csv", "csv"), ("b", "a.xlsx", "xlsx"))
    assert first == [("a.csv", False), ("a.xlsx", False), ("a.json", True), ("a.parquet", True)]
    paths = [path for path, made in second if made]
    assert paths == ["a.xlsx.csv", "a.xlsx.json", "a.xlsx.parquet"]


@pytest.mark.parametrize("stem", ["datapackage", "citation"])
def test_what_is_told_of_a_dataset_keeps_its_name(site: SiteWorld, stem: str) -> None:
    (found,) = _offered(site, ("a", f"{stem}.csv", "csv"))
    assert (f"{stem}.csv.json", True) in found


def test_no_two_files_have_one_name(site: SiteWorld) -> None:
    own = [
        ("a", "a.csv", "csv"),
        ("b", "a.json", "json"),
        ("c", "a.parquet", "parquet"),
        ("d", "lighthouses.zip", "zip"),
    ]
    made = [path for found in _offered(site, *own) for path, is_made in found if is_made]
    assert len({*made, *(path for _, path, _ in own)}) == len(made) + len(own)
    catalogue = catalogue_of(site.root)
    whole = archive(catalogue, _named(catalogue, *own))
    assert whole
    assert (whole.path, whole.made) == ("lighthouses.zip", False)


def test_a_table_that_is_too_large_for_a_format_is_not_offered_in_it_and_the_page_says_why(
    site: SiteWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("publisher.tables.conversions.limits.MAX_ROWS", 8)
    publish(site)
    assert not (site.folder / FOLDER / "lighthouses.xlsx").exists()
    assert (site.folder / FOLDER / "lighthouses.json").exists()
    for folder, words in (("", "more rows than a sheet holds"), ("vi/", "nhiều dòng hơn một trang tính")):
        assert words in (site.folder / folder / FOLDER / "index.html").read_text("utf-8")


def test_a_table_that_changed_after_the_check_is_not_converted(site: SiteWorld) -> None:
    publish(site)
    shutil.rmtree(site.folder.with_name(".public.releases"))
    site.folder.unlink()
    target, _, found = planned(site)
    place: Path = site.root / LIGHTS
    place.write_text(place.read_text("utf-8").replace("41.5", "42.5"), "utf-8")
    target.begin([])
    change = next(change for change in found.changes if change.key == f"{FOLDER}/lighthouses.json")
    with pytest.raises(Refused, match="file-changed"):
        target.apply(change)
    target.abort()
    with pytest.raises(Refused, match="file-changed"):
        apply(target, found, ENTRY, lambda key: None)


def test_a_take_down_takes_the_converted_files_along(site: SiteWorld) -> None:
    publish(site)
    assert all((site.folder / path).is_file() for path in MADE)
    site.target().take_down("lighthouses", ENTRY)
    assert not (site.folder / FOLDER).exists()
