"""The nearest neighbours of each paper, by its most characteristic words.

If no paper has all words of a query, the neighbours of the best results are likely results, too (Diaz, "Regularizing
ad hoc retrieval scores", CIKM 2005). The work per paper is bounded: a few words, each in few papers.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from heapq import nlargest

from paperfolio.search.weigh import Postings, Weighed

NEAREST = 8
WORDS = 10
# Words in more papers are not characteristic, and would take most of the time.
COMMON = 150


def nearest(weighed: Weighed, heavy: Collection[int]) -> list[list[int]]:
    """Return up to `NEAREST` neighbours of each paper, nearest first, each followed by its similarity in percent.

    Only the long texts count, which are the fields in `heavy`.
    """
    papers: list[list[tuple[int, int]]] = [[] for _ in range(weighed.papers)]
    lists: list[Postings] = []
    for postings in weighed.postings:
        for f in heavy:
            docs, weights = postings.get(f, ([], []))
            if 1 < len(docs) <= COMMON:
                for doc, weight in zip(docs, weights, strict=True):
                    papers[doc].append((weight, len(lists)))
                lists.append((docs, weights))
    neighbours = []
    for doc, words in enumerate(papers):
        shared: dict[int, int] = defaultdict(int)
        for weight, number in nlargest(WORDS, words):
            for other, other_weight in zip(*lists[number], strict=True):
                shared[other] += weight * other_weight
        whole = shared.pop(doc, 0)
        best = nlargest(NEAREST, shared.items(), key=lambda pair: (pair[1], -pair[0]))
        neighbours.append([value for other, sum_ in best for value in (other, 100 * sum_ // whole)])
    return neighbours
