"""CSL-JSON items (Citation Style Language 1.0.2, `csl-data.json`), as reference managers exchange them."""

from __future__ import annotations

from typing import Any

from paperfolio.model import Author, Paper
from paperfolio.scholar.cite import record
from paperfolio.text.cleaning import clean

Item = dict[str, Any]

_TYPES = {
    "article": "article-journal",
    "conference": "paper-conference",
    "chapter": "chapter",
    "thesis": "thesis",
    "report": "report",
    "preprint": "article",  # CSL 1.0.2: "article" is for preprints and working papers
    "other": "document",
}


def csl_json(paper: Paper, key: str = "") -> Item:
    """Return a paper as an item whose `id` is `key`, else its slug; nothing unknown is in it.

    CSL has no way to say that a list of authors goes on, so `custom` says it (`"et-al": true`).
    """
    kind, venue = record.kind(paper), paper.venue
    first, last = record.pages(paper)
    date = paper.date
    arxiv = record.identifier(paper, "arxiv")
    item: Item = {
        "id": key or paper.slug,
        "type": _TYPES[kind],
        "title": record.title(paper),
        "author": [name(author) for author in paper.authors],
        "issued": {"date-parts": [[part for part in (date.year, date.month, date.day) if part]]},
        "container-title": record.container(paper) if kind not in ("thesis", "report", "preprint") else "",
        "DOI": record.identifier(paper, "doi"),
        "URL": record.address(paper),
        "ISSN": record.identifier(paper, "issn"),
        "ISBN": record.identifier(paper, "isbn"),
        "PMID": record.identifier(paper, "pmid"),
        "PMCID": record.identifier(paper, "pmcid"),
        "page": f"{first}-{last}" if last else first,
        "number": f"arXiv:{arxiv}" if kind == "preprint" and arxiv else "",
        "abstract": clean(paper.abstract.plain),
        "keyword": ", ".join(clean(tag) for tag in paper.tags),
        "language": paper.language,
        "status": paper.status or "",
        "custom": {"et-al": True} if paper.et_al else {},
    }
    if venue:
        item["volume"] = clean(venue.volume)
        item["number" if kind == "report" else "issue"] = clean(venue.issue)
        whose = record.institution(paper) if kind in ("thesis", "report") else clean(venue.publisher)
        item["publisher"] = whose or (record.container(paper) if kind == "preprint" else "")
        item["event-place" if kind == "conference" else "publisher-place"] = clean(venue.place)
        item["genre"] = clean(venue.name) if kind == "thesis" and venue.publisher else ""
        item["container-title-short"] = clean(venue.short) if item["container-title"] else ""
    return {field: value for field, value in item.items() if value}


def name(author: Author) -> Item:
    """Return a name in its parts, or as it is printed where they aren't known."""
    family, given = clean(author.family), clean(author.given)
    if not family or not given:
        return {"literal": clean(author.name)}
    family, suffix = record.without_suffix(family)
    return {"family": family, "given": given, **({"suffix": suffix} if suffix else {})}
