r"""Convert one formula in LaTeX to MathML, plain text and standard LaTeX, with the package math-core.

Deep nesting kills the converter with a signal that no `except` catches. So every formula is
measured first: at most 10,000 characters, at most 40 levels of braces, environments and
`\left`, at most 8 opening brackets without a closing one (each doubles the time that it takes), and
at most 60 commands that are the bare argument of the one before (`\sqrt\sqrt…`) or that open a level
of their own (`\displaystyle`). In a thread with a stack of 512 KiB it survives more than 200 levels.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from math_core import LatexError

from paperfolio.text.patterns import lazy

from ..braces import matched
from ..characters import printable
from ..macros import Macro, expanded
from .converter import converted, opens, takes_argument
from .mathml import clean, framed, read
from .mathtext import text_of
from .rewrites import rewritten, standard, verbatim

MAX_LENGTH = 10_000
MAX_DEPTH = 40
MAX_STACKED = 60
MAX_UNCLOSED = 8

_LEVEL = lazy(r"\\(?:begin|left)(?![A-Za-z])|\\(?:end|right)(?![A-Za-z])|\\.|[{}]", re.DOTALL)
_BRACE = lazy(r"(?<!\\)(?:\\\\)*[{}]")
_NAMED = lazy(r"\\([A-Za-z]+)\s*")
_DELIMITER = lazy(
    r"(?<!\\left)(?<!\\right)[(\[)\]]|[{}]|\\[{}]|\\(?!left|right|begin|end)[A-Za-z]+|\\.|[^\x00-\x7f]",
    re.DOTALL,
)
_NESTING = frozenset({
    "displaystyle", "textstyle", "scriptstyle", "scriptscriptstyle", "color", "not", "over", "choose", "atop",
})  # fmt: skip
_DEFINING = lazy(
    r"\\(?:(?:re|provide)?newcommand|renewcommand|providecommand|[egx]?def|let|DeclareMathOperator)(?![A-Za-z])"
)
_UNKNOWN = lazy(r"Unknown (?:command|environment) \"(.+?)\"")


@dataclass(frozen=True, slots=True, kw_only=True)
class Formula:
    """A converted formula: its `<math>` element, wrapped where it may be wide, its plain text, and its LaTeX.

    The LaTeX requires no package but amsmath: macros of other packages are expanded.
    """

    html: str
    text: str
    tex: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """Why a formula could not be converted. `culprit` is the unknown command or environment, or ""."""

    reason: str
    culprit: str = ""


def convert(source: str, known: dict[str, Macro], *, display: bool = False) -> Formula | Failure:
    r"""Convert one formula, without its dollars. `known` are the macros defined so far; `display` makes a block."""
    source = printable(source)
    if len(source) > MAX_LENGTH:
        return Failure(reason=f"it has more than {MAX_LENGTH:,} characters")
    full = expanded(verbatim(source), known)
    if full is None:
        return Failure(reason="its macros expand without end")
    return _converted(full, display=display)


@lru_cache(maxsize=8192)
def _converted(full: str, *, display: bool) -> Formula | Failure:
    # Checked twice: rewriting deeply nested groups takes long too.
    if obstacle := _too_deep(full):
        return Failure(reason=obstacle)
    if 2 * len(matched(full)) != len(_BRACE.findall(full)):
        return Failure(reason="it has an unmatched brace")
    tex = standard(full)
    full = rewritten(tex)
    if obstacle := _obstacle(full):
        return Failure(reason=obstacle)
    try:
        markup = converted(_trimmed(full), display=display)
    except LatexError as error:
        return _failure(str(error))
    tree = read(markup)
    clean(tree)
    return Formula(html=framed(tree), text=text_of(tree), tex=_one_line(tex))


def _too_deep(source: str) -> str:
    """Return a message if the groups of this formula are nested too deep, else ""."""
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
    return ""


def _obstacle(source: str) -> str:
    """Return why this formula can't be given to the converter, or ""."""
    if len(source) > 2 * MAX_LENGTH:
        return f"the formula has more than {MAX_LENGTH:,} characters"
    if _DEFINING.search(source):
        return "it has an incomplete definition"
    if deep := _too_deep(source):
        return deep
    stacked = sum(1 for mark in _NAMED.finditer(source) if _stacks(mark, source))
    if stacked > MAX_STACKED:
        return f"more than {MAX_STACKED} commands are stacked without braces"
    if _unclosed(source) > MAX_UNCLOSED:
        return f"more than {MAX_UNCLOSED} brackets are not closed"
    return ""


def _stacks(mark: re.Match[str], source: str) -> bool:
    r"""Return whether a command may be the bare argument of the one before it, as in `\frac{1}\frac{1}…`."""
    if mark[1] in _NESTING:
        return True
    if not takes_argument(mark[1]):
        return False
    before = source[max(0, mark.start() - 20) : mark.start()].rstrip()
    return source[mark.end() : mark.end() + 1] != "{" or before[-1:] in {"}", "]"}


def _unclosed(source: str) -> int:
    """Return how many opening delimiters are not closed in their own group.

    Each of them doubles the time that the converter takes.
    """
    if len(_DELIMITER.findall(source)) <= MAX_UNCLOSED:
        return 0
    total = 0
    groups = [0]
    for mark in _DELIMITER.finditer(source):
        piece = mark.group()
        if piece == "{":
            groups.append(0)
        elif piece == "}":
            total += groups.pop() if len(groups) > 1 else 0
        else:
            groups[-1] = max(0, groups[-1] + opens(piece))
    return total + sum(groups)


def _trimmed(source: str) -> str:
    r"""Strip spaces, but not the one that belongs to a closing `\ `."""
    stripped = source.strip()
    return stripped + " " if re.search(r"(?<!\\)(?:\\\\)*\\$", stripped) else stripped


def _one_line(source: str) -> str:
    return _trimmed(" ".join(source.split()))


def _failure(message: str) -> Failure:
    reason = re.sub(r"^\d+: ", "", message).rstrip(".")
    unknown = _UNKNOWN.search(message)
    return Failure(reason=reason, culprit=unknown[1] if unknown else "")
