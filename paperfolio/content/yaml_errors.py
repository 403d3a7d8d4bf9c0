"""Reads the YAML parser's complaint as the mistake that a person made: what to call it, how to mend it.

The parser stops where it can go no further, which is often a line or a word after the mistake. Each
function below knows one mistake by its traces in the text; the first that recognises it answers.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from paperfolio.content.quoting import quoted
from paperfolio.problems import Place, Problem

_PAIR = re.compile(r"(?P<indent>[ ]*(?:- +)?)(?P<key>[\w-]+): (?P<value>.*)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Complaint:
    """What the parser said (`reason`), and the lines of the file; `line` and `column` count from 1."""

    path: str
    lines: tuple[str, ...]
    line: int
    column: int
    reason: str

    def text(self, back: int = 0) -> str:
        """Return the line complained of, or the one that lies `back` lines before it."""
        number = self.line - 1 - back
        return self.lines[number] if 0 <= number < len(self.lines) else ""

    def problem(self, code: str, message: str, fix: str, *, back: int = 0, column: int = 0) -> Problem:
        """Return an error at the line complained of, or at one before it."""
        place = Place(path=self.path, line=self.line - back, column=column or self.column)
        return Problem(place=place, code=code, message=message, fix=fix)


def diagnose(complaint: Complaint) -> Problem:
    """Return the mistake behind the parser's complaint."""
    found = next((problem for fault in FAULTS if (problem := fault(complaint))), None)
    return found or _anything(complaint)


def _tab(it: Complaint) -> Problem | None:
    line = it.text()
    if "\t" not in line[: len(line) - len(line.lstrip())] and "\\t" not in it.reason:
        return None
    message = "found a tab where YAML expects spaces"
    return it.problem("tab", message, "indent with spaces", column=line.find("\t") + 1)


def _escape(it: Complaint) -> Problem | None:
    if "unknown escape" not in it.reason and "hexdecimal" not in it.reason:
        return None
    line = it.text()
    value = line[line.find('"') :].strip().strip('"')
    message = "found a backslash between double quotes that YAML cannot read"
    return it.problem("backslash", message, f"use single quotes, which keep backslashes: {quoted(value)}")


def _half_character(it: Complaint) -> Problem | None:
    if "invalid Unicode character escape" not in it.reason:
        return None
    message = "found an escape for half of a character"
    return it.problem("backslash", message, "write the character itself, or both halves as one \\U escape")


def _no_space_after_colon(it: Complaint) -> Problem | None:
    for back in (0, 1):
        found = re.match(r"\s*(?:- +)?([\w-]+):(?=[^\s:/])(.+)", it.text(back))
        if found and ("mapping values" in it.reason or "':'" in it.reason):
            column = found.end(1) + 1
            fix = f"write {found[1]}: {found[2].strip()}"
            return it.problem("colon", "found no space after the colon", fix, back=back, column=column)
    return None


def _indentation(it: Complaint) -> Problem | None:
    here, before = _PAIR.match(it.text()), _PAIR.match(it.text(1))
    if not (here and before and "mapping values" in it.reason):
        return None
    if ": " in here["value"] or len(here["indent"]) <= len(before["indent"]) or not before["value"].strip():
        return None
    message = (
        f"found “{here['key']}” further in than “{before['key']}” above it, so that it continues that value"
    )
    return it.problem("indent", message, "begin both lines in the same column", column=here.start("key") + 1)


def _second_colon(it: Complaint) -> Problem | None:
    pair = _PAIR.match(it.text())
    if not pair or "mapping values" not in it.reason:
        return None
    message = "found a second colon in a value without quotes"
    return it.problem("colon", message, f"quote the value: {pair['key']}: {quoted(pair['value'].strip())}")


def _strange_colon(it: Complaint) -> Problem | None:
    """A colon of another script, or a blank that no break may take, looks right and is no YAML."""
    for back in (0, 1):
        found = re.match(r"\s*(?:- +)?[\w-]+(?:(\uff1a)|:([\u00a0\u2000-\u200b\u3000]))", it.text(back))
        if found:
            strange = "a full-width colon" if found[1] else "a special blank behind the colon"
            column = found.start(1 if found[1] else 2) + 1
            fix = "write a plain colon and a plain blank"
            return it.problem("colon", f"found {strange}", fix, back=back, column=column)
    return None


def _first_line_indented(it: Complaint) -> Problem | None:
    first = next((line for line in it.lines if line.strip()), "")
    if "document start" not in it.reason or not first.startswith(" "):
        return None
    back = it.line - 1 - it.lines.index(first)
    message = "found a blank before the first field, so that the others stand outside of it"
    return it.problem("indent", message, "begin every field in the first column", back=back, column=1)


