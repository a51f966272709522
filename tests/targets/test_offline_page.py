"""A page as it lies on a disk: tags that lead somewhere are written anew, nothing else is touched."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publisher.targets.site.offline.page import Disk
from tests.targets.offline import Tags

URL = "https://data.example/a/"
FILES = {"index.html", "dataset/x/index.html", "dataset/x/y z.csv", "dataset/x/a&b.csv", "static/site.css"} | {
    "search/index.html",
    "static/scripts/site.js",
    "vi/index.html",
}
DISK = Disk(URL, FILES, lambda map, id: "M0 0h1" if (map, id) == ("m", "c01") else None)
PATH = "dataset/x/index.html"

LINKS = [
    pytest.param("./", "./index.html", id="the folder of the page"),
    pytest.param("../../", "../../index.html", id="the home page"),
    pytest.param("..", "https://data.example/a/dataset/", id="a folder that is not there"),
    pytest.param("../..", "../../index.html", id="a folder without its slash"),
    pytest.param("../../vi/", "../../vi/index.html", id="another language"),
    pytest.param("../../#top", "../../index.html#top", id="with an anchor"),
    pytest.param("../../search/?q=a&kind=b", "../../search/index.html?q=a&kind=b", id="with a question"),
    pytest.param("y%20z.csv", "y%20z.csv", id="a file"),
    pytest.param("a&b.csv", "a&b.csv", id="a file with a sign of HTML"),
    pytest.param("#anchor", "#anchor", id="an anchor"),
    pytest.param("?q=1", "?q=1", id="a question to the page itself"),
    pytest.param("feed.atom", f"{URL}dataset/x/feed.atom", id="what was left out"),
    pytest.param("../../sql.html?table=x#run", f"{URL}sql.html?table=x#run", id="what was left out, with a question"),
    pytest.param(URL, "../../index.html", id="the address of the site"),
    pytest.param(f"{URL}dataset/x/y%20z.csv", "y%20z.csv", id="the address of a file"),
    pytest.param("/a/vi/", "../../vi/index.html", id="from the root of the host"),
    pytest.param("https://elsewhere.example/", "https://elsewhere.example/", id="elsewhere"),
    pytest.param("mailto:a@data.example", "mailto:a@data.example", id="a letter"),
    pytest.param("data:image/png;base64,AAAA", "data:image/png;base64,AAAA", id="a picture within the page"),
]


@pytest.mark.parametrize(("link", "found"), LINKS)
def test_a_link_leads_to_a_file_of_the_disk_or_to_the_site(link: str, found: str) -> None:
    before = link.replace("&", "&amp;")
    assert (
        DISK.page(PATH, f'<a class="x" href="{before}">x</a>')
        == f'<a class="x" href="{found.replace("&", "&amp;")}">x</a>'
    )


TAGS = [
    pytest.param('<link rel="canonical" href="https://data.example/a/">', None, id="what the page is called stays"),
    pytest.param('<link rel="alternate" hreflang="vi" href="https://data.example/a/vi/">', None, id="its translations"),
    pytest.param('<a rel="external" href="https://data.example/a/">', None, id="so does where the newest lies"),
    pytest.param('<meta property="og:image" content="https://data.example/a/picture.png">', None, id="its picture"),
    pytest.param('<link rel="preload" as="font" crossorigin href="../../static/x.woff2">', "", id="early"),
    pytest.param('<img src="data:," alt="a > b">', None, id="a sign of HTML within quotes"),
    pytest.param("<!-- <a href='../../'> -->", None, id="a comment"),
    pytest.param("<abbr href='../../'>", None, id="a tag that begins like another"),
    pytest.param(
        '<script type="module" src="../../static/scripts/site.js">',
        '<script src="../../static/scripts/site.js" defer>',
        id="a module",
    ),
    pytest.param(
        '<script type="module" async blocking="render" src="../../static/scripts/site.js">',
        '<script src="../../static/scripts/site.js">',
        id="a module that the first picture waits for",
    ),
    pytest.param('<script type="application/ld+json">', None, id="data"),
    pytest.param(
        '<form action="https://portal.example/dataset/" data-here="../../search/">',
        '<form action="../../search/index.html">',
        id="a search on the portal",
    ),
    pytest.param(
        """<meta http-equiv="Content-Security-Policy" content="script-src 'self'; form-action 'self'">""",
        """<meta http-equiv="Content-Security-Policy" content="script-src 'self'; form-action file: 'self'">""",
        id="the policy",
    ),
    pytest.param(
        '<use href="../../static/maps/other.svg#c01"/>',
        '<use href="https://data.example/a/static/maps/other.svg#c01"/>',
        id="a map that nobody knows",
    ),
]


@pytest.mark.parametrize(("tag", "found"), TAGS)
def test_a_tag_is_written_anew_only_where_a_disk_is_not_a_server(tag: str, found: str | None) -> None:
    assert DISK.page(PATH, tag) == (tag if found is None else found)


def test_a_shape_of_a_map_stands_once_in_the_page() -> None:
    shape = '<use href="../../static/maps/m.svg#c01" class="q1"/>'
    page = DISK.page(PATH, f"<body><svg>{shape}{shape}</svg></body>")
    tags = Tags(page).tags
    assert [given for tag, given in tags if tag == "use"] == [{"href": "#map.m.c01", "class": "q1"}] * 2
    assert [given for tag, given in tags if tag == "path"] == [{"id": "map.m.c01", "d": "M0 0h1"}]
    assert page.endswith("</svg>\n</body>")


texts = st.text(st.characters(blacklist_categories=["Cs", "Cc"]), max_size=20)


@given(st.dictionaries(st.sampled_from(["title", "alt", "data-x", "class"]), texts), texts, st.sampled_from("'\""))
def test_whatever_else_a_tag_and_a_page_say_is_said_after(told: dict[str, str], words: str, quote: str) -> None:
    def safe(text: str) -> str:
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(quote, "&#34;" if quote == '"' else "&#39;")

    given = "".join(f" {name}={quote}{safe(value)}{quote}" for name, value in told.items())
    before = f"<p{given}>{safe(words)}</p><a{given} href=../../ hidden>{safe(words)}</a>"
    after = Tags(DISK.page(PATH, before))
    assert after.words == Tags(before).words
    assert after.tags == [("p", told), ("a", {**told, "href": "../../index.html", "hidden": None})]
