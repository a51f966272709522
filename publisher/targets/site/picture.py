"""The picture that stands for a page where somebody shares its address. Pure but for its font; the only door to Pillow.

Words are drawn once and put together into lines, since titles share most of them; four bits a pixel are enough for
a ground, an ink with its shades, and a thread of another colour, so a picture takes 1 ms and 9 to 20 KB.
"""

import hashlib
import io
import struct
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from PIL import Image, ImageDraw, ImageFont, __version__, features

from publisher.plan import canonical

WIDTH, HEIGHT = 1200, 630  # what those who show such pictures ask for
NAME = "picture.png"
_EDGE = 2
"""Pixels before each row: as a byte they are 0, by which a PNG says that a row is not filtered."""
_LINES = 4  # of a title
_LARGE, _SMALL = 60, 30
_LONGEST = 400  # letters that are looked at; four lines hold fewer
_LEFT, _ROOM = 80, WIDTH - 160
_SHADES = 6  # of the ink: enough for smooth edges, and few make a small file
_INK, _SOFT = _SHADES, _SHADES - 1
_MORE = "…"

Colour = tuple[int, int, int]


@dataclass(frozen=True)
class Colours:
    """Of the ground, of what is written on it, of the thread below."""

    ground: Colour
    ink: Colour
    thread: Colour


class Painter:
    """Draws pictures with one font, in the colours of a site."""

    def __init__(self, font: bytes, colours: Colours) -> None:
        self._large, self._small = (ImageFont.truetype(io.BytesIO(font), size, layout_engine=ImageFont.Layout.BASIC)
                                    for size in (_LARGE, _SMALL))  # fmt: skip
        self._palette = _palette(colours)
        engines = [__version__, *(features.version(engine) for engine in ("freetype2", "zlib"))]
        self._digest = [hashlib.sha256(font).hexdigest(), self._palette.hex(), zlib.ZLIB_RUNTIME_VERSION, engines]
        self._nothing = bytes(self._large.getmask("\U0010ffff"))
        self._word = lru_cache(20_000)(self._drawn)
        self._length: Callable[[str, ImageFont.FreeTypeFont], float] = lru_cache(20_000)(_length)
        self._has = lru_cache(None)(lambda letter: bytes(self._large.getmask(letter)) != self._nothing)

    def digest(self, site: str, title: str, organization: str) -> str:
        """A digest of all that a picture depends on."""
        return hashlib.sha256(canonical([self._digest, site, title, organization])).hexdigest()

    def draw(self, site: str, title: str, organization: str) -> bytes:
        """A PNG with the name of the site, a title and who answers for it; letters that the font lacks are left out."""
        canvas = Image.new("P", (_EDGE + WIDTH, HEIGHT), 0)
        self._write(canvas, 98, 42, self._lines(site, self._small, 2), self._small, _SOFT)
        self._write(canvas, 256, 82, self._lines(title, self._large, _LINES), self._large, _INK)
        self._write(canvas, 570, 42, self._lines(organization, self._small, 1), self._small, _SOFT)
        canvas.paste(_SHADES + 1, (_EDGE, HEIGHT - 24, _EDGE + WIDTH, HEIGHT))
        return _png(canvas.tobytes("raw", "P;4"), self._palette)

    def _lines(self, text: str, font: ImageFont.FreeTypeFont, most: int) -> list[str]:
        """The text in lines that fit; what is more than may be ends in an ellipsis."""
        lines = [""]
        for word in self._words(text, font):
            longer = f"{lines[-1]} {word}".strip()
            if self._width(longer, font) <= _ROOM:
                lines[-1] = longer
            else:
                lines.append(word)
        if len(lines) > most:
            last = lines[most - 1]
            while last and font.getlength(last + _MORE) > _ROOM:
                last = last[:-1]
            lines[most - 1 :] = [last.rstrip() + _MORE]
        return lines

    def _words(self, text: str, font: ImageFont.FreeTypeFont) -> Iterator[str]:
        """The words of a text; one that is wider than a line in parts."""
        known = "".join(letter for letter in text[:_LONGEST] if letter.isspace() or self._has(letter))
        for word in known.split():
            rest = word
            while self._length(rest, font) > _ROOM:
                part = rest
                while len(part) > 1 and self._length(part, font) > _ROOM:
                    part = part[: len(part) * 3 // 4]
                yield part
                rest = rest[len(part) :]
            yield rest

    def _width(self, text: str, font: ImageFont.FreeTypeFont) -> float:
        return sum(self._word(word, font)[2] for word in text.split()) + text.count(" ") * self._length(" ", font)

    def _write(
        self, canvas: Image.Image, base: int, step: int, lines: Sequence[str], font: ImageFont.FreeTypeFont, ink: int
    ) -> None:
        """Put lines onto a canvas, the first on a base line."""
        for number, line in enumerate(lines):
            x = float(_EDGE + _LEFT)
            for word in line.split():
                mask, (left, top), width = self._word(word, font)
                canvas.paste(ink, (round(x) + left, base + number * step + top), mask)
                x += width + self._length(" ", font)

    def _drawn(self, word: str, font: ImageFont.FreeTypeFont) -> tuple[Image.Image, tuple[int, int], float]:
        """A word as a mask, where it lies from the beginning of its base line, and how far it reaches."""
        left, top, right, bottom = (round(edge) for edge in font.getbbox(word, anchor="ls"))
        mask = Image.new("L", (max(1, right - left), max(1, bottom - top)), 0)
        ImageDraw.Draw(mask).text((-left, -top), word, fill=255, font=font, anchor="ls")
        return mask, (left, top), font.getlength(word)


def _length(words: str, font: ImageFont.FreeTypeFont) -> float:
    return font.getlength(words)


def _palette(colours: Colours) -> bytes:
    mixed = [
        round(low + (high - low) * shade / _SHADES)
        for shade in range(_SHADES + 1)
        for low, high in zip(colours.ground, colours.ink, strict=True)
    ]
    return bytes([*mixed, *colours.thread])


def _png(packed: bytes, palette: bytes) -> bytes:
    """A PNG of up to sixteen colours (https://www.w3.org/TR/png-3/)."""
    chunks = {
        b"IHDR": struct.pack(">IIBBBBB", WIDTH, HEIGHT, 4, 3, 0, 0, 0),
        b"PLTE": palette,
        b"IDAT": zlib.compress(packed, 3),
        b"IEND": b"",
    }
    told = (
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks.items()
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(told)
