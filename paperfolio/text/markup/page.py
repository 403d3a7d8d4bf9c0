"""Read the output of Markdown tag by tag: safe HTML with the LaTeX put back in, and plain text.

Only the elements and attributes in the tables here are kept. Scripts, inline styles and event
handlers are in none of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from html import escape, unescape
from typing import NamedTuple
from unicodedata import normalize

from paperfolio.text.patterns import lazy

from ..latex.characters import typed
from ..latex.prose.urls import safe
from ..latex.prose.write import COMMANDS, escaped, one_line, styled, tidy
from .media import shown

OPEN, CLOSE = "\ufdd0", "\ufdd1"  # noncharacters around the number of a piece

_PIECE = lazy(
    r"<(/?)([A-Za-z][A-Za-z0-9]*)((?:\s+[^\s=<>/\"]+(?:\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s\"'<>]+))?)*)\s*/?>|([^<]+)|(<)"
)
_ATTRIBUTE = lazy(r"([^\s=<>/\"]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'<>]+)))?")
_MARK = lazy(f"{OPEN}(\\d+){CLOSE}")
_ID = lazy(r'\bid="([^"<>]+)"')
_ALIGN = lazy(r"text-align:\s*(left|right|center)")

_EVERYWHERE = frozenset({"class", "lang", "dir", "title"})
_VOID = frozenset({"br", "hr", "img", "wbr", "col"})
_ATTRIBUTES: dict[str, frozenset[str]] = {
    "a": frozenset({"href", "id"}), "img": frozenset({"src", "alt", "width", "height"}),
    "ol": frozenset({"start", "reversed"}),
    "li": frozenset({"id", "value"}), "sup": frozenset({"id"}), "td": frozenset({"colspan", "rowspan"}),
    "th": frozenset({"colspan", "rowspan", "scope"}), "details": frozenset({"open"}), "time": frozenset({"datetime"}),
    "q": frozenset({"cite"}), "blockquote": frozenset({"cite"}), "col": frozenset({"span"}),
}  # fmt: skip
_PLAIN = (
    "p em strong code pre u s sub sup span div h1 h2 h3 h4 h5 h6 ul ol li dl dt dd blockquote table thead tbody tfoot"
    " tr th td caption colgroup col br hr a img del ins mark small abbr cite q kbd samp var time b i wbr details"
    " summary figure figcaption section dfn bdi bdo ruby rt rp tt center strike"
)
ELEMENTS = frozenset(_PLAIN.split())
_RENAMED = {"tt": "code", "center": "div", "strike": "s"}
_BLOCKS = frozenset(
    "p div h1 h2 h3 h4 h5 h6 ul ol dl blockquote table pre hr details summary figure figcaption section".split()
)


def is_kept(tag: str, name: str, written: str) -> bool:
    """Tell whether an element keeps an attribute; the alignment of a cell becomes a class."""
    aligned = tag in {"td", "th"} and name == "style" and _ALIGN.search(written)
    return bool(aligned) or name in _EVERYWHERE or name == "markdown" or name in _ATTRIBUTES.get(tag, ())


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkedPiece:
    """The content of one mark in the text: a piece as HTML, as text, as LaTeX and as the author typed it.

    `at` is where it begins in the author's source; `tag` is that of an element which begins or ends there.
    """

    html: str
    text: str
    tex: str
    source: str
    at: int
    block: bool = False
    tag: str = ""


class Refusal(NamedTuple):
    """A URL that was left out, and its offset in the author's source; -1 where that isn't known."""

    address: str
    at: int


class Opened(NamedTuple):
    """An element that is open.

    `emitted` is the name it is written with, or "" where only its content is written; `at` and `tex_at` are where
    it began in the output and in the LaTeX; `ending` is added to the plain text at its end; a `muted` one is left
    out of the plain text.
    """

    name: str
    emitted: str
    at: int
    tex_at: int
    ending: str = ""
    muted: bool = False


def unlinked(html: str) -> str:
    """Return HTML without its links; their text is kept."""
    return re.sub(r"</?a\b[^<>]*>", "", html)


@dataclass(slots=True, kw_only=True)
class MarkdownPage:
    """One parse of the output of Markdown. `refused` collects the URLs that were left out.

    `link` gets a URL and its offset in the source, and returns the URL to emit. Without `links`, only the
    text of links and pictures is emitted; `reduced` collects their URLs.
    """

    marked_pieces: Sequence[MarkedPiece] = ()
    heading_base: int = 2
    id_prefix: str = ""
    link: Callable[[str, int], str | None] | None = None
    links: bool = True
    refused: list[Refusal] = field(default_factory=list)
    reduced: list[Refusal] = field(default_factory=list)
    _out: list[str] = field(default_factory=list)
    _text: list[str] = field(default_factory=list)
    _tex: list[str] = field(default_factory=list)
    _open: list[Opened] = field(default_factory=list)
    _numbers: list[int] = field(default_factory=list)
    _ids: set[str] = field(default_factory=set)

    def read(self, markup: str) -> tuple[str, str]:
        """Return safe HTML and plain text from the output of Markdown."""
        self._ids = set(_ID.findall(markup)) if self.id_prefix else set()
        for closing, tag, attributes, text, stray in _PIECE.findall(markup):
            if text or stray:
                self._characters(unescape(text or stray))
            elif closing:
                self._end(tag.lower())
            else:
                self._start(tag.lower(), attributes)
        while self._open:
            self._end(self._open[-1].name)
        # A combining mark may follow a formula or a unit whose last letter it composes with.
        return normalize("NFC", "".join(self._out).strip()), tidy("".join(self._text))

    def tex(self) -> str:
        """Return the text as one line of LaTeX, since only titles are asked for it."""
        return one_line("".join(self._tex))

    def _characters(self, text: str) -> None:
        names = {element.name for element in self._open}
        for number, part in enumerate(_MARK.split(text)):
            if number % 2 == 0:
                if part:
                    self._out.append(escaped(part))
                    self._tex.append(typed(part))
                    if not (self._open and self._open[-1].muted):
                        self._text.append(part if "pre" in names else part.replace("\n", " "))
            elif int(part) < len(self.marked_pieces):
                self._piece(self.marked_pieces[int(part)], names)

    def _piece(self, piece: MarkedPiece, names: set[str]) -> None:
        if "code" in names or "pre" in names:
            self._out.append(escaped(piece.source))
            self._text.append(piece.source)
            self._tex.append(typed(piece.source))
            return
        if piece.tag:
            if piece.tag[0] == "/":
                self._end(piece.tag[1:])
            else:
                self._start(piece.tag, "")
            return
        html = unlinked(piece.html) if "a" in names else piece.html
        if piece.block and self._open and self._open[-1].name == "p":
            self._end("p")
            self._out.append(html)
            self._text.append(f"{piece.text}\n\n")
            self._start("p", "")
            return
        self._out.append(html)
        self._text.append(piece.text)
        self._tex.append(piece.tex)

    def _plain(self, text: str) -> str:
        """Return an attribute's text, which must not contain markup: a piece in it becomes its plain text."""
        return _MARK.sub(
            lambda m: self.marked_pieces[int(m[1])].text if int(m[1]) < len(self.marked_pieces) else "", text
        )

    def _typed(self, text: str) -> str:
        return _MARK.sub(
            lambda m: self.marked_pieces[int(m[1])].source if int(m[1]) < len(self.marked_pieces) else "",
            text,
        )

    def _start(self, tag: str, source: str) -> None:
        if tag not in ELEMENTS:
            return
        attributes = {
            name.lower(): unescape(double or single or bare)
            for name, double, single, bare in _ATTRIBUTE.findall(source)
        }
        tag = _RENAMED.get(tag, tag)
        if tag == "img":
            self._image(attributes)
            return
        emitted = self._heading(tag)
        if tag == "a" and not self._anchor(attributes):
            emitted = ""
        if tag in {"td", "th"}:
            aligned = _ALIGN.search(attributes.get("style", ""))
            if aligned:
                attributes["class"] = f"align-{aligned[1]}"
        self._say_start(tag, attributes)
        at = len(self._out)
        if emitted:
            self._out.append(f"<{emitted}{self._attributes(tag, attributes)}>")
        if tag not in _VOID:
            css = attributes.get("class", "")
            note = tag == "a" and css == "footnote-ref"
            self._text.append("[" if note else "")
            opened = Opened(
                name=tag,
                emitted=emitted,
                at=at,
                tex_at=len(self._tex),
                ending="]" if note else "",
                muted=css == "footnote-backref",
            )
            self._open.append(opened)

    def _heading(self, tag: str) -> str:
        if len(tag) == 2 and tag[0] == "h" and tag[1].isdigit():
            return f"h{min(6, int(tag[1]) + self.heading_base - 1)}"
        return tag

    def _attributes(self, tag: str, attributes: dict[str, str]) -> str:
        allowed = _ATTRIBUTES.get(tag, frozenset())
        out = ""
        for name, value in attributes.items():
            if name not in allowed and name not in _EVERYWHERE:
                continue
            if name == "id":
                value = self.id_prefix + value
            elif name == "cite" and safe(value) is None:
                continue
            out += f' {name}="{escape(self._plain(value))}"'
        return out

    def _anchor(self, attributes: dict[str, str]) -> bool:
        """Set the URL of a link; return False where it isn't allowed and only the text remains."""
        if any(element.emitted == "a" for element in self._open):
            return False
        if "href" not in attributes:
            return True
        address = self._typed(attributes["href"])
        if address[:1] == "#" and address[1:] in self._ids:
            attributes["href"] = f"#{self.id_prefix}{address[1:]}"
            return True
        url = self._resolved(attributes["href"])
        attributes["href"] = url or ""
        return url is not None

    def _resolved(self, target: str) -> str | None:
        """Return the URL to emit for one in Markdown's output, which contains the mark of what was typed.

        None where only the text remains.
        """
        address = self._typed(target)
        mark = _MARK.search(target)
        known = mark is not None and int(mark[1]) < len(self.marked_pieces)
        at = self.marked_pieces[int(mark[1])].at - mark.start() if mark and known else -1
        if not self.links:
            self.reduced.append(Refusal(address, at))
            return None
        return self.resolve(address, at)

    def resolve(self, address: str, at: int) -> str | None:
        """Return the URL to emit for an address at an offset of the source; None where it may not be in a page."""
        url = safe(address)
        if url is not None and self.link is not None:
            found = self.link(address, max(at, 0))
            if found is None:  # the caller has reported it
                return None
            url = safe(found)
        if url is None:
            self.refused.append(Refusal(address, at))
        return url

    def _image(self, attributes: dict[str, str]) -> None:
        alt = self._plain(attributes.get("alt", ""))
        url = self._resolved(attributes.get("src", ""))
        self._text.append(alt)
        self._tex.append(typed(alt))
        if url is None:
            self._out.append(escaped(alt))
            return
        if film := shown(url, alt):
            self._out.append(escaped(alt) if any(element.emitted == "a" for element in self._open) else film)
            return
        attributes = {**attributes, "src": url, "alt": alt}
        self._out.append(f"<img{self._attributes('img', attributes)}>")

    def _end(self, tag: str) -> None:
        tag = _RENAMED.get(tag, tag)
        if tag not in ELEMENTS or tag in _VOID or tag not in {element.name for element in self._open}:
            return
        while True:
            name, emitted, start, tex_start, ending, _ = self._open.pop()
            if command := COMMANDS.get(name):
                self._tex[tex_start:] = [styled(command, "".join(self._tex[tex_start:]))]
            self._text.append(ending)
            if emitted == "p" and not "".join(self._out[start + 1 :]).strip():
                del self._out[start:]
            elif emitted:
                self._out.append(f"</{emitted}>")
            self._say_end(name)
            if name == tag:
                return

    def _say_start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag in {"ul", "ol"}:
            self._line()
            start = attributes.get("start", "1")
            self._numbers.append(
                int(start) if tag == "ol" and start.isdigit() and len(start) < 10 else 1 if tag == "ol" else 0
            )
        elif tag == "li":
            number = self._numbers[-1] if self._numbers else 0
            self._line()
            self._text.append(f"{number}. " if number else "• ")
            if number:
                self._numbers[-1] += 1
        elif tag in {"tr", "dt", "dd"} or tag == "br":
            self._text.append("\n")
        elif tag in {"td", "th"}:
            self._text.append(" ")
        elif tag in _BLOCKS and not (tag == "p" and self._open and self._open[-1].name in {"li", "dd"}):
            self._text.append("\n\n")

    def _say_end(self, tag: str) -> None:
        if tag in {"ul", "ol"}:
            if self._numbers:
                self._numbers.pop()
            self._line()
            self._text.append("" if self._numbers else "\n")
        elif tag in _BLOCKS:
            self._text.append(
                "\n" if tag == "p" and self._open and self._open[-1].name in {"li", "dd"} else "\n\n"
            )

    def _line(self) -> None:
        """End the line of the plain text, unless it has already ended."""
        last = next((text for text in reversed(self._text) if text.strip(" ")), "\n")
        if not last.rstrip(" ").endswith("\n"):
            self._text.append("\n")
