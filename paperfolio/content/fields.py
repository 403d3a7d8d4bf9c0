"""The kinds of value that a front matter field can have: how each is read and described.

A `Kind` reads a located value and returns the model's value, or None after it has reported what is wrong
and what to do. The same kind describes itself as JSON Schema, so that
an editor's check, the reference page and the program agree. `schema` lists the fields themselves.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeGuard

from paperfolio.content import located
from paperfolio.content.located import Node, Scalar
from paperfolio.content.quoting import quoted
from paperfolio.model import SITE, Text
from paperfolio.problems import Place, Problem
from paperfolio.text import markup
from paperfolio.text.latex import Rendered
from paperfolio.text.markup.media import is_film_elsewhere, is_outside
from paperfolio.text.nearest import nearest

Json = dict[str, Any]

TRUE = frozenset({"true", "yes", "on"})
SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_PICTURE = re.compile(r"!\[[^\[\]]*\]\(\s*<?$|<img\s[^<>]*\bsrc\s*=\s*[\"']?$", re.IGNORECASE)
FALSE = frozenset({"false", "no", "off"})


LEFT_OUT: Any = object()
"""Stands for a value whose file is missing, where the build goes on without it."""


@dataclass(kw_only=True)
class Reading:
    """The state of reading one document: its macros, the files beside it, and the problems found so far.

    `find` returns a local target as an address relative to the output folder, or None when there is
    no such file. With `keep_going` a missing file is a warning, and what names it is left out.
    """

    find: Callable[[str], str | None] = lambda _: None
    macros: tuple[tuple[str, str], ...] = ()
    problems: list[Problem] = field(default_factory=list)
    keep_going: bool = False

    def missing(self, place: Place, message: str, fix: str) -> Any:
        """Report a file that isn't there, and return what stands for a value that is left out."""
        if not self.keep_going:
            return self.error(place, "file", message, fix)
        self.warn(place, "file", f"{message} (the link is left out)", fix)
        return LEFT_OUT

    def error(self, place: Place, code: str, message: str, fix: str) -> Any:
        """Report a mistake that must be fixed before the site is built."""
        self.problems.append(Problem(place=place, code=code, message=message, fix=fix))

    def warn(self, place: Place, code: str, message: str, fix: str) -> None:
        """Report a doubt; the site is built anyway."""
        self.problems.append(Problem(place=place, severity="warning", code=code, message=message, fix=fix))

    def link(self, source: str, at: Callable[[int], Place]) -> Callable[[str, int], str | None]:
        """Return a function that maps the target of each link in `source` to its address in the pages.

        None stands for a link that is left out, of which the text remains.
        """

        def resolve(target: str, offset: int) -> str | None:
            if (
                is_outside(target)
                and not is_film_elsewhere(target)
                and _PICTURE.search(source[:offset][-500:])
            ):
                message = f'external image "{target}"'
                fix = "save it next to this file, since pages load nothing from other sites"
                self.error(at(offset), "image", message, fix)
            if SCHEME.match(target) or target.startswith(("#", "//")) or not target:
                return target
            path, mark, anchor = target.partition("#")
            found = self.find(path)
            if found is not None:
                return f"{SITE}{found.partition('#')[0] if anchor else found}{mark}{anchor}"
            message = f'link to a missing file "{target}"'
            fix = "add the file, correct its name, or write a full address (https://…)"
            return None if self.missing(at(offset), message, fix) is LEFT_OUT else target

        return resolve

    def text(self, rendered: Rendered, at: Callable[[int], Place]) -> Text:
        """Report what could not be rendered, with the place of each, and return the text."""
        for problem in rendered.problems:
            self.warn(at(problem.offset), problem.code, problem.message, problem.fix)
        return Text(html=rendered.html, plain=rendered.text, tex=rendered.tex)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind of value: `expected` completes "… is not {expected}", `read` takes node, field name and reading.

    `blank` means that `''` is a value of this kind; elsewhere it means that no value was given.
    """

    expected: str
    json: Json
    read: Callable[[Node, str, Reading], Any]
    blank: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A field of the front matter. `doc` is one sentence for the reference; `example` is YAML."""

    name: str
    kind: Kind
    doc: str
    example: str = ""
    required: bool = False


def shown(node: Node) -> str:
    """Return a value as a message quotes it."""
    if isinstance(node, located.Sequence):
        return "a list"
    if isinstance(node, located.Mapping):
        return "a mapping"
    text = " ".join(node.text.split())
    return f'"{text[:60]}{"…" if len(text) > 60 else ""}"' if text else "an empty value"


def mismatch(node: Node, expected: str) -> str:
    """Return the message for a value that is not what its field expects."""
    if isinstance(node, Scalar) and node.text.strip():
        return f"{shown(node)} is not {expected}"
    return f"expected {expected}, not {shown(node)}"


