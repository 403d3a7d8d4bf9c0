"""The pages of everything that is not a paper: collections, their items, and the links between them and papers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from paperfolio.model import Collection, Item, Paper, Site
from paperfolio.pages.lists import folded

Linked = tuple[tuple[Collection, tuple[Item, ...]], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemGroup:
    """Items under one heading: a year or a term; a list that isn't divided has no heading."""

    heading: str = ""
    items: tuple[Item, ...]


def divided(collection: Collection) -> tuple[ItemGroup, ...]:
    """Return the items of a collection under their headings, in the order of the items."""

    def heading(item: Item) -> str:
        year = str(item.date.year) if item.date else ""
        return item.term or year if collection.group == "term" else year

    if collection.group == "none":
        return (ItemGroup(items=collection.items),) if collection.items else ()
    groups = groupby(collection.items, key=heading)
    return tuple(ItemGroup(heading=name, items=tuple(items)) for name, items in groups)


@dataclass(frozen=True, slots=True, kw_only=True)
class Relations:
    """Which items and papers belong together, whichever of the two names the other."""

    pairs: frozenset[tuple[str, str, str]]
    projects: Mapping[str, str]

    def items(self, paper: Paper, site: Site) -> Linked:
        """Return the items of a paper by collection, in the order of the site."""
        found = (
            (each, tuple(item for item in each.items if (paper.slug, each.name, item.slug) in self.pairs))
            for each in site.collections
        )
        return tuple((collection, items) for collection, items in found if items)

    def papers(self, item: Item, site: Site) -> tuple[Paper, ...]:
        """Return the papers of an item, in the order of the site."""
        return tuple(paper for paper in site.papers if (paper.slug, item.collection, item.slug) in self.pairs)

    def labels(self, paper: Paper) -> tuple[str, ...]:
        """Return the projects of a paper that have no file of their own."""
        return tuple(name for name in paper.projects if folded(name) not in self.projects)


def relations(site: Site) -> Relations:
    """Return the relations of a site. A paper's `projects` are slugs or titles, its `talks` are slugs."""
    projects = dict(_names(site))
    pairs = {(slug, item.collection, item.slug) for item in site.items for slug in item.papers}
    for paper in site.papers:
        named = (projects.get(folded(name)) for name in paper.projects)
        pairs |= {(paper.slug, "projects", slug) for slug in named if slug}
        pairs |= {(paper.slug, "talks", slug) for slug in paper.talks}
    return Relations(pairs=frozenset(pairs), projects=projects)


def _names(site: Site) -> Iterator[tuple[str, str]]:
    """Yield the names by which a paper may call each project, and its slug."""
    for item in site.items:
        if item.collection == "projects":
            yield from ((folded(name), item.slug) for name in (item.title.plain, item.slug))
