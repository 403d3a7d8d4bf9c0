"""Scan a Markdown source for what must be known before Markdown parses it.

Found here, in linear time: the ranges that LaTeX must not touch (code, addresses of links), and the
marks that are to be read as characters: an asterisk that opens no emphasis (`A* search`), a bracket
without a partner. The package Markdown would search the whole text for the partner of each of them.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from html import unescape

from paperfolio.text.patterns import lazy

from .emphasis import BLOCK_END, MAX_NESTING, Emphasis, Run, paired, run_at
from .media import EMBEDS

Range = tuple[int, int]

# In an item or a quotation it is indented.
_FENCE = lazy(
    r"^(?:[ \t]*(?:>|(?:[-*+]|\d{1,9}[.)])(?=[ \t])))*[ \t]*(`{3,}(?=[^`\n]*$)|~{3,})[^\n]*$", re.MULTILINE
)
_TICKS = lazy(r"\\.|`+", re.DOTALL)
_STRAIGHT_QUOTE = lazy(r"(?<=\S)\"(?!\w)")
_BEFORE_QUOTE = frozenset(" \t\n([,*_-–—")
_BLANK_LINE = lazy(r"\n[ \t\r]*\n")
_ADDRESSES = lazy(
    r"(?<=\])\(\s*"  # [text](address …
    r"(?P<link><[^<>\n]*>|(?:[^()\s<>\\]|\\\S|\((?:[^()\s\\]|\\\S)*\)){0,2000})(?=\s*\)|\s+[\"'(])"
    r"|<(?:https?|ftp)://(?P<bare>[^\s<>]+)>|<mailto:[^\s<>]*>|<[\w.+-]+@[\w.-]+>"
    r"|^ {0,3}\[(?!\^)[^\]\n]{1,200}\]:[ \t]*"  # [name]: address
    r"(?P<defined><[^<>\n]*>|[^\s<]\S*)(?=[ \t\r]*$|[ \t]+[\"'(][^\n]*$)",
    re.MULTILINE,
)
_TAG_ADDRESS = lazy(
    r"\s(?:href|src)\s*=\s*(?:\"(?P<double>[^\"]+)\"|'(?P<single>[^']+)'|(?P<plain>[^\s\"'<>=`]+))",
    re.IGNORECASE,
)
_RULE = lazy(r" {0,3}(?=[-*_])(?:(?:-[ \t]*){3,}|(?:_[ \t]*){3,}|(?:\*[ \t]*){3,})$")
_NOTE = lazy(r"\[\^[^\]\n]{1,200}\]:")
_TIGHT_HASH = lazy(r"(?<!\S)#+(?=[^\s#])")
_ESCAPED = lazy(r"\\([!-/:-@\[-`{-~])")
_HTML_TAG = lazy(r"<!--|</?[A-Za-z][^<>]*>")
_NAME = lazy(r"[a-z]+")
# A tag that opens or closes a level; what HTML closes by itself (`<p>`, `<li>`) opens none.
_LEVEL = lazy(
    r"<(/?)(?!(?:br|hr|img|wbr|col|p|li|d[dt]|t[rdh]|thead|tbody|tfoot|r[tp])[\s/>])([a-z][a-z0-9]*)",
    re.IGNORECASE,
)
_MAX_LEVELS = 100  # of HTML; the sanitizer's time grows as depth times length
_WHOLE = (EMBEDS - {"embed"}) | {"script", "style"}
_WORTH_A_LOOK = lazy(r"[*_\[]")
_MARK = lazy(rf"\\.|\*+|_+|[\[\]()]|{BLOCK_END}", re.DOTALL | re.MULTILINE)
_ITEM = lazy(r"[ ]{0,3}(?:[-*+]|1[.)])[ \t]+\S")
_ANY_ITEM = lazy(r"[ ]*(?:[-*+]|\d{1,9}[.)])(?:[ \t]|$)")
_DELIMITER_ROW = lazy(r"[ ]{0,3}\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*")


def fences(source: str) -> list[Range]:
    """Return the fenced code blocks, from the first fence to the end of the last, or of the text."""
    found: list[Range] = []
    opened: tuple[int, str] | None = None
    for fence in _FENCE.finditer(source) if "```" in source or "~~~" in source else ():
        mark = fence[1]
        if opened is None:
            opened = fence.start(), mark
        elif mark.startswith(opened[1]) and not source[fence.end(1) : fence.end()].strip():
            found.append((opened[0], fence.end()))
            opened = None
    return [*found, (opened[0], len(source))] if opened else found


def code_spans(source: str, blocks: list[Range]) -> list[Range]:
    r"""Return the code spans outside the blocks. ``` ``quoted'' ``` and `` `quoted' `` are LaTeX's quotes."""
    runs = [
        (m.start(), m.end())
        for m in _TICKS.finditer(source)
        if m.group()[0] == "`" and not inside(m.start(), blocks)
    ]
    by_length: dict[int, list[int]] = {}
    for start, end in runs:
        by_length.setdefault(end - start, []).append(start)
    blanks = [m.start() for m in _BLANK_LINE.finditer(source)]
    found: list[Range] = []
    position = 0
    for start, end in runs:
        if start < position:
            continue
        same = by_length[end - start]
        at = bisect_left(same, start) + 1
        closing = same[at] if at < len(same) else -1
        blank = bisect_left(blanks, end)
        limit = blanks[blank] if blank < len(blanks) else len(source)
        if closing < 0 or closing > limit or _is_quote(source, end, closing, end - start):
            continue
        position = closing + end - start
        found.append((start, position))
    return found


