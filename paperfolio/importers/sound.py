"""Values that a build would refuse are left out of what is written, each by name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from paperfolio.content import frontmatter, located
from paperfolio.content.cv_fields import CV_FIELDS
from paperfolio.content.fields import Field, Reading, read_fields
from paperfolio.content.items import ITEM_FIELDS
from paperfolio.content.paper_fields import PAPER_FIELDS
from paperfolio.content.profile_fields import PROFILE_FIELDS
from paperfolio.importers import writing
from paperfolio.importers.records import note
from paperfolio.model import CV, PROFILE
from paperfolio.problems import Place, Problem

Values = dict[str, Any]


def sound(
    path: str, values: Values, place: Place, required: Mapping[str, str]
) -> tuple[Values, list[Problem]]:
    """Return the values that the fields of the file at `path` accept, and a note for each that they don't.

    `required` are values that a new file gets where the source has none.
    """
    table = table_of(path)
    notes: list[Problem] = []
    # Each round leaves something out, so that a file with many faults ends as well.
    while True:
        text = writing.document({**required, **values}, "")
        document, problems = frontmatter.parse(path, text.encode())
        if document is None:
            notes.append(
                note(place, "yaml", f"a value can't be written: {problems[0].message}", "copy it by hand")
            )
            return {"title": values.get("title", "")}, notes
        reading = Reading(find=lambda target: target if "/" not in target else None)
        read_fields(document.fields, table, reading, {})
        errors = [problem for problem in reading.problems if problem.severity == "error"]
        fewer = values
        for problem in errors:
            fewer = _without(document, fewer, problem)
            notes.append(note(place, "refused", f"{problem.message}: left out", problem.fix))
        if fewer == values:
            break
        values = fewer
    return values, notes


def table_of(path: str) -> tuple[Field, ...]:
    """Return the fields of a document."""
    if path.startswith("content/papers/"):
        return PAPER_FIELDS
    return {PROFILE: PROFILE_FIELDS, CV: CV_FIELDS}.get(path, ITEM_FIELDS)


def _without(document: located.Document, values: Values, problem: Problem) -> Values:
    """Drop what a problem is about: one link or one author of many, else the whole field."""
    before = [key for key, _ in document.fields.entries if key.place.line <= problem.place.line]
    name = before[-1].text if before else ""
    if name not in values:
        return values
    value, node = values[name], document.fields.get(name)
    rest: Any = None
    if isinstance(value, dict) and isinstance(node, located.Mapping) and name != "venue":
        bad = {
            key.text for key, item in node.entries if problem.place.line in (key.place.line, item.place.line)
        }
        rest = {key: each for key, each in value.items() if key not in bad}
    elif isinstance(value, list) and isinstance(node, located.Sequence):
        at = (problem.place.line, problem.place.column)
        last = max(
            (n for n, item in enumerate(node.items) if (item.place.line, item.place.column) <= at), default=0
        )
        rest = [each for index, each in enumerate(value) if index != last]
    if rest and rest != value:
        return {**values, name: rest}
    return {key: each for key, each in values.items() if key != name}
