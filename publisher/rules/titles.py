"""Titles as keys: two ways of writing one title have one key. Pure.

Marks, case, abbreviations and filler words make no other title; numbers, years and Roman numerals do.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from publisher.model import Catalogue, in_language, label
from publisher.words import fold

_WORD = re.compile(r"\w+")
_ROMAN = re.compile(r"[IVXLCDM]+")

Tokens = tuple[str, ...]


@dataclass(frozen=True)
class Title:
    """The words of a title that tell it apart, in their order, and which of them must be equal to the letter."""

    tokens: Tokens
    numbers: Tokens

    @cached_property
    def key(self) -> str:
        """The canonical key."""
        return " ".join(self.tokens)


class Reader:
    """Reads titles with the abbreviations and filler words of a catalogue."""

    def __init__(self, catalogue: Catalogue) -> None:
        language, terms = catalogue.language, catalogue.schemas.vocabularies
        short = terms.get("abbreviations", {})
        self.language = language
        self.long: Mapping[str, Tokens] = {fold(key): _folded(label(term, language)) for key, term in short.items()}
        fillers = {_folded(label(term, language)) for term in terms.get("filler-words", {}).values()}
        self.fillers: Sequence[Tokens] = sorted(fillers - {()}, key=lambda words: (-len(words), words))

    def read(self, words: Mapping[str, str]) -> Title:
        """Read a title in the main language of the catalogue."""
        written = _WORD.findall(in_language(words, self.language))
        shouted = all(word == word.upper() for word in written)
        numbers = {fold(word) for word in written if _is_number(word) and (not shouted or not word.isalpha())}
        tokens = tuple(token for word in written for token in self.long.get(fold(word), (fold(word),)))
        kept = tuple(self._without_fillers(tokens)) or tokens
        return Title(kept, tuple(token for token in kept if token in numbers))

    def _without_fillers(self, tokens: Tokens) -> Iterator[str]:
        position = 0
        while position < len(tokens):
            found = next((f for f in self.fillers if tokens[position : position + len(f)] == f), ())
            if not found:
                yield tokens[position]
            position += len(found) or 1


def _is_number(word: str) -> bool:
    return any(char.isdigit() for char in word) or bool(_ROMAN.fullmatch(word))


def _folded(text: str) -> Tokens:
    return tuple(_WORD.findall(fold(text)))
