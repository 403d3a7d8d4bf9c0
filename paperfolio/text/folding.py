"""Text without accents, for comparing: the one table of letters that Unicode does not decompose."""

from __future__ import annotations

import unicodedata

_LETTERS = str.maketrans(
    {"ß": "ss", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"}
)


def fold(text: str) -> str:
    """Return the text in lower case and without accents: `Łódź` becomes `lodz`.

    Letters of other scripts stay. Source of the decomposition: Unicode Standard Annex #15, form NFKD.
    """
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))
