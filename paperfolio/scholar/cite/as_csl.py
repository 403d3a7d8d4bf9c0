"""CSL-JSON items (Citation Style Language 1.0.2, `csl-data.json`), as reference managers exchange them.

The formatted citations are made from these items too, so that both agree.
"""

from __future__ import annotations

import re
from typing import Any

from paperfolio.model import Author, Paper, Venue
from paperfolio.scholar import kinds
from paperfolio.scholar.cite import record
from paperfolio.text.cleaning import clean

Item = dict[str, Any]

# CSL's own word for these is the kind itself.
_UNSAID = frozenset({"published", "preprint"})
_NUMBERED = frozenset({"report", "patent"})


def csl_json(paper: Paper, key: str = "") -> Item:
    """Return a paper as an item whose `id` is `key`, else its slug; unknown fields are left out.

    CSL can't mark a list of authors as incomplete, so `custom` does (`"et-al": true`).
    """
    kind, venue, date = kinds.of(paper), paper.venue or Venue(), paper.date
    whole, (first, last) = record.container(paper), record.pages(paper)
    item: Item = {
        "id": key or paper.slug,
        "type": kind.csl,
        "title": record.title(paper),
        "author": [name(author) for author in record.authors(paper)],
        "editor": [name(editor) for editor in record.editors(paper)],
        "issued": {"date-parts": [[part for part in (date.year, date.month, date.day) if part]]},
        "container-title": whole,
        "container-title-short": clean(venue.short) if whole not in ("", clean(venue.short)) else "",
        "genre": record.genre(paper),
        "publisher": record.publisher(paper),
        "page": (f"{first}-{last}" if last else first) if kind.part_of else "",
        "chapter-number": clean(paper.chapter),
        "number-of-pages": str(paper.number_of_pages or ("" if kind.part_of or last else first)),
        "DOI": record.identifier(paper, "doi"),
        "URL": record.address(paper),
        "ISSN": record.identifier(paper, "issn"),
        "ISBN": record.identifier(paper, "isbn"),
        "PMID": record.identifier(paper, "pmid"),
        "PMCID": record.identifier(paper, "pmcid"),
        "abstract": clean(paper.abstract.plain),
        "keyword": ", ".join(clean(tag) for tag in paper.tags),
        "note": "; ".join(clean(note.plain) for note in paper.notes),
        "language": paper.language,
        "status": "" if paper.status in _UNSAID else paper.status or "",
        "custom": {"et-al": True} if paper.et_al else {},
        ("version" if kind.csl in ("dataset", "software") else "edition"): _edition(paper),
        **_numbers(paper, kind, venue),
        **_places(kind, venue),
    }
    if kind.name == "preprint" and (arxiv := record.identifier(paper, "arxiv")):
        item["number"] = f"arXiv:{arxiv}"
    return {field: value for field, value in item.items() if value}


def name(author: Author) -> Item:
    """Return a name in its parts, or as it is printed where they aren't known."""
    family, given = clean(author.family), clean(author.given)
    if not family or not given:
        return {"literal": clean(author.name)}
    family, suffix = record.without_suffix(family)
    particle, family = record.without_particle(family)
    parts = {"family": family, "given": given, "non-dropping-particle": particle, "suffix": suffix}
    return {part: value for part, value in parts.items() if value}


def _edition(paper: Paper) -> str:
    """Return the edition: `2` for `2nd` and `2nd edition`, since each style writes it in its own way."""
    written = clean(paper.edition)
    found = re.fullmatch(r"(\d+)(st|nd|rd|th)?\.?( ed(\.|n\.?|ition)?)?", written, re.IGNORECASE)
    return found[1] if found else written


def _numbers(paper: Paper, kind: kinds.PublicationKind, venue: Venue) -> Item:
    """Return volume, issue and number; in a series, the last number is the volume's number in it."""
    series, volume, issue = record.series(paper), clean(venue.volume), clean(venue.issue)
    if kind.name in _NUMBERED:
        return {"number": issue or volume, "collection-title": series}
    if series and kind.csl != "article-journal":
        return {
            "collection-title": series,
            "collection-number": issue or volume,
            "volume": volume if issue else "",
        }
    if not kind.part_of and kind.csl != "book":
        return {}
    return {"volume": volume, "issue": issue if kind.part_of else "", "collection-title": series}


def _places(kind: kinds.PublicationKind, venue: Venue) -> Item:
    place = clean(venue.place)
    if kind.name == "poster":
        event = clean(venue.name or venue.short)
        return {
            "event-title": event,
            "event": event,
            "event-place": place,
        }  # styles before 1.0.2 ask for `event`
    if kind.name == "patent":
        return {"authority": clean(venue.name).removesuffix("Patent").strip(), "publisher-place": place}
    # The place is that of the meeting; styles that print one ask for the publisher's.
    return {"publisher-place": place, "event-place": place if kind.csl == "paper-conference" else ""}
