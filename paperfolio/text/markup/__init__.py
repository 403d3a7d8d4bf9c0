"""Markdown with LaTeX inside it, to safe HTML and to plain text.

The only package that uses the packages Markdown and nh3. LaTeX is taken out of the source before
Markdown sees it and put back afterwards; Markdown's output is then read tag by tag, so that a page gets
only the elements, attributes and URLs that `page.py` allows. No output contains a script, an inline style
or, unless the author asks for it, any HTML of the author's own.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from html import escape

import nh3
from markdown import Markdown
from markdown.blockprocessors import BlockProcessor, ParagraphProcessor
from markdown.extensions.def_list import DefListExtension
from markdown.extensions.footnotes import FootnoteExtension
from markdown.extensions.tables import TableExtension
from markdown.inlinepatterns import SimpleTagInlineProcessor
from markdown.util import Registry

from paperfolio.text.patterns import lazy

from ..exports import Normalized
from ..latex import Rendered, TextProblem, normal, read, traced
from ..latex.characters import printable, typed
from ..latex.macros import Macros
from ..latex.prose.embedded import Piece, lift
from ..latex.prose.write import escaped
from . import block_rules, html_blocks, inline_rules
from .abstract import split_abstract
from .highlight import highlighted
from .list_items import InterruptProcessor, ListProcessor
from .media import embedded
from .page import CLOSE, ELEMENTS, OPEN, MarkdownPage, MarkedPiece, Refusal, unlinked
from .scan import (
    Range,
    addresses,
    code_ranges,
    loose_angles,
    marks_of_text,
    opaque_ranges,
    parted,
    tight_hashes,
)
from .unread import dropped, foreign, undefined, unwanted

__all__ = ["inline", "markdown", "split_abstract"]

_MARKED = lazy(r"[*_`\[<]|~~")
_MARKDOWN = lazy(r"[*_`\[\]<>#|\\=]|^[ \t]|^(?:[-+:]|\d+[.)])|  $|&\w|~~", re.MULTILINE)
# Two tildes between words are a tie or a range, typed twice, not strikethrough.
_STRUCK = r"(?<![\w~])(~~)(?=[^\s~])([^~\n]+(?:~[^~\n]+){0,20})(?<=[^\s~])~~(?![\w~])"
_BLOCK = lazy(r"<(?:p|ul|ol|dl|table|blockquote|pre|div)\b")
_BLANK_LINES = lazy(r"\n[ \t\r]*\n\s*")
_RAW_ELEMENTS = set(ELEMENTS)
_RAW_ATTRIBUTES = {
    "*": {"class", "lang", "dir", "title", "id", "style"}, "a": {"href"}, "img": {"src", "alt", "width", "height"},
    "ol": {"start"}, "td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan", "scope"}, "details": {"open"},
    "time": {"datetime"},
}  # fmt: skip


def markdown(
    source: str,
    macros: Macros = (),
    *,
    raw_html: bool = False,
    link: Callable[[str, int], str | None] | None = None,
    heading_base: int = 2,
    id_prefix: str = "",
) -> Rendered:
    """Render the body of a document: Markdown with LaTeX in it.

    Tables, fenced code, footnotes and definition lists are supported. `link` gets each URL of a link or an
    image, as the author wrote it, with its offset in the source (that of the definition, for a reference
    link), and returns the URL to emit. `heading_base` is the level that `#` becomes. `id_prefix` is put before
    every id, so that several bodies can be on one page. HTML in the source is text, unless `raw_html`: then it
    is sanitized. URLs that could run a script or lead to another host unnoticed are left out, and the text of
    their link is kept. Never raises.
    """
    given = printable(source)
    text = normal(given, "raw" if raw_html else "body", code_ranges(given))
    source, link = text.text, _at_origin(link, text)
    opaque = opaque_ranges(source, raw_html=raw_html)
    pieces, problems = lift(source, macros, opaque=opaque)
    page = MarkdownPage(heading_base=heading_base, id_prefix=id_prefix, link=link)
    if raw_html:
        pieces += embedded(source, opaque, page.resolve)
    targets = addresses(source, opaque, raw_html=raw_html)
    marked, page.marked_pieces = _marked(source, pieces, opaque, targets, raw_html=raw_html)
    html = _converted(_converter(raw_html=raw_html), parted(marked))
    if raw_html:
        html = nh3.clean(
            html, tags=_RAW_ELEMENTS, attributes=_RAW_ATTRIBUTES, url_schemes={"http", "https", "mailto", "ftp", "tel"},
            link_rel=None, clean_content_tags={"script", "style"},
        )  # fmt: skip
    out, plain = page.read(html)
    taken = sorted([*opaque, *((piece.start, piece.end) for piece in pieces)])
    tags = dropped(source, opaque) if raw_html else unwanted(source, taken)
    written = foreign(source, taken) + undefined(source, taken) + tags
    made = Rendered(
        html=highlighted(out),
        text=plain,
        problems=_sorted(problems, written, _refusals(source, page.refused)),
    )
    return traced(made, text)


def _at_origin(
    link: Callable[[str, int], str | None] | None, text: Normalized
) -> Callable[[str, int], str | None] | None:
    """Return `link` for offsets in a normalized text."""
    if link is None or not text.rounds:
        return link
    return lambda address, offset: link(address, text.origin(offset))


def inline(
    source: str,
    macros: Macros = (),
    *,
    links: bool = True,
    link: Callable[[str, int], str | None] | None = None,
) -> Rendered:
    """Render a title, a venue or a note: emphasis, code, links and LaTeX, but no blocks.

    `1. Foo`, `# foo`, `A* search` and `snake_case` are unchanged. Groups lose their braces, as in a BibTeX
    title. `link` is as in `markdown`. Without `links`, for text that is in a link itself, a link or a picture
    is reduced to its text, and a problem reports it. Never raises.
    """
    given = printable(source)
    text = normal(given, "line", code_ranges(given))
    source, link = text.text.replace("\n", " "), _at_origin(link, text)
    if not _MARKED.search(source):
        made = read(source, macros)
        if links or "<a " not in made.html:
            return traced(_in_line(made), text)
    opaque = opaque_ranges(source, raw_html=False)
    pieces, problems = lift(source, macros, opaque=opaque, braces=True)
    reduced = [] if links else _reduced(source, pieces)
    marked, marked_pieces = _marked(source, pieces, opaque, addresses(source, opaque, raw_html=False))
    page = MarkdownPage(marked_pieces=marked_pieces, link=link, links=links)
    html, plain = page.read(_converted(_inline_converter(), marked.strip()))
    if html.startswith("<p>") and html.endswith("</p>") and html.count("<p>") == 1:
        html = html[3:-4]
    reduced += [_no_link(at, len(address)) for address, at in page.reduced if at >= 0]
    problems = _sorted(problems, reduced, _refusals(source, page.refused))
    made = Rendered(html=html, text=plain, tex=page.tex(), problems=problems)
    return traced(_in_line(made), text)


def _in_line(made: Rendered) -> Rendered:
    """Return a text that may be in a paragraph: a list or a table in LaTeX becomes its words."""
    return replace(made, html=escaped(" ".join(made.text.split()))) if _BLOCK.search(made.html) else made


def _reduced(source: str, pieces: list[Piece]) -> list[TextProblem]:
    """Take the links out of the pieces, and report those whose URL is then lost."""
    problems: list[TextProblem] = []
    for number, piece in enumerate(pieces):
        if "<a " in piece.html:
            pieces[number] = replace(piece, html=unlinked(piece.html))
            if source[piece.start] in "\\{$":
                problems.append(_no_link(piece.start, piece.end - piece.start))
    return problems


def _no_link(offset: int, length: int) -> TextProblem:
    return TextProblem(
        offset=offset,
        length=length,
        code="link",
        message="a link is not allowed in a title",
        fix="write it below `links:`",
    )


def _marked(
    source: str,
    pieces: list[Piece],
    opaque: list[Range],
    targets: list[tuple[Range, str]],
    *,
    raw_html: bool = False,
) -> tuple[str, list[MarkedPiece]]:
    """Return the source with a numbered mark for each piece, each address and each literal character."""
    taken = sorted([*opaque, *((piece.start, piece.end) for piece in pieces)])
    found = [
        (
            piece.start,
            piece.end,
            piece.html,
            piece.text,
            piece.tex,
            source[piece.start : piece.end],
            piece.block,
            "",
        )
        for piece in pieces
    ]
    found += [
        (a, b, escaped(source[a:b]), source[a:b], "", address, False, "") for (a, b), address in targets
    ]
    plain, emphasis = marks_of_text(source, taken)
    literal = plain + tight_hashes(source, taken)
    for a, b in literal + (loose_angles(source, taken) if raw_html else []):
        found.append((a, b, escaped(source[a:b]), source[a:b], typed(source[a:b]), source[a:b], False, ""))
    found += [
        (mark.start, mark.end, "", "", "", source[mark.start : mark.end], False, mark.tag)
        for mark in emphasis
    ]
    marked_pieces: list[MarkedPiece] = []
    numbers: dict[tuple[object, ...], int] = {}
    places = {range_ for range_, _ in targets}
    out: list[str] = []
    position = 0
    for start, end, html, text, tex, written, block, tag in sorted(found):
        # What is alike has one mark, so that the name of a reference equals that of its definition.
        key = (html, text, tex, written, block, tag, start if (start, end) in places else -1)
        number = numbers.setdefault(key, len(marked_pieces))
        if number == len(marked_pieces):
            marked_pieces.append(
                MarkedPiece(html=html, text=text, tex=tex, source=written, at=start, block=block, tag=tag)
            )
        out += [source[position:start], OPEN, str(number), CLOSE]
        position = end
    return "".join([*out, source[position:]]), marked_pieces


def _converted(converter: Markdown, text: str) -> str:
    if not _MARKDOWN.search(text):
        # Most abstracts are prose and formulas, which are marks by now: Markdown has nothing to do.
        return "\n".join(
            f"<p>{escape(part, quote=False)}</p>" for part in _BLANK_LINES.split(text.strip()) if part
        )
    try:
        return converter.reset().convert(text)
    except RecursionError:
        # Thousands of nested quotations are not a real document; their text is still shown.
        converter.parser.state.clear()
        return "<p>" + text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;") + "</p>"


@cache
def _converter(*, raw_html: bool) -> Markdown:
    # A colon in an id would have to be escaped in every selector.
    notes = FootnoteExtension(SEPARATOR="-")
    extensions = [TableExtension(), notes, DefListExtension()]
    converter = Markdown(extensions=extensions, output_format="html")
    block_rules.add_to(converter)
    inline_rules.add_to(converter)
    for name in ("indent", "olist", "ulist"):
        converter.parser.blockprocessors.deregister(name)
    converter.parser.blockprocessors.register(ListProcessor(converter.parser), "lists", 90)
    converter.parser.blockprocessors.register(InterruptProcessor(converter.parser), "interrupt", 12)
    converter.inlinePatterns.register(SimpleTagInlineProcessor(_STRUCK, "del"), "struck", 45)
    if raw_html:
        html_blocks.add_to(converter)
    else:
        converter.preprocessors.deregister("html_block")
        converter.inlinePatterns.deregister("html")
        converter.inlinePatterns.deregister("entity")
    return converter


@cache
def _inline_converter() -> Markdown:
    converter = Markdown(output_format="html")
    inline_rules.add_to(converter)
    converter.preprocessors.deregister("html_block")
    converter.inlinePatterns.register(SimpleTagInlineProcessor(_STRUCK, "del"), "struck", 45)
    for name in ("html", "entity", "automail", "reference", "short_reference", "image_reference"):
        converter.inlinePatterns.deregister(name)
    blocks: Registry[BlockProcessor] = Registry()
    blocks.register(ParagraphProcessor(converter.parser), "paragraph", 10)
    converter.parser.blockprocessors = blocks
    return converter


def _refusals(source: str, refused: list[Refusal]) -> list[TextProblem]:
    problems: list[TextProblem] = []
    position = 0
    for address, at in refused:
        offset = at if at >= 0 else source.find(address, position)
        offset = offset if offset >= 0 else max(0, source.find(address))
        position = offset + 1
        problems.append(
            TextProblem(
                offset=offset,
                length=min(len(address), len(source) - offset),
                code="link",
                message=f"`{address}` is not an allowed link",
                fix="use an https URL or the path of a file",
            )
        )
    return problems


def _sorted(*groups: tuple[TextProblem, ...] | list[TextProblem]) -> tuple[TextProblem, ...]:
    return tuple(
        sorted(
            (problem for group in groups for problem in group),
            key=lambda problem: (problem.offset, problem.length),
        )
    )
