"""A site's papers as entries of the search: the words by which each should be found."""

from __future__ import annotations

from paperfolio.model import Paper, Profile, Site
from paperfolio.search.facets import Facts
from paperfolio.search.index import Entry

AUTHORS_SHOWN = 3


def entries(site: Site) -> tuple[Entry, ...]:
    """Return an entry for each paper, in the order of the list."""
    return tuple(_entry(paper, site.profile) for paper in site.papers)


def _entry(paper: Paper, profile: Profile) -> Entry:
    venue = paper.venue
    return Entry(
        slug=paper.slug,
        title=" ".join(filter(None, (paper.title.plain, paper.subtitle.plain))),
        authors=_names(paper, profile),
        abstract=" ".join(filter(None, (paper.summary.plain, paper.abstract.plain))),
        venue=" ".join(filter(None, (venue.name, venue.short))) if venue else "",
        tags=(*paper.tags, *paper.projects),
        ids=tuple(identifier.value for identifier in paper.identifiers),
        year=str(paper.date.year),
        category=paper.category.label if paper.category else "",
        byline=_byline(paper),
        url=paper.page,
        facts=_facts(paper),
    )


def _facts(paper: Paper) -> Facts:
    venue = paper.venue
    return Facts(
        title=paper.title.plain,
        date=paper.date.iso,
        cited=paper.citations.count if paper.citations else -1,
        selected=paper.selected,
        year=(str(paper.date.year),),
        category=(paper.category.label,) if paper.category else (),
        tag=tuple(dict.fromkeys(paper.tags)),
        venue=(venue.short or venue.name,) if venue else (),
        author=tuple(dict.fromkeys(author.name for author in paper.authors if not author.me)),
        status=(paper.status,) if paper.status else (),
        code=("1",) if paper.code else (),
    )


def _names(paper: Paper, profile: Profile) -> tuple[str, ...]:
    """The researcher counts as an author of every paper, also where "et al." cuts the list short."""
    names = [author.name for author in paper.authors]
    return tuple(dict.fromkeys((*names, profile.name, *profile.other_names)))


def _byline(paper: Paper) -> str:
    names = ", ".join(author.name for author in paper.authors[:AUTHORS_SHOWN])
    more = paper.et_al or len(paper.authors) > AUTHORS_SHOWN
    return f"{names} et al." if more else names
