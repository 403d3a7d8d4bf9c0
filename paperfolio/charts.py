"""Charts: counts a year as bars, in SVG that stands in a page, and as a table.

The picture is 320 units wide and is never to be scaled up, so that its text keeps its size on a wide screen
and still has 11 pixels or more on a narrow one. It has no style of its own that a policy could refuse: its
parts have classes, and their colour is the text's where a theme says nothing else. Nothing here knows a
language: all words are handed in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import escape
from typing import Literal

from paperfolio.model import Series

WIDTH, HEIGHT = 320, 148
_TOP, _BASE = 22, 120
_GAP = 0.25  # of a year's width
_WIDEST = 40
_LETTER = 7.5  # about the width of a digit at the labels' size of 13
_YEAR = 46  # what a year's label takes, with its space
_FULL = 'class="bar" stroke="none"'
_OPEN = 'class="bar unfinished" fill="none" stroke-width="1.5" stroke-dasharray="3 2"'


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
    """The words of one chart in the language of the page.

    `title` names it, `about` says in a sentence what it shows, `year` and `count` head the table's columns,
    and `unfinished` follows a year that isn't over (`so far`).
    """

    title: str
    about: str
    year: str
    count: str
    unfinished: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Extent:
    """What a sentence about a chart needs: first and last year, and the year of most with its count."""

    first: int
    last: int
    peak: int
    most: int


def is_drawn(series: Series) -> bool:
    """Whether a series says anything as a chart: two years or more, and not all of them empty."""
    return len(series.points) > 1 and any(count for _, count in series.points)


def extent(series: Series) -> Extent:
    """Return the extent of a series that `is_drawn`; of two years with most, the later."""
    peak, most = max(series.points, key=lambda point: (point[1], point[0]))
    return Extent(first=series.points[0][0], last=series.points[-1][0], peak=peak, most=most)


def chart(
    series: Series,
    labels: Labels,
    year: int,
    *,
    number: Callable[[int], str] = str,
    direction: Literal["ltr", "rtl"] = "ltr",
) -> str:
    """Return the SVG of a series, empty where it isn't drawn.

    `year` is the current one: its bar is open, since its count may grow. `number` writes a count, and years
    run in the `direction` of the script. Classes: `chart`, `bars`, `bar`, `unfinished`, `base`, `counts`,
    `years`.
    """
    if not is_drawn(series):
        return ""
    name = f"chart-{series.key}"
    parts = [
        f'<svg class="chart" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" role="img" '
        f'aria-labelledby="{name}-title" aria-describedby="{name}-about">',
        f'<title id="{name}-title">{escape(labels.title)}</title>',
        f'<desc id="{name}-about">{escape(labels.about)}</desc>',
        '<g class="bars" fill="currentColor" stroke="currentColor">',
        *_bars(series, labels, year, number, direction),
        "</g>",
        f'<path class="base" stroke="currentColor" d="M0 {_BASE}.5H{WIDTH}"/>',
        '<g class="counts" fill="currentColor" font-size="13" text-anchor="middle">',
        *_counts(series, number, direction),
        "</g>",
        '<g class="years" fill="currentColor" font-size="13" text-anchor="middle">',
        *_years(series, direction),
        "</g>",
        "</svg>",
    ]
    return "".join(parts)


def table(series: Series, labels: Labels, year: int, *, number: Callable[[int], str] = str) -> str:
    """Return the same as a table, for those who would rather read it; empty where no chart is drawn."""
    if not is_drawn(series):
        return ""
    rows = [
        f'<tr><th scope="row">{each}{f" ({escape(labels.unfinished)})" if each >= year else ""}</th>'
        f"<td>{escape(number(count))}</td></tr>"
        for each, count in series.points
    ]
    head = f'<tr><th scope="col">{escape(labels.year)}</th><th scope="col">{escape(labels.count)}</th></tr>'
    caption = f"<caption>{escape(labels.title)}</caption>"
    return f'<table class="chart-table">{caption}<thead>{head}</thead><tbody>{"".join(rows)}</tbody></table>'


def _slots(series: Series, direction: str) -> list[float]:
    """Return the middle of each year's slot, from the side where reading begins."""
    slot = WIDTH / len(series.points)
    middles = [slot * (position + 0.5) for position in range(len(series.points))]
    return middles if direction == "ltr" else [WIDTH - middle for middle in middles]


def _bars(
    series: Series, labels: Labels, year: int, number: Callable[[int], str], direction: str
) -> Iterator[str]:
    most = extent(series).most
    width = min(WIDTH / len(series.points) * (1 - _GAP), _WIDEST)
    for (each, count), middle in zip(series.points, _slots(series, direction), strict=True):
        height = (_BASE - _TOP) * count / most
        if not count:
            continue
        height = max(height, 2)  # one among thousands is still seen
        open_ = each >= year
        what = f"{each}{f' ({labels.unfinished})' if open_ else ''}: {number(count)}"
        # The outline lies within the bar's own area, so an open bar is as high as a full one.
        inset = 0.75 if open_ else 0
        form = _OPEN if open_ else _FULL
        place = f'x="{_n(middle - width / 2 + inset)}" y="{_n(_BASE - height + inset)}"'
        size = f'width="{_n(width - 2 * inset)}" height="{_n(height - inset)}"'
        yield f"<rect {form} {place} {size}><title>{escape(what)}</title></rect>"


def _counts(series: Series, number: Callable[[int], str], direction: str) -> Iterator[str]:
    """Label every bar where there is room for all labels, else the highest bar alone."""
    seen = extent(series)
    slot = WIDTH / len(series.points)
    texts = [number(count) for _, count in series.points]
    all_fit = all(len(text) * _LETTER <= slot for text in texts)
    for (each, count), text, middle in zip(series.points, texts, _slots(series, direction), strict=True):
        if count and (all_fit or each == seen.peak):
            y = _BASE - max((_BASE - _TOP) * count / seen.most, 2) - 6
            yield f'<text x="{_n(_inside(middle, len(text) * _LETTER))}" y="{_n(y)}">{escape(text)}</text>'


def _years(series: Series, direction: str) -> Iterator[str]:
    """Label every year, or every second, fifth …, counted from the last, as there is room."""
    slot = WIDTH / len(series.points)
    step = next(n for n in (1, 2, 5, 10, 20, 50, 100, len(series.points)) if n * slot >= _YEAR or n >= 100)
    last = series.points[-1][0]
    for (each, _), middle in zip(series.points, _slots(series, direction), strict=True):
        if (last - each) % step == 0:
            yield f'<text x="{_n(_inside(middle, 4 * _LETTER))}" y="{HEIGHT - 10}">{each}</text>'


def _inside(middle: float, width: float) -> float:
    """Move the middle of a label so that the label stays in the picture."""
    return min(max(middle, width / 2), WIDTH - width / 2)


def _n(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
