"""Related papers of a profile: those that share tags, co-authors and words of the title.

A shared feature counts for more, the fewer papers have it (inverse document frequency; Spärck Jones 1972).
Features that many papers have are left out: so the time grows with the number of papers, not with its square.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from paperfolio.model import Paper

SHOWN = 3
# A kind of feature and its weight: a tag was chosen to say what a paper is about.
TAG, AUTHOR, WORD = 3.0, 2.0, 1.0
COMMON = 40

_WORD = re.compile(r"\w{4,}")
_PLAIN_WORDS = frozenset(
    "from into over under with without between through using towards toward based study".split()
)


def related(papers: Sequence[Paper]) -> Mapping[str, tuple[Paper, ...]]:
    """Return up to three related papers for each slug, nearest first; none where nothing is shared."""
    holders: dict[tuple[float, str], list[int]] = defaultdict(list)
    for number, paper in enumerate(papers):
        for feature in sorted(set(_features(paper))):
            holders[feature].append(number)
    scores: list[dict[int, float]] = [defaultdict(float) for _ in papers]
    for (weight, _), numbers in holders.items():
        if 1 < len(numbers) <= max(COMMON, 2):
            value = weight * math.log(1 + len(papers) / len(numbers))
            for one in numbers:
                for other in numbers:
                    scores[one][other] += value
    return {
        paper.slug: tuple(_nearest(number, scores[number], papers)) for number, paper in enumerate(papers)
    }


def _nearest(number: int, scores: Mapping[int, float], papers: Sequence[Paper]) -> Iterator[Paper]:
    others = [other for other in scores if other != number]
    for other in sorted(others, key=lambda number: (-round(scores[number], 9), number))[:SHOWN]:
        yield papers[other]


def _features(paper: Paper) -> Iterator[tuple[float, str]]:
    for tag in paper.tags:
        yield TAG, tag.casefold()
    for author in paper.authors:
        if not author.me:
            yield AUTHOR, author.name.casefold()
    for word in _WORD.findall(paper.title.plain.casefold()):
        if word not in _PLAIN_WORDS:
            yield WORD, word
