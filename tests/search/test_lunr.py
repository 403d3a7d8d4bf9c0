"""The index is Lunr's: the weights that lunr.js's builder gives, and the answers that lunr.js gives."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from laid import weighed, write

from bench.search_corpus import papers
from bench.search_queries import queries
from paperfolio.search import Entry, build, build_with, index
from paperfolio.search.index import Mode

Lay = Callable[..., Path]
Node = Callable[..., Any]


@pytest.mark.parametrize("count", [1, 17, 400])
def test_weights_are_those_of_lunrs_builder(count: int, beside_lunr: Lay, node: Node) -> None:
    """No weight and no posting differs from what lunr.js's own Builder makes of the same terms."""
    entry = beside_lunr(papers(count), "sharded", lambda _: [])
    found = node("search_builder.cjs", str(entry.parents[2]))
    assert found["weights"] > 50 * count
    assert (found["wrong"], found["misplaced"], found["ordered"]) == ([], [], True)


@pytest.mark.parametrize("count", [1, 17, 200])
def test_both_builders_agree(count: int) -> None:
    """A site that grows past the size of a single file keeps every weight that the package lunr gave it."""
    entries = papers(count)
    assert index.weighed(entries) == weighed(entries)


@pytest.mark.parametrize(
    ("count", "mode"), [(17, "single"), (17, "sharded"), (400, "single"), (400, "sharded")]
)
def test_answers_are_those_of_lunr(count: int, mode: Mode, beside_lunr: Lay, node: Node) -> None:
    """Random clauses of every kind give the hits of lunr.js, and a single term its scores, bit for bit."""
    entry = beside_lunr(papers(count), mode, lambda terms: queries(terms, 320, seed=count))
    folder = entry.parents[2]
    found = node("search_oracle.cjs", str(folder), str(entry.relative_to(folder)))
    assert found["differences"] == []
    assert (found["queries"], found["lost"]) == (320, 0)
    assert found["hits"] > 320


def test_lunrs_token_set_still_takes_two_states_for_one(node: Node) -> None:
    """The line of lunr.js that the comparison patches is still wrong: two states, one key."""
    one, other = node("search_collision.cjs")
    assert one == other


def test_terms_outside_the_first_plane_keep_the_browsers_order(beside_lunr: Lay, node: Node) -> None:
    """A sign outside the first plane beside one at the plane's end neither hides a word nor stops the index."""
    signs = ["𠮷野家", "\uff21lpha", "豈更", "\U00020001x", "zeta", "\ufb4fq"]
    entries = [Entry(slug=f"p{i}", title=f"{sign} common") for i, sign in enumerate(signs)]
    for mode in ("single", "sharded"):
        entry = beside_lunr(entries, mode, lambda terms: [*queries(terms, 60)])
        found = node("search_oracle.cjs", str(entry.parents[2]), str(entry.relative_to(entry.parents[2])))
        assert (found["differences"], found["lost"]) == ([], 0)


@pytest.mark.parametrize("mode", ["single", "sharded"])
def test_a_site_without_papers_has_an_index(mode: Mode, tmp_path: Path, node: Node) -> None:
    """The search of an empty list answers with nothing, and does not fail."""
    assert (
        node("search_ask.cjs", str(write(tmp_path, [], mode)), stdin='["a", "video", "-x", "te*"]')[1] == []
    )


def test_the_same_papers_give_the_same_bytes() -> None:
    """A build depends on the papers alone, not on what an earlier one remembered."""
    entries = papers(300)
    first = build_with(None, entries)
    changed = [*entries[5:150], *papers(10, seed=2), *entries[150:]]
    assert build_with(first.cache, entries).files == first.files == build(entries)
    assert build_with(first.cache, changed).files == build(changed)


def test_the_form_follows_from_the_size() -> None:
    """Two hundred papers make a script and two for long lists; one more makes shards; either can be asked for."""
    assert [path.rsplit("/", 1)[1] for path, _ in build(papers(200))] == ["index.js", "cards.js", "facets.js"]
    assert build(papers(201))[0][0].endswith("/root.bin")
    assert build(papers(3), mode="sharded")[0][0].endswith("/root.bin")
    assert len(build(papers(201), mode="single")) == 3


def test_another_index_lies_in_another_folder() -> None:
    """A page that stays open while the site is built anew never reads half of each index."""
    entries = papers(20)
    folders = {build(some, mode="sharded")[0][0].split("/")[1] for some in (entries, entries[1:], entries)}
    assert len(folders) == 2
