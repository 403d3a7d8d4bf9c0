"""What themes bring along to be replaced: their sample publications, talks and pages."""

from __future__ import annotations

import re

from paperfolio.importers.records import Record, note
from paperfolio.problems import Problem

_TITLES = re.compile(
    # academicpages
    r"paper title number \d|(?:talk|tutorial) \d+ on relevant topic|conference proceeding talk \d"
    r"|teaching experience \d|portfolio item number \d|blog post number \d|future blog post"
    # al-folio
    r"|^project \d+$|^a post with |^displaying external posts|^giscus comments|^announcement_\d+$"
    # HugoBlox
    r"|an example (?:journal article|conference paper|preprint)|^example (?:talk|event|project)"
    r"|^(?:internal|external) project$|^getting started$",
    re.IGNORECASE,
)
_BODIES = re.compile(
    r"\s*(?:A (?:simple|long) (?:inline )?announcement\b|This is an item in your portfolio"
    r"|This is a description of (?:a teaching experience|your (?:talk|tutorial|conference))"
    r"|Every project has a beautiful feature showcase|This post will show up by default"
    r"|Content of this page is under construction)",
    re.IGNORECASE,
)
BIOGRAPHY = re.compile(
    r"This is the front page of a website that is powered by the|Write your biography here"
)
# Sentences that stay behind in files that are otherwise the owner's.
LEFTOVER = re.compile(
    r"This paper is about (?:the number \d|a famous math equation|fixing template issue)"
    r"|^\s*TODO\.?\s*$|^\s*Your Name, You",
    re.IGNORECASE,
)


def refusal(path: str, title: str, body: str = "") -> Problem | None:
    """Return why a file with this title and body is left out: it comes with a theme, or has neither."""
    if _TITLES.search(title) or _BODIES.match(body):
        return note(path, "sample", f"“{title or path}” is a sample of the theme: left out")
    return None if title or body.strip() else note(path, "empty", "no title: left out")


def is_einstein(record: Record) -> bool:
    """Return whether this is a work by Albert Einstein, as the bibliography that comes with al-folio has."""
    early = record.year is None or record.year <= 1960
    return early and any(re.fullmatch(r"(?:A\.|Albert)\s*Einstein", author.name) for author in record.authors)