def _is_quote(source: str, start: int, closing: int, length: int) -> bool:
    """Return whether backticks open a quotation in LaTeX; `closing` is where the next run of this length is."""
    if length == 2:
        opens_another = (
            source[closing - 1] in _BEFORE_QUOTE and source[closing + 2 : closing + 3].strip() != ""
        )
        closed = source.find("''", start, closing) >= 0
        return closed or (opens_another and bool(_STRAIGHT_QUOTE.search(source, start, closing)))
    if length != 1 or source.find("'", start, closing) < 0:
        return False
    behind = source[closing + 1 : closing + 2]
    return behind.isalnum() and source[closing - 1] in _BEFORE_QUOTE


def code_ranges(source: str) -> list[Range]:
    """Return the fenced code and the code spans, sorted."""
    blocks = fences(source)
    return sorted(blocks + (code_spans(source, blocks) if "`" in source else []))


def opaque_ranges(source: str, *, raw_html: bool) -> list[Range]:
    """Return all ranges that are Markdown's alone, sorted: code and the addresses of links."""
    code = code_ranges(source)
    others = [_span(m) for m in _ADDRESSES.finditer(source)] if _may_link(source) else []
    others = [span for span in others if not inside(span[0], code)]
    if raw_html:
        others += _shallow(source, [tag for tag in tags(source) if not inside(tag[0], code)])
    return sorted(code + others)


def _shallow(source: str, tags: list[Range]) -> list[Range]:
    """Return the tags without those that open a level too deep, which are shown as text."""
    levels: list[str] = []
    found = []
    for start, end in tags:
        if level := _LEVEL.match(source, start):
            name = level[2].lower()
            if level[1]:
                if name in levels:
                    del levels[len(levels) - 1 - levels[::-1].index(name) :]
            elif not is_embed(source, start):
                if len(levels) >= _MAX_LEVELS:
                    continue
                levels.append(name)
        found.append((start, end))
    return found


def _span(address: re.Match[str]) -> Range:
    """Return what is Markdown's alone; the name of a definition is text, as it is where it is used."""
    return address.span("defined") if address.lastgroup == "defined" else address.span()


def _may_link(source: str) -> bool:
    return "](" in source or "<" in source or "]:" in source


