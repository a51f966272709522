"""The copy of a site for a disk: all that it leads to is in it, it is made when something changed, never unasked."""

import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest

from publisher.cache import Cache
from publisher.problem import Refused
from publisher.publish import apply, plan
from publisher.tables.conversions import Member, archive
from publisher.targets.site import Site
from tests.conftest import HERE, REPOSITORY
from tests.targets.offline import Tags, taken, unpacked, want_copy
from tests.targets.worlds import ENTRY, SiteWorld, catalogue_of, change_cell, declare_withdrawn, planned, publish

COPY = "offline.zip"
FOLDER = "data-fictional-islands-example"
SITE = "https://data.fictional-islands.example/"
NAME = "lighthouses"
LEFT_OUT = {"_headers", "_redirects", "robots.txt", "sitemap.xml", "404.html", "picture.png", "cards.json", COPY} | {
    "feed.atom",
    "vi/404.html",
    "vi/cards.json",
    "dataset/lighthouses/picture.png",
    "dataset/lighthouses/feed.atom",
    "api/3/action/package_list",
    "static/libraries/minisearch.js",
    "static/scripts/fold.js",
}


@pytest.fixture
def wanting(root: Path) -> SiteWorld:
    """The example, which wants a copy."""
    return SiteWorld(want_copy(root))


@pytest.fixture(scope="module")
def copies(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[SiteWorld, Path]]:
    """The sites of the tenant and of the example, each with its copy as it lies on a disk."""
    found = {}
    for name, source in {"tenant": REPOSITORY, "example": HERE / "example"}.items():
        home = tmp_path_factory.mktemp(name)
        world = SiteWorld(want_copy(taken(source, home / "root")))
        publish(world)
        found[name] = world, unpacked(world.folder, home / "unpacked")
    return found


def _names(world: SiteWorld) -> list[str]:
    with zipfile.ZipFile(world.folder / COPY) as copy:
        assert copy.testzip() is None
        return [name.removeprefix(f"{FOLDER}/") for name in copy.namelist()]


def _astray(folder: Path, site: str) -> Iterator[str]:
    """Yield the links of all pages in a folder that lead nowhere, or to the net where the disk would do."""
    pages = {path: Tags(path.read_text("utf-8")) for path in folder.rglob("*.html")}
    assert len(pages) > 60
    ids = {path: {given["id"] for _, given in page.tags if "id" in given} for path, page in pages.items()}
    for path, page in pages.items():
        for link, given in page.links():
            parts = urlsplit(link)
            if parts.scheme:
                below = unquote(parts.path).removeprefix(urlsplit(site).path)
                known = (folder / below).is_file() or (folder / below / "index.html").is_file()
                if link.startswith(site) and known and given.get("rel") not in {"canonical", "alternate", "external"}:
                    yield f"{path}: {link} is here"
                continue
            where = Path(unquote(urlsplit(urljoin(path.as_uri(), link)).path))
            if not where.is_file() or folder not in where.parents:
                yield f"{path}: {link}"
            elif where in ids and parts.fragment and unquote(parts.fragment) not in ids[where]:
                yield f"{path}: no anchor {link}"


@pytest.mark.parametrize("name", ["tenant", "example"])
def test_every_link_of_every_page_leads_to_a_file_and_an_anchor_of_the_copy(
    name: str, copies: dict[str, tuple[SiteWorld, Path]]
) -> None:
    world, folder = copies[name]
    assert list(_astray(folder, catalogue_of(world.root).url)) == []


@pytest.mark.parametrize("name", ["tenant", "example"])
def test_a_page_of_the_copy_says_what_that_of_the_site_says(
    name: str, copies: dict[str, tuple[SiteWorld, Path]]
) -> None:
    world, folder = copies[name]
    for path in folder.rglob("*.html"):
        if path.parent in {folder, folder / "vi", folder / "en"}:
            continue  # the home page says that it is of a copy
        site = Tags((world.folder / path.relative_to(folder)).read_text("utf-8"))
        copy = Tags(path.read_text("utf-8"))
        assert copy.words == site.words
        early = [tag for tag, given in site.tags if given.get("rel") != "preload"]
        assert [tag for tag, _ in copy.tags][: len(early)] == early
        assert {tag for tag, _ in copy.tags[len(early) :]} <= {"svg", "path"}
        assert {given.get("type") for tag, given in copy.tags if tag == "script"} == {None}


def test_pages_and_data_are_in_it_and_what_only_servers_and_machines_ask_for_is_not(wanting: SiteWorld) -> None:
    publish(wanting)
    names = set(_names(wanting))
    assert names >= {"index.html", "vi/index.html", "README.txt", "README.vi.txt", "cards.js", "vi/cards.js"}
    assert names >= {f"dataset/{NAME}/{NAME}.{ending}" for ending in ("csv", "xlsx", "json", "parquet", "zip")}
    assert names >= {"datapackage.json", "static/site.css", "static/libraries/minisearch.LICENSE.txt"}
    assert all((wanting.folder / path).is_file() for path in LEFT_OUT)
    assert names & LEFT_OUT == set()
    assert not any(name.startswith("static/maps/") for name in names)


