"""The analysed papers in columns: which terms each field of each paper holds, and how often.

One array a fact, over all papers, is what makes a rebuild cheap: the columns of the last build are read
back in milliseconds, the unchanged papers' stretches are copied, and only the others are analysed again.
"""

from __future__ import annotations

import hashlib
import json
from array import array
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from itertools import chain

from paperfolio.search.analyse import chunk_terms

_SOURCES = ("analyse.py", "stem.py", "columns.py", "tables.json")
_KEY = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One field of all papers. Paper `d` has `lengths[d]` terms, of which `sizes[d]` are different ones.

    Those stand in `terms` (numbers of the vocabulary) and `counts` (how often), paper after paper.
    """

    lengths: array[int]
    sizes: array[int]
    terms: array[int]
    counts: array[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """All papers: `vocabulary[i]` is the text of term `i`, `keys` has 16 bytes a paper, the hash of its texts.

    The vocabulary may hold terms that no paper has any more; they get no weight and reach no file.
    """

    vocabulary: list[str]
    keys: bytes
    fields: tuple[Column, ...]


class _Memory(dict[str, tuple[int, ...]]):
    """Chunk → the numbers of its terms, worked out on the first meeting."""

    def __init__(self, numbers: dict[str, int], names: bool) -> None:
        super().__init__()
        self.numbers, self.names = numbers, names

    def __missing__(self, chunk: str) -> tuple[int, ...]:
        numbers = self.numbers
        found = tuple(numbers.setdefault(term, len(numbers)) for term in chunk_terms(chunk, self.names))
        self[chunk] = found
        return found


def analysed(texts: Sequence[Sequence[str]], names: Sequence[bool], cache: bytes = b"") -> Columns:
    """Return the columns of the papers' fields, taking from `cache` what an earlier `dumped` wrote.

    `texts[d][f]` is field `f` of paper `d`; where `names[f]` is true the field keeps its stop words.
    A cache of other code, of other fields or damaged counts for nothing.
    """
    old = loaded(cache, len(names))
    keys = [_key(fields) for fields in texts]
    earlier = {} if old is None else {key: d for d, key in enumerate(_cut(old.keys))}
    numbers = {} if old is None else {term: i for i, term in enumerate(old.vocabulary)}
    memories = (_Memory(numbers, False), _Memory(numbers, True))
    columns = tuple(
        _column([fields[f] for fields in texts], memories[own], [earlier.get(key) for key in keys], before)
        for f, own in enumerate(names)
        for before in (None if old is None else old.fields[f],)
    )
    return Columns(vocabulary=list(numbers), keys=b"".join(keys), fields=columns)


def _column(
    texts: Sequence[str], memory: _Memory, earlier: Sequence[int | None], before: Column | None
) -> Column:
    column = Column(lengths=array("I"), sizes=array("I"), terms=array("I"), counts=array("I"))
    starts = [0]
    if before is not None:
        for size in before.sizes:
            starts.append(starts[-1] + size)
    for text, known in zip(texts, earlier, strict=True):
        if before is not None and known is not None:
            start, end = starts[known], starts[known + 1]
            column.lengths.append(before.lengths[known])
            column.terms.extend(before.terms[start:end])
            column.counts.extend(before.counts[start:end])
            column.sizes.append(end - start)
            continue
        tally = Counter(chain.from_iterable(map(memory.__getitem__, text.split())))
        column.lengths.append(sum(tally.values()))
        column.sizes.append(len(tally))
        column.terms.extend(tally)
        column.counts.extend(tally.values())
    return column


def dumped(columns: Columns) -> bytes:
    """Return the columns as the bytes that `analysed` takes as its cache; for this machine alone."""
    words = "\n".join(columns.vocabulary).encode()
    parts = [part for it in columns.fields for part in (it.lengths, it.sizes, it.terms, it.counts)]
    head = [code(), len(columns.keys), len(words), *(len(part) for part in parts)]
    body = b"".join([columns.keys, words, *(part.tobytes() for part in parts)])
    checked = hashlib.blake2b(body, digest_size=_KEY).digest()
    return json.dumps(head).encode() + b"\n" + checked + body


def loaded(cache: bytes, fields: int) -> Columns | None:
    """Return the columns that `dumped` wrote, or None for anything else."""
    head, _, rest = cache.partition(b"\n")
    checked, body = rest[:_KEY], rest[_KEY:]
    if not head or hashlib.blake2b(body, digest_size=_KEY).digest() != checked:
        return None
    version, keys, words, *sizes = json.loads(head)
    if version != code() or len(sizes) != 4 * fields:
        return None
    parts: list[array[int]] = []
    start = keys + words
    for size in sizes:
        part = array("I")
        part.frombytes(body[start : start + size * part.itemsize])
        start += size * part.itemsize
        parts.append(part)
    columns = (
        Column(lengths=parts[i], sizes=parts[i + 1], terms=parts[i + 2], counts=parts[i + 3])
        for i in range(0, len(parts), 4)
    )
    vocabulary = body[keys : keys + words].decode().split("\n") if words else []
    return Columns(vocabulary=vocabulary, keys=body[:keys], fields=tuple(columns))


def code() -> str:
    """Return the hash of what decides over terms: a cache from before a change of it is worth nothing."""
    room = files("paperfolio.search")
    text = b"".join(room.joinpath(name).read_bytes() for name in _SOURCES)
    return hashlib.blake2b(text, digest_size=_KEY).hexdigest()


def _key(fields: Sequence[str]) -> bytes:
    return hashlib.blake2b("\0".join(fields).encode("utf-8", "surrogatepass"), digest_size=_KEY).digest()


def _cut(keys: bytes) -> list[bytes]:
    return [keys[i : i + _KEY] for i in range(0, len(keys), _KEY)]
