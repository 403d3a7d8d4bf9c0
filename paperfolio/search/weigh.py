"""Lunr's weights: how much each term says about each paper that contains it.

The formula is that of lunr.js 2.3.9 (`lunr.Builder#createFieldVectors`, `lunr.idf`), a BM25 per field:

    idf(t)      = ln(1 + |(N - n + 0.5) / (n + 0.5)|), n = Σ over the fields of papers whose field contains t
    w(t, f, d)  = idf · (k1 + 1) · tf / (k1 · (1 - b + b · length / average length of f) + tf)
                  · boost of f · boost of d

with k1 = 1.2 and b = 0.75, rounded to three decimals. A weight is kept as its thousandfold, an integer:
divided by 1000 it is the very number that lunr.js has. Small sites are weighed by the PyPI package lunr,
whose cost a paper (2.3 ms) would be felt on large ones; `by_columns` is made for those, and a test compares
both with the Builder of lunr.js, weight by weight.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from paperfolio.search.columns import Column, Columns

K1 = 1.2
B = 0.75
EARLY = 0.05
_ASTRAL = re.compile("[\U00010000-\U0010ffff]")

# Of one term in one field: the numbers of the papers, ascending, and beside them the weights × 1000.
Postings = tuple[list[int], list[int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """The index: `terms` in UTF-16 order, and for each of them its postings by field number.

    A term's place in the list is its index in Lunr's vectors, and a paper's place its reference. `title_length` is
    how many terms the first field has on average.
    """

    papers: int
    title_length: float
    terms: list[str]
    postings: list[dict[int, Postings]]


def boosts_of(papers: int) -> list[float]:
    """Return Lunr's boost of each paper: of two that say as much, the earlier in the list comes first.

    The list has the newest papers first, or those that the researcher puts there.
    """
    return [1 + EARLY * (1 - d / papers) for d in range(papers)]


def by_columns(columns: Columns, boosts: Sequence[float]) -> Weighed:
    """Weigh the papers; `boosts[f]` is the boost of field `f`."""
    papers = len(columns.fields[0].lengths) if columns.fields else 0
    own = boosts_of(papers)
    held = [_held(column, len(columns.vocabulary)) for column in columns.fields]
    # For every term, the number of papers whose field contains it.
    documents = list(map(sum, zip(*(map(len, docs) for docs, _ in held), strict=True)))
    order = in_utf16_order([i for i, found in enumerate(documents) if found], columns.vocabulary)
    idfs = [math.log(1 + abs((papers - n + 0.5) / (n + 0.5))) for n in documents]
    postings: list[dict[int, Postings]] = [{} for _ in order]
    for f, (docs, repeated) in enumerate(held):
        boost, base = boosts[f], _bases(columns.fields[f])
        once = [below + 1 for below in base]
        for i, found in zip(order, postings, strict=True):
            if its_docs := docs[i]:
                # Adding a half and cutting is Math.round for all above a half: no such sum is rounded itself.
                above = idfs[i] * (K1 + 1)
                if boost == 1:
                    weights = [int(above / once[d] * own[d] * 1000 + 0.5) for d in its_docs]
                else:
                    weights = [int(above / once[d] * boost * own[d] * 1000 + 0.5) for d in its_docs]
                for place, count in repeated.get(i, ()):
                    d = its_docs[place]
                    exact = idfs[i] * ((K1 + 1) * count) / (base[d] + count) * boost * own[d]
                    weights[place] = int(exact * 1000 + 0.5)
                found[f] = (its_docs, weights)
    length = sum(columns.fields[0].lengths) / papers if papers else 0.0
    terms = [columns.vocabulary[i] for i in order]
    return Weighed(papers=papers, title_length=length, terms=terms, postings=postings)


def _held(column: Column, terms: int) -> tuple[list[list[int]], dict[int, list[tuple[int, int]]]]:
    """Return for every term the papers whose field contains it, and where in that list it counts more than once."""
    docs: list[list[int]] = [[] for _ in range(terms)]
    repeated: dict[int, list[tuple[int, int]]] = {}
    counts = iter(column.counts)
    at = 0
    for d, (size, often) in enumerate(zip(column.sizes, column.repeated, strict=True)):
        stretch = column.terms[at : at + size]
        for term in stretch:
            docs[term].append(d)
        for term in stretch[:often]:
            repeated.setdefault(term, []).append((len(docs[term]) - 1, next(counts)))
        at += size
    return docs, repeated


def _bases(column: Column) -> list[float]:
    """Return the denominator of each paper's weights without the count."""
    average = sum(column.lengths) / len(column.lengths) if column.lengths else 0.0
    return [K1 * (1 - B + B * (length / average)) if average else 0.0 for length in column.lengths]


