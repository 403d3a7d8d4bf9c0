"""Lunr's weights: the relevance of each term for each paper that contains it.

The formula is that of lunr.js 2.3.9 (`lunr.Builder#createFieldVectors`, `lunr.idf`), BM25 for each field:

    idf(t)      = ln(1 + |(N - n + 0.5) / (n + 0.5)|), n = Σ over the fields of papers whose field contains t
    w(t, f, d)  = idf · (k1 + 1) · tf / (k1 · (1 - b + b · length / average length of f) + tf)
                  · boost of f · boost of d

with k1 = 1.2 and b = 0.75, rounded to three decimals. Weights are stored as integers, × 1000; divided by 1000 they are
exactly the numbers of lunr.js. On small sites the PyPI package lunr computes them; it takes 2.3 ms per paper, so
`by_columns` is used on larger ones. A test compares both with the Builder of lunr.js, weight by weight.
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

# One term in one field: the numbers of the papers, ascending, and the weights × 1000.
Postings = tuple[list[int], list[int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """The index: `terms` in UTF-16 order, and the postings of each term by field number.

    The position of a term is its index in Lunr's vectors, and the position of a paper its reference. `title_length` is
    the average number of terms in the first field.
    """

    papers: int
    title_length: float
    terms: list[str]
    postings: list[dict[int, Postings]]


def boosts_of(papers: int) -> list[float]:
    """Return Lunr's boost of each paper, which decreases slightly along the list: it decides between equal scores."""
    return [1 + EARLY * (1 - d / papers) for d in range(papers)]


def by_columns(columns: Columns, boosts: Sequence[float]) -> Weighed:
    """Weigh the papers; `boosts[f]` is the boost of field `f`."""
    papers = len(columns.fields[0].lengths) if columns.fields else 0
    own = boosts_of(papers)
    inverted = [_inverted(column, len(columns.vocabulary)) for column in columns.fields]
    # For each term, the number of papers whose field contains it.
    documents = list(map(sum, zip(*(map(len, docs) for docs, _ in inverted), strict=True)))
    order = in_utf16_order([i for i, count in enumerate(documents) if count], columns.vocabulary)
    idfs = [math.log(1 + abs((papers - n + 0.5) / (n + 0.5))) for n in documents]
    postings: list[dict[int, Postings]] = [{} for _ in order]
    for f, (docs, repeated) in enumerate(inverted):
        boost, base = boosts[f], _bases(columns.fields[f])
        once = [below + 1 for below in base]
        for i, by_field in zip(order, postings, strict=True):
            if term_docs := docs[i]:
                # `int(x + 0.5)` equals JavaScript's Math.round here, since no sum is rounded to the next integer.
                above = idfs[i] * (K1 + 1)
                if boost == 1:
                    weights = [int(above / once[d] * own[d] * 1000 + 0.5) for d in term_docs]
                else:
                    weights = [int(above / once[d] * boost * own[d] * 1000 + 0.5) for d in term_docs]
                for place, count in repeated.get(i, ()):
                    d = term_docs[place]
                    exact = idfs[i] * ((K1 + 1) * count) / (base[d] + count) * boost * own[d]
                    weights[place] = int(exact * 1000 + 0.5)
                by_field[f] = (term_docs, weights)
    length = sum(columns.fields[0].lengths) / papers if papers else 0.0
    terms = [columns.vocabulary[i] for i in order]
    return Weighed(papers=papers, title_length=length, terms=terms, postings=postings)


def _inverted(column: Column, terms: int) -> tuple[list[list[int]], dict[int, list[tuple[int, int]]]]:
    """Return the papers that contain each term, and for repeated terms pairs of a position in that list and a count."""
    docs: list[list[int]] = [[] for _ in range(terms)]
    repeated: dict[int, list[tuple[int, int]]] = {}
    counts = iter(column.counts)
    at = 0
    for d, (size, often) in enumerate(zip(column.sizes, column.repeated, strict=True)):
        own = column.terms[at : at + size]
        for term in own:
            docs[term].append(d)
        for term in own[:often]:
            repeated.setdefault(term, []).append((len(docs[term]) - 1, next(counts)))
        at += size
    return docs, repeated


def _bases(column: Column) -> list[float]:
    """Return the denominator of each paper's weights, without the term's count."""
    average = sum(column.lengths) / len(column.lengths) if column.lengths else 0.0
    return [K1 * (1 - B + B * (length / average)) if average else 0.0 for length in column.lengths]


def by_lunr(papers: Sequence[Sequence[Sequence[str]]], fields: Sequence[tuple[str, float]]) -> Weighed:
    """Weigh analysed papers with the package lunr: `papers[d][f]` are the terms of field `f`.

    Lists of terms bypass its tokenizer, and empty pipelines its stemmer, trimmer and stop words, which differ from
    those of lunr.js.
    """
    # Imported here because only small sites need it, and the import is slow.
    from lunr.builder import Builder

    class Weigher(Builder):  # type: ignore[misc]
        """Without the trie of all terms, a third of the time: only queries in Python need it."""

        token_set = None

        def _create_token_set(self) -> None:
            pass

    if not papers:
        return Weighed(papers=0, title_length=0.0, terms=[], postings=[])
    builder = Weigher()
    for name, boost in fields:
        builder.field(name, boost=boost)
    for d, (texts, own) in enumerate(zip(papers, boosts_of(len(papers)), strict=True)):
        terms = {name: list(texts[f]) for f, (name, _) in enumerate(fields)}
        builder.add({"id": str(d), **terms}, {"boost": own})
    index = builder.build().serialize()
    weights: dict[str, dict[int, int]] = {
        place: dict(zip(vector[::2], (round(weight * 1000) for weight in vector[1::2]), strict=True))
        for place, vector in index["fieldVectors"]
    }
    # lunr sorts by code points; lunr.js rejects an index that is not in UTF-16 order.
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
    """Sort indices into `texts` in the order in which JavaScript compares strings."""
    # The orders differ only between characters above U+FFFF and those from U+E000 to U+FFFF.
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
