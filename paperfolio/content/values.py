"""The values of the front matter that have parts of their own: people, venues, numbers, versions.

Each is a `Kind` made of the ones in `fields`, with its table of parts beside it. `schema` puts them
into the tables of a profile and a paper.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from paperfolio.content import frontmatter
from paperfolio.content.fields import (
    BOOLEAN,
    COUNT,
    DATE,
    PLAIN,
    STRING,
    Field,
    Kind,
    Reading,
    checked,
    choice,
    many,
    record,
    scalar,
    shown,
)
from paperfolio.content.frontmatter import Node, Scalar
from paperfolio.content.links import WEB_ADDRESS
from paperfolio.content.quoting import quoted
from paperfolio.model import Author, Citations, Link, Metric, Venue, Version
from paperfolio.scholar import people
from paperfolio.scholar.registers import identifier

# ------------------------------------------------------------------ people


def _make_author(values: dict[str, Any], _node: Node, _reading: Reading) -> Author:
    written: str = values.pop("name")
    family, given = people.split(written)
    values.setdefault("family", family)
    values.setdefault("given", given if values["family"] == family else "")
    values["affiliations"] = values.pop("affiliation", ())
    return Author(name=people.printed(written), **values)


def _orcid(text: str) -> str | None:
    found = identifier("orcid", text)
    return found.value if found else None


AUTHOR_FIELDS = (
    Field(name="name", kind=PLAIN, doc="The name as the paper prints it.", required=True),
    Field(name="family", kind=PLAIN, doc="The family name, where the printed name does not end with it."),
    Field(name="given", kind=PLAIN, doc="The given names, where `family` is given."),
    Field(name="url", kind=WEB_ADDRESS, doc="The author's own page."),
    Field(
        name="orcid",
        kind=checked(
            "an ORCID iD", {"type": "string"}, _orcid, "copy it from orcid.org: 0000-0002-1825-0097"
        ),
        doc="The author's ORCID iD.",
    ),
    Field(name="affiliation", kind=many(PLAIN), doc="Where the author works; a list if in several places."),
    Field(name="equal", kind=BOOLEAN, doc="Whether the author contributed equally with others so marked."),
    Field(name="corresponding", kind=BOOLEAN, doc="Whether to write to this author about the paper."),
    Field(
        name="me",
        kind=BOOLEAN,
        doc="Whether this is the profile's own researcher, if the name does not tell.",
    ),
)

_ET_AL = re.compile(r"(et\.?\s*al\.?|and others|others|等)", re.IGNORECASE)
ET_AL = "et al."
_JOINED = re.compile(r"\s+(?:and|&)\s+|;|,\s*(?:and|&)\s")
# Marks and notes that papers print at a name, and belong to the author and not to the name.
_MARKS = re.compile(r"[*†‡§¶]+|(?<=\w)\s*\([ -~]{0,120}\)$|(?<=\w)[⁰¹²³⁴-⁹]+$")


def _author_name(node: Scalar, name: str, reading: Reading) -> Any:
    text: str = PLAIN.read(node, name, reading)
    if _ET_AL.fullmatch(text):
        return ET_AL
    if not text:
        return reading.error(
            node.place, name, "found an author without a name", "write the name, or remove the line"
        )
    if (mark := _MARKS.search(text)) or re.search(r"\set\.? al\.?$", text):
        said = mark.group().strip() if mark else "et al."
        message = f"found “{said}” in the name of an author; it stays part of the name in every citation"
        fix = "write “equal: true”, “corresponding: true” or “affiliation: …” below “name: …”"
        reading.warn(
            node.place, name, message, fix if mark else "write “et al.” as an item of its own, the last"
        )
    elif node.plain and re.search(r"\n\s*(?!- )\S", node.raw):
        message = f"found a name over several lines: {shown(node)}"
        reading.warn(node.place, name, message, "begin the line of each author with “- ”")
    if re.search(r"\s(and|&)\s|;|,.*,", text):
        names = [quoted(each) for each in _names(text.rstrip(",; "))]
        fix = f"write {' and '.join(names)}" + (", each as an item of its own" if len(names) > 1 else "")
        return reading.error(node.place, name, f"found {shown(node)}, expected one name", fix)
    return _make_author({"name": text}, node, reading)


_AUTHOR_LIST = many(
    record(
        AUTHOR_FIELDS,
        _make_author,
        short=scalar("a name, or “et al.” last", {"type": "string"}, _author_name),
    )
)


def _authors(node: Node, name: str, reading: Reading) -> Any:
    # In a list "Doe, Jane" is one author; on a line of its own "Jane Doe, Ada Roe" would be read as one, too.
    if isinstance(node, Scalar) and ("," in node.text or _JOINED.search(node.text)):
        names = ", ".join(map(quoted, _names(node.text)))
        message = f"found {shown(node)}, expected a list of names"
        return reading.error(node.place, name, message, f"write authors: [{names}]")
    authors = _AUTHOR_LIST.read(node, name, reading)
    mine = [author for author in authors or () if isinstance(author, Author) and author.me]
    if len(mine) > 1:
        message = f"found {len(mine)} authors marked with “me”, expected one"
        return reading.error(node.place, name, message, "keep the mark at one author")
    return authors


def _names(text: str) -> list[str]:
    """Return the names on one line. In BibTeX's way, `Doe, Jane and Roe, Ada`, commas part no people."""
    parts = [part.strip() for part in _JOINED.split(text)]
    if not all(re.fullmatch(r"[^,]+,[^,]+" if len(parts) > 1 else r"[^\s,]+,[^,]+", part) for part in parts):
        parts = [name.strip() for part in parts for name in part.split(",")]
    return [name for name in parts if name]


