"""The numbers of the profile: those computed from its papers, and doubts about those declared.

Definitions: the h-index is the largest h such that h papers have at least h citations each
(J. E. Hirsch, "An index to quantify an individual's scientific research output", PNAS 102(46),
16569-16572, 2005, doi:10.1073/pnas.0507655102). The i10-index is the number of papers with at least
ten citations (Google Scholar, 2011). Counts from different sources are never combined.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from paperfolio.model import Metric, Paper, Series

# Retracted and withdrawn papers and drafts are listed, but not counted.
_NOT_COUNTED = frozenset({"draft", "withdrawn", "retracted"})


def h_index(counts: Sequence[int]) -> int:
    """Return the h-index of the papers with these citation counts."""
    ranked = sorted(counts, reverse=True)
    return sum(count >= rank for rank, count in enumerate(ranked, start=1))


def i10_index(counts: Sequence[int]) -> int:
    """Return the number of counts that are ten or more."""
    return sum(count >= 10 for count in counts)


def counted(papers: Sequence[Paper]) -> tuple[Paper, ...]:
    """Return the papers that metrics are computed from."""
    return tuple(paper for paper in papers if paper.status not in _NOT_COUNTED)


def main_source(papers: Sequence[Paper]) -> str:
    """Return the source that has citation counts for the most papers, a named source before none.

    Of two with equally many, the one with more citations in all; of two with the same total, the first by name.
    """
    papers_of: Counter[str] = Counter()
    counts_of: Counter[str] = Counter()
    for cited in (paper.citations for paper in papers if paper.citations):
        papers_of[cited.source] += 1
        counts_of[cited.source] += cited.count
    return min(
        papers_of, key=lambda source: (not source, -papers_of[source], -counts_of[source], source), default=""
    )


def compute(metric: Metric, papers: Sequence[Paper]) -> Metric | None:
    """Return the computed metric with its value, or None where it can't be computed.

    `papers_per_year` and `citations_per_year` are means over the calendar years from the first
    paper's to the last's. Numbers based on citations use `main_source` alone, and its oldest date.
    """
    papers = counted(papers)
    if not papers:
        return None
    years = max(p.date.year for p in papers) - min(p.date.year for p in papers) + 1
    if metric.key in ("papers", "papers_per_year"):
        value = len(papers) if metric.key == "papers" else len(papers) / years
        return replace(metric, value=_printed(value))
    source = main_source(papers)
    known = [paper.citations for paper in papers if paper.citations and paper.citations.source == source]
    if not known:
        return None
    counts = [each.count for each in known]
    value = {
        "citations": sum(counts),
        "h_index": h_index(counts),
        "i10_index": i10_index(counts),
        "citations_per_year": sum(counts) / years,
    }[metric.key]
    dates = [each.date for each in known if each.date]
    part = None if len(known) == len(papers) else (len(known), len(papers))
    return replace(metric, value=_printed(value), source=source, date=min(dates, default=None), part=part)


def doubts(metrics: Sequence[Metric]) -> tuple[tuple[int, str], ...]:
    """Return (position, reason) for declared numbers of one source that can't be true together.

    h papers with h citations each are h papers and h² citations; i10 papers are 10·i10 citations.
    """
    found = []
    for position, metric in enumerate(metrics):
        size = _number(metric)
        if metric.computed or metric.key not in ("h_index", "i10_index") or size is None:
            continue
        each = size if metric.key == "h_index" else 10
        needs = {"papers": size, "citations": size * each}
        against = [
            f"{other.label} is {other.value}"
            for other in metrics
            if not other.computed and other.source == metric.source
            if (value := _number(other)) is not None and value < needs.get(other.key, 0)
        ]
        if against:
            reason = (
                f"{metric.label} is {metric.value}, which needs {size} papers with {each} citations each "
                f"({size * each} in total), but {' and '.join(against)}"
            )
            found.append((position, reason))
    return tuple(found)


def series(papers: Sequence[Paper]) -> tuple[Series, ...]:
    """Return papers per year and, where known, citations per year by the main source."""
    papers = counted(papers)
    found = [Series(key="papers", points=_without_gaps(Counter(paper.date.year for paper in papers)))]
    source = main_source([paper for paper in papers if paper.citations and paper.citations.by_year])
    by_year: Counter[int] = Counter()
    for paper in papers:
        if paper.citations and paper.citations.source == source:
            by_year.update(dict(paper.citations.by_year))
    found.append(Series(key="citations", points=_without_gaps(by_year), source=source))
    return tuple(each for each in found if each.points)


def _without_gaps(counts: Counter[int]) -> tuple[tuple[int, int], ...]:
    if not counts:
        return ()
    return tuple((year, counts[year]) for year in range(min(counts), max(counts) + 1))


def _number(metric: Metric) -> int | None:
    digits = metric.value.replace(",", "")
    return int(digits) if digits.isdecimal() and not metric.unit else None


def _printed(value: float) -> str:
    """Return a number as it is shown: a mean has one decimal where that says something."""
    return f"{value:.1f}".removesuffix(".0") if value < 100 else str(round(value))
