"""Changes of single values in a document that a person may have written in.

Only the lines of a changed field are replaced: comments, order, quoting and line ends around it stay. The result
is read again; a change that would touch anything else is refused.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from paperfolio.content import frontmatter
from paperfolio.content.located import Document, Node, Scalar
from paperfolio.content.quoting import quoted
from paperfolio.importers import foreign, writing

Values = dict[str, Any]


def read(path: str, data: bytes) -> tuple[Values, str] | None:
    """Return the fields of a document as plain values, and its body; None where it can't be read."""
    document, problems = frontmatter.parse(path, data)
    if document is None or any(problem.severity == "error" for problem in problems):
        return None
    return foreign.unlocated(document.fields), document.body.strip()


def spliced(
    path: str, data: bytes, changes: Mapping[str, Any], body: tuple[str, str] | None = None
) -> bytes | None:
    """Return the document with these fields changed, removed (None) or added, and the body exchanged.

    `body` is the part of the body to replace, and what replaces it. None is returned where that can't be done
    without touching anything else.
    """
    document, _ = frontmatter.parse(path, data)
    before = read(path, data)
    if document is None or before is None:
        return None
    mark, text = (data[:3], data[3:].decode()) if data.startswith(b"\xef\xbb\xbf") else (b"", data.decode())
    lines = re.split(r"(?<=\n)|(?<=\r)(?!\n)", text)
    lines = lines[:-1] if lines and not lines[-1] else lines
    end = _line_end(lines[0])
    spans = _spans(document, lines)
    close = document.line - 2
    edits: list[tuple[int, int, list[str]]] = []
    for name, value in changes.items():
        if name in spans:
            start, stop, key, node = spans[name]
            inline = _in_line(lines, start, key, node, value, end) if value is not None else None
            new = [inline] if inline is not None else _lines(name, value, end)
            edits.append((start, start + 1 if inline is not None else stop, new))
        elif value is not None:
            edits.append((close, close, _lines(name, value, end)))
    for start, stop, new in sorted(edits, key=lambda edit: (edit[0], edit[1]), reverse=True):
        lines[start:stop] = new
    text = "".join(lines)
    if body is not None:
        text = _with_body(text, body, end) or ""
    made = mark + text.encode()
    after = read(path, made) if text else None
    wanted_fields = {name: value for name, value in {**before[0], **changes}.items() if value is not None}
    return made if after and after[0] == wanted_fields else None


def _line_end(line: str) -> str:
    return next((end for end in ("\r\n", "\n", "\r") if line.endswith(end)), "\n")


def _lines(name: str, value: Any, end: str) -> list[str]:
    return [] if value is None else [f"{line}{end}" for line in writing.field(name, value).splitlines()]


def _spans(document: Document, lines: list[str]) -> dict[str, tuple[int, int, Scalar, Node]]:
    """Return for each field the first line and the one behind its last, without comments that follow it."""
    entries = document.fields.entries
    starts = [key.place.line - 1 for key, _ in entries] + [document.line - 2]
    spans = {}
    for (key, node), start, following in zip(entries, starts, starts[1:], strict=False):
        stop = following
        while stop > start + 1 and re.match(r"\s*$|#", lines[stop - 1]):
            stop -= 1
        spans[key.text] = (start, stop, key, node)
    return spans


def _in_line(lines: list[str], start: int, key: Scalar, node: Node, value: Any, end: str) -> str | None:
    """Return the field's line with its value exchanged in place, where both fit on one."""
    raw = node.raw
    if not raw or "\n" in raw or node.place.line != key.place.line or raw[:1] in "|>":
        return None
    line = lines[start].rstrip("\r\n")
    at = node.place.column - 1
    if line[at : at + len(raw)] != raw:
        return None
    if isinstance(node, Scalar):
        if not isinstance(value, str):
            return None
        new = (
            quoted(value)
            if raw[:1] == "'"
            else f'"{value}"'
            if raw[:1] == '"' and not re.search(r'["\\]', value)
            else writing.scalar(value)
        )
    elif isinstance(value, str):
        new = writing.scalar(value)
    else:
        new = writing.flow(value)
    return f"{line[:at]}{new}{line[at + len(raw) :]}{end}"


def _with_body(text: str, body: tuple[str, str], end: str) -> str | None:
    old, new = (part.strip().replace("\n", end) for part in body)
    if not old:
        return f"{text.rstrip()}{end}{end}{new}{end}"
    return text.replace(old, new, 1) if text.count(old) == 1 else None