AUTHORS = replace(_AUTHOR_LIST, read=_authors)

# ------------------------------------------------------------------ venue, numbers, versions

_VENUE_KINDS = ("journal", "conference", "workshop", "book", "thesis", "report", "preprint", "other")

VENUE_FIELDS = (
    Field(name="name", kind=PLAIN, doc="The journal, the proceedings or the book.", required=True),
    Field(name="short", kind=PLAIN, doc="The short name that the card shows, such as `CVPR 2024`."),
    Field(name="kind", kind=choice(*_VENUE_KINDS), doc="What kind of venue it is."),
    Field(name="volume", kind=STRING, doc="The volume."),
    Field(name="issue", kind=STRING, doc="The issue or number."),
    Field(name="pages", kind=STRING, doc="The pages, such as `7362-7371`, or the article number."),
    Field(name="publisher", kind=PLAIN, doc="The publisher, or the institution of a thesis or report."),
    Field(name="place", kind=PLAIN, doc="Where it took place or was published."),
)

VENUE = record(
    VENUE_FIELDS,
    lambda values, _node, _reading: Venue(**values),
    short=Kind(
        expected=PLAIN.expected,
        json=PLAIN.json,
        read=lambda node, name, reading: (
            None if (text := PLAIN.read(node, name, reading)) is None else Venue(name=text)
        ),
    ),
)


def as_written(node: Scalar, _name: str, _reading: Reading) -> str:
    """Return the value as it stands in the file, without blanks around it."""
    return node.text.strip()


METRIC_FIELDS = (
    Field(name="label", kind=PLAIN, doc="The name of the number, such as `h-index`.", required=True),
    Field(
        name="value",
        kind=checked(
            "a number",
            {"type": ["number", "string"]},
            lambda text: text if re.search(r"\d", text) else None,
            "write the number, such as 12, 3.4 or 52%",
        ),
        doc="The number, as it is to be printed.",
        required=True,
    ),
    Field(name="unit", kind=STRING, doc="What follows the number, such as `%`."),
    Field(name="source", kind=PLAIN, doc="Who counted: `Google Scholar`, `OpenAlex` …"),
    Field(name="source_url", kind=WEB_ADDRESS, doc="Where the number can be looked up."),
    Field(name="date", kind=DATE, doc="When it was counted."),
    Field(name="note", kind=PLAIN, doc="What else a reader should know of it."),
)


