"""The proof of pages: each thing that is wrong is found at its line, what is right is not, at the limit and beyond."""

import gzip
import random
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publisher.problem import Problem, Refused, Severity
from publisher.proof import MAX_PACKED, MAX_PAGE, Proof
from publisher.proof.folder import prove, too_large

URL = "https://data.example/a/b/"
CLAIM = '<link rel="canonical" href="https://data.example/a/b/">'
HEAD = f"""<!doctype html>
<html lang="en"><head><title>A page</title>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src 'self'">
{CLAIM}
</head><body><h1 id="top">A page</h1>
"""
LINE = HEAD.count("\n") + 1  # of what stands on the page


def _page(body: str = "") -> str:
    return f"{HEAD}{body}\n</body></html>\n"


def _found(files: Mapping[str, str | bytes]) -> list[Problem]:
    contents = {path: text if isinstance(text, bytes) else text.encode() for path, text in files.items()}
    proof = Proof(URL)
    for path, content in contents.items():
        proof.look(path, content)
    return proof.findings(contents.keys(), contents.__getitem__)


def _codes(body: str, path: str = "index.html") -> list[tuple[int, str]]:
    others = {"x/index.html": _page('<p id="here"></p>'), "x/data.csv": "", "static/a b.png": "", "index.html": _page()}
    return [(problem.place.line, problem.code) for problem in _found({**others, path: _page(body)})]


@pytest.mark.parametrize(
    "body",
    [
        '<a href="x/">folder</a> <a href="./x/index.html">file</a> <a href="x/data.csv">data</a>',
        '<a href="/a/b/x/">from the root</a> <a href="https://data.example/a/b/x/#here">in full</a>',
        '<a href="x/#here">anchor</a> <a href="#top">here</a> <a href="?q=1#top">query</a> <a href=".">home</a>',
        '<a href="https://other.example/x#y">else</a> <a href="mailto:a@b.example">mail</a> <a href="tel:1">call</a>',
        '<img src="static/a%20b.png" alt=""> <img src="data:image/png;base64,AA" alt="dot">',
        '<label for="q">Words</label><input id="q"> <label>Or <select></select></label> <input type="submit">',
        '<input aria-label="Words"> <textarea title="Words"></textarea> <input type="hidden">',
        "<h2>a</h2><h3>b</h3><h2>c</h2><h3>d</h3><h4>e</h4>",
        '<script type="application/ld+json">{}</script> <svg><title>t</title><path d="M0 0"/></svg>',
        '<p aria-labelledby="top top">two</p> <form action="https://other.example/search"><button>go</button></form>',
        "<!-- <img src=nowhere onclick=x> -->",
    ],
)
def test_what_is_right_is_not_blamed(body: str) -> None:
    assert _codes(body) == []


@pytest.mark.parametrize(
    ("body", "codes"),
    [
        ('<a href="y/">no folder</a>', ["page-link"]),
        ('<a href="../../etc">beyond</a>', ["page-link"]),
        ('<a href="/x/">another root</a>', ["page-link"]),
        ('<a href="x">a folder without its slash</a>', ["page-link"]),
        ('<img src="static/a.png" alt="">', ["page-link"]),
        ('<a href="http://[">no address</a>', ["page-link"]),
        ('<a href="x/#there">no anchor</a>', ["page-anchor"]),
        ('<a href="#there">no anchor here</a>', ["page-anchor"]),
        ('<p id="top">twice</p>', ["page-id"]),
        ('<p aria-describedby="gone">x</p>', ["page-reference"]),
        ('<label for="gone">x</label>', ["page-reference"]),
        ('<img src="static/a%20b.png">', ["page-alt"]),
        ("<h1>another</h1>", ["page-heading"]),
        ("<h3>too deep</h3>", ["page-outline"]),
        ("<input>", ["page-label"]),
        ('<input id="q"><select></select>', ["page-label", "page-label"]),
        ('<img src="https://other.example/x.png" alt="">', ["page-foreign"]),
        ('<img src="//other.example/x.png" alt="">', ["page-foreign"]),
        ('<script src="https://cdn.example/x.js"></script>', ["page-foreign"]),
        ('<link rel="stylesheet" href="https://cdn.example/x.css">', ["page-foreign"]),
        ("<script>alert(1)</script>", ["page-active"]),
        ("<style>p {}</style>", ["page-active"]),
        ('<p style="color: red">x</p>', ["page-active"]),
        ('<p onclick="x()">x</p>', ["page-active"]),
        ('<a href="javascript:x()">x</a>', ["page-active"]),
        ('<a href=" JavaScript:x()">x</a>', ["page-active"]),
        ('<form action="javascript:x()"></form>', ["page-active"]),
        ('<a href="data:text/html,x">x</a>', ["page-active"]),
        ('<iframe src="x/"></iframe>', ["page-active"]),
        ('<base target="_self">', ["page-active"]),
    ],
)
def test_each_thing_that_is_wrong_is_found_at_its_line(body: str, codes: list[str]) -> None:
    assert _codes(f"<p>\n{body}") == [(LINE + 1, code) for code in codes]


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        (' lang="en"', "", "page-lang"),
        ('lang="en"', 'lang=" "', "page-lang"),
        ("<title>A page</title>", "", "page-title"),
        ("<title>A page</title>", "<title> </title>", "page-title"),
        ("default-src 'none'", "default-src *", "page-policy"),
        ('<h1 id="top">A page</h1>', "", "page-heading"),
    ],
)
def test_what_every_page_must_have_is_missed(old: str, new: str, code: str) -> None:
    assert [problem.code for problem in _found({"index.html": _page().replace(old, new)})] == [code]


