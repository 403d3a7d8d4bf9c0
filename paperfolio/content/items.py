"""Everything that is not a paper: talks, courses, projects, posts, news and pages, all with one table of fields.

A collection is a folder of such files. Its `index.md`, with a table of its own, says how the list looks.
"""

from __future__ import annotations

import re
from typing import Any

from paperfolio.content.dates import DATE
from paperfolio.content.fields import (
    BOOLEAN,
    NUMBER,
    PLAIN,
    TEXT,
    TITLE,
    Field,
    Reading,
    choice,
    many,
    read_fields,
)
from paperfolio.content.links import IMAGE, LINKS
from paperfolio.content.located import Document
from paperfolio.content.migration import ITEM_ELSEWHERE
from paperfolio.content.paper_fields import LANGUAGE, MACROS, REDIRECT, SLUG, TAGS
from paperfolio.content.schema import own_macros, rendered
from paperfolio.content.tree import KNOWN, Defaults, Location
from paperfolio.model import Collection, Item, Text

_FENCED = re.compile(r"^(```|~~~).*?^\1", re.DOTALL | re.MULTILINE)
_FIRST_LEVEL = re.compile(r"^# ", re.MULTILINE)

_MACROS = Field(
    name="latex_macros",
    kind=MACROS,
    doc="LaTeX macros for this file.",
    example="latex_macros: {'\\eps': '\\varepsilon'}",
)
_RAW_HTML = Field(
    name="raw_html",
    kind=BOOLEAN,
    doc="Whether HTML in the text is kept (it is sanitized).",
    example="raw_html: true",
)

ITEM_FIELDS = (
    Field(
        name="title",
        kind=TITLE,
        doc="The title. Without one, a text of one paragraph is shown as a line, as in news.",
        example="title: 'Counting: a tour'",
    ),
    Field(name="date", kind=DATE, doc="The date, or the first day.", example="date: 2026-05-28"),
    Field(name="end", kind=DATE, doc="The last day, if there are several.", example="end: 2026-05-30"),
    Field(
        name="summary",
        kind=TEXT,
        doc="One sentence, shown in the list.",
        example="summary: How to count fast.",
    ),
    Field(
        name="event",
        kind=TEXT,
        doc="The conference, seminar or series.",
        example="event: Symposium on Counting",
    ),
    Field(name="place", kind=PLAIN, doc="The city or the room.", example="place: Vienna"),
    Field(
        name="institution",
        kind=PLAIN,
        doc="The university, company or organization.",
        example="institution: University of Vienna",
    ),
    Field(name="role", kind=PLAIN, doc="Your role.", example="role: Lecturer"),
    Field(name="term", kind=PLAIN, doc="The term of a course.", example="term: Spring 2026"),
    Field(
        name="links",
        kind=LINKS,
        doc="Addresses or files by label.",
        example="links: {slides: tour.pdf, video: https://example.org/v}",
    ),
    Field(
        name="image",
        kind=IMAGE,
        doc="A picture for the list and the page.",
        example="image: {file: tour.png, alt: A counting board}",
    ),
    Field(name="tags", kind=TAGS, doc="Keywords.", example="tags: [counting, graphs]"),
    Field(
        name="papers",
        kind=many(SLUG),
        doc="The papers that belong to it: names of files in `content/papers`. Both pages link to each other.",
        example="papers: [counting]",
    ),
    Field(
        name="draft",
        kind=BOOLEAN,
        doc="Whether the preview alone shows it, until you are ready to publish it.",
        example="draft: true",
    ),
    Field(
        name="order",
        kind=NUMBER,
        doc="The position in the list, or in the menu for a page. Items with `order` come first.",
        example="order: 1",
    ),
    Field(
        name="menu",
        kind=BOOLEAN,
        doc="For files in `content/pages`: whether the page is in the menu. It is unless you write `false`.",
        example="menu: false",
    ),
    Field(name="language", kind=LANGUAGE, doc="The language of the text.", example="language: de"),
    Field(
        name="slug",
        kind=SLUG,
        doc="The last part of the address. It is made from the file's name if left out.",
        example="slug: counting-tour",
    ),
    Field(
        name="redirects",
        kind=many(REDIRECT),
        doc="Old addresses that redirect here.",
        example="redirects: talks/2026-counting",
    ),
    _MACROS,
    _RAW_HTML,
)

