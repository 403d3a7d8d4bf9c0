"""All papers for programs: `papers.json`, and a Markdown twin beside every paper's page.

`SCHEMA` describes the JSON (JSON Schema, draft 2020-12). Values that nothing is known for are left out.
"""

from __future__ import annotations

import json
import re
from typing import Any

from paperfolio.model import Author, Paper, Site
from paperfolio.pages.paths import public
from paperfolio.scholar import kinds
from paperfolio.scholar.cite import record
from paperfolio.text.cleaning import clean

_TEXT = {"type": "string"}
_TEXTS = {"type": "array", "items": _TEXT}
_PEOPLE = {
    "type": "array",
    "items": {
        "type": "object",
        "properties": {"name": _TEXT, "family": _TEXT, "given": _TEXT, "orcid": _TEXT, "me": {"const": True}},
        "required": ["name"],
        "additionalProperties": False,
    },
}
SCHEMA: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "papers.json",
    "type": "object",
    "properties": {
        "title": {"type": "string", "description": "The title of the site."},
        "url": {"type": "string", "description": "The address of the site, if it is known."},
        "papers": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "id": {
                        "type": "string",
                        "description": "The last part of the address of the paper's page.",
                    },
                    "url": {
                        "type": "string",
                        "description": "The page, relative to a site without an address.",
                    },
                    "markdown": {"type": "string", "description": "The same page as Markdown."},
                    "title": _TEXT,
                    "subtitle": _TEXT,
                    "kind": {"enum": list(kinds.NAMES)},
                    "status": _TEXT,
                    "date": {"type": "string", "pattern": r"^\d{4}(-\d{2}(-\d{2})?)?$"},
                    "language": _TEXT,
                    "authors": _PEOPLE,
                    "more_authors": {"const": True, "description": "Whether the list of authors goes on."},
                    "editors": _PEOPLE,
                    "venue": {"type": "object", "additionalProperties": _TEXT},
                    "series": _TEXT,
                    "edition": _TEXT,
                    "chapter": _TEXT,
                    "number_of_pages": {"type": "integer"},
                    "category": _TEXT,
                    "tags": _TEXTS,
                    "identifiers": {"type": "object", "additionalProperties": _TEXT},
                    "links": {"type": "object", "additionalProperties": _TEXT},
                    "citations": {
                        "type": "object",
                        "properties": {"count": {"type": "integer"}, "source": _TEXT, "date": _TEXT},
                        "required": ["count"],
                    },
                    "awards": _TEXTS,
                    "notes": _TEXTS,
                    "summary": _TEXT,
                    "abstract": _TEXT,
                },
                "required": ["id", "url", "markdown", "title", "kind", "date"],
                "additionalProperties": False,
            },
        },
    },
    "required": ["title", "papers"],
    "additionalProperties": False,
}


def papers_json(site: Site) -> str:
    """Return all papers in the order of the list, as `SCHEMA` describes."""
    settings = site.profile.settings
    found = _known({"title": clean(settings.title), "url": public(site, "index.html")})
    return (
        json.dumps(found | {"papers": [_paper(paper, site) for paper in site.papers]}, ensure_ascii=False)
        + "\n"
    )


def twin(paper: Paper) -> str:
    """Return the path of a paper's page as Markdown."""
    return f"{paper.folder}index.md"


def markdown(paper: Paper, site: Site) -> str:
    """Return a paper's page as Markdown: title, facts, abstract, text, citation."""
    names = ", ".join(_line(author.name) for author in paper.authors) + (" et al." if paper.et_al else "")
    venue = paper.venue
    pages = venue.pages if venue else ""
    facts = {
        "Authors": names,
        "Editors": ", ".join(_line(editor.name) for editor in paper.editors),
        "Date": paper.date.iso,
        "Kind": kinds.of(paper).name,
        "Status": paper.status or "",
        "Published in": _line(record.appeared(paper)),
        "Volume": _line(venue.volume) if venue else "",
        "Issue": _line(venue.issue) if venue else "",
        "Pages": _line(pages),
        "Tags": ", ".join(map(_line, paper.tags)),
    }
    facts |= {each.label: f"<{each.url}>" if each.url else _line(each.value) for each in paper.identifiers}
    facts |= {_line(link.label): f"<{_link(link.url, link.local, site)}>" for link in paper.links if link.url}
    page = public(site, paper.page)
    lines = [f"# {_line(record.marked_title(paper))}", ""]
    lines += [
        f"- {name}: {value}"
        for name, value in (facts | {"Page": f"<{page}>" if page else ""}).items()
        if value
    ]
    for heading, text in (
        ("Abstract", paper.abstract.plain or paper.summary.plain),
        ("Text", paper.body.plain),
    ):
        if text:
            lines += ["", f"## {heading}", "", "\n\n".join(map(_line, re.split(r"\n\s*\n", text.strip())))]
    return "\n".join(lines) + "\n"


def _paper(paper: Paper, site: Site) -> dict[str, Any]:
    venue, cited = paper.venue, paper.citations
    parts = ("name", "short", "volume", "issue", "pages", "publisher", "place")
    return _known(
        {
            "id": paper.slug,
            "url": public(site, paper.page) or paper.page,
            "markdown": public(site, twin(paper)) or twin(paper),
            "title": clean(paper.title.plain) or paper.slug,
            "subtitle": clean(paper.subtitle.plain),
            "kind": kinds.of(paper).name,
            "status": paper.status or "",
            "date": paper.date.iso,
            "language": paper.language,
            "authors": [_person(author) for author in paper.authors],
            "more_authors": paper.et_al,
            "editors": [_person(editor) for editor in paper.editors],
            "venue": _known({part: clean(getattr(venue, part)) for part in parts}) if venue else {},
            "series": clean(paper.series),
            "edition": clean(paper.edition),
            "chapter": clean(paper.chapter),
            "number_of_pages": paper.number_of_pages,
            "category": clean(paper.category.label) if paper.category else "",
            "tags": [clean(tag) for tag in paper.tags],
            "identifiers": {each.kind: clean(each.value) for each in paper.identifiers},
            "links": {
                clean(link.label): _link(link.url, link.local, site) for link in paper.links if link.url
            },
            "citations": _cited(cited.count, cited.source, cited.date.iso if cited.date else "")
            if cited
            else {},
            "awards": [clean(award.plain) for award in paper.awards],
            "notes": [clean(note.plain) for note in paper.notes],
            "summary": clean(paper.summary.plain),
            "abstract": clean(paper.abstract.plain),
        }
    )


def _cited(count: int, source: str, date: str) -> dict[str, Any]:
    return {"count": count, **_known({"source": clean(source), "date": date})}


def _person(author: Author) -> dict[str, Any]:
    family, given = clean(author.family), clean(author.given)
    split = {"family": family, "given": given} if given else {}
    return {"name": clean(author.name), **_known({**split, "orcid": author.orcid, "me": author.me})}


def _link(url: str, local: bool, site: Site) -> str:
    return (public(site, url) or url) if local else url


def _known(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value}


def _line(text: str) -> str:
    """Return text as one line of Markdown in which it has no markup of its own."""
    return re.sub(r"([\\`*_\[\]<>#])", r"\\\1", clean(text))
