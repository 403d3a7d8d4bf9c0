r"""LaTeX inside Markdown: find the pieces that are LaTeX, and render them.

Markdown keeps what is Markdown's: text, blocks, emphasis, links, code and its own backslash escapes.
Everything else (formulas, macros, accents, quotes, dashes, ties, entities, bare addresses) is lifted
out as a `Piece`, so that `_`, `*` and `|` inside it have no meaning to Markdown.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from paperfolio.text.patterns import lazy

from ..macros import Macros, table
from ..result import TextProblem
from ..rows import ROOM
from . import write
from .dollars import OPAQUE, is_formula
from .nodes import BLOCKS, Break, Characters, Node
from .parse import TOKEN, Parser


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """`source[start:end]` as HTML, as plain text and as LaTeX. A `block` may not be inside a paragraph."""

    start: int
    end: int
    html: str
    text: str
    tex: str
    block: bool = False


_BREAK = Break(kind="paragraph")
_RULE_LINE = lazy(r"[\s|:\-=+*_]*\Z")
_ACCENT = lazy(r"\\[`'^~=.\"](?:\s*\{|\\[ij](?![A-Za-z])|\\[`'^~=.\"]|[^\W\d_])")
_LINE_BREAK = lazy(rf"\\\\(?:\*?{ROOM}|(?=\s|\Z))")
_COMMAND_GROUP = lazy(r"\{\s*\\(?:[A-Za-z@]+|[`'^~=.\"])")
_PARAGRAPH = lazy(r"\n[ \t\r]*\n")
# Braces that are meant to be visible: sets, code, and the marks of templates.
_VISIBLE = lazy(
    r"\{(?:(?P<empty>\s*)\}"
    r"|\s*[^\s{}\\,;|:=]{0,30}(?:\s?(?:[,;|=]|:(?=[\s\"'{]))\s?[^\s{}\\,;|:=]{0,30}){1,40}\s*(?<=[^{,.])\}"
    r"|[<%:#.]|\{(?:[<%]|\s+[\w.|]+\s+\}))"
)
_PUNCTUATION = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")
_ALWAYS_LATEX = frozenset("$%&#_{},;:/@ ")


def lift(
    source: str, macros: Macros = (), *, opaque: Iterable[tuple[int, int]] = (), braces: bool = False
) -> tuple[list[Piece], tuple[TextProblem, ...]]:
    """Return the LaTeX pieces of a Markdown source in order, and the problems.

    `opaque` ranges (code, addresses of links) are unchanged. Groups lose their braces; without `braces`,
    those that are meant to be visible in running text (`{a, b}`, `{{ page.title }}`) keep them.
    """
    parser = Parser(source=_masked(source, opaque), raw=source, known=table(macros))
    pieces: list[Piece] = []
    groups: list[int] = []
    position, end = 0, len(source)
    while position < end:
        start = position
        while groups and groups[-1] < position:
            groups.pop()
        nodes, position = _next(parser, position, groups[-1] if groups else end, groups, braces=braces)
        if nodes is not None:
            pieces.append(_piece(start, position, _within(source, start, position, nodes)))
    return pieces, tuple(parser.problems)


def _masked(source: str, opaque: Iterable[tuple[int, int]]) -> str:
    out: list[str] = []
    position = 0
    for start, end in sorted(opaque):
        if end > position:
            start = max(start, position)
            out += [source[position:start], OPAQUE * (end - start)]
            position = end
    return "".join([*out, source[position:]])


def _within(source: str, start: int, end: int, nodes: tuple[Node, ...]) -> tuple[Node, ...]:
    """Return the nodes without paragraph breaks at either end, where Markdown has its own."""
    if nodes[:1] == (_BREAK,) and not source[source.rfind("\n", 0, start) + 1 : start].strip():
        nodes = nodes[1:]
    line_end = source.find("\n", end)
    if nodes[-1:] == (_BREAK,) and not source[end : line_end if line_end >= 0 else len(source)].strip():
        nodes = nodes[:-1]
    return nodes


def _piece(start: int, end: int, nodes: tuple[Node, ...]) -> Piece:
    block = any(isinstance(node, BLOCKS) for node in nodes)
    html = write.html(nodes) if block else write.inline(nodes)
    text, tex = write.loose_text(nodes), write.loose_tex(nodes)
    return Piece(start=start, end=end, html=html, text=text, tex=tex, block=block)


def _next(
    parser: Parser, position: int, end: int, groups: list[int], *, braces: bool
) -> tuple[tuple[Node, ...] | None, int]:
    """Return the nodes of a piece that begins at `position`, or None for Markdown, and where it ends.

    `groups` are the offsets of the braces that close the groups around it, whose braces are not shown.
    """
    if position == end:  # of a group
        return (), position + 1
    token = TOKEN.match(parser.source, position, end)
    if token is None:
        return None, position + 1
    kind, after = token.lastgroup, token.end()
    if kind == "text":
        return _text(parser, position, after)
    if kind in {"rest", "blank"}:
        return None, after
    if kind == "command" and not _is_latex(parser, token.group(), position):
        return _markdown_escape(token.group()[1:]), after
    if kind == "dash" and _is_rule(parser.source, position, after):
        return None, after
    declared = parser.declaration(position, end) if kind == "command" else None
    if declared:
        paragraph = _PARAGRAPH.search(parser.source, position)
        stop = paragraph.start() if paragraph and declared[0] else end if declared[0] else declared[1]
        return parser.parse(position, stop), stop
    if kind == "close":
        return None, position + 1
    if kind == "open" and not _COMMAND_GROUP.match(parser.source, position):
        closing = parser.pairs.braces.get(position)
        if closing is None or closing >= end or not (braces or _is_group(parser.source, position, closing)):
            return None, position + 1
        groups.append(closing)
        return (), position + 1
    if kind == "command" and token.group() == "\\\\":
        line_break = _LINE_BREAK.match(parser.source, position)
        after = line_break.end() if line_break else after
    reported = len(parser.problems)
    nodes, after = parser.step(position, end)
    mark = parser.source[position:after]
    if kind in {"open", "tie"} and mark in {"{", "~"} and tuple(nodes) == (Characters(text=mark),):
        del parser.problems[reported:]
        return None, after
    return tuple(nodes), after


def _text(parser: Parser, position: int, after: int) -> tuple[tuple[Node, ...] | None, int]:
    """Leave characters to Markdown, except closing quotation marks."""
    if not parser.closing_quotes:
        return None, after
    parser.closing_quotes = {at: mark for at, mark in parser.closing_quotes.items() if at >= position}
    closing = min(parser.closing_quotes, default=after)
    if closing > position:
        return None, min(closing, after)
    return (Characters(text=parser.closing_quotes.pop(position)),), position + 1


def _is_group(source: str, opening: int, closing: int) -> bool:
    r"""Return whether braces in running text are TeX's: `{statistical}`, `30{\%}`, `5--{}95`."""
    before, behind = source[opening - 1 : opening] or " ", source[closing + 1 : closing + 2] or " "
    if behind in "@/" or before in "/$=@":
        return False  # `{first.last}@example.org`, `/users/{id}`, `${HOME}`
    if before == "{" and _VISIBLE.match(source, opening - 1):
        return False  # `{{ page.title }}`
    visible = _VISIBLE.match(source, opening, closing + 1)
    if visible is None:
        return True
    if visible["empty"] is not None:
        return not (before.isspace() or before in "({") or not (behind.isspace() or behind in ".,;:)}")
    return False


