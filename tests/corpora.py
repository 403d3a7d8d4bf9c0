"""The text fields of real sites and of real services, as far as they lie beside the checkout."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import bibtexparser

FOLDER = Path(__file__).resolve().parents[1] / "../shared/corpora"
_KINDS = {"title": "title", "abstract": "body", "booktitle": "title", "journal": "title", "note": "title"}
_KEYS = {"title": "title", "abstract": "body", "container-title": "title", "short-container-title": "title",
         "display_name": "title", "venue": "title", "journal": "title", "summary": "body", "name": "title"}  # fmt: skip

_ELEMENT = re.compile(r"<(title|abstract|summary|booktitle)\b[^>]*>(.*?)</\1>", re.DOTALL)


class TextField(NamedTuple):
    """One field: where it is from, what it is rendered as (`title` or `body`), and its text."""

    place: str
    kind: str
    text: str


def fields() -> Iterator[TextField]:
    """Yield the titles, abstracts, venues and notes of all files, each text once."""
    seen: set[tuple[str, str]] = set()
    for found in _all():
        if found.text.strip() and (found.kind, found.text) not in seen:
            seen.add((found.kind, found.text))
            yield found


def _all() -> Iterator[TextField]:
    for path in sorted(FOLDER.rglob("*")):
        place = str(path.relative_to(FOLDER))
        if not path.is_file():
            continue
        if path.suffix == ".bib":
            yield from _bibtex(place, path.read_text("utf-8", "replace"))
        elif path.suffix == ".json":
            yield from _json(place, _loaded(path))
        elif path.suffix == ".xml":
            for tag, text in re.findall(
                r"<(title|abstract|summary|booktitle)\b[^>]*>(.*?)</\1>", path.read_text("utf-8"), re.DOTALL
            ):
                yield TextField(place, _KINDS.get(tag, "body"), text.strip())
        elif path.suffix == ".md":
            yield from _markdown(place, path.read_text("utf-8", "replace"))


def _bibtex(place: str, text: str) -> Iterator[TextField]:
    for entry in bibtexparser.parse_string(text).entries:
        for field in entry.fields:
            if kind := _KINDS.get(field.key.lower()):
                yield TextField(f"{place}: {entry.key}", kind, str(field.value))


def _loaded(path: Path) -> Any:
    try:
        return json.loads(path.read_text("utf-8"))
    except ValueError:
        return None


def _json(place: str, value: Any, key: str = "") -> Iterator[TextField]:
    if isinstance(value, dict):
        for name, part in value.items():
            yield from _json(place, part, name)
    elif isinstance(value, list):
        for part in value:
            yield from _json(place, part, key)
    elif isinstance(value, str) and (kind := _KEYS.get(key)):
        yield TextField(place, kind, value)


def _markdown(place: str, text: str) -> Iterator[TextField]:
    parts = re.split(r"^---[ \t]*$", text, maxsplit=2, flags=re.MULTILINE)
    if len(parts) < 3:
        return
    for name, value in re.findall(
        r"^(title|abstract|venue|publication)[ \t]*:[ \t]*(\S.*)$", parts[1], re.MULTILINE
    ):
        yield TextField(place, _KINDS.get(name, "title"), value.strip().strip("\"'"))
    yield TextField(place, "body", parts[2].strip())
