"""The entries of a BibTeX file, as they are in it.

Of bibtexparser only the splitter is used: it finds entries, strings and what is broken. Values are put
together here, since quotes, `#` and macros decide how a field reads; a block that failed is read again field by field.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bibtexparser import model as bib
from bibtexparser import splitter

from paperfolio.importers.records import MAX_RECORDS, note
from paperfolio.problems import Place, Problem

# What is broken is reported here, with its place.
splitter.logger.setLevel("CRITICAL")

MAX_FIELD = 200_000
MAX_DEPTH = 200

_NO_WORK = frozenset("xdata set control bibtexflags settings sortlist string preamble comment".split())
_MACROS = {
    **{name: name for name in "jan feb mar apr may jun jul aug sep oct nov dec".split()},
    "acmcs": "ACM Computing Surveys",
    "acta": "Acta Informatica",
    "cacm": "Communications of the ACM",
    "ibmjrd": "IBM Journal of Research and Development",
    "tods": "ACM Transactions on Database Systems",
    "tog": "ACM Transactions on Graphics",
    "toms": "ACM Transactions on Mathematical Software",
    "jacm": "Journal of the ACM",
}


_BRACE, _UNESCAPED = re.compile(r"[{}]"), re.compile(r"(?<!\\)[{}]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Raw:
    """An entry as it is in the file: field names in lower case, values with macros resolved."""

    type: str
    key: str
    fields: Mapping[str, str]
    place: Place


def split(path: str, text: str) -> tuple[list[Raw], list[Problem]]:
    """Return the entries of a file with inherited fields in place, and what could not be read."""
    problems: list[Problem] = []
    if len(re.findall(r"^[ \t]*@\w+[ \t]*[{(]", text, re.MULTILINE)) > MAX_RECORDS:
        message = f"more than {MAX_RECORDS:,} entries"
        return [], [note(Place(path=path), "too-large", message, "import the file in parts")]
    try:
        library = splitter.Splitter(_without_long_fields(path, text, problems)).split()
    except Exception as error:
        return [], [note(Place(path=path), "bibtex", f"unreadable BibTeX ({error})", "check the file")]
    strings: dict[str, str] = {}
    raw: list[Raw] = []
    for block in library.blocks:
        place = Place(path=path, line=(block.start_line or 0) + 1)
        if isinstance(block, bib.String):
            strings.setdefault(block.key.casefold(), value_of(block.value, strings))
        elif isinstance(block, bib.Entry):
            raw.append(
                _entry(
                    block.entry_type,
                    block.key,
                    [(f.key, str(f.value)) for f in block.fields],
                    place,
                    strings,
                    problems,
                )
            )
        elif isinstance(block, bib.DuplicateFieldKeyBlock | bib.DuplicateBlockKeyBlock):
            inner = block.ignore_error_block
            if isinstance(inner, bib.String):
                strings[inner.key.casefold()] = value_of(str(inner.value), strings)
            elif isinstance(inner, bib.Entry):
                fields = [(f.key, str(f.value)) for f in inner.fields]
                raw.append(_entry(inner.entry_type, inner.key, fields, place, strings, problems))
        elif (
            isinstance(block, bib.ParsingFailedBlock)
            and re.match(r"@\s*(?:string|preamble|comment)\b", block.raw or "", re.IGNORECASE) is None
        ):
            if recovered := _recovered(block.raw or ""):
                raw.append(_entry(*recovered, place, strings, problems))
                message, fix = "broken BibTeX, read field by field", "check the imported file"
            else:
                message, fix = (
                    "broken BibTeX without a readable field: left out",
                    "check braces, quotes and commas",
                )
            problems.append(note(place, "bibtex", message, fix))
    return _inherited(raw, problems), problems


def _without_long_fields(path: str, text: str, problems: list[Problem]) -> str:
    if len(text) <= MAX_FIELD:
        return text
    for line in re.finditer(rf"^.{{{MAX_FIELD},}}$", text, re.MULTILINE):
        place = Place(path=path, line=text.count("\n", 0, line.start()) + 1)
        problems.append(
            note(place, "too-large", f"a line of {len(line.group()):,} characters: left out", "shorten it")
        )
    return re.sub(
        rf"^(\s*[\w-]+\s*=\s*)?.{{{MAX_FIELD},}}$",
        lambda line: f"{line[1]}{{}}," if line[1] else "",
        text,
        flags=re.MULTILINE,
    )


def _entry(
    type_: str,
    key: str,
    pairs: list[tuple[str, str]],
    place: Place,
    strings: Mapping[str, str],
    problems: list[Problem],
) -> Raw:
    fields: dict[str, str] = {}
    for name, value in _parted(pairs, key, place, problems):
        text = value_of(value, strings)
        if len(text) > MAX_FIELD or _depth(text) > MAX_DEPTH:
            problems.append(
                note(
                    place, "too-large", f"the field “{name}” of “{key}” is too large: left out", "shorten it"
                )
            )
        elif not text.strip():
            continue
        elif name in fields and fields[name] != text:
            message = f"“{key}” has the field “{name}” twice; the first was taken, and not “{text[:60]}”"
            problems.append(note(place, "repeated", message, "check the imported file"))
        else:
            fields.setdefault(name, text)
    return Raw(type=type_.strip().casefold(), key=key.strip(), fields=fields, place=place)


def _parted(
    pairs: list[tuple[str, str]], key: str, place: Place, problems: list[Problem]
) -> Iterator[tuple[str, str]]:
    """Yield the fields with their names in lower case, and those apart that lack a comma between them."""
    for name, value in pairs:
        end = _closes(value) + 1 if value.startswith("{") else 0
        following = re.match(r"\s*([A-Za-z][\w-]*)\s*=\s*(.+)", value[end:], re.DOTALL) if end else None
        if following:
            message = f"a comma is missing behind the field “{name.strip()}” of “{key}”"
            problems.append(note(place, "bibtex", message, "check the imported file"))
            yield name.strip().casefold(), value[:end]
            yield from _parted([(following[1], following[2])], key, place, problems)
        else:
            yield name.strip().casefold(), value


def _depth(text: str) -> int:
    deepest = depth = 0
    for brace in _BRACE.findall(text):
        depth += 1 if brace == "{" else -1
        deepest = max(deepest, depth)
    return deepest


def value_of(source: str, strings: Mapping[str, str]) -> str:
    """Return the value of a field: parts in braces or quotes, numbers and macros, joined by `#`."""
    source = source.strip()
    if source[:1] == "{" and source[-1:] == "}" and _closes(source) == len(source) - 1:
        return source[1:-1]
    parts = []
    for part in _concatenated(source):
        if (part[:1] == "{" and part[-1:] == "}" and len(part) > 1) or (
            part[:1] == '"' and part[-1:] == '"' and len(part) > 1
        ):
            parts.append(part[1:-1])
        else:
            part = part.removeprefix("{") if part.count("{") > part.count("}") else part
            parts.append(strings.get(part.casefold(), _MACROS.get(part.casefold(), part)))
    return "".join(parts)


def _closes(text: str) -> int:
    depth = 0
    for brace in _UNESCAPED.finditer(text):
        depth += 1 if brace[0] == "{" else -1
        if depth == 0:
            return brace.start()
    return -1


def _concatenated(source: str) -> Iterator[str]:
    depth, quoted, start = 0, False, 0
    for index, letter in enumerate(source):
        if letter == '"' and depth == 0:
            quoted = not quoted
        elif letter in "{}":
            depth = max(0, depth + (1 if letter == "{" else -1))
        elif letter == "#" and depth == 0 and not quoted:
            yield source[start:index].strip()
            start = index + 1
    yield source[start:].strip()


def _recovered(raw: str) -> tuple[str, str, list[tuple[str, str]]] | None:
    """Read an entry that lacks a comma, a brace or a quote: each `name = value` up to its own end."""
    head = re.match(r"@\s*(\w+)\s*[{(]\s*([^,\s=]*)\s*,?", raw)
    if not head:
        return None
    fields, position = [], head.end()
    while found := re.compile(r"[\s,]*([A-Za-z][\w+:-]*)\s*=\s*").search(raw, position):
        start = found.end()
        if raw[start : start + 1] == "{":
            end = _closes(raw[start:])
            stop = start + end + 1 if end >= 0 else _line_end(raw, start)
        elif raw[start : start + 1] == '"':
            close = re.compile(r'(?<!\\)"\s*(?=,|\n|\}|$)').search(raw, start + 1)
            stop = close.start() + 1 if close else _line_end(raw, start)
        else:
            stop = re.compile(r"[,\n}]|$").search(raw, start).start()  # type: ignore[union-attr]
        fields.append((found[1], raw[start:stop] if stop > start else ""))
        position = max(stop, start)
    return (head[1], head[2], fields) if fields else None


def _line_end(raw: str, start: int) -> int:
    """Return the end of a value that is never closed: the line before the next `name =`."""
    following = re.compile(r",?\s*\n\s*(?:[A-Za-z][\w+-]*\s*=|\}|@)|,\s*[A-Za-z][\w+-]*\s*=|$").search(
        raw, start
    )
    return following.start() if following else len(raw)


def _inherited(raw: list[Raw], problems: list[Problem]) -> list[Raw]:
    """Give each entry what its `crossref` and `xdata` contain; a volume that others refer to is no work of its own."""
    by_key = {entry.key.casefold(): entry for entry in reversed(raw)}
    parents: set[str] = set()
    found = []
    for entry in raw:
        fields = dict(entry.fields)
        for name in re.split(r"\s*,\s*", fields.pop("xdata", "")):
            if (data := by_key.get(name.casefold())) and data is not entry:
                fields = {**data.fields, **fields}
        parent = by_key.get(fields.get("crossref", "").strip().casefold())
        if parent and parent is not entry:
            parents.add(parent.key.casefold())
            given = {
                key: value
                for key, value in parent.fields.items()
                if key not in ("title", "subtitle", "crossref", "author", "pages", "abstract", "doi", "url")
            }
            fields = {
                **given,
                **(
                    {"booktitle": parent.fields["title"]}
                    if "title" in parent.fields and parent.type != entry.type
                    else {}
                ),
                **fields,
            }
        fields.pop("crossref", "")
        found.append(Raw(type=entry.type, key=entry.key, fields=fields, place=entry.place))
    kept = []
    for entry in found:
        if entry.type in _NO_WORK:
            if entry.type == "set":
                message = f"“{entry.key}” is a set of other entries: left out"
                problems.append(note(entry.place, "set", message, "the entries themselves are imported"))
            continue
        if entry.key.casefold() in parents and "author" not in entry.fields:
            message = f"“{entry.key}” is the volume that other entries refer to: left out"
            problems.append(note(entry.place, "crossref", message, "add it by hand if you edited it"))
        elif not entry.fields:
            problems.append(
                note(entry.place, "empty", f"“{entry.key}” has no fields: left out", "complete it")
            )
        else:
            kept.append(entry)
    return kept
