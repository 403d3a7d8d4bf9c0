"""The lists of a CV as al-folio, RenderCV and HugoBlox have them, to the sections of `cv.md`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from paperfolio.importers import identifiers
from paperfolio.importers.conversion import from_html, plain
from paperfolio.importers.foreign import Values
from paperfolio.importers.records import note, unique
from paperfolio.problems import Problem
from paperfolio.scholar.accounts import web_address

Sections = dict[str, list[Any]]

_SECTIONS = (
    (r"education|degrees?", "education"),
    (r"experience|employment|positions?|appointments?|work", "positions"),
    (r"awards?|honou?rs?|prizes?|accomplishments", "awards"),
    (r"grants?|funding", "grants"),
    (r"teaching", "teaching"),
    (r"service|reviewing", "service"),
    (r"skills?|languages?", "skills"),
)
# What the profile and the list of papers have already, and what no section of a CV is about.
_ELSEWHERE = re.compile(r"general information|contact|publications?|.*interests?", re.IGNORECASE)
_WHAT = ("title", "position", "course", "name", "label", "bullet", "award")
_WHERE = ("institution", "company_name", "company", "organization", "awarder", "issuer", "location")
_SPAN = re.compile(r"\s+(?:-{1,2}|–|—|to|until)\s+|(?<=\d{4})\s*[-–—]+\s*(?=\d{4}|[A-Za-z])")
_LAST_SAMPLE = "1956"  # the CV that comes with al-folio is Albert Einstein's


def sections(path: str, lists: Mapping[str, Any], problems: list[Problem]) -> Sections:
    """Return the sections of a CV, whose lists are given by their headings; what is left out is named."""
    found: Sections = {}
    for heading, rows in lists.items():
        if not rows:
            continue
        # A heading is the name of a field, without what YAML would read in it.
        heading = " ".join(re.sub(r"[^\w &,()/-]", " ", plain(heading)).split()).lstrip("&,()/- ")
        if not heading or _ELSEWHERE.fullmatch(heading):
            problems.append(note(path, "no-home", f"“{heading}” of the CV: left out"))
            continue
        known = (
            name for pattern, name in _SECTIONS if re.search(rf"\b(?:{pattern})\b", heading, re.IGNORECASE)
        )
        entries = [entry for row in rows for entry in _entries(row)]
        own = [entry for entry in entries if not _is_sample(entry)]
        if len(own) < len(entries):
            problems.append(note(path, "sample", f"“{heading}” of the CV has samples of the theme: left out"))
        if own:
            found.setdefault(next(known, heading), []).extend(own)
    return found


def rows_of(value: Any) -> list[Any]:
    """Return the rows of a list, which HugoBlox may keep in a mapping: `courses`, `items`, `interests`."""
    if isinstance(value, dict):
        value = next((each for each in value.values() if isinstance(each, list)), [])
    return value if isinstance(value, list) else []


def _entries(row: Any) -> Iterator[Any]:
    """Yield the entries of a row: one, or one for each item of a year, of a group or of a nested list."""
    if isinstance(row, str):
        if text := from_html(row):
            yield text
        return
    if not isinstance(row, dict):
        return
    values = Values(row)
    dates, words = _dates(values)
    degree = unique([values.line("degree", "studyType"), values.line("area")])
    what = ", ".join(degree) or values.line(*_WHAT)
    items = [
        text
        for each in rows_of(values.get("items"))
        for text in (unique([Values(each).line(*_WHAT)]) if isinstance(each, dict) else _words(each))
    ]
    if not what or (items and not dates):
        prefix = f"{what}: " if what else ""
        texts = [f"{prefix}{', '.join(items)}"] if what else items
        more = dates or ({"note": words} if words else {})
        yield from ({"what": text, **more} if more else text for text in texts)
        return
    notes = [
        words,
        *_words(values.get("description")),
        *_words(values.get("summary")),
        values.line("value", "details"),
    ]
    notes += [*items, *_words(values.get("highlights"))]
    link = values.text("url", "link") or values.part("button").text("url")
    entry = {
        "what": what,
        "where": values.line(*_WHERE),
        **dates,
        "note": "; ".join(unique(notes)),
        "link": link if web_address(link) else "",
    }
    entry = {name: value for name, value in entry.items() if value}
    yield entry if len(entry) > 1 else what


def _words(value: Any) -> list[str]:
    """Return the texts of a description: a text, a list of them, or lists below headings."""
    if isinstance(value, str):
        return [from_html(" ".join(value.split()))]
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [text for part in parts for text in _words(part)]


def _dates(values: Values) -> tuple[dict[str, str], str]:
    """Return `from` and `to`, or `date`; and the words that name none."""
    first = values.text("date_start", "start_date", "startDate")
    last = values.text("date_end", "end_date", "endDate")
    written = values.text("year", "date", "releaseDate")
    if not (first or last):
        first, last = [*_SPAN.split(written, maxsplit=1), ""][:2]
        if not last:
            date = _date(written) if len(re.findall(r"\d{4}", written)) == 1 else ""
            return ({"date": date}, "") if date else ({}, written)
    start, end = _date(first), _date(last)
    if not start:
        return ({"date": end} if end else {}), "" if end else written
    return {"from": start, **({"to": end} if end[:4] > start[:4] or end > start else {})}, ""


def _date(written: str) -> str:
    return identifiers.precise(identifiers.date(written), by_month=True)


def _is_sample(entry: Any) -> bool:
    if isinstance(entry, str):
        return False
    years = [entry[name][:4] for name in ("date", "to", "from") if name in entry]
    if entry["what"] == "Max Planck Medal":  # dated 2029 there
        return True
    return "Description 1." in entry.get("note", "") or any(year < _LAST_SAMPLE for year in years[:1])
