"""What somebody else keeps on a portal becomes a catalogue; on a real CKAN with packages made by hand."""

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from publisher.load import load
from publisher.model import Catalogue, Package
from publisher.publish import Terms, check
from tests.cli.conftest import Publisher, Run
from tests.conftest import DAY
from tests.desk.conftest import Desk
from tests.targets.worlds import CkanWorld

pytestmark = pytest.mark.ckan

EXCEL = b"PK\x03\x04 not really a workbook"
FILES = {
    "so-lieu.csv": b"\xef\xbb\xbf"
    + "ma,ten,dan_so,tu_ngay,ghi_chu\n01,Hà Nội,8053663,2019-04-01,\n02,Hà Giang,854679,,x\n".encode(),
    "so lieu.csv": b"ma;gia_tri\na;1.5\nb;2\n",
    "bang-tieng-viet.csv": "Mã tỉnh,Dân số\n01,8053663\n".encode(),
    "vo.csv": b"a,b\n1\n",
    "latin.csv": "a,b\né,1\n".encode("latin-1"),
    "bang.xlsx": EXCEL,
    "nguon.pdf": b"%PDF-1.4 invented",
}
# Tables like one of them, for packages that are not each other's duplicate.
ALIKE = {"so lieu 2.csv": b"ma;gia_tri\nc;2.5\n", "so lieu 3.csv": b"ma;gia_tri\nd;3.5\n"}


class Stranger:
    """Somebody who keeps packages on the portal by hand."""

    def __init__(self, world: CkanWorld) -> None:
        self.prefix = world.prefix
        self.url: str = world.portal["url"]
        self.api: Any = world.api
        self.world = world
        organization = {"name": f"{self.prefix}so_y_te", "title": "Sở Y tế tỉnh Hư cấu"}
        self.organization = self.api.action.organization_create(
            **organization, description="Một sở hư cấu.", extras=[{"key": "mã cơ quan", "value": "H99.9"}]
        )
        self.group = self.api.action.group_create(name=f"{self.prefix}suc_khoe", title="Sức khỏe")

    def keep(self, name: str, files: tuple[str, ...] = (), **fields: Any) -> str:
        """Make a package; its name begins with the prefix of the test."""
        whole = f"{self.prefix}{name}"
        self.world.foreign.append(whole)
        package = self.api.action.package_create(name=whole, owner_org=self.organization["id"], **fields)
        for file in files:
            upload = io.BytesIO((FILES | ALIKE)[file])
            upload.name = file
            self.api.action.resource_create(package_id=package["id"], name=file, upload=upload)
        return whole


@pytest.fixture
def stranger(ckan: CkanWorld) -> Stranger:
    """Their organization and their group."""
    return Stranger(ckan)


@pytest.fixture
def taken(stranger: Stranger, desk: Desk, tmp_path: Path) -> Iterator[Any]:
    """Import all that the stranger keeps; give what was said and the catalogue."""

    def take(*arguments: object) -> tuple[Run, Catalogue]:
        into = tmp_path / "taken"
        run = desk("import", "ckan", stranger.url, "--query", f"name:{stranger.prefix}*", "--into", into, *arguments)
        assert (run.code, "Traceback" in run.told) == (0, False), run.told
        catalogue, _ = load(into)
        assert catalogue
        return run, catalogue

    return take


def _dataset(catalogue: Catalogue, end: str) -> Package:
    return next(package for package in catalogue.packages if package.name.endswith(end))


def _codes(root: Path) -> list[tuple[str, str]]:
    """What a steward still has to do: file and code."""
    return sorted(
        {(problem.place.file.rpartition("/")[2], problem.code) for problem in check(root, print, Terms(DAY)).problems}
    )


