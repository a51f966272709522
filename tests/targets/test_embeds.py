"""Pages for the frames of other sites: only where they are wanted, not for search engines, gone with their data."""

from tests.browser.sites import opt_in
from tests.targets.worlds import ENTRY, SiteWorld, publish


def _embeds(site: SiteWorld) -> list[str]:
    """The pages of that kind."""
    folder = site.folder.resolve()
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("embed/**/index.html"))


def test_a_catalogue_that_does_not_ask_for_them_has_none_and_shows_no_markup(site: SiteWorld) -> None:
    publish(site)
    assert _embeds(site) == []
    assert not any("iframe" in page.read_text("utf-8") for page in site.folder.resolve().rglob("*.html"))


def test_a_catalogue_that_asks_has_one_of_each_figure_and_table_in_each_language(site: SiteWorld) -> None:
    opt_in(site.root)
    publish(site)
    of_lights = [path for path in _embeds(site) if "dataset/lighthouses/" in path]
    assert of_lights == [
        f"{prefix}dataset/lighthouses/embed/{name}/index.html"
        for prefix in ("", "vi/")
        for name in ("heights", "table/lighthouses")
    ]
    assert "/embed/" not in (site.folder / "sitemap.xml").read_text("utf-8")


def test_a_take_down_takes_them_too(site: SiteWorld) -> None:
    opt_in(site.root)
    publish(site)
    site.target().take_down("lighthouses", ENTRY)
    left = _embeds(site)
    assert left
    assert not any("lighthouses" in path for path in left)
