"""Report what a body contains and Markdown does not parse: it is shown as text, which its author did not mean.

That is HTML where it isn't enabled, and the shortcodes, tags and attributes of Hugo, Jekyll and pandoc.
"""

from __future__ import annotations

import re

from paperfolio.text.patterns import lazy

from ..latex import TextProblem
from .page import ELEMENTS, is_kept
from .scan import Range, inside, is_embed

# Tokens of language models and sets in angle brackets have these names too.
_NAMES = ELEMENTS - {"s", "q", "u", "code", "summary", "details", "time", "var", "small", "mark", "section"}
_ATTRIBUTES = r"(?:\s+[A-Za-z][\w:-]*\s*=\s*(?:\"[^\"<>]*\"|'[^'<>]*'))*\s*/?"
_TAG = lazy(rf"<(?:!--|/?jats:[a-z][a-z-]*{_ATTRIBUTES}>|(?P<name>[a-z][a-z0-9]*){_ATTRIBUTES}>)")
# Shortcodes, Liquid, attributes after a link or a picture, at the end of a heading and on a line of their own.
_FOREIGN = lazy(
    r"\{\{[<%].{1,200}?[%>]\}\}|\{%.{1,200}?%\}|\{\{\s*(?:page|site)\.[^{}\n]{1,200}\}\}|(?<=\))\{[^{}\n]{0,80}[=.#:][^{}\n]{0,80}\}"
    r"|^\{:[^{}\n]{1,200}\}|(?<=[ \t])\{[:#.][^{}\n]{1,80}\}(?=[ \t]*$)|^:::[^\n]*|^!!![ \t]\w[^\n]*",
    re.MULTILINE,
)


def foreign(source: str, taken: list[Range]) -> list[TextProblem]:
    """Report the first piece of another program's Markdown."""
    for mark in _FOREIGN.finditer(source):
        behind = source[mark.start() - 1 : mark.start()] == ")"  # of a URL, not of `f(x){x=1}`
        if not inside(mark.start(), taken) and (not behind or inside(mark.start() - 2, taken)):
            return [
                TextProblem(
                    offset=mark.start(),
                    length=len(mark.group()),
                    code="foreign",
                    message=f"`{mark.group()}` is shown as text: it is the syntax of another program",
                    fix="delete it, or write it in Markdown",
                )
            ]
    return []


# `[1][2]` are two citations, `a[i][j]` is an element: the label of a reference is a word.
_REFERENCE = lazy(
    r"(?<![\w\]])\[[^\[\]\n^]{1,200}\]\[(?P<name>[^\[\]\n^]{0,80}[A-Za-z]{2}[^\[\]\n]{0,80})\](?![:(])"
    r"|\[(?P<note>\^[^\[\]\s]{1,200})\](?!:)"
)
_DEFINED = lazy(r"^ {0,3}\[([^\[\]\n]{1,200})\]:", re.MULTILINE)


def undefined(source: str, taken: list[Range]) -> list[TextProblem]:
    """Report each reference link and each footnote without a definition."""
    if "][" not in source and "[^" not in source:
        return []
    defined = {name.casefold() for name in _DEFINED.findall(source)}
    return [
        TextProblem(
            offset=mark.start(),
            length=len(mark.group()),
            code="reference",
            message=f"`{mark.group()}` has no definition",
            fix=f"add a line `[{name}]: …`",
        )
        for mark in _REFERENCE.finditer(source)
        if (name := mark["name"] or mark["note"]).casefold() not in defined
        and not inside(mark.start(), taken)
    ]


def unwanted(source: str, taken: list[Range]) -> list[TextProblem]:
    """Report the first tag or comment that is certainly HTML; `taken` are code, links and LaTeX."""
    for tag in _TAG.finditer(source) if "<" in source else ():
        name = tag["name"]
        if inside(tag.start(), taken) or (name is not None and not _is_element(source, tag, name)):
            continue
        return [
            TextProblem(
                offset=tag.start(),
                length=len(tag.group()),
                code="html",
                message=f"`{tag.group()}` is shown as text: HTML is not enabled",
                fix="set `raw_html: true`, or write Markdown or LaTeX instead",
            )
        ]
    return []


def _is_element(source: str, tag: re.Match[str], name: str) -> bool:
    """Return whether a tag is HTML; `a<b>c` may be two comparisons, so a short name requires its end tag."""
    if name not in _NAMES:
        return False
    behind_word = source[tag.start() - 1 : tag.start()].isalnum()
    return len(name) > 1 or not behind_word or source.find(f"</{name}>", tag.end(), tag.end() + 2000) >= 0


_ELEMENT = lazy(r"<([A-Za-z][\w:.-]*)((?:[^<>\"']|\"[^\"]*\"|'[^']*')*)>")
_ATTRIBUTE = lazy(r"([^\s=<>/\"']+)(?:\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s\"'<>]+))?")
_OUTSIDE = lazy(r"""\s(?:src|data)\s*=\s*["']?(?:https?:)?//""", re.IGNORECASE)


def dropped(source: str, tags: list[Range]) -> list[TextProblem]:
    """Report each tag that is left out of a page although its author writes HTML, and each that loses an attribute."""
    problems: list[TextProblem] = []
    for start, end in tags:
        tag = _ELEMENT.match(source, start, end)
        if not tag or ":" in tag[1]:
            continue
        name = tag[1].lower()
        lost = [
            match[1] for match in _ATTRIBUTE.finditer(tag[2]) if not is_kept(name, match[1].lower(), match[0])
        ]
        if is_embed(source, start):
            if name != "iframe" and not _OUTSIDE.search(source, start, end):
                continue
            message = f'"<{name}>" becomes a link, since pages load nothing from other sites'
            fix = "write a Markdown link, or save the film next to this file"
        elif name not in ELEMENTS:
            message, fix = f'"<{name}>" is not allowed in a page (left out)', _INSTEAD.get(name, "remove it")
        elif lost:
            message = f'"{lost[0]}" of "<{name}>" is not allowed in a page (left out)'
            fix = "remove it, or write a class and a rule in templates/static/custom.css"
        else:
            continue
        length = tag.end() - start
        problems.append(TextProblem(offset=start, length=length, code="html", message=message, fix=fix))
    return problems


_INSTEAD = {
    "script": "remove it, or load a file of your own in a template",
    "style": "write the rules in templates/static/custom.css",
}
