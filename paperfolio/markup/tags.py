"""HTML in a body that has not asked for it: it stays visible as text, which its author did not mean."""

from __future__ import annotations

import re

from ..latex import Trouble
from .page import ELEMENTS
from .source import Range, inside

# Tokens of language models and sets in angles have these names too.
_NAMES = ELEMENTS - {"s", "q", "u", "code", "summary", "details", "time", "var", "small", "mark", "section"}
_ATTRIBUTES = r"(?:\s+[A-Za-z][\w:-]*\s*=\s*(?:\"[^\"<>]*\"|'[^'<>]*'))*\s*/?"
_TAG = re.compile(rf"<(?:!--|/?jats:[a-z][a-z-]*{_ATTRIBUTES}>|(?P<name>[a-z][a-z0-9]*){_ATTRIBUTES}>)")


def unwanted(source: str, taken: list[Range]) -> list[Trouble]:
    """Report the first tag or comment that is HTML for sure; `taken` are code, links and LaTeX."""
    for tag in _TAG.finditer(source) if "<" in source else ():
        name = tag["name"]
        if inside(tag.start(), taken) or (name is not None and not _is_element(source, tag, name)):
            continue
        return [
            Trouble(
                offset=tag.start(),
                length=len(tag.group()),
                code="html",
                message=f"`{tag.group()}` is shown as it was typed: HTML is text here",
                fix="write `raw_html: true`, or Markdown/LaTeX instead",
            )
        ]
    return []


def _is_element(source: str, tag: re.Match[str], name: str) -> bool:
    """Tell whether a tag is one; `a<b>c` may be two comparisons, so that a short name wants its end tag."""
    if name not in _NAMES:
        return False
    behind_word = source[tag.start() - 1 : tag.start()].isalnum()
    return len(name) > 1 or not behind_word or source.find(f"</{name}>", tag.end(), tag.end() + 2000) >= 0
