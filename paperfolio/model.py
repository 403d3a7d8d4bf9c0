"""What a site is made of: every value that the rooms pass to each other, and nothing that they do.

All dataclasses are frozen and hold tuples. Text that came from a person is a `Text`: its HTML and
its plain form, made once, so that no later room has to render or strip anything.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import Literal

from paperfolio.problems import Place

Status = Literal["published", "accepted", "under review", "preprint", "draft", "withdrawn", "retracted"]


# In the HTML of a `Text`, an address that begins with this mark is relative to the output folder.
SITE = "\ue0ff"

PROFILE = "content/profile.md"
PAPERS = "content/papers/"
METRICS = "content/metrics.json"
"""The one source that isn't Markdown; JSON elsewhere is data that papers link to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A text file that the program reads: `path` relative to the site's root, with '/' separators."""

    path: str
    data: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Asset:
    """Any other file: a figure, a PDF. `size` in bytes.

    It carries no hash of its content: that would mean to read every PDF in each build, and `publish.write`
    compares the bytes themselves.
    """

    path: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """All that stands in the content folder, each sorted by path."""

    sources: tuple[Source, ...]
    assets: tuple[Asset, ...]


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
class Author:
    """One author as the paper prints the name, split for citations where the split is known.

    `me` marks the researcher whose profile this is; `equal` an equal contribution.
    """

    name: str
    family: str = ""
    given: str = ""
    url: str = ""
    orcid: str = ""
    affiliations: tuple[str, ...] = ()
    equal: bool = False
    corresponding: bool = False
    me: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Category:
    """A subject class: `label` as the user wrote it (`CV`), `name` its long name where one is known."""

    label: str
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Venue:
    """Where a paper appeared. `kind`: journal, conference, workshop, book, thesis, report or other."""

    name: str = ""
    short: str = ""
    kind: str = ""
    volume: str = ""
    issue: str = ""
    pages: str = ""
    publisher: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Identifier:
    """A name in a public register: `kind` is its field (`doi`), `label` its printed name."""

    kind: str
    label: str
    value: str
    url: str = ""


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
    caption: Text = Text()
    focus: str = "center"
    card_only: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Metric:
    """A number with its source. `value` and `unit` are printed as written; `key` names a known definition.

    `source` says who counted (`Google Scholar`); it is empty when `computed` from the papers here.
    """

    label: str
    value: str
    unit: str = ""
    key: str = ""
    source: str = ""
    source_url: str = ""
    date: PartialDate | None = None
    computed: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Citations:
    """How often a paper was cited, by whose count, when; `by_year` holds (year, count), years ascending."""

    count: int
    source: str = ""
    date: PartialDate | None = None
    by_year: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One form of a paper in its chain: preprint, published, extended, erratum, retraction or other."""

    kind: str
    label: str = ""
    date: PartialDate | None = None
    venue: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Located:
    """What one file of the content says: `path` is the file, `places` those of values that are checked later."""

    path: str
    places: tuple[tuple[str, Place], ...] = field(default=(), compare=False, repr=False)

    def place(self, *names: str) -> Place:
        """Return the place of the first of these values that the file has, or of the file."""
        known = dict(self.places)
        return next((known[name] for name in names if name in known), Place(path=self.path))


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper(Located):
    """One paper: one file, one card, one page."""

    slug: str
    title: Text
    date: PartialDate
    subtitle: Text = Text()
    authors: tuple[Author, ...] = ()
    et_al: bool = False
    category: Category | None = None
    tags: tuple[str, ...] = ()
    venue: Venue | None = None
    status: Status | None = None
    identifiers: tuple[Identifier, ...] = ()
    links: tuple[Link, ...] = ()
    awards: tuple[Text, ...] = ()
    notes: tuple[Text, ...] = ()
    selected: bool = False
    order: float | None = None
    image: Image | None = None
    citations: Citations | None = None
    scores: tuple[Metric, ...] = ()
    versions: tuple[Version, ...] = ()
    projects: tuple[str, ...] = ()
    summary: Text = Text()
    abstract: Text = Text()
    body: Text = Text()
    bibtex_key: str = ""
    bibtex: tuple[tuple[str, str], ...] = ()
    language: str = ""
    redirects: tuple[str, ...] = ()

    @property
    def folder(self) -> str:
        """The folder of the paper's page and files, relative to the output folder."""
        return f"papers/{self.slug}/"

    @property
    def page(self) -> str:
        """The path of the paper's page."""
        return f"{self.folder}index.html"

    @property
    def code(self) -> Link | None:
        """The link to the paper's code, if it has any."""
        return next((link for link in self.links if link.kind == "code"), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The site's own settings. `url` is the public address without a closing slash, empty if unknown."""

    title: str
    url: str = ""
    language: str = "en"
    description: str = ""
    footer: Text = Text()
    omit_current_year: bool = False
    search: Literal["auto", "single", "sharded"] = "auto"
    theme: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile(Located):
    """The researcher, and the site's settings."""

    name: str
    other_names: tuple[str, ...] = ()
    field: str = ""
    position: str = ""
    affiliations: tuple[Link, ...] = ()
    email: str = ""
    photo: Image | None = None
    links: tuple[Link, ...] = ()
    metrics: tuple[Metric, ...] = ()
    biography: Text = Text()
    settings: Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """Counts a year, drawn as a chart: `points` are (year, count) with no year left out, ascending."""

    key: str
    points: tuple[tuple[int, int], ...]
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """The numbers of one source on one day; None for one that isn't known."""

    date: PartialDate
    citations: int
    h_index: int | None = None
    papers: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """The numbers of one source over time: one snapshot a day at most, the oldest first, and never none."""

    source: str
    snapshots: tuple[Snapshot, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """Everything that the pages are made from: papers stand in the order of the list.

    `year` is the current one, for dates and for marking a count as unfinished. `growth` is the history that
    is drawn, if any is.
    """

    profile: Profile
    papers: tuple[Paper, ...]
    series: tuple[Series, ...] = ()
    growth: History | None = None
    year: int


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
