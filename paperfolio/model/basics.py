"""Values that all others are made of: files, text, dates, links, and the places of what a person wrote."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field

from paperfolio.problems import Place

# In the HTML of a `Text`, an address that begins with this mark is relative to the output folder.
SITE = "\ue0ff"

PROFILE = "content/profile.md"
PAPERS = "content/papers/"
CV = "content/cv.md"
METRICS = "content/metrics.json"
"""The one source that isn't Markdown; JSON elsewhere is data that papers link to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A text file that the program reads: `path` relative to the site's root, with '/' separators."""

    path: str
    data: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Asset:
    """Any other file: a figure, a PDF. `size` in bytes; `data` is given for pictures alone.

    It carries no hash of its content: that would mean to read every PDF in each build, and `publish.write`
    compares the bytes themselves.
    """

    path: str
    size: int
    data: bytes = field(default=b"", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """Everything in the content folder, each sorted by path."""

    sources: tuple[Source, ...]
    assets: tuple[Asset, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A file of the finished site: `path` relative to the output folder, with forward slashes."""

    path: str
    data: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """A file that goes into the site as it is: from `source` (relative to the site's root) to `path`."""

    path: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """What a person wrote: `html` is safe markup for a page, `plain` is for metadata, feeds and search.

    `tex` is one line of LaTeX for bibliographies: formulas between single dollars as their author wrote them,
    emphasis as commands, and the characters that LaTeX acts on escaped. It is empty for bodies and for text
    that the program made.
    """

    html: str = ""
    plain: str = ""
    tex: str = ""

    def __bool__(self) -> bool:
        return bool(self.plain)

    def __html__(self) -> str:
        """Let a template print the markup as it is (the protocol of MarkupSafe)."""
        return self.html


EMPTY = Text()


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class PartialDate:
    """A date as precisely as it is known: a year, a year and month, or a day (0 where not given)."""

    year: int
    month: int = 0
    day: int = 0

    @property
    def iso(self) -> str:
        """ISO 8601 with reduced precision: `2026`, `2026-05` or `2026-05-28`."""
        parts = [f"{self.year:04d}"] + [f"{part:02d}" for part in (self.month, self.day) if part]
        return "-".join(parts)

    @property
    def ordinal(self) -> int:
        """The number of its first day, counted from the first day of year 1."""
        return datetime.date(self.year, self.month or 1, self.day or 1).toordinal()


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A place to go: `kind` names the icon (`pdf`, `code`, `orcid` …; `other` for an own label).

    An empty `url` says that the thing exists and has no public address yet. A local file's `url` is
    relative to the output folder and has `local` set; a page makes it relative to itself.
    """

    kind: str
    label: str
    url: str = ""
    local: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Image:
    """A picture: `url` as in `Link`, `alt` its text alternative (empty: decorative).

    `focus` names the part that stays in sight where it is cut, `card_only` keeps it off the paper's page.
    """

    url: str
    local: bool = False
    alt: str = ""
    caption: Text = EMPTY
    focus: str = "center"
    card_only: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Located:
    """What one file of the content says: `path` is the file, `places` those of values that are checked later."""

    path: str
    places: tuple[tuple[str, Place], ...] = field(default=(), compare=False, repr=False)

    def at(self, *names: str) -> Place:
        """Return the place of the first of these values that the file has, or of the file."""
        known = dict(self.places)
        return next((known[name] for name in names if name in known), Place(path=self.path))
