"""Split text into the terms of the index. `templates/static/search-analyse.js` does the same in the browser.

Both must return the same terms in the same order for any text, which a property test checks; they share
`tables.json`. Change them together.

Text is split at white space into chunks, and chunks at punctuation into parts. Each part yields its stem
(`Quantisation` → `quantiz`). In addition, camel-case names yield their pieces (`SlimInfer` → `slim`, `infer`),
letters with two transliterations yield both (`Müller` → `muller`, `mueller`), a Greek letter yields its name (`β` →
`β`, `beta`), Chinese, Japanese and Korean text yields pairs of characters, and parts joined by a hyphen, point or
apostrophe yield the whole (`few-step` → `few`, `step`, `fewstep`), so that `TFMQ-DM`, `tfmqdm` and `tfmq dm` match
each other.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache
from itertools import pairwise

from paperfolio.search.stem import stem
from paperfolio.search.tables import TABLES

STOP_WORDS = frozenset(TABLES["stop"].split())

_SPELLING: dict[str, str] = TABLES["spelling"]
_BRITISH = re.compile("|".join(_SPELLING))
_VERB = re.compile(TABLES["verb"])
_KEPT_ISE = frozenset(TABLES["ise"].split())
_FOLD = str.maketrans(TABLES["fold"])
_ALSO = str.maketrans(TABLES["also"])
_GREEK: dict[str, str] = dict(TABLES["greek"])

_WORD = rf"(?:[^\W_]|[{TABLES['marks']}])+"
_JOINED = re.compile(rf"{_WORD}(?:[-‐–'’._]{_WORD})*")
_PART = re.compile(rf"(['’]?)({_WORD})")
_CJK = re.compile(rf"[{TABLES['cjk']}]+")
_HUMPS = re.compile(TABLES["humps"])
_SIGNED = re.compile(TABLES["signed"])
_ADDRESS = re.compile(TABLES["address"], re.IGNORECASE)
_VERSION = re.compile(TABLES["version"])
_TIMES = re.compile(TABLES["times"])
_ROOT = re.compile(TABLES["root"])
_COMMAND = re.compile(TABLES["command"])
_POINTS = re.compile(f"[{TABLES['points']}]")

Terms = tuple[str, ...]


def analyser() -> Callable[[str, bool], list[str]]:
    """Return a function `analyse(text, names)` that caches the terms of every chunk.

    If `names` is true, stop words are kept: He, An and So are surnames.
    """
    content: dict[str, Terms] = {}
    everything: dict[str, Terms] = {}

    def analyse(text: str, names: bool = False) -> list[str]:
        cache = everything if names else content
        terms: list[str] = []
        for chunk in text.split():
            own = cache.get(chunk)
            if own is None:
                own = cache[chunk] = chunk_terms(chunk, names)
            terms += own
        return terms

    return analyse


def chunk_terms(chunk: str, names: bool) -> Terms:
    """Return the distinct terms of a text without white space, in the order of its parts."""
    # A shortcut for plain words, which most chunks are; the general code below gives the same term.
    bare = chunk.strip(".,;:()?!")
    if bare.isascii() and bare.isalpha() and (bare.islower() or bare.istitle()):
        word = bare.lower()
        return () if word in STOP_WORDS and not names else (normal(word),)
    chunk = unicodedata.normalize("NFKC", chunk)
    chunk = _COMMAND.sub(" ", _VERSION.sub(r"\1", _ADDRESS.sub("", chunk)))
    chunk = _ROOT.sub(" sqrt ", _TIMES.sub("x", chunk))
    terms: dict[str, None] = {}
    for joined in _JOINED.findall(chunk):
        terms.update(dict.fromkeys(_joined_terms(joined, names)))
    terms.update(dict.fromkeys(name.lower() for name in _SIGNED.findall(chunk)))
    return tuple(terms)


@lru_cache(maxsize=1 << 16)
def normal(word: str) -> str:
    """Return the term of a folded lower-case word: the stem of its American spelling."""
    if not word.isascii():
        return word
    if british := _BRITISH.match(word):
        word = _SPELLING[british[0]] + word[british.end() :]
    elif (verb := _VERB.fullmatch(word)) and f"{verb[1]}s" not in _KEPT_ISE:
        word = f"{verb[1]}z{verb[2]}"
    return stem(word)


def _joined_terms(joined: str, names: bool) -> list[str]:
    # The s of a possessive is not a word.
    parts = [part for mark, part in _PART.findall(joined) if not (mark and part in ("s", "S"))]
    terms: list[str] = []
    words: list[str] = []
    for part in parts:
        cjk = _CJK.search(part)
        if cjk:
            terms += _cjk_terms(part)
            continue
        word, also = fold(part)
        words.append(word)
        if word not in STOP_WORDS or names:
            terms.append(normal(word))
            if also:
                terms.append(normal(also))
            terms += humps(part)
    whole = "".join(words)
    if 2 <= len(words) == len(parts) <= 5 and len(whole) <= 14 and not (whole.isdecimal() and len(whole) < 8):
        terms.append(normal(whole))
    return terms


def fold(part: str) -> tuple[str, str]:
    """Return a word in lower case without diacritics, and its transliteration, or "" if that is the same."""
    word = part.lower()
    if word.isascii():
        return word, ""
    also = _GREEK.get(word) or word.translate(_ALSO)
    bare = _strip(word)
    return bare, "" if also == word or (also := _strip(also)) == bare else also


def _strip(word: str) -> str:
    letters = unicodedata.normalize("NFD", word.translate(_FOLD))
    return unicodedata.normalize("NFC", _POINTS.sub("", letters))


def humps(part: str) -> list[str]:
    """Return the stems of the pieces of a camel-case name that have at least three letters."""
    pieces = _HUMPS.findall(part) if part.isascii() else ()
    if len(pieces) < 2:
        return []
    return [normal(piece.lower()) for piece in pieces if len(piece) > 2]


def _cjk_terms(part: str) -> list[str]:
    """Return the pairs of characters of each run, runs of one or three characters as a whole, and the text between."""
    terms: list[str] = []
    end = 0
    for run in _CJK.finditer(part):
        if run.start() > end:
            terms.append(normal(fold(part[end : run.start()])[0]))
        text = run[0]
        end = run.end()
        terms += [first + second for first, second in pairwise(text)]
        if len(text) in (1, 3):
            terms.append(text)
    if end < len(part):
        terms.append(normal(fold(part[end:])[0]))
    return terms