def _markdown_escape(name: str) -> tuple[Node, ...] | None:
    """Return the meaning of a backslash in Markdown (CommonMark 0.31, 2.4 and 6.7)."""
    if name == "\n":
        return (Break(kind="line"),)
    return (Characters(text=name),) if name in _PUNCTUATION else None


def _is_latex(parser: Parser, token: str, position: int) -> bool:
    """Return whether a backslash is LaTeX's; Markdown has its own before punctuation."""
    name = token[1:]
    if name[:1].isalpha() or name[:1] == "@" or name in parser.known:
        return True
    if name in {"(", "["}:
        closing = parser.pairs.formulas.get(position)
        if closing is None:
            return False
        content = parser.source[position + 2 : closing]
        return is_formula(_PARAGRAPH.sub("\n", content) if name == "[" else content, "")
    if name == "\\":
        return bool(_LINE_BREAK.match(parser.source, position)) or parser.doubled(position) is not None
    if name == "-":
        around = parser.source[position - 1 : position], parser.source[position + 2 : position + 3]
        return all(letter.isalpha() for letter in around)
    return name in _ALWAYS_LATEX or bool(_ACCENT.match(parser.source, position))


def _is_rule(source: str, start: int, end: int) -> bool:
    """Return whether a run of hyphens draws a line: a rule, an underline, the head of a table, a comment."""
    line_start = source.rfind("\n", 0, start) + 1
    line_end = source.find("\n", end)
    line = source[line_start : line_end if line_end >= 0 else len(source)]
    if len(line) < 2000 and _RULE_LINE.match(line):
        return True
    return source[start - 2 : start] == "<!" or source[end : end + 1] == ">" or end - start > 3


__all__ = ["OPAQUE", "Piece", "lift"]