def by_lunr(papers: Sequence[Sequence[Sequence[str]]], fields: Sequence[tuple[str, float]]) -> Weighed:
    """Weigh analysed papers with the package lunr: `papers[d][f]` are the terms of field `f`.

    Lists of terms pass its tokenizer, and empty pipelines keep its stemmer, trimmer and stop words away,
    which are not those of lunr.js.
    """
    # Imported here because only small sites need it, and it takes as long as they do.
    from lunr.builder import Builder

    if not papers:
        return Weighed(papers=0, title_length=0.0, terms=[], postings=[])
    builder = Builder()
    for name, boost in fields:
        builder.field(name, boost=boost)
    for d, (texts, own) in enumerate(zip(papers, boosts_of(len(papers)), strict=True)):
        terms = {name: list(texts[f]) for f, (name, _) in enumerate(fields)}
        builder.add({"id": str(d), **terms}, {"boost": own})
    index = builder.build().serialize()
    weights: dict[str, dict[int, int]] = {
        place: dict(zip(vector[::2], (round(it * 1000) for it in vector[1::2]), strict=True))
        for place, vector in index["fieldVectors"]
    }
    # lunr sorts by code points; lunr.js refuses an index that is not in the order of UTF-16.
    rows = [(term, row) for term, row in index["invertedIndex"]]
    order = in_utf16_order(list(range(len(rows))), [term for term, _ in rows])
    postings: list[dict[int, Postings]] = []
    for _, row in (rows[i] for i in order):
        of_term: dict[int, Postings] = {}
        for f, (name, _) in enumerate(fields):
            docs = sorted(map(int, row[name]))
            if docs:
                of_term[f] = (docs, [weights[f"{name}/{d}"][row["_index"]] for d in docs])
        postings.append(of_term)
    length = sum(len(texts[0]) for texts in papers) / len(papers)
    ordered = [rows[i][0] for i in order]
    return Weighed(papers=len(papers), title_length=length, terms=ordered, postings=postings)


def in_utf16_order(numbers: list[int], texts: Sequence[str]) -> list[int]:
    """Sort numbers by the texts that they stand for, in the order in which JavaScript compares strings."""
    # The two orders differ only where a character outside the first plane meets one at U+E000 or above.
    if _ASTRAL.search("".join(texts)):
        return sorted(numbers, key=lambda i: texts[i].encode("utf-16-be", "surrogatepass"))
    return sorted(numbers, key=texts.__getitem__)


def as_lunr(weighed: Weighed, fields: Sequence[str]) -> dict[str, object]:
    """Return the index in the serialised form of lunr.js 2.3.9, for `lunr.Index.load`."""
    vectors: list[list[list[float]]] = [[[] for _ in fields] for _ in range(weighed.papers)]
    inverted = []
    for i, (term, postings) in enumerate(zip(weighed.terms, weighed.postings, strict=True)):
        row: dict[str, object] = {"_index": i}
        for f, name in enumerate(fields):
            docs, weights = postings.get(f, ([], []))
            row[name] = {str(d): {} for d in docs}
            for d, weight in zip(docs, weights, strict=True):
                vectors[d][f] += (i, weight / 1000)
        inverted.append([term, row])
    listed = [[f"{name}/{d}", vectors[d][f]] for d in range(weighed.papers) for f, name in enumerate(fields)]
    return {
        "version": "2.3.9",
        "fields": list(fields),
        "fieldVectors": listed,
        "invertedIndex": inverted,
        "pipeline": [],
    }
