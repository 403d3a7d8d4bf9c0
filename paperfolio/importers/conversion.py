r"""Text of other programs to Markdown with LaTeX formulas, as the front matter and the body have it.

BibTeX's LaTeX loses its accents, braces and macros and keeps its formulas; HTML becomes Markdown. The text is
read by the program's own LaTeX, so that what an import writes is what a build would have shown.
"""

from __future__ import annotations

import html
import re
import unicodedata
from functools import lru_cache
from html.parser import HTMLParser

from paperfolio.importers.records import MAX_LINE
from paperfolio.text import latex, markup
from paperfolio.text.cleaning import clean
from paperfolio.text.latex.prose.dollars import is_formula

_FORMULA = re.compile(
    r"(?<!\\)\$\$(?P<a>[^$]+)\$\$|(?<!\\)\$(?P<b>(?:\\.|[^$\\])+)\$|\\\((?P<c>.+?)\\\)|\\\[(?P<d>.+?)\\\]"
    r"|\\ensuremath\{(?P<e>[^{}]+)\}",
    re.DOTALL,
)
# Formulas and marks of Markdown are kept apart from the text in these private characters.
_FIRST_FORMULA, _LAST_FORMULA = 0xE200, 0xF0FF
_MARKS = {
    "\uf100": "*",
    "\uf101": "**",
    "\uf102": "`",
    "\uf103": "[",
    "\uf104": "](",
    "\uf105": ")",
    "\uf106": r"\textsuperscript{",
    "\uf107": r"\textsubscript{",
    "\uf108": "}",
}
_MARK = re.compile(f"[{''.join(_MARKS)}]")
_HELD = re.compile(f"[{chr(_FIRST_FORMULA)}-{chr(_LAST_FORMULA)}]")
_LATEX = re.compile(r"[\\{}~]|``|''|---?")
# All that most abstracts have of LaTeX, which is a hundred times faster without the parser.
_PERCENT = re.compile(r"(?<!\\)\\%")
_SIMPLE = re.compile(r"(?<!\\)\\(emph|textit|textbf)\{([^{}\\$\s](?:[^{}\\$]{0,200}[^{}\\$\s])?)\}(?!\\)")
_EMPHASIS = {"emph": "\uf100", "textit": "\uf100", "textbf": "\uf101"}
_HTML = re.compile(
    r"</?(?:a|abbr|b|big|blockquote|br|cite|code|div|em|font|h[1-6]|i|li|mark|ol|p|s|small|span|strong|strike|sub|sup|tt|u|ul"
    r"|jats:\w+|mml:\w+|title|sec|italic|bold|inf)\b[^<>]*>|&(?:[a-z]\w*|#\d+|#x[0-9a-f]+);",
    re.IGNORECASE,
)
_SPECIAL = re.compile(r"[\\*_`\[\]<>#|~$&{}=]")
# What any of the readers of a text here could act on; most names and titles have nothing of it.
_MARKUP = re.compile(rf"{_SPECIAL.pattern}|{_LATEX.pattern}")
# What Markdown or LaTeX could act on inside a line; only then is it worth to look what a build would show.
_RISKY = re.compile(r"[\\*_`\[\]<>~$&{}]")
_LEADING = re.compile(r"^(\s*)([-+>#:]|\d+[.)])(?=\s)")
_PARAGRAPHS = re.compile(r"\n[ \t\r]*\n\s*")


def from_tex(source: str) -> str:
    """Return one line of LaTeX, as a BibTeX field has it, as one line of Markdown with LaTeX formulas."""
    return _escaped(_read_tex(source)) if _read_at_all(source) else _line(source)


@lru_cache(maxsize=4096)  # a title is compared, counted, named and written
def plain(source: str) -> str:
    r"""Return a line of Markdown as text, in which formulas stay as `$…$`."""
    if not _read_at_all(source):
        return _line(source)
    held, formulas = _held(source)
    return _line(_restored(markup.inline(held).text, formulas))


