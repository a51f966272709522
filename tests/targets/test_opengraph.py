"""What a page tells those who show a card of it: its own address, a picture that is there, its languages."""

import re

import pytest

from publisher.words import locale_name
from tests.targets.worlds import SiteWorld, publish

URL = "https://data.fictional-islands.example/"


def _told(site: SiteWorld, path: str) -> list[tuple[str, str]]:
    page = (site.folder / path / "index.html").read_text("utf-8")
    return re.findall(r'<meta property="og:([\w:]+)" content="([^"]*)">', page)


@pytest.mark.parametrize(
    ("path", "picture", "locales"),
    [
        ("dataset/lighthouses", "dataset/lighthouses/", ["en_US", "vi_VN"]),
        ("vi/dataset/lighthouses", "dataset/lighthouses/", ["vi_VN", "en_US"]),
        ("vi/database/lights-register", "database/lights-register/", ["vi_VN", "en_US"]),
        ("theme", "", ["en_US", "vi_VN"]),
    ],
)
def test_a_page_tells_its_address_picture_and_languages(
    path: str, picture: str, locales: list[str], site: SiteWorld
) -> None:
    publish(site)
    told = _told(site, path)
    assert dict(told)["url"] == f"{URL}{path}/"
    assert dict(told)["image"] == f"{URL}{picture}picture.png"
    assert (site.folder / picture / "picture.png").is_file()
    assert [value for name, value in told if name.startswith("locale")] == locales


def test_what_was_withdrawn_sends_to_its_successor_and_the_page_for_wrong_addresses_tells_nothing(
    site: SiteWorld,
) -> None:
    publish(site)
    assert dict(_told(site, "dataset/harbour-lights"))["url"] == f"{URL}dataset/lighthouses/"
    assert "og:" not in (site.folder / "404.html").read_text("utf-8")


@pytest.mark.parametrize(
    ("code", "name"),
    [("vi", "vi_VN"), ("en", "en_US"), ("km", "km_KH"), ("hmn", "hmn_CN"), ("pt-BR", "pt_BR"), ("xx", "xx")],
)
def test_a_language_is_named_with_the_country_of_most_of_its_speakers(code: str, name: str) -> None:
    assert locale_name(code) == name
