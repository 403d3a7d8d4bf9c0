"""What is stored for the facets of a long list."""

from __future__ import annotations

from dataclasses import replace

import sample

from paperfolio import model
from paperfolio.search import Facts, entries, facets


def test_a_value_is_stored_once() -> None:
    """However many papers share a venue, its name is sent once."""
    stored = facets.columns([Facts(venue=("JT",)), Facts(), Facts(venue=("JT",), tag=("a", "b"))])
    assert stored["facets"]["venue"] == (["JT"], [[0], [], [0]])  # type: ignore[index]
    assert stored["facets"]["tag"] == (["a", "b"], [[], [], [0, 1]])  # type: ignore[index]


def test_accents_capitals_and_signs_decide_nothing_in_a_list_by_title() -> None:
    """“Écoute” stands between “earth” and “Fog”, as a reader expects."""
    titles = ("Fog", "“Écoute”", "earth", "2 tides")
    assert facets.columns([Facts(title=title) for title in titles])["title"] == [3, 2, 1, 0]


def test_where_all_are_selected_none_is_set_apart() -> None:
    """A list whose papers are all selected has no first group, narrowed or whole."""
    assert facets.columns([Facts(selected=True), Facts(selected=True)])["selected"] == [0, 0]
    assert facets.columns([Facts(selected=True), Facts()])["selected"] == [1, 0]


def test_the_facts_are_those_of_the_card() -> None:
    """A facet has the short name of a venue and the co-authors without the researcher, as the cards do."""
    first = entries(sample.SITE)[0].facts
    assert (first.year, first.category, first.venue) == (("2026",), ("CV",), ("JT",))
    assert (first.date, first.cited, first.code) == ("2026-05-28", 1200, ("1",))
    assert "Jane Doe" not in first.author
    assert "Dee Eriksen" in first.author


def test_kind_code_month_and_initials_are_searched() -> None:
    """A paper is found as a thesis, by its repository, by the number of its month and by initials of its authors."""
    author = model.Author(name="Dee Ann Eriksen", family="Eriksen", given="Dee Ann")
    code = model.Link(kind="code", label="Code", url="https://github.com/dee/tides")
    date = replace(sample.BARE.date, year=2024, month=5)
    paper = replace(sample.BARE, kind="thesis", links=(code,), authors=(author,), date=date)
    (entry,) = entries(replace(sample.SITE, papers=(paper,)))
    assert "thesis" in entry.shown
    assert code.url in entry.ids
    assert "05" in entry.dates.split()
    # "a" is a word of many queries, and no initial.
    assert ("d" in entry.authors, "a" in entry.authors) == (True, False)


def test_the_researcher_is_found_as_an_author_also_behind_et_al() -> None:
    """A paper whose list of authors is cut short is found under the researcher's name."""
    (found,) = entries(replace(sample.SITE, papers=(replace(sample.BARE, authors=(), et_al=True),)))
    assert found.authors[0] == sample.SITE.profile.name