def test_what_has_a_place_is_put_there_and_nothing_is_lost(stranger: Stranger, taken: Any) -> None:
    stranger.keep(
        "tiem-chung",
        ("so-lieu.csv",),
        title="Tiêm chủng theo tỉnh, 2019",
        notes="Số liệu hư cấu về tiêm chủng theo tỉnh,\r\ndùng để thử việc nhập.",
        version="2.1",
        url="https://nguon.example/tiem-chung",
        author="Phòng Thống kê",
        author_email="thong-ke@so-y-te.example",
        maintainer="Phòng Dữ liệu",
        maintainer_email="du-lieu@so-y-te.example",
        license_id="cc-by",
        tags=[{"name": "Tiêm chủng"}, {"name": "y tế"}],
        groups=[{"id": stranger.group["id"]}],
        extras=[
            {"key": "Tần suất", "value": "hằng năm"},
            {"key": "frequency", "value": "http://publications.europa.eu/resource/authority/frequency/ANNUAL"},
            {"key": "issued", "value": "12/05/2020"},
            {"key": "modified", "value": "2020-06-01"},
            {"key": "temporal_start", "value": "2019"},
            {"key": "spatial_text", "value": "Việt Nam"},
            {"key": "spatial", "value": '{"type": "Point", "coordinates": [105.8, 21.0]}'},
            {"key": "identifier", "value": "yt-17"},
            {"key": "database", "value": "Oracle"},
            {"key": "cột", "value": '["ma", "ten"]'},
        ],
    )
    run, catalogue = taken()
    dataset = _dataset(catalogue, "tiem-chung")
    data = dict(dataset.document.data)
    resources, custom = data.pop("resources"), data.pop("custom")
    page = f"{stranger.url}/dataset/{stranger.prefix}tiem-chung"
    assert data == {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "title": "Tiêm chủng theo tỉnh, 2019",
        "description": "Số liệu hư cấu về tiêm chủng theo tỉnh,\ndùng để thử việc nhập.",
        "database": f"{stranger.prefix}so-y-te",
        "homepage": "https://nguon.example/tiem-chung",
        "version": "2.1.0",
        "modified": "2020-06-01",
        "frequency": "R/P1Y",
        "keywords": ["Tiêm chủng", "y tế"],
        "temporal": {"start": "2019"},
        "spatial": {"title": "Việt Nam"},
        "licenses": [{"name": "cc-by-4.0"}],
        "sources": [{"title": "ckan-2.12", "path": page}],
        "contributors": [
            {"title": "Phòng Thống kê", "email": "thong-ke@so-y-te.example", "roles": ["creator"]},
            {"title": "Phòng Dữ liệu", "email": "du-lieu@so-y-te.example", "roles": ["contact"]},
            {"title": "Sở Y tế tỉnh Hư cấu", "roles": ["publisher"]},
        ],
    }
    assert custom == {
        "Tần suất": "hằng năm",
        "cột": ["ma", "ten"],
        "groups": [f"{stranger.prefix}suc_khoe"],
        "identifier": "yt-17",
        "imported_database": "Oracle",
        "imported_issued": "12/05/2020",
        "imported_spatial": '{"type": "Point", "coordinates": [105.8, 21.0]}',
    }
    (resource,) = resources
    types = {field["name"]: field["type"] for field in resource.pop("schema")["fields"]}
    assert types == {"ma": "string", "ten": "string", "dan_so": "integer", "tu_ngay": "date", "ghi_chu": "string"}
    assert resource == {
        "name": "so-lieu",
        "type": "table",
        "title": "so-lieu.csv",
        "path": "so-lieu.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
    }
    assert dataset.resources[0].file.read_bytes() == FILES["so-lieu.csv"][3:]
    assert "the byte order mark was taken off the file 'so-lieu.csv' [import-mark]" in run.out
    assert "kept in custom: imported_database, imported_issued, imported_spatial [import-value]" in run.out


