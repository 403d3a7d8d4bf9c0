"""Clean text into one line that is valid in every format."""

from __future__ import annotations

from paperfolio.model import SITE
from paperfolio.text.patterns import lazy

# Code points that are never characters (Unicode Standard, section 23.7), as a pattern's class without brackets.
NONCHARACTERS = "\ufdd0-\ufdef" + "".join(
    f"{chr(plane + 0xFFFE)}-{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000)
)
# What a line of metadata can't carry: control and private characters, halves of surrogate pairs, and the
# marks that turn the direction of all that follows them (UAX #9, explicit embeddings and isolates).
_UNFIT = lazy(
    r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069\ufff9-\ufffb"
    + NONCHARACTERS
    + SITE
    + "]"
)


def clean(text: str) -> str:
    """Return text as one line for XML, HTML, JSON and BibTeX: single spaces, no control characters."""
    if text.isprintable() and "  " not in text and text == text.strip():
        return text
    return " ".join(_UNFIT.sub("", text).split())
