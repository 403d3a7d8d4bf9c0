"""Highwire `citation_*` tags of one paper's page, as Google Scholar reads them.

Source: Google Scholar, "Inclusion Guidelines for Webmasters", section "Indexing". Names may be given as
`Family, Given` or as printed; the first is used where the split is known, since it says which is which.
A date is a year, or a whole day `2010/5/12`; a month alone isn't one of the forms. The PDF must lie in the
same folder as the page or below it. Without a title, an author or a date a page counts as one without
tags, so then there are none.
"""

from __future__ import annotations

from paperfolio.model import Paper, PartialDate
from paperfolio.pages.meta.elements import named
from paperfolio.pages.paths import own_pdf
from paperfolio.scholar.cite import record
from paperfolio.text.cleaning import clean

# The tag that names the whole which a paper is part of, or whom a thesis or a report was done for.
_WHOLE = {
    "article": "citation_journal_title",
    "conference": "citation_conference_title",
    "chapter": "citation_inbook_title",
}
_FOR_WHOM = {"thesis": "citation_dissertation_institution", "report": "citation_technical_report_institution"}


def tags(paper: Paper, page_url: str) -> tuple[str, ...]:
    """Return the tags of a paper's page; `page_url` is its public address with a closing slash, or empty."""
    title = record.title(paper)
    if not title or not paper.authors:
        return ()
    kind, venue = record.kind(paper), paper.venue
    first, last = record.pages(paper)
    pairs = [("citation_title", title)]
    pairs += [("citation_author", record.inverted(author)) for author in paper.authors]
    pairs += [("citation_publication_date", day(paper.date))]
    if kind in _WHOLE:
        pairs += [(_WHOLE[kind], record.container(paper))]
    if kind in _FOR_WHOM:
        pairs += [(_FOR_WHOM[kind], record.institution(paper))]
    if venue and kind == "report":
        pairs += [("citation_technical_report_number", venue.issue or venue.volume)]
    elif venue:
        pairs += [("citation_volume", venue.volume), ("citation_issue", venue.issue)]
    pairs += [("citation_firstpage", first), ("citation_lastpage", last)]
    if venue and kind not in _FOR_WHOM:
        pairs += [("citation_publisher", venue.publisher)]
    for name in ("doi", "issn", "isbn", "pmid"):
        pairs += [(f"citation_{name}", record.identifier(paper, name))]
    pairs += [("citation_arxiv_id", record.identifier(paper, "arxiv"))]
    pairs += [("citation_language", paper.language)]
    pairs += [("citation_keywords", "; ".join(paper.tags))]
    pairs += [("citation_abstract_html_url", page_url)]
    if page_url and (pdf := own_pdf(paper)):
        pairs += [("citation_pdf_url", page_url + pdf.url.removeprefix(paper.folder))]
    return tuple(named(name, content) for name, content in pairs if clean(content))


def day(date: PartialDate) -> str:
    """Return a date as the guidelines write it: `2010/5/12`, else the year alone."""
    return f"{date.year}/{date.month}/{date.day}" if date.month and date.day else f"{date.year}"
