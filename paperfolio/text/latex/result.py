"""The values that the text packages return: a rendered text and its problems."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class TextProblem:
    """One problem, at `source[offset : offset + length]`, counted in characters.

    `code` is a short stable name (`macro`, `math`, `brace`, `dollar`, `citation`, `link`, …),
    `message` says what is wrong, `fix` how to correct it.
    """

    offset: int
    length: int
    code: str
    message: str
    fix: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    r"""A text in its three forms, all in Unicode normal form C, and the places that have a problem.

    `html` is safe to put into a page as it is. `text` is plain: no markup, ordinary spaces, paragraphs
    separated by one blank line. `tex` is one line for LaTeX with amsmath: formulas between single
    dollars as their author wrote them, macros of the author's and of packages such as mhchem
    expanded; emphasis as `\emph{…}`, `\textbf{…}` and so on; everything else as Unicode characters, with
    LaTeX's special characters escaped. The bodies of documents have no `tex`.
    """

    html: str
    text: str
    tex: str = ""
    problems: tuple[TextProblem, ...] = ()
