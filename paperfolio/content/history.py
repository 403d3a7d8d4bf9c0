"""The numbers of the profile over time: `content/metrics.json`, by source, and which of it is drawn.

Two sources count differently by design, so that their numbers never stand in one history.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from paperfolio.content import frontmatter
from paperfolio.content.fields import (
    COUNT,
    Field,
    Json,
    Kind,
    Reading,
    checked,
    fields_json,
    read_date,
    read_fields,
    shown,
)
from paperfolio.content.frontmatter import Document, Node, Scalar
from paperfolio.model import History, Metric, PartialDate, Snapshot
from paperfolio.problems import Place

# Two snapshots make no course, and what a source adds within days is its own housekeeping.
_FEWEST = 3
_SHORTEST = 28  # days: a month

_EXAMPLE = '{"date": "2026-05-28", "citations": 120}'


def _whole(text: str) -> PartialDate | None:
    date = read_date(text)
    return date if date and date.day else None


_DAY = checked(
    "a day that exists, such as 2026-05-28",
    {"type": "string", "format": "date", "pattern": r"^\d{4}-\d{2}-\d{2}$"},
    _whole,
    'write year, month and day: "2026-05-28"',
)


def _single(kind: Kind) -> Kind:
    """Return the kind with a mending that is JSON where brackets stand for a single value."""

    def read(node: Node, name: str, reading: Reading) -> object:
        if isinstance(node, Scalar):
            return kind.read(node, name, reading)
        message = f"found {shown(node)}, expected {kind.expected}"
        return reading.error(node.place, name, message, "write one value without brackets")

    return replace(kind, read=read)


SNAPSHOT_FIELDS = (
    Field(
        name="date",
        kind=_single(_DAY),
        doc="The day on which the source was asked.",
        required=True,
        example='"date": "2026-05-28"',
    ),
    Field(
        name="citations",
        kind=_single(COUNT),
        doc="The citations of all papers.",
        required=True,
        example='"citations": 120',
    ),
    Field(name="h_index", kind=_single(COUNT), doc="The h-index."),
    Field(name="papers", kind=_single(COUNT), doc="The number of papers."),
)


def read(document: Document, reading: Reading) -> tuple[History, ...]:
    """Return the histories that the document holds; its mistakes are added to `reading`."""
    found: list[History] = []
    names = set()
    for source, node in document.fields.entries:
        name = " ".join(source.text.split())
        if name == "$schema":  # for editors
            continue
        if name in names:
            message = f"found “{name}” a second time, written with other blanks"
            reading.error(source.place, "source", message, "keep the numbers of a source in one list")
        names.add(name)
        if not name:
            reading.error(source.place, "source", "found no name of a source", 'write for example "OpenAlex"')
        if not isinstance(node, frontmatter.Sequence):
            message = f"found {shown(node)}, expected a list of the numbers of “{name}” by day"
            reading.error(node.place, "list", message, f"write [{_EXAMPLE}]")
        elif snapshots := _snapshots(name, node.items, reading):
            found.append(History(source=name, snapshots=snapshots))
    return tuple(found)


def _snapshots(source: str, items: Sequence[Node], reading: Reading) -> tuple[Snapshot, ...]:
    found: dict[PartialDate, tuple[Place, Snapshot]] = {}
    for item in items:
        if not isinstance(item, frontmatter.Mapping):
            message = f"found {shown(item)}, expected the numbers of “{source}” on a day"
            reading.error(item.place, "list", message, f"write {_EXAMPLE}")
            continue
        values, complete = read_fields(item, SNAPSHOT_FIELDS, reading, {})
        if complete:
            snapshot = Snapshot(**values)
            place, _ = found.setdefault(snapshot.date, (item.place, snapshot))
            if place != item.place:
                day = snapshot.date.iso
                message = f"found numbers of “{source}” on {day} a second time; they stand on line {place.line} already"
                reading.error(item.place, "date", message, "keep one of the two")
    return tuple(found[date][1] for date in sorted(found))


def json_schema() -> Json:
    """Return the JSON Schema (draft 2020-12) of the file."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "The numbers of a profile over time, by source",
        "type": "object",
        "properties": {"$schema": {"type": "string"}},
        "additionalProperties": {"type": "array", "items": fields_json(SNAPSHOT_FIELDS)},
    }


def growth(histories: Sequence[History], metrics: Sequence[Metric]) -> History | None:
    """Return the history whose citations are drawn: three snapshots or more over a month, and not all zero.

    Of several it is the one of the source whose citations the profile shows, else the longest.
    """
    drawn = [
        each
        for each in histories
        if len(each.snapshots) >= _FEWEST
        and _days(each) >= _SHORTEST
        and any(snapshot.citations for snapshot in each.snapshots)
    ]
    shown_by = {metric.source for metric in metrics if metric.key == "citations"}
    return max(
        drawn,
        key=lambda each: (each.source in shown_by, _days(each), len(each.snapshots)),
        default=None,
    )


def _days(history: History) -> int:
    return history.snapshots[-1].date.ordinal - history.snapshots[0].date.ordinal
