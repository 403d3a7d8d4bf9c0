"""Charts: true to their counts, readable without seeing them, and nothing that a strict policy refuses."""

from __future__ import annotations

import datetime
import re
from dataclasses import replace
from itertools import pairwise
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperfolio.model import History, PartialDate, Series, Snapshot
from paperfolio.pages.charts import bars as charts
from paperfolio.pages.charts import coauthors, frame, growth
from paperfolio.pages.charts.bars import chart, table
from paperfolio.pages.charts.frame import Labels

SVG = "{http://www.w3.org/2000/svg}"
LABELS = Labels(
    title="Papers per year", about="2021 to 2026", when="Year", count="Papers", unfinished="so far"
)
SERIES = Series(key="papers", points=((2021, 1), (2022, 0), (2023, 4), (2024, 8), (2025, 7), (2026, 2)))
POINTS = st.integers(1900, 2020).flatmap(
    lambda first: st.lists(st.integers(0, 100_000), min_size=2, max_size=90).map(
        lambda counts: tuple((first + n, count) for n, count in enumerate(counts))
    )
)


def parsed(svg: str) -> ElementTree.Element:
    """Return the elements of a chart, as an XML reader has them."""
    return ElementTree.fromstring(svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1))  # noqa: S314


def bars(svg: str) -> list[dict[str, float]]:
    """Return each bar's place and size."""
    names = ("x", "y", "width", "height")
    return [{name: float(bar.get(name) or 0) for name in names} for bar in parsed(svg).iter(f"{SVG}rect")]


def test_bars_are_as_high_as_their_counts() -> None:
    """The height is in proportion to the count, all stand on the base, and a year without any has no bar."""
    found = bars(chart(SERIES, LABELS, 2030))
    assert [round(bar["height"] / found[2]["height"], 2) for bar in found] == [0.12, 0.5, 1, 0.88, 0.25]
    assert {round(bar["y"] + bar["height"], 1) for bar in found} == {120.0}


def test_a_chart_has_a_name_and_a_description_for_those_who_cannot_see_it() -> None:
    """It is one image with title and description, and the words are those handed in."""
    root = parsed(chart(SERIES, LABELS, 2026))
    assert root.get("role") == "img"
    by_id = {each.get("id"): each.text for each in root.iter() if each.get("id")}
    assert by_id[root.get("aria-labelledby")] == "Papers per year"
    assert by_id[root.get("aria-describedby")] == "2021 to 2026"


def test_the_current_year_is_open() -> None:
    """A year that isn't over is drawn otherwise, and says so to those who point at it or read the table."""
    root = parsed(chart(SERIES, LABELS, 2026))
    kinds = [bar.get("class") for bar in root.iter(f"{SVG}rect")]
    assert kinds == ["bar"] * 4 + ["bar unfinished"]
    last = list(root.iter(f"{SVG}rect"))[-1].find(f"{SVG}title")
    assert last is not None
    assert last.text == "2026 (so far): 2"
    assert "2026 (so far)" in table(SERIES, LABELS, 2026)
    assert "so far" not in table(SERIES, LABELS, 2027)


def test_the_table_says_all_that_the_chart_shows() -> None:
    """One row a year, years without any included, with heads for rows and columns."""
    root = ElementTree.fromstring(table(SERIES, LABELS, 2030))  # noqa: S314 - our own output
    rows = [[cell.text for cell in row] for row in root.iter("tr")]
    assert rows == [["Year", "Papers"], *[[str(year), str(count)] for year, count in SERIES.points]]
    assert [head.get("scope") for head in root.iter("th")] == ["col", "col", *["row"] * 6]


@pytest.mark.parametrize("points", [(), ((2024, 3),), ((2023, 0), (2024, 0))])
def test_nothing_is_drawn_of_nothing(points: tuple[tuple[int, int], ...]) -> None:
    """One year is no course of years, and zeros are no chart."""
    series = replace(SERIES, points=points)
    assert chart(series, LABELS, 2026) == table(series, LABELS, 2026) == ""


def test_years_run_in_the_direction_of_the_script() -> None:
    """In a script that runs leftwards the first year stands at the right."""
    rightwards, leftwards = (bars(chart(SERIES, LABELS, 2030, direction=way)) for way in ("ltr", "rtl"))
    assert rightwards[0]["x"] < rightwards[-1]["x"]
    for one, other in zip(rightwards, leftwards, strict=True):
        assert one["x"] + other["x"] + one["width"] == pytest.approx(frame.WIDTH, abs=0.05)


