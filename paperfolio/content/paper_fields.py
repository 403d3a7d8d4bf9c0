"""The fields of a paper's front matter, as a table: what a user may write for each."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from paperfolio.content import located
from paperfolio.content.authors import AUTHORS
from paperfolio.content.dates import DATE
from paperfolio.content.fields import (
    BOOLEAN,
    COUNT,
    NUMBER,
    PLAIN,
    STRING,
    TEXT,
    TITLE,
    Field,
    Json,
    Kind,
    Reading,
    checked,
    choice,
    many,
    mismatch,
    scalar,
    shown,
)
from paperfolio.content.links import IMAGE, LINKS
from paperfolio.content.located import Node, Scalar
from paperfolio.content.values import (
    CITATIONS,
    SCORES,
    VENUE,
    VERSIONS,
    as_written,
)
from paperfolio.model import Identifier
from paperfolio.output.safe_paths import RESERVED
from paperfolio.scholar import kinds
from paperfolio.scholar.registers import IDENTIFIERS, bare_doi, identifier
from paperfolio.scholar.taxonomy import category
from paperfolio.text.nearest import nearest

STATUSES = ("published", "accepted", "under review", "preprint", "draft", "withdrawn", "retracted")
_STATUSES_MEANT = {
    "in press": "accepted", "to appear": "accepted", "forthcoming": "accepted", "online first": "published",
    "submitted": "under review", "in review": "under review", "in revision": "under review",
    "working paper": "preprint", "in preparation": "draft", "in progress": "draft",
}  # fmt: skip


# An ORCID iD is a person's, not a paper's.
PAPER_IDS = tuple(kind for kind in IDENTIFIERS if kind != "orcid")


def _identifier(kind: str) -> Kind:
    row = IDENTIFIERS[kind]

    def value(text: str) -> Identifier | None:
        return identifier(kind, text)

    name = row.label if kind in ("doi", "isbn", "issn", "urn") else f"{row.label} identifier"
    json: Json = {"type": ["string", "number"]}
    return checked(
        f"a valid {name} (example: {row.examples[0]})",
        json,
        value,
        lambda text: (
            f"write {bare}"
            if identifier(kind, bare := re.sub(r"\s", "", text))
            else "copy it from the register"
        ),
        bare_doi if kind == "doi" else str,
    )


def _slug(text: str) -> str | None:
    return text if re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", text) else None


SLUG = checked(
    "a slug of lower-case letters a–z, digits and single hyphens",
    {"type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$"},
    _slug,
    "write for example my-paper",
)


def pairs(value: Kind, expected: str) -> Kind:
    """Return a kind for a mapping with names of the user's own, read as pairs (name, value)."""

    def read(node: Node, name: str, reading: Reading) -> Any:
        if not isinstance(node, located.Mapping):
            fix = f'write them below "{name}:", one "name: value" per line'
            return reading.error(node.place, name, mismatch(node, expected), fix)
        pairs = [(key.text, value.read(item, name, reading)) for key, item in node.entries]
        return tuple(pair for pair in pairs if pair[1] is not None)

    return Kind(expected=expected, json={"type": "object", "additionalProperties": value.json}, read=read)


MACROS = pairs(scalar("LaTeX", {"type": "string"}, as_written), 'a mapping of "\\name: replacement"')
BIBTEX = pairs(scalar("text", {"type": ["string", "number"]}, as_written), 'a mapping of "field: value"')
LANGUAGE = checked(
    "a language tag, such as en or pt-BR",
    {"type": "string", "pattern": "^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$"},
    lambda text: text if re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", text) else None,
    "write for example en, de or zh-Hans (BCP 47)",
)


def _redirect(text: str) -> str | None:
    path = text.strip().strip("/")
    parts = path.split("/")
    safe = all(
        re.fullmatch(r"[\w~-]([\w.~-]*[\w~-])?", part, re.ASCII)
        and part.split(".")[0].casefold() not in RESERVED
        for part in parts
    )
    return path if safe else None


REDIRECT = checked(
    "an address within this site, such as publications/2019-my-paper",
    {"type": "string"},
    _redirect,
    "write the path without the host: letters, digits, - _ . and /",
)

_WORDS = many(PLAIN)


def _tags(node: Node, name: str, reading: Reading) -> Any:
    if isinstance(node, Scalar) and "," in node.text:
        parts = ", ".join(part.strip() for part in node.text.split(","))
        message = f"{shown(node)} is read as one tag with commas"
        reading.warn(node.place, name, message, f"write {name}: [{parts}]")
    return _WORDS.read(node, name, reading)


TAGS = replace(_WORDS, read=_tags)

CATEGORY = Kind(
    expected="a category such as cs.CV",
    json=PLAIN.json,
    read=lambda node, name, reading: category(text) if (text := PLAIN.read(node, name, reading)) else None,
)


def _nearest_kind(text: str) -> str:
    meant = nearest(text, tuple(kinds.SPELLINGS))
    return f"write {kinds.SPELLINGS[meant]}" if meant else f"write one of: {', '.join(kinds.NAMES)}"


KIND = checked(
    "a kind of publication",
    {"enum": [*kinds.SPELLINGS]},
    lambda text: kinds.named(text) or None,
    _nearest_kind,
)

