"""Promises of the papers that stand as related below a paper."""

from __future__ import annotations

import time
from dataclasses import replace

import sample

from paperfolio.model import Author, Paper
from paperfolio.scholar.related import SHOWN, related


def paper(slug: str, title: str = "", **more: object) -> Paper:
    """Return a bare paper with a title and other fields."""
    return replace(sample.BARE, slug=slug, title=sample.plain(title), **more)  # type: ignore[arg-type]


def slugs(papers: tuple[Paper, ...]) -> list[str]:
    """Return the slugs of papers in their order."""
    return [each.slug for each in papers]


def test_a_shared_tag_brings_papers_nearer_than_a_shared_word():
    """What the researcher chose to say about a paper weighs more than how its title is worded."""
    papers = [
        paper("a", "Tides Rising", tags=("sea",)),
        paper("b", "Wells", tags=("sea",)),
        paper("c", "Rising Dough"),
    ]
    assert slugs(related(papers)["a"]) == ["b", "c"]


def test_a_rare_coauthor_says_more_than_a_frequent_one():
    """A co-author of every paper tells nothing about any of them."""
    often, once = Author(name="Often Here"), Author(name="Once More")
    papers = [paper(str(n), authors=(often, once) if n in (0, 7) else (often,)) for n in range(9)]
    assert slugs(related(papers)["0"])[0] == "7"


def test_papers_that_share_nothing_are_not_related():
    """An unrelated paper is not offered to fill a list, and the researcher's own name is no relation."""
    assert related([paper("a", "Tides"), paper("b", "Dough")]) == {"a": (), "b": ()}


def test_no_paper_is_related_to_itself_and_the_list_is_short():
    """At most three papers stand there, in an order that is always the same."""
    papers = [paper(str(n), "Tides") for n in range(9)]
    assert slugs(related(papers)["4"]) == ["0", "1", "2"]
    assert SHOWN == 3


def test_the_time_grows_with_the_number_of_papers_and_not_with_its_square():
    """Ten thousand papers that share a word and a tag with all others are no obstacle."""
    papers = [paper(str(n), f"Tides {n // 20:04}", tags=("sea",)) for n in range(10_000)]
    start = time.process_time()
    related(papers)
    assert time.process_time() - start < 5