def scalar(expected: str, json: Json, value: Callable[[Scalar, str, Reading], Any]) -> Kind:
    """Return a kind whose values are single values; a list or a mapping is reported."""

    def read(node: Node, name: str, reading: Reading) -> Any:
        if not isinstance(node, Scalar):
            message = mismatch(node, expected)
            fix = f"quote it: {quoted(node.raw)}" if node.raw else f'write "{name}: value" on one line'
            if isinstance(node, located.Sequence) and not expected.startswith("text"):
                items = [item.raw for item in node.items]
                fix = f"write {name}: {items[0]}" if len(items) == 1 else f'write one of them: "{name}: …"'
            return reading.error(node.place, name, message, fix)
        return value(node, name, reading)

    return Kind(expected=expected, json=json, read=read)


def checked(
    expected: str,
    json: Json,
    value: Callable[[str], Any],
    fix: str | Callable[[str], str],
    tidy: Callable[[str], str] = str,
) -> Kind:
    """Return a scalar kind: `value` gives the model's value of the trimmed text, or None if it isn't one.

    `tidy` takes away what exporters put around a value; where it changes something, a warning says so.
    """

    def read(node: Scalar, name: str, reading: Reading) -> Any:
        text = node.text.strip()
        bare = tidy(text)
        if (found := value(bare)) is not None:
            if bare != text:
                reading.warn(node.place, name, f'"{text}" is read as {bare}', f"write {bare}")
            return found
        advice = fix if isinstance(fix, str) else fix(text)
        return reading.error(node.place, name, mismatch(node, expected), advice)

    return scalar(expected, json, read)


def _string(node: Scalar, name: str, reading: Reading) -> str:
    _eaten(node, reading)
    if node.plain and re.search(r"\n\s*- ", node.raw):
        message = 'a line that begins with "- " is part of the value above it, because it is indented further'
        reading.warn(node.place, name, message, "indent all items of the list alike")
    return " ".join(node.text.split())


def _eaten(node: Scalar, reading: Reading) -> None:
    # A comment has a space after its #; `#5` or `#NeurIPS` is more likely the end of the title.
    if re.match(r"#\w", node.comment):
        message = f'YAML reads "{node.comment}" as a comment'
        reading.warn(node.place, "comment", message, "quote the value if this is part of it")


def _text(node: Scalar, name: str, reading: Reading, *, links: bool = True) -> Text:
    _string(node, name, reading)
    source, at = node.text.strip(), _located(node)
    link = reading.link(source, at)
    return reading.text(markup.inline(source, reading.macros, links=links, link=link), at)


def _title(node: Scalar, name: str, reading: Reading) -> Text:
    # A title is itself a link wherever it appears in a list.
    return _text(node, name, reading, links=False)


def _located(node: Scalar) -> Callable[[int], Place]:
    lead = len(node.text) - len(node.text.lstrip())
    return lambda offset: node.at(offset + lead)


def _plain(node: Scalar, name: str, reading: Reading) -> str:
    return _text(node, name, reading).plain


_STRING: Json = {"type": ["string", "number"]}

STRING = scalar("text", _STRING, _string)
TEXT = scalar("text (Markdown and LaTeX are read)", {"type": ["string", "number"]}, _text)
TITLE = scalar("text (Markdown and LaTeX are read)", {"type": ["string", "number"]}, _title)
PLAIN = scalar("text", _STRING, _plain)
BLANK = replace(PLAIN, blank=True)


def _boolean(text: str) -> bool | None:
    return True if text.casefold() in TRUE else False if text.casefold() in FALSE else None


BOOLEAN = checked("true or false", {"type": "boolean"}, _boolean, "write true or false")


def _number(text: str) -> float | None:
    return float(text) if re.fullmatch(r"[-+]?[0-9]{1,15}(\.[0-9]{1,9})?", text) else None


NUMBER = checked("a number", {"type": "number"}, _number, "use digits, with a point for decimals")


def _count(text: str) -> int | None:
    return int(text.replace(",", "")) if re.fullmatch(r"[0-9]{1,12}|[0-9]{1,3}(,[0-9]{3})+", text) else None


COUNT = checked("a whole number of 0 or more", {"type": "integer", "minimum": 0}, _count, "use digits only")


def choice(*names: str, meant: Mapping[str, str] | None = None) -> Kind:
    """Return a kind that takes one of a few words, in any case, with `-` or `_` for a space.

    `meant` maps words that aren't taken to the one that the message suggests.
    """

    def value(text: str) -> str | None:
        wanted = re.sub(r"[-_\s]+", " ", text.casefold())
        return next((name for name in names if name == wanted), None)

    def fix(text: str) -> str:
        closest = (meant or {}).get(text.casefold()) or nearest(text, names)
        return f'did you mean "{closest}"?' if closest else "use one of these values"

    return checked(f"one of: {', '.join(names)}", {"enum": list(names)}, value, fix)


