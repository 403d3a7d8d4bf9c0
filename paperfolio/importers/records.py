"""What an import finds in other programs' files: publications, other content, and the owner.

Text is Markdown with LaTeX formulas, as the front matter has it, whatever it was in the source.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from paperfolio.problems import Place, Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Contributor:
    """An author or an editor: `name` as printed, `mark` the sign at the name (`*`, `†`)."""

    name: str
    family: str = ""
    given: str = ""
    mark: str = ""
    url: str = ""
    orcid: str = ""
    equal: bool = False
    corresponding: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Container:
    """Where a publication appeared; for a thesis, `name` is the school."""

    name: str = ""
    short: str = ""
    volume: str = ""
    issue: str = ""
    pages: str = ""
    publisher: str = ""
    place: str = ""
    series: str = ""
    edition: str = ""
    chapter: str = ""

    def __bool__(self) -> bool:
        return bool(self.name or self.short or self.volume or self.pages or self.publisher)


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One publication of a source.

    `date` is ISO 8601 as precisely as the source gives it, empty where it gives none; `date_text` keeps a
    date in words. `ids` and `links` map a register or a label to its value; a link may name a file of the
    source. `folder` is what such a name is relative to. `extra` has BibTeX fields without a home, `length` a
    number of pages.
    """

    place: Place
    kind: str = ""
    key: str = ""
    name: str = ""
    title: str = ""
    subtitle: str = ""
    authors: tuple[Contributor, ...] = ()
    et_al: bool = False
    editors: tuple[Contributor, ...] = ()
    date: str = ""
    date_text: str = ""
    status: str = ""
    container: Container = Container()
    length: str = ""
    ids: Mapping[str, str] = field(default_factory=dict)
    links: Mapping[str, str] = field(default_factory=dict)
    folder: str = ""
    abstract: str = ""
    summary: str = ""
    body: str = ""
    notes: tuple[str, ...] = ()
    awards: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    projects: tuple[str, ...] = ()
    selected: bool = False
    order: str = ""
    image: str = ""
    image_alt: str = ""
    language: str = ""
    citations: str = ""
    versions: tuple[Mapping[str, str], ...] = ()
    redirects: tuple[str, ...] = ()
    extra: Mapping[str, str] = field(default_factory=dict)

    @property
    def year(self) -> int | None:
        """Return the year of the date, or None."""
        return int(self.date[:4]) if self.date else None


@dataclass(frozen=True, slots=True, kw_only=True)
class CollectionFile:
    """One file of a collection: a talk, a post, a page; `fields` are written as front matter."""

    place: Place
    collection: str
    name: str
    fields: Mapping[str, Any]
    body: str = ""
    folder: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Everything that one source gave; `problems` name what was left out or is doubtful.

    `owner` has fields of `profile.md`, `biography` its text, `names` the owner's names. `site` is the
    public address of the old site, `settings` the file that says so.
    """

    format: str
    records: tuple[Record, ...] = ()
    entries: tuple[CollectionFile, ...] = ()
    owner: Mapping[str, Any] = field(default_factory=dict)
    biography: str = ""
    site: str = ""
    settings: str = ""
    skipped: int = 0
    problems: tuple[Problem, ...] = ()


# What a personal list of publications never has, and a file made to do harm may have.
MAX_RECORDS = 20_000
MAX_LINE = 10_000


def note(place: Place, code: str, message: str, fix: str) -> Problem:
    """Return a warning: an import goes on without what it can't read."""
    return Problem(place=place, severity="warning", code=code, message=message, fix=fix)
