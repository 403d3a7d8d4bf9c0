"""What depends on all papers together: their order, their addresses, and which author is the researcher."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from paperfolio.model import Collection, Item, Paper, Profile, Sorting
from paperfolio.scholar import people


def in_order(papers: Iterable[Paper]) -> tuple[Paper, ...]:
    """Return the papers in the user's own order, then newest first, then by title."""

    def key(paper: Paper) -> tuple[float, int, int, int, str, str]:
        date = paper.date
        order = float("inf") if paper.order is None else paper.order
        return (order, -date.year, -date.month, -date.day, paper.title.plain.casefold(), paper.slug)

    return tuple(sorted(papers, key=key))


def arranged(collections: Iterable[Collection], items: Sequence[Item]) -> tuple[Collection, ...]:
    """Return the collections with their items, each in its own order: `order`, then as `sort` says."""
    by_name: dict[str, list[Item]] = {}
    for item in items:
        by_name.setdefault(item.collection, []).append(item)
    return tuple(replace(each, items=_sorted(each.sort, by_name.get(each.name, []))) for each in collections)


def _sorted(sort: Sorting, items: Iterable[Item]) -> tuple[Item, ...]:
    def key(item: Item) -> tuple[float, float, str, str]:
        order = float("inf") if item.order is None else item.order
        day = item.date.ordinal if item.date else float("-inf" if sort == "oldest" else "inf")
        when = {"newest": -day if item.date else day, "oldest": day, "title": 0.0}[sort]
        return (order, when, item.title.plain.casefold(), item.slug)

    return tuple(sorted(items, key=key))


def mark_researcher(papers: Iterable[Paper], profile: Profile) -> list[Paper]:
    """Mark the researcher among the authors of each paper, whatever form of the name it uses.

    An author marked with `me` in the file is the one. Otherwise the printed name decides; where two authors could be
    the researcher, only one with exactly the same name is marked.
    """
    names = (profile.name, *profile.other_names)
    forms, exact = people.Names(names), frozenset(name.casefold() for name in names)
    return [_marked(paper, forms, exact) for paper in papers]


def _marked(paper: Paper, forms: people.Names, exact: frozenset[str]) -> Paper:
    if any(author.me for author in paper.authors):
        return paper
    likely = [author for author in paper.authors if author.name in forms]
    if len(likely) > 1:
        likely = [author for author in likely if author.name.casefold() in exact][:1]
    if not likely:
        return paper
    authors = tuple(replace(author, me=author is likely[0]) for author in paper.authors)
    return replace(paper, authors=authors)
