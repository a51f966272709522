"""A crowd of entries: made of those of a catalogue, under titles and descriptions of random Vietnamese syllables."""

import itertools
import random
from dataclasses import replace

from publisher.model import Catalogue, Kind, Package
from publisher.words import slug

_CONSONANTS = ("", "b", "c", "ch", "d", "đ", "gi", "h", "kh", "l", "m", "n", "ng", "nh", "ph", "qu", "s", "t", "th")
_RHYMES = ("a", "ân", "ăng", "ép", "iểu", "ộc", "ống", "ước", "ương", "uyền", "ị", "ỹ")
_SYLLABLES = ["".join(parts) for parts in itertools.product(_CONSONANTS, _RHYMES)]


def crowd(catalogue: Catalogue, count: int, everywhere: str = "") -> list[Package]:
    """So many entries, three of four of them datasets; `everywhere` stands in each title."""
    chance = random.Random(count)
    kinds = [list(catalogue.of(kind)) for kind in Kind]

    def said(syllables: int) -> str:
        return " ".join(chance.choices(_SYLLABLES, k=syllables))

    keywords = [said(2) for _ in range(300)]

    def entry(number: int) -> Package:
        title = f"{said(12).capitalize()} {everywhere}".strip()
        return replace(
            chance.choice(kinds[number % 4 > 0]),
            name=f"{slug(title)[:50].strip('-')}-{number}",
            title={catalogue.language: title},
            description={catalogue.language: said(40)},
            keywords=tuple(chance.sample(keywords, 3)),
            organization=chance.choice(catalogue.organizations).name,
        )

    return [entry(number) for number in range(count)]