def test_what_is_left_for_a_steward_is_said_by_the_check(stranger: Stranger, taken: Any) -> None:
    notes = "Số liệu hư cấu, dùng để thử việc nhập từ cổng của người khác về."
    whole = {"notes": notes, "maintainer": "Phòng Dữ liệu", "license_id": "cc-by"}
    stranger.keep("du", ("so lieu.csv",), title="Đủ thông tin", **whole)
    stranger.keep("ngan", ("so lieu 2.csv",), title="Mô tả ngắn", **{**whole, "notes": "Ngắn"})
    stranger.keep("la", ("so lieu 3.csv",), title="Giấy phép lạ", **{**whole, "license_id": "nha-lam"})
    stranger.keep("rong", title="Không có tệp", **whole)
    run, catalogue = taken()
    assert _codes(catalogue.root) == [
        ("catalogue.yaml", "missing-property"),
        ("datapackage.yaml", "missing-licence"),
        ("datapackage.yaml", "missing-property"),
        ("datapackage.yaml", "too-short"),
        (f"{stranger.prefix}so-y-te.yaml", "missing-property"),
    ]
    assert _dataset(catalogue, "la").data["custom"]["imported_licence"] == {"id": "nha-lam", "title": "nha-lam"}
    database = _dataset(catalogue, "so-y-te")
    assert database.data["source_of_entry"] == [
        {"title": "ckan-2.12", "url": f"{stranger.url}/organization/{stranger.prefix}so_y_te"}
    ]
    assert (database.data["class"], database.data["evidence"]) == ("open", "attested")
    assert {"legal_basis", "purpose", "personal_data"} <= {*database.data["unattested"], "personal_data"}
    organization = catalogue.organizations[0]
    assert organization.data["custom"] == {"mã cơ quan": "H99.9"}
    assert "the portal does not tell the catalogue's 'licence' [import-gap]" in run.out


def test_once_a_steward_has_filled_the_gaps_the_check_passes(
    stranger: Stranger, taken: Any, run: Publisher, tmp_path: Path
) -> None:
    notes = "Số liệu hư cấu, dùng để thử việc nhập từ cổng của người khác về."
    stranger.keep("du", ("so lieu.csv",), title="Đủ", notes=notes, maintainer="Phòng Dữ liệu", license_id="cc-by")
    _, catalogue = taken()
    root = catalogue.root
    entry = root / "catalogue" / "catalogue.yaml"
    text = entry.read_text("utf-8").partition("unattested:")[0]
    entry.write_text(f"{text}url: https://dulieu.example/\nlicence: cc-by-4.0\n", "utf-8")
    database = root / "catalogue" / "databases" / f"{stranger.prefix}so-y-te.yaml"
    text = database.read_text("utf-8").replace("  - legal_basis\n", "").replace("legal_basis, ", "")
    database.write_text(f"{text}legal_basis:\n  - document: Quyết định hư cấu\n", "utf-8")
    checked = run("--lang", "en", "--root", root, "check")
    assert (checked.code, checked.out) == (0, "")
    assert run("--root", root, "--site", tmp_path / "public", "apply", "site").code == 0


