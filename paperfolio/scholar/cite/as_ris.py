"""RIS records, one `TAG  - value` per line (Research Information Systems, "RIS Format Specifications", 2011).

The meaning of a tag depends on the type; where programs differ, the tags are those that Zotero and EndNote read.
"""

from __future__ import annotations

from collections.abc import Iterator

from paperfolio.model import Paper, Venue
from paperfolio.scholar import kinds
from paperfolio.scholar.cite import record
from paperfolio.text.cleaning import clean


def ris(paper: Paper) -> str:
    """Return a paper's record; its lines end in CR LF, as the specification requires.

    RIS can't mark a list of authors as incomplete; a note does.
    """
    lines = [f"{tag}  - {text}" for tag, value in _pairs(paper) if (text := clean(value))]
    return "\r\n".join([f"TY  - {kinds.of(paper).ris}", *lines, "ER  - ", ""])


def _pairs(paper: Paper) -> Iterator[tuple[str, str]]:
    kind, venue = kinds.of(paper), paper.venue or Venue()
    own, meeting, series = kind.csl == "book", kind.ris == "CONF", record.series(paper)
    first, last = record.pages(paper)
    yield from (("AU", record.inverted(author)) for author in record.authors(paper))
    # The authors of an edited volume are its editors; A2 is the series' editor of a book with authors.
    editors = "AU" if own and not record.authors(paper) else "A3" if own else "A2"
    yield from ((editors, record.inverted(editor)) for editor in record.editors(paper))
    yield "TI", record.title(paper)
    yield "T2", venue.name or venue.short if kind.ris == "SLIDE" else record.container(paper) or series
    yield "C3", record.container(paper) if meeting else ""
    yield "T3", series if record.container(paper) else ""
    yield "J2", venue.short if record.container(paper) and venue.short != venue.name else ""
    yield "PY", str(paper.date.year)
    month, day = paper.date.month, paper.date.day
    yield "DA", f"{paper.date.year}/{f'{month:02d}' if month else ''}/{f'{day:02d}' if day else ''}/"
    yield "VL", venue.volume
    yield "IS", "" if kind.ris in ("RPRT", "PAT") else venue.issue
    yield "ET", paper.edition
    yield "SE", paper.chapter
    yield "M3", record.genre(paper)
    yield "PB", record.publisher(paper)
    yield "CY", venue.place
    yield "C1", venue.place if meeting else ""
    yield "SP", first if kind.part_of or last or not paper.number_of_pages else ""
    yield "EP", last
    yield "SP", str(paper.number_of_pages or "") if not kind.part_of else ""
    yield "SN", venue.issue or venue.volume if kind.ris in ("RPRT", "PAT") else ""
    yield "SN", record.identifier(paper, "issn") or record.identifier(paper, "isbn")
    yield "AN", f"arXiv:{arxiv}" if (arxiv := record.identifier(paper, "arxiv")) else ""
    yield "DO", record.identifier(paper, "doi")
    yield "UR", record.address(paper)
    yield "AB", paper.abstract.plain
    yield from (("KW", tag) for tag in paper.tags)
    yield "LA", paper.language
    yield "N1", "The list of authors goes on (et al.)" if paper.et_al else ""
    yield "N1", paper.status or ""
    yield from (("N1", note.plain) for note in paper.notes)
