"""Code and links in a line as CommonMark has them, for the package Markdown (CommonMark 0.31, 6.1, 6.3 and 6.4)."""

from __future__ import annotations

import re
from xml.etree import ElementTree

from markdown import Markdown
from markdown.inlinepatterns import (
    BACKTICK_RE,
    IMAGE_LINK_RE,
    LINK_RE,
    BacktickInlineProcessor,
    ImageInlineProcessor,
    LinkInlineProcessor,
    ReferenceInlineProcessor,
)
from markdown.util import AtomicString, code_escape

from paperfolio.text.patterns import lazy

_TARGET = lazy(
    r"\(\s*(?:<(?P<angles>[^<>\n]*)>|(?P<bare>(?!<)(?:[^()\s]|\((?:[^()\s]|\([^()\s]*\))*\))*))"
    r"(?:[ \t\n]+(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)'|\((?P<round>[^()]*)\)))?[ \t\n]*\)"
)
Target = tuple[str | None, str | None, int, bool]


def target_at(data: str, index: int) -> Target:
    """Return the address and the title that begin at a place, where they end, and whether there are any."""
    found = _TARGET.match(data, index)
    if found is None:
        return None, None, index, False
    title = found["double"] or found["single"] or found["round"]
    return found["angles"] or found["bare"] or "", title, found.end(), True


class CommonLink(LinkInlineProcessor):
    """A link whose URL has no spaces, or is in angle brackets."""

    def getLink(self, data: str, index: int) -> Target:  # type: ignore[override]  # noqa: N802 (the package's name)
        """Return the target of a link."""
        return target_at(data, index)


class CommonImage(ImageInlineProcessor):
    """An image, likewise."""

    def getLink(self, data: str, index: int) -> Target:  # type: ignore[override]  # noqa: N802 (the package's name)
        """Return the source of an image."""
        return target_at(data, index)


class Code(BacktickInlineProcessor):
    """Code keeps its spaces, but for one at either end where both ends have one."""

    def handleMatch(  # type: ignore[override]  # noqa: N802 (the package's name)
        self, m: re.Match[str], data: str
    ) -> tuple[ElementTree.Element | str | None, int | None, int | None]:
        """Return the element for a code span."""
        begin = m.start(0)
        start, end = (begin, None) if m.group(1) else self.find_code_spans(begin, data) or (begin, None)
        if end is None:
            return super().handleMatch(m, data)
        text = data[start:end].replace("\n", " ")
        if text[:1] == text[-1:] == " " and text.strip(" "):
            text = text[1:-1]
        element = ElementTree.Element(self.tag)
        element.text = AtomicString(code_escape(text))
        return element, begin, end + start - begin


class References(dict[str, tuple[str, str]]):
    """Definitions of links by name, of which the first is used."""

    def __setitem__(self, name: str, target: tuple[str, str]) -> None:
        """Add a definition, unless there is one."""
        self.setdefault(name, target)


def add_to(converter: Markdown) -> None:
    """Put these rules in the place of the package's own."""
    converter.references = References()
    patterns = converter.inlinePatterns
    patterns.register(Code(BACKTICK_RE), "backtick", 190)
    patterns.register(CommonLink(LINK_RE, converter), "link", 160)
    patterns.register(CommonImage(IMAGE_LINK_RE, converter), "image_link", 150)
    for pattern in patterns:
        if isinstance(pattern, ReferenceInlineProcessor) and "RE_LINK" in dir(pattern):
            vars(pattern)["RE_LINK"] = re.compile(r"\[([^\]]*)\]", re.DOTALL)
