"""MathML as a small tree: read from the converter, cleaned for a page with a strict policy, written again.

The converter emits well-formed MathML with inline styles. A page under a Content Security Policy
without `unsafe-inline` ignores those, so alignments and rules become classes that the theme styles:
`math-left`, `math-right`, `math-rule-top`, `math-rule-bottom`, `math-rule-left`, `math-rule-right`,
`math-box`, `math-strike`. Negative and absolute spaces have no class and are dropped. A line over or under
a formula is drawn by the theme too (`math-over`, `math-under`): it stretches only in fonts for mathematics, which
many computers lack.

A formula that may be wider than a narrow screen is in a `<span class="wide">`, which the theme lets
scroll: only Chromium lets a `<math>` element scroll by itself.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from html import escape, unescape

from paperfolio.text.patterns import lazy

from .mathwords import shown

_PIECE = lazy(r"<(/?)([A-Za-z0-9]+)([^<>]*?)(/?)>|([^<]+)")
_ATTRIBUTE = lazy(r'([A-Za-z\-]+)="([^"]*)"')
_CLASSES = (
    ("text-align: left", "math-left"),
    ("text-align: right", "math-right"),
    ("border-top", "math-rule-top"),
    ("border-bottom", "math-rule-bottom"),
    ("border-left", "math-rule-left"),
    ("border-right", "math-rule-right"),
)
# Elements outside MathML Core and HTML inside <mtext>, and what replaces them.
_RENAMED = {"menclose": "mrow", "b": "mrow", "i": "mrow", "em": "mrow", "code": "mrow", "span": "mrow"}
# The converter draws both lines with the character U+0332.
_LINES = {"mover": "math-over", "munder": "math-under"}
# Accents that every font has: some fonts draw combining characters over a dotted circle, others lack them.
_ACCENTS = {"\u0302": "ˆ", "˜": "~", "¯": "‾", "\u20d7": "→", "\u20db": "...", "\u20dc": "...."}
KEPT_ATTRIBUTES = frozenset({
    "accent", "accentunder", "class", "columnspan", "display", "displaystyle", "fence", "form", "height",
    "largeop", "linethickness", "lspace", "mathvariant", "maxsize", "minsize", "movablelimits", "rowspan",
    "rspace", "scriptlevel", "separator", "stretchy", "symmetric", "voffset", "width", "depth",
})  # fmt: skip
# This many characters fit on a screen of 320 pixels, even at twice the font size.
FITTING = 10
_VARIATION = lazy("[\ufe00-\ufe0f]")


@dataclass(slots=True, kw_only=True)
class Element:
    """One element: its name, its attributes, and its children or, in a leaf, its characters."""

    tag: str
    attributes: dict[str, str]
    children: list[Element]
    text: str = ""


def read(markup: str) -> Element:
    """Return the tree of one `<math>` element as the converter writes it."""
    root = Element(tag="root", attributes={}, children=[])
    open_elements = [root]
    for closing, tag, attributes, empty, text in _PIECE.findall(markup):
        if text:
            open_elements[-1].text += shown(unescape(text))
        elif closing:
            if len(open_elements) > 1:
                open_elements.pop()
        else:
            element = Element(tag=tag, attributes=dict(_ATTRIBUTE.findall(attributes)), children=[])
            open_elements[-1].children.append(element)
            if not empty:
                open_elements.append(element)
    return root.children[0] if root.children else root


def clean(element: Element) -> None:
    """Clean the tree for a page without inline styles, in place."""
    attributes = element.attributes
    style = attributes.pop("style", "")
    classes = [name for mark, name in _CLASSES if mark in style]
    if element.tag == "menclose":
        classes.append("math-box" if attributes.get("notation") == "box" else "math-strike")
        attributes.pop("class", None)
    if element.tag in _LINES and element.children[-1].text == "\u0332":
        classes.append(_LINES[element.tag])
        element.children[-1].text = "‾"
    elif element.tag == "mover" and "accent" in attributes:
        mark = element.children[-1]
        mark.text = _ACCENTS.get(mark.text, mark.text)
    if element.tag in _RENAMED:
        element.tag = _RENAMED[element.tag]
    element.attributes = {name: value for name, value in attributes.items() if name in KEPT_ATTRIBUTES}
    if classes:
        element.attributes["class"] = " ".join(classes)
    if element.tag == "mtext" and element.children:
        _flatten_text(element)
    if element.tag == "mtable" and len(element.children) > 1 and not characters(element.children[-1]):
        element.children.pop()  # in TeX a last `\\\\` begins no row
    element.children = [child for child in element.children if not _is_layout(child)]
    for child in element.children:
        clean(child)


def write(element: Element) -> str:
    """Return the tree as markup, text escaped and in normal form C."""
    attributes = "".join(f' {name}="{escape(value)}"' for name, value in element.attributes.items())
    inner = (
        "".join(write(child) for child in element.children) if element.children else _escaped(element.text)
    )
    return f"<{element.tag}{attributes}>{inner}</{element.tag}>"


def framed(root: Element) -> str:
    """Return a `<math>` element as markup, wrapped where it is displayed or long."""
    wide = "display" in root.attributes or len(characters(root)) > FITTING
    return f'<span class="wide">{write(root)}</span>' if wide else write(root)


def _flatten_text(element: Element) -> None:
    """Reduce a text element to its characters: a theme couldn't style HTML in it."""
    element.text = characters(element)
    element.children = []


def characters(element: Element) -> str:
    """Return all characters in the element and below it."""
    return element.text + "".join(characters(child) for child in element.children)


def _is_layout(element: Element) -> bool:
    """Return whether an element is only layout: a negative space, or the empty column of a numbered row."""
    style = element.attributes.get("style", "")
    return (element.tag == "mspace" and "margin" in style) or (
        element.tag == "mtd" and not element.children and not element.text and "width" in style
    )


def _escaped(text: str) -> str:
    text = escape(unicodedata.normalize("NFC", text), quote=False)
    # U+0338 behind ">" would compose with it to one character and swallow the end of the tag.
    return f"&#824;{text[1:]}" if text.startswith("\u0338") else text
