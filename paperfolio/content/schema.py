"""Every field of the front matter, as tables that a reader can see: what a user may write, and what it makes.

`read_profile` and `read_paper` turn a located document into a `Profile` or a `Paper`, or into
problems. The JSON Schema and the reference page are made from the same tables.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from paperfolio.content import frontmatter
from paperfolio.content.fields import (
    BOOLEAN,
    DATE,
    NUMBER,
    PLAIN,
    TEXT,
    TITLE,
    Field,
    Json,
    Kind,
    Reading,
    checked,
    choice,
    fields_json,
    many,
    read_fields,
    record,
    scalar,
    shown,
)
from paperfolio.content.frontmatter import Document, Node, Scalar
from paperfolio.content.links import IMAGE, LINKS, PROFILE_LINKS
from paperfolio.content.migration import PAPER_ELSEWHERE, PROFILE_ELSEWHERE
from paperfolio.content.values import (
    AFFILIATION,
    AUTHORS,
    CITATIONS,
    ET_AL,
    METRICS,
    SCORES,
    VENUE,
    VERSIONS,
    as_written,
)
from paperfolio.model import Author, Identifier, Paper, Profile, Settings, Text
from paperfolio.output.paths import RESERVED
from paperfolio.problems import Place
from paperfolio.scholar.accounts import web_address
from paperfolio.scholar.registers import IDENTIFIERS, identifier
from paperfolio.scholar.taxonomy import category
from paperfolio.text import markup

# ------------------------------------------------------------------ small kinds of this table

_STATUSES = ("published", "accepted", "under review", "preprint", "draft", "withdrawn", "retracted")


# An ORCID iD is a person's, not a paper's.
PAPER_IDS = tuple(kind for kind in IDENTIFIERS if kind != "orcid")


def _identifier(kind: str) -> Kind:
    row = IDENTIFIERS[kind]

    def value(text: str) -> Identifier | None:
        return identifier(kind, text)

    json: Json = {"type": ["string", "number"]}
    return checked(
        f"{row.label}, such as {row.examples[0]}",
        json,
        value,
        lambda text: (
            f"write {bare}"
            if identifier(kind, bare := re.sub(r"\s", "", text))
            else f"copy it as it is registered, such as {row.examples[0]}"
        ),
    )


def _slug(text: str) -> str | None:
    return text if re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", text) else None


SLUG = checked(
    "lower-case letters a-z, digits and single hyphens",
    {"type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$"},
    _slug,
    "write for example my-paper",
)


def _pairs(value: Kind, expected: str) -> Kind:
    def read(node: Node, name: str, reading: Reading) -> Any:
        if not isinstance(node, frontmatter.Mapping):
            message = f"found {shown(node)}, expected {expected}"
            return reading.error(
                node.place, name, message, f"write them below “{name}:”, one “name: value” a line"
            )
        pairs = [(key.text, value.read(item, name, reading)) for key, item in node.entries]
        return tuple(pair for pair in pairs if pair[1] is not None)

    return Kind(expected=expected, json={"type": "object", "additionalProperties": value.json}, read=read)


MACROS = _pairs(scalar("LaTeX", {"type": "string"}, as_written), "one “\\name: replacement” a line")
BIBTEX = _pairs(scalar("text", {"type": ["string", "number"]}, as_written), "one “field: value” a line")
_LANGUAGE = checked(
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


_REDIRECT = checked(
    "an old address below the site, such as publications/2019-my-paper",
    {"type": "string"},
    _redirect,
    "write its path without the host: letters, digits, - _ . and /",
)

_WORDS = many(PLAIN)


def _tags(node: Node, name: str, reading: Reading) -> Any:
    if isinstance(node, Scalar) and "," in node.text:
        parts = ", ".join(part.strip() for part in node.text.split(","))
        message = f"found {shown(node)}, which is one tag with commas in it"
        reading.warn(node.place, name, message, f"write {name}: [{parts}]")
    return _WORDS.read(node, name, reading)


TAGS = replace(_WORDS, read=_tags)

CATEGORY = Kind(
    expected="a category, such as cs.CV",
    json=PLAIN.json,
    read=lambda node, name, reading: category(text) if (text := PLAIN.read(node, name, reading)) else None,
)

# ------------------------------------------------------------------ the tables

PAPER_FIELDS = (
    Field(
        name="title", kind=TITLE, doc="The title.", required=True, example="title: 'A title: with a colon'"
    ),
    Field(name="subtitle", kind=TITLE, doc="The subtitle."),
    Field(
        name="authors",
        kind=AUTHORS,
        doc="The authors in the paper's order; `et al.` as the last says that the list goes on.",
    ),
    Field(
        name="date",
        kind=DATE,
        doc="When the paper appeared, as precisely as it is known.",
        required=True,
        example="date: 2026-05-28",
    ),
    Field(
        name="category", kind=CATEGORY, doc="The subject: an arXiv class (`cs.CV`, `CV`) or your own word."
    ),
    Field(name="tags", kind=TAGS, doc="Your own keywords."),
    Field(name="venue", kind=VENUE, doc="Where it appeared: a name, or its parts."),
    Field(name="status", kind=choice(*_STATUSES), doc="How far the paper is."),
    *(Field(name=kind, kind=_identifier(kind), doc=f"{IDENTIFIERS[kind].label}.") for kind in PAPER_IDS),
    Field(
        name="links",
        kind=LINKS,
        doc="Addresses or files by label; `true` for a thing that has no public address (yet).",
    ),
    Field(name="award", kind=many(TEXT), doc="An award, or a list of awards."),
    Field(name="note", kind=many(TEXT), doc="Anything else to be said, or a list."),
    Field(name="summary", kind=TEXT, doc="The paper in one sentence."),
    Field(name="selected", kind=BOOLEAN, doc="Whether the paper stands among the selected ones."),
    Field(name="order", kind=NUMBER, doc="Its place in the list; papers without one follow, newest first."),
    Field(name="image", kind=IMAGE, doc="A picture for the card and the page."),
    Field(name="citations", kind=CITATIONS, doc="The number of citations, with its source and date."),
    Field(name="scores", kind=SCORES, doc="Other numbers about this paper, each with its source."),
    Field(name="versions", kind=VERSIONS, doc="The other forms of the same paper, oldest first."),
    Field(name="projects", kind=many(PLAIN), doc="The projects that the paper belongs to."),
    Field(
        name="bibtex",
        kind=BIBTEX,
        doc="BibTeX fields that replace or join the generated ones; `key`, `type`.",
    ),
    Field(name="language", kind=_LANGUAGE, doc="The language that the paper is written in."),
    Field(
        name="slug", kind=SLUG, doc="The last part of the page's address, if not made from the file's name."
    ),
    Field(name="redirects", kind=many(_REDIRECT), doc="Old addresses that lead to this paper's page."),
    Field(name="latex_macros", kind=MACROS, doc="The paper's own LaTeX macros."),
    Field(name="raw_html", kind=BOOLEAN, doc="Whether HTML in the text is kept (it is sanitized)."),
)


def _absolute(text: str) -> str | None:
    return text.rstrip("/") if web_address(text) and not re.search(r"[?#]", text) else None


SITE_FIELDS = (
    Field(name="title", kind=PLAIN, doc="The title of the site; your name if left out."),
    Field(
        name="url",
        kind=checked(
            "the public address of the site",
            {"type": "string", "format": "uri"},
            _absolute,
            "write for example https://jane.github.io/papers, without ? or #",
        ),
        doc="The public address. Pages work without it; feeds and search engines need it.",
    ),
    Field(name="language", kind=_LANGUAGE, doc="The language of the interface."),
    Field(name="description", kind=PLAIN, doc="One sentence for search engines and previews."),
    Field(name="footer", kind=TEXT, doc="A line at the foot of every page."),
    Field(name="omit_current_year", kind=BOOLEAN, doc="Whether dates of the current year leave it out."),
    Field(
        name="search",
        kind=choice("auto", "single", "sharded"),
        doc="The form of the search index: one file, which works from a disk too, or many of which a visitor "
        "fetches what a query needs; auto is one up to 200 papers.",
    ),
    Field(
        name="theme",
        kind=_pairs(scalar("a word", {"type": "string"}, as_written), "one “option: value” a line"),
        doc="Options of the theme, such as `accent: blue`.",
    ),
)


_EMAIL = checked(
    "an e-mail address",
    {"type": "string", "format": "email"},
    lambda text: text if re.fullmatch(r"[^@\s<>\"]+@[^@\s<>\"]+\.[^@\s<>\".]+", text) else None,
    "write for example jane@example.org",
)

PROFILE_FIELDS = (
    Field(name="name", kind=PLAIN, doc="Your name.", required=True, example="name: Jane Doe"),
    Field(
        name="other_names", kind=many(PLAIN), doc="Other forms of your name: other scripts, earlier names."
    ),
    Field(name="field", kind=PLAIN, doc="Your field, such as `CV` or `Computer Vision`."),
    Field(name="position", kind=PLAIN, doc="Your position."),
    Field(name="affiliation", kind=many(AFFILIATION), doc="Where you work: a name, or `name` and `url`."),
    Field(name="photo", kind=IMAGE, doc="A picture of you: a file beside this one."),
    Field(name="email", kind=_EMAIL, doc="Your e-mail address."),
    Field(name="links", kind=PROFILE_LINKS, doc="Where else you are found, by kind."),
    Field(
        name="metrics",
        kind=METRICS,
        doc="The numbers of the header: declared with a source, or the name of one to compute.",
    ),
    Field(
        name="site",
        kind=record(SITE_FIELDS, lambda values, _node, _reading: values),
        doc="The settings of the site.",
    ),
    Field(name="latex_macros", kind=MACROS, doc="LaTeX macros for all files."),
    Field(name="raw_html", kind=BOOLEAN, doc="Whether HTML in the text is kept (it is sanitized)."),
)

# ------------------------------------------------------------------ documents


def read_profile(document: Document, reading: Reading) -> Profile | None:
    """Return the profile that the document describes; its mistakes are added to `reading`."""
    values, complete = read_fields(document.fields, PROFILE_FIELDS, reading, PROFILE_ELSEWHERE)
    reading.macros = values.pop("latex_macros", None) or ()
    raw_html = values.pop("raw_html", None) or False
    biography = _body(document, reading, raw_html, 0, len(document.body))
    if not complete:
        return None
    site = values.pop("site", {})
    site.setdefault("title", values["name"])
    values["affiliations"] = values.pop("affiliation", ())
    places = document.places("site", "metrics")
    return Profile(
        path=document.path, places=places, biography=biography, settings=Settings(**site), **values
    )


def read_paper(document: Document, slug: str, reading: Reading) -> Paper | None:
    """Return the paper that the document describes, on the page `slug` unless it names its own."""
    own = _own_macros(document, reading)
    reading.macros = (*reading.macros, *own)
    values, complete = read_fields(document.fields, PAPER_FIELDS, reading, PAPER_ELSEWHERE)
    values.pop("latex_macros", None)
    raw_html = values.pop("raw_html", None) or False
    (start, end), rest = markup.split_abstract(document.body)
    abstract = _body(document, reading, raw_html, start, end)
    body = _body(document, reading, raw_html, rest, len(document.body))
    names = values.pop("authors", None) or ()
    _check_et_al(names, document, reading)
    if not complete:
        return None
    identifiers = tuple(values.pop(kind) for kind in PAPER_IDS if kind in values)
    bibtex = dict(values.pop("bibtex", ()))
    return Paper(
        slug=values.pop("slug", slug),
        path=document.path,
        places=document.places("date", "authors", "links", "redirects"),
        identifiers=identifiers,
        authors=tuple(name for name in names if isinstance(name, Author)),
        et_al=ET_AL in names,
        awards=values.pop("award", ()),
        notes=values.pop("note", ()),
        bibtex_key=bibtex.pop("key", ""),
        bibtex=tuple(bibtex.items()),
        abstract=abstract,
        body=body,
        **values,
    )


def _own_macros(document: Document, reading: Reading) -> tuple[tuple[str, str], ...]:
    """Macros are read before the fields that use them, wherever they stand; their mistakes come later."""
    node = document.fields.get("latex_macros")
    return MACROS.read(node, "latex_macros", Reading(find=reading.find)) or () if node else ()


def _check_et_al(names: tuple[Author | str, ...], document: Document, reading: Reading) -> None:
    if ET_AL in names[:-1]:
        node = document.fields.get("authors")
        place = node.place if node else document.fields.place
        message = "found “et al.” before the end of the list"
        reading.error(place, "authors", message, "move it to the end, or remove it")


def _body(document: Document, reading: Reading, raw_html: bool, start: int, end: int) -> Text:
    """Render a part of the body."""

    def at(offset: int) -> Place:
        return document.at(start + offset)

    source = document.body[start:end]
    if not source.strip():
        return Text()
    # Abstracts and the biography stand on one page: each numbers its notes under a name of its own.
    prefix = re.sub(r"[^a-z0-9]+", "-", f"{document.path.removeprefix('content/')}-{start}-".casefold())
    link = reading.link(source, at)
    rendered = markup.markdown(source, reading.macros, raw_html=raw_html, link=link, id_prefix=prefix)
    return reading.text(rendered, at)


def json_schema(fields: tuple[Field, ...], title: str) -> Json:
    """Return the JSON Schema (draft 2020-12) of a front matter with these fields."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": title, **fields_json(fields)}
