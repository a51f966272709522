"""Which encoding a text that is not UTF-8 seems to have. Pure.

Wide encodings are told by their mark or by where their zeros stand. Those of one byte a letter, which Vietnamese
offices used before Unicode, are told by whether the words that come out are built as Vietnamese syllables are.
"""

import codecs
import re
import unicodedata
from collections.abc import Callable, Mapping

SAMPLE = 65_536  # bytes by which an encoding is told
MIN_WORDS = 2  # with letters beyond ASCII; fewer say nothing
_FIT = 0.8  # of these words must be syllables
_ZEROS = 0.5  # of the high bytes of a text mostly in Latin letters are zero

# The longer mark first: that of UTF-32LE begins with that of UTF-16LE.
_MARKS = {
    codecs.BOM_UTF32_LE: "UTF-32LE",
    codecs.BOM_UTF32_BE: "UTF-32BE",
    codecs.BOM_UTF16_LE: "UTF-16LE",
    codecs.BOM_UTF16_BE: "UTF-16BE",
}
# For each width in bytes and encoding: which bytes of a character are mostly zero, and which is its lowest.
_WIDE = {"UTF-32LE": (4, (3, 2), 0), "UTF-32BE": (4, (0, 1), 3), "UTF-16LE": (2, (1,), 0), "UTF-16BE": (2, (0,), 1)}

# TCVN 5712:1993, VN3: small letters with tones, capitals without.
_TCVN3 = dict(
    zip(
        "\xb5\xb8\xb6\xb7\xb9\xa8\xbb\xbe\xbc\xbd\xc6\xa9\xc7\xca\xc8\xc9\xcb\xae\xcc\xd0\xce\xcf\xd1\xaa\xd2\xd5\xd3"
        "\xd4\xd6\xd7\xdd\xd8\xdc\xde\xdf\xe3\xe1\xe2\xe4\xab\xe5\xe8\xe6\xe7\xe9\xac\xea\xed\xeb\xec\xee\xef\xf3\xf1"
        "\xf2\xf4\xad\xf5\xf8\xf6\xf7\xf9\xfa\xfd\xfb\xfc\xfe\xa1\xa2\xa7\xa3\xa4\xa5\xa6",
        "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵĂÂĐÊÔƠƯ",
        strict=True,
    )
)
_GRAVE, _ACUTE, _HOOK, _TILDE, _DOT, _BREVE, _ROOF = "\u0300\u0301\u0309\u0303\u0323\u0306\u0302"
# VNI for Windows: a vowel, then a sign for what stands above and below it.
_SIGNS = {
    **dict(zip("øùûõï", (_GRAVE, _ACUTE, _HOOK, _TILDE, _DOT), strict=True)),
    **dict(zip("êèéúüë", (_BREVE + tone for tone in ("", _GRAVE, _ACUTE, _HOOK, _TILDE, _DOT)), strict=True)),
    **dict(zip("âàáåãä", (_ROOF + tone for tone in ("", _GRAVE, _ACUTE, _HOOK, _TILDE, _DOT)), strict=True)),
    **dict(zip("ñôöìíæóòî", "đơưìíỉĩịỵ", strict=True)),
}
_VNI = {**_SIGNS, **{sign.upper(): letters.upper() for sign, letters in _SIGNS.items()}}

_WORD = re.compile(r"[^\W\d_]+(?:[\u0300-\u036f]+[^\W\d_]*)*")
# A syllable without its tone: an initial, one to three vowels, a final.
_SYLLABLE = re.compile(
    "(?:b|ch?|d|đ|gh?|gi|h|kh?|l|m|ngh?|nh?|ph?|qu?|r|s|th?|tr|v|x)?[aăâeêioôơuưy]{1,3}(?:ch?|m|ng?|nh|p|t)?"
)
_TONES = re.compile("[\u0300\u0301\u0309\u0303\u0323]")


def wide(raw: bytes) -> str:
    """UTF-16 or UTF-32, if the beginning of a text looks like it; nothing else."""
    marked = next((name for mark, name in _MARKS.items() if raw.startswith(mark)), "")
    return marked or next((name for name in _WIDE if _has_zeros(raw[:SAMPLE], *_WIDE[name])), "")


def _has_zeros(raw: bytes, width: int, zeros: tuple[int, ...], lowest: int) -> bool:
    """Whether zeros stand where an encoding has them, and none where the letters are."""
    count = len(raw) // width
    if not count or b"\0" not in raw:
        return False
    shares = [raw[at : count * width : width].count(0) / count for at in zeros]
    return min(shares) > _ZEROS and 0 not in raw[lowest : count * width : width]


def legacy(raw: bytes) -> str:
    """An older Vietnamese encoding, if a text read by it, and by no other as well, is Vietnamese; nothing else."""
    fits = sorted(((_fit(decode(raw[:SAMPLE])), name) for name, decode in _LEGACY.items()), reverse=True)
    (best, name), (second, _), *_ = fits
    return name if best >= _FIT and best > second else ""


def _fit(text: str) -> float:
    """The share of syllables among the words with letters beyond ASCII."""
    composed = unicodedata.normalize("NFC", text)
    words = [word for word in _WORD.findall(composed) if not word.isascii()]
    if len(words) < MIN_WORDS or any(not char.isascii() and not char.isalpha() for char in composed):
        return 0
    return sum(map(_is_syllable, words)) / len(words)


def _is_syllable(word: str) -> bool:
    plain, tones = _TONES.subn("", unicodedata.normalize("NFD", word.lower()))
    return tones <= 1 and _SYLLABLE.fullmatch(unicodedata.normalize("NFC", plain)) is not None


def _by_signs(signs: Mapping[str, str]) -> Callable[[bytes], str]:
    table = str.maketrans(dict(signs))
    return lambda raw: raw.decode("latin-1").translate(table)


_LEGACY: Mapping[str, Callable[[bytes], str]] = {
    "windows-1258": lambda raw: raw.decode("cp1258", "replace"),
    "TCVN3": _by_signs(_TCVN3),
    "VNI": _by_signs(_VNI),
}
