"""The front matter values with fields of their own: people, venues, numbers, versions.

Each is a `Kind` made of those in `fields`, with its table of fields beside it. `schema` uses them in the
tables of a profile and a paper.
"""

from __future__ import annotations

import re
from typing import Any

from paperfolio.content import located
from paperfolio.content.dates import DATE
from paperfolio.content.fields import (
    COUNT,
    PLAIN,
    STRING,
    Field,
    Kind,
    Reading,
    checked,
    choice,
    many,
    mismatch,
    record,
    scalar,
)
from paperfolio.content.links import WEB_ADDRESS
from paperfolio.content.located import Node, Scalar
from paperfolio.model import Citations, Link, Metric, Venue, Version

_VENUE_KINDS = ("journal", "conference", "workshop", "book", "thesis", "report", "preprint", "other")

VENUE_FIELDS = (
    Field(
        name="name",
        kind=PLAIN,
        doc="The name of the journal, the proceedings or the book; a book by itself needs only a `publisher`.",
        example="name: Journal of Examples",
    ),
    Field(name="short", kind=PLAIN, doc="The short name, shown on cards.", example="short: JoE"),
    Field(name="kind", kind=choice(*_VENUE_KINDS), doc="The kind of venue.", example="kind: journal"),
    Field(name="volume", kind=STRING, doc="The volume of the journal or series.", example="volume: 12"),
    Field(
        name="issue", kind=STRING, doc="The issue, or the number of a report or a patent.", example="issue: 3"
    ),
    Field(
        name="pages",
        kind=STRING,
        doc="The range of pages, or the article number.",
        example="pages: 7362-7371",
    ),
    Field(
        name="publisher",
        kind=PLAIN,
        doc="The publisher, or the institution of a thesis or report.",
        example="publisher: Example Press",
    ),
    Field(
        name="place",
        kind=PLAIN,
        doc="The city of the conference or of the publisher.",
        example="place: Lisbon",
    ),
)


def _make_venue(values: dict[str, Any], node: Node, reading: Reading) -> Any:
    if not values.keys() & {"name", "publisher"}:
        message, fix = "the venue has neither a name nor a publisher", 'add "name: …" or "publisher: …"'
        return reading.error(node.place, "name", message, fix)
    return Venue(**values)


_BESIDE = 'write it as a field of the paper, beside "venue:"'

VENUE = record(
    VENUE_FIELDS,
    _make_venue,
    foreign={"number": 'use "issue"', "address": 'use "place"', "location": 'use "place"'}
    | dict.fromkeys(("series", "edition", "editor", "editors", "chapter"), _BESIDE),
    short=Kind(
        expected=PLAIN.expected,
        json=PLAIN.json,
        read=lambda node, name, reading: (
            None if (text := PLAIN.read(node, name, reading)) is None else Venue(name=text)
        ),
    ),
)


def as_written(node: Scalar, _name: str, _reading: Reading) -> str:
    """Return the value as it is in the file, without the spaces around it."""
    return node.text.strip()


METRIC_FIELDS = (
    Field(name="label", kind=PLAIN, doc="The name of the number.", required=True, example="label: h-index"),
    Field(
        name="value",
        kind=checked(
            "a number",
            {"type": ["number", "string"]},
            lambda text: text if re.search(r"\d", text) else None,
            "write a number such as 12, 3.4 or 52%",
        ),
        doc="The number, as it should be printed.",
        required=True,
        example="value: 12",
    ),
    Field(name="unit", kind=STRING, doc="The unit, printed after the number.", example="unit: '%'"),
    Field(name="source", kind=PLAIN, doc="Who counted it.", example="source: Google Scholar"),
    Field(
        name="source_url",
        kind=WEB_ADDRESS,
        doc="A page where the number can be looked up.",
        example="source_url: https://scholar.google.com/citations?user=abc",
    ),
    Field(name="date", kind=DATE, doc="The date of the count.", example="date: 2026-05-28"),
    Field(
        name="note",
        kind=PLAIN,
        doc="What else a reader should know about it.",
        example="note: Without self-citations.",
    ),
)


def _make_metric(values: dict[str, Any], node: Node, reading: Reading) -> Metric:
    if "source" not in values:
        message = f'the number "{values["label"]}" has no source'
        reading.warn(node.place, "source", message, 'add "source: …" and "date: …", or let it be computed')
    elif "date" not in values:
        message = f'the number "{values["label"]}" has no date'
        reading.warn(node.place, "source", message, 'add "date: …"')
    value = values["value"]
    if not values.get("unit") and re.fullmatch(r"[\d.,]+\s?%", value):
        values["value"], values["unit"] = value.rstrip("% "), "%"
    return Metric(key=nearest_metric(values["label"]), **values)


