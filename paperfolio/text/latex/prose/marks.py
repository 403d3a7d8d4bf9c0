"""The meaning of single marks in prose: quotes, dashes, ties, braces, entities, bare addresses."""

from __future__ import annotations

from collections.abc import Callable
from html import unescape
from html.entities import html5

from paperfolio.text.patterns import lazy

from ..characters import printable
from .call import Mark, Parsed, Parsing
from .nodes import Break, Characters, Hyperlink
from .urls import complete, end_of_address, safe, unescaped

_GERMAN_END = lazy(r"(?:[^\"]|\"(?![`'])){1,500}?\"'")
_STRAIGHT_END = lazy(r"(?:[^\"'`\n]|'(?!')|`(?!`)|\n(?![ \t\r]*\n)){1,500}?(?<![\s(\[])\"(?!\w)")
_CODE = lazy(r"\\(?:texttt|code)\{$")
_QUOTES = {"``": "“", "''": "”", ",,": "„", "?`": "¿", "!`": "¡"}
_CLOSING_QUOTE = lazy(r"'(?!\w)")


def _url(_: Parsing, mark: Mark) -> Parsed:
    """Read a bare URL, without the punctuation that ends its sentence."""
    length = end_of_address(mark.source)
    address = unescaped(mark.source[:length])
    url = safe(complete(address))
    if not url or length < 8:
        return [Characters(text=mark.source)], mark.position + len(mark.source)
    return [Hyperlink(url=url, children=(Characters(text=address),))], mark.position + length


def _open(parser: Parsing, mark: Mark) -> Parsed:
    """Read a group; its braces are not shown."""
    closing = parser.pairs.braces.get(mark.position)
    if closing is None or closing >= mark.end:
        parser.report(
            mark.position, 1, "brace", "`{` has no closing brace", "close the group, or write `\\{`"
        )
        return [Characters(text=mark.source)], mark.position + 1
    return list(parser.parse(mark.position + 1, closing, mark.depth + 1)), closing + 1


def _close(parser: Parsing, mark: Mark) -> Parsed:
    """Keep a brace that closes nothing, and report it."""
    parser.report(mark.position, 1, "brace", "`}` closes no group", "delete it, or write `\\}`")
    return [Characters(text=mark.source)], mark.position + 1


def _blank(_: Parsing, mark: Mark) -> Parsed:
    """Read a blank line as the end of a paragraph."""
    return [Break(kind="paragraph")], mark.position + len(mark.source)


def _dash(parser: Parsing, mark: Mark) -> Parsed:
    """Read hyphens as a dash; two that begin a word are a command-line option, four draw a line."""
    before, after = around(parser, mark.position, mark.position + len(mark.source))
    flag = after.isalpha() and (not before or before.isspace() or before in "([`'\"")
    flag = flag or bool(_CODE.search(parser.source, max(0, mark.position - 10), mark.position))
    if (flag and len(mark.source) == 2) or len(mark.source) > 3:
        return [Characters(text=mark.source)], mark.position + len(mark.source)
    return [Characters(text="–" if len(mark.source) == 2 else "—")], mark.position + len(mark.source)


def _quote(parser: Parsing, mark: Mark) -> Parsed:
    """Read TeX's quotes; an opening one searches for its closing one, which is often typed as `"`."""
    if quote := _QUOTES.get(mark.source):
        before, after = around(parser, mark.position, mark.position + 2)
        opens = not before or before in " \n\t([{~-–—"
        if mark.source == "''" and opens and after.isalnum():
            quote = "“"  # typed as it closes
        if (
            mark.source == "``"
            and opens
            and (end := _STRAIGHT_END.match(parser.source, mark.position + 2, mark.end))
        ):
            parser.closing_quotes[end.end() - 1] = "”"
        return [Characters(text=quote)], mark.position + len(mark.source)
    if mark.source == '"`':
        return _german(parser, mark)
    closing = _CLOSING_QUOTE.search(parser.source, mark.position + 1, min(mark.end, mark.position + 200))
    if closing:
        parser.closing_quotes[closing.start()] = "’"
    return [Characters(text="‘")], mark.position + 1


def _german(parser: Parsing, mark: Mark) -> Parsed:
    """Read a pair of quotes of the package babel: "`so"'."""
    closing = _GERMAN_END.match(parser.source, mark.position + 2, mark.end)
    if not closing:
        return [Characters(text='"')], mark.position + 1
    parser.closing_quotes.update({closing.end() - 2: "“", closing.end() - 1: ""})
    return [Characters(text="„")], mark.position + 2


def _tie(parser: Parsing, mark: Mark) -> Parsed:
    """Read `~` as a space that does not break, where it joins two words; elsewhere it means "about"."""
    before, after = around(parser, mark.position, mark.position + 1)
    joins = bool(before) and not before.isspace() and before not in "([{=<>~/" and after != "~"
    joins = joins or (before in "=<>" and parser.source[mark.position - 2 : mark.position - 1] in "~}")
    if joins and before.isdigit() and after.isdigit():
        joins = False  # 3~5 times: a range, as it is written in much of the world
    return [Characters(text="\u00a0" if joins else "~")], mark.position + 1


def _entity(_: Parsing, mark: Mark) -> Parsed:
    """Decode a character reference once; an unknown name is unchanged."""
    known = mark.source[1] == "#" or mark.source[1:] in html5
    text = printable(unescape(mark.source)) if known else mark.source
    return [Characters(text=text)], mark.position + len(mark.source)


def _rest(parser: Parsing, mark: Mark) -> Parsed:
    """Keep any other character."""
    return [
        Characters(text=parser.text(mark.position, mark.position + len(mark.source)))
    ], mark.position + len(mark.source)


def around(parser: Parsing, start: int, end: int) -> tuple[str, str]:
    """Return the characters before and after a range, "" at either end of the source."""
    return parser.source[start - 1 : start] if start else "", parser.source[end : end + 1]


MARKS: dict[str, Callable[[Parsing, Mark], Parsed]] = {
    "url": _url, "open": _open, "close": _close, "blank": _blank, "dash": _dash, "quote": _quote, "tie": _tie,
    "entity": _entity, "rest": _rest,
}  # fmt: skip