def _make_metric(values: dict[str, Any], node: Node, reading: Reading) -> Metric:
    if "source" not in values:
        message = f"found the number “{values['label']}” without a source"
        reading.warn(node.place, "source", message, "add “source: …” and “date: …”, or let it be computed")
    elif "date" not in values:
        message = f"found the number “{values['label']}” without the date it was counted on"
        reading.warn(node.place, "source", message, "add “date: …”")
    value = values["value"]
    if not values.get("unit") and re.fullmatch(r"[\d.,]+\s?%", value):
        values["value"], values["unit"] = value.rstrip("% "), "%"
    return Metric(key=nearest_metric(values["label"]), **values)


METRIC_NAMES = {
    "papers": "papers",
    "citations": "citations",
    "h-index": "h_index",
    "i10-index": "i10_index",
    "papers a year": "papers_per_year",
    "citations a year": "citations_per_year",
}


def nearest_metric(label: str) -> str:
    """Return the key of the known number that a label names, or an empty string."""
    words = (
        re.sub(r"[-_\s]+", " ", label.casefold()).replace("per year", "a year").replace("hindex", "h index")
    )
    known = {name.replace("-", " "): key for name, key in METRIC_NAMES.items()}
    return known.get(words, "")


def _computed(node: Scalar, name: str, reading: Reading) -> Any:
    key = nearest_metric(node.text)
    if not key:
        message = f"found {shown(node)}, expected a number that can be computed from the papers here"
        fix = f"write one of: {', '.join(METRIC_NAMES)}; or give “label”, “value”, “source” and “date”"
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
    if not isinstance(node, frontmatter.Mapping):
        message = f"found {shown(node)}, expected one “year: count” a line"
        return reading.error(node.place, name, message, "write for example “  2026: 12” below “by_year:”")
    counts = []
    for key, value in node.entries:
        count = COUNT.read(value, name, reading)
        if not re.fullmatch(r"\d{4}", key.text):
            reading.error(key.place, name, f"found “{key.text}”, expected a year", "write four digits")
        elif count is not None:
            counts.append((int(key.text), count))
    return tuple(sorted(counts)) if len(counts) == len(node.entries) else None


CITATION_FIELDS = (
    Field(name="count", kind=COUNT, doc="How often the paper was cited.", required=True),
    Field(name="source", kind=PLAIN, doc="Who counted."),
    Field(name="date", kind=DATE, doc="When it was counted."),
    Field(
        name="by_year",
        kind=Kind(
            expected="one “year: count” a line",
            json={"type": "object", "additionalProperties": COUNT.json},
            read=_by_year,
        ),
        doc="The count of each year.",
    ),
)


def _make_citations(values: dict[str, Any], node: Node, reading: Reading) -> Citations:
    cited = Citations(**values)
    if (total := sum(count for _, count in cited.by_year)) > cited.count:
        message = f"found {total} citations in the years, and {cited.count} in all"
        reading.warn(node.place, "citations", message, "check “count” and “by_year” at their source")
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
    Field(name="kind", kind=choice(*_VERSION_KINDS), doc="Which form of the paper this is.", required=True),
    Field(name="label", kind=PLAIN, doc="Its own name, such as `v2` or `journal version`."),
    Field(name="date", kind=DATE, doc="When it appeared."),
    Field(name="venue", kind=PLAIN, doc="Where it appeared."),
    Field(name="url", kind=WEB_ADDRESS, doc="Where it is found."),
)
VERSIONS = many(record(VERSION_FIELDS, lambda values, _node, _reading: Version(**values)), one=False)

# ------------------------------------------------------------------ affiliations

PLACE_FIELDS = (
    Field(name="name", kind=PLAIN, doc="The name.", required=True),
    Field(name="url", kind=WEB_ADDRESS, doc="Its page."),
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
