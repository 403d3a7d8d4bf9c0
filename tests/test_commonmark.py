"""Bodies are read as CommonMark says, but for the differences that `docs/text.md` lists."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from commonmark import SPEC, Example, comparable, examples

from paperfolio.text.markup import markdown

DOCS = Path(__file__).resolve().parents[1] / "docs" / "text.md"
# What the examples are about that differ on purpose, by their numbers in version 0.31.2.
DIFFERENT = {
    "LaTeX": {12, 13, 14, 202, 354},
    "Quotes and dashes": {55, 106, 327, 343, 345, 347, 348, 349},
    "Products": {356},
    "HTML": {21, 31, 308, 309, 344, 475, 476, 477, 491, 493, 524, 536, 642, 643},
    "Addresses": {596, 598, 599, 601, 602, 608, 611},
}  # fmt: skip
LISTED = examples(SPEC.read_text("utf-8")) if SPEC.is_file() else []


def wrong(listed: list[Example]) -> set[int]:
    """Return the numbers of the examples that come out otherwise than the specification says."""
    return {
        it.number
        for it in listed
        if comparable(markdown(it.source, heading_base=1).html) != comparable(it.html)
    }


@pytest.mark.skipif(not LISTED, reason="the npm package commonmark-spec is not installed")
def test_the_examples_of_the_specification_come_out_as_it_says() -> None:
    """All examples outside the sections on HTML hold, but for those that differ on purpose, and those are few."""
    listed = [it for it in LISTED if it.section not in {"HTML blocks", "Raw HTML"}]
    assert len(wrong(listed) - set().union(*DIFFERENT.values())) < 0.25 * len(listed)


def test_each_deliberate_difference_is_documented() -> None:
    """The page on text has a line for each kind of difference."""
    text = DOCS.read_text("utf-8")
    for kind in DIFFERENT:
        assert re.search(rf"^- \*\*{kind}\*\*: ", text, re.MULTILINE), kind


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("- a\n  ```\n  x\n\n  y\n  ```", "<ul><li>a<pre><code>x\n\ny\n</code></pre></li></ul>"),
        ("1. a\n\n   ```\n   {b} ``c''\n   ```", "<ol><li><p>a</p><pre><code>{b} ``c''\n</code></pre></li></ol>"),
        ("- - -\n***", "<hr><hr>"),
        ("1) a\n2) b\n\n3. c", '<ol><li>a</li><li>b</li></ol><ol start="3"><li>c</li></ol>'),
        ("[a][b]\n\n[B]: <x y> 'z'", '<p><a href="x%20y" title="z">a</a></p>'),
    ],
)  # fmt: skip
def test_blocks_in_blocks_are_read(source: str, html: str) -> None:
    """Fences, lists, rules, headings and references are what they are anywhere else."""
    assert comparable(markdown(source, heading_base=1).html) == comparable(html)
