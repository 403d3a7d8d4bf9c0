"""How much a word says about a paper, by where it stands."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
from laid import weighed

from paperfolio.search import Entry, index
from paperfolio.search.weigh import Weighed

WHERE = ("title", "authors", "tags", "abstract", "venue", "ids")


def entry(sought: str) -> Entry:
    """Return a paper that has the word `tides` in one field, and one other word in each of the others."""
    words = {name: "tides" if name == sought else f"{name}s" for name in WHERE}
    return Entry(
        slug=sought,
        title=words["title"],
        authors=(words["authors"],),
        tags=(words["tags"],),
        abstract=words["abstract"],
        venue=words["venue"],
        ids=(words["ids"],),
    )


@pytest.mark.parametrize("build", [weighed, index.weighed], ids=["own", "lunr"])
def test_a_word_of_the_title_says_most_then_a_name_then_a_tag(
    build: Callable[[Sequence[Entry]], Weighed],
) -> None:
    """The same word outweighs a later place in the list by the field it is in: title, authors, tags, the rest."""
    found = build([entry(name) for name in reversed(WHERE)])
    (postings,) = (each for term, each in zip(found.terms, found.postings, strict=True) if term == "tide")
    fields = [name for name, _ in index.FIELDS]
    weights = {fields[field]: weight for field, (_, (weight,)) in postings.items()}
    assert sorted(weights, key=lambda name: -weights[name])[:3] == ["title", "authors", "tags"]
    rest = [weights[name] for name in WHERE[3:]]
    assert max(rest) < 1.1 * min(rest)
    assert weights["title"] > 1.5 * weights["authors"] > 2 * weights["tags"] > 2.5 * max(rest)


def test_of_two_papers_that_say_as_much_the_newer_comes_first() -> None:
    """The order of the list decides between equals, and no more than that."""
    alike = [Entry(slug=str(number), title="tides") for number in range(3)]
    ((_, weights),) = weighed(alike).postings[0].values()
    assert weights == sorted(weights, reverse=True)
    assert len(set(weights)) == 3
    assert weights[0] < 1.1 * weights[-1]
