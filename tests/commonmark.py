"""The examples of the CommonMark specification, and HTML made comparable."""

from __future__ import annotations

import re
from html import escape, unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote

SPEC = Path(__file__).parent / "node" / "node_modules" / "commonmark-spec" / "spec.txt"
_EXAMPLE = re.compile(r"^`{32} example\n(.*?)^\.\n(.*?)^`{32}$|^#{1,6} ([^\n]*)$", re.DOTALL | re.MULTILINE)
_BLOCKS = frozenset("p h1 h2 h3 h4 h5 h6 ul ol li blockquote pre hr div table".split())


class Example(NamedTuple):
    """One example: its number, the section it is in, the Markdown and the HTML."""

    number: int
    section: str
    source: str
    html: str


def examples(text: str) -> list[Example]:
    """Return the examples of a specification's text, numbered as on its page."""
    found: list[Example] = []
    section = ""
    for mark in _EXAMPLE.finditer(text.replace("\r\n", "\n")):
        if mark[3] is not None:
            section = mark[3].strip()
        else:
            source, html = (part.replace("→", "\t") for part in mark.groups()[:2])
            found.append(Example(len(found) + 1, section, source, html))
    return found


class _Plain(HTMLParser):
    """Writes HTML again, with attributes sorted and the spaces around blocks left out."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.out: list[str] = []
        self.pre = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._trim(tag)
        self.pre += tag == "pre"
        kept = sorted(
            (name, unquote(value or "") if name in {"href", "src"} else value or "") for name, value in attrs
        )
        self.out.append(f"<{tag}{''.join(f' {name}={escape(value)!r}' for name, value in kept)}>")

    def handle_endtag(self, tag: str) -> None:
        if tag in {"br", "hr", "img"}:
            return
        self._trim(tag)
        self.pre -= tag == "pre"
        self.out.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        if not self.pre:
            data = re.sub(r"\s+", " ", data)
            if re.match(rf"</?(?:{'|'.join(_BLOCKS)}|br)\b", self.out[-1] if self.out else "<p>"):
                data = data.lstrip()
        self.out.append(escape(data))

    def _trim(self, tag: str) -> None:
        if (tag in _BLOCKS or tag == "br") and self.out and not self.out[-1].startswith("<") and not self.pre:
            self.out[-1] = self.out[-1].rstrip()


def comparable(html: str) -> str:
    """Return HTML so that two pages that look alike are equal."""
    plain = _Plain()
    plain.feed(re.sub(r'<span class="tok-[^>]*>|</span>', "", html))  # colours of code
    plain.close()
    return unescape("".join(plain.out))
