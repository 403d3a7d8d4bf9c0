"""Promises of the lists that a visitor browses without a script."""

from __future__ import annotations

from dataclasses import replace

import sample

from paperfolio.model import Author, Paper, PartialDate
from paperfolio.output.safe_paths import check_paths
from paperfolio.pages.lists import Group, grouped, list_pages, listings


def paper(slug: str, **more: object) -> Paper:
    """Return a bare paper with other fields."""
    return replace(sample.BARE, slug=slug, **more)  # type: ignore[arg-type]


def test_tags_that_differ_in_case_are_one_list():
    """A list is found under the first spelling of its name."""
    lists = listings([paper("a", tags=("Tides",)), paper("b", tags=("tides", "Tides"))])
    tags = [each for each in lists if each.kind == "tag"]
    assert [(each.name, len(each.papers)) for each in tags] == [("Tides", 2)]


def test_names_with_one_slug_keep_lists_of_their_own():
    """C, C++ and C# have three addresses, and so has each name without Latin letters, whatever tags there are."""
    lists = listings([paper("a", tags=("C", "C++", "C#", "潮", "海"))])
    folders = [each.folder for each in lists if each.kind == "tag"]
    assert len(set(folders)) == 5
    assert set(folders) >= {"browse/tag/c/", "browse/tag/c-plus-plus/", "browse/tag/c-sharp/"}
    for tag in ("C", "C++", "C#", "潮", "海"):
        (alone,) = [each for each in listings([paper("a", tags=(tag,))]) if each.kind == "tag"]
        assert alone.folder in folders


def test_no_list_has_a_name_that_windows_reserves():
    """A tag or a co-author with the name of a device has an address that every system can store."""
    papers = [paper(each, tags=("nul", "con", "aux", "COM1")) for each in "ab"]
    papers = [replace(each, authors=(Author(name="Aux"), Author(name="Con"))) for each in papers]
    check_paths([f"{each.folder}index.html" for each in listings(papers)])


def test_a_coauthor_has_a_list_from_the_second_paper_on():
    """The researcher has none, and neither has a co-author of a single paper."""
    two = (Author(name="Jane Doe", me=True), Author(name="Bo Chen"))
    lists = listings([paper("a", authors=(*two, Author(name="Once Only"))), paper("b", authors=two)])
    assert [each.name for each in lists if each.kind == "author"] == ["Bo Chen"]


def test_years_run_from_the_newest_and_other_lists_from_the_longest():
    """The order of the lists is that of what a visitor looks for first."""
    lists = listings([sample.BARE, sample.FULL, paper("c", tags=("harbours",))])
    assert [each.name for each in lists if each.kind == "year"] == ["2026", "2024"]
    assert [each.name for each in lists if each.kind == "tag"] == ["harbours", "tides"]


def test_a_group_goes_on_under_its_heading_on_the_next_page():
    """Cutting a list into pages loses no paper and no heading."""
    groups = (
        Group(year=2026, papers=(paper("a"), paper("b"), paper("c"))),
        Group(year=2025, papers=(paper("d"),)),
    )
    first, second = list_pages(groups, "browse/tag/x/", 2)
    assert first.paths == ("browse/tag/x/index.html", "browse/tag/x/page/2/index.html")
    assert [(group.year, len(group.papers)) for group in first.groups] == [(2026, 2)]
    assert [(group.year, len(group.papers)) for group in second.groups] == [(2026, 1), (2025, 1)]


def test_an_empty_list_still_has_a_page():
    """A site without papers has a front page."""
    assert [list_page.path for list_page in list_pages(grouped((), by="year"), "", 50)] == ["index.html"]


def test_a_selection_of_everything_is_no_selection():
    """Headings for selected and other papers appear only where they part something."""
    everything = [paper("a", selected=True), paper("b", selected=True)]
    assert [group.word for group in grouped(everything, by="")] == [""]


def test_a_list_can_stand_under_kinds_and_years():
    """Kinds come in one order on every site; within a kind the order of the list stays, or years from the newest."""
    papers = [
        paper("a", kind="book", date=PartialDate(year=2001)),
        paper("b", kind="journal article", date=PartialDate(year=1999)),
        paper("c", kind="journal article", date=PartialDate(year=2020)),
        paper("d", kind="journal article", date=PartialDate(year=2020)),
    ]

    def slugs(by: str) -> list[tuple[str, int, list[str]]]:
        return [
            (item.kind, item.year, [each.slug for each in item.papers]) for item in grouped(papers, by=by)
        ]

    assert slugs("kind") == [("journal article", 0, ["b", "c", "d"]), ("book", 0, ["a"])]
    assert slugs("kind and year") == [
        ("journal article", 2020, ["c", "d"]),
        ("journal article", 1999, ["b"]),
        ("book", 2001, ["a"]),
    ]
    assert [each.name for each in listings(papers) if each.kind == "kind"] == ["journal article", "book"]
