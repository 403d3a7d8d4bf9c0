"""Everything that is not a paper: the items of collections, pages of their own among them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from paperfolio.model.basics import EMPTY, Image, Link, Located, PartialDate, Text

Layout = Literal["list", "cards", "timeline"]
Sorting = Literal["newest", "oldest", "title"]
Grouping = Literal["year", "term", "none"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Item(Located):
    """An entry of a collection, such as a talk or a post; in the collection `pages`, a page of its own.

    `page` is the path of its page, empty where only the list of its collection shows it. `papers` are slugs.
    """

    collection: str
    slug: str
    page: str = ""
    title: Text
    date: PartialDate | None = None
    end: PartialDate | None = None
    summary: Text = EMPTY
    body: Text = EMPTY
    event: Text = EMPTY
    place: str = ""
    institution: str = ""
    role: str = ""
    term: str = ""
    links: tuple[Link, ...] = ()
    image: Image | None = None
    tags: tuple[str, ...] = ()
    papers: tuple[str, ...] = ()
    draft: bool = False
    order: float | None = None
    menu: bool = True
    language: str = ""
    redirects: tuple[str, ...] = ()

    @property
    def address(self) -> str:
        """Where it is shown, relative to the output folder: its page, or its place in the list."""
        return self.page or f"{self.collection}/index.html#{self.slug}"

    @property
    def text(self) -> str:
        """All that it says beside its title, as plain text."""
        parts = (self.summary.plain, self.event.plain, self.where, self.role, self.term, self.body.plain)
        return "\n".join(filter(None, parts))

    @property
    def where(self) -> str:
        """The institution and the place."""
        return ", ".join(filter(None, (self.institution, self.place)))

    @property
    def minutes(self) -> int:
        """How long its text takes to read: 200 words or 500 ideographs a minute, and never less than one."""
        ideographs = sum("\u3040" <= letter <= "\u9fff" for letter in self.body.plain)
        return max(1, round(len(self.body.plain.split()) / 200 + ideographs / 500))


@dataclass(frozen=True, slots=True, kw_only=True)
class Collection(Located):
    """The items of one folder of the content, and how their list looks. `name` is the folder's.

    `order` is its place in the menu, `body` what its page says above the list.
    """

    name: str
    title: str = ""
    layout: Layout = "list"
    sort: Sorting = "newest"
    group: Grouping = "none"
    menu: bool = True
    order: float | None = None
    body: Text = EMPTY
    items: tuple[Item, ...] = ()

    @property
    def page(self) -> str:
        """The path of its page; pages of their own have no list."""
        return "" if self.name == "pages" else f"{self.name}/index.html"


@dataclass(frozen=True, slots=True, kw_only=True)
class CvEntry:
    """A line of a CV. `start` without `end` goes on; `date` is for what happened once."""

    what: Text
    where: Text = EMPTY
    start: PartialDate | None = None
    end: PartialDate | None = None
    date: PartialDate | None = None
    note: Text = EMPTY
    link: Link | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CvSection:
    """A part of a CV: `name` is a known one such as `education`, or a heading of the user's own."""

    name: str
    entries: tuple[CvEntry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CurriculumVitae(Located):
    """A CV, but for the publications, which are the site's. `paper` is the size of its PDF."""

    title: str = ""
    sections: tuple[CvSection, ...] = ()
    publications: bool = True
    paper: Literal["a4", "letter"] = "a4"
    menu: bool = True
    order: float | None = None
    body: Text = EMPTY

    @property
    def page(self) -> str:
        """The path of its page."""
        return "cv/index.html"
