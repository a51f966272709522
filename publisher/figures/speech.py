"""How figures speak a language: words of the interface, numbers, days. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from publisher import words


@dataclass(frozen=True)
class Speech:
    """A language and its words; counts of people below `few` are told as such only."""

    language: str
    words: Mapping[str, str]

    def say(self, key: str, **args: str) -> str:
        """The words for a key."""
        return self.words[key].format(**args)

    def number(self, value: Decimal) -> str:
        """A number."""
        return words.number(value, self.language)

    def date(self, value: str) -> str:
        """A year, a month or a day."""
        return words.date(value, self.language)