def tex(source: str) -> str:
    """Return a line of Markdown as LaTeX, in which formulas are unchanged."""
    held, formulas = _held(source)
    return _restored(markup.inline(held).tex, formulas)


def words(source: str) -> str:
    """Return a line of Markdown as text alone, for fields that read no LaTeX, such as the name of a journal."""
    return _line(markup.inline(source).text) if _read_at_all(source) else _line(source)


def from_tex_blocks(source: str) -> str:
    """Return an abstract in LaTeX or HTML as paragraphs of Markdown."""
    if re.search(r"</(?:p|li|jats:p|div)>|<br", source, re.IGNORECASE):
        return from_html_blocks(source)
    paragraphs = (from_tex(part) for part in _PARAGRAPHS.split(source.strip()))
    return "\n\n".join(_LEADING.sub(r"\1\\\2", part) for part in paragraphs if part)


def from_html(source: str) -> str:
    """Return a line that may have HTML among Markdown as Markdown; formulas are left alone."""
    if not _HTML.search(source) or len(source) > MAX_LINE:
        return _line(source)
    held, formulas = _held(source)
    return _line(_restored(_marked(_Reader.read(html.unescape(held) if "&amp;" in held else held)), formulas))


def from_html_blocks(source: str) -> str:
    """Return HTML or Markdown of several paragraphs as Markdown."""
    if not _HTML.search(source):
        return source.strip()
    held, formulas = _held(source)
    text = _restored(_marked(_Reader.read(held, blocks=True)), formulas)
    return re.sub(r"\n{3,}", "\n\n", re.sub(r"[ \t]+\n", "\n", text)).strip()


def verbatim(source: str) -> str:
    r"""Return an address or an identifier out of a BibTeX field: no markup, `\_` and `\%` without backslash."""
    if not re.search(r"[\\{}<&$]", source):
        return source.strip()
    text = re.sub(r"\\url\s*\{([^{}]*)\}", r"\1", source)
    text = re.sub(r"\\href\s*\{([^{}]*)\}\s*\{[^{}]*\}", r"\1", text)
    if link := re.search(r"<a\b[^<>]*\bhref\s*=\s*[\"']?([^\"'<>\s]+)", text, re.IGNORECASE):
        text = link[1]
    text = re.sub(r"\$\\sim\$|\\textasciitilde\s*(?:\{\})?|\{\\textasciitilde\}|\\~(?:\{\})?", "~", text)
    text = re.sub(r"\{?\\textless\}?(?:\{\})?", "<", re.sub(r"\{?\\textgreater\}?(?:\{\})?", ">", text))
    text = re.sub(r"\{?\\textunderscore\s*\}?(?:\{\})?", "_", text)
    text = re.sub(r"\\([_%&#$~{}])", r"\1", text)
    return html.unescape(re.sub(r"(?<!\\)[{}]", "", text)).strip()


def _read_at_all(source: str) -> bool:
    """Return whether a line has anything but words, and isn't longer than any title or paragraph is."""
    return len(source) <= MAX_LINE and _MARKUP.search(source) is not None


def _line(text: str) -> str:
    return clean(unicodedata.normalize("NFC", text))


def _held(source: str) -> tuple[str, list[str]]:
    formulas: list[str] = []

    def hold(match: re.Match[str]) -> str:
        content = next(group for group in match.groups() if group is not None)
        around = source[max(0, match.start() - 20) : match.start()]
        dollars = match["b"] is not None
        if len(formulas) > _LAST_FORMULA - _FIRST_FORMULA or (
            dollars and not is_formula(content, source[match.end() : match.end() + 2], around)
        ):
            return match.group()
        formulas.append(f"${' '.join(content.split())}$")
        return chr(_FIRST_FORMULA + len(formulas) - 1)

    bare = re.sub("[\ue000-\uf8ff]", "", source)
    return (_FORMULA.sub(hold, bare) if "$" in bare or "\\" in bare else bare), formulas


