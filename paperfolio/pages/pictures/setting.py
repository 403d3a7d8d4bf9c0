"""Text set in lines for a picture: which font has a letter, where a line breaks, which way it runs.

Letters are placed one by one, without a shaping library, so the same text gives the same picture on every
machine. Scripts whose letters join or stack (Arabic, those of India and South-East Asia) can't be drawn in this
way, and get no picture rather than a wrong one. Hebrew and East Asian scripts need no joining.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from itertools import groupby

from PIL import Image, ImageDraw, ImageFont

# At this size it is compared whether a letter looks like the font's sign for a missing one.
_PROBE = 24
_MISSING = "\uffff"

# Unicode blocks of scripts that need shaping, by first and last letter: from Syriac and Arabic to Khmer.
_JOINING = (
    (0x0600, 0x109F),
    (0x1780, 0x17FF),
    (0x1A20, 0x1CFF),
    (0xA800, 0xAAFF),
    (0xFB50, 0xFDFF),
    (0xFE70, 0xFEFC),
)
_EAST_ASIAN = ((0x2E80, 0x9FFF), (0xAC00, 0xD7AF), (0xF900, 0xFAFF), (0xFF00, 0xFFEF), (0x20000, 0x3FFFF))
_MIRRORED = str.maketrans("()[]{}<>«»‹›", ")(][}{><»«›‹")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fonts:
    """Font files (TrueType or OpenType) as bytes; `more` have the letters that the first two lack."""

    bold: bytes
    regular: bytes
    more: tuple[bytes, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Glyph:
    """A letter as a grey picture, where that lies from the pen on the baseline, and how far the pen goes on."""

    image: Image.Image
    left: int
    top: int
    advance: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Face:
    """Font files in the order in which a letter is looked for, at a size in pixels."""

    files: tuple[bytes, ...]
    size: int

    def width(self, text: str) -> float:
        """Return how wide a text is, in pixels."""
        return sum(_glyph(self._file(letter), self.size, letter).advance for letter in text)

    def glyphs(self, text: str) -> Iterator[tuple[float, Glyph]]:
        """Return each letter's glyph and its distance from the line's beginning, in pixels."""
        x = 0.0
        for letter in text:
            glyph = _glyph(self._file(letter), self.size, letter)
            yield x, glyph
            x += glyph.advance

    def lines(self, text: str, width: int) -> list[str]:
        """Break text into lines of at most that many pixels, between words or East Asian letters."""
        lines, line, used = [], "", 0.0
        for piece in _pieces(text):
            word = piece.rstrip()
            bare = self.width(word)
            wide = bare + self.width(piece[len(word) :])
            if line and used + bare > width:
                lines.append(line.rstrip())
                line, used = "", 0.0
            if bare > width:
                *broken, piece = self._broken(piece, width)
                lines += broken
                wide = self.width(piece)
            line, used = line + piece, used + wide
        return [*lines, line.rstrip()] if line.rstrip() else lines

    def _broken(self, word: str, width: int) -> list[str]:
        """Break a word that is wider than a line into parts that aren't."""
        parts, part, used = [], "", 0.0
        for letter in word:
            wide = self.width(letter)
            if part and used + wide > width:
                parts.append(part)
                part, used = "", 0.0
            part, used = part + letter, used + wide
        return [*parts, part]

    def _file(self, letter: str) -> bytes:
        return _first(self.files, letter)


@lru_cache(maxsize=4_000)
def settable(text: str, files: tuple[bytes, ...]) -> str | None:
    """Return text with each letter in a form that the fonts have, or None where a letter has none.

    A mathematical or other variant may become its plain letter (`𝒪`, O); a sign that is no letter or digit
    (an emoji) is left out.
    """
    found = []
    for letter in unicodedata.normalize("NFC", text):
        if letter.isascii():
            found.append(letter)
            continue
        if any(first <= ord(letter) <= last for first, last in _JOINING):
            return None
        plain = unicodedata.normalize("NFKC", letter)
        if letter == " " or any(_has(data, letter) for data in files):
            found.append(letter)
        elif all(any(_has(data, each) for data in files) for each in plain):
            found.append(plain)
        elif unicodedata.category(letter)[0] in "LN":
            return None
    return " ".join("".join(found).split())


def runs_leftwards(text: str) -> bool:
    """Whether the first letter that has a direction runs from right to left (UAX #9, rule P2)."""
    return next((kind == "R" for kind in map(unicodedata.bidirectional, text) if kind in ("L", "R")), False)


def visual(line: str, leftwards: bool) -> str:
    """Return a line's letters from left to right as they are to be seen (UAX #9, without its rarer rules)."""
    base = "R" if leftwards else "L"
    kinds, strong = [], base
    for kind in map(unicodedata.bidirectional, line):
        strong = kind if kind in ("L", "R") else strong
        # A number runs rightwards, but after Hebrew it counts as Hebrew to the signs around it (W7, N1).
        kinds.append(kind if kind in ("L", "R") else ("L" if strong == "L" else "EN") if kind == "EN" else "")
    if "R" not in kinds:
        return line
    for position, kind in enumerate(kinds):
        if not kind:
            before = kinds[position - 1] if position else base
            after = next((other for other in kinds[position:] if other), base)
            sides = {"L" if side == "L" else "R" for side in (before, after)}
            kinds[position] = sides.pop() if len(sides) == 1 else base
    parts = []
    for kind, letters in groupby(zip(kinds, line, strict=True), key=lambda pair: pair[0]):
        part = "".join(letter for _, letter in letters)
        parts.append(part[::-1].translate(_MIRRORED) if kind == "R" else part)
    return "".join(reversed(parts) if leftwards else parts)


def _pieces(text: str) -> Iterator[str]:
    """Return what must stay on one line: words with the space after them, and single East Asian letters."""
    piece = ""
    for letter in text:
        if _east_asian(letter) and piece:
            yield piece
            piece = ""
        piece += letter
        if letter == " " or _east_asian(letter):
            yield piece
            piece = ""
    if piece:
        yield piece


def _east_asian(letter: str) -> bool:
    return letter >= "\u2e80" and any(first <= ord(letter) <= last for first, last in _EAST_ASIAN)


@lru_cache(maxsize=64)
def _font(data: bytes, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(BytesIO(data), size, layout_engine=ImageFont.Layout.BASIC)


@lru_cache(maxsize=4_000)
def _glyph(data: bytes, size: int, letter: str) -> Glyph:
    """Return a letter drawn once: drawing it again on every card would take most of the time of a build."""
    font = _font(data, size)
    left, top, right, bottom = (round(edge) for edge in font.getbbox(letter, anchor="ls"))
    image = Image.new("L", (max(right - left, 1), max(bottom - top, 1)), 0)
    ImageDraw.Draw(image).text((-left, -top), letter, fill=255, font=font, anchor="ls")
    return Glyph(image=image, left=left, top=top, advance=font.getlength(letter))


@lru_cache(maxsize=4_000)
def _first(files: tuple[bytes, ...], letter: str) -> bytes:
    return next((data for data in files if _has(data, letter)), files[0])


@lru_cache(maxsize=20_000)
def _has(data: bytes, letter: str) -> bool:
    return letter == " " or _drawn(data, letter) != _drawn(data, _MISSING)


@lru_cache(maxsize=1_000)
def _drawn(data: bytes, letter: str) -> tuple[tuple[int, int], bytes]:
    mask = _font(data, _PROBE).getmask(letter)
    return mask.size, bytes(mask)
