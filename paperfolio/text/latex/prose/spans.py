r"""Formulas in prose: where they begin and end, and what is shown where one can't be rendered."""

from __future__ import annotations

import re

from paperfolio.text.patterns import lazy

from ..macros import Macro
from ..math.convert import Failure, Formula, convert
from ..symbols import in_formula
from .call import Mark, Parsed, Parsing, Span
from .dollars import is_formula, trails_amount
from .marks import around
from .nodes import Characters, Math, RawSource

_OPERATOR = lazy(r"\\operatorname\*?(?![A-Za-z])")
_TIE_BEFORE = lazy(r"\s*(?:~|\\[ ;:])")
_TIE_BEHIND = lazy(r"(?:(?<!\\)~|\\[ ;:])\s*\Z")
_LOOK_BACK = 20  # as long as an amount of money may be
_REFERENCE = lazy(r"\\(?:(?:eq|auto|c|C|page|name|v)?ref|cite[a-z]*)\s*\{[^{}]*\}")
_WHOLE_PROSE = lazy(
    r"\s*\\(?:text(?:bf|it|tt|sc|rm|sf|sl|md|up|normal)?|emph|mbox|hbox|href|url|cite[a-z]*)\s*(?=\{)"
)


def read_dollar(parser: Parsing, mark: Mark) -> Parsed:
    """Read a formula between dollars, or a dollar that is money."""
    double = _double_dollar(parser, mark.position, mark.end)
    if double is not None:
        return read_formula(
            parser,
            Span(start=mark.position, inner=mark.position + 2, inner_end=double, end=double + 2),
            display=is_alone(parser, mark.position, double + 2),
            depth=mark.depth,
        )
    closing = parser.pairs.dollars.get(mark.position)
    if (
        closing is not None
        and closing < mark.end
        and is_formula(
            parser.source[mark.position + 1 : closing],
            parser.source[closing + 1 : closing + 3],
            parser.source[max(0, mark.position - _LOOK_BACK) : mark.position],
        )
    ):
        return read_formula(
            parser,
            Span(start=mark.position, inner=mark.position + 1, inner_end=closing, end=closing + 1),
            depth=mark.depth,
        )
    if not _is_currency(parser, mark.position):
        parser.report(
            mark.position,
            1,
            "dollar",
            "`$` begins a formula that is not closed",
            "close it, or write `\\$` for the sign",
        )
    return [Characters(text="$")], mark.position + 1


def _double_dollar(parser: Parsing, position: int, end: int) -> int | None:
    """Return where the `$$` at `position` is closed, if it opens a formula."""
    following = parser.pairs.dollars
    if following.get(position) != position + 1:
        return None
    closing = following.get(position + 1)
    while closing is not None and following.get(closing) != closing + 1:
        closing = following.get(closing)
    if closing is None or closing + 1 >= end:
        return None
    return closing if is_formula(parser.source[position + 2 : closing], "") else None


def _is_currency(parser: Parsing, position: int) -> bool:
    before, after = around(parser, position, position + 1)
    return (
        after.isdigit()
        or bool(re.match(r"\s?\d", parser.source[position + 1 : position + 3]))
        or (before.isupper() and not after.isalpha())
        or (not after.isalnum() and trails_amount(parser.source[max(0, position - _LOOK_BACK) : position]))
    )


def is_alone(parser: Parsing, start: int, end: int) -> bool:
    """Return whether nothing else is on the lines of `source[start:end]`."""
    line_start = parser.source.rfind("\n", 0, start) + 1
    line_end = parser.source.find("\n", end)
    line_end = len(parser.source) if line_end < 0 else line_end
    return not parser.source[line_start:start].strip() and not parser.source[end:line_end].strip(" \t\r.,;")


def read_formula(parser: Parsing, span: Span, *, display: bool = False, depth: int) -> Parsed:
    """Return the formula in a span; one that is all words is read as prose."""
    start, inner, inner_end, end = span
    source = parser.raw[inner:inner_end]
    prose = _WHOLE_PROSE.match(source)
    if prose and _is_whole_command(parser, inner + prose.end(), inner_end):
        return list(parser.parse(inner, inner_end, depth + 1)), end
    result = _converted(parser, source, display=display)
    if isinstance(result, Failure):
        _report(parser, result, span)
        return [RawSource(source=parser.raw[start:end])], end
    if reference := _REFERENCE.search(source):
        at, length = inner + reference.start(), reference.end() - reference.start()
        message = f"`{reference.group()}` in a formula has no target on this page"
        parser.report(at, length, "citation", message, "describe it in words")
    made = Math(html=result.html, text=result.text, tex=result.tex)
    # MathML shows no space at the ends of a formula; a tie there joins it to the words.
    before, after = around(parser, start, end)
    opening = "\u00a0" if _TIE_BEFORE.match(source) and not before.isspace() else ""
    closing = "\u00a0" if _TIE_BEHIND.search(source) and not after.isspace() else ""
    return [
        node
        for node in (Characters(text=opening), made, Characters(text=closing))
        if node is made or node.text
    ], end


def _converted(parser: Parsing, source: str, *, display: bool) -> Formula | Failure:
    """Convert a formula; unknown names are looked up in the lists of rare symbols."""
    known = parser.known
    for _ in range(8):
        result = convert(source, known, display=display)
        if not isinstance(result, Failure):
            return result
        if "extract text" in result.reason and "\\operatorname" in source:
            source = _OPERATOR.sub(
                "", source
            )  # `\operatorname{\mathcal {M}}` is how some publishers write letters
            continue
        name = result.culprit.removeprefix("\\")
        if name == result.culprit or name in known or (meaning := in_formula(name)) is None:
            return result
        known = {**known, name: Macro(body=meaning, arity=0)}
    return result


def _is_whole_command(parser: Parsing, position: int, end: int) -> bool:
    while position < end and parser.source[position] == "{":
        closing = parser.pairs.braces.get(position)
        if closing is None or closing >= end:
            return False
        position = parser.gap(closing + 1, end)
    return position >= end


def _report(parser: Parsing, failure: Failure, span: Span) -> None:
    start, inner, inner_end, end = span
    culprit = failure.culprit
    found = (
        re.search(re.escape(culprit) + r"(?![A-Za-z])", parser.source[inner:inner_end]) if culprit else None
    )
    if found:
        start, end = inner + found.start(), inner + found.end()
    if culprit.startswith("\\"):
        fix = f"define it, as in `latex_macros: {{'{culprit}': '…'}}`, or write it out"
        parser.report(start, end - start, "macro", f"unknown macro `{culprit}` in a formula", fix)
    else:
        message = f"cannot render this formula: {failure.reason}"
        parser.report(start, end - start, "math", message, "correct it; its LaTeX source is shown instead")
