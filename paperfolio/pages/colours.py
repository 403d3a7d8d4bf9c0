"""An accent of the site's own: readable on a light background, with a lighter version of the same hue for a dark one.

Sources: Björn Ottosson, "A perceptual color space for image processing" (OKLab), 2020; WCAG 2.2, "contrast ratio".
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_HEX = re.compile(r"#(?:[0-9a-f]{3}|[0-9a-f]{6})", re.IGNORECASE)
_LIGHT_GROUND = "#fdfcfa"
READABLE = 4.5  # WCAG 2.2, 1.4.3


@dataclass(frozen=True, slots=True, kw_only=True)
class Accent:
    """Colours as `#rrggbb`: of text on light and on dark ground, and of bars on dark ground."""

    light: str
    dark: str
    bar: str


def is_colour(text: str) -> bool:
    """Return whether a text is a colour such as `#7a1f2b` or `#a23`."""
    return _HEX.fullmatch(text) is not None


def accent(text: str) -> Accent:
    """Return the accent of a colour, darkened until it can be read on light ground."""
    lightness, green_red, blue_yellow = _oklab(text)
    light = _full(text)
    while contrast(light) < READABLE:
        lightness -= 0.01
        light = _hex(lightness, green_red, blue_yellow)
    # As the accents of the theme: lighter and paler for text, between the two for bars.
    return Accent(
        light=light,
        dark=_hex(0.82, green_red * 0.7, blue_yellow * 0.7),
        bar=_hex(0.66, green_red, blue_yellow),
    )


def contrast(colour: str, ground: str = _LIGHT_GROUND) -> float:
    """Return the contrast ratio of two colours, from 1 to 21."""
    one, other = sorted((_luminance(colour), _luminance(ground)))
    return (other + 0.05) / (one + 0.05)


def rgb(text: str) -> tuple[int, int, int]:
    """Return red, green and blue from 0 to 255."""
    digits = _full(text)[1:]
    return int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:], 16)


def _full(text: str) -> str:
    return (text if len(text) == 7 else "#" + "".join(2 * digit for digit in text[1:])).lower()


def _linear(text: str) -> tuple[float, float, float]:
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (each / 255 for each in rgb(text))
    )
    return red, green, blue


def _luminance(text: str) -> float:
    red, green, blue = _linear(text)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _oklab(text: str) -> tuple[float, float, float]:
    red, green, blue = _linear(text)
    long = (0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue) ** (1 / 3)
    middle = (0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue) ** (1 / 3)
    short = (0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue) ** (1 / 3)
    return (
        0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short,
    )


def _hex(lightness: float, green_red: float, blue_yellow: float) -> str:
    """Return a colour of OKLab as sRGB; what is outside of it is cut off."""
    long = (lightness + 0.3963377774 * green_red + 0.2158037573 * blue_yellow) ** 3
    middle = (lightness - 0.1055613458 * green_red - 0.0638541728 * blue_yellow) ** 3
    short = (lightness - 0.0894841775 * green_red - 1.2914855480 * blue_yellow) ** 3
    parts = (
        4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short,
    )
    return "#" + "".join(f"{_byte(part):02x}" for part in parts)


def _byte(linear: float) -> int:
    part = min(max(linear, 0.0), 1.0)
    return round(255 * (12.92 * part if part <= 0.0031308 else 1.055 * part ** (1 / 2.4) - 0.055))