def _bracket_first(it: Complaint) -> Problem | None:
    """`{Deep} Learning` and `[Re] Deep` begin as a mapping and a list, and go on as text."""
    for back in (0, 1):
        pair = _PAIR.match(it.text(back))
        value = pair["value"].strip() if pair else ""
        if pair and re.match(r"\{[^{}]*\}\s*\S|\[[^\[\]]*\]\s*\S", value):
            message = (
                f"found “{value[0]}” as the first character of a value, where YAML begins a list or fields"
            )
            fix = f"quote the value: {pair['key']}: {quoted(value)}"
            return it.problem("quote", message, fix, back=back, column=pair.start("value") + 1)
    return None


def _sign_first(it: Complaint) -> Problem | None:
    for back in (0, 1):
        pair = _PAIR.match(it.text(back))
        value = pair["value"].strip() if pair else ""
        if pair and re.match(r"[>|?-]\s+\S|[>|][+-]?\d?\s*[^\s\d+-]", value):
            message = f"found “{value[0]}” as the first character of a value, which YAML keeps for itself"
            fix = f"quote the value: {pair['key']}: {quoted(value)}"
            return it.problem("quote", message, fix, back=back, column=pair.start("value") + 1)
    return None


def _text_after_quote(it: Complaint) -> Problem | None:
    for back in (0, 1):
        pair = _PAIR.match(it.text(back))
        value = pair["value"].strip() if pair else ""
        if pair and value[:1] in ("'", '"') and re.match(r"(['\"])(?:(?!\1).)*\1[^\s,\]}#]*.", value):
            # `'it's'` was meant to be quoted as a whole, `"Deep" learning` in its first word alone.
            whole = value[1:-1] if value[0] == value[-1] else value
            message = "found more text after the closing quote"
            fix = f"write {pair['key']}: {quoted(whole)} (inside single quotes an apostrophe is doubled)"
            return it.problem("quote", message, fix, back=back, column=pair.start("value") + 1 if back else 0)
    return None


def _reserved_first(it: Complaint) -> Problem | None:
    if "scanning an alias" in it.reason or "scanning an anchor" in it.reason:
        pair = _PAIR.match(it.text())
        it = replace(it, column=pair.start("value") + 1 if pair else 1)
    elif "expected node content" in it.reason and it.text()[it.column - 1 : it.column] in {",", "]", "}"}:
        pass
    elif "cannot start any token" not in it.reason:
        return None
    first = it.text()[it.column - 1 : it.column]
    message = f"found “{first}” as the first character of a value, which YAML keeps for itself"
    return it.problem("quote", message, f"quote the value: {quoted(it.text()[it.column - 1 :].strip())}")


def _unclosed(it: Complaint) -> Problem | None:
    if "end of stream" in it.reason or "quoted scalar" in it.reason:
        return it.problem("quote", "found a quote that is never closed", "close it at the end of the value")
    if "flow" in it.reason and (hash_ := re.search(r" #", it.text()[it.column - 1 :])):
        message = "found “ #” between brackets, where YAML begins a comment"
        fix = "quote the value that holds it, and close the bracket"
        return it.problem("bracket", message, fix, column=it.column + hash_.start() + 1)
    if "flow" in it.reason:
        message = "found a bracket that is never closed, or a comma that is missing"
        fix = "close [ with ] and { with }, put commas between the values, and quote a value that holds brackets"
        return it.problem("bracket", message, fix)
    return None


def _no_colon(it: Complaint) -> Problem | None:
    line = it.text()
    if "':'" not in it.reason:
        return None
    back = 0 if line.strip() and ":" not in line else 1
    block = re.match(r"([\w-]+):\s*[|>][-+]?\s*$", it.text(back + 1))
    if block:
        message = f"found the text of “{block[1]}” in the first column, where the next field begins"
        return it.problem(
            "indent", message, "begin each line of the text with two blanks", back=back, column=1
        )
    message = f"found “{it.text(back).strip()[:40]}”, which is not a field and its value"
    return it.problem("yaml", message, "write one “field: value” a line", back=back, column=1 if back else 0)


def _anything(it: Complaint) -> Problem:
    message = f"found YAML that cannot be read: {it.reason}"
    return it.problem(
        "yaml", message, "check the quotes, brackets and indentation of this line and the one before"
    )


FAULTS: tuple[Callable[[Complaint], Problem | None], ...] = (
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
