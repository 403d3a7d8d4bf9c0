"""Pictures without their metadata: no place, no camera, no name of its owner reaches a visitor.

The image data are unchanged. Of the metadata only the colour profile and the orientation are kept, without which
a photo would be shown on its side. Sources: ITU-T T.81 (JPEG), Annex B; W3C, Portable Network
Graphics, section 5; Google, WebP Container Specification; CIPA DC-008 (Exif), section 4.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterator
from io import BytesIO

from PIL import Image

_ORIENTATION = 0x0112
# Any marker but those within the compressed data: a stuffed byte, a restart, a fill byte.
_MARKER = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]")
_EOI, _COMMENT = 0xD9, 0xFE
_PNG_TEXT = frozenset((b"eXIf", b"tEXt", b"zTXt", b"iTXt", b"tIME"))


def stripped(data: bytes) -> bytes:
    """Return a JPEG, PNG or WebP without metadata; anything else, and what can't be read, as it is."""
    try:
        if data.startswith(b"\xff\xd8"):
            return b"".join(_jpeg(data, _orientation(data)))
        if data.startswith(b"\x89PNG\r\n\x1a\n"):
            return data[:8] + b"".join(_png(data, _orientation(data)))
        if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
            chunks = b"".join(_webp(data, _orientation(data)))
            return b"RIFF" + struct.pack("<I", len(chunks) + 4) + b"WEBP" + chunks
    except (struct.error, IndexError):
        pass
    return data


def _orientation(data: bytes) -> int:
    try:
        with Image.open(BytesIO(data)) as image:
            found = image.getexif().get(_ORIENTATION, 1)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return 1
    return found if isinstance(found, int) and 1 <= found <= 8 else 1


def _tiff(orientation: int) -> bytes:
    """Return Exif data that says the orientation and nothing else; empty for the usual one."""
    if orientation == 1:
        return b""
    return struct.pack(">2sHIHHHIHHI", b"MM", 42, 8, 1, _ORIENTATION, 3, 1, orientation, 0, 0)


def _jpeg(data: bytes, orientation: int) -> Iterator[bytes]:
    """Yield the parts that stay, up to the end of the first image: phones put a film or a second photo after it."""
    yield data[:2]
    if tiff := _tiff(orientation):
        yield b"\xff\xe1" + struct.pack(">H", len(tiff) + 8) + b"Exif\0\0" + tiff
    at = 2
    while found := _MARKER.search(data, at):
        marker, start = data[found.start() + 1], found.start()
        yield data[at:start]
        if marker == _EOI:
            yield data[start : start + 2]
            return
        at = start + 2 + struct.unpack_from(">H", data, start + 2)[0]
        profile = marker == 0xE2 and data.startswith(b"ICC_PROFILE\0", start + 4)
        if marker in (0xE0, 0xEE) or profile or not (0xE0 <= marker <= 0xEF or marker == _COMMENT):
            yield data[start:at]
    yield data[at:]


def _png(data: bytes, orientation: int) -> Iterator[bytes]:
    at = 8
    while at < len(data):
        end = at + 12 + struct.unpack_from(">I", data, at)[0]
        kind = data[at + 4 : at + 8]
        if kind not in _PNG_TEXT:
            yield data[at:end]
        elif kind == b"eXIf" and (tiff := _tiff(orientation)):
            yield struct.pack(">I", len(tiff)) + kind + tiff + struct.pack(">I", zlib.crc32(kind + tiff))
        at = end
        if kind == b"IEND":
            return


def _webp(data: bytes, orientation: int) -> Iterator[bytes]:
    at, tiff = 12, _tiff(orientation)
    while at + 8 <= len(data):
        kind, size = struct.unpack_from("<4sI", data, at)
        end = at + 8 + size + size % 2
        if kind == b"VP8X":
            flags = data[at + 8] & ~0x0C | (0x08 if tiff else 0)
            yield data[at : at + 8] + bytes((flags,)) + data[at + 9 : end]
        elif kind == b"EXIF" and tiff:
            yield struct.pack("<4sI", kind, len(tiff)) + tiff
        elif kind not in (b"EXIF", b"XMP "):
            yield data[at:end]
        at = end
