"""The packed form of an index: a dictionary in blocks and postings in packs, each loaded separately.

    root    JSON: the number of papers and terms, the first term of each block, and the position of its postings
    d<i>    a block of the dictionary: `block` terms in UTF-16 order. A varint with the length of a text in bytes,
            and the text. Its first line has one character per term, whose code minus 48 is the number of characters
            that the term shares with the previous one; the following lines have the rest of each term. Then come
            the sizes of all light postings and the sizes of all heavy postings, one varint per term
    r<i>    the same terms spelt backwards, in UTF-16 order, without sizes: for `*ending` and for typing errors
    l<k>    light postings, one blob per term, in the order of the terms: all fields except the heavy ones, and
            lists of heavy fields with at most LIGHT_LIST papers
    h<k>    heavy postings: the longer lists of the heavy fields (the abstract)

A blob starts with a byte whose bits are the fields. Then, for each field in order: a varint (number of papers · 4 + P),
the gaps between the papers' numbers as varints (the first is the number itself), and P byte planes of the weights
× 1000, lowest byte first. A pack ends before the blob that would exceed the limit. The position of a blob is not
stored: it follows from the sizes since the start of the block and the same limit.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from operator import sub

from paperfolio.search.weigh import Postings, Weighed, in_utf16_order

BLOCK = 512
LIGHT_LIST = 21
_ZERO = ord("0")
_MOST_SHARED = ord("~") - _ZERO


@cache
def _varint(number: int) -> bytes:
    """Return a number in groups of seven bits, the lowest first, all but the last with the high bit set."""
    written = bytearray()
    while number > 127:
        written.append(number & 127 | 128)
        number >>= 7
    written.append(number)
    return bytes(written)


def _varints(numbers: Sequence[int]) -> bytes:
    top = max(numbers, default=0)
    if top < 128:
        return bytes(numbers)
    return b"".join(map(_varint, numbers))


@dataclass(slots=True)
class _Packs:
    """Concatenate blobs into packs of at most `limit` bytes; a larger blob is a pack of its own."""

    limit: int
    done: list[bytes]
    open: list[bytes]
    size: int = 0

    def add(self, blob: bytes) -> None:
        """Append a blob to the open pack, or start a new pack if it doesn't fit."""
        if self.size and self.size + len(blob) > self.limit:
            self.close()
        self.open.append(blob)
        self.size += len(blob)

    def close(self) -> None:
        """Close the open pack."""
        self.done.append(b"".join(self.open))
        self.open = []
        self.size = 0


def packed(
    weighed: Weighed, heavy: frozenset[int], *, block: int, limit: int, backwards: bool
) -> tuple[dict[str, object], dict[str, bytes]]:
    """Return the positions, which are part of the root, and the uncompressed files by name."""
    light, long = _Packs(limit, [], []), _Packs(limit, [], [])
    starts: list[list[object]] = []
    files: dict[str, bytes] = {}
    for first in range(0, len(weighed.terms), block):
        terms = weighed.terms[first : first + block]
        starts.append([terms[0], len(light.done), light.size, len(long.done), long.size])
        sizes: tuple[list[int], list[int]] = ([], [])
        for postings in weighed.postings[first : first + block]:
            near, away = _blobs(postings, heavy)
            sizes[0].append(len(near))
            sizes[1].append(len(away))
            if near:
                light.add(near)
            if away:
                long.add(away)
        files[f"d{len(starts) - 1}"] = _words(terms) + _varints(sizes[0]) + _varints(sizes[1])
    for name, packs in (("l", light), ("h", long)):
        packs.close()
        files |= {f"{name}{k}": pack for k, pack in enumerate(packs.done)}
    ends: list[str] = []
    if backwards:
        spelt = [term[::-1] for term in weighed.terms]
        spelt = [spelt[i] for i in in_utf16_order(list(range(len(spelt))), spelt)]
        ends = spelt[::block]
        files |= {f"r{i}": _words(spelt[i * block : (i + 1) * block]) for i in range(len(ends))}
    where = {"terms": len(weighed.terms), "block": block, "limit": limit, "starts": starts, "ends": ends}
    return where, files


def _blobs(postings: dict[int, Postings], heavy: frozenset[int]) -> tuple[bytes, bytes]:
    """Return a term's light and heavy postings."""
    away = [f for f in postings if f in heavy and len(postings[f][0]) > LIGHT_LIST]
    near = [f for f in postings if f not in away] if away else list(postings)
    return _blob(postings, near), _blob(postings, away) if away else b""


def _blob(postings: dict[int, Postings], fields: Sequence[int]) -> bytes:
    parts: list[bytes] = []
    bits = 0
    for f in fields:
        bits |= 1 << f
        docs, weights = postings[f]
        if len(docs) == 1:
            # A shortcut for the most common case.
            planes = (weights[0].bit_length() + 7) // 8
            parts += (_varint(4 + planes), _varint(docs[0]), weights[0].to_bytes(planes, "little"))
            continue
        top = max(weights)
        planes = 1 if top < 1 << 8 else 2 if top < 1 << 16 else 3
        gaps = [docs[0], *map(sub, docs[1:], docs)]
        words = struct.pack(f"<{len(weights)}I", *weights)
        parts += (_varint(len(docs) * 4 + planes), _varints(gaps))
        parts += [words[plane::4] for plane in range(planes)]
    return bytes([bits]) + b"".join(parts) if parts else b""


def _words(terms: Sequence[str]) -> bytes:
    """Return the text of a block: sorted terms, each without the prefix that it shares with the previous one."""
    shared: list[str] = []
    rests: list[str] = []
    before = ""
    for term in terms:
        same = 0
        for old, new in zip(before, term, strict=False):
            # JavaScript would count a character outside the Basic Multilingual Plane twice.
            if old != new or old > "\uffff" or same == _MOST_SHARED:
                break
            same += 1
        shared.append(chr(_ZERO + same))
        rests.append(term[same:])
        before = term
    text = ("".join(shared) + "\n" + "\n".join(rests)).encode()
    return _varint(len(text)) + text
