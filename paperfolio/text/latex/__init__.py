r"""Text with LaTeX in it, as titles and abstracts have it, to HTML and to plain text.

    >>> render(r"Schr\"odinger at $\sqrt{s}=13$~TeV").text
    'Schrödinger at √s = 13 TeV'

This package knows macros, accents, quotes, dashes, links, lists and formulas; it knows no papers and no
files. `render` is pure: it never raises, never loses a word, and takes time linear in the length of its
input. What it can't understand stays visible as it was typed, and is reported as a `TextProblem`.
"""

from __future__ import annotations

from dataclasses import replace

from ..exports import Context, Normalized, normalized
from .characters import printable, typed
from .known import is_command
from .macros import Macros, table
from .prose import write
from .prose.nodes import Node
from .prose.parse import TOKEN, Parser
from .result import Rendered, TextProblem

__all__ = ["Rendered", "TextProblem", "html", "normal", "read", "render", "traced"]


def render(source: str, macros: Macros = ()) -> Rendered:
    r"""Render a text with LaTeX in it, or with what exporters make of LaTeX and HTML.

    `macros` are the author's own, as (name, replacement) with `#1` to `#9` for arguments; they work
    in prose and in formulas. The HTML is inline unless the text has several paragraphs, lists or
    other blocks; then each is an element of its own. Nothing is raised: problems are in
    `problems`, sorted by offset.
    """
    text = normal(source, "body")
    return traced(read(text.text, macros), text)


def html(source: str) -> str:
    """Return the HTML of a text as `render` makes it, in half the time."""
    return write.html(_nodes(printable(normal(source, "body").text))[0])


def normal(source: str, context: Context, code: list[tuple[int, int]] | tuple[()] = ()) -> Normalized:
    """Return a text with the escapes of exporters undone, ready for `read` or Markdown."""
    return normalized(source, context, code=code, is_command=is_command)


def traced(made: Rendered, text: Normalized) -> Rendered:
    """Return what was made of a normalized text, with its problems at their places in the author's text."""
    if not text.rounds:
        return made
    problems = [
        replace(
            problem,
            offset=(start := text.origin(problem.offset)),
            length=text.origin(problem.offset + problem.length) - start,
        )
        for problem in made.problems
    ]
    problems += [
        TextProblem(
            offset=doubt.offset,
            length=doubt.length,
            code="html",
            message=f"“{doubt.tag}” was left out: HTML is not used here",
            fix="write Markdown or LaTeX instead",
        )
        for doubt in text.doubts
    ]
    return replace(
        made, problems=tuple(sorted(problems, key=lambda problem: (problem.offset, problem.length)))
    )


def read(source: str, macros: Macros = ()) -> Rendered:
    """Render a text that has been normalized."""
    source = printable(source)
    token = TOKEN.match(source)
    if token and token["text"] == source and "\n" not in source:
        # Names, venues and many titles are plain words, which take a tenth of the time this way.
        text = write.tidy(source)
        return Rendered(html=write.escaped(source).strip(), text=text, tex=typed(text))
    nodes, problems = _nodes(source, macros)
    return Rendered(html=write.html(nodes), text=write.text(nodes), tex=write.tex(nodes), problems=problems)


def _nodes(source: str, macros: Macros = ()) -> tuple[tuple[Node, ...], tuple[TextProblem, ...]]:
    parser = Parser(source=source, known=table(macros))
    nodes = parser.parse(0, len(source))
    return nodes, tuple(sorted(parser.problems, key=lambda problem: (problem.offset, problem.length)))