def _restored(text: str, formulas: list[str]) -> str:
    return _HELD.sub(lambda held: formulas[ord(held[0]) - _FIRST_FORMULA], text) if formulas else text


def _read_tex(source: str) -> tuple[str, list[str]]:
    """Return the text with marks for emphasis, and the formulas that were held out of it."""
    text, formulas = _held(source)
    text = _SIMPLE.sub(
        lambda found: f"{_EMPHASIS[found[1]]}{found[2]}{_EMPHASIS[found[1]]}", _PERCENT.sub("%", text)
    )
    if _LATEX.search(text):
        text = _Reader.read(latex.html(text))
    if _HTML.search(text):
        text = _Reader.read(html.unescape(text) if re.search(r"&amp;\w+;", text) else text)
    return _line(text), formulas


def _escaped(read: tuple[str, list[str]]) -> str:
    """Return Markdown that a build shows as this text, with as few backslashes as that needs."""
    text, formulas = read
    wanted = _MARK.sub("", text)
    candidate = _marked(text)
    if _RISKY.search(wanted) and _line(markup.inline(candidate).text) != _shown(text):
        candidate = _marked(re.sub(r"[\\*_`\[\]<>#~$&{}]", r"\\\g<0>", text))
    return _restored(candidate, formulas)


def _shown(text: str) -> str:
    """Return the plain text that a build is to make of a text with marks."""
    if not _MARK.search(text):
        return text
    return _line(markup.inline(_marked(re.sub(r"[\\*_`\[\]<>#~$&{}]", r"\\\g<0>", text))).text)


def _marked(text: str) -> str:
    return _MARK.sub(lambda mark: _MARKS[mark[0]], text)


_OPEN = {
    "em": "\uf100",
    "i": "\uf100",
    "italic": "\uf100",
    "jats:italic": "\uf100",
    "cite": "\uf100",
    "strong": "\uf101",
    "b": "\uf101",
    "bold": "\uf101",
    "jats:bold": "\uf101",
    "code": "\uf102",
    "sup": "\uf106",
    "jats:sup": "\uf106",
    "sub": "\uf107",
    "jats:sub": "\uf107",
    "inf": "\uf107",
}
_BLOCKS = frozenset("p div jats:p ul ol h1 h2 h3 h4 h5 h6 blockquote jats:sec jats:title".split())


class _Reader(HTMLParser):
    """Reads HTML into text with marks of Markdown; anything unknown gives its text alone."""

    def __init__(self, *, blocks: bool) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks = blocks
        self.parts: list[str] = []
        self.open: list[tuple[str, str]] = []
        self.silent = 0

    @classmethod
    def read(cls, source: str, *, blocks: bool = False) -> str:
        reader = cls(blocks=blocks)
        reader.feed(source)
        reader.close()
        while reader.open:
            reader.parts.append(reader.open.pop()[1])
        return re.sub("([\uf100-\uf102])(\\s*)\\1", r"\2", "".join(reader.parts))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("script", "style"):
            self.silent += 1
        elif tag in _OPEN:
            mark = _OPEN[tag]
            self.parts.append(mark)
            self.open.append((tag, "\uf108" if mark in "\uf106\uf107" else mark))
        elif tag == "a" and (address := dict(attrs).get("href")):
            self.parts.append("\uf103")
            self.open.append((tag, f"\uf104{address.replace(' ', '%20')}\uf105"))
        elif tag == "br":
            self.parts.append("\n" if self.blocks else " ")
        elif tag == "li":
            self.parts.append("\n- " if self.blocks else " ")
        elif tag in _BLOCKS:
            self.parts.append("\n\n" if self.blocks else " ")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("script", "style"):
            self.silent = max(0, self.silent - 1)
        elif any(name == tag for name, _ in self.open):
            while self.open:
                name, mark = self.open.pop()
                self.parts.append(mark)
                if name == tag:
                    break
        elif tag in _BLOCKS:
            self.parts.append("\n\n" if self.blocks else " ")

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.parts.append(data)
