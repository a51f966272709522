"""The peers of the bench of sites make the pages that ours makes: same addresses, same words, as many bytes."""

import os
import sys
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import pytest
from lxml import html

from tests import needs
from tests.bench.sites.contenders import ELEVENTY, HUGO, LOOP, PUBLISHER, Contender, peers, publisher, written
from tests.bench.spent import spent

COUNT = 12
PEERS = (HUGO, ELEVENTY, LOOP)
ALIKE = 0.95  # of the words of a page
HEAVIER = 0.2  # by so much a page of a peer may differ from ours
FACTS: Mapping[str, tuple[str, ...]] = {
    "database/register-m-00001/index.html": ("Sổ đăng ký m-00001", "Bench Office", "data@bench.example", "15/01/2026"),
    "en/database/register-m-00002/index.html": (
        "Sổ đăng ký m-00002 (English)",
        "Số liệu m-00003 (English)",
        "Open",
        "item-1",
    ),
    "en/dataset/figures-m-00003/index.html": ("1.0.0", "15 January 2027", "Creative Commons", "CITATION.cff"),
    "dataset/figures-m-00003/counts/index.html": ("m-00003", "K000019", "SELECT *", "từ 01/01/2026 đến 20/01/2026"),
    "index.html": ("9 cơ sở dữ liệu", "3 tập dữ liệu", "Số liệu m-00003"),
    "en/theme/works/index.html": ("7 entries in the catalogue", "Sổ đăng ký m-00000 (English)"),
}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Contender]:
    """The sites of a small catalogue, ours and the peers'."""
    folder = tmp_path_factory.mktemp("sites")
    root = written(folder, COUNT)
    try:
        found = {PUBLISHER: publisher(folder, root), **peers(folder, root)}
    except needs.Missing as missing:
        if needs.strict():
            raise
        pytest.skip(str(missing))
    for contender in found.values():
        contender.anew()
    return found


def _words(page: Path) -> Counter[str]:
    """The words of a page, but for the search that scripts fill: no peer has one."""
    root = html.parse(os.fspath(page)).getroot()
    for search in root.xpath("//*[@id='search']"):
        search.drop_tree()
    return Counter(root.text_content().split())


def _text(page: Path) -> str:
    return " ".join(html.parse(os.fspath(page)).getroot().text_content().split())


@pytest.mark.parametrize("peer", PEERS)
def test_a_peer_makes_pages_at_the_addresses_of_ours(built: Mapping[str, Contender], peer: str) -> None:
    ours, theirs = built[PUBLISHER].pages(), built[peer].pages()
    assert theirs.keys() == ours.keys()


@pytest.mark.parametrize("peer", PEERS)
def test_a_page_of_a_peer_says_what_ours_says_in_as_many_bytes(built: Mapping[str, Contender], peer: str) -> None:
    ours, theirs = built[PUBLISHER].pages(), built[peer].pages()
    for address, page in ours.items():
        said, words = _words(page), _words(theirs[address])
        assert (said & words).total() >= ALIKE * max(said.total(), words.total()), address
        if "search/" not in address:
            assert abs(theirs[address].stat().st_size / page.stat().st_size - 1) <= HEAVIER, address


@pytest.mark.parametrize("who", [PUBLISHER, *PEERS])
def test_pages_have_their_headings_and_facts(built: Mapping[str, Contender], who: str) -> None:
    pages = built[who].pages()
    for address, facts in FACTS.items():
        text = _text(pages[address])
        assert [fact for fact in facts if fact not in text] == [], address
    headings = {address: html.parse(os.fspath(page)).findtext(".//h1") for address, page in pages.items()}
    ours = {
        address: html.parse(os.fspath(page)).findtext(".//h1") for address, page in built[PUBLISHER].pages().items()
    }
    assert headings == ours


@pytest.mark.parametrize("peer", PEERS)
def test_the_sitemap_of_a_peer_lists_what_ours_lists(built: Mapping[str, Contender], peer: str) -> None:
    listed = [
        sorted(place.text_content() for place in html.parse(os.fspath(each.files()["sitemap.xml"])).iter("loc"))
        for each in (built[PUBLISHER], built[peer])
    ]
    assert listed[0] == listed[1] != []


@pytest.mark.parametrize("peer", PEERS)
def test_a_peer_copies_the_tables(built: Mapping[str, Contender], peer: str) -> None:
    tables = [name for name in built[PUBLISHER].files() if name.startswith("dataset/") and name.endswith(".csv")]
    assert tables
    assert all(name in built[peer].files() for name in tables)


def test_what_a_process_took_counts_workers_that_it_does_not_wait_for(tmp_path: Path) -> None:
    busy = "import time\nwhile time.process_time() < 0.5: pass\nheld = bytearray(60_000_000)"
    leave = f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {busy!r}])"
    found = spent([sys.executable, "-c", leave], tmp_path)
    assert found.cpu >= 0.5
    assert found.peak >= 60
    with pytest.raises(RuntimeError, match="ended with 3: said"):
        spent([sys.executable, "-c", "import sys; sys.stderr.write('said'); sys.exit(3)"], tmp_path)
