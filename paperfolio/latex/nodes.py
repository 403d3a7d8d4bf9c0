"""The tree that one parse of a text makes, and from which both outputs are written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """Characters as they are to be read: macros resolved, nothing escaped."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A stretch of the author's source that could not be understood, to be shown as it stands."""

    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Math:
    """A converted formula: a `<math>` element and the formula as a person would type it."""

    html: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Styled:
    """Content in one inline element, `tag` being its name and `css` its class."""

    tag: str
    css: str = ""
    children: tuple[Node, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Content that leads to a safe `url`."""

    url: str
    children: tuple[Node, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Break:
    """The end of a line or of a paragraph."""

    kind: Literal["line", "paragraph"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One item of a list; `label` is empty unless the author gave one."""

    label: tuple[Node, ...]
    children: tuple[Node, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Items:
    """A list: bulleted, numbered, or of terms."""

    tag: Literal["ul", "ol", "dl"]
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A block that is no paragraph: a quotation or text kept as it was typed."""

    tag: Literal["blockquote", "pre"]
    children: tuple[Node, ...]


Node = Text | Source | Math | Styled | Link | Break | Items | Block
