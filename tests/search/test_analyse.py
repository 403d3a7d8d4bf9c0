"""The analyser: what people type and what papers say meet in the same terms, in Python and in the browser."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from paperfolio.search.analyse import STOP_WORDS, analyser
from paperfolio.search.stem import stem
from paperfolio.search.tables import TABLES

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared"
HOSTILE = "constructor toString __proto__ valueOf a^b php: O(n): \\ '' ' - -- +-*~^: \0 \ud83d\ude00"


def terms(text: str, names: bool = False) -> list[str]:
    """Return the terms of one text."""
    return analyser()(text, names)


def meet(one: str, other: str) -> bool:
    """Tell whether two texts share a term."""
    return bool(set(terms(one, True)) & set(terms(other, True)))


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("few-step", "fewstep"),
        ("few‑step", "few-step"),
        ("3D-GS", "3DGS"),
        ("d-LLM", "Focus-dLLM"),
        ("dllm", "Focus-dLLM"),
        ("tfmqdm", "TFMQ-DM:"),
        ("LLMC+", "LLMC+:"),
        ("infer", "SlimInfer"),
        ("quantisation", "quantization"),
        ("behaviour", "behavioral"),
        ("centred", "centering"),
        ("catalysed", "catalyzing"),
        ("Muller", "Müller"),
        ("Mueller", "Müller"),
        ("Strasse", "Straße"),
        ("lodz", "Łódź"),
        ("黄雨石", "黄雨石著"),
        ("太郎", "山田太郎"),
        ("2311.16503", "arXiv:2311.16503v2"),
        ("https://doi.org/10.1145/3580305.3599827", "10.1145/3580305.3599827"),
        ("obrien", "O'Brien"),
        ("huang", "Huang’s"),
        ("𝐀ttention", "attention"),
    ],
)
def test_what_is_typed_meets_what_is_printed(typed: str, printed: str) -> None:
    """A spelling, a hyphen, a capital or a diacritic never stands between a query and its paper."""
    assert meet(typed, printed)


@pytest.mark.parametrize(("one", "other"), [("precise", "prize"), ("llmc", "llm"), ("He", "Hu")])
def test_different_words_stay_apart(one: str, other: str) -> None:
    """What only looks alike is not taken for the same word."""
    assert not meet(one, other)


def test_a_sign_makes_a_name() -> None:
    """C++, C# and LLMC+ are names of their own beside C and LLMC."""
    assert [terms(each) for each in ("C++", "C#", "LLMC+:")] == [["c", "c++"], ["c", "c#"], ["llmc", "llmc+"]]


def test_short_surnames_are_no_stop_words() -> None:
    """He, An, So and May can be found as authors, and do not swell the other fields."""
    assert terms("Kaiming He, Bo An, Will May", names=True) == ["kaim", "he", "bo", "an", "will", "may"]
    assert terms("so he may do an experiment") == ["experi"]
    assert "he" in STOP_WORDS


def test_words_of_the_language_are_only_words() -> None:
    """A word that names a property of every object of the browser's language is analysed like any other."""
    assert terms("constructor toString __proto__") == ["constructor", "tostr", "string", "proto"]


def test_both_twins_agree_on_hostile_text(node: Callable[..., Any]) -> None:
    """Nothing that a person types makes the two halves of the analyser differ."""
    same(node, [*HOSTILE.split(" "), HOSTILE, "", " "])


def test_both_twins_agree_on_the_example_site(node: Callable[..., Any]) -> None:
    """Every line of the example's papers and profile gives the same terms in Python and in the browser."""
    papers = sorted(ROOT.glob("content/**/*.md"))
    lines = [line for path in papers for line in path.read_text("utf-8").splitlines()]
    assert len(lines) > 100
    same(node, lines)


def test_both_twins_agree_on_real_corpora(node: Callable[..., Any]) -> None:
    """Publication lists of real researchers, with their scripts and their markup, give the same terms."""
    paths = sorted(path for path in SHARED.glob("corpora/*/*/*") if path.is_file())
    paths += sorted(SHARED.glob("seed/*.txt"))
    if not paths:
        pytest.skip("the corpora are not beside this checkout")
    same(node, [path.read_text("utf-8", "replace")[:200_000] for path in paths])


LETTERS = st.characters(exclude_categories=("Cs", "Cn"))
TYPED = st.text(st.sampled_from("abAB12sS-'’.–_ +#\\/ZisedyulÄäßØæ黄雨の한ώς́"), max_size=14)


@settings(max_examples=12, suppress_health_check=list(HealthCheck))
@given(texts=st.lists(st.text(LETTERS, max_size=20) | TYPED, min_size=100, max_size=300))
def test_both_twins_agree_on_any_text(node: Callable[..., Any], texts: list[str]) -> None:
    """Any text of assigned characters gives the same terms in the same order in Python and in the browser."""
    same(node, texts)


def test_the_stemmer_is_lunrs(node: Callable[..., Any]) -> None:
    """Every word of the corpora gets the stem that lunr.js gives it, `key` and `array` with their y."""
    words = set("key array deploy display gateway cry by say yes yying feed sses".split())
    for path in [*ROOT.glob("content/**/*.md"), *ROOT.glob("docs/*.md"), *SHARED.glob("corpora/*/*/*")]:
        if path.is_file():
            words.update(re.findall("[a-z0-9]+", path.read_text("utf-8", "replace").lower()))
    listed = sorted(words)
    assert [stem(word) for word in listed] == node("search_stems.cjs", stdin=json.dumps(listed))


def same(node: Callable[..., Any], texts: list[str]) -> None:
    """Compare the twins on every text, once as a text and once as names."""
    asked = [[text, names] for text in texts for names in (False, True)]
    analyse = analyser()
    answers = node("search_terms.cjs", stdin=json.dumps({"tables": TABLES, "asked": asked}))
    for (text, names), browser in zip(asked, answers, strict=True):
        assert analyse(str(text), bool(names)) == browser, text
