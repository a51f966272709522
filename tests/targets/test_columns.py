"""The page of a table: facts of its columns without a word of persons, pictures, code, a way back."""

import re
from dataclasses import replace
from typing import Any

import pytest

from publisher.measures import ColumnFacts, SmallCounts
from publisher.targets.site.columns import HEIGHT, SMALL, columns, picture
from publisher.targets.site.downloads import folder
from publisher.targets.site.render import Templates
from tests.targets.worlds import SiteWorld, catalogue_of, publish

PAGE = "dataset/lighthouses/lighthouses/index.html"
FACTS = ColumnFacts("height", 1, 7, 4, "-3", "8000.5", (5, 0, 1), (("8000.5", 6),))


def _told(site: SiteWorld, facts: ColumnFacts, small: tuple[int, ...] = (), **field: Any) -> dict[str, Any]:
    """What a page tells of one column of a table of eight rows."""
    catalogue = catalogue_of(site.root)
    dataset = catalogue.package("lighthouses")
    assert dataset
    (resource,) = dataset.resources
    assert resource.measure
    data = {"schema": {"fields": [{"name": "height", "type": "number", "title": "Height", **field}]}}
    counts = (SmallCounts("height", small),) if small else ()
    measure = replace(resource.measure, rows=8, columns=(facts,), small_cells=counts)
    (found,) = columns(catalogue, replace(resource, data=data, measure=measure), "vi")
    return found


def test_numbers_are_told_as_people_of_the_language_write_them(site: SiteWorld) -> None:
    found = _told(site, FACTS)
    assert (found["minimum"], found["maximum"], found["missing_share"]) == ("-3", "8.000,5", "12,5")
    day = _told(site, replace(FACTS, minimum="2026-01-31"), type="date")
    assert day["minimum"] == "31/01/2026"
    assert _told(site, replace(FACTS, minimum="0999"), type="year")["minimum"] == "0999"
    assert _told(site, replace(FACTS, maximum="1E+300"))["maximum"] == "1E+300"


@pytest.mark.parametrize(
    ("small", "field", "hidden"),
    [
        ((0,) * (SMALL - 2) + (1,), {"counts": "people"}, True),
        ((0,) * (SMALL - 1) + (1,), {"counts": "people"}, False),
        ((1,), {"unit": "người"}, True),
        ((1,), {"unit": "km"}, False),
        ((1,), {}, False),
        ((), {"counts": "people"}, False),
    ],
)
def test_of_counts_of_people_with_small_ones_neither_the_least_nor_a_picture_is_told(
    site: SiteWorld, small: tuple[int, ...], field: dict[str, Any], hidden: bool
) -> None:
    place = site.root / "catalogue/catalogue.yaml"
    place.write_text(re.sub(r"(?m)^small_cells:.*\n", "", place.read_text("utf-8")), "utf-8")
    found = _told(site, FACTS, small, **field)
    assert (found["small"], found["minimum"] == "", found["picture"] is None) == (hidden,) * 3
    assert found["maximum"]


def test_a_catalogue_says_what_is_small(site: SiteWorld) -> None:
    place = site.root / "catalogue/catalogue.yaml"
    text = re.sub(r"(?m)^small_cells:.*\n", "", place.read_text("utf-8"))
    for threshold, hidden in ((10, True), (9, False)):
        place.write_text(f"{text}small_cells: {threshold}\n", "utf-8")
        assert _told(site, FACTS, (0,) * 8 + (1,), counts="people")["small"] is hidden


def test_a_private_column_tells_how_many_cells_are_empty_and_no_more(site: SiteWorld) -> None:
    rendered = _rendered(site, _told(site, ColumnFacts("height", 3, None, 40, private=True)))
    assert "may be about persons" in rendered
    assert "over" not in rendered
    assert "<svg" not in rendered


def _rendered(site: SiteWorld, *told: dict[str, Any]) -> str:
    """The table of facts alone, in English."""
    own = site.root / "site_templates"
    own.mkdir(exist_ok=True)
    text = '{% import "_macros.html" as m with context %}{{ m.column_facts(page.columns, page.resource) }}'
    (own / "facts.html").write_text(text, "utf-8")
    page = {"columns": told, "resource": {"name": "r", "title": "T"}, "home": "", "languages": []}
    return Templates(site.root, ("en",)).render("facts.html", {"page": page, "language": "en", "path": "x/index.html"})


@pytest.mark.parametrize(
    ("bars", "path"),
    [
        ((5, 0, 1), f"M0 {HEIGHT}v-24h5v24zM12 {HEIGHT}v-5h5v5z"),
        ((1000, 1), f"M0 {HEIGHT}v-24h5v24zM6 {HEIGHT}v-1h5v1z"),
        ((5,), None),
        ((), None),
    ],
)
def test_a_picture_is_the_outline_of_its_bars(bars: tuple[int, ...], path: str | None) -> None:
    found = picture(bars)
    assert (found["path"] if found else None) == path


def test_a_table_has_a_page_that_leads_back_and_shows_code(site: SiteWorld) -> None:
    publish(site)
    page = (site.folder / PAGE).read_text("utf-8")
    assert re.findall(r"<h1[^>]*>(.*?)</h1>", page) == ["Lighthouses"]
    assert 'href="../../../dataset/lighthouses/"' in page
    assert "https://data.fictional-islands.example/dataset/lighthouses/lighthouses.csv" in page
    assert 'id="lighthouses-code"' in page
    assert "CKAN API" not in page
    assert (site.folder / "vi" / PAGE).is_file()
    assert (
        'href="../../dataset/lighthouses/lighthouses/"' in (site.folder / "dataset/lighthouses/index.html").read_text()
    )


def test_the_api_of_a_portal_is_shown_where_its_public_address_is_told(site: SiteWorld) -> None:
    place = site.root / "catalogue/catalogue.yaml"
    text = place.read_text("utf-8")
    assert "\nckan:\n" in text
    place.write_text(text.replace("\nckan:\n", "\nckan:\n  url: https://portal.example.org/\n"), "utf-8")
    publish(site)
    portal = catalogue_of(site.root).portal
    assert portal
    asked = f"https://portal.example.org/api/3/action/package_show?id={portal.prefix}lighthouses"
    assert asked in (site.folder / PAGE).read_text("utf-8")


def test_a_page_gives_way_to_a_file_of_its_name(site: SiteWorld) -> None:
    dataset = catalogue_of(site.root).package("lighthouses")
    assert dataset
    (resource,) = dataset.resources
    other = replace(resource, name="other", path="lighthouses")
    assert folder(dataset, resource) == "lighthouses"
    assert folder(replace(dataset, resources=(resource, other)), resource) == "lighthouses-table"
    assert folder(dataset, replace(resource, name="figures")) == "figures-table"
    names = ("figures-table", "figures", "lighthouses")
    named = [replace(resource, name=name, path=f"{name}.csv") for name in names]
    both = replace(dataset, resources=tuple(named))
    assert len({folder(both, each) for each in named}) == len(names)
