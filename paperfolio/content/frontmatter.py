"""Splits a document into located values and a body; the only room that imports yaml.

Scalars are kept as the user wrote them: `doi: 10.10` stays `10.10`, `no` stays `no`, and `schema`
decides what they mean. The YAML is read event by event instead of being loaded, so that size, depth,
aliases and repeated keys are refused before anything could grow: loaders expand merge keys
exponentially, and the C loader dies of deep nesting with a signal that no `except` catches.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import yaml

from paperfolio.content import json_errors
from paperfolio.content.yaml_errors import Complaint, diagnose
from paperfolio.problems import Place, Problem

MAX_BYTES = 2_000_000
MAX_DEPTH = 64
MAX_NODES = 200_000

# `"\times"` reads as a tab and "imes". A real escape is hardly ever followed by more letters.
_SWALLOWED = re.compile(r"(?<!\\)(?:\\\\)*(\\(?:[abefnrtvNLP][A-Za-z]+|_))|(?<=[A-Za-z{])\\\"(?=[A-Za-z}{])")
_FENCE = re.compile(r"---[ \t]*(?:#.*)?$")
_CLOSE = re.compile(r"(?:---|\.\.\.)[ \t]*$")
_MERGE, _MERGED = re.compile(r"^<{7} ", re.MULTILINE), re.compile(r"^>{7} ", re.MULTILINE)
_CODE_FENCE = re.compile(r"^ {0,3}(?:```|~~~)", re.MULTILINE)
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Scalar:
    """A value as the user wrote it, with quotes and folding resolved. `plain` values had no quotes.

    `raw` is its span of the file, `comment` what YAML dropped behind it on the same line.
    """

    text: str
    place: Place
    raw: str
    plain: bool = True
    comment: str = ""

    def at(self, offset: int) -> Place:
        """Return the place of the character at `offset` of `text`, as near as the YAML style tells."""
        if self.raw[:1] in "|>" and not self.plain:
            header, *lines = self.raw.split("\n")
            line = self.text.count("\n", 0, offset) if header[0] == "|" else 0
            column = offset - (self.text.rfind("\n", 0, offset) + 1)
            indent = len(lines[line]) - len(lines[line].lstrip(" ")) if line < len(lines) else 0
            return Place(path=self.place.path, line=self.place.line + 1 + line, column=indent + column + 1)
        return self._folded(offset)

    def _folded(self, offset: int) -> Place:
        """Find the word at `offset` again in the raw span: folding and escapes change what stands around it."""
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
    """A YAML list; `raw` is its span of the file where it stands between brackets."""

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


def parse(path: str, data: bytes) -> tuple[Document | None, tuple[Problem, ...]]:
    """Read the bytes of one document. Problems that leave nothing to work with come with None."""
    text, problems = decode(path, data)
    if text is None:
        return None, problems
    merge = _MERGE.search(text)
    # In a fenced block the marks are shown.
    if (
        merge
        and _MERGED.search(text, merge.end())
        and len(_CODE_FENCE.findall(text, 0, merge.start())) % 2 == 0
    ):
        message = "found the marks of a merge that was not finished"
        fix = "keep what is right of both sides, and take the lines <<<<<<<, ======= and >>>>>>> away"
        return None, (*problems, _problem(_place(path, text[: merge.start()]), "merge", message, fix))
    front, body, line, missing = _split(path, text)
    if missing is not None:
        return None, (*problems, missing)
    builder = _DocumentBuilder(path=path, text=front)
    fields = builder.build()
    problems += tuple(builder.problems)
    if fields is None:
        return None, problems
    return Document(path=path, fields=fields, body=body, line=line), problems


def parse_json(path: str, data: bytes) -> tuple[Document | None, tuple[Problem, ...]]:
    """Read the bytes of a JSON file that holds one object, as `parse` reads a document without a body.

    Its values are located by the same reader once it is known to be JSON (RFC 8259) and nothing more. What JSON
    allows and that reader doesn't (a line break before a colon, half of a pair of surrogates) is refused.
    """
    text, problems = decode(path, data)
    if text is None:
        return None, problems
    try:
        # Digits stay text, since Python refuses to count with thousands of them.
        root = json.loads(text, parse_int=str, parse_float=str)
    except json.JSONDecodeError as error:
        return None, (*problems, json_errors.diagnose(path, text, error.pos))
    except RecursionError:
        root = {}  # the reader below tells where it is too deep
    if not isinstance(root, dict):
        message = "found a list or a single value, expected names with values between { and }"
        at = Place(path=path, line=1, column=1)
        return None, (*problems, _problem(at, "json", message, 'begin for example with {"OpenAlex": ['))
    # A tab is a blank in JSON, and inside its strings there is none.
    builder = _DocumentBuilder(path=path, text=text.replace("\t", " "), json=True)
    fields = builder.build()
    problems += tuple(builder.problems)
    return None if fields is None else Document(path=path, fields=fields, body="", line=1), problems


def decode(path: str, data: bytes) -> tuple[str | None, tuple[Problem, ...]]:
    r"""Return the text with line ends as `\n`; None for a file too large, not UTF-8 or damaged."""
    if len(data) > MAX_BYTES:
        message = f"found {len(data):,} bytes, expected at most {MAX_BYTES:,}"
        return None, (
            _problem(Place(path=path), "too-large", message, "move data and pictures to files beside it"),
        )
    problems: tuple[Problem, ...] = ()
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        place = Place(path=path, line=1, column=1)
        return None, (_problem(place, "encoding", "found UTF-16, expected UTF-8", "save the file as UTF-8"),)
    if data.startswith(b"\xef\xbb\xbf"):
        data = data[3:]
        message = "found a byte-order mark before the first character; it was passed over"
        problems = (
            _warning(Place(path=path, line=1, column=1), "bom", message, "save as UTF-8 without BOM"),
        )
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8")
        message = f"found byte 0x{data[error.start]:02X}, which is not UTF-8"
        return None, (
            *problems,
            _problem(_place(path, before), "encoding", message, "save the file as UTF-8"),
        )
    crlf, bare = text.count("\r\n"), text.count("\r") - text.count("\r\n")
    if bare or (crlf and crlf != text.count("\n")):
        at = _place(path, re.split(r"\r(?!\n)" if bare else r"(?<!\r)\n", text, maxsplit=1)[0])
        message = "found line ends of more than one kind; all were read as line ends"
        problems += (_warning(at, "line-ends", message, "save the file with LF or CRLF throughout"),)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if found := _CONTROL.search(text):
        return None, (*problems, _control_character(path, text, found))
    return text, problems


def _split(path: str, text: str) -> tuple[str, str, int, Problem | None]:
    lines = text.split("\n")
    if not _FENCE.match(lines[0]):
        return "", text, 1, _no_fence(path, text)
    for number, line in enumerate(lines[1:], start=1):
        if _CLOSE.match(line):
            front = "\n" + "\n".join(lines[1:number]) + "\n"
            return front, "\n".join(lines[number + 1 :]), number + 2, None
    message = "found no line “---” that closes the front matter"
    fix = "add a line “---” between the fields and the text"
    return "", "", 1, _problem(Place(path=path, line=len(lines), column=1), "front-matter", message, fix)


def _no_fence(path: str, text: str) -> Problem:
    """Return what stands where the front matter should begin."""
    begun = re.search(r"\S.*", text)
    first = begun.group().rstrip() if begun else ""
    place = Place(path=path, line=1, column=1)
    if re.fullmatch(r"[-–—]{2,}", first):
        place = _place(path, text[: begun.start()] if begun else "")
        message = f"found “{first}” where the front matter begins, expected “---” as the very first line"
        return _problem(
            place, "front-matter", message, "write “---” with nothing before it, not even a blank"
        )
    message = "found no front matter: the first line is not “---”"
    fix = "begin the file with a line “---”, the fields, and a closing line “---”"
    if first.startswith("+++"):
        message = "found TOML between “+++”, expected YAML between “---”"
        fix = "write “---” for “+++”, and “field: value” for “field = value”"
    elif first.startswith("{"):
        message, fix = (
            "found JSON, expected fields between “---”",
            "put a line “---” before the { and one behind its }",
        )
    return _problem(place, "front-matter", message, fix)


class _RefusedError(Exception):
    """Raised inside the builder to leave a document that must not be read further."""


@dataclass
class _DocumentBuilder:
    """Builds located nodes from YAML's events; a front matter's text starts with a blank line for its fence.

    With `json`, a backslash between double quotes is an escape and no LaTeX.
    """

    path: str
    text: str
    json: bool = False

    def __post_init__(self) -> None:
        self.problems: list[Problem] = []
        self.nodes = 0

    def build(self) -> Mapping | None:
        try:
            # The C parser counts its positions in UTF-8 bytes only when fed bytes: feed it text.
            events = yaml.parse(self.text, Loader=_LOADER)
            root = self._document(events)
        except yaml.MarkedYAMLError as error:
            self.problems.append(self._broken(error))
            return None
        except yaml.YAMLError as error:
            self._refuse(Place(path=self.path, line=1, column=1), "yaml", str(error), "write valid YAML")
            return None
        except _RefusedError:
            return None
        if isinstance(root, Mapping):
            return root
        if root is None or (isinstance(root, Scalar) and root.empty):
            return Mapping(entries=(), place=Place(path=self.path, line=1, column=1))
        message = "found a list or a single value, expected fields such as “title: …”"
        self._refuse(root.place, "front-matter", message, "write one “field: value” a line")
        return None

    def _document(self, events: Iterator[yaml.Event]) -> Node | None:
        root = None
        documents = 0
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self._stop(
                        event, "yaml", "found a second YAML document", "keep one block of fields a file"
                    )
            elif isinstance(event, yaml.NodeEvent):
                root = self._node(event, events, 0)
        return root

    def _node(self, event: Any, events: Iterator[yaml.Event], depth: int) -> Node:
        self.nodes += 1
        if self.nodes > MAX_NODES:
            self._stop(event, "too-large", f"found more than {MAX_NODES:,} values", "split the file")
        if depth > MAX_DEPTH:
            message = f"found values nested more than {MAX_DEPTH} deep"
            self._stop(event, "too-deep", message, "close the brackets that were opened")
        if isinstance(event, yaml.AliasEvent) or event.anchor:
            name = f"{'*' if isinstance(event, yaml.AliasEvent) else '&'}{event.anchor}"
            message = f"found “{name}”: YAML's anchors and aliases are not read"
            self._stop(event, "alias", message, "write the value out, or quote it if it begins with * or &")
        place = self._at(event.start_mark)
        if event.tag:
            self._refuse(
                place,
                "tag",
                f"found the YAML tag “{event.tag}”: tags are not read",
                "leave it out, or quote the value if it begins with !",
            )
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event, place)
        if isinstance(event, yaml.SequenceStartEvent):
            items = []
            while not isinstance(inner := next(events), yaml.SequenceEndEvent):
                items.append(self._node(inner, events, depth + 1))
            return Sequence(items=tuple(items), place=place, raw=self._raw(event, inner))
        entries, end = self._entries(events, depth)
        return Mapping(entries=tuple(entries), place=place, raw=self._raw(event, end))

    def _raw(self, begin: Any, end: Any) -> str:
        return self.text[begin.start_mark.index : end.end_mark.index] if begin.flow_style else ""

    def _entries(
        self, events: Iterator[yaml.Event], depth: int
    ) -> tuple[list[tuple[Scalar, Node]], yaml.Event]:
        seen: dict[str, Place] = {}
        entries = []
        while not isinstance(event := next(events), yaml.MappingEndEvent):
            key = self._node(event, events, depth + 1)
            value = self._node(next(events), events, depth + 1)
            if not isinstance(key, Scalar):
                message = "found a list or a mapping as the name of a field"
                self._refuse(key.place, "yaml", message, "quote the value if it begins with [ or {")
            elif key.text in seen:
                message = f"found “{key.text}” a second time; it stands on line {seen[key.text].line} already"
                self._refuse(key.place, "duplicate-key", message, "keep one of the two, or join them")
            else:
                seen[key.text] = key.place
                entries.append((key, value))
        return entries, event

    def _scalar(self, event: Any, place: Place) -> Scalar:
        raw = self.text[event.start_mark.index : event.end_mark.index]
        plain = event.style is None or event.style == ""
        after = self.text[event.end_mark.index : self.text.find("\n", event.end_mark.index)].strip()
        comment = after if plain and after.startswith("#") else ""
        text = unicodedata.normalize("NFC", event.value)
        scalar = Scalar(text=text, place=place, raw=raw, plain=plain, comment=comment)
        if not self.json and event.style == '"' and (swallowed := _SWALLOWED.search(raw)):
            begin = swallowed.start(1) if swallowed.group(1) else swallowed.start()
            at = self._at_index(event.start_mark.index + begin)
            message = (
                f"found “{swallowed[1] or swallowed[0]}” between double quotes, where YAML eats the backslash"
            )
            fix = f"use single quotes: '{raw[1:-1].replace(chr(39), chr(39) * 2)}'"
            self._refuse(at, "backslash", message, fix)
        elif found := _CONTROL.search(text):
            message = f"found an escape for the control character U+{ord(found.group()):04X}"
            self._refuse(place, "control-character", message, "leave it out")
        return scalar

    def _broken(self, error: yaml.MarkedYAMLError) -> Problem:
        # An open quote or bracket is best shown where it was opened, not where the file ended.
        said = f"{error.context} {error.problem}"
        opened = "flow" in said or ("quoted" in said and "escape" not in said and "hexdecimal" not in said)
        mark: Any = (opened and error.context_mark) or error.problem_mark or error.context_mark
        reason = (
            f"{error.problem or 'it cannot be read'} ({error.context})" if error.context else error.problem
        )
        lines = tuple(self.text.split("\n"))
        line, column = mark.line + 1, mark.column + 1
        return diagnose(
            Complaint(
                path=self.path, lines=lines, line=line, column=column, reason=" ".join(str(reason).split())
            )
        )

    def _at(self, mark: Any) -> Place:
        return Place(path=self.path, line=mark.line + 1, column=mark.column + 1)

    def _at_index(self, index: int) -> Place:
        return _place(self.path, self.text[:index])

    def _stop(self, event: yaml.Event, code: str, message: str, fix: str) -> None:
        self._refuse(self._at(event.start_mark), code, message, fix)
        raise _RefusedError

    def _refuse(self, place: Place, code: str, message: str, fix: str) -> None:
        self.problems.append(_problem(place, code, message, fix))


_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def _control_character(path: str, text: str, found: re.Match[str]) -> Problem:
    code = "nul" if found.group() == "\0" else "control-character"
    message = f"found the control character U+{ord(found.group()):04X}"
    return _problem(_place(path, text[: found.start()]), code, message, "remove it; the file may be damaged")


def _place(path: str, before: str) -> Place:
    before = before.replace("\r\n", "\n")
    return Place(path=path, line=before.count("\n") + 1, column=len(before) - before.rfind("\n"))


def _problem(place: Place, code: str, message: str, fix: str) -> Problem:
    return Problem(place=place, code=code, message=message, fix=fix)


def _warning(place: Place, code: str, message: str, fix: str) -> Problem:
    return Problem(place=place, severity="warning", code=code, message=message, fix=fix)