METRIC_NAMES = {
    "papers": "papers",
    "citations": "citations",
    "h-index": "h_index",
    "i10-index": "i10_index",
    "papers per year": "papers_per_year",
    "citations per year": "citations_per_year",
}


def nearest_metric(label: str) -> str:
    """Return the key of the known number that a label names, or an empty string."""
    words = re.sub(r"[-_\s]+", " ", label.casefold())
    words = words.replace(" a year", " per year").replace("hindex", "h index")
    known = {name.replace("-", " "): key for name, key in METRIC_NAMES.items()}
    return known.get(words, "")


def _computed(node: Scalar, name: str, reading: Reading) -> Any:
    key = nearest_metric(node.text)
    if not key:
        message = mismatch(node, "a number that can be computed from these papers")
        fix = f'use one of: {", ".join(METRIC_NAMES)}; or give "label", "value", "source" and "date"'
        return reading.error(node.place, name, message, fix)
    return Metric(label=node.text.strip(), value="", key=key, computed=True)


METRICS = many(
    record(
        METRIC_FIELDS,
        _make_metric,
        short=scalar("the name of a number to compute", {"enum": list(METRIC_NAMES)}, _computed),
    ),
    one=False,
)
SCORES = many(record(METRIC_FIELDS, _make_metric), one=False)


def _by_year(node: Node, name: str, reading: Reading) -> Any:
    if not isinstance(node, located.Mapping):
        message = mismatch(node, 'a mapping of "year: count"')
        return reading.error(node.place, name, message, 'write for example "  2026: 12" below "by_year:"')
    counts = []
    for key, value in node.entries:
        count = COUNT.read(value, name, reading)
        if not re.fullmatch(r"\d{4}", key.text):
            reading.error(key.place, name, f'"{key.text}" is not a year', "use four digits")
        elif count is not None:
            counts.append((int(key.text), count))
    return tuple(sorted(counts)) if len(counts) == len(node.entries) else None


CITATION_FIELDS = (
    Field(name="count", kind=COUNT, doc="The number of citations.", required=True, example="count: 12"),
    Field(name="source", kind=PLAIN, doc="Who counted them.", example="source: OpenAlex"),
    Field(name="date", kind=DATE, doc="The date of the count.", example="date: 2026-05-28"),
    Field(
        name="by_year",
        kind=Kind(
            expected='a mapping of "year: count"',
            json={"type": "object", "additionalProperties": COUNT.json},
            read=_by_year,
        ),
        doc="The number of citations in each year.",
        example="by_year: {2025: 4, 2026: 8}",
    ),
)


def _make_citations(values: dict[str, Any], node: Node, reading: Reading) -> Citations:
    cited = Citations(**values)
    if (total := sum(count for _, count in cited.by_year)) > cited.count:
        message = f'the years add up to {total} citations, but "count" is {cited.count}'
        reading.warn(node.place, "citations", message, 'check "count" and "by_year" at their source')
    return cited


CITATIONS = record(
    CITATION_FIELDS,
    _make_citations,
    short=Kind(
        expected=COUNT.expected,
        json=COUNT.json,
        read=lambda node, name, reading: (
            None if (count := COUNT.read(node, name, reading)) is None else Citations(count=count)
        ),
    ),
)

_VERSION_KINDS = ("preprint", "published", "extended", "accepted", "erratum", "retraction", "other")

VERSION_FIELDS = (
    Field(
        name="kind",
        kind=choice(*_VERSION_KINDS),
        doc="The kind of version.",
        required=True,
        example="kind: preprint",
    ),
    Field(name="label", kind=PLAIN, doc="A name for the version.", example="label: v2"),
    Field(name="date", kind=DATE, doc="The date of the version.", example="date: 2025-11"),
    Field(name="venue", kind=PLAIN, doc="The venue of the version.", example="venue: arXiv"),
    Field(
        name="url",
        kind=WEB_ADDRESS,
        doc="The address of the version.",
        example="url: https://arxiv.org/abs/2511.00001",
    ),
)
VERSIONS = many(record(VERSION_FIELDS, lambda values, _node, _reading: Version(**values)), one=False)

# ------------------------------------------------------------------ affiliations

PLACE_FIELDS = (
    Field(
        name="name",
        kind=PLAIN,
        doc="The name of the institution.",
        required=True,
        example="name: Example University",
    ),
    Field(
        name="url",
        kind=WEB_ADDRESS,
        doc="The web page of the institution.",
        example="url: https://example.edu",
    ),
)
AFFILIATION = record(
    PLACE_FIELDS,
    lambda values, _node, _reading: Link(kind="affiliation", label=values["name"], url=values.get("url", "")),
    short=Kind(
        expected=PLAIN.expected,
        json=PLAIN.json,
        read=lambda node, name, reading: (
            Link(kind="affiliation", label=text) if (text := PLAIN.read(node, name, reading)) else None
        ),
    ),
)