@pytest.mark.parametrize("content", [b"", b" \n", b"\xff\xfe", b"plain words", b"<", b"{}"])
def test_what_is_no_page_lacks_everything(content: bytes) -> None:
    codes = {problem.code for problem in _found({"index.html": content})}
    assert codes == {"page-lang", "page-title", "page-policy", "page-heading"}


@given(st.binary(max_size=300))
def test_whatever_a_file_holds_it_can_be_looked_at(content: bytes) -> None:
    _found({"index.html": content, "static/site.css": content})


@given(st.text(max_size=60))
def test_whatever_an_address_is_it_can_be_followed(address: str) -> None:
    _codes('<a href="{}">x</a>'.format(address.replace('"', "&quot;")))


@pytest.mark.parametrize(
    ("link", "target"),
    [
        ("../../", "index.html"),
        ("../../#top", "index.html"),
        ("../../x/", "x/index.html"),
        ("../../../x/", "../x/index.html"),
        ("../", "a/index.html"),
        ("../x/", "a/x/index.html"),
        ("x.csv", "a/b/x.csv"),
        ("./", "a/b/index.html"),
        ("../../..", "../index.html"),
    ],
)
def test_a_link_of_a_deep_page_leads_where_a_browser_goes(link: str, target: str) -> None:
    proof, page = Proof(URL), "a/b/index.html"
    proof.look(page, _page(f'<a href="{link}">x</a>').encode())
    paths = {page, "index.html", target}
    assert proof.findings(paths, lambda path: _page().encode()) == []
    assert {problem.args["link"] for problem in proof.findings(paths - {target}, lambda path: _page().encode())} == {
        target
    } - {page}


def test_a_link_that_many_pages_share_is_one_finding_that_counts_them() -> None:
    files = {f"{number}/index.html": _page('<a href="../gone/">x</a>') for number in range(5)}
    (problem,) = _found({**files, "index.html": _page()})
    assert (problem.place.file, problem.args) == ("0/index.html", {"link": "gone/index.html", "more": "4"})


def test_a_page_that_did_not_change_is_read_only_where_an_anchor_of_it_is_meant() -> None:
    asked: list[str] = []

    def read(path: str) -> bytes:
        asked.append(path)
        return _page('<p id="here">').encode()

    proof = Proof(URL)
    proof.look("index.html", _page('<a href="x/">x</a><a href="y/#here">y</a><a href="y/#gone">y</a>').encode())
    found = proof.findings({"index.html", "x/index.html", "y/index.html"}, read)
    assert asked == ["y/index.html"]
    assert [(problem.code, problem.args["anchor"]) for problem in found] == [("page-anchor", "gone")]


def test_paths_that_only_case_tells_apart_are_told() -> None:
    found = _found({"data/Table.csv": "", "data/table.csv": "", "data/other.csv": ""})
    assert [(problem.code, problem.place.file, problem.args["other"]) for problem in found] == [
        ("path-case", "data/table.csv", "data/Table.csv")
    ]


@pytest.mark.parametrize(("over", "codes"), [(0, []), (1, ["page-size"])])
def test_a_page_may_be_as_large_as_the_limit_but_no_larger(over: int, codes: list[str]) -> None:
    found = _found({"index.html": _page("x" * (MAX_PAGE + over - len(_page())))})
    assert [problem.code for problem in found] == codes
    assert {problem.severity for problem in found} <= {Severity.WARNING}


@pytest.mark.parametrize("ending", MAX_PACKED)
@pytest.mark.parametrize(("over", "codes"), [(0, []), (1, ["packed-size"])])
def test_a_look_or_a_script_may_be_as_large_packed_as_its_limit(ending: str, over: int, codes: list[str]) -> None:
    dice, most = random.Random(1), MAX_PACKED[ending]
    content = dice.randbytes(most - 64)
    while len(gzip.compress(content, mtime=0)) < most + over:
        content += dice.randbytes(1)
    assert [problem.code for problem in _found({f"static/site{ending}": content})] == codes


def _written(folder: Path, files: Mapping[str, str]) -> Path:
    for path, text in files.items():
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, "utf-8")
    return folder


@pytest.mark.parametrize("claim", [CLAIM, '<meta property="og:url" content="https://data.example/a/b/">'])
def test_a_folder_is_proven_by_the_address_that_its_home_page_claims(claim: str, tmp_path: Path) -> None:
    home = _page('<a href="/a/b/404.html">x</a>').replace(CLAIM, claim)
    files = {"index.html": home, "404.html": _page('<a href="/a/b/x/">x</a>')}
    found = prove(_written(tmp_path, {**files, "manifest.json": "{}"}), lambda _: None)
    assert [(problem.code, problem.place.file) for problem in found] == [("page-link", "404.html")]


@pytest.mark.parametrize(("size", "codes"), [(500 * 2**20, []), (501 * 2**20, ["offline-size"])])
def test_a_copy_for_a_disk_that_few_will_get_there_is_told(size: int, codes: list[str], tmp_path: Path) -> None:
    with (tmp_path / "offline.zip").open("wb") as stream:
        stream.truncate(size)
    assert [problem.code for problem in too_large(tmp_path)] == codes


def test_a_folder_without_a_home_page_is_no_site(tmp_path: Path) -> None:
    with pytest.raises(Refused) as caught:
        prove(tmp_path, lambda _: None)
    assert caught.value.code == "no-site"
