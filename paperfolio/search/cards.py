"""The cards of a large site's papers, in shards of four: what an answer shows of papers on other pages.

The browser makes a card of a paper's texts when an answer needs one, and fetches its shard alone. Pressing
the shards costs a build more than anything else here, so those of an earlier build are kept.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence

CARDS = 4
_KEY = 16
_SIZE = 4

Card = tuple[str | int, ...]


def shards(
    cards: Sequence[Card], press: Callable[[bytes], bytes], cache: bytes = b""
) -> tuple[list[bytes], bytes]:
    """Return the pressed shards, and the bytes that make them cheap the next time."""
    kept = _kept(cache)
    pressed: list[bytes] = []
    keys: list[bytes] = []
    for k in range(0, len(cards), CARDS):
        some = cards[k : k + CARDS]
        text = "\0".join(map(str, (value for card in some for value in card)))
        key = hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=_KEY).digest()
        keys.append(key)
        pressed.append(kept.get(key) or press(written(some)))
    parts = [
        key + len(data).to_bytes(_SIZE, "little") + data for key, data in zip(keys, pressed, strict=True)
    ]
    body = b"".join(parts)
    return pressed, hashlib.blake2b(body, digest_size=_KEY).digest() + body


def written(value: object) -> bytes:
    """Return a value as compact JSON; half of a pair of surrogates, which no text should have, as `?`."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def _kept(cache: bytes) -> dict[bytes, bytes]:
    body = cache[_KEY:]
    if hashlib.blake2b(body, digest_size=_KEY).digest() != cache[:_KEY]:
        return {}
    kept: dict[bytes, bytes] = {}
    at = 0
    while at < len(body):
        start = at + _KEY + _SIZE
        size = int.from_bytes(body[at + _KEY : start], "little")
        kept[body[at : at + _KEY]] = body[start : start + size]
        at = start + size
    return kept
