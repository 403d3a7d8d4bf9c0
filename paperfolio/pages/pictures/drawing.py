"""Drawing: a card of 1200 × 630 pixels for previews, and the icon with the initials, as small PNG files.

Sources: The Open Graph protocol, `og:image`; the size is the one at which previews are shown whole (1.91:1).
Sixteen colours are enough for text on a plain background: half a byte per pixel, and no dithering.
"""

from __future__ import annotations

import zlib
from bisect import bisect_right
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageDraw

from paperfolio.pages.colours import accent as own
from paperfolio.pages.colours import is_colour, rgb
from paperfolio.pages.pictures.setting import Face, Fonts, runs_leftwards, settable, visual

WIDTH, HEIGHT = 1200, 630
_MARGIN = 80
_INNER = WIDTH - 2 * _MARGIN
_TOP, _BOTTOM = 168, 522
_SIZES = (76, 68, 60, 54, 48, 42, 36)
_LEADING = 1.22
_MOST_NAMES = 200  # more never fit in two lines

# sRGB of the style's `--paper`, `--ink` and `--accent` on light ground (oklch there).
PAPER, INK = (253, 252, 250), (25, 26, 31)
ACCENTS = {
    "red": (124, 28, 38),
    "blue": (0, 67, 136),
    "green": (9, 82, 58),
    "violet": (86, 45, 123),
    "grey": (69, 69, 69),
}
# A pixel is the number of its colour: from 0, paper, to 9, ink, so that drawing text blends from one to the
# other; the colours above lead to the accent.
_INK, _SOFT, _QUIET, _FAINT = 9, 7, 6, 2
_SHADES = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What a card says: a line above the title, the title, names below it, and two words at its foot."""

    title: str
    names: tuple[str, ...] = ()
    goes_on: bool = False
    above: str = ""
    foot: str = ""
    aside: str = ""
    accent: str = "red"


def tint(accent: str) -> tuple[int, int, int]:
    """Return the colour of an accent, which is a name or a colour of the site's own."""
    return rgb(own(accent).light) if is_colour(accent) else ACCENTS.get(accent, ACCENTS["red"])


def card(content: Card, fonts: Fonts) -> bytes | None:
    """Return the card as PNG, or None where its title or a name has letters that the fonts can't set.

    The smaller lines are left out where they can't be set. A title too long for the smallest size ends in “…”.
    """
    bold, regular = (fonts.bold, fonts.regular, *fonts.more), (fonts.regular, *fonts.more)
    title = settable(content.title, bold)
    names = [settable(name, regular) for name in content.names[:_MOST_NAMES]]
    if not title or None in names:
        return None
    image = Image.new("L", (WIDTH, HEIGHT), 0)
    draw = ImageDraw.Draw(image)
    leftwards = runs_leftwards(title)
    bar = WIDTH - _MARGIN - 64 if leftwards else _MARGIN
    draw.rectangle((bar, 64, bar + 63, 71), fill=_INK)
    small = Face(files=regular, size=30)
    _put(image, _fitting(settable(content.above, regular) or "", small, _INNER), small, 128, _INK, leftwards)
    body = Face(files=regular, size=34)
    byline = _byline(
        [name for name in names if name], content.goes_on or len(content.names) > _MOST_NAMES, body
    )
    room = _BOTTOM - _TOP - len(byline) * 48 - (12 if byline else 0)
    face, lines = _title(title, bold, room)
    y = _TOP
    for line in lines:
        y += round(face.size * _LEADING)
        _put(image, line, face, y - round(face.size * 0.22), _INK, leftwards)
    y += 12
    for line in byline:
        y += 48
        _put(image, line, body, y - 10, _SOFT, leftwards)
    draw.rectangle((_MARGIN, 546, WIDTH - _MARGIN - 1, 547), fill=_FAINT)
    aside = settable(content.aside, regular) or ""
    _put(image, aside, small, 592, _QUIET, not leftwards)
    foot = settable(content.foot, regular) or ""
    _put(image, _fitting(foot, small, _INNER - round(small.width(aside)) - 40), small, 592, _QUIET, leftwards)
    return _png(image, content.accent, (0, 0, WIDTH, 150))


