"""What people type gets the answer that they expect, and nothing that they type is an error."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from laid import write
from relevant import measured, seed

from paperfolio.search import Entry
from paperfolio.search.index import Mode

HOSTILE = [
    *(
        "O(n): x",
        "php:",
        "a^b",
        "a^",
        "^2",
        "~1",
        "a~",
        "a~b",
        "title:",
        "title:^3",
        ":",
        "::",
        "+",
        "-",
        "++",
        "--",
    ),
    *(
        "*",
        "**",
        "***a",
        "a**b",
        "*:*",
        "+*",
        "-*",
        "+-",
        "+title:",
        "title:+x",
        "a~99",
        "a^99",
        "a~1~1",
        "a^2^2",
    ),
    *(
        "constructor",
        "toString",
        "__proto__",
        "hasOwnProperty",
        "+constructor",
        "constructor*",
        "title:__proto__",
    ),
    *(
        "<script>",
        "\\",
        "\\d+",
        "(",
        ")",
        "[",
        "]",
        "{",
        "}",
        "$x$",
        "a/b",
        "\0",
        "\U0001f600",
        "\u200b",
        "é\u0301",
    ),
    *("x" * 5000, "y " * 500, "-" * 300, "*" * 300, "a-" * 200, "'" * 50, '"quoted words"', "%00", "&amp;"),
]


def sample() -> list[Entry]:
    """Return a few papers with names that short or foreign words could hide."""
    people = [
        "Kaiming He",
        "Kaiming Wu",
        "Bo An",
        "Young So",
        "Will May",
        "José Müller",
        "黄雨石",
        "山田 太郎",
    ]
    return [
        Entry(
            slug=f"p{i}",
            title=f"Paper number {i} on {topic}",
            authors=(name, "Yushi Huang"),
            abstract=f"What he may do to {topic} is so long that all of it will be in here.",
            ids=(f"23{i:02d}.1650{i}", f"10.1145/{i}.42"),
            year=str(2019 + i),
        )
        for i, (name, topic) in enumerate(
            zip(people, "graphs colour modelling LLMC+ C++ 3DGS few-step O(n)".split(), strict=True)
        )
    ]


@pytest.fixture(params=["single", "sharded"])
def ask(request: pytest.FixtureRequest, tmp_path: Path, node: Callable[..., Any]) -> Callable[..., Any]:
    """Return `ask(queries, entries)`, which answers them as the page does, from either form of the index."""
    mode: Mode = request.param

    def answers(queries: list[str], entries: list[Entry] | None = None) -> Any:
        entry = write(tmp_path, sample() if entries is None else entries, mode)
        return node("search_ask.cjs", str(entry), stdin=json.dumps(queries))

    return answers


def test_what_is_typed_finds_its_paper(ask: Callable[..., Any]) -> None:
    """A short surname, a script, an identifier, a year, a spelling: the first answer is the paper that is meant."""
    first = {
        "Kaiming He": 0,
        "he": 0,
        "an": 2,
        "So": 3,
        "will may": 4,
        "jose muller": 5,
        "Mueller": 5,
        "黄雨石": 6,
        "雨石": 6,
        "太郎": 7,
        "2303.16503": 3,
        "arXiv:2303.16503v2": 3,
        "https://arxiv.org/abs/2303.16503": 3,
        "10.1145/5.42": 5,
        "doi:10.1145/5.42": 5,
        "2026": 7,
        "color": 1,
        "modeling": 2,
        "llmc+": 3,
        "c++": 4,
        "3d-gs": 5,
        "fewstep": 6,
        "o(n)": 7,
        "grap": 0,
        "grahps": 0,
    }
    answers = dict(zip(first, ask(list(first)), strict=True))
    assert {query: (found or [None])[0] for query, found in answers.items()} == first


def test_lunrs_syntax_works(ask: Callable[..., Any]) -> None:
    """Required, forbidden, field, wildcard, typing errors and weights mean what they mean in Lunr."""
    meant = {
        "+kaiming +he": [0],
        "+kaiming -he": [1],
        "kaiming -he": [1],
        "authors:kaiming": [0, 1],
        "title:kaiming": [],
        "author:he": [0],
        "kaim*": [0, 1],
        "*aim": [0, 1],
        "col*r": [1],
        "grphs~1": [0],
        "year:2020": [1],
    }
    answers = ask(list(meant))
    assert {query: sorted(found) for query, found in zip(meant, answers, strict=True)} == meant


def test_nothing_that_is_typed_is_an_error(ask: Callable[..., Any]) -> None:
    """Half of a syntax, a property's name, a flood of signs: each is answered, with papers or without."""
    for query, found in zip(HOSTILE, ask(HOSTILE), strict=True):
        assert found is None or isinstance(found, list), (query[:40], found)


@settings(max_examples=8, suppress_health_check=list(HealthCheck))
@given(queries=st.lists(st.text("ab1*+-~^: é黄'\"\\.()_", max_size=12) | st.text(max_size=12), min_size=80))
def test_nothing_that_could_be_typed_is_an_error(ask: Callable[..., Any], queries: list[str]) -> None:
    """Any text at all is answered."""
    plain = [query.encode("utf-8", "ignore").decode() for query in queries]
    for query, found in zip(plain, ask(plain), strict=True):
        assert found is None or isinstance(found, list), (query, found)


def test_both_forms_give_the_same_answers(tmp_path: Path, node: Callable[..., Any]) -> None:
    """A site that grows into shards keeps every answer it gave."""
    queries = [
        *HOSTILE,
        *("kaim", "colou", "modelling numbr", "he may", "paper 3", "few-st", "jos", "gr", "+he col*"),
    ]
    single, sharded = (
        node("search_ask.cjs", str(write(tmp_path, sample(), mode)), stdin=json.dumps(queries))
        for mode in ("single", "sharded")
    )
    assert single == sharded


def test_the_first_answers_are_those_that_a_person_expects(tmp_path: Path, node: Callable[..., Any]) -> None:
    """Of 25 queries with typing errors, spellings and acronyms each has an expected paper first, at no letter none."""
    if not seed():
        pytest.skip("the relevance queries are not beside this checkout")
    found = measured(
        lambda entry, asked: node("search_ask.cjs", str(entry), stdin=json.dumps(asked)), tmp_path
    )
    figures = [figure for figure, _ in found.values()]
    assert (figures[0], figures[1], figures[3]) == ("25/25", "25/25", "0.0 %")
    assert float(figures[2].split()[0]) >= 99
