"""What exporters did to a text is undone before it is read, with every place traced back."""

from __future__ import annotations

import ast
import re
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperfolio.text.exports import normalized
from paperfolio.text.markup import inline, markdown

ROOT = Path(__file__).resolve().parents[1]

PIECES = st.sampled_from([
    "{\\textless}", "{\\textgreater}", "&lt;", "&gt;", "<i>", "</i>", "<sub>", "</sub>", "<jats:p>", "</jats:p>",
    "<mml:math>", "</mml:math>", "<mml:mi>", "x", "\\$", "{\\$}", "$", "\\textbackslash ", "$\\backslash$", "alpha",
    "\\{", "\\}", "{\\_}", "&amp;amp;", "\\&\\#176;", "\\ifmmode ", "\\else ", "\\fi", "\ufb01", "\u00ad", "word ", " ",
    "`", "\n\n", "<!--", "-->", "<tex-math>", "</tex-math>", "\\\\alpha", "\\\\$", "{", "}", "<br/>",
    "<span style='x'>",
])  # fmt: skip


@given(source=st.lists(PIECES, max_size=30).map("".join), context=st.sampled_from(["line", "body", "raw"]))
def test_every_place_is_traced_back(source: str, context: str) -> None:
    """Offsets in a normalized text lead back into the author's text, in order."""
    text = normalized(source, context, is_command=lambda name: name == "alpha")  # type: ignore[arg-type]
    origins = [text.origin(offset) for offset in range(len(text.text) + 1)]
    assert origins == sorted(origins)
    assert all(0 <= origin <= len(source) for origin in origins)
    assert origins[-1] == len(source)
    for doubt in text.doubts:
        assert 0 <= doubt.offset < doubt.offset + doubt.length <= len(source)


def test_a_problem_behind_a_tag_has_its_own_place() -> None:
    """A problem is reported where it is in the author's text, whatever was normalized before it."""
    for renderer in (inline, markdown):
        (problem,) = renderer("A <i>b</i> &amp;lt; \\nosuchmacro").problems
        assert (problem.offset, problem.length) == (20, 12)


def test_tags_that_are_left_out_of_a_title_are_reported() -> None:
    """A title shows no tag: what has no counterpart in text is left out, and reported with its place."""
    source = 'A <div class="x">box</div> <!-- note --> and <i>this</i>'
    made = inline(source)
    assert made.text == "A box and this"
    assert [source[each.offset : each.offset + each.length] for each in made.problems] == [
        '<div class="x">',
        "<!-- note -->",
    ]


HOSTILE = {
    "open tags": "<i>", "closed tags": "</sub>", "escaped tags": "{\\textless}b{\\textgreater}", "comments": "<!--",
    "formulas": "<mml:math>", "rows": "<mml:math><mml:mrow>", "dollars": "{\\$}x", "doubled dollars": "\\\\$",
    "backslashes": "{\\textbackslash}alpha", "braces": "\\{", "references": "&amp;", "modes": "\\ifmmode ",
    "attributes": "<span a=", "ligatures": "\ufb01", "code": "`<i>`", "less": "&lt;", "spaces": " <sub>",
    "tex": "<tex-math>",
}  # fmt: skip


@pytest.mark.parametrize("piece", HOSTILE.values(), ids=HOSTILE.keys())
def test_normalizing_takes_linear_time(piece: str) -> None:
    """A text of four times the length takes about four times as long, however many tags."""
    times = []
    for count in (5_000, 10_000, 20_000):
        start = time.process_time()
        normalized(piece * count, "line", is_command=lambda name: name == "alpha")
        times.append(time.process_time() - start)
    assert times[2] < 0.3 or times[2] < 9 * times[0]
    assert times[2] < 3


def test_no_pattern_repeats_a_group_possessively() -> None:
    """Python 3.11.2 backtracks wrongly in `(?:…|…)++`; an atomic group, `(?>(?:…|…)+)`, is right everywhere."""
    for file in (ROOT / "paperfolio").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and "(?" in node.value:
                assert not re.search(r"(?<!\\)\)(?:[*+?]|\{\d*,?\d*\})\+", node.value), (file, node.lineno)
