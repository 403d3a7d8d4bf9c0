"""The analysed papers in columns: which terms each field of each paper contains, and how often.

Each fact is one array over all papers, so that a rebuild is cheap: the spans of unchanged papers are copied from the
previous build, and only the others are analysed again.
"""

from __future__ import annotations

import hashlib
from array import array
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, chain

from paperfolio.search.analyse import chunk_terms

_PARTS = ("lengths", "sizes", "repeated", "terms", "counts")
_KEY = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One field of all papers. In paper `d` it has `lengths[d]` terms, `sizes[d]` of them distinct.

    `terms` lists the distinct terms of each paper as numbers in the vocabulary. The `repeated[d]` terms that occur
    more than once come first; only their counts are in `counts`.
    """

    lengths: array[int]
    sizes: array[int]
    repeated: array[int]
    terms: array[int]
    counts: array[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """All papers: `vocabulary[i]` is the text of term `i`, and `keys` has a hash of each paper's texts (16 bytes each).

    The vocabulary may contain terms that no longer occur; they are written to no file.
    """

    vocabulary: list[str]
    keys: bytes
    fields: tuple[Column, ...]


class _Memory(dict[str, tuple[int, ...]]):
    """The numbers of the terms of each chunk, computed when first looked up."""

    def __init__(self, numbers: dict[str, int], names: bool) -> None:
        super().__init__()
        self.numbers, self.names = numbers, names

    def __missing__(self, chunk: str) -> tuple[int, ...]:
        numbers = self.numbers
        terms = tuple(numbers.setdefault(term, len(numbers)) for term in chunk_terms(chunk, self.names))
        self[chunk] = terms
        return terms


def analysed(texts: Sequence[Sequence[str]], names: Sequence[bool], old: Columns | None = None) -> Columns:
    """Return the columns of the papers' fields; unchanged papers are copied from the previous build's columns `old`.

    `texts[d][f]` is field `f` of paper `d`. If `names[f]` is true, the field keeps its stop words.
    """
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
    column = Column(**{name: array("I") for name in _PARTS})
    starts, counts = ([0], [0]) if before is None else (_starts(before.sizes), _starts(before.repeated))
    for text, known in zip(texts, earlier, strict=True):
        if before is not None and known is not None:
            column.lengths.append(before.lengths[known])
            column.sizes.append(before.sizes[known])
            column.repeated.append(before.repeated[known])
            column.terms.extend(before.terms[starts[known] : starts[known + 1]])
            column.counts.extend(before.counts[counts[known] : counts[known + 1]])
            continue
        tally = Counter(chain.from_iterable(map(memory.__getitem__, text.split())))
        often = [term for term, count in tally.items() if count > 1]
        column.lengths.append(sum(tally.values()))
        column.sizes.append(len(tally))
        column.repeated.append(len(often))
        column.counts.extend(map(tally.pop, often))
        column.terms.extend(often)
        column.terms.extend(tally)
    return column


def _starts(sizes: Sequence[int]) -> list[int]:
    return [0, *accumulate(sizes)]


def _key(fields: Sequence[str]) -> bytes:
    return hashlib.blake2b("\0".join(fields).encode("utf-8", "surrogatepass"), digest_size=_KEY).digest()


def _cut(keys: bytes) -> list[bytes]:
    return [keys[i : i + _KEY] for i in range(0, len(keys), _KEY)]
