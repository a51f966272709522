"""What only the site does: releases, links, digests, templates of an agency's own."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from publisher.plan import Verb
from publisher.problem import Refused
from publisher.publish import apply, row_changes
from publisher.targets.site import Site
from publisher.targets.site.releases import KEPT, Releases
from tests.targets.worlds import ENTRY, SiteWorld, planned, publish

OWN_TEMPLATE = """{% extends "base.html" %}
{% block main %}
<h1>{{ t("home") }}</h1>
{{ page.entries|length }}
{% endblock %}
"""
DESCRIPTOR = "datasets/lighthouses/datapackage.yaml"


def _files(folder: Path) -> dict[str, str]:
    """Every file of a site with its digest."""
    whole = folder.resolve()
    return {
        place.relative_to(whole).as_posix(): hashlib.sha256(place.read_bytes()).hexdigest()
        for place in sorted(whole.rglob("*"))
        if place.is_file()
    }


def _retitle(site: SiteWorld, title: str) -> None:
    place = site.root / DESCRIPTOR
    lines = place.read_text("utf-8").splitlines()
    lines = [f"title: {title}" if line.startswith("title:") else line for line in lines]
    place.write_text("\n".join(lines) + "\n", "utf-8")


@pytest.mark.parametrize(
    "environment",
    [{"TZ": "Asia/Ho_Chi_Minh", "PYTHONHASHSEED": "1", "LC_ALL": "C"}, {"TZ": "America/Lima", "PYTHONHASHSEED": "2"}],
    ids=["Hanoi", "Lima"],
)
def test_equal_input_gives_equal_bytes_whatever_the_surroundings(site: SiteWorld, environment: dict[str, str]) -> None:
    publish(site)
    other = site.root.parent / "other" / "public"
    other.parent.mkdir()
    command = [sys.executable, "-m", "publisher", "--root", str(site.root), "--site", str(other), "publish"]
    subprocess.run(command, env={**os.environ, **environment}, check=True, capture_output=True)
    assert _files(other) == _files(site.folder)


def test_an_incremental_build_equals_a_full_one(site: SiteWorld) -> None:
    publish(site)
    _retitle(site, "Towers with lamps")
    publish(site)
    full = SiteWorld(site.root)
    full.folder = site.root.parent / "full" / "public"
    full.folder.parent.mkdir()
    publish(full)
    assert _files(site.folder) == _files(full.folder)


def test_unchanged_files_are_shared_with_the_last_release_and_changed_ones_are_new(site: SiteWorld) -> None:
    publish(site)
    first = site.folder.resolve()
    _retitle(site, "Towers with lamps")
    changed = {change.key for change in publish(site).done}
    second = site.folder.resolve()
    assert first != second
    for path in _files(second):
        if path != "manifest.json":
            assert (first / path).samefile(second / path) is (path not in changed)


def test_the_manifest_lists_every_file_with_its_sha256(site: SiteWorld) -> None:
    publish(site)
    manifest = json.loads((site.folder / "manifest.json").read_text("utf-8"))
    found = {path: digest for path, digest in _files(site.folder).items() if path != "manifest.json"}
    assert {path: entry["sha256"] for path, entry in manifest["files"].items()} == found


def test_a_change_of_one_cell_touches_only_what_shows_it(site: SiteWorld) -> None:
    publish(site)
    place = site.root / "datasets/lighthouses/lighthouses.csv"
    place.write_text(place.read_text("utf-8").replace("41.5", "42.5"), "utf-8")
    target, _, found = planned(site)
    assert {change.key for change in found.changes} == {
        "api/3/action/current_package_list_with_resources",
        "api/3/action/package_show/lighthouses.json",
        "dataset/lighthouses/datapackage.json",
        "dataset/lighthouses/index.html",
        "dataset/lighthouses/lighthouses.csv",
        "dataset/lighthouses/lighthouses/index.html",
        "vi/dataset/lighthouses/lighthouses/index.html",
        *(f"dataset/lighthouses/lighthouses.{format}" for format in ("json", "parquet", "xlsx", "zip")),
        "vi/dataset/lighthouses/index.html",
        *(
            f"{home}dataset/lighthouses/figures/{file}"
            for home in ("", "vi/")
            for file in ("heights.csv", "heights.svg", "index.html")
        ),
    }
    changes = row_changes(target, found)["dataset/lighthouses/lighthouses.csv#lighthouses"]
    assert (changes.added, changes.changed, changes.removed) == (0, 1, 0)


def test_only_the_last_releases_are_kept(site: SiteWorld) -> None:
    for number in range(KEPT + 2):
        _retitle(site, f"Title number {number}")
        publish(site)
    kept = sorted(place.name for place in site.folder.with_name(".public.releases").glob("[0-9]*"))
    assert kept == [f"{number:06}" for number in range(3, KEPT + 3)]
    assert site.folder.resolve().name == kept[-1]


def _plain_folder(folder: Path) -> None:
    folder.mkdir()
    (folder / "index.html").write_text("theirs")


def _plain_file(folder: Path) -> None:
    folder.write_text("theirs")


def _link_elsewhere(folder: Path) -> None:
    (folder.parent / "elsewhere").mkdir()
    folder.symlink_to("elsewhere")


@pytest.mark.parametrize("make", [_plain_folder, _plain_file, _link_elsewhere], ids=["a folder", "a file", "a link"])
def test_a_place_that_we_did_not_make_is_refused_and_left_as_it_is(site: SiteWorld, make) -> None:
    make(site.folder)
    with pytest.raises(Refused, match="folder-not-ours"):
        planned(site)
    assert not site.folder.with_name(".public.releases").exists()


@pytest.mark.parametrize("damage", ["", "{", "[]", '{"owner": "example-catalogue", "files": {"a": 1}}'])
def test_a_release_without_a_sound_manifest_is_refused(site: SiteWorld, damage: str) -> None:
    publish(site)
    (site.folder / "manifest.json").write_text(damage)
    with pytest.raises(Refused, match="folder-not-ours"):
        planned(site)


def test_a_site_of_another_catalogue_is_refused(site: SiteWorld) -> None:
    publish(site)
    with pytest.raises(Refused, match="folder-of-other-owner"):
        Site(site.folder, "another-catalogue").actual()


def test_two_applies_at_once_do_not_mix(site: SiteWorld) -> None:
    first, _, found = planned(site)
    second, _, _ = planned(site)
    first.begin([])
    with pytest.raises(Refused, match="site-locked"):
        second.begin([])
    first.abort()
    apply(second, found, ENTRY, lambda key: None)
    assert site.shows("lighthouses")


def test_a_plan_made_before_another_apply_is_stale(site: SiteWorld) -> None:
    publish(site)
    _retitle(site, "First")
    target, _, found = planned(site)
    _retitle(site, "Second")
    publish(site)
    with pytest.raises(Refused, match="stale"):
        apply(target, found, ENTRY, lambda key: None)
    assert "Second" in (site.shows("lighthouses") or "")


def test_a_data_file_that_changed_after_the_check_is_not_published(site: SiteWorld) -> None:
    target, _, found = planned(site)
    (site.root / "datasets/lighthouses/lighthouses.csv").write_text("other\n")
    with pytest.raises(Refused, match="file-changed"):
        apply(target, found, ENTRY, lambda key: None)
    assert not site.folder.exists()


def test_a_plan_of_another_target_is_refused(site: SiteWorld) -> None:
    target, _, found = planned(site)
    _retitle(site, "Changed meanwhile")
    planned_again = planned(site)[0]
    with pytest.raises(Refused, match="plan-differs"):
        apply(planned_again, found, ENTRY, lambda key: None)
    target.abort()


def test_a_draft_left_by_a_killed_apply_is_cleared_away(site: SiteWorld) -> None:
    publish(site)
    draft = site.folder.with_name(".public.releases") / "draft"
    draft.mkdir()
    (draft / "half-written.html").write_text("<")
    _retitle(site, "After the crash")
    publish(site)
    assert not draft.exists()
    assert "half-written.html" not in _files(site.folder)


def test_a_removed_file_takes_its_empty_folders_along(site: SiteWorld) -> None:
    publish(site)
    for name in ("lighthouses", "ferry-trips"):
        shutil.rmtree(site.root / "datasets" / name)
    (site.root / "catalogue/open-data.yaml").unlink()
    listed = "".join(
        f"{name}:\n  kind: dataset\n  title: Gone\n  date: 2026-11-21\n  reason: It is gone\n"
        for name in ("lighthouses", "ferry-trips")
    )
    withdrawn = site.root / "catalogue/withdrawn.yaml"
    text = withdrawn.read_text("utf-8").replace("  successor: lighthouses\n", "")
    withdrawn.write_text(text + listed, "utf-8")
    publish(site)
    assert not (site.folder / "open-data").exists()
    assert sorted(place.name for place in (site.folder / "dataset/lighthouses").iterdir()) == ["index.html"]
    assert planned(site)[2].count(Verb.WITHDRAW) == 0


def test_an_agency_changes_one_template_and_one_word_by_files_of_its_own(site: SiteWorld) -> None:
    own = site.root / "site_templates"
    (own / "text").mkdir(parents=True)
    (own / "static").mkdir()
    (own / "static" / "own.txt").write_text("ours")
    (own / "text" / "en.yaml").write_text("home: Front door\n")
    (own / "themes.html").write_text(OWN_TEMPLATE)
    publish(site)
    assert "<h1>Front door</h1>\n2\n" in (site.folder / "theme/index.html").read_text()
    assert (site.folder / "static/own.txt").read_text() == "ours"
    assert (site.folder / "static/site.css").is_file()


def test_a_language_without_words_of_its_own_is_published_in_english_words(site: SiteWorld) -> None:
    place = site.root / "catalogue/catalogue.yaml"
    place.write_text(place.read_text("utf-8").replace("[en, vi]", "[en, vi, fr]"), "utf-8")
    publish(site)
    assert (site.folder / "fr/dataset/lighthouses/index.html").is_file()


@pytest.mark.parametrize(
    ("markdown", "unwanted"),
    [
        ("<script>alert(1)</script>", "<script>alert"),
        ("[x](javascript:alert(1))", 'href="javascript'),
        ("<img src=x onerror=alert(1)>", "<img src=x"),
        ("![x](https://example.org/x.png)", 'src="https://example.org'),
    ],
    ids=["a script", "a script link", "an event handler", "an image from elsewhere"],
)
def test_text_from_descriptors_cannot_bring_markup_of_its_own(site: SiteWorld, markdown: str, unwanted: str) -> None:
    place = site.root / DESCRIPTOR
    text = place.read_text("utf-8")
    start = text.index("\ndescription:")
    end = text.index("\ndescription_vi:")
    description = json.dumps(f"{markdown} and more words to be long enough for a description")
    place.write_text(f"{text[:start]}\ndescription: {description}{text[end:]}", "utf-8")
    publish(site)
    assert unwanted not in (site.folder / "dataset/lighthouses/index.html").read_text("utf-8")


def test_abort_without_begin_does_nothing(site: SiteWorld) -> None:
    releases = Releases(site.folder, "example-catalogue")
    releases.abort()
    assert not site.folder.exists()
