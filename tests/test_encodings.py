"""Encodings that are not UTF-8 are told by the bytes of a text."""

import codecs
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publisher import encodings
from publisher.source import read
from tests.faults.catalogues import TABLE, add_table, checked

FIRST = {"windows-1258": (2, 2), "TCVN3": (2, 2), "VNI": (2, 3)}  # letter that is not ASCII
WIDE = ["UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE"]
PLACES = "code,size\nHà Nội,1\nĐồng Nai,2\nCần Thơ,3\n"
# As the editors of their time wrote these lines, byte by byte.
LEGACY = {
    "windows-1258": b"code,size\nH\xe0 N\xf4\xf2i,1\n\xd0\xf4\xccng Nai,2\nC\xe2\xccn Th\xf5,3\n",
    "TCVN3": b"code,size\nH\xb5 N\xe9i,1\n\xa7\xe5ng Nai,2\nC\xc7n Th\xac,3\n",
    "VNI": b"code,size\nHa\xf8 No\xe4i,1\n\xd1o\xe0ng Nai,2\nCa\xe0n Th\xf4,3\n",
}
BYTES = {
    **LEGACY,
    **{name: PLACES.encode(name) for name in WIDE},
    **{f"{name} with a mark": f"\ufeff{PLACES}".encode(name) for name in WIDE},
    **{f"{name} of ASCII": b"code,size\na,1\n".decode().encode(name) for name in WIDE},
}


@pytest.mark.parametrize("case", BYTES)
def test_a_table_in_another_encoding_is_told_with_its_name(root: Path, case: str) -> None:
    add_table(root, BYTES[case])
    (problem,) = checked(root).problems
    name = case.partition(" ")[0]
    assert (problem.code, dict(problem.args)) == ("other-encoding", {"encoding": name})
    assert (problem.place.file, problem.place.line, problem.place.column) == (TABLE, *FIRST.get(name, (1, 1)))


@pytest.mark.parametrize("case", BYTES)
def test_a_descriptor_in_another_encoding_is_told_with_its_name(tmp_path: Path, case: str) -> None:
    (tmp_path / "a.yaml").write_bytes(BYTES[case])
    document, (problem,) = read(tmp_path / "a.yaml", "a.yaml")
    name = case.partition(" ")[0]
    assert document is None
    assert (problem.code, dict(problem.args)) == ("other-encoding", {"encoding": name})
    assert (problem.place.line, problem.place.column) == FIRST.get(name, (1, 1))


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param("é,2\n".encode("latin-1"), id="one word tells nothing"),
        pytest.param("München, Köln, Zürich".encode("cp1252"), id="German"),
        pytest.param("café, naïve, garçon, Málaga".encode("cp1252"), id="French"),
        pytest.param("привет мир, как дела".encode("koi8-r"), id="Russian"),
        pytest.param(bytes(range(128, 256)), id="every byte"),
        pytest.param(b"", id="nothing"),
    ],
)
def test_what_is_not_surely_vietnamese_has_no_name(raw: bytes) -> None:
    assert (encodings.wide(raw), encodings.legacy(raw)) == ("", "")


@pytest.mark.parametrize(("words", "name"), [(encodings.MIN_WORDS, "TCVN3"), (encodings.MIN_WORDS - 1, "")])
def test_as_few_words_as_the_least_tell_an_encoding(words: int, name: str) -> None:
    assert encodings.legacy(b"\xa7\xe5ng " * words) == name


def test_only_the_beginning_of_a_text_tells_its_encoding() -> None:
    text = b"\xa7\xe5ng\xa7 " * 3
    filler = b"." * (encodings.SAMPLE - len(text))
    assert encodings.legacy(text + filler) == encodings.legacy(text)
    assert encodings.legacy(b"." * encodings.SAMPLE + LEGACY["VNI"]) == ""


@given(st.text(st.characters(codec="utf-8", exclude_characters="\0")))
def test_utf_8_is_never_taken_for_a_wide_encoding(text: str) -> None:
    assert encodings.wide(text.encode()) == ""


@given(st.sampled_from(WIDE), st.text(min_size=0, max_size=50))
def test_a_mark_tells_a_wide_encoding_whatever_follows(name: str, text: str) -> None:
    raw = codecs.encode("\ufeff", name) + text.lstrip("\0").encode(name, "surrogatepass")
    assert encodings.wide(raw) == name