def many(kind: Kind, *, one: bool = True) -> Kind:
    """Return a list of `kind`, read as a tuple; with `one`, a single value stands for a list of one."""

    def read(node: Node, name: str, reading: Reading) -> Any:
        if isinstance(node, Scalar) and node.empty:
            return ()
        if not isinstance(node, located.Sequence):
            if one:
                value = kind.read(node, name, reading)
                return None if value is None else (value,)
            message = mismatch(node, "a list")
            fix = f'write each item below "{name}:" on a line that begins with "- "'
            return reading.error(node.place, name, message, fix)
        values = [
            kind.read(item, name, reading) for item in node.items if not _empty_item(item, name, reading)
        ]
        return tuple(value for value in values if value is not None and value is not LEFT_OUT)

    listed: Json = {"type": "array", "items": kind.json}
    return Kind(
        expected=f"a list, each item {kind.expected}",
        json={"anyOf": [kind.json, listed]} if one else listed,
        read=read,
    )


def _empty_item(item: Node, name: str, reading: Reading) -> bool:
    empty = isinstance(item, Scalar) and (item.empty or not item.text.strip())
    if empty:
        reading.error(item.place, name, "empty list item", "write a value, or remove the item")
    return empty


def record(
    fields: tuple[Field, ...],
    build: Callable[[dict[str, Any], Node, Reading], Any],
    *,
    foreign: Mapping[str, str] | None = None,
    short: Kind | None = None,
) -> Kind:
    """Return a mapping with known fields; `build` makes the model's value of those that were given.

    `short` reads a single value in place of the mapping; `foreign` maps field names of other programs to
    the advice where their value belongs.
    """

    def read(node: Node, name: str, reading: Reading) -> Any:
        if not isinstance(node, located.Mapping):
            if short is not None and isinstance(node, Scalar):
                return short.read(node, name, reading)
            message = mismatch(node, f'a mapping with fields such as "{fields[0].name}: …"')
            fix = f'write the fields below "{name}:", each on an indented line'
            return reading.error(node.place, name, message, fix)
        values, complete = read_fields(node, fields, reading, foreign or {})
        if LEFT_OUT in values.values():
            return LEFT_OUT
        return build(values, node, reading) if complete else None

    return Kind(
        expected=f'fields such as "{fields[0].name}: …"' + (f", or {short.expected}" if short else ""),
        json={"anyOf": [short.json, fields_json(fields)]} if short else fields_json(fields),
        read=read,
    )


def read_fields(
    node: located.Mapping, fields: tuple[Field, ...], reading: Reading, foreign: Mapping[str, str]
) -> tuple[dict[str, Any], bool]:
    """Return the values of a mapping by field name, and whether none is invalid and none required is missing."""
    known = {field.name: field for field in fields}
    values: dict[str, Any] = {}
    complete = True
    meant = set()
    for key, value in node.entries:
        if key.text not in known:
            meant.add(_unknown(key, tuple(known), reading, foreign))
        elif _nothing(value, known[key.text].kind):
            _eaten(value, reading)
        else:
            found = known[key.text].kind.read(value, key.text, reading)
            complete = complete and found is not None
            if found is not LEFT_OUT or known[key.text].required:
                values[key.text] = found
    for wanted in fields:
        if wanted.required and wanted.name not in values:
            complete = False
            _missing(wanted, node, wanted.name in meant, reading)
    return values, complete


def _missing(wanted: Field, node: located.Mapping, misspelt: bool, reading: Reading) -> None:
    fix = f"add a line such as: {wanted.example or wanted.name + ': …'}"
    given = node.get(wanted.name)
    if isinstance(given, Scalar) and given.comment:
        fix = f"quote the value: {wanted.name}: {quoted(given.comment)}"
    elif misspelt:
        fix = f'rename the unknown field to "{wanted.name}"'
    place = next((key.place for key, _ in node.entries if key.text == wanted.name), node.place)
    reading.error(place, "missing", f'missing required field "{wanted.name}"', fix)


def _nothing(node: Node, kind: Kind) -> TypeGuard[Scalar]:
    return isinstance(node, Scalar) and (node.empty or not (node.text.strip() or kind.blank))


def _unknown(key: Scalar, names: tuple[str, ...], reading: Reading, foreign: Mapping[str, str]) -> str:
    """Report an unknown field; return the known name that it most likely means."""
    message = f'unknown field "{key.text}" (ignored)'
    meant = "" if key.text.casefold() in foreign else nearest(key.text, names)
    if key.text.casefold() in foreign:
        fix = foreign[key.text.casefold()]
    elif meant:
        fix = f'did you mean "{meant}"?'
    else:
        fix = f"remove it, or use one of: {', '.join(names)}"
    reading.warn(key.place, "unknown-field", message, fix)
    return meant


def fields_json(fields: tuple[Field, ...]) -> Json:
    """Return the JSON Schema of a mapping with these fields (JSON Schema, draft 2020-12)."""
    properties = {each.name: {"description": each.doc, **each.kind.json} for each in fields}
    needed = [each.name for each in fields if each.required]
    schema: Json = {"type": "object", "properties": properties, "additionalProperties": False}
    return schema | ({"required": needed} if needed else {})
