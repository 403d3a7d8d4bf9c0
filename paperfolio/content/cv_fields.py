"""The CV: lists of entries in the front matter, under known headings and the user's own."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from paperfolio.content import located, schema
from paperfolio.content.dates import DATE
from paperfolio.content.fields import (
    BOOLEAN,
    NUMBER,
    PLAIN,
    TEXT,
    Field,
    Json,
    Kind,
    Reading,
    choice,
    many,
    read_fields,
    record,
)
from paperfolio.content.links import ADDRESS
from paperfolio.content.located import Document, Node, Scalar
from paperfolio.content.paper_fields import MACROS
from paperfolio.content.schema import own_macros, rendered
from paperfolio.model import CurriculumVitae, CvEntry, CvSection
from paperfolio.text.nearest import nearest

_PRESENT = re.compile(r"present|now|today|ongoing|current", re.IGNORECASE)


def _last(node: Node, name: str, reading: Reading) -> Any:
    """Read the end of a span; `present` says what leaving it out says."""
    if isinstance(node, Scalar) and _PRESENT.fullmatch(node.text.strip()):
        return "present"
    return DATE.read(node, name, reading)


_LAST = Kind(expected=f"{DATE.expected}, or present", json={"type": ["string", "integer"]}, read=_last)

CV_ENTRY_FIELDS = (
    Field(
        name="what",
        kind=TEXT,
        doc="The degree, position, award, grant, course, task or skill.",
        required=True,
        example="what: PhD in Computer Science",
    ),
    Field(name="where", kind=TEXT, doc="The institution or place.", example="where: University of Vienna"),
    Field(name="from", kind=DATE, doc="When it began.", example="from: 2019-10"),
    Field(
        name="to",
        kind=_LAST,
        doc="When it ended. If left out, or `present`, it is ongoing.",
        example="to: 2023",
    ),
    Field(name="date", kind=DATE, doc="When it happened, instead of `from` and `to`.", example="date: 2024"),
    Field(name="note", kind=TEXT, doc="Anything else, in one line.", example="note: Advised by A. Example"),
    Field(name="link", kind=ADDRESS, doc="An address or a file.", example="link: https://example.org/thesis"),
)


def _entry(values: dict[str, Any], node: Node, reading: Reading) -> Any:
    end = values.pop("to", None)
    start = values.pop("from", None)
    end = None if end == "present" else end
    if start and end and end.ordinal < start.ordinal:
        message = f'"to" ({end.iso}) is before "from" ({start.iso})'
        return reading.error(node.place, "dates", message, "correct one of the two dates")
    return CvEntry(start=start, end=end, **values)


_TEXT_ENTRY = Kind(
    expected="text",
    json=TEXT.json,
    read=lambda node, name, reading: CvEntry(what=text) if (text := TEXT.read(node, name, reading)) else None,
)
CV_LIST = many(record(CV_ENTRY_FIELDS, _entry, short=_TEXT_ENTRY))

_DOCS = {
    "education": ("Degrees.", "education: [{what: PhD, where: University of Vienna, from: 2019, to: 2023}]"),
    "positions": ("Employment.", "positions: [{what: Postdoc, where: Lab, from: 2023}]"),
    "awards": ("Awards and honours.", "awards: [{what: Best paper, where: SoC, date: 2024}]"),
    "grants": ("Funding.", "grants: [{what: Starting grant, note: 1.5 million euros, from: 2025, to: 2030}]"),
    "teaching": ("Courses.", "teaching: [{what: Algorithms, where: University of Vienna, from: 2024}]"),
    "service": (
        "Reviewing, committees, organization.",
        "service: [{what: Reviewer, where: SoC, from: 2022}]",
    ),
    "skills": ("Languages, methods, tools.", "skills: [Python, German (native)]"),
}

CV_FIELDS = (
    Field(name="title", kind=PLAIN, doc="The title of the page, `CV` if left out.", example="title: Résumé"),
    *(Field(name=name, kind=CV_LIST, doc=doc, example=example) for name, (doc, example) in _DOCS.items()),
    Field(
        name="publications",
        kind=BOOLEAN,
        doc="Whether your papers are listed, by kind. They are unless you write `false`.",
        example="publications: false",
    ),
    Field(
        name="paper",
        kind=choice("a4", "letter"),
        doc="The paper size of the PDF, `a4` if left out.",
        example="paper: letter",
    ),
    Field(name="menu", kind=BOOLEAN, doc="Whether the CV is in the menu.", example="menu: false"),
    Field(
        name="order",
        kind=NUMBER,
        doc="The position in the menu; the CV is last if left out.",
        example="order: 1",
    ),
    Field(
        name="latex_macros",
        kind=MACROS,
        doc="LaTeX macros for this file.",
        example="latex_macros: {'\\eps': '\\varepsilon'}",
    ),
    Field(
        name="raw_html",
        kind=BOOLEAN,
        doc="Whether HTML in the text is kept (it is sanitized).",
        example="raw_html: true",
    ),
)


def read_cv(document: Document, reading: Reading) -> CurriculumVitae | None:
    """Return the CV that the document describes; its problems are added to `reading`."""
    reading.macros = (*reading.macros, *own_macros(document, reading))
    known = {field.name for field in CV_FIELDS}
    own = {
        key.text: node
        for key, node in document.fields.entries
        if key.text not in known and isinstance(node, located.Sequence)
    }
    for key, _ in document.fields.entries:
        if key.text in own and (meant := nearest(key.text, tuple(_DOCS))):
            message = f'unknown list "{key.text}" (shown under this heading)'
            reading.warn(key.place, "unknown-field", message, f'did you mean "{meant}"?')
    rest = tuple(entry for entry in document.fields.entries if entry[0].text not in own)
    values, complete = read_fields(replace(document.fields, entries=rest), CV_FIELDS, reading, {})
    lists = {name: CV_LIST.read(node, name, reading) for name, node in own.items()}
    lists |= {name: values.pop(name) for name in _DOCS if name in values}
    values.pop("latex_macros", None)
    body = rendered(document, reading, values.pop("raw_html", None) or False, 0, len(document.body))
    if not complete:
        return None
    sections = tuple(
        CvSection(name=key.text, entries=lists[key.text])
        for key, _ in document.fields.entries
        if lists.get(key.text)
    )
    return CurriculumVitae(path=document.path, sections=sections, body=body, **values)


def json_schema() -> Json:
    """Return the JSON Schema of the file, in which any other list is a section of the user's own."""
    made = schema.json_schema(CV_FIELDS, "A CV")
    return made | {"additionalProperties": CV_LIST.json}