def test_data_files_are_those_of_the_site(wanting: SiteWorld, tmp_path: Path) -> None:
    publish(wanting)
    folder = unpacked(wanting.folder, tmp_path / "unpacked")
    files = [path for path in (folder / "dataset").rglob("*") if path.is_file() and path.suffix != ".html"]
    assert len(files) > 10
    for path in files:
        assert path.read_bytes() == (wanting.folder / path.relative_to(folder)).read_bytes()


def test_data_goes_from_file_to_file_and_never_as_a_whole_through_memory(
    wanting: SiteWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[Member] = []

    def note(members: Iterator[Member], place: Path) -> None:
        seen.extend(members)
        archive.write(seen, place)

    monkeypatch.setattr("publisher.targets.site.offline.write_archive", note)
    publish(wanting)
    held = {Path(member.name).suffix for member in seen if isinstance(member.content, bytes)}
    assert held == {".html", ".js", ".txt"}
    assert len({member.name for member in seen}) == len(seen)


def test_the_home_page_leads_to_it_with_its_size_and_the_day_of_the_last_change(wanting: SiteWorld) -> None:
    publish(wanting)
    size = (wanting.folder / COPY).stat().st_size
    for path, words in {"index.html": "15 February 2026", "vi/index.html": "15/2/2026"}.items():
        page = Tags((wanting.folder / path).read_text("utf-8"))
        (given,) = [given for link, given in page.links() if link.endswith(COPY)]
        assert given["download"] == f"{FOLDER}.zip"
        (told,) = [text for text in page.words if f"{round(size / 1024)} KB" in text]
        assert words in told or "15/02/2026" in told


def test_the_home_page_of_the_copy_says_what_it_is_and_where_the_newest_lies(
    wanting: SiteWorld, tmp_path: Path
) -> None:
    publish(wanting)
    folder = unpacked(wanting.folder, tmp_path / "unpacked")
    page = Tags((folder / "vi" / "index.html").read_text("utf-8"))
    assert any("Đây là bản để đọc không cần mạng" in text for text in page.words)
    assert [given["href"] for link, given in page.links() if given.get("rel") == "external"] == [f"{SITE}vi/"]
    assert not any(link.endswith(COPY) for link, _ in page.links())
    assert SITE in (folder / "README.txt").read_text("utf-8")


def test_where_it_is_not_wanted_there_is_nothing_of_it(site: SiteWorld, wanting: SiteWorld) -> None:
    place = wanting.root / "catalogue" / "catalogue.yaml"
    place.write_text(place.read_text("utf-8").replace("{offline: true}", "{offline: false}"), "utf-8")
    publish(wanting)
    assert not (wanting.folder / COPY).exists()
    for page in wanting.folder.rglob("*.html"):
        assert "offline" not in page.read_text("utf-8")


def test_what_is_no_longer_wanted_goes(wanting: SiteWorld) -> None:
    publish(wanting)
    place = wanting.root / "catalogue" / "catalogue.yaml"
    place.write_text(place.read_text("utf-8").replace("site: {offline: true}\n", ""), "utf-8")
    outcome = publish(wanting)
    assert [change.key for change in outcome.done if change.after is None] == [COPY]
    assert COPY not in (wanting.folder / "index.html").read_text("utf-8")


def test_the_same_catalogue_gives_the_same_bytes(wanting: SiteWorld, tmp_path: Path) -> None:
    publish(wanting)
    again = SiteWorld(Path(shutil.copytree(wanting.root, tmp_path / "elsewhere" / "catalogue")))
    publish(again)
    assert (again.folder / COPY).read_bytes() == (wanting.folder / COPY).read_bytes()
    with zipfile.ZipFile(wanting.folder / COPY) as copy:
        assert {each.date_time for each in copy.infolist()} == {archive.MADE}


def test_it_is_made_again_only_when_something_changed_and_then_as_from_nothing(
    wanting: SiteWorld, tmp_path: Path
) -> None:
    publish(wanting)
    assert publish(wanting).done == ()
    change_cell(wanting.root)
    changed = [change.key for change in publish(wanting).done]
    assert changed[-3:] == [COPY, "index.html", "vi/index.html"]
    fresh = SiteWorld(Path(shutil.copytree(wanting.root, tmp_path / "elsewhere" / "catalogue")))
    publish(fresh)
    for path in (COPY, "index.html"):
        assert (fresh.folder / path).read_bytes() == (wanting.folder / path).read_bytes()


def test_it_is_made_again_when_what_stands_for_a_module_there_changed(wanting: SiteWorld) -> None:
    publish(wanting)
    place = wanting.root / "site_templates" / "offline" / "places.js"
    place.parent.mkdir(parents=True)
    text = (REPOSITORY / "site_templates" / "offline" / "places.js").read_text("utf-8")
    place.write_text(f"{text}// Ours.\n", "utf-8")
    assert [change.key for change in publish(wanting).done] == [COPY, "index.html", "vi/index.html"]


def test_it_is_made_last_where_the_site_is_remembered_too(wanting: SiteWorld, tmp_path: Path) -> None:
    cache, catalogue = Cache(tmp_path / "cache" / "results"), catalogue_of(wanting.root)
    found = {}
    for name in ("anew", "remembered"):
        target = Site(tmp_path / name, "tests", cache)
        apply(target, plan(target, catalogue), ENTRY, lambda key: None)
        found[name] = (tmp_path / name / COPY).read_bytes()
    assert found["remembered"] == found["anew"]


def test_who_waits_for_it_is_told_how_far_it_is(wanting: SiteWorld) -> None:
    target, _, found = planned(wanting)
    told: list[str] = []
    assert isinstance(target, Site)
    target.tell = told.append
    apply(target, found, ENTRY, lambda key: None)
    assert told[0].startswith(f"{COPY}: ")
    assert len(told) > 100


def test_one_dataset_alone_leaves_it_as_it_was(wanting: SiteWorld) -> None:
    publish(wanting)
    before = (wanting.folder / COPY).read_bytes()
    change_cell(wanting.root)
    target, _, found = planned(wanting)
    apply(target, found.only(NAME), ENTRY, lambda key: None)
    assert (wanting.folder / COPY).read_bytes() == before
    publish(wanting)
    assert (wanting.folder / COPY).read_bytes() != before


def test_one_dataset_alone_can_be_published_first(wanting: SiteWorld) -> None:
    target, _, found = planned(wanting)
    apply(target, found.only(NAME), ENTRY, lambda key: None)
    assert wanting.shows(NAME)
    assert not (wanting.folder / COPY).exists()


def _holding(world: SiteWorld, name: str) -> list[Path]:
    """The releases whose copy holds files of a dataset."""
    kept = sorted(world.folder.with_name(".public.releases").glob(f"[0-9]*/{COPY}"))
    return [path for path in kept if f"{FOLDER}/dataset/{name}/datapackage.json" in zipfile.ZipFile(path).namelist()]


def test_a_take_down_takes_every_copy_that_holds_the_dataset(wanting: SiteWorld) -> None:
    publish(wanting)
    change_cell(wanting.root)
    publish(wanting)
    assert len(_holding(wanting, NAME)) == 2
    removal = wanting.target().take_down(NAME, ENTRY)
    assert _holding(wanting, NAME) == []
    assert removal.left == ()
    assert wanting.target().take_down(NAME, ENTRY).done == {}


def test_a_dataset_that_is_left_in_a_copy_alone_is_found_there(wanting: SiteWorld) -> None:
    publish(wanting)
    shutil.rmtree(wanting.root / "datasets" / "ferry-trips")
    declare_withdrawn(wanting.root, "ferry-trips")
    place = wanting.root / "catalogue" / "withdrawn.yaml"
    dataset = place.read_text("utf-8").replace("ferry-trips:\n  kind: database", "ferry-trips:\n  kind: dataset")
    place.write_text(dataset, "utf-8")
    target, _, found = planned(wanting)
    apply(target, found.only("ferry-trips"), ENTRY, lambda key: None)
    assert not (wanting.folder / "dataset" / "ferry-trips" / "datapackage.json").exists()
    assert len(_holding(wanting, "ferry-trips")) == 2
    wanting.target().take_down("ferry-trips", ENTRY)
    assert _holding(wanting, "ferry-trips") == []


@pytest.mark.parametrize(("name", "left"), [("ferry-trips", False), ("nobody", True)])
def test_a_copy_goes_only_with_what_is_in_it(name: str, left: bool, wanting: SiteWorld) -> None:
    publish(wanting)
    wanting.target().take_down(name, ENTRY)
    assert (wanting.folder / COPY).exists() is left


def test_a_copy_that_cannot_be_read_goes_too(wanting: SiteWorld) -> None:
    publish(wanting)
    (wanting.folder / COPY).write_bytes(b"PK spoilt")
    wanting.target().take_down("nobody", ENTRY)
    assert not (wanting.folder / COPY).exists()


def test_after_a_take_down_the_next_copy_tells_that_it_was_withdrawn_and_stays(wanting: SiteWorld) -> None:
    publish(wanting)
    wanting.target().take_down("ferry-operations", ENTRY)
    publish(wanting)
    assert f"dataset/{NAME}/index.html" in _names(wanting)


def test_a_module_that_cannot_be_put_together_with_others_is_named(wanting: SiteWorld) -> None:
    own = wanting.root / "site_templates" / "static" / "scripts" / "box.js"
    own.parent.mkdir(parents=True)
    own.write_text('const other = await import("./fold.js");\n')
    with pytest.raises(Refused) as caught:
        publish(wanting)
    assert (caught.value.code, caught.value.args_by_name) == ("offline-script", {"file": "static/scripts/box.js"})
    assert not wanting.folder.exists()
