"""Explains a YAML parser error as the mistake that a person made, and how to fix it.

The parser stops where it can go no further, often a line or a word after the mistake. Each function below
recognises one mistake by its traces in the text; the first that does so reports it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from paperfolio.content.quoting import quoted
from paperfolio.problems import Place, Problem

_PAIR = re.compile(r"(?P<indent>[ ]*(?:- +)?)(?P<key>[\w-]+): (?P<value>.*)")


@dataclass(frozen=True, slots=True, kw_only=True)
class ParserError:
    """The parser's message (`reason`), and the lines of the file; `line` and `column` count from 1."""

    path: str
    lines: tuple[str, ...]
    line: int
    column: int
    reason: str

    def text(self, back: int = 0) -> str:
        """Return the line of the error, or the one `back` lines before error."""
        number = self.line - 1 - back
        return self.lines[number] if 0 <= number < len(self.lines) else ""

    def problem(self, code: str, message: str, fix: str, *, back: int = 0, column: int = 0) -> Problem:
        """Return an error at that line, or at one before error."""
        place = Place(path=self.path, line=self.line - back, column=column or self.column)
        return Problem(place=place, code=code, message=message, fix=fix)


def diagnose(error: ParserError) -> Problem:
    """Return the mistake behind a parser error."""
    found = next((problem for fault in FAULTS if (problem := fault(error))), None)
    return found or _anything(error)


def _tab(error: ParserError) -> Problem | None:
    line = error.text()
    if "\t" not in line[: len(line) - len(line.lstrip())] and "\\t" not in error.reason:
        return None
    message = "tab in the indentation: YAML allows only spaces there"
    return error.problem("tab", message, "indent with spaces", column=line.find("\t") + 1)


def _escape(error: ParserError) -> Problem | None:
    if "unknown escape" not in error.reason and "hexdecimal" not in error.reason:
        return None
    line = error.text()
    value = line[line.find('"') :].strip().strip('"')
    message = "invalid escape in double quotes, where YAML interprets backslashes"
    return error.problem("backslash", message, f"use single quotes: {quoted(value)}")


def _half_character(error: ParserError) -> Problem | None:
    if "invalid Unicode character escape" not in error.reason:
        return None
    message = "unpaired surrogate escape"
    return error.problem("backslash", message, "write the character itself, or one \\U escape for the pair")


def _no_space_after_colon(error: ParserError) -> Problem | None:
    for back in (0, 1):
        found = re.match(r"\s*(?:- +)?([\w-]+):(?=[^\s:/])(.+)", error.text(back))
        if found and ("mapping values" in error.reason or "':'" in error.reason):
            column = found.end(1) + 1
            fix = f"write {found[1]}: {found[2].strip()}"
            return error.problem("colon", "missing space after the colon", fix, back=back, column=column)
    return None


def _indentation(error: ParserError) -> Problem | None:
    here, before = _PAIR.match(error.text()), _PAIR.match(error.text(1))
    if not (here and before and "mapping values" in error.reason):
        return None
    if ": " in here["value"] or len(here["indent"]) <= len(before["indent"]) or not before["value"].strip():
        return None
    message = f'field "{here["key"]}" is indented further than "{before["key"]}" above it'
    return error.problem("indent", message, "indent both lines alike", column=here.start("key") + 1)


def _second_colon(error: ParserError) -> Problem | None:
    pair = _PAIR.match(error.text())
    if not pair or "mapping values" not in error.reason:
        return None
    message = "second colon in an unquoted value"
    return error.problem("colon", message, f"quote the value: {pair['key']}: {quoted(pair['value'].strip())}")


def _strange_colon(error: ParserError) -> Problem | None:
    """A colon of another script, or a non-breaking space, looks right and is not YAML."""
    for back in (0, 1):
        found = re.match(r"\s*(?:- +)?[\w-]+(?:(\uff1a)|:([\u00a0\u2000-\u200b\u3000]))", error.text(back))
        if found:
            strange = "full-width colon" if found[1] else "non-breaking space after the colon"
            column = found.start(1 if found[1] else 2) + 1
            fix = (
                "replace it with an ordinary colon and space"
                if found[1]
                else "replace it with an ordinary space"
            )
            return error.problem("colon", strange, fix, back=back, column=column)
    return None


def _first_line_indented(error: ParserError) -> Problem | None:
    first = next((line for line in error.lines if line.strip()), "")
    if "document start" not in error.reason or not first.startswith(" "):
        return None
    back = error.line - 1 - error.lines.index(first)
    message = "space before the first field, so the other fields are not at its level"
    return error.problem("indent", message, "begin every field in the first column", back=back, column=1)


