"""Counts per year as bars."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import escape

from paperfolio.model import Series
from paperfolio.pages.charts import frame
from paperfolio.pages.charts.frame import BASE, HEIGHT, LETTER, TOP, WIDTH, Direction, Labels, n, svg, texts

_GAP = 0.25  # of a year's width
_WIDEST = 40
_FEW = 8  # more bars with a number each are clutter
_FINGER = 28  # the width of a link that a finger hits on the narrowest screen
_YEAR = 46  # what a year's label takes, with its space
_FULL = 'class="bar" stroke="none"'
_OPEN = 'class="bar unfinished" fill="none" stroke-width="1.5" stroke-dasharray="3 2"'


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
    direction: Direction = "ltr",
    link: Callable[[int], str] = lambda _: "",
) -> str:
    """Return the SVG of a series, empty where it isn't drawn.

    `year` is the current one: its bar is open, since its count may grow. `number` writes a count, and years
    run in the `direction` of the script. `link` gives the address that a year's bar leads to, if any; where bars are
    too narrow to be hit, none is a link. Classes:
    `chart`, `bars`, `year`, `bar`, `reading`, `unfinished`, `base`, `counts`, `years`.
    """
    if not is_drawn(series):
        return ""
    parts = (
        '<g class="bars" fill="currentColor" stroke="currentColor">',
        *_bars(series, labels, year, number, direction, link),
        "</g>",
        texts("counts", _counts(series, number, direction)),
        texts("years", _years(series, direction)),
    )
    return svg(series.key, labels, parts, linked=_is_linked(series, link))


def table(series: Series, labels: Labels, year: int, *, number: Callable[[int], str] = str) -> str:
    """Return the same as a table, for those who would rather read it; empty where no chart is drawn."""
    if not is_drawn(series):
        return ""
    unfinished = f" ({labels.unfinished})"
    rows = ((f"{each}{unfinished if each >= year else ''}", number(count)) for each, count in series.points)
    return frame.table(labels, rows)


def _slots(series: Series, direction: str) -> list[float]:
    """Return the middle of each year's slot, from the side where reading begins."""
    slot = WIDTH / len(series.points)
    middles = [slot * (position + 0.5) for position in range(len(series.points))]
    return middles if direction == "ltr" else [WIDTH - middle for middle in middles]


def _bars(
    series: Series,
    labels: Labels,
    year: int,
    number: Callable[[int], str],
    direction: str,
    link: Callable[[int], str],
) -> Iterator[str]:
    most = extent(series).most
    labelled = _labelled(series, number)
    width = min(WIDTH / len(series.points) * (1 - _GAP), _WIDEST)
    for (each, count), middle in zip(series.points, _slots(series, direction), strict=True):
        height = (BASE - TOP) * count / most
        if not count:
            continue
        height = max(height, 2)  # one among thousands is still seen
        open_ = each >= year
        what = f"{each}{f' ({labels.unfinished})' if open_ else ''}: {number(count)}"
        # The outline lies within the bar's own area, so an open bar is as high as a full one.
        inset = 0.75 if open_ else 0
        form = _OPEN if open_ else _FULL
        place = f'x="{n(middle - width / 2 + inset)}" y="{n(BASE - height + inset)}"'
        size = f'width="{n(width - 2 * inset)}" height="{n(height - inset)}"'
        bar = f"<rect {form} {place} {size}><title>{escape(what)}</title></rect>"
        if _is_linked(series, link) and (address := link(each)):
            slot = WIDTH / len(series.points)
            area = f"M{n(middle - slot / 2)} {TOP}h{n(slot)}V{BASE}h{n(-slot)}z"
            bar = f'<path fill="none" stroke="none" pointer-events="all" d="{area}"/>{bar}'
            # The count of a bar without a label shows while the bar is pointed at or has the focus.
            if each not in labelled:
                bar += texts("reading", [(middle, BASE - height - 6, number(count))])
            bar = f'<a class="year" href="{escape(address)}" aria-label="{escape(what)}">{bar}</a>'
        yield bar


def _is_linked(series: Series, link: Callable[[int], str]) -> bool:
    return WIDTH / len(series.points) >= _FINGER and any(link(year) for year, _ in series.points)


def _labelled(series: Series, number: Callable[[int], str]) -> frozenset[int]:
    """Return the years whose counts are written: all of a few with room between them, else the highest alone."""
    slot = WIDTH / len(series.points)
    fit = all((len(number(count)) + 0.5) * LETTER < slot for _, count in series.points)
    if fit and len(series.points) <= _FEW:
        return frozenset(year for year, count in series.points if count)
    return frozenset((extent(series).peak,))


def _counts(
    series: Series, number: Callable[[int], str], direction: str
) -> Iterator[tuple[float, float, str]]:
    most, labelled = extent(series).most, _labelled(series, number)
    for (each, count), middle in zip(series.points, _slots(series, direction), strict=True):
        if each in labelled:
            yield middle, BASE - max((BASE - TOP) * count / most, 2) - 6, number(count)


def _years(series: Series, direction: str) -> Iterator[tuple[float, float, str]]:
    """Label every year, or every second, fifth …, counted from the last, as there is room."""
    slot = WIDTH / len(series.points)
    step = next(n for n in (1, 2, 5, 10, 20, 50, 100, len(series.points)) if n * slot >= _YEAR or n >= 100)
    last = series.points[-1][0]
    for (each, _), middle in zip(series.points, _slots(series, direction), strict=True):
        if (last - each) % step == 0:
            yield middle, HEIGHT - 10, str(each)