def addresses(source: str, opaque: list[Range], *, raw_html: bool) -> list[tuple[Range, str]]:
    """Return the ranges of the URLs of links and images, and each URL with its escapes undone.

    `opaque` are the ranges that `opaque_ranges` returned: a URL in code has no range of its own.
    """
    if not _may_link(source):
        return []
    own = set(opaque)
    found = []
    for match in _ADDRESSES.finditer(source):
        if raw_html and match.lastgroup == "bare":
            continue  # the sanitizer would reject a mark as a host
        if match.lastgroup and _span(match) in own and match[match.lastgroup]:
            address = match[match.lastgroup]
            if match.lastgroup != "bare":  # an autolink has no escapes
                address = _ESCAPED.sub(r"\1", address)
            found.append((match.span(match.lastgroup), _bare(unescape(address))))
    if raw_html:
        own_tags = (tag for tag in tags(source) if tag in own and not is_embed(source, tag[0]))
        for match in (match for tag in own_tags for match in _TAG_ADDRESS.finditer(source, *tag)):
            kind = match.lastgroup or "double"
            found.append((match.span(kind), unescape(match[kind])))
    return sorted(found)


def tags(source: str) -> list[Range]:
    """Return the tags and comments of HTML that are closed; of embeds, scripts and styles the whole element."""
    found: list[Range] = []
    position, last_comment = 0, source.rfind("-->")
    lowered = source.lower()
    last = {name: lowered.rfind(f"</{name}>") for name in _WHOLE} if "</" in source else {}
    for tag in _HTML_TAG.finditer(source):
        if tag.start() < position:
            continue  # within a comment
        position = tag.end()
        if tag.group() == "<!--":
            if last_comment < position:
                continue
            position = source.find("-->", position) + 3
        elif (name := _NAME.match(lowered, tag.start() + 1)) and last.get(name[0], -1) >= position:
            position = lowered.find(f"</{name[0]}>", position) + len(name[0]) + 3
        found.append((tag.start(), position))
    return found


def is_embed(source: str, start: int) -> bool:
    """Tell whether a tag is one of a film, a recording or a frame."""
    name = _NAME.match(source[start + 1 : start + 12].lower())
    return name is not None and name[0] in EMBEDS


def loose_angles(source: str, taken: list[Range]) -> list[Range]:
    """Return each `<` that opens nothing: an HTML parser would search the whole text for its end."""
    marks = re.finditer("<", source) if "<" in source else ()
    return [mark.span() for mark in marks if not inside(mark.start(), taken)]


def _bare(address: str) -> str:
    return address[1:-1] if address.startswith("<") and address.endswith(">") else address


def inside(offset: int, ranges: list[Range]) -> bool:
    """Return whether an offset lies in one of the ranges, which are sorted."""
    at = bisect_left(ranges, (offset + 1,)) - 1
    return at >= 0 and ranges[at][0] <= offset < ranges[at][1]


def tight_hashes(source: str, taken: list[Range]) -> list[Range]:
    """Return each run of `#` without a space after it, which isn't a heading: `#1 of many`."""
    marks = _TIGHT_HASH.finditer(source) if "#" in source else ()
    return [mark.span() for mark in marks if not inside(mark.start(), taken)]


def marks_of_text(source: str, taken: list[Range]) -> tuple[list[Range], list[Emphasis]]:
    """Return the ranges of `*`, `_`, `[` and `(` that are plain characters, and those that are emphasis.

    `taken` are the ranges that are no text: opaque ones and LaTeX.
    """
    literal: list[Range] = []
    if not _WORTH_A_LOOK.search(source):
        return literal, []
    runs: list[Run] = []
    brackets: list[tuple[int, int]] = []  # where each is, and how many runs precede it
    found: list[Emphasis] = []

    def end_block() -> None:
        found.extend(paired(runs))
        literal.extend((run.start, run.end) for run in [*runs, *closed] if run.start < run.end)
        literal.extend((at, at + 1) for at, _ in brackets)
        runs.clear()
        closed.clear()
        brackets.clear()

    closed: list[Run] = []  # those within the text of a link, which have been paired
    for mark in _MARK.finditer(source):
        start, end, piece = mark.start(), mark.end(), mark.group()
        if inside(start, taken) or piece[0] == "\\":
            continue
        if piece[0] == "\n":
            end_block()
        elif piece in "[(":
            if piece == "[" or (source[start - 1 : start] == "]" and not inside(start, taken)):
                brackets.append((start, len(runs)))
        elif piece in "])":
            before = _close_bracket(source, start, brackets, literal)
            if before >= 0 and piece == "]" and source[end : end + 1] in ("(", "["):
                found.extend(paired(runs[before:]))
                closed += runs[before:]
                del runs[before:]
        elif piece[0] in "*_" and set(piece) <= {piece[0]} and not _is_bullet(source, start, end):
            runs.append(run_at(source, start, end))
    end_block()
    return sorted(literal), found


