"""The values of a front matter with their places in the file, and the document that they belong to."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from paperfolio.problems import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Scalar:
    """A value as the user wrote it, with quotes and folding resolved. `plain` values had no quotes.

    `raw` is its span of the file, `comment` the comment after it on the same line.
    """

    text: str
    place: Place
    raw: str
    plain: bool = True
    comment: str = ""

    def at(self, offset: int) -> Place:
        """Return the place of the character at `offset` of `text`, as precisely as the YAML style allows."""
        if self.raw[:1] in "|>" and not self.plain:
            header, *lines = self.raw.split("\n")
            line = self.text.count("\n", 0, offset) if header[0] == "|" else 0
            column = offset - (self.text.rfind("\n", 0, offset) + 1)
            indent = len(lines[line]) - len(lines[line].lstrip(" ")) if line < len(lines) else 0
            return Place(path=self.place.path, line=self.place.line + 1 + line, column=indent + column + 1)
        return self._folded(offset)

    def _folded(self, offset: int) -> Place:
        """Find the word at `offset` again in the raw span: folding and escapes change what is around it."""
        word = re.match(r"\S*", self.text[offset : offset + 40])
        wanted = word.group() if word else ""
        index = -1
        for _ in range(self.text.count(wanted, 0, offset) + 1 if wanted else 0):
            index = self.raw.find(wanted, index + 1)
        if index < 0:
            return self.place
        line = self.raw.count("\n", 0, index)
        column = index - self.raw.rfind("\n", 0, index) if line else self.place.column + index
        return Place(path=self.place.path, line=self.place.line + line, column=column)

    @property
    def empty(self) -> bool:
        """Whether nothing was given: `key:`, `key: ~` or `key: null`."""
        return self.plain and self.text in ("", "~", "null", "Null", "NULL")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sequence:
    """A YAML list; `raw` is its span of the file where it is between brackets."""

    items: tuple[Node, ...]
    place: Place
    raw: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapping:
    """A YAML mapping: pairs in the order of the file, each key once; `raw` as in `Sequence`."""

    entries: tuple[tuple[Scalar, Node], ...]
    place: Place
    raw: str = ""

    def get(self, key: str) -> Node | None:
        """Return the value of `key`, or None."""
        return next((value for name, value in self.entries if name.text == key), None)


Node = Scalar | Sequence | Mapping


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A file's front matter and its body. `line` is the line of the file that the body starts on."""

    path: str
    fields: Mapping
    body: str
    line: int

    def places(self, *names: str) -> tuple[tuple[str, Place], ...]:
        """Return the places of these fields and of what they contain, as `tags`, `tags.0` or `links.pdf`."""
        found = []
        for name in names:
            if node := self.fields.get(name):
                found.append((name, node.place))
                found += [(f"{name}.{key}", part.place) for key, part in _parts(node)]
        return tuple(found)

    def at(self, offset: int) -> Place:
        """Return the place in the file of the character at `offset` of the body."""
        start = self.body.rfind("\n", 0, offset) + 1
        line = self.line + self.body.count("\n", 0, offset)
        return Place(path=self.path, line=line, column=offset - start + 1)


def _parts(node: Node) -> Iterable[tuple[object, Node]]:
    if isinstance(node, Mapping):
        return ((key.text, value) for key, value in node.entries)
    return enumerate(node.items) if isinstance(node, Sequence) else ()
