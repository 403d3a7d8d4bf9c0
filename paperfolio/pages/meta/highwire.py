"""Highwire `citation_*` tags of one paper's page, as Google Scholar and Zotero read them.

Source: Google Scholar, "Inclusion Guidelines for Webmasters", section "Indexing". Names may be given as
`Family, Given` or as printed; the first is used where the split is known, since it is unambiguous.
A date is a year or a whole day (`2010/5/12`); a month alone isn't allowed. The PDF must be in the page's folder or
below it. A page without a title, an author or a date counts as one without tags, so it gets none. `DC.type` has
Zotero's name for the kind, which the other tags can't express.
"""

from __future__ import annotations

from paperfolio.model import Paper, PartialDate, Venue
from paperfolio.pages.meta.elements import named
from paperfolio.pages.paths import own_pdf
from paperfolio.scholar import kinds
from paperfolio.scholar.cite import record
from paperfolio.text.cleaning import clean


def tags(paper: Paper, page_url: str) -> tuple[str, ...]:
    """Return the tags of a paper's page; `page_url` is its public address with a closing slash, or empty."""
    title, people = record.title(paper), record.authors(paper) or record.editors(paper)
    if not title or not people:
        return ()
    kind, venue = kinds.of(paper), paper.venue or Venue()
    first, last = record.pages(paper) if kind.part_of else ("", "")
    pairs = [("citation_title", title)]
    pairs += [("citation_author", record.inverted(author)) for author in people]
    pairs += [("citation_publication_date", day(paper.date))]
    pairs += [(kind.highwire, record.container(paper) or record.publisher(paper))] if kind.highwire else []
    if kind.name == "report":
        pairs += [("citation_technical_report_number", venue.issue or venue.volume)]
    elif kind.part_of:
        pairs += [("citation_volume", venue.volume), ("citation_issue", venue.issue)]
    pairs += [("citation_series_title", paper.series)]
    pairs += [("citation_firstpage", first), ("citation_lastpage", last)]
    if kind.issuer == "publisher":
        pairs += [("citation_publisher", record.publisher(paper))]
    for name in ("doi", "issn", "isbn", "pmid"):
        pairs += [(f"citation_{name}", record.identifier(paper, name))]
    pairs += [("citation_arxiv_id", record.identifier(paper, "arxiv"))]
    pairs += [("citation_language", paper.language)]
    pairs += [("citation_keywords", "; ".join(paper.tags))]
    pairs += [("citation_abstract", paper.abstract.plain)]
    pairs += [("citation_abstract_html_url", page_url)]
    if page_url and (pdf := own_pdf(paper)):
        pairs += [("citation_pdf_url", page_url + pdf.url.removeprefix(paper.folder))]
    pairs += [("DC.type", kind.zotero)]
    return tuple(named(name, content) for name, content in pairs if clean(content))


def day(date: PartialDate) -> str:
    """Return a date as the guidelines write it: `2010/5/12`, else the year alone."""
    return f"{date.year}/{date.month}/{date.day}" if date.month and date.day else f"{date.year}"
