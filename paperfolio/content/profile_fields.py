"""The fields of the profile and of the site's settings, as tables: what a user may write for each."""

from __future__ import annotations

import re

from paperfolio.content.fields import (
    BOOLEAN,
    COUNT,
    PLAIN,
    TEXT,
    Field,
    checked,
    choice,
    many,
    record,
    scalar,
)
from paperfolio.content.links import IMAGE, PROFILE_LINKS
from paperfolio.content.paper_fields import LANGUAGE, MACROS, pairs
from paperfolio.content.values import (
    AFFILIATION,
    METRICS,
    as_written,
)
from paperfolio.scholar.accounts import web_address


def _absolute(text: str) -> str | None:
    return text.rstrip("/") if web_address(text) and not re.search(r"[?#]", text) else None


def _origin(text: str) -> str | None:
    return text.rstrip("/").lower() if re.fullmatch(r"(?i)https://[a-z0-9.-]+(?::\d{1,5})?/?", text) else None


_ORIGIN = checked(
    "a host that begins with https:// and ends after its name",
    {"type": "string", "format": "uri", "pattern": "^https://"},
    _origin,
    "write for example https://plausible.io",
)

SITE_FIELDS = (
    Field(
        name="title",
        kind=PLAIN,
        doc="The title of the site; your name by default.",
        example="title: Jane Doe's papers",
    ),
    Field(
        name="url",
        kind=checked(
            "the public address of a site",
            {"type": "string", "format": "uri"},
            _absolute,
            "write for example https://jane.github.io/papers, without ? or #",
        ),
        doc="The public address of the site. Pages work without it; feeds and search engines need it.",
        example="url: https://jane.github.io/papers",
    ),
    Field(name="language", kind=LANGUAGE, doc="The language of the interface.", example="language: pt-BR"),
    Field(
        name="description",
        kind=PLAIN,
        doc="One sentence for search engines and previews.",
        example="description: Papers on graph algorithms.",
    ),
    Field(
        name="footer",
        kind=TEXT,
        doc="A line at the bottom of every page.",
        example="footer: 'Licensed under CC BY 4.0'",
    ),
    Field(
        name="omit_current_year",
        kind=BOOLEAN,
        doc="Whether dates in the current year are shown without the year.",
        example="omit_current_year: true",
    ),
    Field(
        name="search",
        kind=choice("auto", "single", "sharded"),
        doc="The form of the search index: `single` is one file that also works from a local folder, `sharded` "
        "is many files of which a visitor loads what a query needs; `auto` chooses by the number of papers.",
        example="search: auto",
    ),
    Field(
        name="allow",
        kind=many(_ORIGIN),
        doc="Other hosts from which pages may load scripts, styles, fonts, images and frames, and to which they "
        "may send data, such as that of a visitor counter. Each learns who reads your site.",
        example="allow: [https://plausible.io]",
    ),
    Field(
        name="front",
        kind=many(choice("about", "news", "selected", "papers", "charts")),
        doc="The parts of the front page in their order. Without `papers` the whole list has a page of its own, "
        "`papers/`; without `selected` it has no heading for the selected ones. All of them by default.",
        example="front: [about, news, selected, charts]",
    ),
    Field(
        name="papers",
        kind=choice("all", "selected"),
        doc="Which papers the front page shows: all, or the selected ones with a link to the whole list.",
        example="papers: selected",
    ),
    Field(
        name="group",
        kind=choice("year", "kind", "kind and year"),
        doc="What the papers are grouped by; by default years in the layout `list`, and nothing between cards.",
        example="group: kind and year",
    ),
    Field(
        name="coauthors",
        kind=COUNT,
        doc="How many co-authors have a page that lists their papers, the most frequent first; 200 by default.",
        example="coauthors: 50",
    ),
    Field(
        name="theme",
        kind=pairs(scalar("a word", {"type": "string"}, as_written), 'a mapping of "option: value"'),
        doc="Options of the theme, such as `accent: blue`.",
        example="theme: {accent: blue}",
    ),
)


_EMAIL = checked(
    "an email address",
    {"type": "string", "format": "email"},
    lambda text: text if re.fullmatch(r"[^@\s<>\"]+@[^@\s<>\"]+\.[^@\s<>\".]+", text) else None,
    "write for example jane@example.org",
)

PROFILE_FIELDS = (
    Field(name="name", kind=PLAIN, doc="Your name.", required=True, example="name: Jane Doe"),
    Field(
        name="other_names",
        kind=many(PLAIN),
        doc="Other forms of your name, such as other scripts or earlier names.",
        example="other_names: [J. A. Doe]",
    ),
    Field(
        name="field",
        kind=PLAIN,
        doc="Your field of research, such as `Computer Vision`.",
        example="field: Computer Vision",
    ),
    Field(
        name="position",
        kind=PLAIN,
        doc="Your position, such as `Associate Professor`.",
        example="position: Associate Professor",
    ),
    Field(
        name="affiliation",
        kind=many(AFFILIATION),
        doc="Where you work: a name, or `name` and `url`.",
        example="affiliation: {name: Example University, url: https://example.edu}",
    ),
    Field(
        name="photo",
        kind=IMAGE,
        doc="A picture of you: a file beside this one.",
        example="photo: {file: me.jpg, alt: Portrait of Jane Doe}",
    ),
    Field(name="email", kind=_EMAIL, doc="Your email address.", example="email: jane@example.org"),
    Field(
        name="links",
        kind=PROFILE_LINKS,
        doc="Your profiles on other sites, by kind.",
        example="links: {github: jane, orcid: 0000-0002-1825-0097}",
    ),
    Field(
        name="metrics",
        kind=METRICS,
        doc="The numbers in the header: each with its source, or the name of one to compute.",
        example="metrics: [h-index, {label: Citations, value: 120, source: OpenAlex}]",
    ),
    Field(
        name="site",
        kind=record(SITE_FIELDS, lambda values, _node, _reading: values),
        doc="The settings of the site.",
        example="site: {url: https://jane.github.io}",
    ),
    Field(
        name="latex_macros",
        kind=MACROS,
        doc="LaTeX macros for all files.",
        example="latex_macros: {'\\\\R': '\\\\mathbb{R}'}",
    ),
    Field(
        name="raw_html",
        kind=BOOLEAN,
        doc="Whether HTML in the text is kept; it is sanitized.",
        example="raw_html: true",
    ),
)
