"""Which papers are nearest to each, by the words that say most about it.

Where no paper has all words of a question, the papers nearest to the best answers are likely answers too (Diaz,
"Regularizing ad hoc retrieval scores", CIKM 2005). The work per paper is bounded: a few words, each in few papers.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from heapq import nlargest

from paperfolio.search.weigh import Postings, Weighed

NEAREST = 8
WORDS = 10
# A word in more papers says little, and would take most time.
COMMON = 150


def nearest(weighed: Weighed, heavy: Collection[int]) -> list[list[int]]:
    """Return for each paper up to `NEAREST` others, nearest first, each followed by its nearness in hundredths.

    Only the long texts count, which the fields of `heavy` are: a paper that shares all of its words has nearness 100.
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
    found = []
    for doc, words in enumerate(papers):
        shared: dict[int, int] = defaultdict(int)
        for weight, number in nlargest(WORDS, words):
            for other, its in zip(*lists[number], strict=True):
                shared[other] += weight * its
        whole = shared.pop(doc, 0)
        best = nlargest(NEAREST, shared.items(), key=lambda it: (it[1], -it[0]))
        found.append([value for other, sum_ in best for value in (other, 100 * sum_ // whole)])
    return found
