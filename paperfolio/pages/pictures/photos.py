"""Small WebP copies of a site's pictures, in the sizes that pages show.

Bytes in, bytes out; the same original gives the same files. A picture that Pillow can't read, an animation and a
picture that is already small are left as they are.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from urllib.parse import quote

from PIL import Image, ImageOps

from paperfolio.model import SITE, Page
from paperfolio.pages.pictures.exif import stripped

# Widths in pixels: a card's picture and a portrait on a sharp screen, a text's width, and that on a sharp screen.
_WIDTHS = (320, 800, 1280)
# What one picture may cost a visitor, in bytes.
_BUDGET = 58_000
_QUALITIES = (80, 70, 60, 50, 40, 30)
_LARGEST = 100_000_000  # pixels; more is no photo but an attack


@dataclass(frozen=True, slots=True, kw_only=True)
class Photo:
    """A picture: its size as it is seen, the original without metadata, and (width, WebP) of smaller copies."""

    width: int
    height: int
    data: bytes
    copies: tuple[tuple[int, bytes], ...] = ()


def published(photos: Mapping[str, Photo]) -> Iterator[Page]:
    """Yield the files of the pictures, which are given by the paths of their originals in the output."""
    for path, each in photos.items():
        yield Page(path=path, data=each.data)
        for width, data in each.copies:
            yield Page(path=_copy(path, width), data=data)


def srcset(path: str, photo: Photo) -> str:
    """Return the copies of a picture as HTML's attribute of this name wants them; empty without any."""
    return ", ".join(f"{SITE}{quote(_copy(path, width))} {width}w" for width, _ in photo.copies)


def _copy(path: str, width: int) -> str:
    return f"{path}-{width}.webp"


def photo(data: bytes) -> Photo | None:
    """Return a picture's smaller copies and the original without metadata; None for what can't be read."""
    clean = stripped(data)
    try:
        with Image.open(BytesIO(data)) as image:
            if image.width * image.height > _LARGEST:
                return None
            turned = image.getexif().get(0x0112, 1) in (5, 6, 7, 8)
            width, height = (image.height, image.width) if turned else image.size
            copies = () if getattr(image, "is_animated", False) else tuple(_copies(image, width, len(clean)))
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None
    return Photo(width=width, height=height, data=clean, copies=copies)


def _copies(image: Image.Image, width: int, size: int) -> Iterator[tuple[int, bytes]]:
    """Yield copies that are smaller than the original, which has `size` bytes and is `width` pixels wide."""
    # A photo as PNG has several bytes a pixel, a drawing a fraction of one.
    drawing = image.format == "PNG" and size < image.width * image.height
    profile = image.info.get("icc_profile")
    widths = [each for each in _WIDTHS if each < width]
    if width <= _WIDTHS[-1]:
        widths.append(width)
    # A JPEG is decoded at a fraction of its size, which is much faster.
    image.draft("RGB", (2 * max(widths), 2 * max(widths)))
    whole = ImageOps.exif_transpose(image)
    whole = whole.convert("RGBA" if whole.has_transparency_data else "RGB")
    for each in widths:
        copy = whole.resize(
            (each, max(round(whole.height * each / whole.width), 1)), Image.Resampling.LANCZOS
        )
        data = _encoded(copy, drawing, profile)
        if len(data) < size and (len(data) <= _BUDGET or each == widths[0]):
            yield each, data


def _encoded(image: Image.Image, drawing: bool, profile: bytes | None) -> bytes:
    """Return the WebP: a drawing without loss where that is small enough, else the best quality that is."""
    data = _saved(image, profile, lossless=True) if drawing else b""
    if data and len(data) <= _BUDGET:
        return data
    for quality in _QUALITIES:
        data = _saved(image, profile, quality=quality)
        if len(data) <= _BUDGET:
            break
    return data


def _saved(image: Image.Image, profile: bytes | None, **options: object) -> bytes:
    file = BytesIO()
    image.save(file, "WEBP", method=4, icc_profile=profile or b"", **options)
    return file.getvalue()
