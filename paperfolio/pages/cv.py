"""The CV as its page and its PDF show it: sections with dates in words, and the publications by kind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from paperfolio.model import Author, CvEntry, Paper, PartialDate, Site
from paperfolio.pages.words import Words
from paperfolio.scholar import kinds
from paperfolio.scholar.cite import record
from paperfolio.text.cleaning import clean

# The kinds of publication in the order of a CV.
KINDS = (
    "journal article",
    "conference paper",
    "workshop paper",
    "book",
    "edited volume",
    "chapter",
    "preprint",
    "thesis",
    "report",
    "dataset",
    "software",
    "patent",
    "poster",
    "review",
    "other",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CvBlock:
    """A section under its heading: each row has when it was, in words, and the entry."""

    heading: str
    rows: tuple[tuple[str, CvEntry], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A publication in a numbered list: `source` is where it appeared, with volume, issue and pages.

    `edited` says that the people named are its editors.
    """

    number: int
    paper: Paper
    people: tuple[Author, ...]
    edited: bool
    title: str
    source: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferenceGroup:
    """The publications of one kind, under a heading where there are other kinds too."""

    heading: str
    references: tuple[Reference, ...]


def blocks(site: Site, words: Words) -> tuple[CvBlock, ...]:
    """Return the sections of the CV in the order of its file."""
    sections = site.cv.sections if site.cv else ()
    return tuple(
        CvBlock(
            heading=_heading(section.name, words),
            rows=tuple((_when(entry, words), entry) for entry in section.entries),
        )
        for section in sections
    )


def _heading(name: str, words: Words) -> str:
    key = f"cv.{name}"
    text = name.replace("_", " ")
    return words(key) if key in words.entries else text[:1].upper() + text[1:]


def _when(entry: CvEntry, words: Words) -> str:
    first, last = entry.date or entry.start, entry.end
    if entry.date or not first:
        return _date(first or last, words) if first or last else ""
    if last == first:
        return _date(first, words)
    return f"{_date(first, words)}–{_date(last, words) if last else words('cv.present')}"


def references(papers: Sequence[Paper], words: Words) -> tuple[ReferenceGroup, ...]:
    """Return the papers by kind, newest first in each, numbered throughout."""
    by_kind: dict[str, list[Paper]] = {kind: [] for kind in KINDS}
    for paper in sorted(papers, key=lambda each: each.date, reverse=True):
        by_kind[kinds.of(paper).name].append(paper)
    groups, number = [], 0
    single = sum(map(bool, by_kind.values())) == 1
    for kind, members in by_kind.items():
        found = []
        for paper in members:
            number += 1
            found.append(_reference(paper, number, words))
        if found:
            heading = "" if single else words(f"kinds.{kind}")
            groups.append(ReferenceGroup(heading=heading, references=tuple(found)))
    return tuple(groups)


def _reference(paper: Paper, number: int, words: Words) -> Reference:
    venue = paper.venue
    parts = [record.genre(paper), record.container(paper) or record.publisher(paper)]
    if venue:
        volume = clean(venue.volume) + (f"({clean(venue.issue)})" if venue.issue else "")
        parts += [volume, clean(venue.pages).replace("--", "–").replace("-", "–")]
    if paper.status not in (None, "published"):
        parts.append(words(f"status.{paper.status}"))
    return Reference(
        number=number,
        paper=paper,
        people=record.authors(paper) or record.editors(paper),
        edited=not record.authors(paper) and bool(record.editors(paper)),
        title=record.title(paper) or paper.slug,
        source=", ".join(dict.fromkeys(filter(None, parts))),
        address=record.address(paper),
    )


def _date(date: PartialDate | None, words: Words) -> str:
    return words.date(date.year, date.month, date.day) if date else ""
