"""What people type gets the answer that they expect, and nothing that they type is an error."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from laid import write
from relevant import Asked, example, measured, seed

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
        its = [replace(each, card=f"<p>{each.title} {each.abstract}</p>") for each in entries or sample()]
        entry = write(tmp_path, its, mode)
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


@pytest.mark.parametrize(("papers", "empty"), [(example, 0.5), (seed, 0.0)], ids=["example", "seed"])
def test_the_first_answers_are_those_that_a_person_expects(
    papers: Callable[[], Asked | None], empty: float, tmp_path: Path, node: Callable[..., Any]
) -> None:
    """Each of 25 queries, some with typing errors, has a right paper first, and hardly a letter has no answer."""
    asked = papers()
    if asked is None:
        pytest.skip("the relevance queries are not beside this checkout")
    found = measured(
        lambda entry, queries: node("search_ask.cjs", str(entry), stdin=json.dumps(queries)), tmp_path, asked
    )
    figures = [figure for figure, _ in found.values()]
    assert figures[:2] == ["25/25", "25/25"]
    assert float(figures[2].split()[0]) >= 99
    assert float(figures[3].split()[0]) <= empty


def told() -> list[Entry]:
    """Return papers whose cards say more than title and abstract."""
    return [
        Entry(
            slug="a",
            title="Counting triangles in O(√n) steps",
            authors=("Wei Li", "李 雷", "李雷", "Ó Briain"),
            abstract="Speeds up to 20× with a mixture of experts (MoE) and linear attention.",
            shown=("Best Paper Award", "Under review", "with code", "code", "Institute of Counting"),
            dates="June Jun 28",
            ids=("10.1234/counting.5",),
        ),
        Entry(
            slug="b",
            title="Sorting with codecs",
            authors=("Wei Chen", "李明"),
            abstract="Attention that is linear, by experts in a mixture. משנה בעברית",
            dates="May May 2",
        ),
        Entry(
            slug="c", title="การเรียนรู้เชิงลึกสำหรับภาพ", authors=("Ada Zimmermann",), abstract="كتاب في التعلم"
        ),
    ]


def test_what_a_card_shows_is_found(ask: Callable[..., Any]) -> None:
    """Awards, status, months, code, affiliations, signs, phrases and scripts find their papers, first or alone."""
    first = {
        "best paper": 0,
        "under review": 0,
        "with code": 0,
        "code": 0,
        "june": 0,
        "28 jun": 0,
        "may": 1,
        "institute of counting": 0,
        "20x": 0,
        "20×": 0,
        "sqrt": 0,
        '"linear attention"': 0,
        "moe": 0,
        "李雷": 0,
        "李 雷": 0,
        "מִשְׁנָה": 1,
        "كِتَاب": 2,
        "เรียนรู้": 2,
        "zimmerman": 2,
    }
    answers = dict(zip(first, ask(list(first), told()), strict=True))
    assert {query: (found or [None])[0] for query, found in answers.items()} == first
    assert answers['"linear attention"'] == [0]
    assert set(answers["moe"]) == {0, 1}


def test_other_spellings_find_their_paper(ask: Callable[..., Any]) -> None:
    """Greek letters and their names, TeX, doubled letters, divided words, and spaces after a field are understood."""
    entries = [
        Entry(slug="a", title="A β-VAE for seagrass", authors=("Zhening Liu",), abstract="Diffusion, ζ(s)."),
        Entry(slug="b", title="Learning rates alpha and beta2", authors=("Ann Other",), abstract="The sea."),
    ]
    first = {
        "beta-vae": 0,
        "β": 0,
        r"$\beta$-VAE": 0,
        r"\zeta(s)": 0,
        "α": 1,
        "difussion": 0,
        "sea grass": 0,
        "author: liu": 0,
        "Author: other": 1,
        "zheni": 0,
    }
    answers = dict(zip(first, ask(list(first), entries), strict=True))
    assert {query: (found or [None])[0] for query, found in answers.items()} == first


def test_what_is_nowhere_is_not_guessed(ask: Callable[..., Any]) -> None:
    """An unknown identifier, address or family name, a sign and a stop word find no paper, never all."""
    nowhere = [
        "10.1234/other.7",
        "10.9999/counting.5",
        "github.com",
        "weiss",
        "Ó Súilleabháin",
        "🚀",
        "the who",
    ]
    assert ask(nowhere, told()) == [[]] * len(nowhere)


def test_papers_with_every_word_come_first(ask: Callable[..., Any]) -> None:
    """Where some papers have all words they come first, and the others follow; one wrong word hides nothing."""
    assert ask(["sorting codecs attention", "counting zebras triangles"], told()) == [[1, 0], [0]]


def test_a_flood_of_letters_is_answered_at_once(ask: Callable[..., Any]) -> None:
    """A word and a query of 100,000 letters take no longer than a short one."""
    started = time.monotonic()
    ask(["a" * 100_000, "ab " * 33_000, "a-" * 50_000, "wei " + "z" * 100_000], told())
    assert time.monotonic() - started < 20
