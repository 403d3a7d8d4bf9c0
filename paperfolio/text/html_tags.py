r"""Read HTML and JATS tags in exported texts as the equivalent LaTeX.

Publishers put HTML (`<sub>`), JATS (`<jats:italic>`), Elsevier's and Springer's elements and MathML into titles and
abstracts; reference managers then escape the angle brackets in various ways. The tags become LaTeX, so that all
later steps read one language only. Sources: the JATS tag library (NISO Z39.96), section
"Formatting elements"; Crossref's documentation, "Face markup".
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from typing import Literal, NamedTuple

from paperfolio.text.patterns import lazy

from .edits import Edit
from .mathml_source import latex_of

Context = Literal["line", "body", "raw"]  # one line of text; a body; a body in which HTML is allowed


class Doubt(NamedTuple):
    """A tag whose meaning is lost, with its place."""

    offset: int
    length: int
    tag: str


_LESS = (
    r"(?P<less>(?<!\\)<|&lt;|&\#0*60;|&\#[xX]0*3[cC];|\{\\textless(?:\{\})?\}|\\textless(?:\{\}|[ ])?"
    r"|\{?\$\s*(?:<|\\less|\\lt)\s*\$\}?|\\less(?:\{\}|[ ])?)"
)
_GREATER = (
    r"(?P<greater>>|&gt;|&\#0*62;|&\#[xX]0*3[eE];|\{\\textgreater(?:\{\})?\}|\\textgreater(?:\{\}|[ ]|(?![A-Za-z]))"
    r"|\{?\$\s*(?:>|\\greater|\\gt)\s*\$\}?|\\greater(?:\{\}|[ ]|(?![A-Za-z])))"
)
_TAG = lazy(
    rf"{_LESS}(?:(?P<comment>!--)|(?P<closes>/\s?)?(?P<name>[A-Za-z][A-Za-z0-9-]*(?::[A-Za-z][A-Za-z0-9-]*)?)"
    rf"(?P<attributes>\s+[\w:.-]+\s*=[^<>]{{0,300}}?)?\s?(?P<alone>/)?{_GREATER})"
)
_MAY_BE = lazy(r"[<&]|less")
_COMMENT_END = lazy(r"--(?:>|&gt;)")
_ATTRIBUTE = lazy(r"([\w:.-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|``([^'\"]*)(?:''|\")|([^\s\"']+))")

_DOCUMENT = lazy(r"\\begin\{document\}(.*?)\\end\{document\}", re.DOTALL)
_WORD_END, _WORD_START = lazy(r"[A-Za-z][a-z]\Z"), lazy(r"[A-Za-z][a-z]")

# The LaTeX for each element.
_MACROS = {
    "sub": "textsubscript", "inf": "textsubscript", "sup": "textsuperscript", "i": "textit", "em": "textit",
    "italic": "textit", "emphasis": "textit", "cite": "textit", "b": "textbf", "strong": "textbf", "bold": "textbf",
    "scp": "textsc", "sc": "textsc", "small-caps": "textsc", "tt": "texttt", "code": "texttt", "monospace": "texttt",
    "u": "underline", "underline": "underline", "s": "sout", "strike": "sout", "del": "sout",
}  # fmt: skip
# Tags without meaning to a reader.
_SILENT = frozenset(
    "fixed-case roman fc alternatives inline-formula disp-formula named-content styled-content ext-link xref abstract"
    " sec list sans-serif url inter-ref cross-ref simple-para uri".split()
)
_BLOCKS = frozenset("p para br break list-item".split())
_GONE = frozenset("script style graphic inline-graphic".split())  # removed with their content
_VOID = frozenset("br hr img wbr input".split())
# HTML that has no counterpart in one line of text.
_HTML = _VOID | frozenset(
    "abbr article aside audio big blockquote body button caption center dd details dfn div dl dt embed figcaption"
    " figure font footer form h1 h2 h3 h4 h5 h6 head header html iframe ins kbd label li link main mark meta nav"
    " object ol option pre q samp section select small source span summary svg table tbody td textarea tfoot th thead"
    " time tr track ul var video".split()
)
_SHORT = frozenset("b i s u".split())  # two comparisons may look like one of these: `a<b>c`
_NAMESPACES = frozenset("jats mml m ce xhtml html sb".split())


@dataclass(frozen=True, slots=True, kw_only=True)
class _Tag:
    """One tag: where it is, its name without a namespace, and the number of the tag that closes or opens it."""

    start: int
    end: int
    name: str
    closes: bool = False
    alone: bool = False
    foreign: bool = False  # only publishers' exports have these
    escaped: bool = False  # its angle brackets were escaped in LaTeX
    attributes: str = ""


def read_tags(source: str, context: Context) -> tuple[list[Edit], list[Doubt]]:
    """Return the edits that turn tags into LaTeX, in order, and the tags whose meaning is lost."""
    tags = list(_tags(source)) if _MAY_BE.search(source) else []
    partners = _partners(tags)
    braces = _Braces(source)
    edits: list[Edit] = []
    doubts: list[Doubt] = []
    position = 0
    for at, tag in enumerate(tags):
        if tag.start < position:
            continue  # within a formula
        partner = partners.get(at, -1)
        edit = _formula(source, tags, at, partner) or _edit(
            source, tag, tags[partner] if partner >= 0 else None, context, braces
        )
        if edit is None:
            continue
        start = max(edit.start, position)
        if tag.name == "p" and at and tags[at - 1].name == "list-item" and start == position:
            edit = edit._replace(text="")  # the first paragraph of an item begins on its line
        edits.append(edit._replace(start=start))
        position = edit.end
        if not edit.text and _is_lost(tag) and not (tag.closes and partner >= 0):
            doubts.append(Doubt(tag.start, tag.end - tag.start, f"<{'/' * tag.closes}{tag.name}>"))
    return edits, doubts


def _tags(source: str) -> Iterator[_Tag]:
    position = 0
    while mark := _TAG.search(source, position):
        position = mark.end()
        if mark["comment"]:
            closing = _COMMENT_END.search(source, position)
            if closing is None:
                return
            position = closing.end()
            yield _Tag(start=mark.start(), end=position, name="!--")
            continue
        prefix, _, name = mark["name"].lower().rpartition(":")
        escaped = mark["less"][0] in "\\{$"
        if escaped == (mark["greater"][0] in "\\{$") and (not prefix or prefix in _NAMESPACES):
            yield _Tag(
                start=mark.start(), end=mark.end(), name=name, closes=bool(mark["closes"]), alone=bool(mark["alone"]),
                foreign=bool(prefix) or "-" in name, escaped=escaped, attributes=unescape(mark["attributes"] or ""),
            )  # fmt: skip


def _partners(tags: list[_Tag]) -> dict[int, int]:
    """Map each tag to the one that closes or opens it: an end tag ends the innermost open element of its name."""
    opened: dict[str, list[int]] = {}
    partners: dict[int, int] = {}
    for at, tag in enumerate(tags):
        if not tag.closes and not tag.alone:
            opened.setdefault(tag.name, []).append(at)
        elif tag.closes and (starts := opened.get(tag.name)):
            start = starts.pop()
            partners[start], partners[at] = at, start
    return partners


def _formula(source: str, tags: list[_Tag], at: int, partner: int) -> Edit | None:
    """Return a formula in MathML or in TeX's own words as LaTeX; of two versions, TeX's."""
    tag = tags[at]
    if partner <= at or tag.name not in {"math", "tex-math", "alternatives"}:
        return None
    inner = next(
        (other for other in tags[at : partner + 1] if other.name == "tex-math" and not other.closes), None
    )
    start, end = tag.start, tags[partner].end
    if inner is not None:
        closing = next(
            (other for other in tags[at : partner + 1] if other.name == "tex-math" and other.closes),
            tags[partner],
        )
        words = source[inner.end : closing.start]
        document = _DOCUMENT.search(words)
        latex = unescape(document[1] if document else words).strip().strip("$").strip()
    elif any(other.name == "math" for other in tags[at : partner + 1]):
        latex = latex_of(source[start:end])
    else:
        return None
    before = " " if _WORD_END.search(source[max(0, start - 2) : start]) else ""
    behind = " " if _WORD_START.match(source, end) else ""
    return Edit(start, end, f"{before}${latex}${behind}" if latex else " ")


def _edit(source: str, tag: _Tag, partner: _Tag | None, context: Context, braces: _Braces) -> Edit | None:
    """Return the replacement of one tag, or None where later steps handle it."""
    typed = not tag.foreign and not tag.escaped  # typed as HTML
    if typed and context == "raw":
        return None
    name, text = tag.name, ""
    if name in _MACROS or name in {"span", "title", "a"}:
        opening = tag if not tag.closes else partner
        macro = _macro(opening, context) if opening else None
        inside = _content(tag, partner)
        if (
            name == "title"
            and partner
            and not tag.closes
            and source[slice(*inside)].strip(" .:\n").casefold() == "abstract"
        ):
            return Edit(tag.start, partner.end, "")
        if (
            partner
            and macro
            and (name == "title" or "\n\n" not in source[slice(*inside)])
            and braces.balance(*inside)
        ):
            text = "}" if tag.closes else macro
        elif typed and (context == "body" or (partner is None and (name in _SHORT or not tag.attributes))):
            return None
    elif name in _GONE and partner and not tag.closes and (not typed or context == "line"):
        return Edit(tag.start, partner.end, "")
    elif name in _BLOCKS and (partner or tag.start == 0 or not typed or name == "br"):
        return _block(source, tag, context)
    elif name == "!--":
        return Edit(tag.start, tag.end, "") if context == "line" else None
    elif name in _SILENT:
        if partner is None:
            return None
    elif tag.foreign and partner:
        pass
    elif (
        name not in _HTML or not (partner or tag.attributes or name in _VOID) or (typed and context == "body")
    ):
        return None
    start = (
        _attached(source, tag, partner) if text in {r"\textsubscript{", r"\textsuperscript{"} else tag.start
    )
    return Edit(start, tag.end, text)


def _macro(tag: _Tag, context: Context) -> str | None:
    """Return the beginning of the LaTeX for an element, or None where there is none."""
    attributes = {
        mark[1].lower(): (mark[2] or mark[3] or mark[4] or mark[5] or "")
        for mark in _ATTRIBUTE.finditer(tag.attributes)
    }
    if tag.name == "span":
        return r"\textsc{" if "small-caps" in attributes.get("style", "") else None
    if tag.name == "title":
        return (r"\textbf{" if context == "line" else "\n\n\\textbf{") if tag.foreign else None
    if tag.name == "a":
        address = attributes.get("href", "")
        return (
            None
            if context == "body" or not address or re.search(r"[\\{}]", address)
            else rf"\href{{{address}}}{{"
        )
    if tag.name == "emphasis":
        return rf"\{_MACROS.get(attributes.get('type', '').lower(), 'textit')}{{"
    return rf"\{_MACROS[tag.name]}{{"


def _block(source: str, tag: _Tag, context: Context) -> Edit:
    """Return a tag between paragraphs, lines or items, with the spaces around it: indented text would be code."""
    text = " "
    if context != "line":
        begun = {"br": "\\\\\n", "break": "\\\\\n", "list-item": "\n\n- "}
        text = "\n\n" if tag.closes else begun.get(tag.name, "\n\n")
    start, end = tag.start, tag.end
    while start and source[start - 1].isspace():
        start -= 1
    while end < len(source) and source[end].isspace():
        end += 1
    return Edit(start, end, text)


def _content(tag: _Tag, partner: _Tag | None) -> tuple[int, int]:
    if partner is None:
        return tag.end, tag.end
    first, last = (partner, tag) if tag.closes else (tag, partner)
    return first.end, last.start


def _attached(source: str, tag: _Tag, partner: _Tag | None) -> int:
    """Return where an index or exponent begins: publishers put a space before it that isn't part of the text.

    In `of <sup>13</sup>C` the space separates two words.
    """
    start = tag.start
    while start and source[start - 1] in " \t\n":
        start -= 1
    if partner is None or not start or not (source[start - 1].isalnum() or source[start - 1] in ")]}"):
        return tag.start
    charge = re.search(r"^\s*[-+−–]|[-+−–]\s*$", source[tag.end : partner.start][:40])
    isotope = tag.name == "sup" and source[partner.end : partner.end + 1].isalpha()
    return tag.start if isotope and not charge and not source[start - 1].isdigit() else start


def _is_lost(tag: _Tag) -> bool:
    """Return whether a tag has a meaning beyond its content."""
    return (
        tag.name != "span" or "nocase" not in tag.attributes
        if tag.name in _HTML | _GONE | {"!--", "a"}
        else tag.name in _MACROS
    )


class _Braces:
    """Count braces, so that only content with as many `{` as `}` becomes an argument."""

    def __init__(self, source: str) -> None:
        self._open = [mark.start() for mark in re.finditer(r"(?<!\\)\{", source)]
        self._close = [mark.start() for mark in re.finditer(r"(?<!\\)\}", source)]

    def balance(self, start: int, end: int) -> bool:
        """Return whether a range has as many closing braces as opening ones."""
        opened = bisect_left(self._open, end) - bisect_left(self._open, start)
        return opened == bisect_left(self._close, end) - bisect_left(self._close, start)