def icon(initials: str, accent: str, size: int, fonts: Fonts) -> bytes | None:
    """Return a square PNG of `size` pixels with the initials on the accent, or None if they can't be set."""
    files = (fonts.bold, *fonts.more)
    text = settable(initials, files)
    if not text:
        return None
    image = Image.new("L", (size, size), _INK)
    face = Face(files=files, size=round(size * (0.46 if len(text) < 3 else 0.36)))
    _draw(
        image, visual(text, runs_leftwards(text)), face, (size - face.width(text)) / 2, round(size * 0.66), 0
    )
    return _png(image, accent, (0, 0, size, size))


def _title(title: str, files: tuple[bytes, ...], room: int) -> tuple[Face, list[str]]:
    """Return the largest face in which the title fits the room, and its lines."""
    for size in _SIZES:
        face = Face(files=files, size=size)
        lines = face.lines(title, _INNER)
        if len(lines) * round(size * _LEADING) <= room:
            return face, lines
    most = room // round(_SIZES[-1] * _LEADING)
    return face, [*lines[: most - 1], _fitting(lines[most - 1] + "…", face, _INNER)]


def _byline(names: list[str], goes_on: bool, face: Face) -> list[str]:
    """Return the names in at most two lines; those that don't fit become “et al.”."""

    def lines(count: int) -> list[str]:
        cut = goes_on or count < len(names)
        return face.lines(", ".join([*names[:count], *(["et al."] if cut else [])]), _INNER)

    # More names take more room, so that the most that fit are found by halving.
    count = bisect_right(range(1, len(names) + 1), 2, key=lambda count: len(lines(count)))
    return lines(count) if count else []


def _fitting(line: str, face: Face, width: int) -> str:
    """Return as much of a line as fits, with “…” in place of the rest."""
    if face.width(line) <= width:
        return line
    starts = [x for x, _ in face.glyphs(line)]
    end = max(bisect_right(starts, width - face.width("…")) - 1, 0)
    return line[:end].rstrip(" ,.…") + "…"


def _put(image: Image.Image, line: str, face: Face, y: int, tone: int, leftwards: bool = False) -> None:
    """Draw a line with its baseline at `y`, at the left margin or, if it runs leftwards, at the right one."""
    x = WIDTH - _MARGIN - face.width(line) if leftwards else float(_MARGIN)
    _draw(image, visual(line, runs_leftwards(line)), face, x, y, tone)


def _draw(image: Image.Image, line: str, face: Face, x: float, y: int, tone: int) -> None:
    draw = ImageDraw.Draw(image)
    for along, glyph in face.glyphs(line):
        draw.bitmap((round(x + along) + glyph.left, y + glyph.top), glyph.image, tone)


def _png(image: Image.Image, accent: str, coloured: tuple[int, int, int, int]) -> bytes:
    """Return the picture as PNG; in the box `coloured` ink becomes the accent."""
    box = image.crop(coloured).point([_INK + round(n / _INK * _SHADES) if n else 0 for n in range(256)])
    image.paste(box, coloured)
    colour = tint(accent)
    colours = [_mixed(INK, n / _INK) for n in range(_INK + 1)]
    colours += [_mixed(colour, n / _SHADES) for n in range(1, _SHADES + 1)]
    image.putpalette([channel for colour in colours for channel in colour])
    file = _PngFile()
    # Runs of one colour are most of such a picture: looking for nothing else takes a third of the time.
    image.save(file, bits=4, compress_type=zlib.Z_RLE)
    return file.getvalue()


class _PngFile(BytesIO):
    """A file in memory; named so, Pillow loads what writes PNG and nothing that writes other formats."""

    name = "picture.png"


def _mixed(colour: tuple[int, int, int], part: float) -> tuple[int, int, int]:
    """Return paper with so much of a colour, from 0 to 1."""
    red, green, blue = (round(a + (b - a) * part) for a, b in zip(PAPER, colour, strict=True))
    return red, green, blue
