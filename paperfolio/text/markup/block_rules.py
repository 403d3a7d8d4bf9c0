"""Headings, rules and fenced code as CommonMark has them, for the package Markdown (CommonMark 0.31, 4.1 to 4.5)."""

from __future__ import annotations

import re
from html import escape
from xml.etree import ElementTree

from markdown import Markdown
from markdown.blockprocessors import BlockProcessor, BlockQuoteProcessor
from markdown.preprocessors import Preprocessor

from paperfolio.text.patterns import lazy

RULE = lazy(r"^ {0,3}(?=[-*_])(?:(?:-[ \t]*){3,}|(?:_[ \t]*){3,}|(?:\*[ \t]*){3,})$", re.MULTILINE)
HEADING = lazy(r"(?:^|\n) {0,3}(?P<level>#{1,6})(?=\s|$)(?P<header>[^\n]*?)(?:[ \t]+#+)?[ \t]*(?:\n|$)")
_UNDERLINED = lazy(r"(?P<text>(?:[ \t]*\S[^\n]*\n)+?) {0,3}(?P<line>=+|-+)[ \t]*(?:\n|$)")
_NO_TEXT = lazy(r" {4}| {0,3}(?:>|#{1,6}(?:\s|$)|\[[^\]\n]+\]:)", re.MULTILINE)
_ITEM = lazy(r" {0,3}(?:[-*+]|\d{1,9}[.)])(?:[ \t]|$)")
_FENCE = lazy(r"(?P<indent> {0,3})(?P<mark>`{3,}(?=[^`]*$)|~{3,})[ \t]*(?P<language>[^\s{]*)")


class UnderlinedHeading(BlockProcessor):
    """Reads a heading of several lines with a line of `=` or `-` below it."""

    def test(self, parent: ElementTree.Element, block: str) -> bool:  # noqa: ARG002
        """Tell whether a block begins with such a heading."""
        found = _UNDERLINED.match(block)
        return bool(found) and not _NO_TEXT.search(found["text"] if found else "") and not RULE.match(block)

    def run(self, parent: ElementTree.Element, blocks: list[str]) -> None:
        """Take the heading off the blocks."""
        block = blocks.pop(0)
        found = _UNDERLINED.match(block)
        if found is None:
            return
        heading = ElementTree.SubElement(parent, "h1" if found["line"][0] == "=" else "h2")
        heading.text = "\n".join(line.strip() for line in found["text"].strip().split("\n"))
        if rest := block[found.end() :]:
            blocks.insert(0, rest)


class Fences(Preprocessor):
    """Takes fenced code out of the lines; a fence that isn't closed reaches to the end."""

    def run(self, lines: list[str]) -> list[str]:
        """Return the lines with a mark for each piece of code."""
        out: list[str] = []
        opened: re.Match[str] | None = None
        code: list[str] = []
        in_item = blank = False
        for line in lines:
            fence = _FENCE.match(line)
            if opened is None:
                if _ITEM.match(line):
                    in_item = True
                elif in_item and (blank or fence) and line.strip() and line[0] != " ":
                    in_item = False
                blank = not line.strip()
                if fence and in_item and fence["indent"]:
                    fence = None  # the item reads it
                opened, code = fence, []
                if fence is None:
                    out.append(line)
            elif fence and fence["mark"].startswith(opened["mark"]) and not line[fence.end("mark") :].strip():
                out += ["", self._stored(opened, code), ""]
                opened = None
            else:
                indent = len(opened["indent"])
                code.append(line[min(indent, len(line) - len(line.lstrip(" "))) :])
        while opened and code and not code[-1]:
            del code[-1]
        return [*out, "", self._stored(opened, code), "", ""] if opened else out

    def _stored(self, opened: re.Match[str], code: list[str]) -> str:
        css = f' class="language-{escape(opened["language"])}"' if opened["language"] else ""
        text = "".join(f"{escape(line, quote=False)}\n" for line in code)
        return str(self.md.htmlStash.store(f"<pre><code{css}>{text}</code></pre>"))


class Quotation(BlockQuoteProcessor):
    """Begins a new quotation behind a blank line, and reads fenced code in it."""

    def run(self, parent: ElementTree.Element, blocks: list[str]) -> None:
        """Take the quotation off the blocks."""
        block = blocks.pop(0)
        if (found := self.RE.search(block)) is None:
            return
        before = block[: found.start()]
        self.parser.parseBlocks(parent, [before])
        lines = [self.clean(line) for line in block[found.start() :].lstrip("\n").split("\n")]
        if any(_FENCE.match(line) for line in lines):
            lines = self.parser.md.preprocessors["fenced_code_block"].run(lines)
        self.parser.state.set("blockquote")
        self.parser.parseChunk(ElementTree.SubElement(parent, "blockquote"), "\n".join(lines).strip("\n"))
        self.parser.state.reset()


def add_to(converter: Markdown) -> None:
    """Put these rules in the place of the package's own."""
    blocks = converter.parser.blockprocessors
    vars(blocks["hashheader"])["RE"] = HEADING
    vars(blocks["hr"])["SEARCH_RE"] = RULE
    blocks.register(Quotation(converter.parser), "quote", 20)
    blocks.register(UnderlinedHeading(converter.parser), "setextheader", 60)
    converter.preprocessors.register(Fences(converter), "fenced_code_block", 25)
