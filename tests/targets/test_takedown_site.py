"""Take-down from the site: every kept release lets go of the bytes; a killed run is finished by the next."""

import json
from pathlib import Path

import pytest

from publisher.problem import Refused
from publisher.publish import apply
from publisher.targets import Removal
from publisher.targets.site import Site, takedown
from publisher.targets.site.releases import Releases
from tests.targets.worlds import ENTRY, LIGHTS, SiteWorld, planned, publish

NAME = "lighthouses"
WORD = "Gulls"  # the names of lights stand in no other dataset
LISTS = {"catalogue/datasets.csv", "dataset/index.html", "database/lights-register/index.html", "vi/index.html"} | {
    "cards.json",
    "vi/search/index.html",
}
FILES = 24  # pages, feeds, figures in two languages, citations, descriptor, picture, the table in five forms, answer


def _releases(site: SiteWorld) -> list[Path]:
    return sorted(site.folder.with_name(".public.releases").glob("[0-9]*"))


def _files(release: Path, name: str = NAME) -> list[str]:
    """The files of a release that stand under the address of a dataset."""
    paths = (place.relative_to(release).as_posix() for place in release.rglob("*") if place.is_file())
    return sorted(path for path in paths if _is_of(name, path))


def _is_of(name: str, path: str) -> bool:
    return f"dataset/{name}/" in path or path.endswith(f"package_show/{name}.json")


def _manifest(release: Path) -> dict[str, dict[str, object]]:
    files: dict[str, dict[str, object]] = json.loads((release / "manifest.json").read_text("utf-8"))["files"]
    return files


@pytest.fixture
def published(site: SiteWorld) -> SiteWorld:
    """Three releases, each with another file of the dataset."""
    for height in ("41.5", "42.5", "43.5"):
        place = site.root / LIGHTS
        place.write_text(place.read_text("utf-8").replace("41.5", height).replace("42.5", height), "utf-8")
        publish(site)
    assert len(_releases(site)) == 3
    assert all(len(_files(release)) == FILES for release in _releases(site))
    return site


def _take_down(site: SiteWorld) -> Removal:
    return site.target().take_down(NAME, ENTRY)


def _assert_gone(site: SiteWorld) -> None:
    for release in _releases(site):
        assert _files(release) == []
        assert not (release / "dataset" / NAME).exists()
        assert {entry["package"] for entry in _manifest(release).values()} & {NAME} == set()
        assert all((release / path).is_file() for path in _manifest(release))


def test_every_release_lets_go_of_the_package_and_of_nothing_else(published: SiteWorld) -> None:
    before = {release: set(_manifest(release)) for release in _releases(published)}
    public = published.folder.resolve()
    removal = _take_down(published)
    _assert_gone(published)
    assert removal.done == {"files": 3 * FILES, "releases": 3}
    assert removal.left == ()
    for release in _releases(published):
        assert before[release] - set(_manifest(release)) == {path for path in before[release] if _is_of(NAME, path)}
    assert published.folder.resolve() == public
    assert published.shows("ferry-trips")


def test_no_file_of_the_site_holds_the_bytes_under_another_name(published: SiteWorld) -> None:
    place = published.folder.resolve() / "dataset" / NAME / "lighthouses.csv"
    content, linked = place.read_bytes(), place.stat().st_nlink
    assert linked == 1
    _take_down(published)
    home = published.folder.with_name(".public.releases")
    assert [path for path in home.rglob("*") if path.is_file() and path.read_bytes() == content] == []


def test_what_the_package_was_is_told_by_its_descriptor(published: SiteWorld) -> None:
    was = _take_down(published).was
    assert was
    assert (str(was.kind), was.title) == ("dataset", "Lighthouses of the Fictional Islands, 2026")


@pytest.mark.parametrize("descriptor", [None, "{", "[]", '{"title": 1}'], ids=["none", "broken", "a list", "a number"])
def test_a_package_without_a_sound_descriptor_is_known_by_its_name(
    published: SiteWorld, descriptor: str | None
) -> None:
    for release in _releases(published):
        place = release / "dataset" / NAME / "datapackage.json"
        place.unlink()
        if descriptor:
            place.write_text(descriptor)
    was = _take_down(published).was
    assert was
    assert (str(was.kind), was.title) == ("dataset", NAME)


def test_lists_and_tables_that_name_it_are_told_until_the_next_publication(published: SiteWorld) -> None:
    naming = set(_take_down(published).naming)
    assert naming >= LISTS
    assert not any(f"dataset/{NAME}/" in path for path in naming)
    assert "dataset/ferry-trips/trips.csv" not in naming
    assert "static/site.css" not in naming


def test_a_take_down_is_noted_in_the_journal_with_what_it_was_to_remove(published: SiteWorld) -> None:
    _take_down(published)
    assert published.journal()[-1] == {**ENTRY, "taken_down": NAME, "files": 3 * FILES, "releases": 3}


