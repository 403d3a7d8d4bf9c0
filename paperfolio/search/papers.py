"""A site's papers as entries of the search: the text that queries are matched against."""

from __future__ import annotations

import re
from collections.abc import Callable

from paperfolio.model import Paper, Profile, Site
from paperfolio.scholar import kinds, people
from paperfolio.search.analyse import STOP_WORDS
from paperfolio.search.facets import Facts
from paperfolio.search.index import Entry
from paperfolio.search.tables import TABLES

# A card may abbreviate the month or omit it; people type it in full.
MONTHS = """January February March April May June July August September October November December""".split()
# The words for these kinds are in most names of venues.
USUAL = frozenset({"journal article", "conference paper", "workshop paper", "other"})
_CJK = re.compile(f"[{TABLES['cjk']}]")


def entries(
    site: Site, label: Callable[[str], str] = str, card: Callable[[Paper], str] = lambda _: ""
) -> tuple[Entry, ...]:
    """Return an entry for each paper, in the order of the list.

    `label` returns the text of the interface for a key, `card` the markup of a paper's card.
    """
    return tuple(_entry(paper, site.profile, label, card(paper)) for paper in site.papers)


def _entry(paper: Paper, profile: Profile, label: Callable[[str], str], card: str) -> Entry:
    venue, kind = paper.venue, kinds.of(paper).name
    places = dict.fromkeys(place for author in paper.authors for place in author.affiliations)
    shown = (
        *(award.plain for award in paper.awards),
        *([label("collection.awards")] if paper.awards else ()),
        *([kind, label(f"kinds.{kind}")] if kind not in USUAL else ()),
        *([label(f"status.{paper.status}")] if paper.status else ()),
        *([label("facet.code_yes"), "code"] if paper.code else ()),
        *(note.plain for note in paper.notes),
        *places,
    )
    month = MONTHS[paper.date.month - 1] if paper.date.month else ""
    number = f"{paper.date.month:02}" if paper.date.month else ""
    return Entry(
        slug=paper.slug,
        title=" ".join(filter(None, (paper.title.plain, paper.subtitle.plain))),
        authors=_names(paper, profile),
        abstract=" ".join(filter(None, (paper.summary.plain, paper.abstract.plain))),
        venue=" ".join(filter(None, (venue.name, venue.short))) if venue else "",
        tags=(*paper.tags, *paper.projects),
        ids=(
            *(identifier.value for identifier in paper.identifiers),
            *(link.url for link in paper.links if link.kind == "code"),
        ),
        year=str(paper.date.year),
        category=paper.category.label if paper.category else "",
        shown=shown,
        dates=" ".join(filter(None, (month, month[:3], number, str(paper.date.day or "")))),
        card=card,
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
        venue=(venue.short or venue.name,) if venue and (venue.short or venue.name) else (),
        author=tuple(dict.fromkeys(author.name for author in paper.authors if not author.me)),
        kind=(kinds.of(paper).name,),
        status=(paper.status,) if paper.status else (),
        code=("1",) if paper.code else (),
    )


def _names(paper: Paper, profile: Profile) -> tuple[str, ...]:
    """Return the names of the authors; the researcher is included even if "et al." shortens the list.

    Initials are names of their own, so that `J. Doe` finds Jane Doe.
    """
    names = [*(author.name for author in paper.authors), profile.name, *profile.other_names]
    # Chinese, Japanese and Korean names that are printed with a space are also typed without it.
    joined = [name.replace(" ", "") for name in names if " " in name and _CJK.match(name)]
    given = [people.split(profile.name)[1], *(author.given for author in paper.authors)]
    initials = {name[0].lower() for names in given for name in re.findall(r"[^\W\d_]{2,}", names)}
    # Single letters such as "a" are more often words of a query than initials.
    letters = sorted(letter for letter in initials - STOP_WORDS if not _CJK.match(letter))
    return tuple(dict.fromkeys((*names, *joined, *letters)))
