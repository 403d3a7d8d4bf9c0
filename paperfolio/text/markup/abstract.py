"""Find where the abstract in a paper's body ends and the rest begins."""

from __future__ import annotations

from paperfolio.text.patterns import lazy

from .scan import fences

_ATX = lazy(r" {0,3}#{1,6}(?:[ \t]+(?P<title>[^\n]*?))?[ \t]*#*[ \t\r]*$")
_UNDERLINE = lazy(r" {0,3}(?:=+|-+)[ \t\r]*$")
_NO_TITLE = lazy(r"\s*$| {4}|\t| {0,3}(?:[-+*>|]|\d+[.)]|```|~~~|#)")


def split_abstract(body: str) -> tuple[tuple[int, int], int]:
    """Return ((start, end) of the abstract, where the rest begins), as offsets in characters.

    The abstract is the text before the first heading, ATX or setext, outside of code fences. Where
    the body opens with a heading named Abstract, in any case, it is the content of that section. The
    rest begins with the heading that ends the abstract, or at the end of the body.
    """
    headings = _headings(body)
    start = 0
    if (
        headings
        and headings[0][2].strip().rstrip(":.").lower() == "abstract"
        and not body[: headings[0][0]].strip()
    ):
        start = headings.pop(0)[1]
    rest = headings[0][0] if headings else len(body)
    content = body[start:rest]
    first = start + len(content) - len(content.lstrip())
    last = start + len(content.rstrip())
    return (min(first, last), last), rest


def _headings(body: str) -> list[tuple[int, int, str]]:
    """Return (start, end, title) of the first two headings."""
    found: list[tuple[int, int, str]] = []
    code = fences(body)
    offset = 0
    before: tuple[int, str] | None = None
    for line in body.splitlines(keepends=True):
        start, offset = offset, offset + len(line)
        bare = line.rstrip("\r\n")
        if any(low <= start < high for low, high in code[:50]):
            before = None
            continue
        atx = _ATX.match(bare)
        if atx:
            found.append((start, offset, atx["title"] or ""))
        elif before and _UNDERLINE.match(bare):
            found.append((before[0], offset, before[1]))
        before = None if atx or _NO_TITLE.match(bare) else (before[0] if before else start, bare)
        if len(found) == 2:
            break
    return found
