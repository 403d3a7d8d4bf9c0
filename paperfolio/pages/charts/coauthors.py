"""Co-authors in a column, those with papers in common joined by an arc.

People who write together are placed next to each other, so that most arcs are short. Names are text at its own size,
so that the picture can be read on a narrow screen. Nothing here is random: the same papers give the same picture.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import combinations

from paperfolio.pages.charts.frame import Direction, Labels, n

MOST = 24
_TIES = 60  # more arcs than this hide each other
_ROW = 26
_WIDTH = 340
_AXIS = 96
_LONGEST = 24  # letters of a name; set widely, they still fit beside the axis


@dataclass(frozen=True, slots=True, kw_only=True)
class Coauthor:
    """A co-author: the papers' slugs, and the address of their list."""

    name: str
    address: str
    papers: frozenset[str]


def chart(people: Sequence[Coauthor], labels: Labels, *, direction: Direction = "ltr") -> str:
    """Return the SVG of the first `MOST` people, empty where no two of them share a paper.

    Classes: `chart`, `arcs`, `person`, `ties`.
    """
    people = people[:MOST]
    shared = {
        (one, other): count
        for one, other in combinations(range(len(people)), 2)
        if (count := len(people[one].papers & people[other].papers))
    }
    if not shared:
        return ""
    kept = dict(sorted(shared.items(), key=lambda tie: (-tie[1], tie[0]))[:_TIES])
    order = _order(len(people), shared)
    row = {person: position for position, person in enumerate(order)}
    most = max(len(each.papers) for each in people)
    height = _ROW * len(people)
    arcs = {tie: _arc(row[tie[0]], row[tie[1]], count, len(people), direction) for tie, count in kept.items()}
    name = "chart-coauthors"
    parts = [
        f'<svg class="chart coauthors" viewBox="0 0 {_WIDTH} {height}" width="{_WIDTH}" height="{height}" '
        f'role="group" aria-labelledby="{name}-title" aria-describedby="{name}-about">',
        f'<title id="{name}-title">{escape(labels.title)}</title>',
        f'<desc id="{name}-about">{escape(labels.about)}</desc>',
        '<g class="arcs" fill="none" stroke="currentColor" stroke-opacity="0.25">',
        *arcs.values(),
        "</g>",
    ]
    for position, person in enumerate(order):
        own = "".join(arc for tie, arc in arcs.items() if person in tie)
        parts.append(_person(people[person], position, own, most, direction))
    return "".join((*parts, "</svg>"))


def _person(person: Coauthor, position: int, arcs: str, most: int, direction: Direction) -> str:
    y, radius = _ROW * (position + 0.5), 2.5 + 4.5 * (len(person.papers) / most) ** 0.5
    name = person.name if len(person.name) <= _LONGEST else person.name[: _LONGEST - 1].rstrip() + "…"
    # Isolated (U+2068, U+2069), a name ends where its own script ends, whichever way the picture runs.
    end = 14 if direction == "ltr" else -14
    return (
        f'<a class="person" href="{escape(person.address)}">'
        f'<g class="ties" fill="none" stroke="currentColor">{arcs}</g>'
        f'<circle cx="{_axis(direction)}" cy="{n(y)}" r="{n(radius)}" fill="currentColor"/>'
        f'<text x="{_axis(direction) + end}" y="{n(y + 5)}" font-size="14" fill="currentColor" '
        f'direction="{direction}">\u2068{escape(name)}\u2069</text></a>'
    )


def _axis(direction: Direction) -> int:
    return _AXIS if direction == "ltr" else _WIDTH - _AXIS


def _arc(one: int, other: int, count: int, rows: int, direction: Direction) -> str:
    """Return the arc between two rows, the wider the further they are apart, the thicker the more they share."""
    first, last = sorted((one, other))
    wide = 12 + (_AXIS - 20) * (last - first) / rows
    high = _ROW * (last - first) / 2
    sweep = 0 if direction == "ltr" else 1
    return (
        f'<path d="M{_axis(direction)} {n(_ROW * (first + 0.5))}A{n(wide)} {n(high)} 0 0 {sweep} '
        f'{_axis(direction)} {n(_ROW * (last + 0.5))}" stroke-width="{n(min(0.5 + count**0.5, 4))}"/>'
    )


def _order(size: int, shared: Mapping[tuple[int, int], int]) -> list[int]:
    """Return the people so that each comes after the one of those placed with whom they share most."""
    near: dict[int, Counter[int]] = {person: Counter() for person in range(size)}
    for (one, other), count in shared.items():
        near[one][other] = near[other][one] = count
    order, left = [0], set(range(1, size))
    while left:
        best = max(
            left,
            key=lambda person: (near[order[-1]][person], sum(near[person][each] for each in order), -person),
        )
        order.append(best)
        left.remove(best)
    return order
