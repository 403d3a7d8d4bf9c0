r"""One formula in LaTeX to MathML and to plain text, by the package math-core, kept from harm.

The converter dies of deep nesting with a signal that no `except` catches. Every formula is
therefore measured first: at most 10,000 characters, at most 40 levels of braces, environments and
`\left`, and at most 60 commands that take the next one as their argument without braces
(`\sqrt\sqrt…`) or that open a level of their own (`\displaystyle`). In a thread with a stack of
512 KiB it takes more than 200 levels.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from math_core import LatexError, LatexToMathML

from .macros import Macros, expanded
from .mathml import clean, read, write
from .mathtext import text_of
from .rewrites import rewritten

MAX_LENGTH = 10_000
MAX_DEPTH = 40
MAX_STACKED = 60

_LEVEL = re.compile(r"\\(?:begin|left)(?![A-Za-z])|\\(?:end|right)(?![A-Za-z])|\\.|[{}]", re.DOTALL)
_UNBRACED = re.compile(r"\\([A-Za-z]+)\s*(?=([^\s{]|$))")
_NESTING = frozenset({
    "displaystyle", "textstyle", "scriptstyle", "scriptscriptstyle", "color", "not", "over", "choose", "atop",
})  # fmt: skip
_DEFINING = re.compile(
    r"\\(?:(?:re|provide)?newcommand|renewcommand|providecommand|[egx]?def|let|DeclareMathOperator)(?![A-Za-z])"
)
_UNKNOWN = re.compile(r"Unknown (?:command|environment) \"(.+?)\"")


@dataclass(frozen=True, slots=True, kw_only=True)
class Formula:
    """A converted formula: its `<math>` element and its plain text."""

    html: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """Why a formula could not be converted. `culprit` is the unknown command or environment, or ""."""

    reason: str
    culprit: str = ""


@lru_cache(maxsize=8192)
def convert(source: str, *, display: bool = False, macros: Macros = ()) -> Formula | Failure:
    r"""Convert one formula, given without its dollars. `display` sets it as a block."""
    if len(source) > MAX_LENGTH:
        return Failure(reason=f"the formula has more than {MAX_LENGTH:,} characters")
    full = expanded(source, macros)
    if full is None:
        return Failure(reason="the macros in the formula never come to an end")
    full = rewritten(full)
    obstacle = _obstacle(full)
    if obstacle:
        return Failure(reason=obstacle)
    try:
        markup = _converter().convert_with_local_state(_trimmed(full), displaystyle=display)
    except LatexError as error:
        return _failure(str(error))
    tree = read(markup)
    clean(tree)
    return Formula(html=write(tree), text=text_of(tree))


@cache
def _converter() -> LatexToMathML:
    return LatexToMathML(fancy_error=False, unicode_substitution="never", allow_unreliable_rendering=True)


def _obstacle(source: str) -> str:
    """Return why the converter must not see this formula, or ""."""
    if len(source) > 2 * MAX_LENGTH:
        return f"the formula has more than {MAX_LENGTH:,} characters"
    if _DEFINING.search(source):
        return "definitions belong into latex_macros, not into a formula"
    depth = deepest = 0
    for mark in _LEVEL.finditer(source):
        piece = mark.group()
        if piece == "{" or piece.startswith(("\\begin", "\\left")):
            depth += 1
            deepest = max(deepest, depth)
        elif piece == "}" or piece.startswith(("\\end", "\\right")):
            depth -= 1
    if deepest > MAX_DEPTH:
        return f"the formula is nested deeper than {MAX_DEPTH} levels"
    stacked = sum(1 for mark in _UNBRACED.finditer(source) if mark[1] in _NESTING or _takes_argument(mark[1]))
    if stacked > MAX_STACKED:
        return f"more than {MAX_STACKED} commands are stacked without braces"
    return ""


@lru_cache(maxsize=2048)
def _takes_argument(name: str) -> bool:
    """Ask the converter whether a command alone is incomplete, so that no table of them can be outdated."""
    try:
        _converter().convert_with_local_state(f"\\{name}", displaystyle=False)
    except LatexError as error:
        return "Unknown command" not in str(error)
    return False


def _trimmed(source: str) -> str:
    r"""Strip blanks, but not the one that belongs to a closing `\ `."""
    stripped = source.strip()
    return stripped + " " if re.search(r"(?<!\\)(?:\\\\)*\\$", stripped) else stripped


def _failure(message: str) -> Failure:
    reason = re.sub(r"^\d+: ", "", message).rstrip(".")
    unknown = _UNKNOWN.search(message)
    return Failure(reason=reason, culprit=unknown[1] if unknown else "")
