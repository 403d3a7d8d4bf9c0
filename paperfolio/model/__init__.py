"""What a site is made of: every value that packages pass to each other, and nothing that they do.

All dataclasses are frozen and contain tuples. Text that came from a person is a `Text`: its HTML and
its plain form, made once, so that no later package has to render or strip anything.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from paperfolio.model.basics import (
    CV,
    EMPTY,
    METRICS,
    PAPERS,
    PROFILE,
    SITE,
    Asset,
    Content,
    Copy,
    Image,
    Link,
    Located,
    Page,
    PartialDate,
    Source,
    Text,
)
from paperfolio.model.folders import (
    Collection,
    CurriculumVitae,
    CvEntry,
    CvSection,
    Grouping,
    Item,
    Layout,
    Sorting,
)

__all__ = [
    "CV",
    "METRICS",
    "PAPERS",
    "PROFILE",
    "SITE",
    "Asset",
    "Author",
    "Category",
    "Citations",
    "Collection",
    "Content",
    "Copy",
    "CurriculumVitae",
    "CvEntry",
    "CvSection",
    "Grouping",
    "History",
    "Identifier",
    "Image",
    "Item",
    "Layout",
    "Link",
    "Located",
    "Metric",
    "Page",
    "Paper",
    "PartialDate",
    "Profile",
    "Series",
    "Settings",
    "Site",
    "Snapshot",
    "Sorting",
    "Source",
    "Status",
    "Text",
    "Venue",
    "Version",
]

_ARTICLE_NUMBER = re.compile(
    r"art(?:icle|\.)?\s*(?:no\.?\s*)?(\d[\w.-]*)|([a-z]+\d[\w.]*|\d{4,}|\d+\.\d+)", re.IGNORECASE
)
Status = Literal["published", "accepted", "under review", "preprint", "draft", "withdrawn", "retracted"]


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

    @property
    def article_number(self) -> str:
        """The number of an article in a journal without pages (`e1234`, `104567`), if `pages` is one."""
        number = _ARTICLE_NUMBER.fullmatch(self.pages.strip())
        return (number[1] or number[2]) if number else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Identifier:
    """A name in a public register: `kind` is its field (`doi`), `label` its printed name."""

    kind: str
    label: str
    value: str
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Metric:
    """A number with its source. `value` and `unit` are printed as written; `key` names a known definition.

    `source` says who counted (`Google Scholar`); it is empty when `computed` from the papers here.
    `part` says from how many of how many papers, where not from all.
    """

    label: str
    value: str
    unit: str = ""
    key: str = ""
    source: str = ""
    source_url: str = ""
    date: PartialDate | None = None
    computed: bool = False
    part: tuple[int, int] | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Citations:
    """How often a paper was cited, by whose count, when; `by_year` has (year, count), years ascending."""

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
class Paper(Located):
    """One paper: one file, one card, one page.

    `kind` names a row of `scholar.kinds`; a paper from a file always has one. `school` awarded a thesis.
    """

    slug: str
    title: Text
    date: PartialDate
    kind: str = ""
    subtitle: Text = EMPTY
    authors: tuple[Author, ...] = ()
    et_al: bool = False
    editors: tuple[Author, ...] = ()
    category: Category | None = None
    tags: tuple[str, ...] = ()
    venue: Venue | None = None
    series: str = ""
    edition: str = ""
    chapter: str = ""
    number_of_pages: int = 0
    school: str = ""
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
    summary: Text = EMPTY
    abstract: Text = EMPTY
    body: Text = EMPTY
    bibtex_key: str = ""
    bibtex: tuple[tuple[str, str], ...] = ()
    language: str = ""
    redirects: tuple[str, ...] = ()
    talks: tuple[str, ...] = ()

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
    """The site's own settings. `url` is the public address without a closing slash, empty if unknown.

    `allow` has the origins of other hosts that the pages' policy permits.
    """

    title: str
    url: str = ""
    language: str = "en"
    description: str = ""
    footer: Text = EMPTY
    omit_current_year: bool = False
    search: Literal["auto", "single", "sharded"] = "auto"
    allow: tuple[str, ...] = ()
    coauthors: int = 200
    front: tuple[str, ...] = ("about", "news", "selected", "papers", "charts")
    papers: Literal["all", "selected"] = "all"
    group: Literal["", "year", "kind", "kind and year"] = ""
    theme: tuple[tuple[str, str], ...] = ()

    @property
    def parts(self) -> tuple[str, ...]:
        """The parts of the front page in their order; the selected papers are one part with the others."""
        return tuple(dict.fromkeys("papers" if part == "selected" else part for part in self.front))

    @property
    def listed(self) -> str:
        """The path of the page that has the whole list of papers and the search."""
        return "index.html" if "papers" in self.front and self.papers == "all" else "papers/index.html"


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
    biography: Text = EMPTY
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
    """Everything that the pages are made from: papers are in the order of the list.

    `collections` are in the order of the menu, `pages` among them. `year` is the current one, for dates and for
    marking a count as unfinished. `growth` is the history that is drawn, if any is.
    """

    profile: Profile
    papers: tuple[Paper, ...]
    collections: tuple[Collection, ...] = ()
    cv: CurriculumVitae | None = None
    series: tuple[Series, ...] = ()
    growth: History | None = None
    year: int

    @property
    def items(self) -> tuple[Item, ...]:
        """The items of all collections, pages among them."""
        return tuple(item for collection in self.collections for item in collection.items)
