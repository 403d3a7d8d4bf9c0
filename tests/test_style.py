"""The style of what people read: plain English, in the standard terms of the field."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import dev

PACKAGE = dev.ROOT / "paperfolio"
# Words of a private dialect, and what to write instead.
BANNED = {
    r"\bmend(s|ed|ing)?\b": "fix",
    r"\b(is|are|was) told\b|\btells\b|\btold\b": "report, show, print, say",
    r"\bstand(s|ing)?\b": "be, appear, is unchanged",
    r"\bholds?\b|\bheld\b": "contain, have, keep",
    r"\bblanks?\b": "space",
    r"\bpassed over\b": "ignored",
    r"\bsheets?\b": "page",
    r"\banew\b": "again",
    r"\bat one go\b|\bin one glance\b": "in one pass",
    r"\bmachine'?s fault\b|\bmachine stands in\b": "a system error",
    r"\blast good site\b": "the previous site",
    r"\b(one|each) (?!that)[a-z]+ an? (paper|line|row|page|year|site)\b": "one … per …",
    r"\bfound no\b|\bfound \"": "say what is wrong",
}
# Standard uses of the same words.
ALLOWED = re.compile(
    r"\bstands? for\b|\bstand-?alone\b|\bstandings?\b|\bblank (line|page)s?\b|\b(style) ?sheets?\b|\bstylesheets?\b"
    r"|\bhold (the|a) lock\b|\bheld (the|a) lock\b|\bheld out\b|\b_blank\b",
    re.IGNORECASE,
)
CODE = re.compile(r"^```.*?^```|`[^`\n]+`", re.DOTALL | re.MULTILINE)
DOCUMENTS = [
    *(dev.ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")),
    *sorted((dev.ROOT / "docs").glob("*.md")),
    *sorted(
        path for path in (PACKAGE / "starter" / "site").rglob("*") if path.suffix in {".md", ".yml", ".txt"}
    ),
]


def faults(text: str) -> list[str]:
    """Return each banned word of a text with its replacement."""
    text = ALLOWED.sub("", text)
    return [
        f"{match.group()!r} in {text[max(0, match.start() - 40) : match.end() + 40]!r}: write {instead}"
        for pattern, instead in BANNED.items()
        for match in re.finditer(pattern, text, re.IGNORECASE)
    ]


def texts(path: Path) -> Iterator[tuple[int, str]]:
    """Yield the docstrings of a module, and the messages and fixes of its problems, with their lines."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            if docstring := ast.get_docstring(node):
                yield node.body[0].lineno, CODE.sub("", docstring)
        elif isinstance(node, ast.keyword) and node.arg in {
            "message",
            "fix",
            "help",
            "description",
            "epilog",
        }:
            parts = [each.value for each in ast.walk(node.value) if isinstance(each, ast.Constant)]
            yield node.value.lineno, " ".join(part for part in parts if isinstance(part, str))


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.relative_to(dev.ROOT).as_posix())
def test_a_document_is_in_plain_english(path: Path):
    """README, documentation and the files of a new site contain no word of a private dialect."""
    assert faults(CODE.sub("", path.read_text("utf-8"))) == []


def test_the_interface_is_in_plain_english():
    """The words of the interface and the help of the commands contain no word of a private dialect."""
    words = json.loads((dev.ROOT / "templates" / "words" / "en.json").read_text("utf-8"))
    assert faults(json.dumps(words)) == []


def test_docstrings_and_messages_are_in_plain_english():
    """No docstring, message or fix of the program contains a word of a private dialect."""
    found = [
        f"{path.relative_to(dev.ROOT)}:{line}: {fault}"
        for path in sorted(PACKAGE.rglob("*.py"))
        for line, text in texts(path)
        for fault in faults(text)
    ]
    assert found == []


@pytest.mark.parametrize("text", ["the macro stands for a letter", "a blank line", "the style sheet"])
def test_standard_uses_are_allowed(text: str):
    """Words that are standard in another sense pass."""
    assert faults(text) == []


@pytest.mark.parametrize(
    "text", ["Mend the formula", "the file that stands there", "three blanks", "a sheet"]
)
def test_the_dialect_is_found(text: str):
    """A banned word is reported, in any case."""
    assert faults(text)
