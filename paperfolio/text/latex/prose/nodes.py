"""The tree that results from parsing a text, and from which all outputs are written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Characters:
    """Characters as they are to be read: macros resolved, nothing escaped."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RawSource:
    """A part of the author's source that could not be understood, to be shown as it is."""

    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Math:
    """A converted formula: its `<math>` element, maybe wrapped, its plain text, and its LaTeX."""

    html: str
    text: str
    tex: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Styled:
    """Content in one inline element, `tag` being its name and `css` its class."""

    tag: str
    css: str = ""
    children: tuple[Node, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hyperlink:
    """Content that leads to a safe `url`."""

    url: str
    children: tuple[Node, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Break:
    """The end of a line or of a paragraph."""

    kind: Literal["line", "paragraph"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ListItem:
    """One item of a list; `label` is empty unless the author gave one."""

    label: tuple[Node, ...]
    children: tuple[Node, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Items:
    """A list: bulleted, numbered, or of terms."""

    tag: Literal["ul", "ol", "dl"]
    items: tuple[ListItem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A block other than a paragraph: a quotation or preformatted text."""

    tag: Literal["blockquote", "pre"]
    children: tuple[Node, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows of cells."""

    rows: tuple[tuple[tuple[Node, ...], ...], ...]


Node = Characters | RawSource | Math | Styled | Hyperlink | Break | Items | Block | Table
BLOCKS = (Items, Block, Table)  # not allowed in a paragraph


def trimmed(nodes: tuple[Node, ...]) -> tuple[Node, ...]:
    """Return nodes without spaces and breaks at either end."""
    kept = list(nodes)
    while kept and (
        isinstance(kept[0], Break) or (isinstance(kept[0], Characters) and not kept[0].text.strip())
    ):
        del kept[0]
    while kept and (
        isinstance(kept[-1], Break) or (isinstance(kept[-1], Characters) and not kept[-1].text.strip())
    ):
        del kept[-1]
    if kept and isinstance(kept[0], Characters):
        kept[0] = Characters(text=kept[0].text.lstrip())
    if kept and isinstance(kept[-1], Characters):
        kept[-1] = Characters(text=kept[-1].text.rstrip())
    return tuple(kept)


def cased(nodes: tuple[Node, ...], change: Callable[[str], str]) -> tuple[Node, ...]:
    """Return nodes with their characters changed, formulas and links left as they are."""
    return tuple(
        Characters(text=change(node.text)) if isinstance(node, Characters) else node for node in nodes
    )


def unlinked(nodes: tuple[Node, ...]) -> tuple[Node, ...]:
    """Return nodes with links replaced by their text: HTML allows no link in a link."""
    out: list[Node] = []
    for node in nodes:
        if isinstance(node, Hyperlink):
            out += node.children
        elif isinstance(node, Styled):
            out.append(Styled(tag=node.tag, css=node.css, children=unlinked(node.children)))
        else:
            out.append(node)
    return tuple(out)