def test_a_file_that_cannot_be_taken_is_kept_as_a_link_with_its_reason(stranger: Stranger, taken: Any) -> None:
    name = stranger.keep("tep", tuple(FILES), title="Nhiều tệp", notes="x" * 50)
    link = {"url": "https://elsewhere.example/a.csv", "name": "Ở nơi khác", "format": "CSV"}
    gone = {"url": f"{stranger.url}/dataset/{name}/nothing.csv", "name": "Không còn", "format": "CSV"}
    for resource in (link, gone):
        stranger.api.action.resource_create(package_id=name, **resource)
    run, catalogue = taken()
    dataset = _dataset(catalogue, "tep")
    assert [(r.name, r.path, r.format) for r in dataset.resources] == [
        ("so-lieu", "so-lieu.csv", "csv"),
        ("so-lieu-2", "so-lieu-2.csv", "csv"),
        ("nguon", "nguon.pdf", "pdf"),
    ]
    assert dataset.resources[1].data["dialect"] == {"delimiter": ";"}
    links = [each["title"] for each in dataset.data["custom"]["links"]]
    assert links == ["bang-tieng-viet.csv", "vo.csv", "latin.csv", "bang.xlsx", "Ở nơi khác", "Không còn"]
    assert dataset.data["custom"]["links"][4] == {"title": link["name"], "url": link["url"], "format": "CSV"}
    told = {line.rpartition("[")[2].rstrip("]"): line for line in run.out.splitlines() if "warning" in line}
    assert "'Mã tỉnh' cannot be the name of a column" in told["import-header"]
    assert "file 'bang.xlsx' is not sound (not-this-format)" in run.out
    assert "https://elsewhere.example/a.csv" in told["import-elsewhere"]
    assert "file 'Không còn' could not be fetched (not-served)" in told["import-not-fetched"]
    assert "file 'vo.csv' is not sound (table-missing-cell)" in run.out
    assert "file 'latin.csv' is not sound (not-utf8)" in run.out
    folder = dataset.resources[0].file.parent
    assert sorted(path.name for path in folder.iterdir()) == [
        "datapackage.yaml",
        "nguon.pdf",
        "so-lieu-2.csv",
        "so-lieu.csv",
    ]


def test_names_that_are_none_of_ours_are_changed_the_same_way_every_time(stranger: Stranger, taken: Any) -> None:
    long = "x" * 70
    for name in ("a_b", "a-b", long, f"{long}y"):
        stranger.keep(name, title=name)
    run, catalogue = taken()
    names = [package.name.removeprefix(stranger.prefix) for package in catalogue.packages]
    room = 60 - len(stranger.prefix)
    assert sorted(names) == sorted(["a-b", "a-b-2", "so-y-te", "x" * room, f"{'x' * (room - 2)}-2"])
    assert f"'{stranger.prefix}a_b' is called '{stranger.prefix}a-b-2' here [import-renamed]" in run.out
    assert f"'{stranger.prefix}suc_khoe'" not in run.out
    assert not [problem for problem in check(catalogue.root, print).problems if problem.code == "bad-name"]


def test_themes_are_their_groups_and_come_from_all_datasets_of_an_organization(stranger: Stranger, taken: Any) -> None:
    stranger.keep("mot", title="Một", groups=[{"id": stranger.group["id"]}])
    stranger.keep("hai", title="Hai")
    _, catalogue = taken()
    theme = f"{stranger.prefix}suc-khoe"
    assert [(each.name, dict(each.title)) for each in catalogue.themes] == [(theme, {"en": "Sức khỏe"})]
    assert _dataset(catalogue, "so-y-te").themes == (theme,)


def test_what_is_private_is_not_taken_with_or_without_a_token(
    stranger: Stranger, taken: Any, run: Publisher, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    stranger.keep("cong-khai", title="Công khai")
    hidden = stranger.keep("rieng", title="Riêng", private=True)
    told, catalogue = taken()
    assert f"'{hidden}' is not public on the portal; it was not taken [import-hidden]" in told.out
    assert [package.name for package in catalogue.packages if package.name == hidden] == []
    monkeypatch.delenv("CKAN_API_TOKEN")
    into = tmp_path / "public-view"
    public = run("--lang", "en", "import", "ckan", stranger.url, "--query", f"name:{stranger.prefix}*", "--into", into)
    assert (public.code, hidden in public.told) == (0, False)


def test_an_organization_can_be_chosen_and_nothing_found_is_said(
    stranger: Stranger, desk: Desk, tmp_path: Path
) -> None:
    stranger.keep("mot", title="Một")
    chosen = ("import", "ckan", stranger.url, "--organization", stranger.organization["name"], "--into")
    assert desk(*chosen, tmp_path / "one").code == 0
    none = desk("import", "ckan", stranger.url, "--organization", 'no "such" one', "--into", tmp_path / "none")
    assert (none.code, "[nothing-to-import]" in none.err, (tmp_path / "none").exists()) == (3, True, False)