def _bracket_first(error: ParserError) -> Problem | None:
    """`{Deep} Learning` and `[Re] Deep` begin as a mapping and a list, and go on as text."""
    for back in (0, 1):
        pair = _PAIR.match(error.text(back))
        value = pair["value"].strip() if pair else ""
        if pair and re.match(r"\{[^{}]*\}\s*\S|\[[^\[\]]*\]\s*\S", value):
            message = f'a value that begins with "{value[0]}" is read as a list or a mapping'
            fix = f"quote the value: {pair['key']}: {quoted(value)}"
            return error.problem("quote", message, fix, back=back, column=pair.start("value") + 1)
    return None


def _sign_first(error: ParserError) -> Problem | None:
    for back in (0, 1):
        pair = _PAIR.match(error.text(back))
        value = pair["value"].strip() if pair else ""
        if pair and re.match(r"[>|?-]\s+\S|[>|][+-]?\d?\s*[^\s\d+-]", value):
            message = f'a value can\'t begin with "{value[0]}" in YAML'
            fix = f"quote the value: {pair['key']}: {quoted(value)}"
            return error.problem("quote", message, fix, back=back, column=pair.start("value") + 1)
    return None


def _text_after_quote(error: ParserError) -> Problem | None:
    for back in (0, 1):
        pair = _PAIR.match(error.text(back))
        value = pair["value"].strip() if pair else ""
        if pair and value[:1] in ("'", '"') and re.match(r"(['\"])(?:(?!\1).)*\1[^\s,\]}#]*.", value):
            # `'it's'` was meant to be quoted as a whole, `"Deep" learning` in its first word alone.
            whole = value[1:-1] if value[0] == value[-1] else value
            message = "text after the closing quote"
            fix = f"write {pair['key']}: {quoted(whole)} (in single quotes, double each apostrophe)"
            return error.problem(
                "quote", message, fix, back=back, column=pair.start("value") + 1 if back else 0
            )
    return None


def _reserved_first(error: ParserError) -> Problem | None:
    if "scanning an alias" in error.reason or "scanning an anchor" in error.reason:
        pair = _PAIR.match(error.text())
        error = replace(error, column=pair.start("value") + 1 if pair else 1)
    elif "expected node content" in error.reason and error.text()[error.column - 1 : error.column] in {
        ",",
        "]",
        "}",
    }:
        pass
    elif "cannot start any token" not in error.reason:
        return None
    first = error.text()[error.column - 1 : error.column]
    message = f'a value can\'t begin with "{first}" in YAML'
    return error.problem(
        "quote", message, f"quote the value: {quoted(error.text()[error.column - 1 :].strip())}"
    )


def _unclosed(error: ParserError) -> Problem | None:
    if "end of stream" in error.reason or "quoted scalar" in error.reason:
        return error.problem("quote", "unclosed quote", "close it at the end of the value")
    if "flow" in error.reason and (hash_ := re.search(r" #", error.text()[error.column - 1 :])):
        message = '" #" inside brackets begins a comment in YAML'
        fix = "quote the value that contains it, and close the bracket"
        return error.problem("bracket", message, fix, column=error.column + hash_.start() + 1)
    if "flow" in error.reason:
        message = "unclosed bracket or missing comma"
        fix = (
            "close [ with ] and { with }, separate values with commas, and quote values that contain brackets"
        )
        return error.problem("bracket", message, fix)
    return None


def _no_colon(error: ParserError) -> Problem | None:
    line = error.text()
    if "':'" not in error.reason:
        return None
    back = 0 if line.strip() and ":" not in line else 1
    block = re.match(r"([\w-]+):\s*[|>][-+]?\s*$", error.text(back + 1))
    if block:
        message = f'the text of "{block[1]}" is not indented, so YAML reads it as the next field'
        return error.problem(
            "indent", message, "indent each line of the text by two spaces", back=back, column=1
        )
    message = f'"{error.text(back).strip()[:40]}" is not a field with a value'
    return error.problem(
        "yaml", message, 'write one "field: value" per line', back=back, column=1 if back else 0
    )


def _anything(error: ParserError) -> Problem:
    message = f"invalid YAML: {error.reason}"
    fix = "check the quotes, brackets and indentation of this line and the one before"
    return error.problem("yaml", message, fix)


FAULTS: tuple[Callable[[ParserError], Problem | None], ...] = (
    _tab,
    _escape,
    _half_character,
    _first_line_indented,
    _strange_colon,
    _no_space_after_colon,
    _sign_first,
    _indentation,
    _second_colon,
    _text_after_quote,
    _bracket_first,
    _reserved_first,
    _unclosed,
    _no_colon,
)
