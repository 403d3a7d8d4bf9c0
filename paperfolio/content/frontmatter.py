"""Splits a document into located values and a body; the only module that imports yaml.

Scalars are kept as the user wrote them: `doi: 10.10` stays `10.10`, `no` stays `no`, and `schema`
decides what they mean. The YAML is read event by event instead of being loaded, so that size, depth,
aliases and repeated keys are refused before anything could grow: loaders expand merge keys
exponentially, and the C loader crashes on deep nesting with a signal that no `except` catches.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml

from paperfolio.content.located import Document, Mapping, Node, Scalar, Sequence
from paperfolio.content.quoting import quoted
from paperfolio.content.yaml_errors import ParserError, diagnose
from paperfolio.problems import Place, Problem
from paperfolio.text.cleaning import NONCHARACTERS

MAX_BYTES = 2_000_000
MAX_DEPTH = 64
MAX_NODES = 200_000

# `"\times"` reads as a tab and "imes". A real escape is hardly ever followed by more letters.
_SWALLOWED = re.compile(r"(?<!\\)(?:\\\\)*(\\(?:[abefnrtvNLP][A-Za-z]+|_))|(?<=[A-Za-z{])\\\"(?=[A-Za-z}{])")
# Source: YAML 1.2.2, section 5.7.
_ESCAPES = {
    "t": "a tab",
    "n": "a line break",
    "r": "a carriage return",
    "b": "a backspace",
    "f": "a form feed",
}
_FENCE = re.compile(r"---[ \t]*(?:#.*)?$")
_CLOSE = re.compile(r"(?:---|\.\.\.)[ \t]*$")
_MERGE, _MERGED = re.compile(r"^<{7} ", re.MULTILINE), re.compile(r"^>{7} ", re.MULTILINE)
_CODE_FENCE = re.compile(r"^ {0,3}(?:```|~~~)", re.MULTILINE)
_CONTROL = re.compile(f"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f{NONCHARACTERS}]")


def parse(path: str, data: bytes) -> tuple[Document | None, tuple[Problem, ...]]:
    """Read the bytes of one document. Problems that leave nothing to work with come with None."""
    text, problems = decode(path, data)
    if text is None:
        return None, problems
    merge = _MERGE.search(text)
    # In a fenced code block the marks are text.
    if (
        merge
        and _MERGED.search(text, merge.end())
        and len(_CODE_FENCE.findall(text, 0, merge.start())) % 2 == 0
    ):
        message = "unresolved merge conflict"
        fix = "keep the right text of the two sides, and remove the lines <<<<<<<, ======= and >>>>>>>"
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
    """Read the bytes of a JSON file that contains one object, as `parse` reads a document without a body.

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
        place = Place(path=path, line=error.lineno, column=error.colno)
        message = f"invalid JSON: {error.msg[:1].lower()}{error.msg[1:]}"
        fix = "check this line and the one before: names and text in double quotes, commas between values"
        return None, (*problems, _problem(place, "json", message, fix))
    except RecursionError:
        root = {}  # the parser below reports where it is too deep
    if not isinstance(root, dict):
        message = "found a list or a single value, expected names with values between { and }"
        at = Place(path=path, line=1, column=1)
        return None, (*problems, _problem(at, "json", message, 'begin for example with {"OpenAlex": ['))
    # A tab is white space in JSON, and not allowed inside its strings.
    builder = _DocumentBuilder(path=path, text=text.replace("\t", " "), json=True)
    fields = builder.build()
    problems += tuple(builder.problems)
    return None if fields is None else Document(path=path, fields=fields, body="", line=1), problems


def decode(path: str, data: bytes) -> tuple[str | None, tuple[Problem, ...]]:
    r"""Return the text with line ends as `\n`; None for a file too large, not UTF-8 or damaged."""
    if len(data) > MAX_BYTES:
        message = f"the file has {len(data):,} bytes; the limit is {MAX_BYTES:,}"
        return None, (
            _problem(Place(path=path), "too-large", message, "move data and images into separate files"),
        )
    problems: tuple[Problem, ...] = ()
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        place = Place(path=path, line=1, column=1)
        return None, (_problem(place, "encoding", "the file is UTF-16, not UTF-8", "save the file as UTF-8"),)
    if data.startswith(b"\xef\xbb\xbf"):
        data = data[3:]
        message = "byte order mark at the start of the file (ignored)"
        problems = (
            _warning(
                Place(path=path, line=1, column=1), "bom", message, "save the file as UTF-8 without BOM"
            ),
        )
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8")
        message = f"byte 0x{data[error.start]:02X} is not UTF-8"
        return None, (
            *problems,
            _problem(_place(path, before), "encoding", message, "save the file as UTF-8"),
        )
    crlf, bare = text.count("\r\n"), text.count("\r") - text.count("\r\n")
    if bare or (crlf and crlf != text.count("\n")):
        at = _place(path, re.split(r"\r(?!\n)" if bare else r"(?<!\r)\n", text, maxsplit=1)[0])
        message = "mixed line endings"
        problems += (_warning(at, "line-ends", message, "save the file with LF or with CRLF throughout"),)
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
    message = 'front matter without a closing line "---"'
    fix = 'add a line "---" between the fields and the text'
    return "", "", 1, _problem(Place(path=path, line=len(lines), column=1), "front-matter", message, fix)