@given(POINTS, st.integers(1900, 2110), st.sampled_from(["ltr", "rtl"]))
def test_no_label_meets_another_or_leaves_the_picture(
    points: tuple[tuple[int, int], ...], year: int, way: Any
) -> None:
    """However many years and however large the counts, labels are at least 13 units high, apart, and inside."""
    svg = chart(replace(SERIES, points=points), LABELS, year, direction=way)
    if not svg:
        assert not any(count for _, count in points)
        return
    root = parsed(svg)
    for group in root.iter(f"{SVG}g"):
        if group.get("class") not in ("years", "counts"):
            continue
        assert float(group.get("font-size") or 0) >= 13
        spans = sorted(
            (
                float(text.get("x") or 0) - len(text.text or "") * 3.6,
                float(text.get("x") or 0) + len(text.text or "") * 3.6,
            )
            for text in group
        )
        assert spans[0][0] >= 0
        assert spans[-1][1] <= frame.WIDTH
        assert all(one[1] <= other[0] for one, other in pairwise(spans))
        assert all(10 <= float(text.get("y") or 0) <= frame.HEIGHT for text in group)
    assert all(bar["height"] > 0 and bar["y"] >= 20 and bar["width"] > 1 for bar in bars(svg))


@given(st.text(alphabet=st.characters(min_codepoint=32, exclude_categories=["Cs", "Cn", "Co"])))
def test_words_are_text_and_never_markup(word: str) -> None:
    """Whatever the catalogue says, the chart has the same elements, no style and no script."""
    labels = Labels(title=word, about=word, when=word, count=word, unfinished=word)
    svg = chart(SERIES, labels, 2026, number=lambda n: f"<{n}>")
    title = parsed(svg).find(f"{SVG}title")
    assert title is not None
    assert (title.text or "") == word
    assert {each.tag for each in parsed(svg).iter()} <= {
        SVG + name for name in "svg title desc g rect path text".split()
    }
    assert not re.search(r"<[^>]* (style|on\w+)=", svg)
    ElementTree.fromstring(table(SERIES, labels, 2026))  # noqa: S314 - our own output


def test_colours_are_the_theme_s() -> None:
    """Every colour is that of the text, unless the theme's style says otherwise by class."""
    svg = chart(SERIES, LABELS, 2026)
    assert set(re.findall(r'(?:fill|stroke)="([^"]*)"', svg)) == {"currentColor", "none"}
    assert {"bar", "base", "years", "counts"} <= set(re.findall(r'class="(\w+)', svg))


def test_a_sentence_about_a_chart_has_its_facts() -> None:
    """First and last year, and the later of two years with most."""
    series = replace(SERIES, points=((2020, 3), (2021, 5), (2022, 5), (2023, 1)))
    assert charts.extent(series) == charts.Extent(first=2020, last=2023, peak=2022, most=5)


