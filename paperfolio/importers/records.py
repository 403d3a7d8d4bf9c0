"""What an import finds in other programs' files: publications, other content, and the owner.

Text is Markdown with LaTeX formulas, as the front matter has it, whatever it was in the source.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any, Self

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

    def filled(self, other: Self) -> Self:
        """Return this with its empty parts taken from another one."""
        names = (each.name for each in fields(self))
        return type(self)(**{name: getattr(self, name) or getattr(other, name) for name in names})


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

    def filled(self, other: Record) -> Record:
        """Return this with what it lacks taken from another record of the same work."""
        own = ("place", "name", "folder", "title", "date_text", "status", "order")
        changes: dict[str, Any] = {
            each.name: getattr(other, each.name)
            for each in fields(self)
            if each.name not in own and not getattr(self, each.name)
        }
        if len(other.date) > len(self.date) and other.date.startswith(self.date):
            changes["date"] = other.date
        own_addresses = self.links.values()
        new_links = {label: address for label, address in other.links.items() if address not in own_addresses}
        changes |= {
            "ids": {**other.ids, **{name: value for name, value in self.ids.items() if value}},
            "links": {**new_links, **self.links},
            "container": self.container.filled(other.container),
            "redirects": unique([*self.redirects, *other.redirects]),
        }
        return replace(self, **changes)


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
    public address of the old site, `settings` the file that says so. `cv` has sections of `cv.md`.
    """

    format: str
    records: tuple[Record, ...] = ()
    entries: tuple[CollectionFile, ...] = ()
    owner: Mapping[str, Any] = field(default_factory=dict)
    biography: str = ""
    site: str = ""
    settings: str = ""
    cv: Mapping[str, Any] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()

    @property
    def samples(self) -> int:
        """Return how many files or entries came with a theme and were left out."""
        return sum(problem.code == "sample" for problem in self.problems)


# What a personal list of publications never has, and a file made to do harm may have.
MAX_RECORDS = 20_000
MAX_LINE = 10_000

# What to do about a problem, where its message doesn't need more.
_FIXES = {
    "authors": "check the authors of the imported file",
    "bibtex": "check the imported file",
    "csl": "export it again",
    "empty": "write its title in the source",
    "liquid": "write what they showed",
    "no-home": "copy what you need by hand",
    "repeated": "check the imported file",
    "ris": "check the imported file",
    "sample": "add it by hand if it is yours",
    "shortcode": "write what they showed",
    "too-large": "import the file in parts",
    "toml": "check the imported file",
    "yaml": "check the imported file",
}


def note(place: Place | str, code: str, message: str, fix: str = "") -> Problem:
    """Return a warning about a place or a whole file: an import goes on without what it can't read."""
    at = Place(path=place) if isinstance(place, str) else place
    return Problem(place=at, severity="warning", code=code, message=message, fix=fix or _FIXES[code])


def unique(texts: Iterable[str]) -> tuple[str, ...]:
    """Return the texts without spaces around them, each once and none empty."""
    return tuple(dict.fromkeys(filter(None, (text.strip() for text in texts))))


def grouped(rows: Mapping[str, str]) -> dict[str, str]:
    """Return a table of many names and few values, written the short way round: each name of a row with its value."""
    return {name: value for value, names in rows.items() for name in names.split()}
