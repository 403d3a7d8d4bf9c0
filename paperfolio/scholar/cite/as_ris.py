"""RIS records, one `TAG  - value` a line (Research Information Systems, "RIS Format Specifications", 2011)."""

from __future__ import annotations

from collections.abc import Iterator

from paperfolio.model import Paper
from paperfolio.scholar.cite import record
from paperfolio.text.cleaning import clean

_TYPES = {
    "article": "JOUR",
    "conference": "CONF",
    "chapter": "CHAP",
    "thesis": "THES",
    "report": "RPRT",
    "preprint": "UNPB",
    "other": "GEN",
}


def ris(paper: Paper) -> str:
    """Return a paper's record; its lines end in CR LF, as the specification has it.

    RIS has no way to say that a list of authors goes on; a note says so.
    """
    lines = [f"{tag}  - {text}" for tag, value in _pairs(paper) if (text := clean(value))]
    return "\r\n".join([f"TY  - {_TYPES[record.kind(paper)]}", *lines, "ER  - ", ""])


def _pairs(paper: Paper) -> Iterator[tuple[str, str]]:
    kind, venue = record.kind(paper), paper.venue
    first, last = record.pages(paper)
    yield from (("AU", record.inverted(author)) for author in paper.authors)
    yield "TI", record.title(paper)
    yield "T2", record.container(paper) if kind not in ("thesis", "report") else ""
    yield "PY", str(paper.date.year)
    month, day = paper.date.month, paper.date.day
    yield "DA", f"{paper.date.year}/{f'{month:02d}' if month else ''}/{f'{day:02d}' if day else ''}/"
    if venue:
        yield "VL", venue.volume
        yield "IS", venue.issue
        yield "PB", record.institution(paper) if kind in ("thesis", "report") else venue.publisher
        yield "CY", venue.place
    yield "SP", first
    yield "EP", last
    yield "SN", record.identifier(paper, "issn") or record.identifier(paper, "isbn")
    yield "DO", record.identifier(paper, "doi")
    yield "UR", record.address(paper)
    yield "AB", paper.abstract.plain
    yield from (("KW", tag) for tag in paper.tags)
    yield "LA", paper.language
    yield "N1", "The list of authors goes on (et al.)" if paper.et_al else ""
    yield "N1", paper.status or ""
