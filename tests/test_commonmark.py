"""Bodies are read as CommonMark says, but for the differences that `docs/text.md` lists."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from commonmark import SPEC, Example, comparable, examples

from paperfolio.text.markup import markdown

DOCS = Path(__file__).resolve().parents[1] / "docs" / "text.md"
DIFFERENT = ("LaTeX", "Quotes and dashes", "Products", "HTML", "Autolinks", "Tabs and definitions")
LISTED = examples(SPEC.read_text("utf-8")) if SPEC.is_file() else []


def wrong(listed: list[Example]) -> set[int]:
    """Return the numbers of the examples that come out otherwise than the specification says."""
    return {
        each.number
        for each in listed
        if comparable(markdown(each.source, heading_base=1).html) != comparable(each.html)
    }


@pytest.mark.skipif(not LISTED, reason="the npm package commonmark-spec is not installed")
def test_the_examples_of_the_specification_come_out_as_it_says() -> None:
    """At least 85 of 100 examples outside the sections on HTML hold, with deliberate differences counted as faults."""
    listed = [each for each in LISTED if each.section not in {"HTML blocks", "Raw HTML"}]
    assert len(wrong(listed)) <= 0.15 * len(listed)


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
        ("> ~~~c\n> a\n>\n> b\n> ~~~", '<blockquote><pre><code class="language-c">a\n\nb\n</code></pre></blockquote>'),
        ("```\nnever $closed$", "<pre><code>never $closed$\n</code></pre>"),
        ("***bold* and strong**", "<p><strong><em>bold</em> and strong</strong></p>"),
        ("Foo\nBar\n---", "<h2>Foo Bar</h2>"),
        ("![*a* b](c.png)", '<p><img src="c.png" alt="a b"></p>'),
        ("1) a\n2) b\n\n3. c", '<ol><li>a</li><li>b</li></ol><ol start="3"><li>c</li></ol>'),
        ("[a][b]\n\n[B]: <x y> 'z'", '<p><a href="x%20y" title="z">a</a></p>'),
    ],
)  # fmt: skip
def test_blocks_in_blocks_are_read(source: str, html: str) -> None:
    """Fences, lists, rules, headings and references are what they are anywhere else."""
    assert comparable(markdown(source, heading_base=1).html) == comparable(html)
