"""Text as people read it: fold, slug, order, nearest word, dates, numbers. Pure; the only door to Babel."""

import datetime
import difflib
import re
import unicodedata
from collections.abc import Iterable
from decimal import Decimal
from functools import cache, lru_cache
from types import ModuleType

_D = str.maketrans({"đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "ɖ": "d", "Ɖ": "D"})
_LETTER_MARKS = {"\u0306", "\u0302", "\u031b"}  # breve, circumflex, horn: they make letters
_TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}
_VIETNAMESE = {letter: rank for rank, letter in enumerate("aăâbcdđeêfghijklmnoôơpqrstuưvwxyz")}
# By language, then by the length of an ISO date: a year, a month, a day.
_DATES = {
    "vi": {4: "y", 7: "MM/y", 10: "dd/MM/y"},
    "en": {4: "y", 7: "MMMM y", 10: "d MMMM y"},
}

_DAY = re.compile(r"\d{4}(-\d\d){0,2}")
_KEPT = 10_000  # days and numbers that were written already

OrderKey = tuple[tuple[tuple[int, int], ...], tuple[int, ...], str]


def plain(text: str) -> str:
    """Strip the marks of letters; đ becomes d first, because no decomposition splits it."""
    if text.isascii():
        return text
    decomposed = unicodedata.normalize("NFD", text.translate(_D))
    return "".join(char for char in decomposed if not unicodedata.category(char).startswith("M"))


def fold(text: str) -> str:
    """Give the form in which two spellings of a search term are equal; `fold.js` of the site does the same."""
    return unicodedata.normalize("NFC", plain(unicodedata.normalize("NFKC", text).lower()))


def slug(text: str) -> str:
    """Make a name of lower-case ASCII letters, digits and hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-")


def order(text: str, language: str) -> OrderKey:
    """Give a sort key: letters first, then tones; ă, â, đ, ê, ô, ơ, ư are letters in Vietnamese.

    Follows the order of CLDR for `vi`; for other languages all marks are secondary.
    """
    letters: list[tuple[int, int]] = []
    marks: list[int] = []
    for char in unicodedata.normalize("NFC", text).lower():
        letter, mark = _split(char) if language == "vi" else (plain(char) or char, ord(char))
        letters.append(_rank(letter))
        marks.append(mark)
    return tuple(letters), tuple(marks), text


def initial(text: str, language: str) -> str:
    """The letter under which a text stands in a list from A to Z; nothing for one that begins otherwise."""
    first = unicodedata.normalize("NFC", text)[:1].lower()
    letter = _split(first)[0] if language == "vi" and first else plain(first)
    return letter.upper() if letter[:1].isalpha() else ""


def _split(char: str) -> tuple[str, int]:
    base, *rest = list(unicodedata.normalize("NFD", char))
    letter = "".join([base, *(mark for mark in rest if mark in _LETTER_MARKS)])
    return unicodedata.normalize("NFC", letter), sum(_TONES.get(mark, 0) for mark in rest)


def _rank(letter: str) -> tuple[int, int]:
    if letter in _VIETNAMESE:
        return 2, _VIETNAMESE[letter]
    return (1 if letter.isdigit() else 0 if not letter.isalpha() else 3), ord(letter[0])


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Find the known word that was probably meant, or None."""
    by_fold = {fold(candidate): candidate for candidate in sorted(known)}
    found = difflib.get_close_matches(fold(word), by_fold, n=1, cutoff=0.6)
    return by_fold[found[0]] if found else None


@cache
def _cldr() -> ModuleType:
    """Import Babel when something is put into words: a check that finds nothing does without."""
    import babel.core
    import babel.dates
    import babel.numbers

    return babel


@lru_cache(maxsize=65_536)
@lru_cache(_KEPT)
def date(value: str, language: str) -> str:
    """Write a year, month or day (ISO 8601) as people of a language do; anything else as it is."""
    pattern = _DATES.get(language, _DATES["en"]).get(len(value)) if _DAY.fullmatch(value) else None
    try:
        start = datetime.date.fromisoformat(f"{value}-01-01"[:10] if len(value) == 4 else f"{value}-01"[:10])
        return _cldr().dates.format_date(start, pattern, locale=language) if pattern else value
    except (ValueError, _cldr().UnknownLocaleError):
        return value


@lru_cache
def language_name(code: str) -> str:
    """What a language calls itself; its code where CLDR does not know it."""
    try:
        name = str(_cldr().Locale.parse(code).get_display_name() or code)
    except (_cldr().UnknownLocaleError, ValueError):
        return code
    return name[:1].upper() + name[1:]


@lru_cache
def locale_name(code: str) -> str:
    """A language with the country where most of its speakers live (vi_VN); without one where CLDR names none."""
    code = code.replace("-", "_")
    language, *_, territory = _cldr().core.get_global("likely_subtags").get(code, code).split("_") * 2
    return f"{language}_{territory}" if len(territory) == 2 and territory.isupper() else code


@lru_cache(_KEPT, typed=True)
def number(value: float | Decimal, language: str) -> str:
    """Write a number with the separators of a language (CLDR)."""
    try:
        return str(_cldr().numbers.format_decimal(value, locale=language, decimal_quantization=False))
    except _cldr().UnknownLocaleError:
        return str(value)