COLLECTION_FIELDS = (
    Field(
        name="title",
        kind=PLAIN,
        doc="The title of the list and its name in the menu.",
        example="title: Invited talks",
    ),
    Field(
        name="layout",
        kind=choice("list", "cards", "timeline"),
        doc="How the items look: lines, cards with pictures, or a timeline.",
        example="layout: cards",
    ),
    Field(
        name="sort",
        kind=choice("newest", "oldest", "title"),
        doc="How items without `order` are sorted.",
        example="sort: oldest",
    ),
    Field(
        name="group",
        kind=choice("year", "term", "none"),
        doc="Whether the list is divided by year or by term.",
        example="group: none",
    ),
    Field(
        name="pages",
        kind=BOOLEAN,
        doc="Whether each item has its own page. If left out, items with a title and a text do.",
        example="pages: false",
    ),
    Field(name="menu", kind=BOOLEAN, doc="Whether the list is in the menu.", example="menu: false"),
    Field(
        name="order",
        kind=NUMBER,
        doc="The position in the menu. Lists and pages with `order` come first.",
        example="order: 1",
    ),
    _MACROS,
    _RAW_HTML,
)


def read_item(document: Document, location: Location, reading: Reading) -> Item | None:
    """Return the item that the document describes; its problems are added to `reading`."""
    values, complete, body = _read(document, ITEM_FIELDS, reading)
    title = values.pop("title", None)
    if not title and document.fields.get("title") is None:
        title, body = _line(body), Text()
        if not title:
            place = document.fields.place
            message = 'missing field "title" (only a text of one paragraph can do without)'
            reading.error(place, "missing", message, 'add a line such as "title: A talk"')
    if not complete or not title:
        return None
    return Item(
        path=document.path,
        places=document.places("date", "papers", "redirects"),
        collection=location.collection,
        slug=values.pop("slug", location.slug),
        page="" if "#" in location.page else location.page,
        title=title,
        body=body,
        **values,
    )


def read_collection(document: Document | None, name: str, reading: Reading) -> Collection | None:
    """Return the collection of a folder, without its items; `document` is its `index.md`, if there is one."""
    values, complete, body = _read(document, COLLECTION_FIELDS, reading) if document else ({}, True, Text())
    if not complete:
        return None
    default = KNOWN.get(name, Defaults())
    values.pop("pages", None)
    values = {"layout": default.layout, "group": default.group, "menu": default.menu} | values
    return Collection(path=f"content/{name}/index.md", name=name, body=body, **values)


def _read(
    document: Document, fields: tuple[Field, ...], reading: Reading
) -> tuple[dict[str, Any], bool, Text]:
    reading.macros = (*reading.macros, *own_macros(document, reading))
    values, complete = read_fields(document.fields, fields, reading, ITEM_ELSEWHERE)
    values.pop("latex_macros", None)
    raw_html = values.pop("raw_html", None) or False
    # Under the title of the page, the first level of headings is the second, whichever the author begins with.
    base = 2 if _FIRST_LEVEL.search(_FENCED.sub("", document.body)) else 1
    body = rendered(document, reading, raw_html, 0, len(document.body), heading_base=base)
    return values, complete, body


def _line(body: Text) -> Text:
    """Return a text of one paragraph as a line, else nothing."""
    found = re.fullmatch(r"<p>((?:(?!</p>).)*)</p>\s*", body.html, re.DOTALL)
    return Text(html=found[1], plain=" ".join(body.plain.split())) if found else Text()