PAPER_FIELDS = (
    Field(
        name="title",
        kind=TITLE,
        doc="The title of the paper.",
        required=True,
        example="title: 'A title: with a colon'",
    ),
    Field(
        name="subtitle",
        kind=TITLE,
        doc="The subtitle, shown after the title.",
        example="subtitle: A user study",
    ),
    Field(
        name="authors",
        kind=AUTHORS,
        doc="The authors in the paper's order; `et al.` as the last item means that there are more.",
        example="authors: [Jane Doe, Ada Roe, et al.]",
    ),
    Field(
        name="date",
        kind=DATE,
        doc="The date of publication, as precisely as it is known.",
        required=True,
        example="date: 2026-05-28",
    ),
    Field(
        name="category",
        kind=CATEGORY,
        doc="The subject: an arXiv class (`cs.CV` or `CV`) or a name of your own.",
        example="category: cs.CV",
    ),
    Field(
        name="tags",
        kind=TAGS,
        doc="Keywords, which visitors can browse and filter by.",
        example="tags: [graphs, counting]",
    ),
    Field(
        name="kind",
        kind=KIND,
        doc="The kind of publication, deduced from the venue where it is left out (see [citations](citations.md)).",
        example="kind: conference paper",
    ),
    Field(
        name="venue",
        kind=VENUE,
        doc="Where the paper was published: a name, or a mapping with the fields below.",
        example="venue: {name: Journal of Examples, volume: 12}",
    ),
    Field(
        name="editors",
        kind=AUTHORS,
        doc="The editors of the volume, written as the authors are.",
        example="editors: [Ada Roe]",
    ),
    Field(
        name="series",
        kind=PLAIN,
        doc="The series that the book or the proceedings belong to.",
        example="series: Lecture Notes in Computer Science",
    ),
    Field(
        name="edition",
        kind=STRING,
        doc="The edition of a book, or the version of software or a dataset.",
        example="edition: 2",
    ),
    Field(name="chapter", kind=STRING, doc="The chapter's number in its book.", example="chapter: 4"),
    Field(
        name="number_of_pages",
        kind=COUNT,
        doc="The length of a book, a thesis or a report.",
        example="number_of_pages: 312",
    ),
    Field(
        name="school",
        kind=PLAIN,
        doc="The university that awarded the degree for a thesis.",
        example="school: Example University",
    ),
    Field(
        name="status",
        kind=choice(*STATUSES, meant=_STATUSES_MEANT),
        doc="The publication status. The preview alone shows a draft, until you are ready to publish it.",
        example="status: under review",
    ),
    Field(
        name="draft",
        kind=BOOLEAN,
        doc="Another way to write `status: draft`.",
        example="draft: true",
    ),
    *(
        Field(
            name=kind,
            kind=_identifier(kind),
            doc=f"The paper's {IDENTIFIERS[kind].label} identifier.",
            example=f"{kind}: {IDENTIFIERS[kind].examples[0]}",
        )
        for kind in PAPER_IDS
    ),
    Field(
        name="links",
        kind=LINKS,
        doc="Addresses or files by label; `true` for something without a public address (yet).",
        example="links: {pdf: paper.pdf, code: true}",
    ),
    Field(name="award", kind=many(TEXT), doc="An award, or a list of awards.", example="award: Best Paper"),
    Field(
        name="note",
        kind=many(TEXT),
        doc="Any other remark, or a list of remarks.",
        example="note: The data are available on request.",
    ),
    Field(
        name="summary",
        kind=TEXT,
        doc="The paper in one sentence.",
        example="summary: A faster way to count triangles.",
    ),
    Field(
        name="selected",
        kind=BOOLEAN,
        doc="Whether the paper is one of the selected papers.",
        example="selected: true",
    ),
    Field(
        name="order",
        kind=NUMBER,
        doc="The position in the list; papers without one follow, newest first.",
        example="order: 1",
    ),
    Field(
        name="image",
        kind=IMAGE,
        doc="A picture for the card and the page.",
        example="image: {file: figure.png, alt: A graph}",
    ),
    Field(
        name="citations",
        kind=CITATIONS,
        doc="The number of citations, with its source and date.",
        example="citations: {count: 12, source: OpenAlex, date: 2026-05-28}",
    ),
    Field(
        name="scores",
        kind=SCORES,
        doc="Other numbers about this paper, each with its source.",
        example="scores: [{label: Altmetric, value: 42, source: Altmetric}]",
    ),
    Field(
        name="versions",
        kind=VERSIONS,
        doc="The other forms of the same paper, oldest first.",
        example="versions: [{kind: preprint, date: 2025-11}]",
    ),
    Field(
        name="projects",
        kind=many(PLAIN),
        doc="The projects that the paper belongs to. A file in `content/projects` with this name or title is linked.",
        example="projects: [Counting Project]",
    ),
    Field(
        name="talks",
        kind=many(SLUG),
        doc="The talks about the paper: names of files in `content/talks`. Both pages link to each other.",
        example="talks: [counting-at-soc]",
    ),
    Field(
        name="bibtex",
        kind=BIBTEX,
        doc="BibTeX fields that replace or extend the generated ones; `key` and `type` set the entry's own.",
        example="bibtex: {key: doe2026counting}",
    ),
    Field(name="language", kind=LANGUAGE, doc="The language of the paper.", example="language: de"),
    Field(
        name="slug",
        kind=SLUG,
        doc="The last part of the page's address, if it differs from the file's name.",
        example="slug: counting-triangles",
    ),
    Field(
        name="redirects",
        kind=many(REDIRECT),
        doc="Old addresses that redirect to this paper's page.",
        example="redirects: publications/2026-counting",
    ),
    Field(
        name="latex_macros",
        kind=MACROS,
        doc="LaTeX macros for this paper.",
        example="latex_macros: {'\\\\R': '\\\\mathbb{R}'}",
    ),
    Field(
        name="raw_html",
        kind=BOOLEAN,
        doc="Whether HTML in the text is kept; it is sanitized.",
        example="raw_html: true",
    ),
)
