"""What follows from all papers together: which comes first, and which author is the researcher."""

from __future__ import annotations

from itertools import permutations

import pytest

from paperfolio.model import Author, Collection, Item, Paper, PartialDate, Profile, Settings, Sorting, Text
from paperfolio.scholar import enrich

PROFILE = Profile(
    path="content/profile.md", name="Jane Ann Doe", other_names=("Jane Roe",), settings=Settings(title="Jane")
)


def date(written: str) -> PartialDate:
    """Return a date written as in the front matter."""
    year, month, day = ([int(part) for part in written.split("-")] + [0, 0])[:3]
    return PartialDate(year=year, month=month, day=day)


def paper(slug: str, when: str = "2024", title: str = "T", order: int | None = None) -> Paper:
    """Return a paper with what decides about its place."""
    return Paper(slug=slug, path=slug, title=Text(plain=title), date=date(when), order=order)


def item(slug: str, when: str = "", title: str = "T", order: int | None = None) -> Item:
    """Return a talk with what decides about its place."""
    return Item(
        slug=slug,
        path=slug,
        collection="talks",
        title=Text(plain=title),
        date=date(when) if when else None,
        order=order,
    )


@pytest.mark.parametrize(
    "expected",
    [
        [paper("a", "2026"), paper("b", "2025"), paper("c", "1999")],
        [paper("a", "2024-12"), paper("b", "2024-02"), paper("c", "2024-01")],
        [paper("a", "2024-05-28"), paper("b", "2024-05-09"), paper("c", "2024-05-01")],
        [paper("a", "2024-02-01"), paper("b", "2024-01-31")],
        [paper("a", "2024-05-01"), paper("b", "2024-05"), paper("c", "2024")],
        [paper("b", title="alpha"), paper("a", title="Beta"), paper("c", title="gamma")],
        [paper("a"), paper("b"), paper("c")],
        [paper("a", "1999", order=1), paper("b", "2026", order=2), paper("c", "2026")],
        [paper("a", "2026", order=1), paper("b", "2025", order=1)],
    ],
    ids=["year", "month", "day", "day over months", "unknown last", "title", "slug", "order", "equal orders"],
)
def test_papers_stand_newest_first_whatever_order_they_are_read_in(expected: list[Paper]) -> None:
    """The user's order comes first, then the newest to the day; ties go by title, then by the file's name."""
    for read in permutations(expected):
        assert list(enrich.in_order(read)) == expected


@pytest.mark.parametrize(
    ("sort", "slugs"),
    [("newest", "first new old none"), ("oldest", "first none old new"), ("title", "first none new old")],
)
def test_a_collection_is_sorted_as_it_says(sort: Sorting, slugs: str) -> None:
    """Items with an order come first; one without a date never stands before the newest."""
    items = [
        item("old", "2020-03", "C"),
        item("none", title="A"),
        item("new", "2020-04", "b"),
        item("first", "2010", "Z", order=1),
        Item(slug="other", path="o", collection="posts", title=Text(plain="O")),
    ]
    (found,) = enrich.arranged([Collection(path="t", name="talks", title="Talks", sort=sort)], items)
    assert [each.slug for each in found.items] == slugs.split()


@pytest.mark.parametrize(
    ("names", "researcher"),
    [
        (["Bo Chen", "J. A. Doe"], "J. A. Doe"),
        (["Jane Roe", "Bo Chen"], "Jane Roe"),
        (["Bo Chen"], None),
        (["J. Doe", "Jane Ann Doe"], "Jane Ann Doe"),
        (["J. Doe", "Jane Doe"], None),
    ],
)
def test_the_researcher_is_found_among_the_authors(names: list[str], researcher: str | None) -> None:
    """Any form of any of the names is enough where one author has it; of two, only the very same name is."""
    authors = tuple(Author(name=name) for name in names)
    written = Paper(slug="x", path="x", title=Text(), date=date("2024"), authors=authors)
    (made,) = enrich.mark_researcher([written], PROFILE)
    assert [author.name for author in made.authors if author.me] == [researcher] * (researcher is not None)


def test_an_author_marked_in_the_file_is_the_researcher() -> None:
    """The front matter's `me` decides against any name."""
    authors = (Author(name="Jane Ann Doe"), Author(name="Somebody Else", me=True))
    written = Paper(slug="x", path="x", title=Text(), date=date("2024"), authors=authors)
    (made,) = enrich.mark_researcher([written], PROFILE)
    assert [author.me for author in made.authors] == [False, True]