def test_a_second_take_down_removes_nothing_and_writes_nothing(published: SiteWorld) -> None:
    _take_down(published)
    before = published.snapshot()
    again = _take_down(published)
    assert (again.done, again.left, again.was) == ({}, (), None)
    lock = "/lock"
    assert {path: seen for path, seen in published.snapshot().items() if not path.endswith(lock)} == {
        path: seen for path, seen in before.items() if not path.endswith(lock)
    }


def test_a_site_that_was_never_published_holds_nothing(site: SiteWorld) -> None:
    assert _take_down(site) == Removal()
    assert not site.folder.with_name(".public.releases").exists()


class _Killed(BaseException):
    """The program ends here."""


@pytest.mark.parametrize("after", [0, 1, FILES - 1, FILES, FILES + 1, 3 * FILES + 2])
def test_a_take_down_that_is_killed_is_finished_by_the_next(
    published: SiteWorld, after: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = iter(range(1, after + 1))
    unlink, rewrite = Path.unlink, Releases.rewrite

    def counted_unlink(path: Path, missing_ok: bool = False) -> None:
        if next(calls, None) is None:
            raise _Killed
        unlink(path, missing_ok)

    def counted_rewrite(releases: Releases, release: Path, files: takedown.Files) -> None:
        if next(calls, None) is None:
            raise _Killed
        rewrite(releases, release, files)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "unlink", counted_unlink)
        patched.setattr(Releases, "rewrite", counted_rewrite)
        with pytest.raises(_Killed):
            _take_down(published)
    for release in _releases(published):
        assert _manifest(release), "a manifest is sound at every moment"
    assert after < FILES or _files(published.folder.resolve()) == [], "what is public goes first"
    _take_down(published)
    _assert_gone(published)


def test_nobody_can_publish_during_a_take_down(published: SiteWorld) -> None:
    target, _, found = planned(published)
    releases = Releases(published.folder, "example-catalogue")
    with releases.locked(), pytest.raises(Refused, match="site-locked"):
        target.begin([])
    with releases.locked(), pytest.raises(Refused, match="site-locked"):
        _take_down(published)
    assert apply(target, found, ENTRY, lambda key: None).failed == ()


def test_a_plan_made_before_a_take_down_is_stale(published: SiteWorld) -> None:
    place = published.root / LIGHTS
    place.write_text(place.read_text("utf-8").replace("43.5", "44.5"), "utf-8")
    target, _, found = planned(published)
    _take_down(published)
    with pytest.raises(Refused, match="stale"):
        apply(target, found, ENTRY, lambda key: None)


def test_what_a_killed_apply_has_left_is_cleared_away_too(published: SiteWorld) -> None:
    draft = published.folder.with_name(".public.releases") / "draft"
    draft.mkdir()
    (draft / "lighthouses.csv").hardlink_to(published.folder / "dataset" / NAME / "lighthouses.csv")
    _take_down(published)
    assert not draft.exists()


def test_files_that_were_edited_by_hand_go_and_strange_ones_are_told(published: SiteWorld) -> None:
    published.edit(NAME)
    strange = published.folder.resolve() / "dataset" / NAME / "copy.csv"
    strange.write_text("theirs")
    removal = _take_down(published)
    assert [(reason.code, dict(reason.args)) for reason in removal.left] == [
        ("strange-files", {"folder": str(strange.parent)})
    ]
    assert _files(published.folder.resolve()) == [f"dataset/{NAME}/copy.csv"]


@pytest.mark.parametrize("number", [0, 2], ids=["the oldest", "the public one"])
def test_a_release_whose_manifest_is_damaged_is_told_and_the_others_are_cleared(
    published: SiteWorld, number: int
) -> None:
    damaged = _releases(published)[number]
    (damaged / "manifest.json").write_text("{")
    removal = _take_down(published)
    told = [(reason.code, dict(reason.args)) for reason in removal.left]
    assert told == [("release-unreadable", {"folder": str(damaged), "name": NAME})]
    assert [release for release in _releases(published) if _files(release)] == [damaged]


def test_a_site_of_another_catalogue_is_refused_and_left_as_it_is(published: SiteWorld) -> None:
    before = {release: _files(release) for release in _releases(published)}
    with pytest.raises(Refused, match="folder-of-other-owner"):
        Site(published.folder, "another-catalogue").take_down(NAME, ENTRY)
    assert {release: _files(release) for release in _releases(published)} == before


def test_a_folder_that_is_not_ours_is_refused(site: SiteWorld) -> None:
    site.folder.mkdir()
    (site.folder / "index.html").write_text("theirs")
    with pytest.raises(Refused, match="folder-not-ours"):
        _take_down(site)


def test_releases_are_cleared_where_the_public_link_is_gone(published: SiteWorld) -> None:
    published.folder.unlink()
    removal = _take_down(published)
    _assert_gone(published)
    assert (removal.done["files"], removal.naming) == (3 * FILES, ())


def test_after_a_take_down_the_site_can_be_published(published: SiteWorld) -> None:
    _take_down(published)
    publish(published)
    assert published.shows(NAME)
