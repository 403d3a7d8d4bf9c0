"""Files of other site generators: bytes to text, front matter in YAML, TOML or JSON to plain values.

YAML is read by the program's own reader, so that `1907.06406` and `2016-02-31` arrive as written. What it
refuses is read line by line, and reported.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from typing import Any

from paperfolio.content import frontmatter, located
from paperfolio.importers.records import note
from paperfolio.problems import Place, Problem

Values = dict[str, Any]

_ANCHOR = re.compile(r"(?m)^(\s*[\w -]+:\s+)&[\w-]+[ \t]*(?=\S|$)")
_ALIAS = re.compile(r"(?m)^(\s*(?:[\w -]+:\s+|-\s+))\*[\w-]+[ \t]*$")


def decode(path: str, data: bytes) -> tuple[str, list[Problem]]:
    """Return the text of a file in UTF-8, UTF-16 or, where it is neither, Windows-1252."""
    encoding = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        return _lines(data.decode(encoding)), []
    except UnicodeDecodeError:
        if encoding == "utf-16" or b"\x00" in data[:1000]:
            return "", [note(Place(path=path), "encoding", "not a text file: left out", "save it as UTF-8")]
    text = data.decode("cp1252", errors="replace")
    message = "not UTF-8; read as Windows-1252"
    return _lines(text), [note(Place(path=path), "encoding", message, "check accents, or save it as UTF-8")]


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")


def front_matter(path: str, data: bytes) -> tuple[Values, str, list[Problem]]:
    """Return the fields and the body of a file of Jekyll or Hugo."""
    text, problems = decode(path, data)
    text = text.lstrip("\n \t")
    if found := re.match(r"\+\+\+[ \t]*\n(.*?)^\+\+\+[ \t]*(?:\n|\Z)", text, re.DOTALL | re.MULTILINE):
        values, doubts = toml(path, found[1])
        return values, text[found.end() :], problems + doubts
    if found := re.match(r"---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", text, re.DOTALL | re.MULTILINE):
        values, doubts = yaml(path, found[1])
        return values, text[found.end() :], problems + doubts
    if text.startswith("{"):
        try:
            value, end = json.JSONDecoder().raw_decode(text)
            return (value, text[end:], problems) if isinstance(value, dict) else ({}, text, problems)
        except (ValueError, RecursionError):
            pass
    return {}, text, problems


def yaml(path: str, text: str) -> tuple[Values, list[Problem]]:
    """Return the values of a YAML file, all scalars as text; broken YAML is recovered line by line."""
    source = _ALIAS.sub(r"\1", _ANCHOR.sub(r"\1", text))
    whole = re.match(r"\s*(?:#.*\n\s*)*-\s", source)  # a list: `cv.yml` of al-folio
    document, problems = frontmatter.parse(
        path, f"---\n{'list:' + chr(10) if whole else ''}{source}\n---\n".encode()
    )
    if document is not None:
        return plain(document.fields), []
    first = next((each for each in problems if each.severity == "error"), None)
    line = first.place.line if first else 1
    reason = first.message if first else "unknown"
    message = f"broken YAML, read line by line ({reason})"
    return _recovered(text), [note(Place(path=path, line=line), "yaml", message, "check the imported file")]


def plain(node: located.Node | None) -> Any:
    """Return a located node as text, a list or a dict."""
    if isinstance(node, located.Mapping):
        return {key.text: plain(value) for key, value in node.entries}
    if isinstance(node, located.Sequence):
        return [plain(item) for item in node.items]
    return "" if node is None or node.empty else node.text


def toml(path: str, text: str) -> tuple[Values, list[Problem]]:
    """Return the values of TOML, all scalars as text."""
    try:
        values = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        message = f"broken TOML, read line by line ({error})"
        recovered = {
            key: value.strip().strip("\"'") for key, value in re.findall(r"(?m)^(\w+)\s*=\s*(.*)$", text)
        }
        return recovered, [note(Place(path=path), "toml", message, "check the imported file")]
    return _texts(values), []


def _texts(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _texts(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_texts(each) for each in value]
    return str(value).lower() if isinstance(value, bool) else str(value)


def _recovered(text: str) -> Values:
    values: Values = {}
    name = ""
    for line in text.split("\n"):
        if field := re.match(r"([A-Za-z][\w-]*)\s*:(?:\s+(.*))?$", line):
            name = field[1]
            values.setdefault(name, _unquoted(field[2] or ""))
        elif name and (item := re.match(r"\s*-\s+(.*)$", line)):
            before = values[name]
            values[name] = [*(before if isinstance(before, list) else []), _unquoted(item[1])]
        elif name and line.startswith((" ", "\t")) and line.strip() and isinstance(values[name], str):
            values[name] = (
                f"{values[name]} {line.strip()}".strip().removeprefix("|").removeprefix(">").strip()
            )
    return values


def _unquoted(text: str) -> str:
    text = text.strip()
    if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'":
        return text[1:-1].replace("''", "'") if text[0] == "'" else text[1:-1].replace('\\"', '"')
    return re.sub(r"\s+#.*$", "", text) if text[:1] not in "\"'" else text.strip("\"'")


def config(files: Mapping[str, bytes], *paths: str) -> Values:
    """Return the settings in the files there are, an earlier one before a later one."""
    merged: Values = {}
    for path in paths:
        if path in files:
            text, _ = decode(path, files[path])
            values = toml(path, text)[0] if path.endswith(".toml") else yaml(path, text)[0]
            merged = {**values, **merged}
    return merged


def texts(value: Any) -> list[str]:
    """Return a value that may be one text or a list of them as a list without empty ones."""
    items = value if isinstance(value, list) else [value]
    return [text for item in items if isinstance(item, str) and (text := item.strip())]


def text(value: Any) -> str:
    """Return a value as one text, empty for lists and mappings."""
    return value.strip() if isinstance(value, str) else ""


def mapping(value: Any) -> Values:
    """Return a mapping, and an empty one for anything else."""
    return value if isinstance(value, dict) else {}


def true(value: Any) -> bool:
    """Whether a value says yes."""
    return isinstance(value, str) and value.strip().casefold() in ("true", "yes", "on")
