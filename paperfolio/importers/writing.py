"""Records as front matter of this program, and front matter as text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from paperfolio.content.quoting import quoted
from paperfolio.importers.conversion import plain
from paperfolio.importers.identifiers import IN_PREPARATION
from paperfolio.importers.records import Contributor, Record
from paperfolio.importers.targets import Resolve
from paperfolio.scholar.kinds import KINDS
from paperfolio.text.cleaning import clean

Values = dict[str, Any]


_PLAIN = re.compile(r"[^\W_](?:[^\n:#]|:(?=\S)|(?<=\S)#)*(?<![\s:])")
# Everything else that YAML reads as a value of another kind is text for this program.
_NOTHING = frozenset("null ~".split())
_FLOW = re.compile(r"[^,\[\]{}:#'\"&*!|>%@`]+")


def values_of(record: Record, resolve: Resolve) -> Values:
    """Return the front matter of a record; `resolve` turns a label, a target and its folder into what to write."""
    values: Values = {
        "title": record.title,
        "subtitle": record.subtitle,
        "authors": [*_authors(record.authors), *(["et al."] if record.et_al else [])],
        "date": record.date,
        "kind": record.kind if record.kind in KINDS and record.kind != "other" else "",
        "venue": _venue(record),
        "editors": _authors(record.editors),
        "series": record.container.series,
        "edition": record.container.edition,
        "chapter": record.container.chapter,
        "number_of_pages": record.length,
        "school": record.container.name if record.kind == "thesis" else "",
        "status": record.status if record.status != IN_PREPARATION else "",
        **{name: value for name, value in record.ids.items() if value},
        "links": {
            ("pdf" if label == "file" else label): target
            for label, address in record.links.items()
            if (target := resolve(label, address, record.folder))
        },
        "award": _few(record.awards),
        "note": _few((*_preparation(record), *record.notes, *_marks(record))),
        "summary": record.summary,
        "tags": list(record.tags),
        "selected": "true" if record.selected else "",
        "order": record.order,
        "image": _image(record, resolve),
        "versions": [dict(version) for version in record.versions],
        "projects": list(record.projects),
        "bibtex": {name: clean(value) for name, value in record.extra.items() if clean(value)},
        "language": record.language,
        "redirects": list(record.redirects),
    }
    return {name: value for name, value in values.items() if value}


def body_of(record: Record) -> str:
    """Return the text below the front matter: the abstract, and the rest below a heading."""
    rest = record.body.strip()
    if rest and record.abstract and not rest.startswith("#"):
        rest = f"## Notes\n\n{rest}"
    return "\n\n".join(filter(None, (record.abstract.strip(), rest)))


def _authors(authors: Iterable[Contributor]) -> list[Any]:
    """Return the people as values; a star at several names says that they contributed equally."""
    people = tuple(authors)
    stars = sum(author.mark == "*" for author in people)
    return [_author(author, starred="equal" if stars > 1 else "corresponding") for author in people]


def _author(author: Contributor, *, starred: str) -> Any:
    parts = {
        "family": author.family,
        "given": author.given if author.family else "",
        "url": author.url if re.match(r"https?://", author.url) else "",
        "orcid": author.orcid,
        "equal": "true" if author.equal else "",
        "corresponding": "true" if author.corresponding else "",
    }
    if author.mark == "*":
        parts[starred] = "true"
    parts = {name: value for name, value in parts.items() if value}
    # A name that reads as several is one here: as a mapping it is taken at its word.
    if not parts and not re.search(r"[;&,]|\sand\s|\bet\.? al\b", author.name):
        return author.name
    if not parts and "," not in author.name:
        parts = {"family": author.name}
    return {"name": author.name, **parts}


def _preparation(record: Record) -> list[str]:
    """Return the note of a work in preparation, which is listed and not a draft, since visitors see no drafts."""
    return [record.date_text or IN_PREPARATION] if record.status == IN_PREPARATION else []


def _marks(record: Record) -> list[str]:
    marked = [f"{author.name} {author.mark}" for author in record.authors if author.mark not in ("", "*")]
    return [f"Marks at the names: {', '.join(marked)}"] if marked else []


def _venue(record: Record) -> Any:
    container = record.container
    name = "" if record.kind == "thesis" else container.name or container.short
    parts = {
        "name": name,
        "short": container.short if container.short != name else "",
        "volume": container.volume,
        "issue": container.issue,
        "pages": container.pages,
        "publisher": container.publisher if container.publisher != container.name else "",
        "place": container.place,
    }
    parts = {key: value for key, value in parts.items() if value}
    if not parts.keys() & {"name", "publisher"}:
        return ""
    return name if set(parts) == {"name"} else parts


def _image(record: Record, resolve: Resolve) -> Any:
    file = resolve("image", record.image, record.folder) if record.image else ""
    return {"file": file, **({"alt": record.image_alt} if record.image_alt else {})} if file else ""


def _few(texts: Iterable[str]) -> Any:
    items = list(dict.fromkeys(filter(None, texts)))
    return items[0] if len(items) == 1 else items


# ------------------------------------------------------------------ YAML


def document(values: Mapping[str, Any], body: str) -> str:
    """Return a file with this front matter and body."""
    front = "".join(field(name, value) for name, value in values.items())
    return f"---\n{front}---\n" + (f"\n{body.strip()}\n" if body.strip() else "")


def field(name: str, value: Any) -> str:
    """Return one field as lines of YAML."""
    if isinstance(value, str):
        return f"{name}: {scalar(value)}\n"
    if isinstance(value, list) and all(
        isinstance(each, str) and _FLOW.fullmatch(each) and scalar(each) == each for each in value
    ):
        line = f"{name}: [{', '.join(value)}]\n"
        if name != "authors" and len(line) < 110:
            return line
    if isinstance(value, list):
        return f"{name}:\n" + "".join(_item(each) for each in value)
    return f"{name}:\n" + "".join(f"  {key}: {scalar(each)}\n" for key, each in value.items())


def _item(value: Any) -> str:
    if isinstance(value, str):
        return f"  - {scalar(value)}\n"
    lines = [f"{key}: {scalar(each)}\n" for key, each in value.items()]
    return "  - " + "    ".join(lines)


def scalar(text: str) -> str:
    """Return a text as a YAML scalar on one line: bare where YAML reads it so, else between single quotes."""
    text = " ".join(text.split()) if "\n" in text or "\t" in text else text
    bare = (
        _PLAIN.fullmatch(text) and text.casefold() not in _NOTHING and " #" not in text and ": " not in text
    )
    return text if bare else quoted(text)


def flow(value: Any) -> str:
    """Return a value on one line."""
    if isinstance(value, str):
        return scalar(value) if _FLOW.fullmatch(value) else quoted(" ".join(value.split()))
    if isinstance(value, list):
        return f"[{', '.join(map(flow, value))}]"
    return "{" + ", ".join(f"{key}: {flow(each)}" for key, each in value.items()) + "}"


def shown(value: Any) -> str:
    """Return a value for a message, cut where it is long."""
    text = plain(value) if isinstance(value, str) else flow(value)
    return text if len(text) <= 100 else f"{text[:97]}…"
