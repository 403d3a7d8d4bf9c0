"""Porter's stemmer, as implemented in lunr.js 2.3.9.

Source: M. F. Porter, "An algorithm for suffix stripping", Program 14(3), 1980, with the author's later revisions
(`bli`, `logi`) and three deviations of lunr.js: a final `y` becomes `i` only after a consonant that is not the first
letter, words of one or two letters are unchanged, and digits count as consonants.
"""

from __future__ import annotations

from paperfolio.search.tables import TABLES

# Steps 2 to 4: endings and their replacements, if the measure of the stem is above 0, 0 and 1.
_SECOND, _THIRD, _FOURTH = TABLES["porter"]
_CONSONANTS = "bcdfghjklmnpqrstvwxz0123456789"
_SPELT = str.maketrans("aeiou" + _CONSONANTS, "v" * 5 + "c" * len(_CONSONANTS))


def stem(word: str) -> str:
    """Return the stem of a word of lower-case ASCII letters and digits."""
    if len(word) < 3:
        return word
    word = _plural(word)
    word = _past(word)
    if word[-1] == "y" and len(word) > 2 and word[-2] not in "aeiou":
        word = word[:-1] + "i"
    word = _replace(word, _SECOND, 7, 0)
    word = _replace(word, _THIRD, 5, 0)
    word = _drop(word)
    return _tidy(word)


def _shape(word: str) -> str:
    """Return a word with `v` for vowels and `c` for consonants; y is a vowel after a consonant."""
    shape = word.translate(_SPELT)
    if "y" in shape:
        spelt = ""
        for letter in shape:
            spelt += letter if letter != "y" else "v" if spelt.endswith("c") else "c"
        shape = spelt
    return shape


def _measure(word: str) -> int:
    """Count the vowel-consonant sequences: Porter's m."""
    return _shape(word).count("vc")


def _short(word: str) -> bool:
    """Return whether a word is consonants, a vowel, and a consonant except w, x, y: Porter's m = 1 and *o."""
    shape = _shape(word)
    return shape.endswith("cvc") and "v" not in shape[:-2] and word[-1] not in "wxy"


def _plural(word: str) -> str:
    if word[-1] != "s":
        return word
    if (word.endswith("sses") and len(word) > 4) or (word.endswith("ies") and len(word) > 3):
        return word[:-2]
    return word[:-1] if word[-2] != "s" else word


def _past(word: str) -> str:
    if word.endswith("eed") and len(word) > 3:
        return word[:-1] if _measure(word[:-3]) else word
    cut = 2 if word.endswith("ed") else 3 if word.endswith("ing") else 0
    if not cut or len(word) == cut or "v" not in _shape(word[:-cut]):
        return word
    word = word[:-cut]
    if word.endswith(("at", "bl", "iz")):
        return word + "e"
    if len(word) > 1 and word[-1] == word[-2] and word[-1] not in "aeiouylsz":
        return word[:-1]
    return word + "e" if _short(word) else word


def _replace(word: str, endings: dict[str, str], longest: int, above: int) -> str:
    """Replace the longest ending that is in the table, if the measure of the stem is greater than `above`."""
    for size in range(min(longest, len(word) - 1), 1, -1):
        if (new := endings.get(word[-size:])) is not None:
            return word[:-size] + new if _measure(word[:-size]) > above else word
    return word


def _drop(word: str) -> str:
    if word.endswith(("sion", "tion")) and len(word) > 4:
        return word[:-3] if _measure(word[:-3]) > 1 else word
    return _replace(word, _FOURTH, 5, 1)


def _tidy(word: str) -> str:
    if word[-1] == "e" and len(word) > 1:
        before = word[:-1]
        measure = _measure(before)
        if measure > 1 or (measure == 1 and not _short(before)):
            word = before
    if word.endswith("ll") and _measure(word) > 1:
        word = word[:-1]
    return word
