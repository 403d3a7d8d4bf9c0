r"""Text with LaTeX in it, as titles and abstracts have it, to HTML and to plain text.

    >>> render(r"Schr\"odinger at $\sqrt{s}=13$~TeV").text
    'Schrödinger at √s = 13 TeV'

This room knows macros, accents, quotes, dashes, links, lists and formulas; it knows no papers and no
files. `render` is pure: it never raises, never loses a word, and takes time in proportion to its
input. What it can't understand stays visible as it was typed, and draws a `TextProblem` with its place.
"""

from __future__ import annotations

from .characters import printable
from .macros import Macros, table
from .prose import write
from .prose.parse import TOKEN, Parser
from .result import Rendered, TextProblem

__all__ = ["Rendered", "TextProblem", "render"]


def render(source: str, macros: Macros = ()) -> Rendered:
    r"""Render a text with LaTeX in it.

    `macros` are the author's own, as (name, replacement) with `#1` to `#9` for arguments; they work
    in prose and in formulas. The HTML is inline unless the text has several paragraphs, lists or
    other blocks; then each stands in its own element. Nothing is raised: doubtful places are in
    `problems`, sorted by offset.
    """
    source = printable(source)
    token = TOKEN.match(source)
    if token and token["text"] == source and "\n" not in source:
        # Names, venues and many titles are words alone, which say the same at a tenth of the cost.
        return Rendered(html=write.escaped(source).strip(), text=write.tidy(source), tex=write.tidy(source))
    parser = Parser(source=source, known=table(macros))
    nodes = parser.parse(0, len(source))
    problems = tuple(sorted(parser.problems, key=lambda it: (it.offset, it.length)))
    return Rendered(html=write.html(nodes), text=write.text(nodes), tex=write.tex(nodes), problems=problems)
