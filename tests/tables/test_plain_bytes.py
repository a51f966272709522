"""Bytes of a text: what is said of all of them at once is what a look at each character or line says."""

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publisher.tables.plain_bytes import is_plain, lines_are_below

PLAIN = [*range(1, 0x300), *range(0x1E00, 0x1F00), *range(0x2010, 0x2028)]
EVERY = [*range(0xD800), *range(0xE000, 0x10000), *range(0x10000, sys.maxunicode + 1, 0xFFF)]
EDGES = [bytes([lead, second]) for lead in range(0xC0, 0x100) for second in (0x7F, 0x80, 0xBF, 0xC0)]


@pytest.mark.parametrize("around", ["", "a", "ệ"], ids=["alone", "in ASCII", "among letters"])
def test_just_the_characters_that_are_nfc_in_any_order_are_plain(around: str) -> None:
    found = [code for code in EVERY if is_plain(f"{around}{chr(code)}{around}".encode())]
    assert found == PLAIN


@given(st.lists(st.sampled_from([chr(code) for code in PLAIN])).map("".join))
def test_what_is_plain_is_nfc_in_any_order(text: str) -> None:
    assert is_plain(text.encode())
    assert unicodedata.is_normalized("NFC", text)


@given(st.lists(st.sampled_from([*EDGES, b"a", b"\x80", "ữ".encode(), b"\xe1\xbb", b"\xed\xa0\x80"])).map(b"".join))
def test_bytes_that_are_no_utf8_are_not_plain(raw: bytes) -> None:
    try:
        plain = all(ord(char) in PLAIN for char in raw.decode("utf-8"))
    except UnicodeDecodeError:
        plain = False
    assert is_plain(raw) is plain


@given(st.lists(st.integers(0, 12)), st.integers(0, 12), st.integers(2, 11))
def test_lines_are_below_a_limit_if_the_longest_is(lengths: list[int], last: int, limit: int) -> None:
    chunk = b"".join(b"x" * length + b"\n" for length in lengths) + b"x" * last
    longest = max([*(length + 1 for length in lengths), last + 1])
    assert lines_are_below(chunk, limit) is (longest < limit)
