"""Charts as SVG within a page, each also as a table: counts per year, growth over time, and who writes with whom."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from paperfolio.model import SITE, History, PartialDate, Series, Site
from paperfolio.pages.charts import bars, coauthors, growth
from paperfolio.pages.charts.frame import Labels
from paperfolio.pages.lists import Listing
from paperfolio.pages.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A chart as a page shows it: its title, the picture, and the same as a table."""

    title: str
    svg: Markup
    table: Markup


def charts(site: Site, lists: Sequence[Listing], words: Words) -> tuple[Chart, ...]:
    """Return the charts of the front page. A year's bar leads to its list, where `lists` has it."""
    return tuple(_charts(site, lists, words))


def coauthor_chart(lists: Sequence[Listing], words: Words) -> Markup:
    """Return the chart of which co-authors write together, empty where none of them do."""
    people = [
        coauthors.Coauthor(
            name=each.name,
            address=f"{SITE}{each.folder}index.html",
            papers=frozenset(paper.slug for paper in each.papers),
        )
        for each in lists
        if each.kind == "author"
    ]
    labels = Labels(title=words("chart.coauthors"), about=words("chart.coauthors_about"), when="", count="")
    return Markup(coauthors.chart(people, labels, direction=words.direction))  # noqa: S704 - the module escapes


def _charts(site: Site, lists: Sequence[Listing], words: Words) -> Iterator[Chart]:
    years = {int(each.name): f"{SITE}{each.folder}index.html" for each in lists if each.kind == "year"}
    for series in filter(bars.is_drawn, site.series):
        yield _per_year(series, years, site.year, words)
    if site.growth:
        yield _growth(site.growth, words)


def _per_year(series: Series, years: Mapping[int, str], current: int, words: Words) -> Chart:
    seen = bars.extent(series)
    labels = Labels(
        title=words(f"chart.{series.key}_by", source=series.source)
        if series.source
        else words(f"chart.{series.key}"),
        about=words(
            "chart.about",
            first=str(seen.first),
            last=str(seen.last),
            peak=str(seen.peak),
            most=words.number(seen.most),
        ),
        when=words("chart.year"),
        count=words("chart.count"),
        unfinished=words("chart.unfinished"),
    )
    drawn = bars.chart(
        series,
        labels,
        current,
        number=words.number,
        direction=words.direction,
        link=lambda year: years.get(year, ""),
    )
    table = bars.table(series, labels, current, number=words.number)
    return Chart(title=labels.title, svg=Markup(drawn), table=Markup(table))  # noqa: S704 - the module escapes


def _growth(history: History, words: Words) -> Chart:
    def date(value: PartialDate) -> str:
        return words.date(value.year, value.month, value.day)

    first, last = history.snapshots[0], history.snapshots[-1]
    labels = Labels(
        title=words("chart.growth", source=history.source),
        about=words(
            "chart.growth_about",
            first=date(first.date),
            before=words.number(first.citations),
            last=date(last.date),
            after=words.number(last.citations),
        ),
        when=words("date"),
        count=words("citations"),
    )
    drawn, table = growth.chart(history, labels, number=words.number, date=date, direction=words.direction)
    return Chart(title=labels.title, svg=Markup(drawn), table=Markup(table))  # noqa: S704 - the module escapes
