"""The growth of citations: a line over true time, from zero up, with a dot at each count."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

from paperfolio.model import History, PartialDate, Snapshot
from paperfolio.pages.charts.frame import (
    BASE,
    HEIGHT,
    LETTER,
    TOP,
    WIDTH,
    Direction,
    Labels,
    n,
    svg,
    table,
    texts,
)

_EDGE = 4  # keeps the first and the last dot whole
# More dots than this would touch, and a page grow with each refresh.
_SPANS = 40


def chart(
    history: History,
    labels: Labels,
    *,
    number: Callable[[int], str],
    date: Callable[[PartialDate], str],
    direction: Direction = "ltr",
) -> tuple[str, str]:
    """Return the SVG of a history, and the same as a table.

    The latest count and the first and last date are written at their dots; time runs in the `direction` of
    the script. Classes: `chart`, `growth`, `area`, `line`, `base`, `counts`, `dates`.
    """
    snapshots = _thinned(history.snapshots)
    rows = [(date(each.date), number(each.citations)) for each in snapshots]
    first, last = snapshots[0].date.ordinal, snapshots[-1].date.ordinal
    most = max(each.citations for each in history.snapshots)
    dots = []
    for each in snapshots:
        x = _EDGE + (WIDTH - 2 * _EDGE) * (each.date.ordinal - first) / (last - first)
        dots.append((x if direction == "ltr" else WIDTH - x, BASE - (BASE - TOP) * each.citations / most))
    line = "L".join(f"{n(x)} {n(y)}" for x, y in dots)
    start, end, latest = dots[0][0], dots[-1][0], rows[-1][1]
    # Where a source took citations back, the line comes down beside the label.
    height = min(y for x, y in dots if abs(x - end) < len(latest) * LETTER)
    parts = [
        '<g class="growth" fill="currentColor" stroke="none">',
        f'<path class="area" fill-opacity="0.15" d="M{line}V{BASE}H{n(start)}Z"/>',
        f'<path class="line" fill="none" stroke="currentColor" stroke-width="2" d="M{line}"/>',
        *(
            f'<circle cx="{n(x)}" cy="{n(y)}" r="3"><title>{escape(f"{when}: {count}")}</title></circle>'
            for (x, y), (when, count) in zip(dots, rows, strict=True)
        ),
        "</g>",
        texts("counts", [(end, height - 8, latest)]),
        texts("dates", [(start, HEIGHT - 10, rows[0][0]), (end, HEIGHT - 10, rows[-1][0])]),
    ]
    return svg("growth", labels, parts), table(labels, rows)


def _thinned(snapshots: tuple[Snapshot, ...]) -> tuple[Snapshot, ...]:
    """Return the first snapshot and the last one of each of `_SPANS` equal spans of time."""
    first, last = snapshots[0].date.ordinal, snapshots[-1].date.ordinal
    # Rounded up, so that nothing shares the first one's span.
    spans = {-((first - each.date.ordinal) * _SPANS // (last - first)): each for each in snapshots}
    return tuple(spans.values())
