"""Writes the reference of the front matter, and its JSON Schema, from the tables that the program reads by."""

from __future__ import annotations

import json
from collections.abc import Iterator

from paperfolio.content import history, links, schema, values
from paperfolio.content.fields import Field
from paperfolio.scholar.accounts import PROFILES

_INTRODUCTION = """# Front matter

Every file begins with its fields between two lines `---`, in YAML; the text follows in Markdown with
LaTeX. Values are taken as you wrote them: `doi: 10.10` stays `10.10`. A field that is not listed here
draws a warning with the nearest known name, and a value that cannot be read is an error with its line,
its column and the way to mend it. Quote a value that holds a colon and a blank (`title: 'One: two'`), and
use single quotes where there is LaTeX: between double quotes YAML eats the backslash.

This page and the JSON Schemas beside it, [paper](schema/paper.json) and [profile](schema/profile.json),
are made from the tables that the program reads by. To have an editor complete and check the fields, point
its YAML language server to the schema.
"""

_PARTS = (
    ("An author", "authors", values.AUTHOR_FIELDS),
    ("A venue", "venue", values.VENUE_FIELDS),
    ("A picture", "image, photo", links.IMAGE_FIELDS),
    ("Citations", "citations", values.CITATION_FIELDS),
    ("A number with its source", "metrics, scores", values.METRIC_FIELDS),
    ("A version", "versions", values.VERSION_FIELDS),
    ("An affiliation", "affiliation", values.PLACE_FIELDS),
    ("The site's settings", "site", schema.SITE_FIELDS),
)


def pages() -> tuple[tuple[str, str], ...]:
    """Return (path in docs/, text) of the reference page and of the JSON Schemas."""
    schemas = (
        ("schema/paper.json", schema.json_schema(schema.PAPER_FIELDS, "A paper")),
        ("schema/profile.json", schema.json_schema(schema.PROFILE_FIELDS, "A profile")),
        ("schema/metrics.json", history.json_schema()),
    )
    written = [(path, json.dumps(each, indent=2, ensure_ascii=False) + "\n") for path, each in schemas]
    return (("front-matter.md", "\n".join(_reference())), *written)


def _reference() -> Iterator[str]:
    yield _INTRODUCTION
    yield from _table("A paper: `content/papers/<slug>.md`", "", schema.PAPER_FIELDS)
    yield from _table("The profile: `content/profile.md`", "", schema.PROFILE_FIELDS)
    for title, where, fields in _PARTS:
        yield from _table(title, f"The parts of `{where}`.", fields)
    yield "## Labels of links\n"
    yield "The labels of a paper's `links` that have an icon; any other label is shown as you write it:"
    yield ", ".join(f"`{kind}`" for kind in links.LINK_LABELS) + ".\n"
    yield "The kinds of a profile's `links` that know their address from a bare name:"
    yield ", ".join(f"`{kind}` ({row.examples[0]})" for kind, row in PROFILES.items()) + ".\n"
    yield "## Numbers that are computed\n"
    yield "In `metrics`, a name alone stands for a number that is computed from the papers here:"
    yield (
        ", ".join(f"`{name}`" for name in values.METRIC_NAMES)
        + ". [Metrics](metrics.md) gives the definitions.\n"
    )


def _table(title: str, about: str, fields: tuple[Field, ...]) -> Iterator[str]:
    yield f"## {title}\n"
    if about:
        yield f"{about}\n"
    yield "| field | value | what it says |\n|---|---|---|"
    for each in fields:
        needed = " **Needed.**" if each.required else ""
        example = f" For example `{each.example}`." if each.example else ""
        yield f"| `{each.name}` | {_cell(each.kind.expected)} | {_cell(each.doc)}{needed}{_cell(example)} |"
    yield ""


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;")
