"""The feeds of the site: each belongs to what it is about, and what it leads to is there."""

import re
from dataclasses import replace
from pathlib import Path

from publisher.model import Kind
from publisher.targets.site.edition import Edition
from publisher.targets.site.feeds import feeds
from publisher.targets.site.files import files
from publisher.targets.site.render import Templates
from tests.faults.catalogues import checked

DESCRIPTOR = "datasets/lighthouses/datapackage.yaml"


def test_only_the_feed_of_a_dataset_is_of_a_package_whatever_others_are_called(root: Path) -> None:
    catalogue = checked(root).sound
    assert catalogue
    theme = replace(catalogue.themes[0], name="every-dataset")
    packages = tuple(replace(package, themes=(theme.name,)) for package in catalogue.packages)
    words = Templates(root, ("en",)).words["en"]
    found = {path: package for path, _, package in feeds(Edition(replace(catalogue, packages=packages), "en", words))}
    names = [dataset.name for dataset in catalogue.of(Kind.DATASET)]
    assert {path: package for path, package in found.items() if package} == {
        f"dataset/{name}/feed.atom": name for name in names
    }
    assert "theme/every-dataset/feed.atom" in found


def test_without_a_changelog_the_version_at_hand_has_its_place_on_the_page(root: Path) -> None:
    place = root / DESCRIPTOR
    text = re.sub(r"(?m)^changelog:\n(?:  .*\n)+", "", place.read_text("utf-8"))
    assert "changelog" not in text
    place.write_text(text, encoding="utf-8")
    catalogue = checked(root).sound
    assert catalogue
    wanted = {"dataset/lighthouses/feed.atom", "dataset/lighthouses/index.html"}
    made = {file.path: file.content().decode() for file in files(catalogue) if file.path in wanted}
    (anchor,) = set(re.findall(r"/dataset/lighthouses/#([^\"<]+)", made["dataset/lighthouses/feed.atom"]))
    assert f'id="{anchor}"' in made["dataset/lighthouses/index.html"]
