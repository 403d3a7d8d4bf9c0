"""COinS of one paper: an OpenURL context object in a `span`, by which Zotero offers every paper of a list.

Sources: ANSI/NISO Z39.88-2004 (key/encoded-value format) and "OpenURL COinS: A Convention to Embed Bibliographic
Metadata in HTML". Kinds that OpenURL has no format for are Dublin Core with Zotero's type.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import quote

from paperfolio.model import Paper, Venue
from paperfolio.scholar import kinds
from paperfolio.scholar.cite import record
from paperfolio.text.cleaning import clean

# A list would grow without end by the names of a large collaboration; the page and the files have them all.
AUTHORS = 10

_SIGNS = re.compile(r"[^\w.~/:,-]+")
_PUBLISHER = {"dissertation": "rft.inst", "dc": "rft.publisher", "patent": "rft.assignee"}


def coins(paper: Paper) -> str:
    """Return the context object, without its `span`."""
    pairs = [("ctx_ver", "Z39.88-2004"), *_pairs(paper)]
    return "&".join(f"{key}={_encoded(text)}" for key, value in pairs if (text := clean(value)))


def _encoded(text: str) -> str:
    """Return a value with its signs percent-encoded and its letters as they are, which is a third of the size."""
    return _SIGNS.sub(lambda sign: quote(sign[0], safe=""), text)


def _pairs(paper: Paper) -> Iterator[tuple[str, str]]:
    kind, venue = kinds.of(paper), paper.venue or Venue()
    format_, genre = kind.coins
    whole, title = record.container(paper), record.title(paper)
    yield "rft_val_fmt", f"info:ofi/fmt:kev:mtx:{format_}"
    yield "rft.genre", genre
    if format_ == "dc":
        yield "rft.type", kind.zotero
    if whole:
        yield "rft.atitle", title
        yield ("rft.jtitle" if format_ == "journal" else "rft.btitle"), whole
    else:
        yield ("rft.btitle" if format_ == "book" else "rft.title"), title
    author = "rft.inventor" if format_ == "patent" else "rft.creator" if format_ == "dc" else "rft.au"
    people = record.authors(paper) or record.editors(paper)
    yield from ((author, record.inverted(person)) for person in people[:AUTHORS])
    yield "rft.date", paper.date.iso
    if kind.part_of:
        yield "rft.volume", venue.volume
        yield "rft.issue", venue.issue
        first, last = record.pages(paper)
        yield "rft.pages", f"{first}-{last}" if last else first
    yield _PUBLISHER.get(format_, "rft.pub"), record.publisher(paper)
    yield "rft.number", venue.issue if format_ == "patent" else ""
    if format_ == "book":
        yield "rft.place", venue.place
        yield "rft.edition", paper.edition
        yield "rft.series", record.series(paper)
        yield "rft.isbn", record.identifier(paper, "isbn")
    yield "rft.issn", record.identifier(paper, "issn") if format_ == "journal" else ""
    doi = record.identifier(paper, "doi")
    yield "rft_id", f"info:doi/{doi}" if doi else ""
    yield "rft_id", "" if doi else record.address(paper)