def test_a_chart_is_valid_and_readable_in_a_narrow_window(page: Any, tmp_path: Any) -> None:
    """At 320 pixels it stays in the window, and its text is at least eleven pixels high."""
    file = tmp_path / "chart.html"
    body = chart(SERIES, LABELS, 2026)
    style = "<style>.chart{max-width:100%;height:auto}body{margin:16px}</style>"
    file.write_text(
        f"<!doctype html><meta charset=utf-8><meta name=viewport content='width=device-width'>{style}{body}",
        "utf-8",
    )
    page.set_viewport_size({"width": 320, "height": 600})
    page.goto(file.as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    sizes = page.evaluate(
        "[...document.querySelectorAll('text')].map(t => t.getBBox().height * t.getScreenCTM().a)"
    )
    assert min(sizes) >= 11


DAYS = st.dates(datetime.date(1990, 1, 1), datetime.date(2050, 1, 1))
HISTORIES = st.dictionaries(DAYS, st.integers(0, 100_000), min_size=3, max_size=90).filter(
    lambda counts: any(counts.values())
)


def grown(counts: dict[datetime.date, int], direction: Any = "ltr") -> tuple[ElementTree.Element, Any]:
    """Return the elements of the chart of a history, and of its table."""
    snapshots = tuple(
        Snapshot(date=PartialDate(year=item.year, month=item.month, day=item.day), citations=counts[item])
        for item in sorted(counts)
    )
    svg, rows = growth.chart(
        History(source="A", snapshots=snapshots),
        LABELS,
        number=str,
        date=lambda item: item.iso,
        direction=direction,
    )
    return parsed(svg), ElementTree.fromstring(rows)  # noqa: S314 - our own output


@given(HISTORIES, st.sampled_from(["ltr", "rtl"]))
def test_growth_is_drawn_over_true_time_and_from_zero(counts: Any, way: Any) -> None:
    """Each dot lies where its day and its count say, time running in the direction of the script."""
    first, last = min(counts), max(counts)
    root, _ = grown(counts, way)
    for dot in root.iter(f"{SVG}circle"):
        [title] = dot
        day, count = (title.text or "").split(": ")
        along = (datetime.date.fromisoformat(day) - first) / (last - first)
        x = float(dot.get("cx") or 0)
        assert (x if way == "ltr" else frame.WIDTH - x) == pytest.approx(4 + 312 * along, abs=0.02)
        assert counts[datetime.date.fromisoformat(day)] == int(count)
        height = frame.BASE - float(dot.get("cy") or 0)
        assert height == pytest.approx(98 * int(count) / max(counts.values()), abs=0.02)


@given(HISTORIES, st.sampled_from(["ltr", "rtl"]))
def test_growth_names_its_ends_and_its_latest_count_inside_the_picture(counts: Any, way: Any) -> None:
    """The first and the last day stand below, the latest count at its dot, none outside or on another."""
    root, _ = grown(counts, way)
    words = {each.get("class"): list(each) for each in root.iter(f"{SVG}g")}
    first, last = min(counts), max(counts)
    assert [text.text for text in words["dates"]] == [first.isoformat(), last.isoformat()]
    assert [text.text for text in words["counts"]] == [str(counts[last])]
    start, end = sorted(float(text.get("x") or 0) for text in words["dates"])
    assert 36 <= start < end - 72 <= frame.WIDTH - 36 - 72
    assert all(10 <= float(text.get("y") or 0) <= frame.HEIGHT for text in root.iter(f"{SVG}text"))


@given(HISTORIES)
def test_a_long_history_is_thinned_and_keeps_its_ends(counts: Any) -> None:
    """However often a source was asked, 41 counts at most are drawn and told, the first and last among them."""
    root, table = grown(counts)
    days = [row[0].text for row in table.iter("tr")][1:]
    assert [days[0], days[-1]] == [min(counts).isoformat(), max(counts).isoformat()]
    assert days == sorted(set(days))
    assert len(days) == len(list(root.iter(f"{SVG}circle"))) <= 41
    every_month = {datetime.date(2023 + n // 12, n % 12 + 1, 5): n for n in range(36)}
    assert len(list(grown(every_month)[0].iter(f"{SVG}circle"))) == 36


def test_growth_has_a_name_a_description_and_the_colours_of_the_theme() -> None:
    """It is one image like the other charts, without a style that a policy could refuse."""
    root, table = grown({datetime.date(2026, month, 1): month for month in (1, 2, 3)})
    by_id = {each.get("id"): each.text for each in root.iter() if each.get("id")}
    assert by_id[root.get("aria-labelledby")] == LABELS.title
    assert by_id[root.get("aria-describedby")] == LABELS.about
    colours = {each.get(name) for each in root.iter() for name in ("fill", "stroke")}
    assert colours == {"currentColor", "none", None}
    assert not [each for each in root.iter() if each.get("style")]
    assert [[cell.text for cell in row] for row in table.iter("tr")][::3] == [
        ["Year", "Papers"],
        ["2026-03-01", "3"],
    ]


def person(name: str, *papers: str) -> coauthors.Coauthor:
    """Return a co-author of these papers."""
    return coauthors.Coauthor(name=name, address=f"{name}/", papers=frozenset(papers))


def test_a_bar_leads_to_the_papers_of_its_year() -> None:
    """Each year's bar is a link that says its count; a count without a label of its own shows with the focus."""
    long = replace(SERIES, points=tuple((2010 + n, 17 + n % 2) for n in range(10)))
    root = parsed(chart(long, LABELS, 2030, link=lambda year: f"browse/{year}/" if year > 2010 else ""))
    links = list(root.iter(f"{SVG}a"))
    assert [link.get("href") for link in links] == [f"browse/{year}/" for year in range(2011, 2020)]
    assert links[0].get("aria-label") == "2011: 18"
    assert root.get("role") == "group"
    always = [text.text for group in root.iter(f"{SVG}g") if group.get("class") == "counts" for text in group]
    assert always == ["18"]
    crowded = replace(SERIES, points=tuple((1990 + n, 2) for n in range(30)))
    assert "<a " not in chart(crowded, LABELS, 2030, link=str)


def test_coauthors_who_share_papers_are_joined_and_lead_to_their_lists() -> None:
    """An arc joins two people with a paper in common, the thicker the more; every name is a link."""
    people = [person("Ada", "a", "b", "c"), person("Bo", "a", "b"), person("Cy", "c"), person("Dee", "d")]
    root = parsed(coauthors.chart(people, LABELS))
    assert [link.get("href") for link in root.iter(f"{SVG}a")] == ["Ada/", "Bo/", "Cy/", "Dee/"]
    arcs = next(group for group in root.iter(f"{SVG}g") if group.get("class") == "arcs")
    widths = [float(arc.get("stroke-width") or 0) for arc in arcs]
    assert len(widths) == 2
    assert widths[0] > widths[1]
    assert coauthors.chart(people[2:], LABELS) == ""


def test_a_name_of_a_coauthor_keeps_its_own_direction() -> None:
    """A shortened Latin name ends in its ellipsis in a picture that runs from right to left, too."""
    people = [person("Maria-Magdalena von Hohenstein", "a"), person("Bo", "a")]
    names = [
        each.text for each in parsed(coauthors.chart(people, LABELS, direction="rtl")).iter(f"{SVG}text")
    ]
    assert names == ["\u2068Maria-Magdalena von Hoh…\u2069", "\u2068Bo\u2069"]


def test_names_of_coauthors_are_text_and_the_picture_has_a_bound() -> None:
    """Markup in a name stays text, and a thousand people make no longer picture than the most frequent."""
    people = [person(f"<b>&{n}", "a", "b") for n in range(1000)]
    root = parsed(coauthors.chart(people, LABELS, direction="rtl"))
    assert len(list(root.iter(f"{SVG}a"))) == coauthors.MOST
    assert {each.tag for each in root.iter()} <= {
        SVG + name for name in "svg title desc g a path circle text".split()
    }