def _close_bracket(source: str, at: int, brackets: list[tuple[int, int]], literal: list[Range]) -> int:
    """Close a bracket, and return how many runs precede its partner; -1 where it has none."""
    partner = {"]": "[", ")": "("}[source[at]]
    if not brackets or source[brackets[-1][0]] != partner:
        return -1
    opening, before = brackets.pop()
    if len(brackets) >= MAX_NESTING:
        literal += [(opening, opening + 1), (at, at + 1)]
    return before


def _is_bullet(source: str, start: int, end: int) -> bool:
    """Return whether a mark begins a list item or a thematic break."""
    line_start = source.rfind("\n", 0, start) + 1
    if (
        end - start == 1
        and source[start] == "*"
        and not source[line_start:start].strip(" \t>")
        and source[end : end + 1] in " \t"
    ):
        return True
    line_end = source.find("\n", end)
    line = source[line_start : line_end if line_end >= 0 else len(source)].strip()
    return len(line) < 200 and len(line) >= 3 and not line.strip(source[start] + " \t")


def parted(text: str) -> str:
    """Put a blank line before a list or a table that follows a line of text, to parse them as CommonMark does.

    Otherwise the package Markdown takes them as part of the paragraph.
    """
    if "\n" not in text:
        return text
    lines = text.split("\n")
    out: list[str] = []
    fence = ""
    in_list = False
    for number, line in enumerate(lines):
        mark = re.match(r"[ \t]*(`{3,}(?=[^`]*$)|~{3,})", line)
        if mark and (not fence or mark[1].startswith(fence)):
            fence = "" if fence else mark[1]
        elif not fence and out and out[-1].strip() and _is_parted(lines, number, out, in_list=in_list):
            out.append("")
        out.append(line)
        in_list = bool(_ITEM.match(line) or (in_list and line.strip() and not line.startswith("#")))
    return "\n".join(out)


def _is_parted(lines: list[str], number: int, out: list[str], *, in_list: bool) -> bool:
    """Return whether a block ends with the last line of `out`, or another begins."""
    if (not in_list and _heads(out)) or _NOTE.match(lines[number]):
        return True
    # A rule is a block of its own; the package would copy all that follows for each.
    if _RULE.match(out[-1]) or (_RULE.match(lines[number]) and not in_list and lines[number].strip(" -")):
        return True
    return _starts_block(lines, number, out[-1], in_list=in_list)


def _heads(out: list[str]) -> bool:
    """Return whether the last line ends a heading; the package Markdown would copy the rest of the text for each."""
    if out[-1].startswith("#"):
        return True
    underlined = len(out) > 1 and out[-2].strip() and (len(out) == 2 or not out[-3].strip())
    return bool(underlined and re.fullmatch(r"(?:=+|-+) *", out[-1]))


def _starts_block(lines: list[str], number: int, before: str, *, in_list: bool) -> bool:
    line = lines[number]
    if _ITEM.match(line):
        return not in_list and not _ANY_ITEM.match(before) and not before.startswith(("#", "|", ":"))
    following = lines[number + 1] if number + 1 < len(lines) else ""
    return (
        "|" in line
        and "|" in following
        and len(following) < 2000
        and "|" not in before
        and bool(_DELIMITER_ROW.fullmatch(following))
    )


__all__ = [
    "Range",
    "addresses",
    "code_ranges",
    "fences",
    "inside",
    "is_embed",
    "loose_angles",
    "marks_of_text",
    "opaque_ranges",
    "parted",
    "tags",
    "tight_hashes",
]
