"""Google Scholar's rules for the page of a paper, as a reader of its own that knows none of our code.

Source: Google Scholar, "Inclusion Guidelines for Webmasters", sections "Indexing" and "Website content".
`faults(html, page_url)` returns one sentence for each rule that a page breaks.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser
from urllib.parse import urlsplit

_VENUES = {
    "citation_journal_title",
    "citation_conference_title",
    "citation_inbook_title",
    "citation_dissertation_institution",
    "citation_technical_report_institution",
}
_ONCE = {"citation_title", "citation_publication_date", "citation_pdf_url", "citation_volume", *_VENUES}
_DEGREE = re.compile(r"\b(Ph\.?D|M\.?D|M\.?Sc|B\.?Sc|Prof|Dr)\b\.?|University|Institute|@|;|\bet al\b")


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[str, str]] = []
        self.raw: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag == "meta" and (values.get("name") or "").lower().startswith("citation_"):
            self.found.append(((values["name"] or "").lower(), values.get("content") or ""))
            self.raw.append(self.get_starttag_text() or "")


def tags(html: str) -> list[tuple[str, str]]:
    """Return the page's citation tags as (name, content), in their order."""
    parser = _Tags()
    parser.feed(html)
    return parser.found


def faults(html: str, page_url: str) -> list[str]:
    """Return what Google Scholar would pass over or misread on the page at `page_url`."""
    parser = _Tags()
    parser.feed(html)
    found = parser.found
    values = {name: [content for each, content in found if each == name] for name, _ in found}
    faults = [f"no {name}" for name in _REQUIRED if not any(values.get(name, []))]
    faults += [
        f"{name} twice: more than one paper on the page" for name in _ONCE if len(values.get(name, [])) > 1
    ]
    faults += [f"{name} without content" for name, content in found if not content.strip()]
    faults += [
        f"not an author's name: {item}" for item in values.get("citation_author", []) if _DEGREE.search(item)
    ]
    authors = values.get("citation_author", [])
    faults += [
        f"several authors in one tag: {item}" for item in authors if item.count(",") > 1 or " and " in item
    ]
    for date in values.get("citation_publication_date", []):
        if not re.fullmatch(r"\d{4}(/\d{1,2}/\d{1,2})?", date):
            faults.append(f"not a year or a day: {date}")
    if len(_VENUES & values.keys()) > 1:
        faults.append("more than one kind of venue")
    for name in ("citation_volume", "citation_issue"):
        if name in values and not _VENUES & values.keys():
            faults.append(f"{name} of no venue")
    if "citation_lastpage" in values and "citation_firstpage" not in values:
        faults.append("a last page without a first")
    faults += [fault for url in values.get("citation_pdf_url", []) for fault in _pdf(url, page_url)]
    faults += [f"not escaped: {raw}" for raw in parser.raw if re.search(r"content=\"[^\"]*[<>]", raw)]
    return faults


_REQUIRED = ("citation_title", "citation_author", "citation_publication_date")


def _pdf(url: str, page_url: str) -> list[str]:
    pdf, page = urlsplit(url), urlsplit(page_url)
    folder = page.path.rsplit("/", 1)[0] + "/"
    found = [] if pdf.scheme in ("http", "https") and pdf.netloc else [f"not an absolute address: {url}"]
    if (pdf.netloc, pdf.scheme) != (page.netloc, page.scheme) or not pdf.path.startswith(folder):
        found.append(f"the PDF lies outside the page's folder: {url}")
    return found if pdf.path.endswith(".pdf") else [*found, f"doesn't end in .pdf: {url}"]
