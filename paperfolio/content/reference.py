"""Write the front matter reference and its JSON Schema from the tables that the program uses."""

from __future__ import annotations

import json
from collections.abc import Iterator

from paperfolio.content import (
    authors,
    cv_fields,
    history,
    items,
    links,
    paper_fields,
    profile_fields,
    schema,
    values,
)
from paperfolio.content.fields import Field
from paperfolio.scholar.accounts import PROFILES

_INTRODUCTION = """# Front matter

Every file begins with its fields in YAML between two lines `---`; the text follows in Markdown with LaTeX.
Values are read as written: `doi: 10.10` stays `10.10`. An unknown field draws a warning with the nearest
known name, and an invalid value is an error with its line, its column and a suggested fix. Quote a value
that contains a colon and a space (`title: 'One: two'`), and use single quotes for LaTeX: in double quotes
YAML interprets backslashes.

This page and the JSON Schemas next to it ([paper](schema/paper.json), [profile](schema/profile.json),
[item](schema/item.json), [collection](schema/collection.json), [CV](schema/cv.json)) are generated from the
program's own tables. To let an editor complete and check the fields, point its YAML language server to the schema.
"""

_PARTS = (
    ("An author", "authors", authors.AUTHOR_FIELDS),
    ("A venue", "venue", values.VENUE_FIELDS),
    ("A picture", "image, photo", links.IMAGE_FIELDS),
    ("Citations", "citations", values.CITATION_FIELDS),
    ("A number with its source", "metrics, scores", values.METRIC_FIELDS),
    ("A version", "versions", values.VERSION_FIELDS),
    ("An affiliation", "affiliation", values.PLACE_FIELDS),
    ("An entry of the CV", "education, positions …", cv_fields.CV_ENTRY_FIELDS),
    ("The site's settings", "site", profile_fields.SITE_FIELDS),
)


def pages() -> tuple[tuple[str, str], ...]:
    """Return (path in docs/, text) of the reference page and of the JSON Schemas."""
    schemas = (
        ("schema/paper.json", schema.json_schema(paper_fields.PAPER_FIELDS, "A paper")),
        ("schema/profile.json", schema.json_schema(profile_fields.PROFILE_FIELDS, "A profile")),
        ("schema/item.json", schema.json_schema(items.ITEM_FIELDS, "A talk, a post, a page or another item")),
        ("schema/cv.json", cv_fields.json_schema()),
        ("schema/collection.json", schema.json_schema(items.COLLECTION_FIELDS, "A collection of items")),
        ("schema/metrics.json", history.json_schema()),
    )
    written = [(path, json.dumps(each, indent=2, ensure_ascii=False) + "\n") for path, each in schemas]
    return (("front-matter.md", "\n".join(_reference())), *written)


def _reference() -> Iterator[str]:
    yield _INTRODUCTION
    yield from _table("A paper: `content/papers/<slug>.md`", "", paper_fields.PAPER_FIELDS)
    yield from _table("The profile: `content/profile.md`", "", profile_fields.PROFILE_FIELDS)
    yield from _table(
        "Anything else: `content/<folder>/<slug>.md`",
        "Talks, teaching, projects, posts, news, software, awards, service, pages and folders of your own. "
        "[Collections](collections.md) explains them.",
        items.ITEM_FIELDS,
    )
    about = "How the list of a folder looks. The file and each field in it can be left out."
    yield from _table("A collection: `content/<folder>/index.md`", about, items.COLLECTION_FIELDS)
    yield from _table(
        "The CV: `content/cv.md`",
        "Any other field with a list is a section under that heading. [CV](cv.md) explains the page and its PDF.",
        cv_fields.CV_FIELDS,
    )
    for title, where, fields in _PARTS:
        yield from _table(title, f"The fields of `{where}`.", fields)
    yield "## Link labels\n"
    yield "A paper's `links` with these labels have an icon; any other label is shown as you write it:"
    yield ", ".join(f"`{kind}`" for kind in links.LINK_LABELS) + ".\n"
    yield "A profile's `links` of these kinds need only your name there:"
    yield ", ".join(f"`{kind}` ({row.examples[0]})" for kind, row in PROFILES.items()) + ".\n"
    yield "## Computed numbers\n"
    yield "In `metrics`, one of these names is a number computed from your papers:"
    yield (
        ", ".join(f"`{name}`" for name in values.METRIC_NAMES)
        + ". [Metrics](metrics.md) gives the definitions.\n"
    )


def _table(title: str, about: str, fields: tuple[Field, ...]) -> Iterator[str]:
    yield f"## {title}\n"
    if about:
        yield f"{about}\n"
    yield "| field | value | meaning | example |\n|---|---|---|---|"
    for each in fields:
        required = " **Required.**" if each.required else ""
        example = _cell(f"`{each.example}`")
        yield f"| `{each.name}` | {_cell(each.kind.expected)} | {_cell(each.doc)}{required} | {example} |"
    yield ""


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;")