def _no_fence(path: str, text: str) -> Problem:
    """Return the problem of a file that does not begin with front matter."""
    begun = re.search(r"\S.*", text)
    first = begun.group().rstrip() if begun else ""
    place = Place(path=path, line=1, column=1)
    if re.fullmatch(r"[-–—]{2,}", first):
        place = _place(path, text[: begun.start()] if begun else "")
        message = (
            f'the first line is "{first}", not "---"'
            if begun and not begun.start()
            else "the front matter does not begin on the first line"
        )
        return _problem(
            place, "front-matter", message, 'begin the file with a line "---", with nothing before it'
        )
    message = 'no front matter: the first line is not "---"'
    fix = 'begin the file with a line "---", the fields, and a closing line "---"'
    if first.startswith("+++"):
        message = 'TOML front matter ("+++") is not supported'
        fix = 'use YAML: "---" instead of "+++", and "field: value" instead of "field = value"'
    elif first.startswith("{"):
        message, fix = (
            'JSON front matter needs "---" around it',
            'put a line "---" before the { and one after the }',
        )
    return _problem(place, "front-matter", message, fix)


class _RefusedError(Exception):
    """Raised inside the builder to leave a document that must not be read further."""


@dataclass
class _DocumentBuilder:
    """Builds located nodes from YAML's events.

    The text of a front matter starts with an empty line in place of the opening `---`, so that lines count.

    With `json`, a backslash in double quotes is an escape and not LaTeX.
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
        message = 'the front matter is not a mapping of fields such as "title: …"'
        self._refuse(root.place, "front-matter", message, 'write one "field: value" per line')
        return None

    def _document(self, events: Iterator[yaml.Event]) -> Node | None:
        root = None
        documents = 0
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self._stop(event, "yaml", "second YAML document", "keep one block of fields per file")
            elif isinstance(event, yaml.NodeEvent):
                root = self._node(event, events, 0)
        return root

    def _node(self, event: Any, events: Iterator[yaml.Event], depth: int) -> Node:
        self.nodes += 1
        if self.nodes > MAX_NODES:
            self._stop(event, "too-large", f"more than {MAX_NODES:,} values", "split the file")
        if depth > MAX_DEPTH:
            message = f"values nested more than {MAX_DEPTH} deep"
            self._stop(event, "too-deep", message, "close the brackets that were opened")
        if isinstance(event, yaml.AliasEvent) or event.anchor:
            name = f"{'*' if isinstance(event, yaml.AliasEvent) else '&'}{event.anchor}"
            message = f'YAML anchors and aliases such as "{name}" are not supported'
            self._stop(event, "alias", message, "write the value out, or quote it if it begins with * or &")
        place = self._at(event.start_mark)
        if event.tag:
            self._refuse(
                place,
                "tag",
                f'YAML tags such as "{event.tag}" are not supported',
                "remove it, or quote the value if it begins with !",
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
                message = "a list or a mapping can't be the name of a field"
                self._refuse(key.place, "yaml", message, "quote the value if it begins with [ or {")
            elif key.text in seen:
                message = f'field "{key.text}" appears twice (the first is on line {seen[key.text].line})'
                self._refuse(key.place, "duplicate-key", message, "keep one of them, or merge them")
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
            sequence = swallowed[1] or swallowed[0]
            meaning = _ESCAPES.get(sequence[1:2], "an escape")
            message = f'in double quotes YAML reads "{sequence[:2]}" as {meaning}'
            fix = f"use single quotes: {quoted(raw[1:-1])}"
            self._refuse(at, "backslash", message, fix)
        elif found := _CONTROL.search(text):
            message = f"escape for the {_named(found.group())}"
            self._refuse(place, "control-character", message, "remove it")
        return scalar

    def _broken(self, error: yaml.MarkedYAMLError) -> Problem:
        # An open quote or bracket is reported where it was opened, not where the file ends.
        text = f"{error.context} {error.problem}"
        opened = "flow" in text or ("quoted" in text and "escape" not in text and "hexdecimal" not in text)
        mark: Any = (opened and error.context_mark) or error.problem_mark or error.context_mark
        reason = (
            f"{error.problem or 'it cannot be read'} ({error.context})" if error.context else error.problem
        )
        lines = tuple(self.text.split("\n"))
        line, column = mark.line + 1, mark.column + 1
        return diagnose(
            ParserError(
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
    message = _named(found.group())
    return _problem(_place(path, text[: found.start()]), code, message, "remove it; the file may be damaged")


def _named(character: str) -> str:
    kind = "control character" if unicodedata.category(character) == "Cc" else "noncharacter"
    return f"{kind} U+{ord(character):04X}"


def _place(path: str, before: str) -> Place:
    before = before.replace("\r\n", "\n")
    return Place(path=path, line=before.count("\n") + 1, column=len(before) - before.rfind("\n"))


def _problem(place: Place, code: str, message: str, fix: str) -> Problem:
    return Problem(place=place, code=code, message=message, fix=fix)


def _warning(place: Place, code: str, message: str, fix: str) -> Problem:
    return Problem(place=place, severity="warning", code=code, message=message, fix=fix)
