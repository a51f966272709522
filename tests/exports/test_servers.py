"""What we print for web servers, and the answers of CKAN's Action API, as real servers give them."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import HTTPRedirectHandler, ProxyHandler, Request, build_opener

import ckanapi
import pytest

from publisher.exports import ckan_shape
from publisher.exports.servers import FRAMED, SECURITY, SERVERS, headers_file, redirects_file
from publisher.model import Catalogue, in_language
from publisher.publish import apply, plan
from publisher.targets.site import Site
from tests.exports import serving

PLACES = ["/", "/a/sub.path/"]
AT_ONCE = 2  # packages of one answer, instead of a thousand
CONTEXTS = {"nginx": serving.nginx, "apache": serving.apache}


class _Stay(HTTPRedirectHandler):
    """Follows no redirect."""

    def redirect_request(self, *_: object) -> None:
        """Leave it to the caller."""


_OPENER = build_opener(ProxyHandler({}), _Stay)


@dataclass(frozen=True)
class Served:
    """A catalogue on a real server, and the address of its site there."""

    catalogue: Catalogue
    host: str
    base: str

    def get(self, path: str, **headers: str) -> tuple[int, dict[str, str], str]:
        """Ask for a path below the site: status, headers by their names in small letters, text."""
        request = Request(f"{self.host}{self.base}{path}", headers=headers)
        try:
            with _OPENER.open(request) as response:
                return response.status, {k.lower(): v for k, v in response.headers.items()}, response.read().decode()
        except HTTPError as error:
            return error.code, {k.lower(): v for k, v in error.headers.items()}, error.read().decode()

    @property
    def ckan(self) -> ckanapi.RemoteCKAN:
        """A client of CKAN."""
        return ckanapi.RemoteCKAN(self.host + self.base.rstrip("/"), get_only=True)


@pytest.fixture(scope="module", params=[(server, base) for server in SERVERS for base in PLACES], ids=str)
def served(request: pytest.FixtureRequest, catalogues: Callable[[str], Catalogue]) -> Iterator[Served]:
    """The example by each server, at the root of a host and below it."""
    server, base = request.param
    example = catalogues("example")
    opted = {**example.data, "site": {"embeds": True}}
    catalogue = replace(example, url=f"https://data.fictional-islands.example{base}", data=opted)
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        work, root = Path(folder) / "work", Path(folder) / "root"
        work.mkdir()
        Path(folder).chmod(0o755)
        stack.enter_context(pytest.MonkeyPatch.context()).setattr(ckan_shape, "PAGE", AT_ONCE)
        site = Site(Path(folder) / "public", "tests")
        apply(site, plan(site, catalogue), {}, lambda _: None)
        home = root / base.strip("/")
        shutil.copytree((Path(folder) / "public").resolve(), home)
        (home / "dataset" / "lighthouses" / "active.html").write_text("<script>1</script>")
        host = stack.enter_context(CONTEXTS[server](work, root, SERVERS[server](catalogue)))
        yield Served(catalogue, host, base)


def test_a_page_has_the_headers_that_keep_its_readers_safe(served: Served) -> None:
    status, headers, text = served.get("dataset/lighthouses/")
    assert (status, headers["content-type"].lower()) == (200, "text/html; charset=utf-8")
    assert {name: headers[name.lower()] for name in SECURITY} == SECURITY
    assert "access-control-allow-origin" not in headers
    assert "<h1>" in text


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("dataset/lighthouses/lighthouses.csv", "text/csv; charset=utf-8"),
        ("dataset/lighthouses/datapackage.json", "application/json"),
        ("dataset/lighthouses/citation.bib", "application/x-bibtex; charset=utf-8"),
        ("dataset/lighthouses/citation.ris", "application/x-research-info-systems; charset=utf-8"),
        ("dataset/lighthouses/CITATION.cff", "application/yaml"),
        ("dataset/lighthouses/feed.atom", "application/atom+xml"),
        ("catalogue/databases.csv", "text/csv; charset=utf-8"),
        ("datapackage.json", "application/json"),
        ("api/3/action/package_list", "application/json; charset=utf-8"),
        ("api/3/action/package_show?id=lighthouses", "application/json; charset=utf-8"),
    ],
)
def test_data_has_its_type_and_may_be_read_from_pages_of_others(path: str, kind: str, served: Served) -> None:
    status, headers, _ = served.get(path)
    assert (status, headers["content-type"].lower()) == (200, kind)
    assert headers["access-control-allow-origin"] == "*"
    assert {name: headers[name.lower()] for name in SECURITY} == SECURITY


def test_a_data_file_that_could_act_is_confined(served: Served) -> None:
    status, headers, _ = served.get("dataset/lighthouses/active.html")
    assert (status, headers["content-security-policy"].partition(";")[0]) == (200, "sandbox")


@pytest.mark.parametrize("prefix", ["", "vi/"])
def test_only_what_is_made_for_it_may_be_framed_by_others(prefix: str, served: Served) -> None:
    embed = f"{prefix}dataset/lighthouses/embed/"
    framed = [f"{embed}heights/", f"{embed}heights/index.html", f"{embed}table/lighthouses/"]
    others = ["", "dataset/lighthouses/", "dataset/lighthouses/figures/", "dataset/lighthouses/lighthouses/"]
    for path in framed:
        status, headers, text = served.get(path)
        assert (path, status, headers["content-security-policy"]) == (path, 200, FRAMED["Content-Security-Policy"])
        assert {name: headers[name.lower()] for name in SECURITY} == SECURITY | FRAMED
        assert "<h1" in text
    for path in others:
        assert served.get(prefix + path)[1]["content-security-policy"] == SECURITY["Content-Security-Policy"]
    status, headers, text = served.get(f"{embed}nothing/")
    assert (status, '<html lang="vi">' in text) == (404, prefix == "vi/")


def test_a_catalogue_that_does_not_ask_for_it_lets_nothing_be_framed(catalogues: Callable[[str], Catalogue]) -> None:
    catalogue = catalogues("example")
    told = [SERVERS[server](catalogue) for server in SERVERS] + [headers_file(catalogue).decode()]
    assert not any("frame-ancestors *" in each or "embed" in each for each in told)


def test_what_has_not_changed_is_not_sent_again(served: Served) -> None:
    _, headers, _ = served.get("dataset/lighthouses/lighthouses.csv")
    assert served.get("dataset/lighthouses/lighthouses.csv", **{"If-None-Match": headers["etag"]})[0] == 304


@pytest.mark.parametrize(("path", "title"), [("no/such/page/", "not found"), ("vi/no/such/page/", "Không tìm thấy")])
def test_a_wrong_address_leads_to_our_page_in_its_language(path: str, title: str, served: Served) -> None:
    status, headers, text = served.get(path)
    assert status == 404
    assert title in text
    assert f'href="{served.base}static/site.css"' in text
    assert headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("below", ["", "harbour-lights.csv"])
@pytest.mark.parametrize("prefix", ["", "vi/"])
def test_the_address_of_what_was_withdrawn_leads_to_its_successor(prefix: str, below: str, served: Served) -> None:
    status, headers, _ = served.get(f"{prefix}dataset/harbour-lights/{below}")
    assert status == 301
    assert headers["location"].removeprefix(served.host) == f"{served.base}{prefix}dataset/lighthouses/"


@pytest.mark.parametrize("query", ["", "?id=", "?id=no-such", "?id=..%2Fpackage_list", "?id=a/b", "?name=lighthouses"])
def test_what_is_not_there_is_not_shown(query: str, served: Served) -> None:
    assert served.get(f"api/3/action/package_show{query}")[0] == 404


def test_a_client_of_ckan_reads_the_lists(served: Served) -> None:
    ckan, catalogue = served.ckan, served.catalogue
    assert ckan.action.site_read() is True
    assert ckan.action.status_show()["site_title"] == in_language(catalogue.title, "en")
    assert ckan.action.package_list() == sorted(package.name for package in catalogue.packages)
    assert ckan.action.organization_list() == sorted(one.name for one in catalogue.organizations)
    assert ckan.action.group_list() == sorted(theme.name for theme in catalogue.themes)
    assert ckan.action.tag_list() == sorted({word for package in catalogue.packages for word in package.keywords})
    assert {"cc-by", "cc-zero"} <= {licence["id"] for licence in ckan.action.license_list()}


def test_a_client_of_ckan_reads_packages_as_the_catalogue_has_them(served: Served) -> None:
    for package in served.catalogue.packages:
        shown = served.ckan.action.package_show(id=package.name)
        licence = served.catalogue.schemas.term("licences", package.licence or "").get("ckan")
        assert (shown["title"], shown["notes"]) == (
            in_language(package.title, "en"),
            in_language(package.description, "en"),
        )
        assert [tag["name"] for tag in shown["tags"]] == sorted(package.keywords)
        assert [group["name"] for group in shown["groups"]] == sorted(package.themes)
        assert (shown["license_id"], shown["organization"]["name"]) == (licence, package.organization)
        assert [resource["url"] for resource in shown["resources"]] == [
            f"{served.catalogue.url}dataset/{package.name}/{resource.path}" for resource in package.resources
        ]


def test_all_packages_come_in_pages_as_each_comes_alone(served: Served) -> None:
    ckan, all_of = served.ckan, served.ckan.action.current_package_list_with_resources
    pages = [all_of(), *(all_of(offset=start) for start in range(AT_ONCE, len(served.catalogue.packages), AT_ONCE))]
    alone = [ckan.action.package_show(id=name) for name in ckan.action.package_list()]
    assert sorted((package for page in pages for package in page), key=lambda one: one["name"]) == alone
    assert [len(page) for page in pages] == [2, 2, 1]


def test_groups_and_organizations_tell_how_many_packages_they_have(served: Served) -> None:
    packages = served.catalogue.packages
    for organization in served.catalogue.organizations:
        shown = served.ckan.action.organization_show(id=organization.name)
        assert shown["package_count"] == sum(package.organization == organization.name for package in packages)
    for theme in served.catalogue.themes:
        shown = served.ckan.action.group_show(id=theme.name)
        assert shown["package_count"] == sum(theme.name in package.themes for package in packages)


def test_hosts_of_static_pages_are_told_the_same(catalogues: Callable[[str], Catalogue]) -> None:
    catalogue = catalogues("example")
    headers, redirects = headers_file(catalogue).decode(), redirects_file(catalogue).decode().splitlines()
    assert all(f"  {name}: {value}\n" in headers for name, value in SECURITY.items())
    assert "/dataset/*\n  Access-Control-Allow-Origin: *\n" in headers
    assert "/dataset/harbour-lights/* /dataset/lighthouses/ 301!" in redirects
    assert "/vi/dataset/harbour-lights/* /vi/dataset/lighthouses/ 301!" in redirects
    assert "/api/3/action/package_show id=:id /api/3/action/package_show/:id.json 200!" in redirects
    assert "/vi/* /vi/404.html 404" in redirects
    opted = replace(catalogue, data={**catalogue.data, "site": {"embeds": True}})
    headers = headers_file(opted).decode()
    for prefix in ("", "vi/"):
        policy = "  ! Content-Security-Policy\n  Content-Security-Policy: base-uri 'none'; frame-ancestors *\n"
        assert f"/{prefix}dataset/:name/embed/*\n{policy}" in headers
