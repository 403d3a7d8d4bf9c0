"""The facts of all papers by which the facets filter and sort a long list, in columns.

A list on a single page doesn't need them, since its cards have the same data.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """One paper's values of each facet, as its card shows them, and its sort keys.

    `date` is ISO 8601, as precise as it is known; `cited` is -1 if unknown; a `selected` paper is listed first.
    """

    title: str = ""
    date: str = ""
    cited: int = -1
    selected: bool = False
    year: tuple[str, ...] = ()
    category: tuple[str, ...] = ()
    tag: tuple[str, ...] = ()
    venue: tuple[str, ...] = ()
    author: tuple[str, ...] = ()
    status: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    code: tuple[str, ...] = ()


FACETS = ("year", "category", "tag", "venue", "author", "kind", "status", "code")


def columns(papers: Sequence[Facts]) -> dict[str, object]:
    """Return the lists `date`, `cited`, `selected` and `title`, with one item per paper, and `facets`.

    `title` is the rank of the paper's title. A facet is a pair: the distinct values, and for each paper the numbers
    of its values.
    """
    # If all papers are selected, the list has no separate heading for them.
    apart = not all(paper.selected for paper in papers)
    by_title = sorted(range(len(papers)), key=lambda doc: _sorted_as(papers[doc].title))
    places = {doc: place for place, doc in enumerate(by_title)}
    return {
        "date": [paper.date for paper in papers],
        "cited": [paper.cited for paper in papers],
        "selected": [int(paper.selected and apart) for paper in papers],
        "title": [places[doc] for doc in range(len(papers))],
        "facets": {name: _column([getattr(paper, name) for paper in papers]) for name in FACETS},
    }


def _column(values: Sequence[Sequence[str]]) -> tuple[list[str], list[list[int]]]:
    numbers: dict[str, int] = {}
    papers = [[numbers.setdefault(value, len(numbers)) for value in of_paper] for of_paper in values]
    return list(numbers), papers


def _sorted_as(title: str) -> str:
    """Return the sort key of a title: without accents, case and punctuation."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKD", title).casefold()))
