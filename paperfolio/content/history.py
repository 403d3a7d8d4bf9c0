"""The numbers of the profile over time: `content/metrics.json`, by source, and which history is drawn.

Sources count differently by design, so numbers of two sources are never mixed in one history.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from paperfolio.content import located
from paperfolio.content.dates import read_date
from paperfolio.content.fields import (
    COUNT,
    Field,
    Json,
    Kind,
    Reading,
    checked,
    fields_json,
    mismatch,
    read_fields,
)
from paperfolio.content.located import Document, Node, Scalar
from paperfolio.model import History, Metric, PartialDate, Snapshot
from paperfolio.problems import Place

# Two snapshots show no development, and what a source adds within days is its own housekeeping.
_FEWEST = 3
_SHORTEST = 28  # days: a month

_EXAMPLE = '{"date": "2026-05-28", "citations": 120}'


def _whole(text: str) -> PartialDate | None:
    date = read_date(text)
    return date if date and date.day else None


_DAY = checked(
    "a valid day",
    {"type": "string", "format": "date", "pattern": r"^\d{4}-\d{2}-\d{2}$"},
    _whole,
    'use year, month and day: "2026-05-28"',
)


def _single(kind: Kind) -> Kind:
    """Return the kind with advice that is right for JSON where brackets are used for a single value."""

    def read(node: Node, name: str, reading: Reading) -> object:
        if isinstance(node, Scalar):
            return kind.read(node, name, reading)
        return reading.error(
            node.place, name, mismatch(node, kind.expected), "write one value without brackets"
        )

    return replace(kind, read=read)


SNAPSHOT_FIELDS = (
    Field(
        name="date",
        kind=_single(_DAY),
        doc="The day of the count.",
        required=True,
        example='"date": "2026-05-28"',
    ),
    Field(
        name="citations",
        kind=_single(COUNT),
        doc="The number of citations of all papers.",
        required=True,
        example='"citations": 120',
    ),
    Field(name="h_index", kind=_single(COUNT), doc="The h-index on that day.", example='"h_index": 7'),
    Field(
        name="papers", kind=_single(COUNT), doc="The number of papers on that day.", example='"papers": 17'
    ),
)


def read(document: Document, reading: Reading) -> tuple[History, ...]:
    """Return the histories in the document; its problems are added to `reading`."""
    found: list[History] = []
    names = set()
    for source, node in document.fields.entries:
        name = " ".join(source.text.split())
        if name == "$schema":  # for editors
            continue
        if name in names:
            message = f'"{name}" appears twice, with different spaces'
            reading.error(source.place, "source", message, "keep the numbers of a source in one list")
        names.add(name)
        if not name:
            reading.error(source.place, "source", "a source without a name", 'write for example "OpenAlex"')
        if not isinstance(node, located.Sequence):
            message = mismatch(node, f'a list of the numbers of "{name}" by day')
            reading.error(node.place, "list", message, f"write [{_EXAMPLE}]")
        elif snapshots := _snapshots(name, node.items, reading):
            found.append(History(source=name, snapshots=snapshots))
    return tuple(found)


def _snapshots(source: str, items: Sequence[Node], reading: Reading) -> tuple[Snapshot, ...]:
    found: dict[PartialDate, tuple[Place, Snapshot]] = {}
    for item in items:
        if not isinstance(item, located.Mapping):
            message = mismatch(item, f'a mapping with the numbers of "{source}" on one day')
            reading.error(item.place, "list", message, f"write {_EXAMPLE}")
            continue
        values, complete = read_fields(item, SNAPSHOT_FIELDS, reading, {})
        if complete:
            snapshot = Snapshot(**values)
            place, _ = found.setdefault(snapshot.date, (item.place, snapshot))
            if place != item.place:
                day = snapshot.date.iso
                message = f'second entry for {day} in "{source}" (the first is on line {place.line})'
                reading.error(item.place, "date", message, "keep one of them")
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
