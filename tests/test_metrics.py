"""Numbers: their definitions, their sources, and when they cannot be true together."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperfolio.model import Citations, Metric, Paper, PartialDate, Status, Text
from paperfolio.scholar import metrics

COUNTS = st.lists(st.integers(min_value=0, max_value=200), max_size=60)


def paper(
    count: int | None = None, source: str = "A", year: int = 2024, status: Status | None = None
) -> Paper:
    """Return a paper with a count of citations, counted in June of its year."""
    citations = None
    if count is not None:
        date = PartialDate(year=year, month=6)
        citations = Citations(count=count, source=source, date=date, by_year=((year, count),))
    title = Text(plain="t")
    return Paper(
        slug="x", path="x", title=title, date=PartialDate(year=year), citations=citations, status=status
    )


def computed(key: str, *papers: Paper) -> Metric | None:
    """Return a computed number of these papers."""
    return metrics.compute(Metric(label=key, value="", key=key, computed=True), papers)


@given(COUNTS)
def test_h_papers_have_h_citations_and_no_more_do(counts: list[int]) -> None:
    """The h-index is the largest h such that h papers have at least h citations each."""
    h = metrics.h_index(counts)
    assert sum(count >= h for count in counts) >= h
    assert sum(count >= h + 1 for count in counts) < h + 1


def test_known_values() -> None:
    """Worked examples by hand."""
    assert metrics.h_index([10, 8, 5, 4, 3]) == 4
    assert metrics.h_index([25, 8, 5, 3, 3]) == 3
    assert metrics.h_index([]) == 0
    assert metrics.i10_index([10, 9, 11]) == 2


def test_counts_of_two_sources_are_never_added() -> None:
    """The source with most papers counts alone, and the number says which, for how many, and since when."""
    found = computed("citations", paper(5, "A"), paper(7, "A", 2022), paper(100, "B"), paper())
    assert found is not None
    assert (found.value, found.source, found.part) == ("12", "A", (2, 4))
    assert found.date == PartialDate(year=2022, month=6)


def test_a_number_that_the_papers_do_not_tell_is_not_made_up() -> None:
    """Without any count there is no citation number, not a zero."""
    assert computed("citations", paper(), paper()) is None
    assert computed("h_index", paper()) is None
    assert computed("papers") is None


@pytest.mark.parametrize("status", ["retracted", "withdrawn", "draft"])
def test_a_paper_that_does_not_stand_is_in_no_number(status: Status) -> None:
    """Counts, sums and charts leave out what was withdrawn or retracted, and what isn't out yet."""
    papers = [paper(20), paper(10, status="accepted"), paper(90, status=status)]
    found = {key: computed(key, *papers) for key in ("papers", "citations", "h_index", "i10_index")}
    assert {key: item and item.value for key, item in found.items()} == {
        "papers": "2",
        "citations": "30",
        "h_index": "2",
        "i10_index": "2",
    }
    assert [each.points for each in metrics.series(papers)] == [((2024, 2),), ((2024, 30),)]


@pytest.mark.parametrize(
    ("papers", "source"),
    [
        ([paper(1, "B"), paper(1, "B"), paper(90, "A")], "B"),
        ([paper(3, "A"), paper(4, "B")], "B"),
        ([paper(3, "B"), paper(3, "A")], "A"),
        ([paper(9, ""), paper(9, ""), paper(1, "A")], "A"),
        ([paper(9, "")], ""),
        ([paper()], ""),
    ],
    ids=["most papers", "most citations", "by name", "named before unnamed", "unnamed", "none"],
)
def test_the_main_source_is_the_one_that_knows_most(papers: list[Paper], source: str) -> None:
    """Most papers decide, then most citations, then the name; a source without a name is the last resort."""
    assert metrics.main_source(papers) == metrics.main_source(papers[::-1]) == source


def test_a_year_s_mean_counts_the_years_between_as_well() -> None:
    """Papers a year divide by the calendar years from the first paper's to the last's."""
    found = computed("papers_per_year", paper(year=2021), paper(year=2024), paper(year=2024))
    assert found is not None
    assert found.value == "0.8"


@pytest.mark.parametrize(("count", "shown"), [(3, "1.5"), (4, "2"), (3996, "1998"), (4000, "2000")])
def test_a_mean_has_a_decimal_only_where_it_says_something(count: int, shown: str) -> None:
    """Two a year are `2`, and of thousands nobody reads a tenth."""
    found = computed("citations_per_year", paper(count, "A", 2021), paper(0, "A", 2022))
    assert found is not None
    assert found.value == shown


def test_series_leave_no_year_out() -> None:
    """A chart shows a year without papers as a gap of height zero, not as no gap."""
    made = {each.key: each.points for each in metrics.series([paper(3, year=2021), paper(4, year=2023)])}
    assert made == {
        "papers": ((2021, 1), (2022, 0), (2023, 1)),
        "citations": ((2021, 3), (2022, 0), (2023, 4)),
    }


def declared(**numbers: str) -> list[Metric]:
    """Return declared numbers of one source, by key."""
    return [Metric(label=key, value=value, key=key, source="A") for key, value in numbers.items()]


def test_an_h_index_beyond_the_papers_and_citations_is_doubted_with_the_reason() -> None:
    """28 papers with 28 citations each are 784 citations; 17 papers and 161 citations are fewer."""
    [(position, reason)] = metrics.doubts(declared(papers="17", h_index="28", citations="161"))
    assert position == 1
    assert "784" in reason
    assert "papers is 17" in reason
    assert "citations is 161" in reason


@given(COUNTS)
def test_numbers_of_real_papers_are_never_doubted(counts: list[int]) -> None:
    """Whatever the counts are, the numbers made of them can be true together."""
    numbers = declared(
        papers=str(len(counts)),
        citations=str(sum(counts)),
        h_index=str(metrics.h_index(counts)),
        i10_index=str(metrics.i10_index(counts)),
    )
    assert metrics.doubts(numbers) == ()


def test_numbers_of_different_sources_are_not_held_against_each_other() -> None:
    """Two sources count differently by design."""
    numbers = [Metric(label="h", value="28", key="h_index", source="A"), *declared(papers="17")]
    numbers[1] = Metric(label="papers", value="17", key="papers", source="B")
    assert metrics.doubts(numbers) == ()
