"""Text as people read it: laws of fold, slug and order, and dates and numbers of both languages."""

import csv
import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publisher.words import date, fold, language_name, nearest, number, order, plain, slug

ORDER = Path(__file__).parent / "data" / "ethnic_groups_order_vi.csv"
LETTERS = "aăâbcdđeêghiklmnoôơpqrstuưvxy"
TONES = ["", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323"]
SYLLABLES = st.tuples(st.sampled_from(LETTERS), st.sampled_from(TONES)).map("".join)
VIETNAMESE = st.lists(SYLLABLES | st.just(" "), max_size=12).map(
    lambda parts: unicodedata.normalize("NFC", "".join(parts))
)


@given(st.text())
def test_a_slug_is_of_ascii_letters_digits_and_single_hyphens(text: str) -> None:
    assert re.fullmatch(r"([a-z0-9]+(-[a-z0-9]+)*)?", slug(text))


@given(st.text())
def test_a_slug_of_a_slug_is_itself(text: str) -> None:
    assert slug(slug(text)) == slug(text)


@given(VIETNAMESE)
def test_fold_ignores_marks_case_and_the_way_marks_are_written(text: str) -> None:
    forms = [text, text.upper(), text.title(), plain(text), *(unicodedata.normalize(f, text) for f in ("NFD", "NFKD"))]
    assert len({fold(form) for form in forms}) == 1


@given(VIETNAMESE)
def test_vietnamese_folds_to_ascii(text: str) -> None:
    assert fold(text).isascii()


@given(st.text())
def test_fold_of_any_text_holds_no_mark(text: str) -> None:
    assert not any(unicodedata.combining(char) for char in fold(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Đắk Lắk", "dak-lak", id="đ and marks"),
        pytest.param("  Ủy ban -- Dân tộc! ", "uy-ban-dan-toc", id="spaces and signs"),
        pytest.param("ﬁle №\uff11", "file-no1", id="compatibility characters"),
        pytest.param("人民", "", id="nothing ASCII left"),
    ],
)
def test_a_slug_keeps_what_can_be_typed(text: str, expected: str) -> None:
    assert slug(text) == expected


def test_the_order_agrees_with_icu_on_the_54_ethnic_groups() -> None:
    rows = list(csv.DictReader(ORDER.read_text("utf-8").splitlines()))
    names = [row["name_vi"] for row in sorted(rows, key=lambda row: int(row["rank_vi"]))]
    assert len(names) > 50
    shuffled = [*names[1::2], *names[::2]]
    assert sorted(shuffled, key=lambda name: order(name, "vi")) == names


@pytest.mark.parametrize(
    ("language", "sorted_words"),
    [
        pytest.param("vi", ["1", "a", "á", "az", "ă", "â", "d", "đ", "z"], id="letters before tones in Vietnamese"),
        pytest.param("vi", ["ma", "mà", "mả", "mã", "má", "mạ"], id="five tones"),
        pytest.param("en", ["a", "á", "â", "az", "d", "đ", "e"], id="marks are secondary in English"),
        pytest.param("vi", ["-a", "2", "a", "ж"], id="signs, digits, letters, other scripts"),
    ],
)
def test_words_come_in_the_order_of_a_language(language: str, sorted_words: list[str]) -> None:
    shuffled = [*sorted_words[1::2], *sorted_words[::2]]
    assert sorted(shuffled, key=lambda word: order(word, language)) == sorted_words


@given(st.text(), st.text(), st.sampled_from(["vi", "en"]))
def test_only_equal_texts_have_equal_order(one: str, other: str, language: str) -> None:
    assert (order(one, language) == order(other, language)) is (one == other)


@pytest.mark.parametrize(
    ("word", "known", "meant"),
    [
        pytest.param("titel", ["title", "url"], "title", id="letters swapped"),
        pytest.param("Đèn", ["den", "url"], "den", id="marks and case do not count"),
        pytest.param("nothing", ["title", "url"], None, id="nothing near"),
        pytest.param("", ["title"], None, id="empty word"),
        pytest.param("title", [], None, id="nothing known"),
    ],
)
def test_the_nearest_word_is_the_one_probably_meant(word: str, known: list[str], meant: str | None) -> None:
    assert nearest(word, known) == meant


@given(st.text(max_size=8), st.lists(st.text(max_size=8), max_size=4))
def test_the_nearest_word_is_a_known_one_whatever_their_order(word: str, known: list[str]) -> None:
    assert nearest(word, known) == nearest(word, reversed(known))
    assert nearest(word, known) in {*known, None}


@pytest.mark.parametrize(
    ("value", "language", "written"),
    [
        ("2026", "vi", "2026"),
        ("2026-11", "vi", "11/2026"),
        ("2026-11-21", "vi", "21/11/2026"),
        ("2026", "en", "2026"),
        ("2026-11", "en", "November 2026"),
        ("2026-11-21", "en", "21 November 2026"),
        ("2026-11-21", "fr", "21 novembre 2026"),
        ("2026-11-21", "xx", "2026-11-21"),
        ("2026-02-30", "vi", "2026-02-30"),
        ("2026-13", "vi", "2026-13"),
        ("soon", "vi", "soon"),
        ("2026-W01-1", "vi", "2026-W01-1"),
        ("20261121", "vi", "20261121"),
        ("", "vi", ""),
    ],
)
def test_a_date_is_written_as_people_do_and_anything_else_stays(value: str, language: str, written: str) -> None:
    assert date(value, language) == written


@given(st.text(max_size=12), st.sampled_from(["vi", "en", "fr", "xx"]))
def test_no_text_breaks_a_date(value: str, language: str) -> None:
    assert isinstance(date(value, language), str)


@pytest.mark.parametrize(
    ("value", "language", "written"),
    [
        (1234567, "vi", "1.234.567"),
        (1234567, "en", "1,234,567"),
        (1234.5, "vi", "1.234,5"),
        (-0.125, "en", "-0.125"),
        (1234.5, "xx", "1234.5"),
    ],
)
def test_a_number_has_the_separators_of_its_language(value: float, language: str, written: str) -> None:
    assert number(value, language) == written


@pytest.mark.parametrize(
    ("code", "name"), [("vi", "Tiếng Việt"), ("en", "English"), ("fr", "Français"), ("xx", "xx"), ("x", "x")]
)
def test_a_language_is_called_what_it_calls_itself(code: str, name: str) -> None:
    assert language_name(code) == name
