"""Lists as in CommonMark, for the package Markdown, which requires four spaces per level.

An item continues as long as its lines are indented to where its text begins, so that two spaces nest under
`- ` and three under `1. ` (CommonMark 0.31, 5.2 and 5.3). Each item is parsed again without its
indentation; the depth is limited, which keeps the time linear.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from xml.etree import ElementTree

from markdown.blockprocessors import BlockProcessor

from paperfolio.text.patterns import lazy

from .emphasis import MAX_NESTING
from .scan import parted

_MARKER = lazy(r" {0,3}(?:(?P<bullet>[-*+])|(?P<number>\d{1,9})(?P<point>[.)]))(?: {1,4}(?=[^ ])| (?= )| *$)")
_RULE = lazy(r" {0,3}([-*_])(?: *\1){2,} *$")
_OTHER_BLOCK = lazy(r" {0,3}(?:#{1,6}(?: |$)|>|`{3}|~{3})|\x02")  # a heading, a quotation, code
_FENCE = lazy(r" {0,3}(`{3,}|~{3,})")
_INTERRUPTING = lazy(r"(?<=[^\n])\n(?= {0,3}(?:[-*+]|1[.)]) +[^ \n])")
_TASK = lazy(r"\[([ xX])\] +(?=\S)")


@dataclass(slots=True)
class ListReading:
    """One list, as far as it has been read. `items` have their lines without indentation."""

    items: list[list[str]] = field(default_factory=list)
    kind: str = ""  # the bullet, or the mark after a number
    start: int = 1
    loose: bool = False
    _offset: int = 0  # where the text of the item begins
    _nested: int = 0  # the same for the last item inside the item
    _fence: str = ""
    _blank: bool = False

    def take(self, line: str) -> bool:
        """Add a line; False where it ends the list."""
        if not line.strip():
            self._blank = True
            self.items[-1].append("")
            return True
        if self.items and len(line) - len(line.lstrip(" ")) >= self._offset:
            self._continue(line[self._offset :])
            return True
        marker = marker_of(line)
        if marker and (not self.items or self.kind == _kind(marker)):
            self._begin(line, marker)
            return True
        interrupts = marker and marker["number"] in (None, "1") and line[marker.end() :].strip()
        if self._blank or self._fence or interrupts or _RULE.match(line) or _OTHER_BLOCK.match(line):
            return False
        self.items[-1].append(line)  # a lazy continuation line of the paragraph
        return True

    def _begin(self, line: str, marker: re.Match[str]) -> None:
        if not self.items:
            self.kind, self.start = _kind(marker), int(marker["number"] or 1)
        self.loose = self.loose or self._blank
        self._blank, self._fence = False, ""
        self._offset = _content(line, marker)
        self.items.append([line[self._offset :]])
        inner = marker_of(line[self._offset :])
        self._nested = _content(line[self._offset :], inner) if inner else 0

    def _continue(self, line: str) -> None:
        inner = None if self._fence else marker_of(line)
        if self._blank and not self._fence:
            within = self._nested and (inner or len(line) - len(line.lstrip(" ")) >= self._nested)
            self.loose = self.loose or not within
        self._blank = False
        fence = _FENCE.match(line)
        if fence and (not self._fence or fence[1].startswith(self._fence)):
            self._fence = "" if self._fence else fence[1]
        if inner:
            self._nested = _content(line, inner)
        self.items[-1].append(line)


class ListProcessor(BlockProcessor):
    """Make `<ul>` and `<ol>`; it replaces three processors of the package."""

    def test(self, parent: ElementTree.Element, block: str) -> bool:  # noqa: ARG002
        """Return whether a block begins with an item."""
        line = block.split("\n", 1)[0]
        depth = self.parser.state.count("list") + self.parser.state.count("looselist")
        return depth < MAX_NESTING and marker_of(line) is not None

    def run(self, parent: ElementTree.Element, blocks: list[str]) -> None:
        """Remove the list from the blocks, and parse each of its items."""
        reading = ListReading()
        while blocks:
            lines = blocks[0].split("\n")
            if reading.items:
                reading.take("")
            taken = next((at for at, line in enumerate(lines) if not reading.take(line)), len(lines))
            if taken < len(lines):
                blocks[0] = "\n".join(lines[taken:])
                break
            del blocks[0]
        element = ElementTree.SubElement(parent, "ul" if reading.kind in "-*+" else "ol")
        if reading.start != 1:
            element.set("start", str(reading.start))
        for item in reading.items:
            self.parser.state.set("looselist" if reading.loose else "list")
            self.parser.parseBlocks(ElementTree.SubElement(element, "li"), self._blocks(item))
            self.parser.state.reset()

    def _blocks(self, lines: list[str]) -> list[str]:
        lines[0] = _TASK.sub(lambda task: "☐ " if task[1] == " " else "☑ ", lines[0], count=1)
        text = "\n".join(lines)
        if "```" in text or "~~~" in text:
            lines = self.parser.md.preprocessors["fenced_code_block"].run(lines)
        return parted("\n".join(lines).strip("\n")).split("\n\n")


class InterruptProcessor(BlockProcessor):
    """End a paragraph where a list begins, also in quotations, notes and definitions."""

    def test(self, parent: ElementTree.Element, block: str) -> bool:  # noqa: ARG002
        """Return whether a list begins within a block."""
        return bool(_INTERRUPTING.search(block))

    def run(self, parent: ElementTree.Element, blocks: list[str]) -> None:
        """Remove the paragraph from the block, and leave the list."""
        before, blocks[0] = _INTERRUPTING.split(blocks[0], maxsplit=1)
        self.parser.parseBlocks(parent, [before])


def marker_of(line: str) -> re.Match[str] | None:
    """Return the marker of an item at the start of a line, unless the line is a thematic break."""
    return None if _RULE.match(line) else _MARKER.match(line)


def _kind(marker: re.Match[str]) -> str:
    return marker["bullet"] or marker["point"]


def _content(line: str, marker: re.Match[str]) -> int:
    """Return where the text of an item begins; in an empty one, one space after its marker."""
    return marker.end() if line[marker.end() :].strip() else len(marker.group().rstrip()) + 1
