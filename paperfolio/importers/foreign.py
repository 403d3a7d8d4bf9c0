"""Files of other site generators: bytes to text, front matter in YAML, TOML or JSON to plain values.

YAML is read by the program's own reader, so that `1907.06406` and `2016-02-31` arrive as written. What it
refuses is read line by line, and reported.
"""

from __future__ import annotations

import contextlib
import json
import re
import tomllib
from collections.abc import Mapping
from typing import Any

from paperfolio.content import frontmatter, located
from paperfolio.content.fields import TRUE
from paperfolio.importers.conversion import from_html, plain
from paperfolio.importers.records import note
from paperfolio.problems import Place, Problem

_ANCHOR = re.compile(r"(?m)^(\s*[\w -]+:\s+)&[\w-]+[ \t]*(?=\S|$)")
_ALIAS = re.compile(r"(?m)^(\s*(?:[\w -]+:\s+|-\s+))\*[\w-]+[ \t]*$")
_FRONT = re.compile(r"(---|\+\+\+)[ \t]*\n(.*?)^(?:\1|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)


class Values(dict[str, Any]):
    """The fields of a file or of a part of it, all scalars as text. Of several names, the first with a value counts."""

    def text(self, *names: str) -> str:
        """Return a text as it is written; empty where there is none, or a list or a mapping."""
        return next((text for name in names if (text := _text(self.get(name)))), "")

    def line(self, *names: str) -> str:
        """Return a text as one line of Markdown."""
        return from_html(self.text(*names))

    def plain(self, *names: str) -> str:
        """Return a text as one line without markup."""
        return plain(self.line(*names))

    def texts(self, *names: str) -> list[str]:
        """Return all texts of the fields, each of which may be one text or a list of them."""
        values = [self.get(name) for name in names]
        items = [item for value in values for item in (value if isinstance(value, list) else [value])]
        return [text for item in items if (text := _text(item))]

    def part(self, name: str) -> Values:
        """Return a mapping, empty for anything else."""
        value = self.get(name)
        return Values(value if isinstance(value, dict) else {})

    def rows(self, *names: str) -> list[Values]:
        """Return the mappings in lists."""
        values = [self.get(name) for name in names]
        rows = [row for value in values if isinstance(value, list) for row in value]
        return [Values(row) for row in rows if isinstance(row, dict)]

    def says(self, *names: str) -> bool:
        """Return whether one of the fields says yes."""
        return any(self.text(name).casefold() in TRUE for name in names)


def _text(value: Any) -> str:
    return value.strip() if isinstance(value, str) else ""


def decode(path: str, data: bytes) -> tuple[str, list[Problem]]:
    """Return the text of a file in UTF-8, UTF-16 or, where it is neither, Windows-1252."""
    encoding = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        return _lines(data.decode(encoding)), []
    except UnicodeDecodeError:
        if encoding == "utf-16" or b"\x00" in data[:1000]:
            return "", [note(path, "encoding", "not a text file: left out", "save it as UTF-8")]
    message, fix = "not UTF-8; read as Windows-1252", "check accents, or save it as UTF-8"
    return _lines(data.decode("cp1252", errors="replace")), [note(path, "encoding", message, fix)]


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")


def front_matter(path: str, data: bytes) -> tuple[Values, str, list[Problem]]:
    """Return the fields and the body of a file of Jekyll or Hugo."""
    text, problems = decode(path, data)
    text = text.lstrip("\n \t")
    if found := _FRONT.match(text):
        values, doubts = (yaml if found[1] == "---" else toml)(path, found[2])
        return values, text[found.end() :], problems + doubts
    if text.startswith("{"):
        with contextlib.suppress(ValueError, RecursionError):
            value, end = json.JSONDecoder(parse_float=str, parse_int=str).raw_decode(text)
            return Values(_as_text(value)), text[end:], problems
    return Values(), text, problems


def yaml(path: str, text: str) -> tuple[Values, list[Problem]]:
    """Return the values of YAML, those of a list as `list`; broken YAML is recovered line by line."""
    source = _ALIAS.sub(r"\1", _ANCHOR.sub(r"\1", text))
    name = "list:\n" if re.match(r"\s*(?:#.*\n\s*)*-\s", source) else ""
    document, problems = frontmatter.parse(path, f"---\n{name}{source}\n---\n".encode())
    if document is not None:
        return Values(unlocated(document.fields)), []
    first = next(each for each in problems if each.severity == "error")
    message = f"broken YAML, read line by line ({first.message})"
    return _recovered(text), [note(Place(path=path, line=first.place.line), "yaml", message)]


def unlocated(node: located.Node) -> Any:
    """Return a located node as text, a list or a dict."""
    if isinstance(node, located.Mapping):
        return {key.text: unlocated(value) for key, value in node.entries}
    if isinstance(node, located.Sequence):
        return [unlocated(item) for item in node.items]
    return "" if node.empty else node.text


def toml(path: str, text: str) -> tuple[Values, list[Problem]]:
    """Return the values of TOML; what is broken is recovered line by line."""
    try:
        return Values(_as_text(tomllib.loads(text))), []
    except (RecursionError, ValueError) as error:
        fields = re.findall(r"(?m)^(\w+)\s*=\s*(.*)$", text)
        recovered = Values({key: value.strip().strip("\"'") for key, value in fields})
        return recovered, [note(path, "toml", f"broken TOML, read line by line ({error})")]


def _as_text(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _as_text(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_as_text(each) for each in value]
    return str(value).lower() if isinstance(value, bool) else "" if value is None else str(value)


def _recovered(text: str) -> Values:
    values = Values()
    name = ""
    for line in text.split("\n"):
        if field := re.match(r"([A-Za-z][\w-]*)\s*:(?:\s+(.*))?$", line):
            name = field[1]
            values.setdefault(name, _unquoted(field[2] or ""))
        elif name and (item := re.match(r"\s*-\s+(.*)$", line)):
            before = values[name]
            values[name] = [*(before if isinstance(before, list) else []), _unquoted(item[1])]
        elif name and line.startswith((" ", "\t")) and line.strip() and isinstance(values[name], str):
            joined = f"{values[name]} {line.strip()}".strip()
            values[name] = joined.removeprefix("|").removeprefix(">").strip()
    return values


def _unquoted(text: str) -> str:
    text = text.strip()
    if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'":
        return text[1:-1].replace("''", "'") if text[0] == "'" else text[1:-1].replace('\\"', '"')
    return re.sub(r"\s+#.*$", "", text) if text[:1] not in "\"'" else text.strip("\"'")


def config(files: Mapping[str, bytes], *paths: str) -> Values:
    """Return the settings in the files there are, an earlier one before a later one."""
    merged = Values()
    for path in paths:
        if path in files:
            text, _ = decode(path, files[path])
            values, _ = (toml if path.endswith(".toml") else yaml)(path, text)
            merged = Values({**values, **merged})
    return merged
