"""Turn a located document into a `Profile` or a `Paper`, or into problems."""

from __future__ import annotations

import re
from dataclasses import replace

from paperfolio.content.authors import ET_AL
from paperfolio.content.fields import (
    Field,
    Json,
    Reading,
    fields_json,
    read_fields,
)
from paperfolio.content.located import Document
from paperfolio.content.migration import PAPER_ELSEWHERE, PROFILE_ELSEWHERE
from paperfolio.content.paper_fields import MACROS, PAPER_FIELDS, PAPER_IDS
from paperfolio.content.profile_fields import PROFILE_FIELDS
from paperfolio.model import Author, Paper, Profile, Settings, Text
from paperfolio.problems import Place
from paperfolio.scholar import kinds
from paperfolio.text import markup


def read_profile(document: Document, reading: Reading) -> Profile | None:
    """Return the profile that the document describes; its problems are added to `reading`."""
    values, complete = read_fields(document.fields, PROFILE_FIELDS, reading, PROFILE_ELSEWHERE)
    reading.macros = values.pop("latex_macros", None) or ()
    raw_html = values.pop("raw_html", None) or False
    biography = rendered(document, reading, raw_html, 0, len(document.body))
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
    own = own_macros(document, reading)
    reading.macros = (*reading.macros, *own)
    values, complete = read_fields(document.fields, PAPER_FIELDS, reading, PAPER_ELSEWHERE)
    values.pop("latex_macros", None)
    if values.pop("draft", None):
        values["status"] = "draft"
    raw_html = values.pop("raw_html", None) or False
    (start, end), rest = markup.split_abstract(document.body)
    abstract = rendered(document, reading, raw_html, start, end)
    body = rendered(document, reading, raw_html, rest, len(document.body))
    names = values.pop("authors", None) or ()
    _check_et_al(names, document, reading)
    if not complete:
        return None
    identifiers = tuple(values.pop(kind) for kind in PAPER_IDS if kind in values)
    bibtex = dict(values.pop("bibtex", ()))
    editors = tuple(name for name in values.pop("editors", ()) if isinstance(name, Author))
    paper = Paper(
        slug=values.pop("slug", slug),
        path=document.path,
        places=document.places("title", "date", "authors", "doi", "links", "redirects", "talks"),
        identifiers=identifiers,
        authors=tuple(name for name in names if isinstance(name, Author)),
        et_al=ET_AL in names,
        editors=editors,
        awards=values.pop("award", ()),
        notes=values.pop("note", ()),
        bibtex_key=bibtex.pop("key", ""),
        bibtex=tuple(bibtex.items()),
        abstract=abstract,
        body=body,
        **values,
    )
    return paper if paper.kind else replace(paper, kind=_deduced(paper, document, reading))


def _deduced(paper: Paper, document: Document, reading: Reading) -> str:
    deduced, node = kinds.deduce(paper), document.fields.get("venue")
    if node and paper.venue and not deduced.sure:
        message = f'"{paper.venue.name or paper.venue.short}" is taken for a journal'
        reading.warn(node.place, "kind", message, f'add "kind: {deduced.name}", or the kind that it is')
    return deduced.name


def own_macros(document: Document, reading: Reading) -> tuple[tuple[str, str], ...]:
    """Return the macros of a document, read before the fields that use them; their mistakes come later."""
    node = document.fields.get("latex_macros")
    return MACROS.read(node, "latex_macros", Reading(find=reading.find)) or () if node else ()


def _check_et_al(names: tuple[Author | str, ...], document: Document, reading: Reading) -> None:
    if ET_AL in names[:-1]:
        node = document.fields.get("authors")
        place = node.place if node else document.fields.place
        message = '"et al." is not the last author'
        reading.error(place, "authors", message, "move it to the end, or remove it")


def rendered(
    document: Document, reading: Reading, raw_html: bool, start: int, end: int, heading_base: int = 2
) -> Text:
    """Render a part of the body."""

    def at(offset: int) -> Place:
        return document.at(start + offset)

    source = document.body[start:end]
    if not source.strip():
        return Text()
    # Abstracts and the biography share a page: each numbers its footnotes under its own prefix.
    prefix = re.sub(r"[^a-z0-9]+", "-", f"{document.path.removeprefix('content/')}-{start}-".casefold())
    link = reading.link(source, at)
    rendered = markup.markdown(
        source, reading.macros, raw_html=raw_html, link=link, heading_base=heading_base, id_prefix=prefix
    )
    return reading.text(rendered, at)


def json_schema(fields: tuple[Field, ...], title: str) -> Json:
    """Return the JSON Schema (draft 2020-12) of a front matter with these fields."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": title, **fields_json(fields)}
